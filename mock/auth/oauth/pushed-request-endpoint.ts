/**
 * A client hands its authorization request over before anybody's browser sees it, and learns at once what is wrong.
 *
 * @see RFC 9126 §2, §3, RFC 9449 §10.1
 */
import { chain } from '../../state/awaitable.ts';
import { contractMs } from '../../contract/durations.ts';
import { tokenCredential } from './bound-credential.ts';
import { checkProof, proofHeader } from './dpop-proof.ts';
import { refuse } from '../../request/call.ts';
import { endpointOf } from './ask-person.ts';
import { clientAuthenticator, requireActive } from './client-authentication.ts';
import { field, readForm, refuseMalformed } from './endpoint-form.ts';
import { formQuery, withParameters } from './form-as-query.ts';
import { actionOf, isRefusal, operationsWith, refused } from './found-or-refused.ts';
import { judgeAuthorization } from './judge-authorization.ts';
import { issuer } from './issuer.ts';
import { authorizationTargets } from './resource-indicators.ts';
import { keepPushed } from './pushed-requests.ts';
import type { ReadRequest } from './pushed-requests.ts';
import { isFault, readRequestObject } from './request-objects.ts';
import type { AuthorizationError } from './redirect-response.ts';
import type { Party } from './client-authentication.ts';
import type { Form } from './endpoint-form.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Incoming, Outcome, Refusal } from '../../request/call.ts';
import type { CompiledContract, CompiledOperation } from '../../contract/compiled-contract.ts';
import type { Failure, SeedClient } from '../../../specs/generated/vocabulary.ts';

/** What authenticates the client is no part of what it asks for. */
const OF_THE_CLIENT = ['client_secret', 'client_assertion', 'client_assertion_type'];

const asked = (form: Form): Incoming['query'] =>
  Object.fromEntries(Object.entries(formQuery(form)).filter(([name]) => !OF_THE_CLIENT.includes(name)));

/** Errors that have an answer of their own; all others are a request that is wrong. */
const FAILURES: Readonly<Partial<Record<AuthorizationError['error'], Failure>>> = {
  unauthorized_client: 'unauthorized_client',
  invalid_scope: 'invalid_scope',
  invalid_target: 'invalid_target',
  unsupported_response_type: 'unsupported_response_type',
};

export function authorizePush(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'authorize.push');
  const lifetimeMs = contractMs(action.lifetime);
  const authenticate = clientAuthenticator(operation, contract, action);
  const target = operationsWith(contract.operations, 'authorize').find(
    (authorize) => authorize.action.credential === action.credential,
  );
  if (target === undefined) throw new Error(`${operation.id}: no authorization endpoint takes what is pushed`);
  const endpoint = endpointOf(target.operation, contract);
  const place = `${operation.pointer}/x-action`;
  const credential = tokenCredential(contract, action.credential);
  const { dpop } = credential;
  const lists = authorizationTargets(credential);

  /** What the authorization endpoint would say, said here. */
  function faultOf(read: ReadRequest, client: SeedClient): Refusal | undefined {
    const judged = judgeAuthorization(read, endpoint, client);
    if (isRefusal(judged)) return judged;
    if (!('error' in judged)) return undefined;
    const { error, description } = judged.error;
    return refuse(FAILURES[error] ?? 'invalid_request', description, place, { got: error });
  }

  /** A proof that comes with the request binds the code to its key, as `dpop_jkt` does (RFC 9449 §10.1). */
  function provenKey(call: Call, named: string | undefined): Awaitable<string | undefined | Refusal> {
    const proof = dpop && proofHeader(call);
    if (proof === undefined || dpop === undefined) return undefined;
    return checkProof(call, action.credential, dpop, proof).then((found) =>
      typeof found !== 'string' || named === undefined || named === found
        ? found
        : refuse(
            'invalid_dpop_proof',
            'a DPoP proof must be made with the key that dpop_jkt named',
            `#/x-credentials/${action.credential}/dpop`,
            { expected: `a key with the thumbprint ${named}`, got: `one with ${found}` },
          ),
    );
  }

  /** The form's parameters, or those of the request object in it. */
  function readPushing(call: Call, form: Form, client: SeedClient): Awaitable<ReadRequest | Refusal> {
    const request = endpoint.action.request_objects === undefined ? undefined : field(form, 'request');
    if (request === undefined) return { call: withParameters(call, asked(form)), pushed: true, signed: false };
    return chain(readRequestObject(call, client, request, issuer(call, endpoint.bound.credential)), (read) =>
      isFault(read)
        ? refuse('invalid_request_object', read.rule, place, { expected: read.expected, got: read.got })
        : { call: read, pushed: true, signed: true },
    );
  }

  function push(call: Call, form: Form, party: Party): Awaitable<Outcome> {
    const inactive = requireActive(call, party, operation.pointer);
    if (inactive) return refused(inactive);
    if (field(form, 'request_uri') !== undefined)
      return refused(
        refuse('invalid_request', 'a request that is pushed must be here, and not behind a request_uri', place, {
          got: 'request_uri',
        }),
      );
    const client = call.world.people.clients.get(party.id);
    if (client === undefined)
      return refused(refuse('unauthorized_client', 'only a client may push an authorization request', place));
    return chain(readPushing(call, form, client), (read): Awaitable<Outcome> => {
      if (isRefusal(read)) return refused(read);
      const fault = faultOf(read, client);
      if (fault) return refused(fault);
      const { query } = read.call.request;
      const named = typeof query['dpop_jkt'] === 'string' ? query['dpop_jkt'] : undefined;
      return chain(provenKey(call, named), (found): Awaitable<Outcome> => {
        if (typeof found === 'object') return refused(found);
        const parameters = found === undefined ? query : { ...query, dpop_jkt: found };
        const request = { client: party.id, credential: action.credential, parameters, signed: read.signed };
        return chain(
          keepPushed(call, request, lifetimeMs),
          (uri): Outcome => ({
            answer: { facts: { 'pushed.request_uri': uri, 'pushed.expires_in': Math.round(lifetimeMs / 1000) } },
          }),
        );
      });
    });
  }

  return (call) => {
    const form = readForm(call);
    if (isRefusal(form)) return refused(form);
    const malformed = refuseMalformed(call, form, lists);
    if (malformed) return refused(malformed);
    return chain(authenticate(call, form), (party) => (isRefusal(party) ? refused(party) : push(call, form, party)));
  };
}
