/** One document of a contract's files. */
import { basename } from 'node:path';
import { bundle } from '#openapi-parser';
import type { Document } from './openapi-document.ts';

/**
 * Bundling leaves references from another file back into the root as that file wrote them, though what they mean stands
 * in the document itself.
 */
function intoRoot(node: unknown, root: string): void {
  if (typeof node !== 'object' || node === null) return;
  const reference = (node as { $ref?: unknown }).$ref;
  if (typeof reference === 'string') {
    const hash = reference.indexOf('#');
    if (hash > 0 && basename(decodeURIComponent(reference.slice(0, hash))) === root)
      (node as { $ref: string }).$ref = reference.slice(hash);
  }
  for (const child of Object.values(node)) intoRoot(child, root);
}

/**
 * @param file absolute path
 * @param read gives the text of a file
 */
export async function bundleContract(
  file: string,
  read: (one: { readonly url: string }) => Promise<string>,
): Promise<Document> {
  // Its types know on and off only; what it hands on is its parser's own kind of reader, which comes before that of
  // URLs.
  const resolve = { file: { order: 1, canRead: true, read } } as object;
  const document = (await bundle(file, { resolve })) as unknown as Document;
  intoRoot(document, basename(file));
  return document;
}
