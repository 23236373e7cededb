/**
 * A client proves who it is by a JWT that it signed with its registered key.
 *
 * @see RFC 7523 §2.1, §3; RFC 8725 §3.1: the algorithm is pinned by the key, never by the JWT
 */
import { brokenRule } from '../assertion-claims.ts';
import type { Fault } from '../assertion-claims.ts';
import { checkingKeys } from '../assertion-keys.ts';
import { hasKeys, isSignedByClient } from '../client-assertion.ts';
import { clientParty } from '../client-authentication.ts';
import { field, lackOf } from '../endpoint-form.ts';
import { baseUrl, endpointUrl, issuer } from '../issuer.ts';
import { decodeJwt } from '../signed-jwt.ts';
import { invalidGrant, required } from './grant.ts';
import { issueToClient } from './issue-to-client.ts';
import { refuse } from '../../../request/call.ts';
import type { DecodedJwt } from '../signed-jwt.ts';
import type { Form } from '../endpoint-form.ts';
import type { Party } from '../client-authentication.ts';
import type { Call, Outcome, Refusal } from '../../../request/call.ts';
import type { GrantHandler, GrantRequest } from './grant.ts';
import { characters } from '../../../contract/characters.ts';

const NAME = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Who the assertion says it is from; the signature is checked later. */
function identify(call: Call, form: Form): Party | Refusal {
  const assertion = field(form, 'assertion');
  if (assertion === undefined)
    return refuse('invalid_request', 'assertion must be there, and not be empty', call.operation.pointer, {
      expected: 'assertion',
      got: lackOf(call, 'assertion'),
    });
  const iss = decodeJwt(assertion)?.claims['iss'];
  const client = typeof iss === 'string' ? call.world.people.clients.get(iss) : undefined;
  return client
    ? clientParty(client)
    : invalidGrant(call, 'iss of the assertion must be a client', {
        got: iss === undefined ? 'an assertion without iss, or no JWT' : 'an iss that is no client',
      });
}

async function findFault(
  { call, bound, party }: GrantRequest,
  assertion: string,
  jwt: DecodedJwt,
): Promise<Fault | undefined> {
  const client = call.world.people.clients.get(party.id);
  if (jwt.claims['iss'] !== party.id)
    return { rule: 'iss and sub of the assertion must both be the client', expected: party.id, got: 'another iss' };
  const keys = client === undefined ? [] : checkingKeys(call.world, client);
  if (client === undefined || !hasKeys(client))
    return { rule: 'the client must have registered a key for assertions', got: `${party.id}, which has none` };
  const fit = keys.filter(({ algorithms }) => algorithms.includes(String(jwt.header['alg'])));
  if (fit.length === 0 && client.jwks_uri === undefined)
    return {
      rule: `the assertion must be signed with ${[...new Set(keys.flatMap(({ algorithms }) => algorithms))].join(' or ')}`,
      got: 'another alg',
    };
  if (!(await isSignedByClient(call.world, client, assertion, jwt)))
    return {
      rule: "the signature must be made with the client's registered key",
      got: 'a signature of another key, or of another assertion',
    };
  const audiences = [...new Set([endpointUrl(call, call.operation), issuer(call, bound.credential), baseUrl(call)])];
  return brokenRule(jwt, party.id, audiences, call.world.clock, call.now);
}

async function handle(request: GrantRequest): Promise<Outcome> {
  const { call, form } = request;
  const assertion = required(form, 'assertion');
  const jwt = decodeJwt(assertion);
  const fault =
    jwt === undefined
      ? { rule: 'the assertion must be a JWT', got: `text of ${characters(assertion)}` }
      : await findFault(request, assertion, jwt);
  if (fault !== undefined) return { refusal: invalidGrant(call, fault.rule, fault) };
  return issueToClient(request, 'jwt_bearer');
}

export const jwtBearer: GrantHandler = { grant: 'jwt_bearer', name: NAME, parameters: ['assertion'], identify, handle };
