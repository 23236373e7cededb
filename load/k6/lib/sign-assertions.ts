/**
 * Assertions of the JWT bearer grant (RFC 7523), signed here and now. Prepared beforehand they would be past their
 * `exp` before a long run is over, and there would have to be as many as requests, since each needs a `jti` of its own.
 */
import { b64encode } from 'k6/encoding';
import type { AssertionRecipe } from '../profile.ts';
import { bytesOf } from './bytes.ts';
import { fill } from './fill-placeholders.ts';
import { unique } from './unique.ts';

/** How long an assertion is good. */
export const LIFETIME_SECONDS = 60;

const ALGORITHMS = {
  ES256: { key: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
  RS256: { key: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, sign: { name: 'RSASSA-PKCS1-v1_5' } },
} as const;

/** Of this virtual user, by client: a key is read once. */
const keys = new Map<string, Promise<unknown>>();

/** A private JWK as WebCrypto takes it: what a key may be used for is said beside it. */
function privateKey({ key: placeholder, client, algorithm }: AssertionRecipe): Promise<unknown> {
  let key = keys.get(client);
  if (key === undefined) {
    const {
      alg: _alg,
      use: _use,
      key_ops: _ops,
      ext: _ext,
      kid: _kid,
      ...jwk
    } = JSON.parse(fill(placeholder, {})) as Record<string, unknown>;
    keys.set(client, (key = crypto.subtle.importKey('jwk', jwk, ALGORITHMS[algorithm].key, false, ['sign'])));
  }
  return key;
}

const part = (value: object): string => b64encode(JSON.stringify(value), 'rawurl');

/** @param at epoch seconds, by the target's clock: when it is made */
export async function assertionOf(recipe: AssertionRecipe, at: number): Promise<string> {
  const { client, audience, algorithm } = recipe;
  const claims = { iss: client, sub: client, aud: audience, iat: at, exp: at + LIFETIME_SECONDS, jti: unique() };
  const signed = `${part({ alg: algorithm, typ: 'JWT' })}.${part(claims)}`;
  const signature = await crypto.subtle.sign(ALGORITHMS[algorithm].sign, await privateKey(recipe), bytesOf(signed));
  return `${signed}.${b64encode(signature, 'rawurl')}`;
}
