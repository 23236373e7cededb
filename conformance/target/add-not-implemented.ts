/** Adds operations to `not_implemented` of a target file; every other byte of it stays. */
import { readFile, writeFile } from 'node:fs/promises';
import { isMap, isNode, parseDocument } from 'yaml';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';

export async function addNotImplemented(file: string, operations: readonly string[]): Promise<void> {
  const text = withOperations(await readFile(file, 'utf8'), operations);
  await writeFile(file, text).catch((error: unknown) => {
    throw new InputError(`cannot write the target file ${file}: ${fileFault(error, 'write')}`);
  });
}

/** Written into the text, since a YAML library that writes the whole anew lays out the whole anew. */
export function withOperations(text: string, operations: readonly string[]): string {
  const document = parseDocument(text);
  const { not_implemented: named } = document.toJS() as { readonly not_implemented?: readonly string[] | null };
  // JSON, or written like it.
  const { contents } = document;
  const braces = isMap(contents) && contents.flow === true ? contents : undefined;
  const ids = [...new Set([...(named ?? []), ...operations])].map((id) => (braces ? JSON.stringify(id) : plain(id)));
  const list = `[${ids.join(', ')}]`;
  const node = document.get('not_implemented', true);
  if (isNode(node)) {
    // The first is where the value begins, the second where it ends; a list below its key begins on a line of its own.
    const [start, end] = node.range!;
    const before = text.slice(0, start).replace(/:\s*$/, ': ');
    return `${before}${before.endsWith(' ') ? '' : ' '}${list}${/\n$/.test(text.slice(start, end)) ? '\n' : ''}${text.slice(end)}`;
  }
  if (braces === undefined) return `${text.replace(/(?<=[^\n])$/, '\n')}not_implemented: ${list}\n`;
  const end = braces.range[1] - 1;
  const before = text.slice(0, end).trimEnd();
  return `${before}${/[{,]$/.test(before) ? '' : ','} "not_implemented": ${list}${text.slice(before.length)}`;
}

/** In quotes where YAML could read it as something else. */
const plain = (id: string): string => (/^[A-Za-z_][\w-]*$/.test(id) ? id : JSON.stringify(id));
