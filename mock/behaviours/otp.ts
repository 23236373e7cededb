/**
 * `otp.request` and `otp.verify`: one-time passwords, single use, few tries, the newest counts.
 *
 * @see [NIST SP 800-63B §5.1.3, §5.2.2](https://pages.nist.gov/800-63-3/sp800-63b.html)
 */
import { refuse } from '../call.ts';
import type { ActionStep, Refusal } from '../call.ts';
import { isoSeconds } from '../clock.ts';
import { at } from '../contract/document.ts';
import type { OperationPlan } from '../contract/plan.ts';
import { contractMs } from '../durations.ts';
import { bodyValue } from '../http/body.ts';
import { actionOf } from './action-of.ts';
import { sameSecret } from './digest.ts';
import { newestKey, otpKey, REMEMBERED_MS, resourceName, tenantOf, verificationKey } from './otp-records.ts';
import type { Binding, OtpRecord, VerificationRecord } from './otp-records.ts';
import { textOf } from './text.ts';

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

type Verdict = 'right' | 'wrong' | 'used' | 'locked' | 'expired' | 'unknown';

const REFUSALS: Readonly<Record<Exclude<Verdict, 'right'>, readonly [failure: Refusal['failure'], rule: string]>> = {
  wrong: ['invalid_otp', 'the code must be the one that was sent'],
  used: ['invalid_otp', 'a code works once'],
  unknown: ['invalid_otp', "the password must be one that was sent for the caller's tenant, and the newest for its operation and resource"],
  expired: ['expired_otp', 'the code must not be past its end'],
  locked: ['otp_locked', 'too many wrong tries kill a password'],
};

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
    const refusal = (verdict: Exclude<Verdict, 'right'>): { refusal: Refusal } => {
      const [failure, rule] = REFUSALS[verdict];
      return { refusal: refuse(failure, rule, `${operation.pointer}/x-action`, { got: verdict }) };
    };

    const found = await store.get<OtpRecord>(otpKey(id));
    if (found?.tenant !== tenant || (await store.get<string>(newestKey(found))) !== id) return refusal('unknown');
    // Tries are counted and the code used up in one step: guesses sent at once get no more tries than guesses in turn.
    const verdict = await store.swap<OtpRecord, Verdict>(otpKey(id), (record) => {
      if (record === undefined) return { result: 'unknown' };
      if (record.used) return { result: 'used' };
      if (record.wrong >= record.attempts) return { result: 'locked' };
      if (now >= record.expires_at) return { result: 'expired' };
      if (!sameSecret(record.code, code)) return { value: { ...record, wrong: record.wrong + 1 }, result: 'wrong' };
      return { value: { ...record, used: true }, result: 'right' };
    });
    if (verdict !== 'right') return refusal(verdict);

    const token = world.ids.make(format);
    const verification: VerificationRecord = { tenant, operation: found.operation, resource: found.resource, expires_at: now + lifetime };
    await store.set(verificationKey(token), verification, { expiresAt: verification.expires_at + REMEMBERED_MS });
    return { answer: { facts: { 'otp.verification_token': token, 'otp.verification_expires_in': lifetime / 1000 } } };
  };
}
