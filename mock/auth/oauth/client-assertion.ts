/**
 * A client that authenticates by a JWT: signed with its own key (`private_key_jwt`), or with its secret
 * (`client_secret_jwt`).
 *
 * @see RFC 7521 §4.2, RFC 7523 §2.2, §3; OpenID Connect Core §9
 */
import { createSecretKey } from 'node:crypto';
import { digest } from '../secret-digest.ts';
import { span } from '../../state/instant-texts.ts';
import { brokenRule } from './assertion-claims.ts';
import type { Fault } from './assertion-claims.ts';
import { checkingKeys } from './assertion-keys.ts';
import { isSignedByOne } from './assertion-signature.ts';
import { publishedKeys } from './client-jwks.ts';
import { decodeJwt } from './signed-jwt.ts';
import type { DecodedJwt } from './signed-jwt.ts';
import type { ClientAuthentication, SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import type { CheckingKey } from '../../contract/public-key.ts';
import type { World } from '../../sandboxes/sandbox.ts';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export type AssertionWay = Extract<ClientAuthentication, 'private_key_jwt' | 'client_secret_jwt'>;

/** By a client's secret; a key of its own pins others. */
export const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];

/** Whether a client has a key of its own to sign with. */
export const hasKeys = ({ assertion_key, jwks, jwks_uri }: SeedClient): boolean =>
  assertion_key !== undefined || jwks !== undefined || jwks_uri !== undefined;

/** Who an assertion says it is from, and by which way. Nothing of it is believed yet. */
export function readAssertion(
  assertion: string,
): { readonly jwt: DecodedJwt; readonly client: string; readonly way: AssertionWay } | undefined {
  const jwt = decodeJwt(assertion);
  const iss = jwt?.claims['iss'];
  if (jwt === undefined || typeof iss !== 'string') return undefined;
  const bySecret = SECRET_ALGORITHMS.includes(String(jwt.header['alg']));
  return { jwt, client: iss, way: bySecret ? 'client_secret_jwt' : 'private_key_jwt' };
}

async function isSigned(
  world: World,
  assertion: string,
  jwt: DecodedJwt,
  keys: readonly CheckingKey[],
  uri: string | undefined,
): Promise<boolean> {
  const fit = (all: readonly CheckingKey[]): readonly CheckingKey[] =>
    all.filter(({ algorithms }) => algorithms.includes(String(jwt.header['alg'])));
  if (await isSignedByOne(assertion, fit(keys))) return true;
  if (uri === undefined) return false;
  const published = await publishedKeys(world, uri);
  if (await isSignedByOne(assertion, fit(published))) return true;
  const newer = await publishedKeys(world, uri, true);
  return newer !== published && isSignedByOne(assertion, fit(newer));
}

/** Whether one of the client's keys, registered or published, made the signature. */
export function isSignedByClient(
  world: World,
  client: SeedClient,
  assertion: string,
  jwt: DecodedJwt,
): Promise<boolean> {
  return isSigned(world, assertion, jwt, checkingKeys(world, client), client.jwks_uri);
}

function isSignedBySecret({ client_secret: secret }: SeedClient, assertion: string): Promise<boolean> {
  if (secret === undefined) return Promise.resolve(false);
  return isSignedByOne(assertion, [{ key: createSecretKey(Buffer.from(secret)), algorithms: SECRET_ALGORITHMS }]);
}

export interface AssertionRules {
  /** The issuer, and the URLs of the token endpoint and of the one that was asked. */
  readonly audiences: readonly string[];
  /** The longest that an assertion may still be good for. */
  readonly longestMs: number;
}

/** What anyone may be told who signed it with the client's key. */
function faultOfClaims(
  { world, now }: Call,
  { jwt, client }: { readonly jwt: DecodedJwt; readonly client: string },
  { audiences, longestMs }: AssertionRules,
): Fault | undefined {
  const broken = brokenRule(jwt, client, audiences, world.clock, now);
  if (broken !== undefined) return broken;
  const ahead = Number(jwt.claims['exp']) * 1000 - now;
  if (ahead > longestMs)
    return {
      rule: `exp of the assertion must be at most ${span(longestMs)} ahead`,
      got: `exp ${span(ahead)} ahead`,
    };
  const { jti } = jwt.claims;
  if (typeof jti !== 'string' || jti === '')
    return { rule: 'the assertion must have a jti, which tells it from every other', got: 'no jti' };
  return undefined;
}

export interface AssertionFault extends Fault {
  /** Nobody knows that it is the client: the answer must not tell how near it came. */
  readonly unproven: boolean;
}

/** @returns what is wrong with the assertion; undefined where the client is who it says, from now on with a used `jti` */
export async function assertionFault(
  call: Call,
  client: SeedClient,
  assertion: string,
  read: NonNullable<ReturnType<typeof readAssertion>>,
  rules: AssertionRules,
): Promise<AssertionFault | undefined> {
  const { jwt, way } = read;
  const signed =
    way === 'client_secret_jwt'
      ? await isSignedBySecret(client, assertion)
      : await isSignedByClient(call.world, client, assertion, jwt);
  if (!signed)
    return {
      unproven: true,
      rule:
        way === 'client_secret_jwt'
          ? "the assertion must be signed with the client's secret"
          : "the assertion must be signed with the client's key",
      got: `an assertion of ${client.client_id} with another signature`,
    };
  const fault = faultOfClaims(call, read, rules);
  if (fault !== undefined) return { ...fault, unproven: false };
  const used = `assertion:${digest(`${client.client_id}\n${String(jwt.claims['jti'])}`)}`;
  const expiresAt = Number(jwt.claims['exp']) * 1000;
  if (await call.world.store.set(used, true, { ifAbsent: true, expiresAt })) return undefined;
  return {
    unproven: false,
    rule: 'the jti of an assertion must not have been used before',
    got: 'a jti that was used before',
  };
}
