/**
 * Validators of our own schemas, compiled when the package is built: Ajv takes longer for the vocabulary than for most
 * contracts, and every command that reads a file would wait for it.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv/dist/2020.js';

/** What the build wrote: each validator by the reference of its schema. */
interface Prepared {
  readonly digest: string;
  readonly validators: Readonly<Record<string, ValidateFunction>>;
}

/** Tells one state of a schema from another. */
export const schemaDigest = (schema: object): string =>
  createHash('sha256').update(JSON.stringify(schema)).digest('hex');

/**
 * @param name of the file in `dist/validators/`
 * @param schema as it is now
 * @returns a validator by the reference of its schema; undefined where the build compiled none, or another state of it
 */
export function preparedValidators(name: string, schema: object): Prepared['validators'] | undefined {
  let prepared: Prepared;
  try {
    prepared = createRequire(import.meta.url)(`../../validators/${name}.cjs`) as Prepared;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
  return prepared.digest === schemaDigest(schema) ? prepared.validators : undefined;
}
