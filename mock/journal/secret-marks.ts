/**
 * Marks of secrets: they tell that two requests carry the same token, and nothing of the token. Only what is too long to
 * be guessed gets one, and nothing that a person chose.
 */
import { createHash } from 'node:crypto';

/** Name of the field or credential, and the mark. */
export type Mark = readonly [name: string, mark: string];

/** Shorter secrets could be found by trying. */
const SHORTEST = 16;

const DIGITS = 10;

const MARKED =
  /(?:^|_)(?:token|code|assertion|verifier|state|nonce|request_uri)$|token$|^(?:refresh|access|session|verification)_?token/i;

const PLAIN = /token_type|error_code|user_code|^code_challenge/i;

const DEEPEST = 4;

export const markOf = (salt: string, secret: string): string =>
  createHash('sha256').update(`${salt}/${secret}`).digest('hex').slice(0, DIGITS);

/** @param value a body as read, or fields by name */
export function marksIn(salt: string, value: unknown, depth = 0): readonly Mark[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  return Object.entries(value).flatMap(([name, inner]): readonly Mark[] =>
    typeof inner === 'string'
      ? inner.length >= SHORTEST && MARKED.test(name) && !PLAIN.test(name)
        ? [[name, markOf(salt, inner)]]
        : []
      : marksIn(salt, inner, depth + 1),
  );
}

/** Of the parameters that a URL carries, in its query or after its fragment. */
export function marksInUrl(salt: string, url: string): readonly Mark[] {
  const [, query = ''] = url.split(/[?#](.*)/s, 2);
  return marksIn(salt, Object.fromEntries(new URLSearchParams(query)));
}

/** Of a credential, by the contract's name of it. */
export const markOfCredential = (salt: string, name: string, secret: string | undefined): readonly Mark[] =>
  secret === undefined || secret.length < SHORTEST ? [] : [[name, markOf(salt, secret)]];
