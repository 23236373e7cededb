/** From a place in the bundled document back to the line of the file it came from. */
import { getLineColLocation } from '#openapi-core';
import type { BaseResolver, Document as SourceDocument } from '#openapi-core';
import { escapePointer } from '../openapi-document.ts';
import { shownFile } from './lint-finding.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a pointer ends up after following the references of the files it leads through. */
interface Walk {
  document: SourceDocument;
  node: unknown;
  path: string[];
}

/** References followed for one step before it is given up as a circle. */
const MOST_HOPS = 16;

/**
 * @param resolver has read the files of the contract
 * @param root the contract's own file
 * @param pointer into the bundled document; what was bundled from another file is looked up there
 * @returns the place of the key the pointer leads to, or of the nearest one above it
 */
export async function locate(resolver: BaseResolver, root: SourceDocument, pointer: string): Promise<Place> {
  let walk: Walk = { document: root, node: root.parsed, path: [] };
  for (const token of tokens(pointer)) {
    const next = await step(resolver, walk, token, MOST_HOPS);
    if (next === undefined) break;
    walk = next;
  }
  return placeOf(walk.document, `#/${walk.path.map(escapePointer).join('/')}`);
}

/** The line and column at which a key of a file stands. */
export function placeOf({ source }: SourceDocument, pointer: string): Place {
  const { start } = getLineColLocation({ source, pointer, reportOnKey: true });
  return { file: shownFile(source.absoluteRef), line: start.line, column: start.col };
}

function tokens(pointer: string): readonly string[] {
  return pointer
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((token) => token !== '')
    .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'));
}

async function step(resolver: BaseResolver, walk: Walk, token: string, hops: number): Promise<Walk | undefined> {
  const { document, node, path } = walk;
  if (typeof node !== 'object' || node === null) return undefined;
  if (Object.hasOwn(node, token))
    return { document, node: (node as Record<string, unknown>)[token], path: [...path, token] };
  const reference = (node as { $ref?: unknown }).$ref;
  if (typeof reference !== 'string' || hops === 0) return undefined;
  const [uri = '', fragment = ''] = reference.split('#');
  const here = document.source.absoluteRef;
  const target = await resolver.resolveDocument(null, uri === '' ? here : resolver.resolveExternalRef(here, uri), true);
  if (target instanceof Error) return undefined;
  let next: Walk | undefined = { document: target, node: target.parsed, path: [] };
  for (const part of [...tokens(fragment), token]) next = next && (await step(resolver, next, part, hops - 1));
  return next;
}
