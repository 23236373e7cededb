/** What a run found, for a person at a terminal or in a log: totals, then each cause. */
import { causeText, clip, NO_PAINT } from '../../../conformance/report/cause-text.ts';
import type { Detail, Paint } from '../../../conformance/report/cause-text.ts';
import { countedNoun } from '../../../conformance/counted-noun.ts';
import type { Report, Totals } from '../../../conformance/verdict-report.ts';
import {
  OUTCOME_WORDS,
  assumedText,
  notRunByReason,
  paceText,
  reasonOf,
  totalsText,
} from '../../../conformance/report/outcome-words.ts';
import { adviceBasis, adviceLine, adviceTitle } from '../../../conformance/report/advice-text.ts';
import type { Sources } from '../../../conformance/cited-facts.ts';

export interface Telling {
  readonly detail: Detail;
  readonly paint: Paint;
  /** Number of the one cause that is told. */
  readonly only?: number | undefined;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Reasons on one line of a screen. */
const REASONS = 3;

/** Ids of one reason, where everything is told. */
const IDS = 12;

function idsOf({ results }: Report, reason: string): string {
  const ids = results.flatMap(({ check: { id }, outcome }) =>
    outcome.state === 'not_run' && outcome.reason === reason ? [id] : [],
  );
  // A last one alone takes no more room than its number.
  const shown = ids.length === IDS + 1 ? ids : ids.slice(0, IDS);
  return `${shown.join(', ')}${shown.length < ids.length ? ` and ${ids.length - shown.length} more` : ''}`;
}

function notRunLines(report: Report, detail: Detail): string[] {
  const reasons = notRunByReason(report);
  if (detail === 'brief' || reasons.length === 0) return [];
  if (detail === 'whole')
    return reasons.map(([reason, count]) => `Not run, ${count}: ${reason}\n    ${idsOf(report, reason)}`);
  // A line that says "one more" has room for the reason itself.
  const shown = reasons.length === REASONS + 1 ? reasons.length : REASONS;
  const more = reasons.length - shown;
  return [
    ...reasons.slice(0, shown).map(([reason, count]) => `Not run, ${count}: ${reason}`),
    ...(more > 0
      ? [
          `Not run, ${reasons.slice(shown).reduce((sum, [, count]) => sum + count, 0)}: for ${more} more reasons (--verbose tells them)`,
        ]
      : []),
  ];
}

/** Pieces of advice on a screen. */
const ADVICE = 5;

function adviceLines(report: Report, sources: Sources, { paint, detail }: Telling): string[] {
  const title = adviceTitle(report);
  if (title === undefined) return [];
  if (detail === 'brief') return [title];
  const shown = detail === 'whole' ? report.advice : report.advice.slice(0, ADVICE);
  const more = report.advice.length - shown.length;
  return [
    title,
    ...shown.flatMap((one) => [
      `    ${clip(adviceLine(one), detail)}`,
      paint.dim(`      says ${clip(adviceBasis(one, sources), detail)}`),
    ]),
    ...(more > 0 ? [`    and ${more} more (--verbose tells them)`] : []),
  ];
}

/** What stands in no cause: known failures, defects of the suite, and a target that did not answer. */
function others({ results, stale }: Report, { paint, detail }: Telling): string[] {
  const told = results.flatMap((result) => {
    const { check, outcome, known } = result;
    if (known !== undefined && 'finding' in outcome)
      return detail === 'brief' ? [] : [`Known failing: ${check.id} (${known})`];
    return outcome.state === 'suite_error'
      ? [paint.level('must', `${upper(OUTCOME_WORDS[outcome.state])}: ${check.id}: ${reasonOf(result)!}`)]
      : [];
  });
  const silent = new Map<string, number>();
  for (const { outcome } of results)
    if (outcome.state === 'unreachable') silent.set(outcome.reason, (silent.get(outcome.reason) ?? 0) + 1);
  return [
    ...told,
    ...[...silent].map(([reason, count]) =>
      paint.level('must', `${upper(OUTCOME_WORDS.unreachable)}, ${countedNoun(count, 'check')}: ${reason}`),
    ),
    ...stale.map(({ id, reason }) => `Stale: ${id} is listed as known failing, and does not fail (${reason})`),
  ];
}

export function reportText(
  report: Report,
  sources: Sources,
  telling: Telling = { detail: 'screen', paint: NO_PAINT },
): string {
  const { causes } = report;
  const { detail, paint, only } = telling;
  if (only !== undefined) {
    const cause = causes.find(({ number }) => number === only);
    return cause === undefined
      ? `${report.title} on ${report.target.name}: there is no cause ${only}; ${causes.length === 0 ? 'there is none' : `they go from 1 to ${causes.length}`}`
      : causeText(cause, report, sources, 'whole', paint);
  }
  const what = causes.length === 0 ? '' : `${countedNoun(causes.length, 'cause')}: `;
  const head = `${report.title} on ${report.target.name}: ${what}${totalsText(report.totals)}. ${paceText(report)}.`;
  const assumed = assumedText(report);
  const gap = detail === 'brief' ? [] : [''];
  return [
    paint.bold(head),
    ...(causes.length > 0 ? gap : []),
    ...causes.flatMap((cause) => [causeText(cause, report, sources, detail, paint), ...gap]),
    ...others(report, telling),
    ...(assumed === undefined ? [] : [assumed]),
    ...notRunLines(report, detail),
    ...adviceLines(report, sources, telling),
  ].join('\n');
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * The totals of several contracts together.
 *
 * @param duration milliseconds from first to last; contracts may have been checked at the same time
 */
export function summaryText(reports: readonly Report[], duration: number): string {
  const [first] = reports;
  if (first === undefined) return '';
  const names = Object.keys(first.totals) as (keyof Totals)[];
  const totals = Object.fromEntries(
    names.map((name) => [name, sum(reports.map((report) => report.totals[name]))]),
  ) as Record<keyof Totals, number>;
  const whole = {
    ...first,
    results: reports.flatMap(({ results }) => results),
    requests: sum(reports.map(({ requests }) => requests)),
    duration,
  };
  return `${reports.length} contracts: ${totalsText(totals)}. ${paceText(whole)}.`;
}
