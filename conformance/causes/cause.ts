/** A cause: what is wrong once, however many checks stumble over it. */
import type { Citation } from '../citation.ts';
import type { Finding, Level } from '../check.ts';
import type { Evidence } from '../../specs/generated/vocabulary.ts';

export interface Cause {
  /** From 1, in the order in which causes are told. */
  readonly number: number;
  /** The same from run to run. */
  readonly key: string;
  /** What is wrong, in a sentence. */
  readonly title: string;
  readonly level: Level;
  /** Who says that it is wrong. */
  readonly evidence: Evidence;
  readonly citation: Citation;
  /** The check whose finding shows it best. */
  readonly check: string;
  readonly finding: Finding;
  /** Ids of the checks that failed, warned or noted for it, the one above first. */
  readonly failed: readonly string[];
  /** Ids of the checks that were not judged for it. */
  readonly notJudged: readonly string[];
}
