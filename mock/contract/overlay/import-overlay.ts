/** Imports a document as an overlay: what is inferred is written apart, and the publisher's file stays as it is. */
import { dirname, relative, sep } from 'node:path';
import { Document as YamlDocument, isSeq, parseDocument } from 'yaml';
import type { ContractFiles } from '../files/contract-files.ts';
import { isUrl } from '../files/reference-reach.ts';
import { commentInferences } from '../import/contract-text.ts';
import { infer, prepareDocument } from '../import/import-document.ts';
import type { ImportOptions, ImportReport } from '../import/import-document.ts';
import type { SourceText } from '../import/read-openapi.ts';
import { copyOf, isJson } from '../import/walk-openapi.ts';
import type { Json } from '../import/walk-openapi.ts';
import { InputError } from '../input-error.ts';
import { applyOverlay } from './apply-overlay.ts';
import type { Path } from './apply-overlay.ts';
import { faultsOf, isOverlay } from './overlay.ts';
import type { Action } from './overlay.ts';
import { overlayActions } from './write-overlay.ts';

export interface OverlayImport {
  /** The overlay's file, as it is to be. */
  readonly text: string;
  readonly report: ImportReport;
  /** How many actions are new. */
  readonly added: number;
  /** Targets of an earlier import that the document does not have any more. */
  readonly stale: readonly string[];
}

export interface OverlayImportOptions extends ImportOptions {
  readonly files: ContractFiles;
  readonly version: string;
  /** Absolute path of the overlay; undefined where it goes to standard output. */
  readonly output: string | undefined;
  /** What stands in it already. */
  readonly before: string | undefined;
}

/** @param file absolute path or URL of the document. @throws {InputError} if what is there already is no overlay */
export async function importOverlay(
  file: string,
  source: SourceText,
  { files, version, output, before, bearer }: OverlayImportOptions,
): Promise<OverlayImport> {
  const { document, ...rest } = await prepareDocument(file, source, { files, foreign: 'keep' });
  const { document: inferred, report } = infer({ ...rest, document: copyOf(document) }, version, { bearer });
  const after = copyOf(inferred) as unknown as Json;
  if (before === undefined) {
    const actions = overlayActions(document, after);
    return { text: newOverlay(file, output, document, actions), report, added: actions.length, stale: [] };
  }
  const { yaml, actions: earlier } = readEarlier(before, output ?? '-');
  const { targets } = applyOverlay(document, earlier);
  const removed = earlier.flatMap(({ remove }, i) => (remove === true ? targets[i]! : []));
  const actions = overlayActions(document, withMissing(document, after, removed, []) as Json);
  const list = yaml.get('actions');
  for (const action of actions) {
    const node = yaml.createNode(action);
    commentInferences(node);
    if (isSeq(list)) list.add(node);
  }
  const stale = earlier.flatMap(({ target }, i) => (targets[i]!.length === 0 ? [target] : []));
  return { text: yaml.toString({ lineWidth: 120 }), report, added: actions.length, stale };
}

function newOverlay(file: string, output: string | undefined, document: Json, actions: readonly Action[]): string {
  const { title } = document['info'] as { title: string };
  const yaml = new YamlDocument(
    {
      overlay: '1.0.0',
      info: { title: `What ${title} does not say`, version: '1.0.0' },
      extends: referenceTo(file, output),
      actions,
    },
    { aliasDuplicateObjects: false },
  );
  commentInferences(yaml);
  yaml.commentBefore =
    ' An OpenAPI Overlay: the document that it extends stays as it is. What stands under a comment was inferred\n (x-evidence: assumed): edit it. Import again when the document changes: what is new is added at the end.';
  return yaml.toString({ lineWidth: 120 });
}

/** The document as the overlay names it: by a relative path, so that both can be moved together. */
function referenceTo(file: string, output: string | undefined): string {
  if (isUrl(file)) return file;
  const path = encodeURI(
    relative(output === undefined ? process.cwd() : dirname(output), file)
      .split(sep)
      .join('/'),
  );
  return path.startsWith('../') ? path : `./${path}`;
}

function readEarlier(text: string, file: string): { readonly yaml: YamlDocument; readonly actions: readonly Action[] } {
  const yaml = parseDocument(text);
  const [broken] = yaml.errors;
  if (broken !== undefined) throw new InputError(`${file} cannot be read: ${broken.message.split('\n', 1)[0]!}`);
  const parsed: unknown = yaml.toJS();
  if (!isOverlay(parsed))
    throw new InputError(`${file} is there already and is no overlay; name another file with --output`);
  const [fault] = faultsOf(parsed);
  if (fault !== undefined) throw new InputError(`${file} ${fault.pointer}: ${fault.message}`);
  return { yaml: yaml, actions: parsed['actions'] as readonly Action[] };
}

/** Sections of the vocabulary that what is new is added to; every other key of it is the reader's once it is there. */
const GROWING = ['x-credentials'];

/**
 * What is there, with what is inferred besides: a person's edits stand, and so does what they took away.
 *
 * @param removed where the overlay took something away
 */
function withMissing(there: unknown, inferred: unknown, removed: readonly Path[], path: Path): unknown {
  if (!isJson(there) || !isJson(inferred)) return there;
  const both: Json = { ...there };
  // A reference that the document has in the place of what is inferred gives way to it.
  if (typeof there['$ref'] === 'string' && inferred['$ref'] === undefined) return inferred;
  for (const [key, value] of Object.entries(inferred)) {
    const place = [...path, key];
    if (!Object.hasOwn(there, key)) {
      if (!removed.some((one) => isSame(one, place))) both[key] = value;
    } else if (!key.startsWith('x-') || GROWING.includes(key))
      both[key] = withMissing(there[key], value, removed, place);
  }
  return both;
}

const isSame = (one: Path, other: Path): boolean =>
  one.length === other.length && one.every((key, i) => String(key) === String(other[i]));
