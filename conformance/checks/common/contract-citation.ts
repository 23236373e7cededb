/** Evidence and citation of an element of the contract, for the checks made from it. */
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Evidence, SourceId } from '../../../specs/generated/vocabulary.ts';
import type { Citation } from '../../citation.ts';
import { loadSources } from '../../cited-facts.ts';
import { marksAt, sourcesOf } from '../../evidence-marks.ts';
import type { EvidenceMarks } from '../../evidence-marks.ts';

export interface Basis {
  readonly evidence: Evidence;
  readonly citation: Citation;
}

const parent = (pointer: string): string => pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 1));

/** The element itself, or the nearest one around it that is marked. */
function nearestMarks(contract: CompiledContract, pointer: string): EvidenceMarks {
  for (let place = pointer; place.length > 1; place = parent(place)) {
    const marks = marksAt(contract, place);
    if (marks?.['x-evidence'] !== undefined || marks?.['x-source'] !== undefined) return marks;
  }
  return {};
}

/** Of several facts the one that speaks of this, else the first. */
function chosen(sources: readonly SourceId[], about: RegExp | undefined): SourceId | undefined {
  if (about === undefined || sources.length < 2) return sources[0];
  const { facts } = loadSources();
  return sources.find((id) => about.test(facts[id]?.text ?? '')) ?? sources[0];
}

export interface BasisOptions {
  /** Which of the element's facts is meant, by the words of its text. */
  readonly about?: RegExp;
  /** Where the element is better known than this rule of it. */
  readonly evidence?: Evidence;
  /** A standard that says it too. */
  readonly standard?: { readonly standard: string; readonly url: string };
}

/**
 * What the contract says of how an element is known. A contract without such marks is taken at its word.
 *
 * @param pointer of the element: `#/x-credentials/user_key`, an operation's, a scheme's, an example's
 */
export function basisOf(
  contract: CompiledContract,
  pointer: string,
  { about, evidence, standard }: BasisOptions = {},
): Basis {
  const marks = nearestMarks(contract, pointer);
  const source = chosen(sourcesOf(marks), about);
  return {
    evidence: evidence ?? marks['x-evidence'] ?? 'documented',
    citation: { ...(source !== undefined && { source }), ...standard },
  };
}

export const credentialPointer = (name: string): string => `#/x-credentials/${name}`;

/** NIST SP 800-63B, the public guide where a document is silent about one-time passwords. */
export const NIST_OTP = {
  standard: 'NIST SP 800-63B §5.1.3, §5.2.2',
  url: 'https://pages.nist.gov/800-63-3/sp800-63b.html#sec5',
} as const;
