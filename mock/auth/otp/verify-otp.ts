/**
 * `otp.verify`: trades the right code of a one-time password for a verification token.
 *
 * @see [NIST SP 800-63B §5.1.3](https://pages.nist.gov/800-63-3/sp800-63b.html)
 */
import { hidden, refuse } from '../../request/call.ts';
import type { ActionStep, Call, Refusal } from '../../request/call.ts';
import { at } from '../../contract/openapi-document.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import { contractMs } from '../../contract/durations.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { actionOf } from '../../request/operation-action.ts';
import { tryCode } from './attempt-limit.ts';
import type { TryVerdict } from './attempt-limit.ts';
import { newestKey, otpKey, REMEMBERED_MS, tenantOf, verificationKey } from './otp-records.ts';
import type { OtpRecord, VerificationRecord } from './otp-records.ts';
import { textOf } from '../../contract/text-of.ts';

type Verdict = TryVerdict | 'superseded' | 'foreign';

const REFUSALS: Readonly<Record<Exclude<Verdict, 'right'>, readonly [failure: Refusal['failure'], rule: string]>> = {
  wrong: ['invalid_otp', 'the code must be the one that was sent'],
  used: ['invalid_otp', 'a code works once'],
  unknown: ['invalid_otp', 'the password must be one that was sent'],
  superseded: ['invalid_otp', 'the password must be the newest for its operation and resource'],
  foreign: ['invalid_otp', "the password must be one that was sent for the caller's tenant"],
  expired: ['expired_otp', 'the code must not have expired'],
  locked: ['otp_locked', 'a password must not have been tried wrongly too often'],
};

const UNKNOWN = 'an unknown password';

function gotText(verdict: Exclude<Verdict, 'right'>, now: number, found: OtpRecord | undefined): string {
  switch (verdict) {
    case 'wrong': {
      const left = found === undefined ? 0 : Math.max(0, found.attempts - found.wrong);
      return `a wrong code; ${left} ${left === 1 ? 'try is' : 'tries are'} left`;
    }
    case 'used':
      return 'a code that was used before';
    case 'superseded':
      return 'a password that a newer one replaced';
    case 'locked':
      return `a password that no longer works, after ${found?.attempts ?? 'too many'} wrong tries`;
    case 'expired':
      return pastEnd('the password', found?.expires_at ?? now, now).got;
    case 'foreign':
      return `a password of ${found?.tenant ?? 'another tenant'}`;
    case 'unknown':
      return UNKNOWN;
  }
}

function refusalOf(
  { operation, now }: Call,
  verdict: Exclude<Verdict, 'right'>,
  found: OtpRecord | undefined,
): Refusal {
  const [failure, rule] = REFUSALS[verdict];
  const expected = verdict === 'expired' && found ? pastEnd('the password', found.expires_at, now).expected : undefined;
  const refusal = refuse(failure, rule, `${operation.pointer}/x-action`, {
    expected,
    got: gotText(verdict, now, found),
  });
  // The journal says whose it is; the answer only that it is not the caller's.
  return verdict === 'foreign' ? hidden(refusal, UNKNOWN) : refusal;
}

export function otpVerify(operation: CompiledOperation): ActionStep {
  const action = actionOf(operation, 'otp.verify');
  const format = action.id_format ?? { alphabet: 'base62', length: 32 };
  const lifetime = contractMs(action.verification_lifetime);
  return async (call) => {
    const { world, now } = call;
    const { store } = world;
    const body = bodyValue(call);
    const id = textOf(at(body, action.id)) ?? '';
    const code = textOf(at(body, action.code)) ?? '';
    const tenant = tenantOf(call.tenant);
    const found = await store.get<OtpRecord>(otpKey(id));
    const refusal = (verdict: Exclude<Verdict, 'right'>, record?: OtpRecord): { refusal: Refusal } => ({
      refusal: refusalOf(call, verdict, record),
    });
    if (found === undefined) return refusal('unknown');
    if (found.tenant !== tenant) return refusal('foreign', found);
    if ((await store.get<string>(newestKey(found))) !== id) return refusal('superseded');
    const [verdict, tried] = await tryCode(store, id, code, now);
    if (verdict !== 'right') return refusal(verdict, tried);

    const token = world.ids.make(format);
    const verification: VerificationRecord = {
      tenant,
      operation: found.operation,
      resource: found.resource,
      expires_at: now + lifetime,
    };
    await store.set(verificationKey(token), verification, { expiresAt: verification.expires_at + REMEMBERED_MS });
    return { answer: { facts: { 'otp.verification_token': token, 'otp.verification_expires_in': lifetime / 1000 } } };
  };
}
