/** Reads an OpenAPI file of any version, with the files that it refers to, and makes it one OpenAPI 3.1 document. */
import { existsSync } from 'node:fs';
import { upgrade } from '#openapi-upgrader';
import { checkReadable } from '../files/contract-files.ts';
import type { ContractFiles } from '../files/contract-files.ts';
import { checkExtent } from '../files/document-limits.ts';
import { fileFault } from '../file-error-words.ts';
import { isUrl, referredPlace } from '../files/reference-reach.ts';
import { InputError } from '../input-error.ts';
import { shownFile } from '../lint/lint-finding.ts';
import { bringDataBack, setDataAside } from './data-references.ts';
import { requireForms } from './required-forms.ts';
import { copyOf, isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export interface SourceText {
  readonly text: string;
  /** The text's own value; undefined where it cannot be parsed, which lint tells best. */
  readonly parsed: unknown;
}

/** @throws {InputError} if the file cannot be read, or is larger than any contract */
export async function readSource(file: string, files: ContractFiles): Promise<SourceText> {
  await checkReadable(file);
  const text = await files.text(file);
  try {
    const parsed = text.trimStart().startsWith('{') ? parsedJson(text) : undefined;
    // What is not quite JSON, as with a comma too many, may be YAML all the same.
    if (parsed === undefined) return { text, parsed: await parsedYaml(file, files) };
    checkExtent(shownFile(file), parsed);
    return { text, parsed };
  } catch (error) {
    if (error instanceof InputError) throw error;
    return { text, parsed: undefined };
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function parsedYaml(file: string, files: ContractFiles): Promise<unknown> {
  const document = await files.document(file);
  if (!(document instanceof Error)) return document.parsed;
  const limit = files.limitBroken();
  if (limit !== undefined) throw limit;
  throw document;
}

/** `Swagger 2.0`, `OpenAPI 3.0.3`; undefined for what is no OpenAPI document. */
export function versionOf(parsed: unknown): string | undefined {
  if (!isJson(parsed)) return undefined;
  const { swagger, openapi } = parsed;
  if (String(swagger) === '2.0' || swagger === 2) return 'Swagger 2.0';
  return typeof openapi === 'string' && /^3\.[0-2](\.|$)/.test(openapi) ? `OpenAPI ${openapi}` : undefined;
}

/** A reference that leads out of the file. */
const OUTWARD = /["']?\$ref["']?\s*:\s*["']?(?![#"'\s])/;

/**
 * @returns a document of its own, in which every reference begins with `#`
 * @throws {InputError} if a file that it refers to cannot be read
 */
export async function readOpenApi(file: string, { text, parsed }: SourceText, files: ContractFiles): Promise<Json> {
  // An anchor of YAML makes one object of two places: each place gets an object of its own.
  const alone = copyOf(parsed);
  let leadsOut = OUTWARD.test(text);
  if (leadsOut && setDataAside(alone, readableFrom(file, files))) {
    leadsOut = OUTWARD.test(JSON.stringify(alone));
    bringDataBack(alone);
  }
  const document = upgrade(leadsOut ? copyOf(await bundled(file, files)) : alone, '3.1');
  return versionOf(parsed) === 'Swagger 2.0' ? requireForms(document) : document;
}

async function bundled(file: string, files: ContractFiles): Promise<unknown> {
  const { bundleContract } = await import('../bundle-contract.ts');
  /** The bundler tells no more than that a file was not read. */
  let unread: string | undefined;
  const read = async ({ url }: { readonly url: string }): Promise<string> => {
    const place = decodeURIComponent(url);
    const refused = files.refused(place);
    if (refused !== undefined) unread ??= `${shownFile(place)}: ${refused.message} (${refused.suggestion})`;
    try {
      return await withoutData(place, await files.text(place), files);
    } catch (error) {
      unread ??= error instanceof InputError ? error.message : `${shownFile(place)}: ${fileFault(error, 'read')}`;
      throw error;
    }
  };
  try {
    const whole = await bundleContract(file, read);
    bringDataBack(whole);
    return whole;
  } catch (error) {
    throw new InputError(
      `cannot follow the references of ${shownFile(file)}: ${unread ?? (error as Error).message.split('\n')[0]!}`,
    );
  }
}

/** A file's text, in which each `$ref` that can only be data is set aside. */
async function withoutData(place: string, text: string, files: ContractFiles): Promise<string> {
  if (!OUTWARD.test(text)) return text;
  const parsed = text.trimStart().startsWith('{') ? parsedJson(text) : await parsedYaml(place, files);
  const own = parsed === undefined ? undefined : copyOf(parsed);
  return setDataAside(own, readableFrom(place, files)) ? JSON.stringify(own) : text;
}

const readableFrom =
  (place: string, files: ContractFiles) =>
  (reference: string): boolean => {
    const there = referredPlace(place, reference);
    return files.refused(there) === undefined && (isUrl(there) || existsSync(there));
  };
