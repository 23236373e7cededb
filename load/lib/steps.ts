/** What an iteration does; scenarios are made of these. */
import type { Begun } from './run.ts';
import { inTurn, make } from './run.ts';
import { fault } from './ask.ts';
import type { Answer } from './ask.ts';
import { control } from './control.ts';
import { fill } from './fill.ts';
import { profile } from './profile.ts';
import { issue } from './tokens.ts';
import { unique } from './unique.ts';

/** A new token for one client after the other. */
export function takeToken(): void {
  const caller = inTurn(profile.tokens);
  issue(caller, profile.callers[caller]!.token!);
}

export const read = (begun: Begun): void => void make(inTurn(profile.reads), begun);

export const readSigned = (begun: Begun): void => void make(inTurn(profile.signed), begun);

export const readKept = (begun: Begun): void => void make(inTurn(profile.kept), begun);

const newKeys = (): Readonly<Record<'FRESH' | 'IDEMPOTENCY_KEY', string>> => ({ FRESH: unique(), IDEMPOTENCY_KEY: unique() });

export const create = (begun: Begun): void => void make(inTurn(profile.creates), begun, newKeys());

/** More than one repetition, since a memory may last for one only. */
const REPETITIONS = 2;

/** The same request again: the same answer, and so no second record. */
export function retry(begun: Begun): void {
  const call = inTurn(profile.retried);
  const slots = newKeys();
  const first = make(call, begun, slots);
  for (let i = 0; i < REPETITIONS && first?.good === true; i++) {
    const again: Answer | undefined = make(call, begun, slots);
    if (again?.good === true && (again.status !== first.status || again.text !== first.text)) fault(call, call.caller, 'not_the_same', `repetition ${i + 1} of a request with the same idempotency key is answered otherwise`);
  }
}

/** Seconds that the inbox is waited for. */
const PATIENCE = 10;

function passwordOf(id: string): string | undefined {
  if (profile.otp!.code !== null) return fill(profile.otp!.code, {});
  return control<{ readonly code: string }>('GET', `/otp/wait?timeout=${PATIENCE}&contract=${encodeURIComponent(profile.contract)}&otp_id=${encodeURIComponent(id)}`)?.code;
}

/** A one-time password asked for, read, verified, and what it opens. */
export function stepUp(begun: Begun): void {
  const { request, verify, act } = profile.otp!;
  const asked = make(request, begun);
  if (asked?.good !== true) return;
  const id = asked.fact('otp.id');
  const code = id === undefined ? undefined : passwordOf(id);
  if (id === undefined || code === undefined) return fault(request, request.caller, 'incomplete_answer', id === undefined ? 'a good answer without the id of the one-time password' : `no one-time password came within ${PATIENCE} seconds`);
  const verified = make(verify, begun, { OTP_ID: id, OTP_CODE: code });
  if (verified?.good !== true) return;
  const verification = verified.fact('otp.verification_token');
  if (verification === undefined) return fault(verify, verify.caller, 'incomplete_answer', 'a good answer without a verification token');
  make(act, begun, { VERIFICATION: verification, ...newKeys() });
}
