/** Says of a reference that leads nowhere what it names, and what was probably meant. */
import type { Document as SourceDocument } from '@redocly/openapi-core';
import { at, escapePointer } from '../openapi-document.ts';
import { suggestion } from '../did-you-mean.ts';
import { placeOf } from './source-line.ts';
import type { Finding } from './lint-finding.ts';

/** @param document the file in which the reference stands, at the finding's pointer */
export function explainReference(finding: Finding, document: SourceDocument): Finding {
  const node = at(document.parsed, finding.pointer) as { readonly $ref?: unknown } | undefined;
  if (typeof node?.$ref !== 'string') return finding;
  const { $ref } = node;
  const pointer = `${finding.pointer}/$ref`;
  return {
    ...finding,
    ...placeOf(document, pointer),
    pointer,
    message: `nothing stands at "${$ref}"`,
    suggestion: neighbour(document, $ref),
  };
}

/** What stands beside the place that a reference within a file names. */
function neighbour({ parsed }: SourceDocument, reference: string): string | undefined {
  const cut = reference.lastIndexOf('/');
  const parent = reference.startsWith('#/') ? at(parsed, reference.slice(0, cut)) : undefined;
  if (typeof parent !== 'object' || parent === null) return undefined;
  return suggestion(
    reference,
    Object.keys(parent).map((key) => `${reference.slice(0, cut)}/${escapePointer(key)}`),
  );
}
