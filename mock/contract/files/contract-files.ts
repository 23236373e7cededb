/** Reads the files of one contract, within limits and no further than its references may reach. */
import { readFile, stat } from 'node:fs/promises';
import type { BaseResolver, Document as SourceDocument } from '#openapi-core';
import { fileFault } from '../file-error-words.ts';
import { InputError } from '../input-error.ts';
import { shownFile } from '../lint/lint-finding.ts';
import { checkBytes, checkExtent, tooDeep } from './document-limits.ts';
import { deepened, isDeficient } from './deficient-indentation.ts';
import { fetchText } from './fetch-text.ts';
import type { FetchedText } from './fetch-text.ts';
import { isUrl, reachOf } from './reference-reach.ts';
import type { Refused } from './reference-reach.ts';

export interface FilesOptions {
  /** Folders and URLs, besides a file's own folder, that its references may lead into. */
  readonly allowRefs?: readonly string[] | undefined;
  /** Told of each file and URL that is read, there or not. */
  readonly onRead?: ((place: string) => void) | undefined;
}

export interface ContractFiles {
  /** Parses files, and follows their references; loaded when it is asked for, since plain JSON needs none of it. */
  resolver(): Promise<BaseResolver>;
  /** The document at an absolute path or URL, or what is wrong with it. */
  document(place: string): Promise<SourceDocument | Error>;
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
  let broken: InputError | undefined;
  const within = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (error instanceof InputError) broken ??= error;
      throw error;
    }
  };

  /** @returns the text where it is no file's; undefined for a file, which may be read */
  async function admitted(place: string): Promise<FetchedText | undefined> {
    const refused = reach(place);
    if (refused !== undefined) throw new Error(refused.message);
    if (place === root && made !== undefined) return { body: made };
    onRead?.(place);
    if (isUrl(place)) return fetchText(place);
    const { size } = await stat(place);
    within(() => checkBytes(shownFile(place), size));
    return undefined;
  }

  async function loadResolver(): Promise<BaseResolver> {
    const { BaseResolver: Resolver, Source } = await import('#openapi-core');
    const resolver = new Resolver();
    const readSource = resolver.loadExternalRef.bind(resolver);
    const parse = resolver.parseDocument.bind(resolver);
    const parsed: typeof parse = (source, isRoot) => {
      try {
        return parse(source, isRoot);
      } catch (error) {
        if (!isDeficient(error)) throw error;
        return parse(new Source(source.absoluteRef, deepened(source.body), source.mimeType), isRoot);
      }
    };
    resolver.loadExternalRef = async (place) => {
      const text = await admitted(place);
      if (text !== undefined) return new Source(place, text.body, text.type);
      const source = await readSource(place);
      return new Source(source.absoluteRef, withoutMark(source.body), source.mimeType);
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
    return resolver;
  }

  let loaded: Promise<BaseResolver> | undefined;
  const resolver = (): Promise<BaseResolver> => (loaded ??= loadResolver());
  const document: ContractFiles['document'] = async (place) => (await resolver()).resolveDocument(null, place, true);
  return {
    resolver,
    document,
    refused: reach,
    limitBroken: () => broken,
    async text(place) {
      const text = await admitted(place);
      // As the resolver reads it.
      return text?.body ?? withoutMark((await readFile(place, 'utf8')).replaceAll('\r\n', '\n'));
    },
    async documents() {
      const read = await Promise.allSettled([...(await resolver()).getFiles()].map(document));
      return read.flatMap((each) =>
        each.status === 'fulfilled' && !(each.value instanceof Error) ? [each.value] : [],
      );
    },
  };
}

/** A byte order mark says nothing here: JSON must not begin with one, and may. @see RFC 8259 §8.1 */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** @throws {InputError} if the file is not there, or may not be read; whether a URL can be is found out by reading it */
export async function checkReadable(file: string): Promise<void> {
  if (isUrl(file)) return;
  await stat(file).catch((error: unknown) => {
    throw new InputError(`cannot read ${shownFile(file)}: ${fileFault(error, 'read')}`);
  });
}
