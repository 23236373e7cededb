/**
 * Which operation a path and method mean. The router knows whole segments; where several templates look the same to it
 * (`/things/{id}` and `/things/{id}:cancel`), the one with the most fixed text that fits is meant.
 */
import type { CompiledOperation } from '../contract/compiled-contract.ts';
import { matchSegment, pathTemplate } from '../contract/path-template.ts';
import type { PathTemplate } from '../contract/path-template.ts';

export interface Route {
  readonly methods: string[];
  /** As the router takes it: parameters are segments, named by where they stand. */
  readonly url: string;
  /** At least one, the most fixed first. */
  readonly operations: readonly CompiledOperation[];
}

/** An asterisk is a wildcard to the router, wherever it stands. */
const isOpen = ({ text, names }: PathTemplate['segments'][number]): boolean => names.length > 0 || text.includes('*');

/** `/v2/contacts/{id}:archive` → `/v2/contacts/:2`, with literal colons kept. */
const routerUrl = ({ segments }: PathTemplate): string =>
  segments.map((segment, i) => (isOpen(segment) ? `/:${i}` : `/${segment.text.replaceAll(':', '::')}`)).join('');

/**
 * The values of the path's parameters by their names.
 *
 * @param values of open segments by position, decoded
 * @returns undefined if the path is another's, or a parameter would be empty: `/codes//use` is not `/codes/{code}/use`
 */
export function pathParameters(
  { segments }: PathTemplate,
  values: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const named: Record<string, string> = {};
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!;
    if (isOpen(segment) && !matchSegment(segment, values[i]!, named)) return undefined;
  }
  return named;
}

/**
 * A GET answers HEAD too, unless the contract has an operation for it: in one route, since each takes its time at
 * start.
 */
export function routesOf(operations: readonly CompiledOperation[]): readonly Route[] {
  const byUrl = new Map<string, Map<string, CompiledOperation[]>>();
  const heads = new Set(operations.filter(({ method }) => method === 'HEAD').map(({ path }) => path));
  for (const operation of operations) {
    const url = routerUrl(pathTemplate(operation.path));
    const byMethod = byUrl.get(url) ?? new Map<string, CompiledOperation[]>();
    byUrl.set(url, byMethod);
    const methods = operation.method === 'GET' && !heads.has(operation.path) ? ['GET', 'HEAD'] : [operation.method];
    for (const method of methods) byMethod.set(method, [...(byMethod.get(method) ?? []), operation]);
  }
  return [...byUrl].flatMap(([url, byMethod]) => {
    const routes: Route[] = [];
    for (const [method, found] of byMethod) {
      const same = routes.find((route) => route.operations.every((operation, i) => operation === found[i]));
      if (same !== undefined && same.operations.length === found.length) same.methods.push(method);
      else routes.push({ methods: [method], url, operations: found });
    }
    return routes.map((route) => ({
      ...route,
      operations: [...route.operations].sort((a, b) => pathTemplate(b.path).fixed - pathTemplate(a.path).fixed),
    }));
  });
}
