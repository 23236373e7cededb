/**
 * `authenticator.verify`: trades a right code of an authenticator for a verification token.
 *
 * @see [RFC 6238 §5.2](https://www.rfc-editor.org/rfc/rfc6238#section-5.2), [RFC 4226
 *   §7](https://www.rfc-editor.org/rfc/rfc4226#section-7)
 */
import type { Authenticator } from '../../../specs/generated/vocabulary.ts';
import { contractMs } from '../../contract/durations.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import { at } from '../../contract/openapi-document.ts';
import { textOf } from '../../contract/text-of.ts';
import { refuse } from '../../request/call.ts';
import type { ActionStep } from '../../request/call.ts';
import { actionOf } from '../../request/operation-action.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { sameSecret } from '../secret-digest.ts';
import { codeAt, fromBase32 } from './authenticator-codes.ts';
import { authenticatorOf, enrolledKey, periodMs, seeded } from './authenticator-records.ts';
import type { EnrolledRecord } from './authenticator-records.ts';
import { REMEMBERED_MS, resourceName, tenantOf, verificationKey } from './otp-records.ts';
import type { VerificationRecord } from './otp-records.ts';

type Verdict = 'right' | 'wrong' | 'used' | 'locked' | 'none';

/** The counters or periods whose codes would do: the first, and how many. */
function range(rule: Authenticator, next: number, now: number): readonly [from: number, count: number] {
  if (rule.kind === 'hotp') return [next, (rule.look_ahead ?? 10) + 1];
  const skew = rule.skew ?? 1;
  return [Math.max(0, Math.floor(now / periodMs(rule)) - skew), 2 * skew + 1];
}

/** Tries are counted and the code used up in one step, so that codes sent at once get no more tries than in turn. */
function tried(
  rule: Authenticator,
  record: EnrolledRecord,
  code: string,
  now: number,
): readonly [Verdict, EnrolledRecord] {
  if (now < record.locked_until) return ['locked', record];
  const secret = fromBase32(record.secret);
  const [from, count] = range(rule, record.next, now);
  let right: number | undefined;
  let used = false;
  for (let moving = from; moving < from + count; moving++) {
    if (!sameSecret(codeAt(rule, secret, moving), code)) continue;
    if (moving < record.next) used = true;
    else right ??= moving;
  }
  if (right !== undefined) return ['right', { ...record, next: right + 1, wrong: 0 }];
  // Who sends a right code twice guesses nothing.
  if (used) return ['used', record];
  const wrong = record.wrong + 1;
  return [
    'wrong',
    wrong < rule.attempts
      ? { ...record, wrong }
      : { ...record, wrong: 0, locked_until: now + contractMs(rule.lockout) },
  ];
}

const GOT: Readonly<Record<Exclude<Verdict, 'right'>, string>> = {
  wrong: 'a wrong code of the authenticator',
  used: 'a code of the authenticator that was used before',
  locked: 'a code for an authenticator that is locked after too many wrong ones',
  none: 'a code of somebody who has no authenticator enrolled',
};

export function authenticatorVerify(operation: CompiledOperation): ActionStep {
  const action = actionOf(operation, 'authenticator.verify');
  const format = action.id_format ?? { alphabet: 'base62', length: 32 };
  const lifetime = contractMs(action.verification_lifetime);
  return async (call) => {
    const { world, identification, now } = call;
    const body = bodyValue(call);
    const user = identification.state === 'good' ? identification.caller.user : undefined;
    const rule = authenticatorOf(world, action.authenticator);
    const code = textOf(at(body, action.code)) ?? '';
    const verdict =
      user === undefined
        ? 'none'
        : await world.store.swap<EnrolledRecord, Verdict>(enrolledKey(action.authenticator, user.id), (found) => {
            const record = found ?? seeded(action.authenticator, user);
            if (record === undefined) return { result: 'none' };
            const [result, value] = tried(rule, record, code, now);
            return { value, result };
          });
    if (verdict !== 'right')
      return {
        refusal: refuse(
          verdict === 'locked' ? 'otp_locked' : 'invalid_otp',
          verdict === 'used' ? 'a code works once' : "the code must be one that the person's authenticator shows now",
          `#/x-authenticators/${action.authenticator}`,
          { got: GOT[verdict] },
        ),
      };
    const token = world.ids.make(format);
    const verification: VerificationRecord = {
      tenant: tenantOf(call.tenant),
      user: user!.id,
      operation: action.operation === undefined ? '' : (textOf(at(body, action.operation)) ?? ''),
      resource: action.resource === undefined ? null : resourceName(at(body, action.resource)),
      expires_at: now + lifetime,
    };
    await world.store.set(verificationKey(token), verification, { expiresAt: verification.expires_at + REMEMBERED_MS });
    return { answer: { facts: { 'otp.verification_token': token, 'otp.verification_expires_in': lifetime / 1000 } } };
  };
}
