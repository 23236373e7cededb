/** Adds operations to `not_implemented` of a target file; its comments and everything else stay. */
import { readFile, writeFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';

export async function addNotImplemented(file: string, operations: readonly string[]): Promise<void> {
  const document = parseDocument(await readFile(file, 'utf8'));
  const { not_implemented: named = [] } = document.toJS() as { readonly not_implemented?: readonly string[] };
  document.set('not_implemented', document.createNode([...new Set([...named, ...operations])], { flow: true }));
  await writeFile(file, document.toString({ lineWidth: 0 })).catch((error: unknown) => {
    throw new InputError(`cannot write the target file ${file}: ${fileFault(error, 'write')}`);
  });
}
