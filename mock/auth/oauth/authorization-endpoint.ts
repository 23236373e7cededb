/**
 * The authorization endpoint.
 *
 * @see RFC 6749 §3.1, §4.1; RFC 9126 §4; RFC 9207; OpenID Connect Core §3.1.2
 */
import { findClient, parameter } from './authorization-checks.ts';
import { askPerson, endpointOf } from './ask-person.ts';
import type { Endpoint } from './ask-person.ts';
import { fromForm } from './form-as-query.ts';
import { isRefusal, refused } from './found-or-refused.ts';
import { judgeAuthorization } from './judge-authorization.ts';
import { readPushed } from './pushed-requests.ts';
import type { ReadRequest } from './pushed-requests.ts';
import { redirectError } from './redirect-response.ts';
import { chain } from '../../state/awaitable.ts';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome, Refusal } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

/** The parameters may be here, or elsewhere. */
function readRequest(call: Call, { bound, pushes }: Endpoint, client: SeedClient): Awaitable<ReadRequest | Refusal> {
  const pushed = pushes ? readPushed(call, parameter(call, 'request_uri'), client.client_id, bound.name) : undefined;
  return pushed ?? { call, pushed: false, signed: false };
}

function authorizeRequest(call: Call, endpoint: Endpoint): Awaitable<Outcome> {
  const client = findClient(call, endpoint.action.client_parameter ?? 'client_id');
  if (isRefusal(client)) return refused(client);
  return chain(readRequest(call, endpoint, client), (read): Awaitable<Outcome> => {
    if (isRefusal(read)) return refused(read);
    const judged = judgeAuthorization(read, endpoint, client);
    if (isRefusal(judged)) return refused(judged);
    if ('error' in judged) return redirectError(302, judged.back, judged.error, endpoint.operation.pointer);
    return askPerson(read.call, endpoint, judged.asked, judged.prompting);
  });
}

export function authorize(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const endpoint = endpointOf(operation, contract);
  return (call) => {
    const asked = fromForm(call);
    return isRefusal(asked) ? refused(asked) : authorizeRequest(asked, endpoint);
  };
}
