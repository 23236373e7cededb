/** The control plane's routes, read off its document. */
import { at, escapePointer, follow, METHODS } from '../contract/openapi-document.ts';
import type { Document, Parameter, RequestBody } from '../contract/openapi-document.ts';
import type { OperationId } from './handler.ts';

export interface Route {
  readonly id: OperationId;
  readonly method: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** Path segments; a parameter is `{name}`. */
  readonly segments: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly pointer: string } | undefined;
}

export interface RouteMatch {
  readonly route: Route;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
}

/** What stands at a path: routes by method in upper case. */
export type Matches = ReadonlyMap<string, RouteMatch>;

const JSON_SCHEMA = `/content/${escapePointer('application/json')}/schema`;

function bodyOf(document: Document, pointer: string): Route['body'] {
  const body = at(document, pointer) as RequestBody | undefined;
  if (body === undefined) return undefined;
  const { node, pointer: place } = follow(document, { node: body, pointer });
  return { required: node.required === true, pointer: place + JSON_SCHEMA };
}

export function routesOf(document: Document): readonly Route[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method): Route[] => {
      const operation = item[method];
      if (operation === undefined) return [];
      const pointer = `#/paths/${escapePointer(path)}`;
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(
        (node) => follow(document, { node, pointer }).node,
      );
      return [
        {
          // The document is the one that the type was generated from.
          id: operation.operationId as OperationId,
          method: method.toUpperCase(),
          summary: operation.summary ?? '',
          segments: path.split('/').slice(1),
          parameters,
          body: bodyOf(document, `${pointer}/${method}/requestBody`),
        },
      ];
    }),
  );
}

/** @returns the path parameters as sent, or undefined if the path is another */
function capture(segments: readonly string[], sent: readonly string[]): Record<string, string> | undefined {
  if (segments.length !== sent.length) return undefined;
  const captured: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const value = sent[i]!;
    if (segment.startsWith('{')) captured[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return captured;
}

const parameterCount = ({ path }: RouteMatch): number => Object.keys(path).length;

/** @param segments the path's, decoded */
export function matchRoutes(routes: readonly Route[], segments: readonly string[]): Matches {
  const matches = new Map<string, RouteMatch>();
  for (const route of routes) {
    const path = capture(route.segments, segments);
    // `/journal/har` is meant before `/journal/{id}`.
    const found = path && matches.get(route.method);
    if (path && !(found && parameterCount(found) < Object.keys(path).length))
      matches.set(route.method, { route, path });
  }
  return matches;
}
