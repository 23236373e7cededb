/**
 * Authorization requests that their client signed: the parameters are claims of a JWT, and nothing beside it counts.
 *
 * @see RFC 9101 §4, §5.1, §6.2, §6.3, §10.8
 */
import { clockNote, instant, pastEnd } from '../../state/instant-texts.ts';
import { KEY_ALGORITHMS } from '../../contract/public-key.ts';
import { isSignedByClient } from './client-assertion.ts';
import { withParameters } from './form-as-query.ts';
import { decodeJwt } from './signed-jwt.ts';
import type { Fault } from './assertion-claims.ts';
import type { DecodedJwt } from './signed-jwt.ts';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Call, Incoming } from '../../request/call.ts';

/** Of the JWT, and not of the request. */
const OF_THE_JWT = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);
/** What a request object may call itself: a JWT of another kind must not be taken for one (RFC 8725 §3.11). */
const TYPES = ['oauth-authz-req+jwt', 'application/oauth-authz-req+jwt', 'jwt'];
/** Clients round to seconds, so a whole one is allowed for. */
const NBF_AHEAD_MS = 1_000;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const shown = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 200) : value === undefined ? 'nothing' : `a value of type ${typeof value}`;

/** The first rule that what is signed breaks. */
function brokenRule({ world, now }: Call, { claims }: DecodedJwt, client: string, issuer: string): Fault | undefined {
  const { client_id, iss, aud, exp, nbf } = claims;
  if (client_id !== client)
    return {
      rule: 'the request object must name in client_id the client that brings it',
      expected: client,
      got: shown(client_id),
    };
  if (iss !== undefined && iss !== client)
    return { rule: 'the request object must name in iss nobody but the client', expected: client, got: shown(iss) };
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (aud !== undefined && !named.includes(issuer))
    return {
      rule: 'the request object must name in aud the issuer of this server',
      expected: issuer,
      got: named.map(shown).join(' and '),
    };
  if (exp !== undefined && !isTime(exp)) return { rule: 'the request object must have a time in exp', got: shown(exp) };
  if (isTime(exp) && now >= exp * 1000) {
    const { expected, got } = pastEnd('the request object', exp * 1000, now);
    return { rule: 'the request object must not be past its exp', expected, got: got + clockNote(world.clock) };
  }
  if (nbf !== undefined && !(isTime(nbf) && nbf * 1000 < now + NBF_AHEAD_MS))
    return {
      rule: 'the request object must not be used before its nbf',
      got: isTime(nbf) ? `nbf ${instant(nbf * 1000)}${clockNote(world.clock)}` : shown(nbf),
    };
  const inner = ['request', 'request_uri'].find((name) => claims[name] !== undefined);
  return inner === undefined
    ? undefined
    : { rule: 'the request object must hold neither request nor request_uri', got: inner };
}

/** Claims as parameters: text as it is, numbers and objects as JSON writes them, lists as what came more than once. */
function parametersOf({ claims }: DecodedJwt): Incoming['query'] {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(claims).flatMap(([name, value]): [string, string | string[]][] =>
      OF_THE_JWT.has(name) || value === null ? [] : [[name, Array.isArray(value) ? value.map(text) : text(value)]],
    ),
  );
}

/**
 * @param request what came as the parameter of this name
 * @param issuer whom it has to be for, where it says so
 * @returns the call with the parameters that are signed, and no other; or what is wrong
 */
export async function readRequestObject(
  call: Call,
  client: SeedClient,
  request: string,
  issuer: string,
): Promise<Call | Fault> {
  const jwt = decodeJwt(request);
  if (jwt === undefined)
    return {
      rule: 'the request object must be a signed JWT',
      got: request.split('.').length === 5 ? 'an encrypted one' : 'something else',
    };
  const { alg, typ } = jwt.header;
  if (!KEY_ALGORITHMS.includes(String(alg)))
    return {
      rule: "the request object must be signed with the client's key",
      expected: KEY_ALGORITHMS.join(', '),
      got: `alg ${shown(alg)}`,
    };
  if (typ !== undefined && !(typeof typ === 'string' && TYPES.includes(typ.toLowerCase())))
    return { rule: 'the request object must be of typ oauth-authz-req+jwt', got: `typ ${shown(typ)}` };
  if (!(await isSignedByClient(call.world, client, request, jwt)))
    return {
      rule: "the request object must be signed with the client's key",
      got: `a request object of ${client.client_id} with another signature`,
    };
  return brokenRule(call, jwt, client.client_id, issuer) ?? withParameters(call, parametersOf(jwt));
}

export const isFault = (read: Call | Fault): read is Fault => 'rule' in read;
