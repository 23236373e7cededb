/** The card for a person: in a terminal, and in Markdown. */
import { countedNoun } from '../conformance/counted-noun.ts';
import type { Sources } from '../conformance/cited-facts.ts';
import { tool } from '../conformance/report/tool.ts';
import type { Card, Graded } from './grade.ts';
import { exchangeText, says, shownText } from './report.ts';
import type { ReportedClient } from './report.ts';

const MARKS = { held: 'held', broken: 'BROKEN', not_seen: 'not seen' } as const;
const ORDER = ['broken', 'held', 'not_seen'] as const;

const countOf = ({ results }: Card, state: Graded['verdict']['state']): number =>
  results.filter(({ verdict }) => verdict.state === state).length;

export const totalsLine = (card: Card): string =>
  `${countOf(card, 'held')} held, ${countOf(card, 'broken')} broken, ${countOf(card, 'not_seen')} not seen; ${countedNoun(card.session.exchanges.length, 'request')}`;

const inOrder = ({ results }: Card): readonly Graded[] =>
  ORDER.flatMap((state) => results.filter(({ verdict }) => verdict.state === state));

const INDENT = ' '.repeat(10);

function lines({ rule, verdict }: Graded, card: Card, sources: Sources): readonly string[] {
  const head = `${MARKS[verdict.state].padEnd(INDENT.length)}${rule.title}  [${rule.id}${rule.level === 'should' ? ', should' : ''}]`;
  switch (verdict.state) {
    case 'held':
      return [head, `${INDENT}${verdict.why}`];
    case 'not_seen':
      return [head, `${INDENT}${verdict.needs}`];
    case 'broken':
      return [
        head,
        `${INDENT}seen: ${verdict.why}`,
        ...(verdict.shown.length === 0 ? [] : [`${INDENT}in:   ${shownText(verdict.shown)}`]),
        `${INDENT}mend: ${verdict.mend}`,
        `${INDENT}says: ${says(rule, card.session, sources)}`,
      ];
  }
}

export const cardText = (card: Card, { name }: ReportedClient, sources: Sources): string =>
  [`${name}: ${totalsLine(card)}`, '', ...inOrder(card).flatMap((one) => lines(one, card, sources))].join('\n');

const cell = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

export const cardMarkdown = (card: Card, { name }: ReportedClient, sources: Sources): string =>
  [
    `# Report card: ${name}`,
    '',
    `${totalsLine(card)}.`,
    '',
    '| | rule | seen |',
    '|---|---|---|',
    ...inOrder(card).map(({ rule, verdict }) => {
      const seen =
        verdict.state === 'held'
          ? verdict.why
          : verdict.state === 'not_seen'
            ? verdict.needs
            : `${verdict.why} (${shownText(verdict.shown)}). ${verdict.mend} ${says(rule, card.session, sources)}`;
      return `| ${verdict.state === 'broken' ? '**broken**' : MARKS[verdict.state]} | ${cell(rule.title)} | ${cell(seen)} |`;
    }),
    '',
  ].join('\n');

/** The card as data. */
export const cardFields = (card: Card, sources: Sources) => ({
  requests: card.session.exchanges.length,
  results: card.results.map(({ rule, verdict }) => ({
    id: rule.id,
    title: rule.title,
    level: rule.level,
    says: says(rule, card.session, sources),
    state: verdict.state,
    ...(verdict.state === 'held' && { why: verdict.why }),
    ...(verdict.state === 'not_seen' && { needs: verdict.needs }),
    ...(verdict.state === 'broken' && {
      why: verdict.why,
      mend: verdict.mend,
      entries: verdict.shown.map(({ id }) => id),
      shown: verdict.shown.map(exchangeText),
    }),
  })),
});

/** For programs. */
export const cardJson = (card: Card, { name, where }: ReportedClient, sources: Sources): string =>
  `${JSON.stringify({ version: 1, tool: tool(), client: name, where, ...cardFields(card, sources) }, undefined, 2)}\n`;
