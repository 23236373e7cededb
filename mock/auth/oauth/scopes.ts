/**
 * Scopes: how a scope text is read, what an umbrella contains, and what a request may be granted.
 *
 * @see RFC 6749 §3.3
 */
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';

const SYNTAX = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;
const MOST_CACHED = 1_000;

const lists = new Map<string, readonly string[]>();

/** The scopes of a stored scope text; the same text gives the very same list, so that verdicts on it can be kept. */
export function scopeList(scope: string): readonly string[] {
  let list = lists.get(scope);
  if (list === undefined) {
    if (lists.size >= MOST_CACHED) lists.clear();
    list = scope === '' ? [] : [...new Set(scope.split(' '))];
    lists.set(scope, list);
  }
  return list;
}

/** The scopes of a requested scope text, each once; undefined if it is malformed. */
export function parseScope(text: string): readonly string[] | undefined {
  return SYNTAX.test(text) ? scopeList(text) : undefined;
}

/** Whether a scope fits a pattern of `scope_implies`: the scope itself, or a prefix before a trailing `*`. */
export function fitsPattern(pattern: string, scope: string): boolean {
  return pattern.endsWith('*') ? scope.startsWith(pattern.slice(0, -1)) : pattern === scope;
}

function implied(
  implies: Readonly<Record<string, readonly string[]>>,
  umbrella: string,
  scope: string,
  seen: readonly string[],
): boolean {
  const patterns = Object.hasOwn(implies, umbrella) ? implies[umbrella] : undefined;
  if (patterns === undefined || seen.includes(umbrella)) return false;
  if (patterns.some((pattern) => pattern.startsWith('!') && fitsPattern(pattern.slice(1), scope))) return false;
  const within = [...seen, umbrella];
  return patterns.some(
    (pattern) => !pattern.startsWith('!') && (fitsPattern(pattern, scope) || implied(implies, pattern, scope, within)),
  );
}

/** Whether the granted scopes, or an umbrella among them, contain the scope. */
function contains(credential: TokenCredential, granted: readonly string[], scope: string): boolean {
  if (granted.includes(scope)) return true;
  const implies = credential.scope_implies;
  return implies !== undefined && granted.some((umbrella) => implied(implies, umbrella, scope, []));
}

const verdicts = new WeakMap<TokenCredential, WeakMap<readonly string[], WeakMap<readonly string[], boolean>>>();

/** The map kept for a key, made on first use. */
function within<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/**
 * Whether what was granted covers everything that is wanted. Verdicts are kept by the identity of both lists:
 * `wanted` stands in the contract, `granted` comes from {@link scopeList}.
 */
export function hasScopes(credential: TokenCredential, granted: readonly string[], wanted: readonly string[]): boolean {
  const kept = within(
    within(verdicts, credential, () => new WeakMap()),
    granted,
    () => new WeakMap<readonly string[], boolean>(),
  );
  return within(kept, wanted, () => wanted.every((scope) => contains(credential, granted, scope)));
}

/** Those of the candidates that the granted scopes contain. */
export function effectiveScopes(
  credential: TokenCredential,
  granted: readonly string[],
  candidates: Iterable<string>,
): readonly string[] {
  return [...candidates].filter((scope) => contains(credential, granted, scope));
}
