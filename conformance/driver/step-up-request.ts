/** Whether a request needs a step-up verification, by the rule of its operation. */
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { besideAmount, thresholdOf } from '../../mock/contract/threshold.ts';
import type { ActionRequest } from './action-request-parts.ts';
import { isObject, valueAt } from './json-values.ts';

/** The value that a step-up is bound to, in a request's body. */
export function stepUpResource({ stepUp }: CompiledOperation, body: unknown): string | undefined {
  const value = stepUp?.resource === undefined ? undefined : valueAt(body, stepUp.resource);
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined;
}

/** Whether the call needs a verified one-time password. */
export function needsStepUp({ stepUp }: CompiledOperation, { body, record }: ActionRequest): boolean {
  if (stepUp === undefined) return false;
  const { amount } = stepUp;
  if (amount === undefined) return true;
  const value =
    amount.body !== undefined
      ? valueAt(body, amount.body)
      : amount.record && isObject(record)
        ? record[amount.record.field]
        : undefined;
  const beside = amount.body === undefined ? record : valueAt(body, besideAmount(amount.body));
  return typeof value !== 'number' || value >= thresholdOf(amount, beside);
}
