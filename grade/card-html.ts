/** The card as one self-contained page without a script: rules broken first, each with the exchanges that show it. */
import { countedNoun } from '../conformance/counted-noun.ts';
import type { Sources } from '../conformance/cited-facts.ts';
import { PAGE_STYLE, escape } from '../conformance/report/html-page.ts';
import { besideText, totalsLine } from './card-text.ts';
import { cardExitCode, needsText } from './grade.ts';
import type { Card, Graded } from './grade.ts';
import { exchangeText, says } from './report.ts';
import type { ReportedClient } from './report.ts';
import type { Exchange, Message } from './session.ts';

/** Exchanges of a rule, and characters of a body: the journal has the rest. */
const MOST_EXCHANGES = 6;
const LONGEST_BODY = 4_000;

type Of<State extends Graded['verdict']['state']> = Graded & {
  readonly verdict: Extract<Graded['verdict'], { readonly state: State }>;
};

const ofState = <State extends Graded['verdict']['state']>({ results }: Card, state: State): readonly Of<State>[] =>
  results.filter((one): one is Of<State> => one.verdict.state === state);

const clip = (text: string): string => (text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}…` : text);

const messageLines = (mark: string, { headers, body }: Message): readonly string[] => [
  ...Object.entries(headers).map(([name, value]) => `${mark} ${name}: ${value}`),
  ...(body === undefined || body === '' ? [] : [`${mark} ${clip(body)}`]),
];

function exchangeDetails(exchange: Exchange): string {
  const { method, path, query, status, sent, got, kept } = exchange;
  const search = new URLSearchParams(query).toString();
  const lines = [
    `> ${method} ${path}${search === '' ? '' : `?${search}`}`,
    ...messageLines('>', sent),
    status === 0 ? '< no answer' : `< ${status}`,
    ...messageLines('<', got),
    ...(kept ? [] : ['  (headers and bodies are no longer kept)']),
  ];
  return `<details><summary>${escape(exchangeText(exchange))}</summary><pre>${escape(lines.join('\n'))}</pre></details>`;
}

const withLink = (text: string, url: string): string =>
  escape(text).replace(escape(url), (address) => `<a href="${address}">${address}</a>`);

function brokenArticle({ rule, verdict }: Of<'broken'>, card: Card, sources: Sources): string {
  const { shown, why, mend } = verdict;
  const more = shown.length - MOST_EXCHANGES;
  return `<article class="cause ${rule.level}" id="${rule.id}">
<h3><span class="level">${rule.level.toUpperCase()}</span> ${escape(rule.title)} <small><code>${rule.id}</code></small></h3>
<dl><dt>Seen</dt><dd>${escape(why)}</dd><dt>Mend</dt><dd>${escape(mend)}</dd><dt>Says</dt><dd>${withLink(says(rule, card.session, sources), rule.citation.url)}</dd></dl>
${shown.slice(0, MOST_EXCHANGES).map(exchangeDetails).join('\n')}${more > 0 ? `\n<p><small>and ${countedNoun(more, 'more request')}</small></p>` : ''}
</article>`;
}

const row = ({ rule }: Graded, told: string): string =>
  `<li><b>${escape(rule.title)}</b> <small><code>${rule.id}</code>${rule.level === 'should' ? ', should' : ''}</small><br>${escape(told)}</li>`;

const list = (title: string, rows: readonly string[]): string =>
  rows.length === 0 ? '' : `<h2>${title}</h2>\n<ul>\n${rows.join('\n')}\n</ul>`;

export function cardHtml(card: Card, { name, where }: ReportedClient, sources: Sources): string {
  const broken = ofState(card, 'broken');
  const worst = [...broken].sort((a, b) => Number(a.rule.level === 'should') - Number(b.rule.level === 'should'));
  const musts = broken.filter(({ rule }) => rule.level === 'must').length;
  const { unmet = [], failure } = card.run;
  const fails = cardExitCode(card) === 1 || failure !== undefined;
  const unseen = ofState(card, 'not_seen');
  const rowOf = (one: Of<'not_seen'>): string => row(one, needsText(one.verdict, card.run));
  const beside = unseen.filter(({ applies }) => !applies);
  const grade =
    failure !== undefined
      ? `Failed: ${escape(failure)}`
      : fails
        ? `Failed: ${countedNoun(musts, 'rule')} that a client must keep ${musts === 1 ? 'is' : 'are'} broken`
        : 'Passed: no rule that a client must keep is broken';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Report card: ${escape(name)}</title><style>${PAGE_STYLE}</style></head>
<body><header><h1>Report card</h1></header>
<main>
<h2>${escape(name)}</h2>
<p><code>${escape(where)}</code></p>
<p class="${fails ? 'failed' : 'passed'}"><b>${grade}.</b></p>
<p>${escape(totalsLine(card))}.</p>
${list(
  'Planned, but not met',
  unmet.map((one) => `<li>${escape(one)}</li>`),
)}
${worst.map((one) => brokenArticle(one, card, sources)).join('\n')}
${list(
  'Kept',
  ofState(card, 'held').map((one) => row(one, one.verdict.why)),
)}
${list('Not seen', unseen.filter(({ applies }) => applies).map(rowOf))}
${beside.length === 0 ? '' : `<section><h2>Does not apply</h2>\n<p>The client had nothing to do with ${escape(besideText(card))}.</p>\n<ul>\n${beside.map(rowOf).join('\n')}\n</ul></section>`}
</main>
</body></html>
`;
}
