/** The options of `verify` and `verifyWith`, validated before a run. */
import { InputError } from '../mock/contract/input-error.ts';
import {
  callback,
  checkArgument,
  checkOptions,
  either,
  flag,
  isRecord,
  oneOf,
  record,
  seedRule,
  text,
  texts,
  whole,
} from '../mock/contract/check-options.ts';
import type { Rules } from '../mock/contract/check-options.ts';
import type { CompiledContract } from '../mock/contract/compiled-contract.ts';
import type { Evidence } from '../specs/generated/vocabulary.ts';
import type { Check, Level, Result } from './check.ts';
import type { KnownFailing } from './known-failing.ts';
import type { Target } from './target/target.ts';

export interface VerifyOptions {
  /** A built-in contract's name, or the path of a YAML or JSON file. */
  readonly contract: string;
  /** The same contract, where it is compiled already. */
  readonly compiled?: CompiledContract | undefined;
  /** `mock` starts the sandbox in this process. */
  readonly target: Target | 'mock';
  /** Ids or patterns of checks; see `fitsId`. */
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  /** The lowest level that is still run; default `may`: all. */
  readonly level?: Level | undefined;
  /** Default: everything against the mock, all but `assumed` against anything else. */
  readonly evidence?: readonly Evidence[] | undefined;
  /** Families of checks that a real target is held to though no document says so, beside those of its file. */
  readonly assume?: readonly string[] | undefined;
  /** Checks at a time; default 8 where each has a world of its own, else 1. */
  readonly concurrency?: number | undefined;
  /** Of the sandbox that is started. */
  readonly seed?: string | number | undefined;
  /** Whether the sandbox that is started speaks HTTPS, so that the transport is checked too. */
  readonly tls?: boolean | undefined;
  /** Folders and URLs, besides a contract file's own folder, that its references may lead into. */
  readonly allowRefs?: readonly string[] | undefined;
  /** Milliseconds for one check; default a minute. */
  readonly timeout?: number | undefined;
  readonly knownFailing?: KnownFailing | undefined;
  /** Ends the run at the first check that fails; those after it are not run. */
  readonly bail?: boolean | undefined;
  /** Ends the run: checks under way are given up, and those after them are not run. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each result as it comes. */
  readonly onResult?: ((result: Result) => void) | undefined;
  /** Called with how many milliseconds the run will wait, since a quota of the target is used up. */
  readonly onQuota?: ((ms: number) => void) | undefined;
  /** Called once, before the first check, with all that will run. */
  readonly onStart?: ((checks: readonly Check[]) => void) | undefined;
}

const LEVELS = ['must', 'should', 'may'] as const satisfies readonly Level[];
const EVIDENCE = ['documented', 'sample', 'public', 'standard', 'assumed'] as const satisfies readonly Evidence[];
const MOST_AT_A_TIME = 256;
/** Longest that a timer waits. */
const LONGEST_MS = 2 ** 31 - 1;

const isTarget = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['baseUrl'] === 'string' &&
  isRecord(value['credentials']) &&
  isRecord(value['safety']);

const RULES: Rules<VerifyOptions> = {
  contract: text('the name of a built-in contract, or the path of a YAML or JSON file'),
  compiled: record('a compiled contract, as readTargetFile gives it'),
  target: either('"mock", or a target as readTargetFile gives it', (value) => value === 'mock', isTarget),
  only: texts('ids or patterns of checks, such as "oauth.*"'),
  skip: texts('ids or patterns of checks, such as "oauth.*"'),
  level: oneOf(LEVELS),
  evidence: {
    must: `a list of ${EVIDENCE.map((kind) => `"${kind}"`).join(', ')}`,
    fits: (value) => Array.isArray(value) && value.every((kind) => (EVIDENCE as readonly unknown[]).includes(kind)),
  },
  assume: texts('families of checks, such as "otp"'),
  concurrency: whole(1, MOST_AT_A_TIME),
  seed: seedRule,
  tls: flag,
  allowRefs: texts('folders and URLs'),
  timeout: whole(1, LONGEST_MS, ', in milliseconds'),
  knownFailing: either('a Map of checks and reasons, as readKnownFailing gives it', (value) => value instanceof Map),
  bail: flag,
  signal: either('an AbortSignal', (value) => value instanceof AbortSignal),
  onResult: callback,
  onQuota: callback,
  onStart: callback,
};

/**
 * @param where the function as a user calls it
 * @throws {InputError} for an option that there is not, one that is missing, and a value that cannot be
 */
export function checkVerifyOptions(where: string, options: unknown): void {
  checkOptions(where, options, RULES);
  const given = options as Partial<VerifyOptions>;
  for (const name of ['contract', 'target'] as const)
    checkArgument(where, `the option ${name}`, given[name], RULES[name]);
  if (given.tls === true && given.target !== 'mock')
    throw new InputError(
      `${where}: the option tls is for the target "mock"; another target's URL says whether it speaks HTTPS`,
    );
  if (given.assume !== undefined && given.target === 'mock')
    throw new InputError(`${where}: the option assume is for a real target; at the sandbox every check is run`);
}
