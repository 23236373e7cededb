/** What `tollgate/verify` exports: the suite as a library. */
import type { Result } from './check.ts';
import { OUTCOME_WORDS, reasonOf } from './report/outcome-words.ts';
import { findingText } from './report/failure-text.ts';
import { loadSources } from './cited-facts.ts';

export { ContractError } from '../mock/contract/contract-problem.ts';
export { InputError } from '../mock/contract/input-error.ts';
export type { Check, Finding, Level, Need, Outcome, Result } from './check.ts';
export type { Citation } from './citation.ts';
export type { Exchange } from './exchange.ts';
export { readKnownFailing } from './known-failing.ts';
export type { KnownFailing } from './known-failing.ts';
export type { Advice } from './advice.ts';
export { exitCode } from './verify-exit-code.ts';
export type { ExitOptions } from './verify-exit-code.ts';
export type { Report, Totals } from './verdict-report.ts';
export { TargetError } from './target/target-problem.ts';
export { readTargetFile } from './target/target-file.ts';
export type { TargetAndContract } from './target/target-file.ts';
export type { Target, TargetClient, TargetCredentials, TargetKey, TargetUser } from './target/target.ts';
export { verify } from './verify.ts';
export type { VerifyOptions } from './verify.ts';

/**
 * What came of a check, as the command tells it: with the sentence that says so, the exchange, and a curl line where the
 * exchange's server is still there. Empty if it passed.
 */
export function resultText(result: Result): string {
  const { outcome } = result;
  if (outcome.state === 'passed') return '';
  return 'finding' in outcome
    ? findingText(result, outcome.finding, loadSources())
    : `${OUTCOME_WORDS[outcome.state]}: ${reasonOf(result) ?? ''}`;
}
