/** A cause as a person reads it at a terminal: what is wrong, who says so, what came, how it came to it, and again. */
import type { Cause } from '../causes/cause.ts';
import type { Finding, Step } from '../check.ts';
import type { Sources } from '../cited-facts.ts';
import { countedNoun } from '../counted-noun.ts';
import type { Report } from '../verdict-report.ts';
import { citationText } from './citation-text.ts';
import { exchangeLines } from './failure-text.ts';
import { reproduction } from './reproduce.ts';
import type { Reproduction } from './reproduce.ts';

/** How much is told: nothing but titles, a screen, or everything. */
export type Detail = 'brief' | 'screen' | 'whole';

export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  level(level: Cause['level'], text: string): string;
}

export const NO_PAINT: Paint = { bold: (text) => text, dim: (text) => text, level: (_level, text) => text };

/** Longer lines do not fit beside others on a screen. */
const LINE = 200;

/** Ids shown of the checks of one cause. */
const IDS = 3;

/** One line, and no longer than a screen unless everything is told. */
export const clip = (text: string, detail: Detail): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return detail === 'whole' || line.length <= LINE ? line : `${line.slice(0, LINE - 1)}…`;
};

const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '') || '/';

/** `POST /api/auth/request-otp → 200 (key nile-market)` */
export function stepText(step: Step): string {
  if ('did' in step) return step.did;
  const { method, url, status } = step.exchange;
  return `${method} ${pathOf(url)} → ${status}${step.as === undefined ? '' : ` (${step.as})`}`;
}

const idsText = (ids: readonly string[], detail: Detail): string =>
  detail === 'whole' || ids.length <= IDS
    ? ids.join(', ')
    : `${ids.slice(0, IDS).join(', ')} and ${ids.length - IDS} more`;

export function checksText({ failed, notJudged }: Cause, detail: Detail): string {
  const rest = notJudged.length === 0 ? '' : `; not judged, ${notJudged.length}: ${idsText(notJudged, detail)}`;
  return `${idsText(failed, detail)}${rest}`;
}

/** `13 checks not judged` */
export function countText({ failed, notJudged }: Cause): string {
  const parts = [
    ...(failed.length > 1 ? [countedNoun(failed.length, 'check')] : []),
    ...(notJudged.length > 0 ? [`${countedNoun(notJudged.length, 'check')} not judged`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Steps of one screen line: the last few. */
const STEPS = 4;

const BELOW = / with (the body below|no body)$/;

/** What came, with the request that it came to. */
export function gotText({ got, exchange }: Finding): string {
  if (exchange === undefined) return got;
  const words = BELOW.test(got) || got === String(exchange.status) ? '' : `${got}: `;
  return `${words}${stepText({ exchange })} ${exchange.answerBody}`.trimEnd();
}

function stepsText(steps: readonly Step[]): string {
  const told = steps.slice(-STEPS).map(stepText).join(', ');
  return steps.length > STEPS ? `…, ${told}` : told;
}

export function causeText(cause: Cause, report: Report, sources: Sources, detail: Detail, paint: Paint): string {
  const { number, title, level, finding } = cause;
  const head = `${paint.bold(String(number).padStart(2))}  ${paint.level(level, level.toUpperCase().padEnd(6))}  ${paint.bold(title)}${countText(cause)}`;
  if (detail === 'brief') return head;
  const again = reproduction(report, cause);
  const { exchange, steps = [] } = finding;
  const says = `    says      ${clip(citationText(cause, sources), detail)}`;
  const expected = `    expected  ${clip(finding.expected, detail)}`;
  const checks = `    checks    ${paint.dim(checksText(cause, detail))}`;
  if (detail === 'whole')
    return [
      head,
      says,
      expected,
      `    got       ${clip(finding.got, detail)}`,
      ...steps.map((step, i) => `    ${i === 0 ? 'after' : '     '}     ${stepText(step)}`),
      ...(exchange === undefined ? [] : ['    exchange', ...exchangeLines(exchange).map((line) => `      ${line}`)]),
      ...(again === undefined ? [] : ['    again', ...again.lines.map((line) => `      ${line}`)]),
      checks,
    ].join('\n');
  return [
    head,
    says,
    expected,
    `    got       ${clip(gotText(finding), detail)}`,
    ...againLines(again, steps, number),
    checks,
  ].join('\n');
}

/** One line: the request to paste, or what came before it and where its script is. */
function againLines(again: Reproduction | undefined, steps: readonly Step[], number: number): string[] {
  if (again === undefined) return [];
  const after = `    after     ${clip(stepsText(steps), 'screen')}`;
  if (again.lines.length > 1)
    return [
      steps.length === 0
        ? `    again     --only-cause ${number} prints the request as a script`
        : `${after}; --only-cause ${number} prints it as a script`,
    ];
  return [...(again.command === true && steps.length > 0 ? [after] : []), `    again     ${again.lines[0]!}`];
}
