/** What the checks of OpenID Connect share: sentences of its specifications, people who sign in, tokens taken apart. */
import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import type { Sentence } from '../oauth/oauth-citation.ts';
import { challengeOf, redeem } from '../oauth/ask-endpoint.ts';
import type { Fields } from '../oauth/ask-endpoint.ts';
import { readDocument } from '../oauth/json-document.ts';
import { jsonOf, show } from '../oauth/judge-answer.ts';
import { oauthFamily } from '../oauth/oauth-check.ts';
import type { Rule } from '../oauth/oauth-check.ts';
import type { Endpoint, Subject } from '../oauth/oauth-subject.ts';
import { parseJwt } from '../oauth/read-jwt.ts';
import type { Jwt, Part } from '../oauth/read-jwt.ts';
import { endpointFor } from '../oauth/oauth-subject.ts';
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { TokenSet } from '../../check-drivers.ts';
import type { Exchange } from '../../exchange.ts';
import type { Visit } from '../../visit.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { TargetClient } from '../../target/target.ts';
import type { Action, AuthorizeAction, IdToken } from '../../../specs/generated/vocabulary.ts';

const SPECIFICATIONS = {
  Core: 'openid-connect-core-1_0',
  Discovery: 'openid-connect-discovery-1_0',
  'RP-Initiated Logout': 'openid-connect-rpinitiated-1_0',
  'Back-Channel Logout': 'openid-connect-backchannel-1_0',
  'Front-Channel Logout': 'openid-connect-frontchannel-1_0',
} as const;

/**
 * @param anchor in the specification's page
 * @param quote a sentence, or a part of one, word for word
 */
export function openid(
  specification: keyof typeof SPECIFICATIONS,
  section: string,
  anchor: string,
  quote: string,
): Sentence {
  return {
    standard: `OpenID Connect ${specification} §${section}`,
    url: `https://openid.net/specs/${SPECIFICATIONS[specification]}.html#${anchor}`,
    quote,
  };
}

/** A subject whose tokens come with ID tokens. */
export interface OpenIdSubject extends Subject {
  readonly openid: IdToken;
  readonly authorize: Endpoint<AuthorizeAction>;
  readonly userinfo: Endpoint<Action> | undefined;
}

/** A family of checks for contracts with ID tokens. */
export function openidFamily(rules: (subject: OpenIdSubject) => readonly Rule[]): CheckFamily {
  return oauthFamily((subject) => {
    const { credential, authorize } = subject;
    return credential.id_token === undefined || authorize === undefined
      ? []
      : rules({ ...subject, authorize, openid: credential.id_token });
  }, 'openid');
}

/** Pointers that rules are about. */
export const aboutAuthorize = ({ authorize }: OpenIdSubject): string => authorize.operation.pointer;
export const aboutToken = (subject: OpenIdSubject): string => endpointFor(subject).operation.pointer;

/** A client that signs people in, and may have this scope. */
export function openidClient(context: Context, scope = 'openid', other?: TargetClient): TargetClient {
  const client = context.oauth.client('authorization_code', { redirects: true, ...(other && { other }) });
  if (scope.split(' ').every((each) => client.scopes.includes(each))) return client;
  const fits = context.target.credentials.clients.find(
    ({ grants, scopes, redirect_uris, client_id, allowed_addresses }) =>
      grants.includes('authorization_code') &&
      redirect_uris.length > 0 &&
      allowed_addresses === null &&
      client_id !== other?.client_id &&
      scope.split(' ').every((each) => scopes.includes(each)),
  );
  return fits ?? context.notRun(`the target has no client that may have the scope ${scope}`);
}

/** Where the contract has an endpoint for POST besides. */
export const postOf = (
  { contract, name }: OpenIdSubject,
  type: 'authorize' | 'end_session',
): CompiledOperation | undefined =>
  contract.operations.find(
    ({ action, method }) => action.type === type && method === 'POST' && action.credential === name,
  );

/** A server's metadata names an endpoint once, whatever its methods. */
export function requirePlace({ target, notRun }: Context, post: CompiledOperation): void {
  if (!target.isMock && target.endpoints[post.id] === undefined) notRun('where the server takes POST is not known');
}

/** What a browser keeps. */
export type Browser = Map<string, string>;

/** Checks that go on with a session need a browser that the suite holds. */
export function browser(context: Context): Browser {
  const { kind } = context.target.consent;
  return kind === 'form' || kind === 'headless'
    ? new Map<string, string>()
    : context.notRun('people sign in with a browser of their own, whose session the suite does not hold');
}

export interface SignedIn {
  readonly client: TargetClient;
  readonly tokens: TokenSet;
  readonly idToken: string;
  readonly jwt: Jwt;
}

/** The ID token of a token answer. */
export function idTokenOf(context: Context, exchange: Exchange): Pick<SignedIn, 'idToken' | 'jwt'> {
  const idToken = jsonOf(exchange)?.['id_token'];
  context.expect.that(typeof idToken === 'string', 'an id_token in the answer', show(idToken), exchange);
  context.secret(idToken);
  const jwt = parseJwt(idToken);
  context.expect.that(jwt !== undefined, 'an id_token that is a JWT', 'something else', exchange);
  return { idToken, jwt };
}

interface Asked {
  readonly query?: Fields;
  readonly cookies?: Browser | undefined;
  readonly client?: TargetClient;
}

/** The authorization request, without following up. */
export function askAs(
  context: Context,
  subject: OpenIdSubject,
  { query = {}, cookies, client = openidClient(context, query['scope']) }: Asked,
): ReturnType<Context['oauth']['authorize']> {
  return context.oauth.authorize(
    client,
    { scope: 'openid', ...challengeOf(subject), ...query },
    cookies === undefined ? {} : { cookies },
  );
}

/** Signs a person in, and redeems the code. */
export async function signIn(
  context: Context,
  subject: OpenIdSubject,
  { query = {}, cookies, client = openidClient(context, query['scope']) }: Asked = {},
): Promise<SignedIn> {
  const { code, redirectUri } = await context.oauth.code(
    client,
    { scope: 'openid', ...challengeOf(subject), ...query },
    cookies === undefined ? {} : { cookies },
  );
  const tokens = context.oauth.tokens(await redeem(context, subject, { client, code, redirectUri }));
  return { client, tokens, ...idTokenOf(context, tokens.exchange) };
}

/** What UserInfo answers to a token that is good there. */
export async function askUserinfo(
  context: Context,
  { userinfo: endpoint }: OpenIdSubject,
  token: string,
  method?: string,
): Promise<Exchange> {
  const { operation } = endpoint ?? context.notRun('the contract has no UserInfo endpoint');
  const parts = await context.request(operation, {
    headers: [['Authorization', `Bearer ${token}`]],
    ...(method !== undefined && { method }),
  });
  const exchange = await context.send(parts);
  context.expect.status(exchange, 200, 'the token has the scope openid');
  return exchange;
}

/** Claims at UserInfo. */
export async function userinfo(
  context: Context,
  subject: OpenIdSubject,
  token: string,
  method?: string,
): Promise<{ readonly exchange: Exchange; readonly claims: Part }> {
  const exchange = await askUserinfo(context, subject, token, method);
  const claims = jsonOf(exchange);
  context.expect.that(claims !== undefined, 'claims as a JSON object', 'something else', exchange);
  return { exchange, claims };
}

/** Whether one of the published keys made the signature. Node's cryptography alone, none of the sandbox's. */
export async function signedByPublished(context: Context, subject: OpenIdSubject, token: string): Promise<boolean> {
  const { operation } = subject.jwks ?? context.notRun('the contract publishes no keys');
  const { body } = await readDocument(context, operation);
  const keys = (Array.isArray(body['keys']) ? body['keys'] : []) as readonly (JsonWebKey & Part)[];
  const [head = '', claims = '', signature = ''] = token.split('.');
  const { alg, kid } = parseJwt(token)?.header ?? {};
  // "the "kid" value is used to match a JWK "kid" parameter value" (RFC 7515 §4.1.4): clients find no key without one.
  const fits = keys.filter((key) => kid === undefined || key['kid'] === kid);
  const ecdsa = alg === 'ES256';
  return fits.some((jwk) => {
    try {
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      return verify(
        'sha256',
        Buffer.from(`${head}.${claims}`),
        ecdsa ? { key, dsaEncoding: 'ieee-p1363' } : key,
        Buffer.from(signature, 'base64url'),
      );
    } catch {
      return false;
    }
  });
}

/** The issuer that the configuration names. */
export async function issuerOf(context: Context, subject: OpenIdSubject): Promise<unknown> {
  const { operation } = subject.metadata ?? context.notRun('the contract has no configuration');
  return (await readDocument(context, operation)).body['issuer'];
}

/**
 * The error that the browser is sent back with.
 *
 * @param error where it does not stand in the query
 */
export function expectError(
  context: Context,
  { exchange, location }: Pick<Visit, 'exchange' | 'location'>,
  wanted: readonly string[],
  why: string,
  error = location?.searchParams.get('error') ?? null,
): void {
  context.expect.that(
    location !== undefined && error !== null && wanted.includes(error),
    `a redirect with error ${wanted.join(' or ')}: ${why}`,
    location === undefined
      ? `status ${exchange.status} and no redirect`
      : error === null
        ? 'a redirect without error'
        : `error ${error}`,
    exchange,
  );
}
