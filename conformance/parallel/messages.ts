/** What a run says to its workers, and they to it. */
import type { Outcome } from '../check.ts';

/** Checks of one contract, for a worker to run on a sandbox of its own. */
export interface Slice {
  /** A built-in contract's name, or the path of one. */
  readonly contract: string;
  readonly seed: string | number | undefined;
  readonly ids: readonly string[];
  /** Checks at a time. */
  readonly concurrency: number;
  /** Milliseconds for one check. */
  readonly timeoutMs: number;
}

/** One check's end; `index` is its place in the slice. */
export interface SliceResult {
  readonly index: number;
  readonly outcome: Outcome;
  readonly duration: number;
}

export type FromWorker = { readonly result: SliceResult } | { readonly requests: number } | { readonly error: string };
