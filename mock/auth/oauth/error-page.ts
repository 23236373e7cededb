/**
 * What a person sees when an authorization request cannot be sent back to a client.
 *
 * @see RFC 6749 §4.1.2.1: an unknown client or redirect URI is told to the person, never redirected
 */
import { FAILURES } from '../../contract/failures.ts';
import { escapeHtml, page } from '../html-page.ts';
import type { Page } from '../html-page.ts';
import type { Advice, Refusal } from '../../request/call.ts';

const detail = (term: string, text: string | undefined): string =>
  text === undefined ? '' : `<dt>${term}</dt><dd><code>${escapeHtml(text)}</code></dd>\n`;

const advised = ({ text, code }: Advice): string =>
  `<p>${escapeHtml(text)}</p>\n<pre><code>${escapeHtml(code)}</code></pre>\n`;

export function errorPage({ failure, note, advice = [] }: Refusal): Page {
  return page(
    'This request cannot be answered',
    `<p>${escapeHtml(FAILURES[failure].meaning)} You were not sent back to the application.</p>
<dl>
${detail('Error', failure)}${detail('Rule', note.rule)}${detail('Expected', note.expected)}${detail('Got', note.got)}</dl>
${advice.map(advised).join('')}`,
  );
}
