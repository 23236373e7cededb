/**
 * The authorization endpoint.
 *
 * @see RFC 6749 §3.1, §4.1; RFC 9101 §5; RFC 9126 §4; RFC 9207; OpenID Connect Core §3.1.2
 */
import { findClient, parameter, sentence } from './authorization-checks.ts';
import { askPerson, endpointOf } from './ask-person.ts';
import type { Endpoint } from './ask-person.ts';
import { fromForm } from './form-as-query.ts';
import { isRefusal, refused } from './found-or-refused.ts';
import { issuer } from './issuer.ts';
import { judgeAuthorization, returnAddress } from './judge-authorization.ts';
import { readPushed } from './pushed-requests.ts';
import type { ReadRequest } from './pushed-requests.ts';
import { isFault, readRequestObject } from './request-objects.ts';
import type { Fault } from './assertion-claims.ts';
import { redirectError } from './redirect-response.ts';
import { refuse } from '../../request/call.ts';
import { chain } from '../../state/awaitable.ts';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

/** A request that cannot be read is told to the client where the parameters beside it lead back to it. */
function unreadable(call: Call, endpoint: Endpoint, client: SeedClient, { rule, expected, got }: Fault): Outcome {
  const pointer = `${endpoint.operation.pointer}/x-action`;
  const back = returnAddress(call, endpoint, client);
  return isRefusal(back)
    ? { refusal: refuse('invalid_request_object', rule, pointer, { expected, got }) }
    : redirectError(302, back, { error: 'invalid_request_object', description: sentence(rule) }, pointer);
}

/** The parameters may be here, behind a `request_uri`, or in a request object. */
function readRequest(call: Call, endpoint: Endpoint, client: SeedClient): Awaitable<ReadRequest | Outcome> {
  const { action, bound, pushes } = endpoint;
  const plain: ReadRequest = { call, pushed: false, signed: false };
  const pushed = pushes ? readPushed(call, parameter(call, 'request_uri'), client.client_id, bound.name) : undefined;
  if (pushed !== undefined) return chain(pushed, (read) => (isRefusal(read) ? { refusal: read } : read));
  const request = action.request_objects === undefined ? undefined : parameter(call, 'request');
  if (request === undefined || parameter(call, 'request_uri') !== undefined) return plain;
  return chain(readRequestObject(call, client, request, issuer(call, bound.credential)), (read) =>
    isFault(read) ? unreadable(call, endpoint, client, read) : { call: read, pushed: false, signed: true },
  );
}

function authorizeRequest(call: Call, endpoint: Endpoint): Awaitable<Outcome> {
  const client = findClient(call, endpoint.action.client_parameter ?? 'client_id');
  if (isRefusal(client)) return refused(client);
  return chain(readRequest(call, endpoint, client), (read): Awaitable<Outcome> => {
    if (!('signed' in read)) return read;
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
