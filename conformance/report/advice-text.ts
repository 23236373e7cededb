/** Advice as reports tell it: one line for what differs, and one for who has the words. */
import type { Advice } from '../advice.ts';
import type { Sources } from '../cited-facts.ts';
import { countedNoun } from '../counted-noun.ts';
import type { Report } from '../verdict-report.ts';
import { citationText } from './citation-text.ts';

/** Operations named of one piece of advice. */
const NAMED = 2;

const operationsText = (ids: readonly string[]): string =>
  ids.length <= NAMED ? ids.join(' and ') : `${ids[0]!} and ${ids.length - 1} more operations`;

/** `401 (invalid credentials) /error/message: "Who are you?" in the contract, "no" here (12 answers, at getPayment)` */
export function adviceLine({ refusal, place, expected, got, operations, answers }: Advice): string {
  const at = operations.length === 0 ? '' : `, at ${operationsText(operations)}`;
  return `${refusal} ${place === '' ? 'the body' : place}: ${expected} in the contract, ${got} here (${countedNoun(answers, 'answer')}${at})`;
}

export const adviceBasis = ({ basis }: Advice, sources: Sources): string =>
  basis === undefined ? 'the contract' : citationText(basis, sources);

/** What stands over it; undefined where there is none. */
export const adviceTitle = ({ advice }: Report): string | undefined =>
  advice.length === 0
    ? undefined
    : `Advice, ${advice.length}: words that differ from the contract's, and that no document quotes`;
