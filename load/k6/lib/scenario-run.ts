/** The start of every scenario, and calls with the credential of their caller. */
import exec from 'k6/execution';
import type { Call } from '../profile.ts';
import { ask, fault } from './ask-operation.ts';
import type { Answer } from './ask-operation.ts';
import { now } from './k6-clock.ts';
import { control } from './control-requests.ts';
import type { PlaceholderValues } from './fill-placeholders.ts';
import { signature } from './sign-hmac.ts';
import { profile, templates } from './run-profile.ts';
import { reach } from './reach.ts';
import { close, sessionOf } from './open-sessions.ts';
import { drop, tokenOf } from './keep-tokens.ts';
import { unique } from './unique.ts';

/** What `setup` hands to every iteration. */
export interface Begun {
  /** Milliseconds by which the target's clock is ahead of this machine's. */
  readonly ahead: number;
}

/** What `setup` starts with. */
export function begin(): Begun {
  reach();
  const clock = control<{ readonly epoch_ms: number }>('GET', '/clock');
  return { ahead: clock === undefined ? 0 : clock.epoch_ms - now() };
}

/** The placeholders of a call's credential, and others. Undefined where it cannot be had, which is counted already. */
export function callPlaceholders(
  call: Call,
  { ahead }: Begun,
  placeholders: PlaceholderValues = {},
): PlaceholderValues | undefined {
  const caller = profile.callers[call.caller];
  if (call.hmac !== null) return signature(call.hmac, call, placeholders, now() + ahead, unique());
  if (!caller?.token && !caller?.login) return placeholders;
  const value = caller.token ? tokenOf(call.caller, caller.token) : sessionOf(call.caller, caller.login!);
  return value === undefined ? undefined : { ...placeholders, CREDENTIAL: value };
}

/** Makes a call with its caller's credential; a token that is refused is not used again. */
export function make(call: Call, begun: Begun, placeholders: PlaceholderValues = {}): Answer | undefined {
  const filled = callPlaceholders(call, begun, placeholders);
  if (filled === undefined) return undefined;
  const answer = ask(call, filled, { caller: call.caller });
  if (answer.status === 401) {
    drop(call.caller);
    close(call.caller);
  }
  return answer;
}

/** Time was moved: a token or session that may be over by now is not used again. */
export function renew(label: string, seconds: number): void {
  const caller = profile.callers[label];
  if (caller?.token && seconds < caller.token.lifetimeSeconds) return;
  drop(label);
  close(label);
}

/** One of a list, in turn, over all virtual users. */
export const inTurn = <T>(list: readonly T[]): T => list[exec.scenario.iterationInTest % list.length]!;

function failing(error: unknown): never {
  const [template] = templates();
  if (template) fault(template, 'this script', 'script', (error as Error).message);
  throw error as Error;
}

/** A script that fails has not gone unnoticed. */
export function guarded<T extends readonly unknown[]>(iteration: (...given: T) => void): (...given: T) => void {
  return (...given) => {
    try {
      iteration(...given);
    } catch (error) {
      failing(error);
    }
  };
}

/** The same for an iteration that waits: k6 signs and encrypts by promises. */
export function guardedAsync<T extends readonly unknown[]>(
  iteration: (...given: T) => Promise<void>,
): (...given: T) => Promise<void> {
  return async (...given) => iteration(...given).catch(failing);
}
