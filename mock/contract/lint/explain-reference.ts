/** Says of a reference that leads nowhere what it names, and what was probably meant. */
import type { Document as SourceDocument } from '#openapi-core';
import { at, escapePointer } from '../openapi-document.ts';
import { suggestion } from '../did-you-mean.ts';
import type { ContractFiles } from '../files/contract-files.ts';
import { referredPlace } from '../files/reference-reach.ts';
import { placeOf } from './source-line.ts';
import type { Finding } from './lint-finding.ts';

/**
 * @param document the file in which the reference stands, at the finding's pointer
 * @returns undefined where another reference stands at its end, of which the same is told
 */
export function explainReference(
  finding: Finding,
  document: SourceDocument,
  files: ContractFiles,
): Finding | undefined {
  const node = at(document.parsed, finding.pointer) as { readonly $ref?: unknown } | undefined;
  if (typeof node?.$ref !== 'string') return finding;
  const { $ref } = node;
  if ($ref.startsWith('#') && at(document.parsed, $ref) !== undefined) return undefined;
  const pointer = `${finding.pointer}/$ref`;
  const there = referredPlace(document.source.absoluteRef, $ref);
  const refused = $ref.startsWith('#') ? undefined : files.refused(there);
  if (refused !== undefined)
    return {
      ...finding,
      ...placeOf(document, pointer),
      rule: 'reference-reach',
      pointer,
      message: `"${$ref}" is not read: ${refused.message}`,
      suggestion: refused.suggestion,
    };
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
