/**
 * What OpenAPI 3.2 has and 3.1 has not: taken out, and told where something is served otherwise for it.
 *
 * @see https://spec.openapis.org/oas/v3.2.0.html
 */
import { METHODS, at } from '../openapi-document.ts';
import { copyOf, isJson, resolved } from './walk-openapi.ts';
import type { Json, Kind } from './walk-openapi.ts';

/** Keys by the kind of object, and for those that share a kind by where they stand. */
const NEWER: readonly (readonly [kind: Kind, place: RegExp, keys: readonly string[]])[] = [
  ['Root', /^#$/, ['$self']],
  ['Plain', /\/servers\/\d+$/, ['name']],
  ['Plain', /^#\/tags\/\d+$/, ['summary', 'parent', 'kind']],
  ['Plain', /\/discriminator$/, ['defaultMapping']],
  ['Components', /./, ['mediaTypes']],
  ['Response', /./, ['summary']],
  ['MediaType', /./, ['itemSchema', 'prefixEncoding', 'itemEncoding']],
  ['Example', /./, ['dataValue', 'serializedValue']],
  ['SecurityScheme', /./, ['deprecated', 'oauth2MetadataUrl']],
  ['Flows', /./, ['deviceAuthorization']],
];

export interface NewerKeys {
  /** Takes them out of an object. */
  drop(document: Json, kind: Kind, node: Json, pointer: string): void;
  /** What is not served, in sentences. */
  told(): readonly string[];
}

export function newerKeys(): NewerKeys {
  const operations = new Set<string>();
  const streams = new Set<string>();
  const others = new Set<string>();
  return {
    drop(document, kind, node, pointer) {
      if (kind === 'MediaType') inline(document, node);
      if (kind === 'Example' && node['value'] === undefined && node['dataValue'] !== undefined)
        node['value'] = node['dataValue'];
      if (kind === 'MediaType' && node['itemSchema'] !== undefined) streams.add(placeOf(pointer));
      if (kind === 'PathItem') dropOperations(node, placeOf(pointer), operations);
      if ((kind === 'PathItem' || kind === 'Operation') && hasWholeQuery(document, node))
        others.add(`a parameter that is the whole query (in: querystring) is not read: ${placeOf(pointer)}`);
      if (kind === 'Flows' && node['deviceAuthorization'] !== undefined)
        others.add('the device authorization flow is not served: get its tokens by client credentials or a code');
      for (const [of, place, keys] of NEWER)
        if (of === kind && place.test(pointer)) for (const key of keys) Reflect.deleteProperty(node, key);
    },
    told: () => [
      ...(operations.size === 0 ? [] : [`no operation is served but of ${METHODS.join(', ')}: ${list(operations)}`]),
      ...(streams.size === 0
        ? []
        : [`items of a stream are not made (itemSchema), so nothing is in it: ${list(streams)}`]),
      ...others,
    ],
  };
}

const list = (places: ReadonlySet<string>): string => [...places].join(', ');

function hasWholeQuery(document: Json, { parameters }: Json): boolean {
  return (Array.isArray(parameters) ? (parameters as unknown[]) : []).some((one) => {
    const parameter = resolved(document, one);
    return isJson(parameter) && parameter['in'] === 'querystring';
  });
}

/** A media type may be a reference there. */
function inline(document: Json, node: Json): void {
  const reference = node['$ref'];
  const target =
    typeof reference === 'string' && reference.startsWith('#/components/mediaTypes/')
      ? at(document, reference)
      : undefined;
  if (!isJson(target)) return;
  delete node['$ref'];
  Object.assign(node, copyOf(target));
}

function dropOperations(item: Json, path: string, found: Set<string>): void {
  if (isJson(item['query'])) found.add(`QUERY ${path}`);
  if (isJson(item['additionalOperations']))
    for (const method of Object.keys(item['additionalOperations'])) found.add(`${method} ${path}`);
  delete item['query'];
  delete item['additionalOperations'];
}

/** `GET /things`, `/things`, or the pointer of what belongs to no path. */
function placeOf(pointer: string): string {
  const [, path, method] = /^#\/paths\/([^/]+)(?:\/([a-z]+))?/.exec(pointer) ?? [];
  if (path === undefined) return pointer;
  const plain = path.replaceAll('~1', '/').replaceAll('~0', '~');
  return (METHODS as readonly (string | undefined)[]).includes(method) ? `${method!.toUpperCase()} ${plain}` : plain;
}
