/** Reads the files of one contract, within limits and no further than its references may reach. */
import { stat } from 'node:fs/promises';
import { BaseResolver, Source } from '#openapi-core';
import type { Document as SourceDocument } from '#openapi-core';
import { fileFault } from '../file-error-words.ts';
import { InputError } from '../input-error.ts';
import { shownFile } from '../lint/lint-finding.ts';
import { checkBytes, checkExtent, tooDeep } from './document-limits.ts';
import { deepened, isDeficient } from './deficient-indentation.ts';
import { fetchText } from './fetch-text.ts';
import { isUrl, reachOf } from './reference-reach.ts';
import type { Refused } from './reference-reach.ts';

export interface FilesOptions {
  /** Folders and URLs, besides a file's own folder, that its references may lead into. */
  readonly allowRefs?: readonly string[] | undefined;
  /** Told of each file and URL that is read, there or not. */
  readonly onRead?: ((place: string) => void) | undefined;
}

export interface ContractFiles {
  readonly resolver: BaseResolver;
  /** Why a file or URL was not read; undefined where it was, or where it is not there. */
  refused(place: string): Refused | undefined;
  /** What one of the files broke, however it was referred to. */
  limitBroken(): InputError | undefined;
  /** The text at an absolute path or URL. */
  text(place: string): Promise<string>;
  /** Every document that was read. */
  documents(): Promise<readonly SourceDocument[]>;
}

/** The parser has a limit of its own. */
const isTooDeep = (error: unknown): boolean => error instanceof Error && /maxDepth|call stack/.test(error.message);

/**
 * @param root absolute path or URL of the contract's own file
 * @param allowRefs folders and URLs, besides the file's folder, that references may lead into
 * @param made what stands in the place of the own file's text: what an overlay made of its document
 */
export function contractFiles(root: string, { allowRefs = [], onRead }: FilesOptions, made?: string): ContractFiles {
  const reach = reachOf(root, allowRefs);
  const resolver = new BaseResolver();
  const readFile = resolver.loadExternalRef.bind(resolver);
  const parse = resolver.parseDocument.bind(resolver);
  let broken: InputError | undefined;
  const within = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof InputError) broken ??= error;
      throw error;
    }
  };
  const parsed: typeof parse = (source, isRoot) => {
    try {
      return parse(source, isRoot);
    } catch (error) {
      if (!isDeficient(error)) throw error;
      return parse(new Source(source.absoluteRef, deepened(source.body), source.mimeType), isRoot);
    }
  };
  resolver.loadExternalRef = async (place) => {
    const refused = reach(place);
    if (refused !== undefined) throw new Error(refused.message);
    if (place === root && made !== undefined) return new Source(root, made);
    onRead?.(place);
    if (isUrl(place)) return fetchText(place);
    const { size } = await stat(place);
    within(() => checkBytes(shownFile(place), size));
    return withoutMark(await readFile(place));
  };
  resolver.parseDocument = (source, isRoot) =>
    within(() => {
      const file = shownFile(source.absoluteRef);
      let document: SourceDocument;
      try {
        document = parsed(source, isRoot);
      } catch (error) {
        throw isTooDeep(error) ? tooDeep(file) : error;
      }
      checkExtent(file, document.parsed);
      return document;
    });
  return {
    resolver,
    refused: reach,
    limitBroken: () => broken,
    text: async (place) => (await resolver.loadExternalRef(place)).body,
    async documents() {
      const read = await Promise.allSettled(
        [...resolver.getFiles()].map((file) => resolver.resolveDocument(null, file, true)),
      );
      return read.flatMap((each) =>
        each.status === 'fulfilled' && !(each.value instanceof Error) ? [each.value] : [],
      );
    },
  };
}

/** A byte order mark says nothing here: JSON must not begin with one, and may. @see RFC 8259 §8.1 */
const withoutMark = (source: Source): Source =>
  source.body.startsWith('\uFEFF') ? new Source(source.absoluteRef, source.body.slice(1), source.mimeType) : source;

/** @throws {InputError} if the file is not there, or may not be read; whether a URL can be is found out by reading it */
export async function checkReadable(file: string): Promise<void> {
  if (isUrl(file)) return;
  await stat(file).catch((error: unknown) => {
    throw new InputError(`cannot read ${shownFile(file)}: ${fileFault(error, 'read')}`);
  });
}
