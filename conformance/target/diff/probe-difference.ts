/** A difference, with the request that showed it and its place in the contract. */
import type { Difference } from './compare-answers.ts';

export interface ProbeDifference extends Difference {
  readonly probe: string;
  /** Operation id, or undefined for an unknown path. */
  readonly operation: string | undefined;
  /** JSON pointer into the contract: the response, or the operation where it declares none. */
  readonly pointer: string;
}
