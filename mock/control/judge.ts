/** Who judges a client. Whoever starts the server may bring one: the sandbox itself knows nobody. */
import type { components } from '../../specs/generated/control.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';

type Schemas = components['schemas'];

/** What a client did, as the control plane tells it. */
export interface Conduct {
  /** Oldest first. */
  readonly entries: readonly Schemas['JournalEntry'][];
  readonly deliveries: readonly Schemas['Delivery'][];
  readonly contracts: ReadonlyMap<string, CompiledContract>;
  readonly ended: boolean;
}

export type Judge = (conduct: Conduct) => Promise<Schemas['ReportCard']>;
