/** Reads an OpenAPI file of any version, with the files that it refers to, and makes it one OpenAPI 3.1 document. */
import { readFile } from 'node:fs/promises';
import { upgrade } from '@scalar/openapi-upgrader';
import { YAMLParseError, parse } from 'yaml';
import { fileFault } from '../file-error-words.ts';
import { InputError } from '../input-error.ts';
import { shownFile } from '../lint/lint-finding.ts';
import { isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export interface SourceText {
  readonly text: string;
  /** The text's own value; undefined where it cannot be parsed, which lint tells best. */
  readonly parsed: unknown;
}

/** @throws {InputError} if the file cannot be read */
export async function readSource(file: string): Promise<SourceText> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read ${shownFile(file)}: ${fileFault(error, 'read')}`);
  });
  try {
    return { text, parsed: text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { merge: true }) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof YAMLParseError) return { text, parsed: undefined };
    throw error;
  }
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
export async function readOpenApi(file: string, { text, parsed }: SourceText): Promise<Json> {
  const whole = OUTWARD.test(text) ? await bundled(file) : parsed;
  // An anchor of YAML makes one object of two places: each place gets an object of its own.
  const own = JSON.parse(JSON.stringify(whole)) as Json;
  return upgrade(own, '3.1');
}

async function bundled(file: string): Promise<unknown> {
  const { bundle } = await import('@readme/openapi-parser');
  try {
    return await bundle(file);
  } catch (error) {
    throw new InputError(
      `cannot follow the references of ${shownFile(file)}: ${(error as Error).message.split('\n')[0]!}`,
    );
  }
}
