/** Adds operations to `not_implemented` of a target file; every other byte of it stays. */
import { readFile, writeFile } from 'node:fs/promises';
import { isNode, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';

export async function addNotImplemented(file: string, operations: readonly string[]): Promise<void> {
  const text = await readFile(file, 'utf8');
  const document = parseDocument(text);
  const { not_implemented: named } = document.toJS() as { readonly not_implemented?: readonly string[] | null };
  const list = `[${[...new Set([...(named ?? []), ...operations])].join(', ')}]`;
  await writeFile(file, withList(text, document, list)).catch((error: unknown) => {
    throw new InputError(`cannot write the target file ${file}: ${fileFault(error, 'write')}`);
  });
}

/** Written into the text, since a YAML library that writes the whole anew lays out the whole anew. */
function withList(text: string, document: Document, list: string): string {
  const node = document.get('not_implemented', true);
  if (!isNode(node)) return `${text.replace(/(?<=[^\n])$/, '\n')}not_implemented: ${list}\n`;
  // The first is where the value begins, the second where it ends; a list below its key begins on a line of its own.
  const [start, end] = node.range!;
  const before = text.slice(0, start).replace(/:\s*$/, ': ');
  return `${before}${before.endsWith(' ') ? '' : ' '}${list}${/\n$/.test(text.slice(start, end)) ? '\n' : ''}${text.slice(end)}`;
}
