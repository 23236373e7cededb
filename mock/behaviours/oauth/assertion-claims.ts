/**
 * What an assertion must say.
 *
 * @see RFC 7523 §3
 */
import type { DecodedJwt } from './jwt.ts';

/** How far ahead of the clock `iat` may be: clients' clocks differ by a little. */
const IAT_AHEAD_MS = 60_000;
/** Clients round to seconds, so a whole one is allowed for. */
const NBF_AHEAD_MS = 1_000;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/**
 * @param client who the assertion says it is from
 * @param audiences the token endpoint's URL and the issuer
 * @param now epoch milliseconds
 * @returns the first rule that is broken
 */
export function brokenRule({ claims }: DecodedJwt, client: string, audiences: readonly string[], now: number): string | undefined {
  const { sub, aud, exp, nbf, iat } = claims;
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (sub !== client) return 'iss and sub of the assertion are both the client';
  if (!named.some((audience) => typeof audience === 'string' && audiences.includes(audience))) {
    return `aud of the assertion is ${audiences.join(' or ')}`;
  }
  if (!isTime(exp)) return 'the assertion says in exp when it ends';
  if (now >= exp * 1000) return 'the assertion is not past its exp';
  if (nbf !== undefined && !(isTime(nbf) && nbf * 1000 < now + NBF_AHEAD_MS)) return 'the assertion is not used before its nbf';
  if (iat !== undefined && !(isTime(iat) && iat * 1000 <= now + IAT_AHEAD_MS)) return 'iat of the assertion is not in the future';
  return undefined;
}
