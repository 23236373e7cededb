/**
 * Finds a contract by name or path and makes it one document. Built-in contracts load neither a YAML parser nor a
 * linter.
 */
import { stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { builtInNames, readBuiltIn } from './built-in-contracts.ts';
import type { Document } from './openapi-document.ts';
import { fileFault } from './file-error-words.ts';
import { InputError } from './input-error.ts';
import { ContractError } from './contract-problem.ts';
import type { ImportOptions, ImportReport } from './import/import-document.ts';

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

export interface LoadOptions extends ImportOptions {
  /** Folders and URLs, besides a file's own folder, that its references may lead into. */
  readonly allowRefs?: readonly string[] | undefined;
}

const EXTENSIONS = ['.yaml', '.yml', '.json'];

/**
 * @param nameOrPath a built-in contract's name, or the path of a YAML or JSON file: a contract, or any OpenAPI document
 * @param options of the import, where it is one
 * @throws {InputError} if there is no such contract or file
 * @throws {ContractError} if the file is not a contract that can be served; its problems are findings, with file and
 *   line
 */
export async function loadContract(nameOrPath: string, options: LoadOptions = {}): Promise<LoadedContract> {
  if (builtInNames().includes(nameOrPath)) return { name: nameOrPath, ...readBuiltIn(nameOrPath), builtIn: true };
  const file = await contractFile(nameOrPath);
  const name = contractName(file);
  const plain = await importPlain(file, options);
  if (plain !== undefined) return { name, file, builtIn: false, ...plain };
  const { examineContract } = await import('./lint/lint-contract.ts');
  const { findings, document, text } = await examineContract(file, options);
  const errors = findings.filter((finding) => finding.level === 'error');
  if (document === undefined || errors.length > 0) throw new ContractError(nameOrPath, errors);
  return { name, document, text, file, builtIn: false };
}

/** Imports a file that has none of the vocabulary. @returns undefined for a contract, and for what lint tells best */
async function importPlain(
  file: string,
  { allowRefs = [], ...options }: LoadOptions,
): Promise<Pick<LoadedContract, 'document' | 'text' | 'imported'> | undefined> {
  const { readSource, versionOf } = await import('./import/read-openapi.ts');
  const { speaksVocabulary } = await import('./import/speaks-vocabulary.ts');
  const { contractFiles } = await import('./files/contract-files.ts');
  const files = contractFiles(file, allowRefs);
  const source = await readSource(file, files);
  const version = versionOf(source.parsed);
  if (version === undefined || speaksVocabulary(source.parsed)) return undefined;
  const { importDocument } = await import('./import/import-document.ts');
  const { document, report } = await importDocument(file, source, version, { ...options, files });
  return { document, text: source.text, imported: report };
}

/**
 * The file that an argument names.
 *
 * @returns an absolute path
 * @throws {InputError} if it is neither a file nor a built-in contract's name
 */
export async function contractFile(nameOrPath: string): Promise<string> {
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

/** The path segment under which a contract of one's own is served: its file's name in lower case, with hyphens. */
function contractName(file: string): string {
  const name = basename(file, extname(file))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (name === '')
    throw new InputError(`${file} gives no name to serve it under; put a letter or digit into the file's name`);
  return name;
}
