/**
 * `otp.request` and `otp.verify`: one-time passwords, single use, few tries, the newest counts.
 *
 * @see [NIST SP 800-63B §5.1.3, §5.2.2](https://pages.nist.gov/800-63-3/sp800-63b.html)
 */
import { hidden, refuse } from '../../request/call.ts';
import type { ActionStep, Call, Refusal } from '../../request/call.ts';
import { isoSeconds } from '../../state/clock.ts';
import { at } from '../../contract/openapi-document.ts';
import type { OperationPlan } from '../../contract/compiled-contract.ts';
import { contractMs } from '../../contract/durations.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { actionOf } from '../../request/operation-action.ts';
import { sameSecret } from '../secret-digest.ts';
import { newestKey, otpKey, REMEMBERED_MS, resourceName, tenantOf, verificationKey } from './otp-records.ts';
import type { Binding, OtpRecord, VerificationRecord } from './otp-records.ts';
import { textOf } from '../../contract/text-of.ts';

export function otpRequest(operation: OperationPlan): ActionStep {
  const action = actionOf(operation, 'otp.request');
  const { digits, attempts, id_format: format = { prefix: 'otp_', alphabet: 'base62' } } = action;
  const lifetime = contractMs(action.lifetime);
  return async (call) => {
    const { world, now } = call;
    const body = bodyValue(call);
    const binding: Binding = {
      tenant: tenantOf(call.tenant),
      operation: textOf(at(body, action.operation)) ?? '',
      resource: action.resource === undefined ? null : resourceName(at(body, action.resource)),
    };
    const id = world.ids.make(format);
    const code = world.ids.digits(digits);
    const record: OtpRecord = { ...binding, code, wrong: 0, attempts, used: false, expires_at: now + lifetime };
    await world.store.set(otpKey(id), record, { expiresAt: record.expires_at + REMEMBERED_MS });
    await world.store.set(newestKey(binding), id, { expiresAt: record.expires_at + REMEMBERED_MS });
    await world.sandbox.inbox.deliver({
      contract: world.plan.name,
      to: textOf(at(body, action.deliver_to)) ?? '',
      code,
      otp_id: id,
      operation: binding.operation,
      resource: binding.resource,
      sent_at: isoSeconds(now),
      expires_at: isoSeconds(record.expires_at),
    });
    return { answer: { facts: { 'otp.id': id, 'otp.expires_in': lifetime / 1000 } } };
  };
}

type Verdict = 'right' | 'wrong' | 'used' | 'locked' | 'expired' | 'unknown' | 'superseded' | 'foreign';

const REFUSALS: Readonly<Record<Exclude<Verdict, 'right'>, readonly [failure: Refusal['failure'], rule: string]>> = {
  wrong: ['invalid_otp', 'the code must be the one that was sent'],
  used: ['invalid_otp', 'a code works once'],
  unknown: ['invalid_otp', 'the password must be one that was sent'],
  superseded: ['invalid_otp', 'the password must be the newest for its operation and resource'],
  foreign: ['invalid_otp', "the password must be one that was sent for the caller's tenant"],
  expired: ['expired_otp', 'the code must not be past its end'],
  locked: ['otp_locked', 'a password must not have been tried wrongly too often'],
};

/** What a try did, and the password as it stands after it. */
type Tried = readonly [verdict: Verdict, record: OtpRecord | undefined];

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
      return `a password that ${found?.attempts ?? 'too many'} wrong tries have killed`;
    case 'expired':
      return pastEnd('the password', found?.expires_at ?? now, now).got;
    case 'foreign':
      return `a password of ${found?.tenant ?? 'another tenant'}`;
    case 'unknown':
      return UNKNOWN;
  }
}

function refusalOf({ operation, now }: Call, verdict: Exclude<Verdict, 'right'>, found: OtpRecord | undefined): Refusal {
  const [failure, rule] = REFUSALS[verdict];
  const expected = verdict === 'expired' && found ? pastEnd('the password', found.expires_at, now).expected : undefined;
  const refusal = refuse(failure, rule, `${operation.pointer}/x-action`, { expected, got: gotText(verdict, now, found) });
  // The journal says whose it is; the answer only that it is not the caller's.
  return verdict === 'foreign' ? hidden(refusal, UNKNOWN) : refusal;
}

export function otpVerify(operation: OperationPlan): ActionStep {
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
    const refusal = (verdict: Exclude<Verdict, 'right'>, record?: OtpRecord): { refusal: Refusal } => ({ refusal: refusalOf(call, verdict, record) });
    if (found === undefined) return refusal('unknown');
    if (found.tenant !== tenant) return refusal('foreign', found);
    if ((await store.get<string>(newestKey(found))) !== id) return refusal('superseded');
    // Tries are counted and the code used up in one step: guesses sent at once get no more tries than guesses in turn.
    const [verdict, tried] = await store.swap<OtpRecord, Tried>(otpKey(id), (record) => {
      if (record === undefined) return { result: ['unknown', record] };
      if (record.used) return { result: ['used', record] };
      if (record.wrong >= record.attempts) return { result: ['locked', record] };
      if (now >= record.expires_at) return { result: ['expired', record] };
      const value = sameSecret(record.code, code) ? { ...record, used: true } : { ...record, wrong: record.wrong + 1 };
      return { value, result: [value.used ? 'right' : 'wrong', value] };
    });
    if (verdict !== 'right') return refusal(verdict, tried);

    const token = world.ids.make(format);
    const verification: VerificationRecord = { tenant, operation: found.operation, resource: found.resource, expires_at: now + lifetime };
    await store.set(verificationKey(token), verification, { expiresAt: verification.expires_at + REMEMBERED_MS });
    return { answer: { facts: { 'otp.verification_token': token, 'otp.verification_expires_in': lifetime / 1000 } } };
  };
}
