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

/** Calls of one operation after which everything was played that is counted by calls: tries of what fails included. */
export function fewestCalls({ steps }: Plan): number {
  let met = 0;
  let calls = 0;
  for (const { fault, after_requests: count = 0 } of steps) {
    calls = Math.max(calls, count);
    if (fault === undefined || fault.on === 'token' || fault.on === 'authorize') continue;
    const { skip = 0, next = 1, every = 1 } = fault;
    // A fault counts only the calls that those before it let pass.
    calls = Math.max(calls, skip + (fault.on === 'write' ? 0 : met) + (fault.next === undefined ? every : next));
    if (fault.next !== undefined && fault.on !== 'write') met += next;
  }
  return calls;
}

export const actsOf = (step: Step): readonly (typeof ACTS)[number][] => ACTS.filter((act) => step[act] !== undefined);
