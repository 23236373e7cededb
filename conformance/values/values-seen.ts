/**
 * What the answers of a whole run said: for each value that a check is about, whether it was seen, and the first that
 * was wrong.
 */
import type { Check, Finding, Outcome } from '../check.ts';
import { outcomeOf } from '../outcome.ts';
import type { Redaction } from '../exchange-redaction.ts';
import { CheckFailure } from '../check.ts';
import type { Aspect } from './on-value.ts';

export interface Ledger {
  note(aspect: Aspect, operation: string, finding: Finding | undefined, redaction: Redaction): void;
  outcome(check: Check): Outcome;
}

/** `value.request.id:listAwards` */
export const valueId = (aspect: Aspect, operation: string): string => `value.${aspect}:${operation}`;

interface Entry {
  seen: number;
  wrong: number;
  finding: Finding | undefined;
}

export function createLedger(): Ledger {
  const entries = new Map<string, Entry>();
  return {
    note(aspect, operation, finding, redaction) {
      const id = valueId(aspect, operation);
      const entry = entries.get(id) ?? { seen: 0, wrong: 0, finding: undefined };
      entries.set(id, entry);
      entry.seen++;
      if (finding === undefined) return;
      entry.wrong++;
      entry.finding ??= {
        expected: redaction.text(finding.expected),
        got: redaction.text(finding.got),
        ...(finding.exchange && { exchange: redaction.exchange(finding.exchange) }),
        ...(finding.symptoms && { symptoms: finding.symptoms }),
      };
    },
    outcome(check) {
      const entry = entries.get(check.id);
      if (entry === undefined)
        return {
          state: 'not_run',
          reason: 'no answer of this run had this value where the suite knows what it must be',
        };
      if (entry.finding === undefined) return { state: 'passed' };
      const { expected, got, ...rest } = entry.finding;
      const finding = {
        expected,
        got: entry.wrong === 1 ? got : `${got} (and ${entry.wrong - 1} more answers that are wrong)`,
        ...rest,
      };
      return outcomeOf(check, new CheckFailure(finding), UNREDACTED);
    },
  };
}

/** The finding was redacted when it was noted, by the secrets of the check that saw it. */
const UNREDACTED: Redaction = { add: () => undefined, text: (text) => text, exchange: (exchange) => exchange };
