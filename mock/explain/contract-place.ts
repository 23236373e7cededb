/** The line of a contract's file at which a rule stands. Loads a parser that knows lines, so only when somebody asks. */
import { stat } from 'node:fs/promises';
import type { BaseResolver, Document } from '#openapi-core';
import type { Place } from '../contract/lint/source-line.ts';

interface Read {
  readonly changed: number;
  readonly resolver: BaseResolver;
  readonly root: Document;
}

/** Files as they were read last: whoever asks for one refusal asks for the next. */
const files = new Map<string, Read>();

async function read(file: string): Promise<Read | undefined> {
  const changed = (await stat(file)).mtimeMs;
  const known = files.get(file);
  if (known?.changed === changed) return known;
  const { BaseResolver: Resolver } = await import('#openapi-core');
  const resolver = new Resolver();
  const root = await resolver.resolveDocument(null, file, true);
  if (root instanceof Error) return undefined;
  const found = { changed, resolver, root };
  files.set(file, found);
  return found;
}

/**
 * @param file that the contract was read from
 * @param pointer into the document that was made of it
 * @returns undefined where the file is no longer there, or no longer a document
 */
export async function placeOfRule(file: string, pointer: string): Promise<Place | undefined> {
  try {
    const found = await read(file);
    if (found === undefined) return undefined;
    const { locate } = await import('../contract/lint/source-line.ts');
    return await locate(found.resolver, found.root, pointer);
  } catch {
    return undefined;
  }
}
