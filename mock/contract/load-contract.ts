/**
 * Finds a contract by name or path and makes it one document. Built-in contracts load neither a YAML parser nor a
 * linter.
 */
import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { isUrl, refusedUrl } from './files/reference-reach.ts';
import { builtInNames, readBuiltIn } from './built-in-contracts.ts';
import type { Finding } from './lint/lint-finding.ts';
import { machineTime } from '../state/clock.ts';
import type { Document } from './openapi-document.ts';
import { fileFault } from './file-error-words.ts';
import { InputError } from './input-error.ts';
import { ContractError } from './contract-problem.ts';
import type { ContractFiles, FilesOptions } from './files/contract-files.ts';
import type { ImportOptions, ImportReport } from './import/import-document.ts';
import type { SourceText } from './import/read-openapi.ts';
import type { Examined } from './lint/lint-contract.ts';

export interface LoadedContract {
  /** Its path segment in the sandbox, `[a-z0-9-]+`. */
  readonly name: string;
  /** Only references within the document are left in it. */
  readonly document: Document;
  /** As read from `file`. */
  readonly text: string;
  /** Absolute path. */
  readonly file: string;
  readonly builtIn: boolean;
  /** What was inferred, where the file is an OpenAPI document without any of the vocabulary. */
  readonly imported?: ImportReport;
}

export interface LoadOptions extends ImportOptions, FilesOptions {
  /** Takes a line for each thing that a file says in vain, such as an overlay's target that is not there. */
  readonly tell?: ((line: string) => void) | undefined;
  /** Takes what lint finds in passing: of a contract or an overlay that is served all the same. */
  readonly found?: ((findings: readonly Finding[]) => void) | undefined;
}

const EXTENSIONS = ['.yaml', '.yml', '.json'];

/**
 * @param nameOrPath a built-in contract's name, or the path or URL of a YAML or JSON file: a contract, any OpenAPI
 *   document, or an overlay of one
 * @param options of the import, where it is one
 * @throws {InputError} if there is no such contract or file
 * @throws {ContractError} if the file is not a contract that can be served; its problems are findings, with file and
 *   line
 */
export async function loadContract(nameOrPath: string, options: LoadOptions = {}): Promise<LoadedContract> {
  if (builtInNames().includes(nameOrPath)) return { name: nameOrPath, ...readBuiltIn(nameOrPath), builtIn: true };
  const file = await contractFile(nameOrPath, options.allowRefs);
  const loaded = isUrl(file) ? await loadFile(nameOrPath, file, options) : await loadCached(nameOrPath, file, options);
  return { name: contractName(file), file, builtIn: false, ...loaded };
}

/** As when the files were read before, if none of them has changed since. */
async function loadCached(given: string, file: string, options: LoadOptions): Promise<Loaded> {
  const { cacheContract, cachedContract } = await import('./contract-cache.ts');
  const asked = { file, bearer: options.bearer === true, allowRefs: options.allowRefs ?? [] };
  const cached = await cachedContract(asked);
  if (cached !== undefined) {
    const { told, findings, ...loaded } = cached.contract;
    for (const place of cached.files) options.onRead?.(place);
    for (const line of told) options.tell?.(line);
    options.found?.(findings);
    return loaded;
  }
  const since = machineTime();
  const places = new Set<string>();
  const told: string[] = [];
  const found: Finding[] = [];
  const loaded = await loadFile(given, file, {
    ...options,
    onRead(place) {
      places.add(place);
      options.onRead?.(place);
    },
    tell(line) {
      told.push(line);
      options.tell?.(line);
    },
    found(findings) {
      found.push(...findings);
      options.found?.(findings);
    },
  });
  // What a URL answers may change with every request.
  if (![...places].some(isUrl)) await cacheContract(asked, { ...loaded, told, findings: found }, [...places], since);
  return loaded;
}

async function loadFile(given: string, file: string, options: LoadOptions): Promise<Loaded> {
  return load(given, await readPlain(file, options), options);
}

async function load(given: string, { file, source, version, files }: ReadFile, options: LoadOptions): Promise<Loaded> {
  if (version !== undefined) {
    const { importDocument } = await import('./import/import-document.ts');
    const { document, report } = await importDocument(file, source, version, { ...options, files });
    return { document, text: source.text, imported: report };
  }
  const { isOverlay } = await import('./overlay/overlay.ts');
  if (isOverlay(source.parsed)) return loadOverlay(given, file, files, options);
  const { examineContract } = await import('./lint/lint-contract.ts');
  return servable(given, await examineContract(file, options), options);
}

/** @throws {ContractError} if there is an error among the findings */
function servable(given: string, { findings, document, text }: Examined, { found }: LoadOptions): Loaded {
  const errors = findings.filter(({ level }) => level === 'error');
  // What cannot be served is never refused without a word.
  if (document === undefined || errors.length > 0)
    throw new ContractError(given, errors.length > 0 ? errors : findings);
  found?.(findings);
  return { document, text };
}

interface Loaded {
  readonly document: Document;
  readonly text: string;
  readonly imported?: ImportReport;
}

/** What an overlay makes of its document; what it says in vain is told. */
async function loadOverlay(
  given: string,
  file: string,
  files: ContractFiles,
  { tell, ...options }: LoadOptions,
): Promise<Loaded> {
  const { readOverlaid } = await import('./overlay/overlaid-document.ts');
  const { formatFinding } = await import('./lint/lint-finding.ts');
  const overlaid = await readOverlaid(file, files, options);
  const { document, imported } = overlaid;
  for (const finding of overlaid.findings) if (finding.level !== 'error') tell?.(formatFinding(finding));
  if (document !== undefined && imported !== undefined) return { document, text: JSON.stringify(document), imported };
  const { examineOverlaid } = await import('./lint/lint-contract.ts');
  return servable(given, await examineOverlaid(file, overlaid, options), options);
}

export interface ReadFile {
  /** Absolute path, or URL. */
  readonly file: string;
  readonly source: SourceText;
  /** As people call it; undefined for what is not imported: a contract, an overlay, and what lint tells best. */
  readonly version: string | undefined;
  readonly files: ContractFiles;
}

/** Reads what stands at an absolute path or URL. @throws {InputError} if that cannot be done */
export async function readPlain(file: string, options: LoadOptions): Promise<ReadFile> {
  const { readSource, versionOf } = await import('./import/read-openapi.ts');
  const { speaksVocabulary } = await import('./import/speaks-vocabulary.ts');
  const { contractFiles } = await import('./files/contract-files.ts');
  const files = contractFiles(file, options);
  const source = await readSource(file, files);
  return { file, source, version: speaksVocabulary(source.parsed) ? undefined : versionOf(source.parsed), files };
}

/**
 * The file that an argument names.
 *
 * @param allowRefs URLs that may be read, besides those of this machine
 * @returns an absolute path, or a URL
 * @throws {InputError} if it is neither a file nor a built-in contract's name
 */
export async function contractFile(nameOrPath: string, allowRefs: readonly string[] = []): Promise<string> {
  if (isUrl(nameOrPath)) {
    const refused = refusedUrl(nameOrPath, allowRefs);
    if (refused !== undefined) throw new InputError(`cannot read ${nameOrPath}: ${refused}`);
    return new URL(nameOrPath).href;
  }
  const file = resolve(nameOrPath);
  const found = await stat(file).catch((error: unknown) => error as NodeJS.ErrnoException);
  if (!(found instanceof Error)) {
    if (found.isFile()) return file;
    throw new InputError(`${nameOrPath} is not a file; name a contract's YAML or JSON file`);
  }
  if (found.code !== 'ENOENT' && found.code !== 'ENOTDIR')
    throw new InputError(`cannot read ${nameOrPath}: ${fileFault(found, 'read')}`);
  if (EXTENSIONS.includes(extname(nameOrPath)) || /[\\/]/.test(nameOrPath))
    throw new InputError(`cannot read ${nameOrPath}: ${fileFault(found, 'read')}`);
  const { nearest } = await import('./did-you-mean.ts');
  const names = builtInNames();
  const near = nearest(nameOrPath, names);
  throw new InputError(
    `no contract is called "${nameOrPath}"${near === undefined ? '' : `; did you mean "${near}"?`} (built in: ${names.join(', ')}; your own: the path of a YAML or JSON file)`,
  );
}

/**
 * The path segment under which a contract of one's own is served: its file's name in lower case, with hyphens. The
 * overlay `petstore.overlay.yaml` is served as the document would be.
 */
function contractName(file: string): string {
  const path = isUrl(file) ? new URL(file).pathname : file;
  const name = basename(path, extname(path))
    .toLowerCase()
    .replace(/(?<=.)\.overlay$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (name === '')
    throw new InputError(
      isUrl(file)
        ? `${file} gives no name to serve it under; save it to a file`
        : `${file} gives no name to serve it under; put a letter or digit into the file's name`,
    );
  return name;
}
