/** `otp.request`: sends a one-time password; the newest for its operation and resource counts. */
import type { ActionStep } from '../../request/call.ts';
import { isoSeconds } from '../../state/clock.ts';
import { at } from '../../contract/openapi-document.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';
import { contractMs } from '../../contract/durations.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { actionOf } from '../../request/operation-action.ts';
import { newestKey, otpKey, REMEMBERED_MS, resourceName, tenantOf } from './otp-records.ts';
import type { Binding, OtpRecord } from './otp-records.ts';
import { textOf } from '../../contract/text-of.ts';

export function otpRequest(operation: CompiledOperation): ActionStep {
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
      contract: world.contract.name,
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
