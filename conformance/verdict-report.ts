/** The report of a run: results, totals, duration. */
import type { Advice } from './advice.ts';
import type { Cause } from './causes/cause.ts';
import type { Result } from './check.ts';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly informed: number;
  readonly notRun: number;
  readonly notJudged: number;
  readonly unreachable: number;
  readonly suiteErrors: number;
  /** Failed as the known-failing file says; not among `failed`. */
  readonly knownFailing: number;
  /** Texts that differ from the contract's and may: of the answers, not of the checks. */
  readonly advice: number;
}

export interface Report {
  readonly contract: string;
  /** Title of the contract. */
  readonly title: string;
  /** What reports call the target, and its base URL. */
  readonly target: {
    readonly name: string;
    readonly baseUrl: string;
    /** The target file, and the line of its base URL, where there is one. */
    readonly file?: { readonly path: string; readonly line: number };
    /** Environment variables that hold its secrets. */
    readonly variables: readonly string[];
    /**
     * Where each check had a sandbox of its own, which is gone: the command that makes one anew, such as
     * `tollgate verify oauth2 --mock --seed 7`.
     */
    readonly anew?: string;
  };
  /** What is wrong, the gravest first. */
  readonly causes: readonly Cause[];
  /** In the order of the list of checks; exchanges are redacted. */
  readonly results: readonly Result[];
  /** What differs from the contract and may: it fails no check, and is in no cause. */
  readonly advice: readonly Advice[];
  /** What a real target was held to though no document says so: how many checks of which families ran. */
  readonly assumed: readonly { readonly family: string; readonly checks: number }[];
  readonly totals: Totals;
  /** Entries of the known-failing file that did not fail: each fails the run. */
  readonly stale: readonly { readonly id: string; readonly reason: string }[];
  /** Requests sent. */
  readonly requests: number;
  /** Milliseconds. */
  readonly duration: number;
}
