/** The quotas that are driven past their limits. */
import {
  figures,
  headerOf,
  lasting,
  operationOf,
  rateHeader,
  windowsOf,
} from '../../conformance/checks/derived/support/read-quota.ts';
import { exampleBody } from '../../conformance/driver/contract-examples.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Call, Edge, LoadProfile, QuotaFigures } from '../k6/profile.ts';
import { callsOf, kindOf, labelOf } from './profile-calls.ts';
import { NotApplicable } from './profile-inputs.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { templateOf } from './request-template.ts';
import { grantees, tokenSource } from './profile-tokens.ts';

/** Who calls where no credential is asked for. */
const NOBODY = 'nobody';

/** Of a class that the contract leaves without a limit, where a control plane can set one. */
const LENT = { limit: 50, windowSeconds: 60 };

/** The figures that are to be in force. */
export function edgeQuota({ contract }: ProfileInputs, name: string): QuotaFigures {
  const inForce = figures(contract, name);
  const { algorithm, in_flight: inFlight = null } = contract.rateLimits.get(name)!;
  return inForce === undefined
    ? { ...LENT, longer: [], algorithm, inFlight }
    : {
        limit: inForce.limit,
        windowSeconds: inForce.windowMs / 1000,
        longer: windowsOf(contract, name)
          .slice(1)
          .map(({ limit, windowMs }) => ({ limit, windowSeconds: windowMs / 1000 })),
        algorithm,
        inFlight,
      };
}

function headersOf(operation: CompiledOperation): Edge['headers'] {
  const refusal = operation.refusals.get('rate_limited');
  return {
    limit: headerOf(operation, 'rate.limit') ?? null,
    remaining: headerOf(operation, 'rate.remaining') ?? null,
    resetAfter: headerOf(operation, 'rate.reset_after') ?? null,
    resetEpoch: headerOf(operation, 'rate.reset_epoch') ?? null,
    retryAfter: (refusal && rateHeader(refusal, 'rate.retry_after')) ?? null,
  };
}

/** Where tokens are given out, a client that asks for one. */
async function tokenCall(inputs: ProfileInputs, operation: CompiledOperation): Promise<Call | undefined> {
  const grantee = grantees(inputs).find(
    ({ grant, credential }) =>
      grant === 'client_credentials' &&
      operation.action.type === 'token.issue' &&
      operation.action.credential === credential,
  );
  return (
    grantee && {
      ...(await tokenSource(inputs, grantee)).issue,
      caller: labelOf('client', grantee.client.client_id),
      hmac: null,
      dead: [],
    }
  );
}

/** A call that counts in a class, by somebody who may make it. */
async function callIn(inputs: ProfileInputs, operation: CompiledOperation): Promise<Call | undefined> {
  if (operation.action.type === 'token.issue') return tokenCall(inputs, operation);
  const body = exampleBody(inputs.contract, operation)?.value;
  const parts = { body: body === undefined ? undefined : JSON.stringify(body) };
  const requirement = lasting(operation)?.requirement;
  const [call] = await callsOf(inputs, operation, {
    kinds: [requirement ? kindOf(requirement) : 'key', 'token', 'session'],
    parts,
  });
  if (call !== undefined || operation.requirements.length > 0) return call;
  return {
    ...templateOf(inputs, operation, await inputs.context.request(operation, parts)),
    caller: NOBODY,
    hmac: null,
    dead: [],
  };
}

/** Why a class cannot be driven at a target without a control plane; undefined where it can. */
function reasonAgainst(
  { contract, target: { safety } }: ProfileInputs,
  name: string,
  { method }: CompiledOperation,
): string | undefined {
  const limit = figures(contract, name)?.limit;
  if (limit === undefined) return 'the contract has no limit';
  // Only a window that stands still can be counted in from outside, unless it starts and ends at a told time.
  if (contract.rateLimits.get(name)!.algorithm !== 'fixed_window')
    return 'its window slides, and nobody can stop the clock';
  if (limit > safety.maxRequests)
    return `it takes more than the ${safety.maxRequests} requests that a run may send (safety.max_requests)`;
  return method === 'GET' || safety.destructive
    ? undefined
    : 'its requests make records, and the target file gives no leave for that (safety.destructive)';
}

async function edgeOf(inputs: ProfileInputs, name: string): Promise<Edge | string> {
  const { contract, target } = inputs;
  const isLimited = figures(contract, name) !== undefined;
  const operation = operationOf(contract, name);
  if (operation === undefined)
    return `${isLimited ? '' : 'the contract has no limit, and '}no operation that can be called again and again counts in it`;
  const reason = target.control === undefined ? reasonAgainst(inputs, name, operation) : undefined;
  if (reason !== undefined) return reason;
  const call = await callIn(inputs, operation);
  return call === undefined
    ? 'the target has no credential for an operation that counts in it'
    : { call, quota: name, lent: !isLimited, headers: headersOf(operation) };
}

/** Every class of the contract. @throws {NotApplicable} where no quota can be tried */
export async function edges(inputs: ProfileInputs): Promise<Pick<LoadProfile, 'edges' | 'undriven'>> {
  const { contract, target } = inputs;
  if (contract.rateLimits.size === 0) throw new NotApplicable('the contract has no quotas');
  if (target.control === undefined && !target.safety.exhaustRateLimits)
    throw new NotApplicable('the target file does not let quotas be used up (safety.exhaust_rate_limits)');
  const found: Edge[] = [];
  const undriven: LoadProfile['undriven'][number][] = [];
  for (const quota of contract.rateLimits.keys()) {
    const edge = await edgeOf(inputs, quota).catch((error: unknown) => {
      if (error instanceof NotApplicable) return error.message;
      throw error;
    });
    if (typeof edge === 'string') undriven.push({ quota, reason: edge });
    else found.push(edge);
  }
  if (found.length === 0)
    throw new NotApplicable(undriven.map(({ quota, reason }) => `${quota}: ${reason}`).join('; '));
  return { edges: found, undriven };
}
