/** The text of one finding: what holds, who says so, what was expected and what came, and how to see it oneself. */
import type { Finding, Result } from '../check.ts';
import { isOfWorld } from '../driver/check-world.ts';
import type { Exchange } from '../exchange.ts';
import type { Sources } from '../cited-facts.ts';
import type { Report } from '../verdict-report.ts';
import { foundBasis, citationText } from './citation-text.ts';
import { reproduction } from './reproduce.ts';
import type { Told } from './reproduce.ts';

const LONGEST_BODY = 300;

const clip = (text: string): string =>
  text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}… (${text.length} characters)` : text;

export function exchangeLines({ method, url, headers, body, status, answerHeaders, answerBody }: Exchange): string[] {
  return [
    `> ${method} ${url}`,
    ...headers.map(([name, value]) => `> ${name}: ${value}`),
    ...(body === undefined ? [] : [`> ${clip(body)}`]),
    `< ${status}`,
    ...Object.entries(answerHeaders).map(([name, value]) => `< ${name}: ${value}`),
    ...(answerBody === '' ? [] : [`< ${clip(answerBody)}`]),
  ];
}

/** Where nothing is known of the target but what the exchange shows. */
const ANY_TARGET: Told = { target: { variables: [] } };

/** @param report that the result is of, where it is at hand */
export function findingText(
  { check }: Result,
  finding: Finding,
  sources: Sources,
  report?: Told & Pick<Report, 'causes'>,
): string {
  const { expected, got, exchange } = finding;
  const lines = [
    check.title,
    `  check     ${check.id} (${check.level.toUpperCase()}, ${check.evidence})`,
    `  says      ${citationText(report === undefined ? check : foundBasis(check, report), sources)}`,
    `  expected  ${expected}`,
    `  got       ${got}`,
  ];
  if (exchange)
    lines.push(
      '  exchange',
      ...exchangeLines(exchange).map((line) => `    ${line}`),
      ...againLines(check.id, finding, exchange, report ?? ANY_TARGET),
    );
  return lines.join('\n');
}

function againLines(check: string, finding: Finding, exchange: Exchange, report: Told): string[] {
  const lines = reproduction(report, { check, finding })!.lines;
  if (report.target.anew === undefined && isOfWorld(exchange.url))
    return [`  reproduce with only: ['${check}'], since the sandbox that the check made for itself is gone`];
  return lines.length === 1 ? [`  reproduce ${lines[0]!}`] : ['  reproduce', ...lines.map((line) => `    ${line}`)];
}
