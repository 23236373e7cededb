/** Makes one document of an overlay and what it extends: any OpenAPI document, a contract, or another overlay. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document as SourceDocument } from '#openapi-core';
import { bundleContract } from '../bundle-contract.ts';
import type { ContractFiles } from '../files/contract-files.ts';
import { isUrl } from '../files/reference-reach.ts';
import { infer, prepareDocument } from '../import/import-document.ts';
import type { ImportOptions, ImportReport, Prepared } from '../import/import-document.ts';
import { readSource, versionOf } from '../import/read-openapi.ts';
import { speaksVocabulary } from '../import/speaks-vocabulary.ts';
import type { Json } from '../import/walk-openapi.ts';
import { InputError } from '../input-error.ts';
import { shownFile } from '../lint/lint-finding.ts';
import type { Finding } from '../lint/lint-finding.ts';
import { placeOf } from '../lint/source-line.ts';
import type { Place } from '../lint/source-line.ts';
import { escapePointer } from '../openapi-document.ts';
import type { Document } from '../openapi-document.ts';
import { applyOverlay } from './apply-overlay.ts';
import type { Applied } from './apply-overlay.ts';
import { faultsOf, isOverlay } from './overlay.ts';
import type { Overlay } from './overlay.ts';
import { depthOf, inOverlay, pathOfPointer } from './overlay-pointer.ts';
import { serveRest } from './serve-rest.ts';

interface Layer {
  readonly source: SourceDocument;
  readonly overlay: Overlay;
  readonly applied: Applied;
}

/** A document with the overlays that were applied to it, the outermost last. */
interface Layered {
  readonly prepared: Prepared;
  /** Undefined where the document is a contract of its own. */
  readonly version: string | undefined;
  readonly source: SourceDocument;
  readonly layers: readonly Layer[];
}

export interface Overlaid {
  /** Undefined where an error stands among the findings. */
  readonly document: Document | undefined;
  /** What is wrong with the overlays, and what they say in vain. */
  readonly findings: readonly Finding[];
  /** What was inferred, where neither document nor overlay has any of the vocabulary. */
  readonly imported: ImportReport | undefined;
  /** Where a part of the document was written. */
  place(pointer: string): Place;
}

/** Overlays of overlays that are followed. */
const MOST_LAYERS = 8;

class Faults extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super('an overlay cannot be applied');
    this.findings = findings;
  }
}

/**
 * @param file absolute path or URL of the overlay
 * @throws {InputError} if a file is larger than any contract, or its references cannot be followed
 */
export async function readOverlaid(file: string, files: ContractFiles, options: ImportOptions = {}): Promise<Overlaid> {
  try {
    return finish(await layered(file, files, 1), options);
  } catch (error) {
    if (!(error instanceof Faults)) throw error;
    const place = (): Place => error.findings[0]!;
    return { document: undefined, findings: error.findings, imported: undefined, place };
  }
}

function finish(whole: Layered, options: ImportOptions): Overlaid {
  const { prepared, version, layers } = whole;
  const { document } = prepared;
  const findings = layers.flatMap(told);
  const place = (pointer: string): Place => placeIn(whole, pointer);
  const done = (imported?: ImportReport): Overlaid => {
    const isBroken = findings.some(({ level }) => level === 'error');
    return { document: isBroken ? undefined : (document as unknown as Document), findings, imported, place };
  };
  if (version === undefined) return done();
  if (!speaksVocabulary(document)) return done(infer(prepared, version, options).report);
  const rest = serveRest(document);
  if (rest.length > 0) findings.push(unknownOperations(layers.at(-1)!.source, rest));
  return done();
}

const SHOWN = 3;

function unknownOperations(source: SourceDocument, rest: readonly string[]): Finding {
  const more = rest.length > SHOWN ? ` and ${rest.length - SHOWN} more` : '';
  return {
    level: 'warning',
    rule: 'overlay-rest',
    pointer: '#/actions',
    ...placeOf(source, '#/actions'),
    message: `the overlay does not say what ${rest.slice(0, SHOWN).join(', ')}${more} ${rest.length === 1 ? 'does' : 'do'}, so an example answers`,
    suggestion: 'import again with --overlay to have it inferred',
  };
}

/** What an overlay says in vain, and what does not fit. */
function told({ source, overlay, applied }: Layer): Finding[] {
  return overlay.actions.flatMap(({ target }, i): Finding[] => {
    const pointer = `#/actions/${i}/target`;
    const at = { rule: 'overlay-target', pointer, ...placeOf(source, pointer) };
    const misfit = applied.misfits.get(i);
    if (misfit !== undefined) return [{ level: 'error', ...at, message: `${target}: ${misfit}` }];
    if (applied.targets[i]!.length > 0) return [];
    return [
      {
        level: 'warning',
        ...at,
        message: `nothing in ${overlay.extends} stands at ${target}, so the action does nothing`,
        suggestion: 'correct the target, or take the action out',
      },
    ];
  });
}

async function layered(file: string, files: ContractFiles, depth: number): Promise<Layered> {
  const source = await files.document(file);
  if (source instanceof Error) throw brokenBy(files, source);
  const overlay = source.parsed as Json;
  const fault = (pointer: string, message: string, suggestion?: string, rule = 'overlay'): Finding => ({
    level: 'error',
    rule,
    pointer,
    ...placeOf(source, pointer),
    message,
    ...(suggestion !== undefined && { suggestion }),
  });
  const faults = faultsOf(overlay).map((one) => fault(one.pointer, one.message, one.suggestion));
  if (faults.length > 0) throw new Faults(faults);
  const { extends: reference, actions } = overlay as unknown as Overlay;
  const extended = extendedBy(file, reference);
  const refused = files.refused(extended);
  if (refused !== undefined)
    throw new Faults([fault('#/extends', `${reference}: ${refused.message}`, refused.suggestion, 'reference-reach')]);
  if (depth > MOST_LAYERS)
    throw new Faults([fault('#/extends', 'overlays extend each other in a circle, or too many of them')]);
  const unreadable = (error: unknown): never => {
    if (error instanceof Faults) throw error;
    throw new Faults([fault('#/extends', error instanceof Error ? error.message.split('\n', 1)[0]! : String(error))]);
  };
  const below = await base(extended, files, depth).catch(unreadable);
  if (below === undefined) throw new Faults([fault('#/extends', `${reference} is no OpenAPI document`)]);
  const applied = applyOverlay(below.prepared.document, actions);
  return { ...below, layers: [...below.layers, { source, overlay: overlay as unknown as Overlay, applied }] };
}

/** @returns undefined for what is no OpenAPI document */
async function base(file: string, files: ContractFiles, depth: number): Promise<Layered | undefined> {
  const text = await readSource(file, files);
  if (isOverlay(text.parsed)) return layered(file, files, depth + 1);
  const version = versionOf(text.parsed);
  const source = await files.document(file);
  if (source instanceof Error) throw brokenBy(files, source);
  if (version === undefined) return undefined;
  if (speaksVocabulary(text.parsed)) {
    const document = (await bundleContract(file, ({ url }) => files.text(decodeURI(url)))) as unknown as Json;
    return { prepared: { document, notes: [], warnings: [] }, version: undefined, source, layers: [] };
  }
  return { prepared: await prepareDocument(file, text, { files, foreign: 'keep' }), version, source, layers: [] };
}

/** What is wrong with a file: a limit that it breaks comes first. */
const brokenBy = (files: ContractFiles, error: Error): Error => files.limitBroken() ?? error;

/** Where the document stands that an overlay names. @throws {InputError} for a reference that is none */
export function extendedBy(overlay: string, reference: string): string {
  try {
    if (reference.startsWith('file:')) return fileURLToPath(reference);
    if (isUrl(reference) || isUrl(overlay)) return new URL(reference, isUrl(overlay) ? overlay : undefined).href;
    return resolve(dirname(overlay), decodeURI(reference));
  } catch {
    throw new InputError(`${shownFile(overlay)} extends ${JSON.stringify(reference)}, which is no path and no URL`);
  }
}

/** The overlay's own place where it wrote the part, else the document's, or the nearest above it. */
function placeIn({ source, layers, prepared }: Layered, pointer: string): Place {
  const keys = pathOfPointer(pointer);
  let depth = depthOf(source.parsed, keys);
  let place: Place | undefined;
  for (const layer of layers) {
    const found = inOverlay(pointer, layer.overlay.actions, layer.applied);
    if (found === undefined || found.depth < depth) continue;
    depth = found.depth;
    place = placeOf(layer.source, found.pointer);
  }
  if (place !== undefined) return place;
  const shown = keys.slice(0, depth).map(escapePointer).join('/');
  return placeOf(source, depthOf(prepared.document, keys) === 0 ? '#/' : `#/${shown}`);
}
