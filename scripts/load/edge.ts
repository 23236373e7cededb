/** The quota that is driven past its limit. */
import { figures, headerOf, lasting, operationOf, rateHeader } from '../../conformance/checks/derived/support/quota.ts';
import { exampleBody } from '../../conformance/driver/examples.ts';
import type { OperationPlan } from '../../mock/contract/plan.ts';
import type { Edge, QuotaFigures } from '../../load/profile.ts';
import { callsOf, kindOf } from './calls.ts';
import { NotApplicable } from './scene.ts';
import type { Scene } from './scene.ts';

/** A control plane is asked for a smaller limit than the contract's where that would take too many requests. */
const MOST = 200;
const SMALL = 50;
/** Of a class that the contract leaves without a limit. */
const OPEN_WINDOW_SECONDS = 60;

interface Choice {
  readonly name: string;
  readonly operation: OperationPlan;
  readonly limit: number | null;
}

/** Classes with an operation that can be called: reads first, the smallest limit first. */
function choices({ plan, target }: Scene): Choice[] {
  const found = [...plan.rateLimits.keys()].flatMap((name): Choice[] => {
    const operation = operationOf(plan, name);
    const limit = figures(plan, name)?.limit ?? null;
    return operation === undefined || (limit === null && target.control === undefined) ? [] : [{ name, operation, limit }];
  });
  const cost = ({ operation, limit }: Choice): number => (operation.method === 'GET' ? 0 : 1_000_000) + (limit ?? 100_000);
  return found.sort((a, b) => cost(a) - cost(b));
}

/** The figures that are to be in force. */
export function edgeQuota({ plan, target }: Scene, name: string): QuotaFigures {
  const inForce = figures(plan, name);
  const { algorithm } = plan.rateLimits.get(name)!;
  const windowSeconds = inForce === undefined ? OPEN_WINDOW_SECONDS : inForce.windowMs / 1000;
  const small = target.control !== undefined && (inForce === undefined || inForce.limit > MOST);
  return { limit: small ? SMALL : inForce!.limit, windowSeconds, algorithm };
}

function headersOf(operation: OperationPlan): Edge['headers'] {
  const refusal = operation.refusals.get('rate_limited');
  return {
    limit: headerOf(operation, 'rate.limit') ?? null,
    remaining: headerOf(operation, 'rate.remaining') ?? null,
    resetAfter: headerOf(operation, 'rate.reset_after') ?? null,
    resetEpoch: headerOf(operation, 'rate.reset_epoch') ?? null,
    retryAfter: (refusal && rateHeader(refusal, 'rate.retry_after')) ?? null,
  };
}

/** @throws {NotApplicable} where no quota can be tried */
export async function edge(scene: Scene): Promise<Edge> {
  const { plan, target } = scene;
  if (plan.rateLimits.size === 0) throw new NotApplicable('the contract has no quotas');
  if (target.control === undefined && !target.safety.exhaustRateLimits) throw new NotApplicable('the target file does not let quotas be used up (safety.exhaust_rate_limits)');
  for (const { name, operation } of choices(scene)) {
    // Only a window that stands still can be counted in from outside, unless it starts and ends at a told time.
    if (target.control === undefined && plan.rateLimits.get(name)!.algorithm !== 'fixed_window') continue;
    const body = exampleBody(plan, operation)?.value;
    const requirement = lasting(operation)?.requirement;
    const [call] = await callsOf(scene, operation, { kinds: requirement ? [kindOf(requirement)] : ['key', 'token'], parts: { body: body === undefined ? undefined : JSON.stringify(body) } });
    if (call) return { call, quota: name, headers: headersOf(operation) };
  }
  throw new NotApplicable(target.control === undefined ? 'no quota with a fixed limit and window can be tried without a control plane' : 'the target has no credential for an operation with a quota');
}
