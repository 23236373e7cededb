/** The marks on an element of a contract: how well it is known (`x-evidence`), and what document says so (`x-source`). */
import { at } from '../mock/contract/openapi-document.ts';
import type { CompiledContract, CompiledOperation } from '../mock/contract/compiled-contract.ts';
import type { Citation } from './citation.ts';
import type { Evidence, Failure, SourceId } from '../specs/generated/vocabulary.ts';

export interface EvidenceMarks {
  readonly 'x-evidence'?: Evidence;
  readonly 'x-source'?: SourceId | readonly SourceId[];
  readonly 'x-failure'?: Failure | readonly Failure[];
}

/** The element's own marks; undefined where the contract has no such element. */
export const marksAt = ({ document }: CompiledContract, pointer: string): EvidenceMarks | undefined =>
  at(document, pointer) as EvidenceMarks | undefined;

export const sourcesOf = (marks: EvidenceMarks | undefined): readonly SourceId[] => [marks?.['x-source'] ?? []].flat();

/** How well the wording of a refusal is known. */
export function wordingEvidence(
  contract: CompiledContract,
  operation: CompiledOperation,
  failure: Failure,
): Evidence | undefined {
  const pointer = operation.refusals.get(failure)?.pointer;
  return pointer === undefined ? undefined : marksAt(contract, pointer)?.['x-evidence'];
}

/**
 * Whether the whole answer is our own making, as those are that an import adds: its document says nothing of such a
 * refusal, not even its status.
 */
export function isMadeUp(contract: CompiledContract, { refusals }: CompiledOperation, failure: Failure): boolean {
  const pointer = refusals.get(failure)?.pointer;
  if (pointer === undefined || marksAt(contract, pointer)?.['x-evidence'] !== undefined) return false;
  return marksAt(contract, pointer.replace(/\/content\/.*$/s, ''))?.['x-evidence'] === 'assumed';
}

/**
 * Whether the contract words no answer for bodies that cannot be parsed: that for bodies which break their schema serves
 * in its place, though a framework's parser refuses before any schema is looked at, with a status of its own.
 */
export function isParserOwn(contract: CompiledContract, { refusals }: CompiledOperation, failure: Failure): boolean {
  const pointer = failure === 'malformed_body' ? refusals.get(failure)?.pointer : undefined;
  const words = pointer === undefined ? undefined : marksAt(contract, pointer)?.['x-failure'];
  return words !== undefined && ![words].flat().includes(failure);
}

/** Who says so, of an element that says it itself; undefined where it has no marks. */
export function markedBasis(
  contract: CompiledContract,
  pointer: string,
): { readonly evidence: Evidence; readonly citation: Citation } | undefined {
  const marks = marksAt(contract, pointer);
  const [source] = sourcesOf(marks);
  const evidence = marks?.['x-evidence'];
  return evidence === undefined ? undefined : { evidence, citation: source === undefined ? {} : { source } };
}
