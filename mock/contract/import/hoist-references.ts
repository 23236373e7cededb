/**
 * Gives what references lead to a place among the components. Publishers and bundlers refer to parts of other
 * operations (`#/paths/~1pets/get/responses/200`); such a part would go when its operation is changed or not served.
 */
import { at, escapePointer, keysOf } from '../openapi-document.ts';
import { sectionOf } from './infer-failures.ts';
import { copyOf, isJson, walk } from './walk-openapi.ts';
import type { Json, Kind } from './walk-openapi.ts';

const SECTIONS: Partial<Readonly<Record<Kind, string>>> = {
  Schema: 'schemas',
  Response: 'responses',
  Parameter: 'parameters',
  Header: 'headers',
  RequestBody: 'requestBodies',
  Example: 'examples',
  Link: 'links',
  Callback: 'callbacks',
  PathItem: 'pathItems',
};

/** What stays where it is: components themselves, and parts of their schemas. */
const IN_PLACE = /^#\/components\/(\w+\/[^/]+$|schemas\/)/;

/** More references in a row than this are a circle. */
const HOPS = 32;

/** @param document is changed in place */
export function hoistReferences(document: Json): void {
  const hoisted = new Map<string, string>();
  const visit = (kind: Kind, node: Json): void => {
    const { $ref } = node;
    const section = SECTIONS[kind];
    if (section === undefined || typeof $ref !== 'string' || !$ref.startsWith('#/') || IN_PLACE.test($ref)) return;
    const key = `${section} ${$ref}`;
    const known = hoisted.get(key);
    if (known !== undefined) {
      node['$ref'] = known;
      return;
    }
    const target = through(document, $ref);
    if (!isJson(target)) return;
    const name = free(sectionOf(document, section), $ref);
    const place = `#/components/${section}/${escapePointer(name)}`;
    hoisted.set(key, place);
    node['$ref'] = place;
    const copy = copyOf(target);
    sectionOf(document, section)[name] = copy;
    walk(visit, copy, kind);
  };
  walk(visit, document);
}

/** What stands at a pointer, which may lead on behind a reference. */
function through(document: Json, pointer: string): unknown {
  let node: unknown = document;
  for (const key of keysOf(pointer)) {
    for (let hops = 0; isJson(node) && typeof node['$ref'] === 'string' && hops < HOPS; hops++)
      node = node['$ref'].startsWith('#') ? at(document, node['$ref']) : undefined;
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Json)[key];
  }
  return node;
}

/** A name of the last words of the pointer, which nothing else has. */
function free(section: Json, pointer: string): string {
  const words = keysOf(pointer)
    .flatMap((key) => key.match(/[A-Za-z0-9]+/g) ?? [])
    .slice(-6);
  const wanted = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'Part';
  let name = wanted;
  for (let i = 2; Object.hasOwn(section, name); i++) name = `${wanted}${i}`;
  return name;
}
