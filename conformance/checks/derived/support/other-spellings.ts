/**
 * One request, spelled in other ways. A server may answer each of them as it likes: not found, method not allowed, sent
 * elsewhere, or served; but who is refused with the plain spelling is refused with all of them.
 */
import type { RequestParts } from '../../../check-context.ts';
import type { CompiledContract, CompiledOperation } from '../../../../mock/contract/compiled-contract.ts';
import { matchPath } from '../../../../mock/contract/path-template.ts';
import { withHeader, withQuery } from './change-parts.ts';

export interface Spelling {
  /** Stands after "the request". */
  readonly how: string;
  readonly parts: RequestParts;
}

const byPath = (change: (path: string) => string) => (parts: RequestParts) => ({ ...parts, path: change(parts.path) });

/** The last letter of the first fixed part, percent-encoded. */
const escaped = (path: string): string =>
  path.replace(/^(\/[^/]*)([a-zA-Z])/, (_, before: string, letter: string) => {
    return `${before}%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  });

const PATHS: readonly (readonly [how: string, change: (path: string) => string])[] = [
  ['with a slash at its end', (path) => `${path}/`],
  ['with a percent-encoded letter', escaped],
  ['with a doubled slash at its start', (path) => `/${path}`],
  ['with a doubled slash within', (path) => path.replace(/(.)\/([^/]*)$/, '$1//$2')],
  ['in the other case', (path) => (path === path.toLowerCase() ? path.toUpperCase() : path.toLowerCase())],
  ['with parameters behind a semicolon', (path) => `${path};v=1`],
  ['with a dot segment', (path) => path.replace(/\/([^/]*)$/, '/./$1')],
  ['with a way down and up again', (path) => path.replace(/\/([^/]*)$/, '/x/../$1')],
  ['with an encoded dot segment', (path) => path.replace(/\/([^/]*)$/, '/x/%2e%2e/$1')],
  ['with an encoded slash', (path) => path.replace(/(.)\/([^/]*)$/, '$1%2F$2')],
  ['with a backslash', (path) => path.replace(/(.)\/([^/]*)$/, '$1\\$2')],
  ['with a letter percent-encoded twice', (path) => escaped(path).replace('%', '%25')],
  ['with an ending', (path) => `${path}.json`],
  ['with an encoded space at its end', (path) => `${path}%20`],
  ['with an encoded zero byte at its end', (path) => `${path}%00`],
];

const OVERRIDES = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];
const REWRITES = ['X-Original-URL', 'X-Rewrite-URL'];

/** What is believed of a request without looking: that a proxy let it through, or that the caller has the answer. */
const VOUCHED: readonly (readonly [name: string, value: string])[] = [
  ...REWRITES.map((name) => [name, '/'] as const),
  ['X-Forwarded-User', 'admin'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['If-None-Match', '*'],
];

/** No credential is needed there: what is answered there says nothing. */
const isOpen = ({ operations }: CompiledContract, { method, path }: RequestParts): boolean =>
  operations.some(
    (operation) =>
      operation.method === method &&
      (operation.anonymous || operation.requirements.length === 0) &&
      matchPath(operation.path, path) !== undefined,
  );

/** The request as another method, which says in a header or the query that it is this one. */
function overridden(parts: RequestParts): readonly Spelling[] {
  const other = parts.method === 'POST' ? 'GET' : 'POST';
  const asOther: RequestParts = { ...parts, method: other, body: other === 'GET' ? undefined : parts.body };
  return [
    ...OVERRIDES.map((name) => ({ how: `as ${other} with ${name}`, parts: withHeader(asOther, name, parts.method) })),
    { how: `as ${other} with _method`, parts: withQuery(asOther, '_method', parts.method) },
  ];
}

/** Every other spelling of a request. */
export function otherSpellings(contract: CompiledContract, parts: RequestParts): readonly Spelling[] {
  const elsewhere = { ...parts, path: '/no-such-path-of-the-suite' };
  const all: readonly Spelling[] = [
    ...PATHS.map(([how, change]) => ({ how: `with its path ${how}`, parts: byPath(change)(parts) })),
    ...(parts.method === 'GET' ? [{ how: 'as HEAD', parts: { ...parts, method: 'HEAD' } }] : []),
    { how: 'as OPTIONS', parts: { ...parts, method: 'OPTIONS', body: undefined } },
    ...overridden(parts),
    ...REWRITES.map((name) => ({
      how: `at another path with ${name}`,
      parts: withHeader(elsewhere, name, parts.path),
    })),
    ...VOUCHED.map(([name, value]) => ({ how: `with ${name}: ${value}`, parts: withHeader(parts, name, value) })),
    { how: 'with an absolute URL as its target', parts: { ...parts, absolute: true as const } },
  ];
  return all.filter(
    ({ parts: other }) =>
      (other.path !== parts.path ||
        other.method !== parts.method ||
        other.absolute === true ||
        other.headers.length > parts.headers.length) &&
      !isOpen(contract, other),
  );
}

/** Of many, every n-th, begun at another one for each operation: all of them are tried somewhere. */
export const someOf = <T>(all: readonly T[], every: number, start: number): readonly T[] =>
  all.filter((_, i) => i % every === start % every);

/** The first operations of each kind: enough to meet each kind of place. */
export function firstOfKind(
  { operations }: CompiledContract,
  fits: (operation: CompiledOperation) => boolean,
  most: number,
): readonly CompiledOperation[] {
  const counts = new Map<string, number>();
  return operations.filter((operation) => {
    if (!fits(operation)) return false;
    const { type } = operation.action;
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return count <= most;
  });
}
