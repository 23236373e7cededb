/** The text of one finding: what holds, who says so, what was expected and what came, and how to see it oneself. */
import type { Finding, Result } from '../check.ts';
import { isOfWorld } from '../driver/check-world.ts';
import type { Exchange } from '../exchange.ts';
import type { Sources } from '../cited-facts.ts';
import { citationText } from './citation-text.ts';
import { curlLine } from './reproduce.ts';

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

export function findingText({ check }: Result, { expected, got, exchange }: Finding, sources: Sources): string {
  const lines = [
    check.title,
    `  check     ${check.id} (${check.level.toUpperCase()}, ${check.evidence})`,
    `  says      ${citationText(check, sources)}`,
    `  expected  ${expected}`,
    `  got       ${got}`,
  ];
  if (exchange)
    lines.push(
      '  exchange',
      ...exchangeLines(exchange).map((line) => `    ${line}`),
      isOfWorld(exchange.url)
        ? `  reproduce with only: ['${check.id}'], since the sandbox that the check made for itself is gone`
        : `  reproduce ${curlLine(exchange)}`,
    );
  return lines.join('\n');
}
