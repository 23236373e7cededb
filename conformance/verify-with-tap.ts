/** What `tollgate/tap` exports: a run of the suite as subtests of a test of one's own, one for each check. */
import { checkArgument } from '../mock/contract/check-options.ts';
import type { Check, Result } from './check.ts';
import { resultText } from './library.ts';
import type { Report } from './verdict-report.ts';
import { verify } from './verify.ts';
import type { VerifyOptions } from './verify.ts';
import { checkVerifyOptions } from './checked-verify-options.ts';

/** Takes a text, and more than is said here. */
type Says = (...given: never[]) => unknown;

/** What is asked of a subtest: a test of `tap` has all of it, one of `node:test` what is not optional. */
export interface SubtestLike {
  readonly skip: Says;
  readonly pass?: Says;
  readonly comment?: Says;
}

/** A test that can have subtests: `t` of `tap`, or of `node:test`. */
export interface TestLike {
  test(
    name: string,
    options: { readonly timeout?: number },
    run: (t: SubtestLike) => Promise<void>,
  ): PromiseLike<unknown>;
}

/** Longest that a subtest waits for its check, which may stand in a queue. */
const TIMEOUT_MS = 3_600_000;

interface Awaited {
  readonly check: Check;
  readonly result: Promise<Result>;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

function awaited(check: Check): Awaited {
  let resolve: Awaited['resolve'] = () => undefined;
  let reject: Awaited['reject'] = () => undefined;
  const result = new Promise<Result>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  // Anyone who waits sees the rejection; until somebody does, it is no fault of the process.
  result.catch(() => undefined);
  return { check, result, resolve, reject };
}

function say(t: SubtestLike, how: keyof SubtestLike, text: string): void {
  (t[how] as ((this: SubtestLike, text: string) => unknown) | undefined)?.call(t, text);
}

async function tell(t: SubtestLike, { result }: Awaited): Promise<void> {
  const found = await result;
  const { check, outcome, known } = found;
  if (outcome.state === 'not_run') say(t, 'skip', outcome.reason);
  else if (known !== undefined && outcome.state !== 'passed') say(t, 'skip', `known failing: ${known}`);
  else if (outcome.state === 'passed') say(t, 'pass', check.title);
  else if (outcome.state === 'warned' || outcome.state === 'informed') {
    say(t, 'comment', resultText(found));
    say(t, 'pass', check.title);
  } else throw new Error(resultText(found));
}

/**
 * Checks an implementation, with one subtest for each check: failed where the target breaks a rule, skipped with the
 * reason where the check cannot be run. What is merely recommended passes, with a comment.
 *
 * @throws {InputError} as `verify` does
 */
export async function verifyWith(t: TestLike, options: VerifyOptions): Promise<Report> {
  checkArgument('verifyWith', 'the first argument', t, {
    must: 'a test that can have subtests, such as t of tap or node:test',
    fits: (value) => typeof (value as Partial<TestLike> | null | undefined)?.test === 'function',
  });
  checkVerifyOptions('verifyWith', options);
  const waiting = new Map<string, Awaited>();
  const subtests: PromiseLike<unknown>[] = [];
  const report = verify({
    ...options,
    onStart(checks) {
      for (const check of checks) {
        const one = awaited(check);
        waiting.set(check.id, one);
        subtests.push(t.test(`${check.id}: ${check.title}`, { timeout: TIMEOUT_MS }, (subtest) => tell(subtest, one)));
      }
      options.onStart?.(checks);
    },
    onResult(result) {
      waiting.get(result.check.id)?.resolve(result);
      options.onResult?.(result);
    },
  }).catch((error: unknown) => {
    for (const { reject } of waiting.values()) reject(error);
    throw error;
  });
  await report;
  await Promise.all(subtests);
  const { stale } = await report;
  if (stale.length > 0)
    await t.test('entries of the known-failing file', {}, () =>
      Promise.reject(new Error(`listed as known failing, and do not fail: ${stale.map(({ id }) => id).join(', ')}`)),
    );
  return report;
}
