/** Where a rule stands. */
import type { SourceId } from '../specs/generated/vocabulary.ts';

export interface Citation {
  /** Fact in `specs/sources.yaml`. */
  readonly source?: SourceId;
  /** `RFC 6749 §4.1.2`, with its address. */
  readonly standard?: string;
  readonly url?: string;
  /** The sentence of the standard, word for word. */
  readonly quote?: string;
}
