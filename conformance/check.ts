/** What a check is, and the outcomes that it can have. */
import type { Citation } from './citation.ts';
import type { Evidence } from '../specs/generated/vocabulary.ts';
import type { Context } from './check-context.ts';
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import type { Exchange } from './exchange.ts';
import type { Symptom } from './symptom.ts';

/** `must` fails a run, `should` warns, `may` informs. */
export type Level = 'must' | 'should' | 'may';

/** What a check needs of a target beyond answering requests. */
export type Need =
  /** A control plane: a world of the check's own. */
  | 'control'
  /** A clock that can be moved. */
  | 'clock'
  /** A clock that can be moved, or time to wait until time has passed. */
  | 'wait'
  /** One-time passwords that can be read. */
  | 'otp'
  /** Consent that can be given without a person. */
  | 'consent'
  /** A second tenant, and credentials of it. */
  | 'second_tenant'
  /** A second client. */
  | 'second_client'
  /** Permission to exhaust quotas. */
  | 'exhaust'
  /** Permission to change or delete what is there. */
  | 'destructive'
  /** Keys that can be blocked, deleted and regenerated. */
  | 'keys'
  /** A key that is blocked: one that the target names, or one of the check's own. */
  | 'blocked_key'
  /** A key that is deleted, or an old secret: one that the target names, or one of the check's own. */
  | 'dead_key'
  /** A consent page whose form the suite can fill in. */
  | 'consent_page'
  /** A key whose secret can be replaced, and set back. */
  | 'renew_keys'
  /** HTTPS. */
  | 'tls';

export interface Check {
  /** `oauth.code-replay`, or for one operation `credential.absent:listInvoices`. */
  readonly id: string;
  /** A sentence that holds where the check passes. */
  readonly title: string;
  readonly level: Level;
  readonly evidence: Evidence;
  readonly citation: Citation;
  readonly needs: readonly Need[];
  /**
   * `contract` keeps the contract's own quotas in force; needing `exhaust` does too. Else they are raised in a world of
   * the check's own, so that a long scenario does not run into them.
   */
  readonly quotas?: 'contract';
  /** Sends nothing: it is judged by the answers that the other checks of the run get. */
  readonly watches?: true;
  /** Passes by returning; fails, or declines, by throwing what {@link Context} makes. */
  run(context: Context): Promise<void>;
}

/** Checks of a contract: a family looks at the contract and makes those that apply. */
export type CheckFamily = (suite: SuiteInput) => readonly Check[];

export interface SuiteInput {
  readonly contract: CompiledContract;
}

/** What went wrong, for the person who has to mend it. */
export interface Finding {
  readonly expected: string;
  readonly got: string;
  /** The request that shows it, and its answer. */
  readonly exchange?: Exchange | undefined;
  /** What is wrong, for telling which findings have one cause. */
  readonly symptoms?: readonly Symptom[];
  /** Whether it went wrong before the check came to what it is about. */
  readonly preparation?: true;
  /** What was done before, in order, the request that shows it left out. */
  readonly steps?: readonly Step[];
}

/** Something that led to a finding. */
export type Step =
  | { readonly exchange: Exchange /** Who called: `key nile-market`. */; readonly as?: string | undefined }
  /** `the clock moved by 5 minutes` */
  | { readonly did: string };

export type Outcome =
  | { readonly state: 'passed' }
  | { readonly state: 'failed' | 'warned' | 'informed'; readonly finding: Finding }
  /** With the reason: never to be read as passed. */
  | { readonly state: 'not_run'; readonly reason: string }
  /** What it is about was never reached, since something else failed before: the reason names it. */
  | { readonly state: 'not_judged'; readonly reason: string }
  | { readonly state: 'unreachable'; readonly reason: string }
  /** The suite's own fault. */
  | { readonly state: 'suite_error'; readonly error: string };

export interface Result {
  readonly check: Check;
  readonly outcome: Outcome;
  /** Milliseconds. */
  readonly duration: number;
  /** Listed in the known-failing file, with its reason. */
  readonly known?: string | undefined;
}

/** Thrown by a check whose target breaks the rule. */
export class CheckFailure extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(`expected ${finding.expected}, got ${finding.got}`);
    this.name = 'CheckFailure';
    this.finding = finding;
  }
}

/** Thrown by a check that cannot be run on this target, with the reason. */
export class NotRun extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotRun';
  }
}
