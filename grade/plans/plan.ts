/** What a plan is: what is played to a client, and when. */
import type { components } from '../../specs/generated/control.ts';

/** Operations by what they are for, whatever a contract calls them. */
export type Kind = 'token' | 'authorize' | 'call' | 'read' | 'write';

export type PlannedFault = components['schemas']['NewFault'] & { readonly on?: Kind };

export interface Step {
  readonly after_requests?: number;
  /** A duration from the start. */
  readonly after?: string;
  readonly fault?: PlannedFault;
  /** A duration by which the clock is moved. */
  readonly clock?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly signing_keys?: 'rotate';
  readonly key?: { readonly credential: string; readonly id: string; readonly do: 'block' | 'unblock' | 'regenerate' };
  readonly webhook?: string;
}

export interface Plan {
  readonly description?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

/** What a step does: one thing. */
export const ACTS = ['fault', 'clock', 'settings', 'signing_keys', 'key', 'webhook'] as const;

export const actsOf = (step: Step): readonly (typeof ACTS)[number][] => ACTS.filter((act) => step[act] !== undefined);
