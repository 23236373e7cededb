/** Who checks contracts. Whoever starts the server may bring one: the sandbox itself knows no suite. */
import type { components } from '../../specs/generated/control.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';

type Schemas = components['schemas'];

export interface WantedRun extends Omit<Schemas['NewConformanceRun'], 'contract'> {
  readonly contract: CompiledContract;
}

/** Whether a run is not over yet. */
export const isUnderWay = ({ state }: Pick<Schemas['ConformanceRun'], 'state'>): boolean =>
  state === 'starting' || state === 'running' || state === 'cancelling';

/** One run at a time. */
export interface Verifier {
  /**
   * @param closing fires when the server closes, and ends the run
   * @returns the run, once it is known how many checks it has
   * @throws {InputError} where it cannot be started as asked
   */
  start(wanted: WantedRun, closing: AbortSignal): Promise<Schemas['ConformanceRun']>;
  /** The run that is under way, else the last one. */
  current(): Schemas['ConformanceRun'];
  /** Ends the run that is under way; what its checks have found by then is kept. */
  cancel(): void;
}
