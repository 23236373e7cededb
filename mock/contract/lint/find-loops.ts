/**
 * Circles that never come to a value: a reference that leads back to itself, and a schema that is made of itself
 * (`allOf`, `oneOf` …). One that only holds others of its kind, in a property or as an item, is no circle.
 */
import { dirname, resolve } from 'node:path';
import type { Document as SourceDocument } from '#openapi-core';
import { at, escapePointer } from '../openapi-document.ts';
import { isUrl } from '../files/reference-reach.ts';
import type { Finding } from './lint-finding.ts';
import { placeOf } from './source-line.ts';

/** Keys of a schema whose schemas judge the same value as it does. */
const LISTS = ['allOf', 'oneOf', 'anyOf'] as const;
const SINGLES = ['not', 'if', 'then', 'else'] as const;

/** Values of the author's own, in which nothing is a reference. */
const VALUES = ['example', 'examples', 'default', 'enum', 'const', 'value'];

interface Place {
  readonly document: SourceDocument;
  readonly pointer: string;
  readonly node: object;
}

const isObject = (node: unknown): node is Record<string, unknown> => typeof node === 'object' && node !== null;

export function findLoops(documents: readonly SourceDocument[]): readonly Finding[] {
  const byFile = new Map(documents.map((document) => [document.source.absoluteRef, document]));
  const done = new Set<object>();
  const findings: Finding[] = [];

  const target = ({ document, node }: Place, reference: string): Place | undefined => {
    const [uri = '', fragment = ''] = reference.split('#');
    const here = document.source.absoluteRef;
    const file =
      uri === '' ? here : isUrl(here) ? new URL(uri, here).href : isUrl(uri) ? uri : resolve(dirname(here), uri);
    const there = byFile.get(file);
    const found = there && at(there.parsed, `#${fragment}`);
    return there !== undefined && isObject(found) && found !== node
      ? { document: there, pointer: `#${fragment}`, node: found }
      : found === node && there !== undefined
        ? { document: there, pointer: `#${fragment}`, node }
        : undefined;
  };

  const sameValue = (place: Place): readonly Place[] => {
    const node = place.node as Record<string, unknown>;
    const below = (key: string, child: unknown): readonly Place[] =>
      isObject(child) ? [{ ...place, node: child, pointer: `${place.pointer}/${key}` }] : [];
    const referred = typeof node['$ref'] === 'string' ? target(place, node['$ref']) : undefined;
    return [
      ...(referred === undefined ? [] : [referred]),
      ...LISTS.flatMap((key) => {
        const list = node[key];
        return Array.isArray(list) ? list.flatMap((child, i) => below(`${key}/${i}`, child)) : [];
      }),
      ...SINGLES.flatMap((key) => below(key, node[key])),
    ];
  };

  /** @param open what leads here, in order */
  const follow = (place: Place, open: Map<object, Place>): void => {
    if (open.has(place.node)) {
      const circle = [...open.values()];
      const first = circle[circle.findIndex(({ node }) => node === place.node)]!;
      findings.push(loopFinding(first, circle.slice(circle.indexOf(first))));
      return;
    }
    if (done.has(place.node)) return;
    done.add(place.node);
    open.set(place.node, place);
    for (const next of sameValue(place)) follow(next, open);
    open.delete(place.node);
  };

  const seen = new Set<object>();
  const walk = (place: Place): void => {
    if (seen.has(place.node)) return;
    seen.add(place.node);
    if (!Array.isArray(place.node) && LEADING.some((key) => key in place.node)) follow(place, new Map());
    for (const [key, child] of Object.entries(place.node) as [string, unknown][])
      if (isObject(child) && !VALUES.includes(key))
        walk({ ...place, node: child, pointer: `${place.pointer}/${escapePointer(key)}` });
  };
  for (const document of documents)
    if (isObject(document.parsed)) walk({ document, pointer: '#', node: document.parsed });
  return findings;
}

const LEADING = ['$ref', ...LISTS, ...SINGLES];

function loopFinding({ document, pointer }: Place, circle: readonly Place[]): Finding {
  const way = circle.map((place) => place.pointer.replace(/\/(?:allOf|oneOf|anyOf)\/\d+$|\/(?:not|if|then|else)$/, ''));
  const shown = [...new Set([...way, pointer])];
  return {
    level: 'error',
    rule: 'reference-loop',
    pointer,
    ...placeOf(document, pointer),
    message:
      shown.length === 1
        ? `${pointer} leads back to itself`
        : `${pointer} leads back to itself, by ${shown.slice(1).join(' and ')}`,
    suggestion: 'let one of them be a value or a schema of its own',
  };
}
