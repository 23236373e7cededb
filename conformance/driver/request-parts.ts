/** Requests as parts: how they are put together, and where they go. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { fillPath, matchPath } from '../../mock/contract/path-template.ts';
import type { RequestParts } from '../check-context.ts';
import type { Target } from '../target/target.ts';

export type Pairs = readonly (readonly [name: string, value: string])[];

/** The query as it is sent, without the question mark. */
export function queryString(query: Pairs): string {
  return query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

/** `application/x-www-form-urlencoded` text; a list repeats its field, `undefined` leaves it out. */
export function formBody(fields: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs).toString();
}

export const FORM = 'application/x-www-form-urlencoded';

/**
 * Absolute URL of a request: below the target's base URL, unless the target says that the operation stands elsewhere.
 */
export function urlOf(contract: CompiledContract, target: Target, { method, path, query }: RequestParts): string {
  const text = queryString(query);
  return `${endpointOf(contract, target, method, path)}${text === '' ? '' : `?${text}`}`;
}

function endpointOf(contract: CompiledContract, { endpoints, baseUrl }: Target, method: string, path: string): string {
  if (Object.keys(endpoints).length === 0) return baseUrl + path;
  const fits = contract.operations
    .filter(({ id }) => endpoints[id] !== undefined)
    .flatMap((operation) => {
      const values = matchPath(operation.path, path);
      return values ? [{ operation, values }] : [];
    });
  const found = fits.find(({ operation }) => operation.method === method) ?? fits[0];
  if (found === undefined) return baseUrl + path;
  return fillPath(endpoints[found.operation.id]!, (name) => found.values[name] ?? `{${name}}`);
}
