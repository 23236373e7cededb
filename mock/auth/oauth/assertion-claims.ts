/**
 * What an assertion must say.
 *
 * @see RFC 7523 §3
 */
import { clockNote, instant, pastEnd, span } from '../../state/instant-texts.ts';
import type { Clock } from '../../state/clock.ts';
import type { DecodedJwt } from './signed-jwt.ts';

/** How far ahead of the clock `iat` may be: clients' clocks differ by a little. */
const IAT_AHEAD_MS = 60_000;
/** Clients round to seconds, so a whole one is allowed for. */
const NBF_AHEAD_MS = 1_000;

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** A rule that an assertion breaks, and how. */
export interface Fault {
  readonly rule: string;
  readonly expected?: string;
  readonly got?: string;
}

const shown = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 200) : value === undefined ? 'nothing' : `a value of type ${typeof value}`;

/**
 * @param client who the assertion says it is from
 * @param audiences the token endpoint's URL and the issuer
 * @param clock the sandbox's: what the client took from its own clock may be wrong because this one was moved
 * @param now epoch milliseconds
 * @returns the first rule that is broken
 */
export function brokenRule(
  { claims }: DecodedJwt,
  client: string,
  audiences: readonly string[],
  clock: Clock,
  now: number,
): Fault | undefined {
  const { sub, aud, exp, nbf, iat } = claims;
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (sub !== client)
    return { rule: 'iss and sub of the assertion must both be the client', expected: client, got: `sub ${shown(sub)}` };
  if (!named.some((audience) => typeof audience === 'string' && audiences.includes(audience))) {
    return {
      rule: `aud of the assertion must be ${audiences.join(' or ')}`,
      got: `aud ${named.map(shown).join(' and ')}`,
    };
  }
  if (!isTime(exp)) return { rule: 'the assertion must say in exp when it ends', got: `exp ${shown(exp)}` };
  if (now >= exp * 1000) {
    const { expected, got } = pastEnd('the assertion', exp * 1000, now);
    return { rule: 'the assertion must not be past its exp', expected, got: got + clockNote(clock) };
  }
  if (nbf !== undefined && !(isTime(nbf) && nbf * 1000 < now + NBF_AHEAD_MS)) {
    return {
      rule: 'the assertion must not be used before its nbf',
      got: isTime(nbf)
        ? `nbf ${instant(nbf * 1000)}, ${span(nbf * 1000 - now)} ahead${clockNote(clock)}`
        : `nbf ${shown(nbf)}`,
    };
  }
  if (iat !== undefined && !(isTime(iat) && iat * 1000 <= now + IAT_AHEAD_MS)) {
    return {
      rule: 'iat of the assertion must not be in the future',
      got: isTime(iat)
        ? `iat ${instant(iat * 1000)}, ${span(iat * 1000 - now)} ahead${clockNote(clock)}`
        : `iat ${shown(iat)}`,
    };
  }
  return undefined;
}
