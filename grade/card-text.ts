/** The card for a person: in a terminal, and in Markdown. */
import { countedNoun } from '../conformance/counted-noun.ts';
import type { Sources } from '../conformance/cited-facts.ts';
import { tool } from '../conformance/report/tool.ts';
import { needsText } from './grade.ts';
import type { Card, Graded } from './grade.ts';
import type { Verdict } from './rule.ts';
import { exchangeText, says, shownText } from './report.ts';
import type { ReportedClient } from './report.ts';

const MARKS = { held: 'held', broken: 'BROKEN', not_seen: 'not seen' } as const;
const ORDER = ['broken', 'held', 'not_seen'] as const;

const countOf = ({ results }: Card, state: Graded['verdict']['state']): number =>
  results.filter(({ verdict }) => verdict.state === state).length;

/** Rules about what the client had nothing to do with. */
const besideOf = ({ results }: Card): readonly Graded[] => results.filter(({ applies }) => !applies);

export function totalsLine(card: Card): string {
  const beside = besideOf(card).length;
  return [
    `${countOf(card, 'held')} held, ${countOf(card, 'broken')} broken, ${countOf(card, 'not_seen') - beside} not seen`,
    ...(beside === 0 ? [] : [`, ${beside} ${beside === 1 ? 'does' : 'do'} not apply`]),
    `; ${countedNoun(card.session.exchanges.length, 'request')}`,
  ].join('');
}

/** What the rules that do not apply are about: `sign-in (5), webhooks (2)`. */
export function besideText(card: Card): string {
  const names = besideOf(card).map(({ rule }) => rule.about?.name ?? '');
  return [...new Set(names)].map((name) => `${name} (${names.filter((one) => one === name).length})`).join(', ');
}

const inOrder = ({ results }: Card): readonly Graded[] =>
  ORDER.flatMap((state) => results.filter(({ verdict, applies }) => verdict.state === state && applies));

const INDENT = ' '.repeat(10);

function lines({ rule, verdict }: Graded, card: Card, sources: Sources): readonly string[] {
  const head = `${MARKS[verdict.state].padEnd(INDENT.length)}${rule.title}  [${rule.id}${rule.level === 'should' ? ', should' : ''}]`;
  switch (verdict.state) {
    case 'held':
      return [head, `${INDENT}${verdict.why}`];
    case 'not_seen':
      return [head, `${INDENT}${needsText(verdict, card.run)}`];
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

/** @param verbose whether rules that do not apply are told one by one */
export function cardText(card: Card, { name }: ReportedClient, sources: Sources, verbose = false): string {
  const { unmet = [], failure } = card.run;
  const beside = besideOf(card);
  return [
    `${name}: ${totalsLine(card)}`,
    '',
    ...(failure === undefined ? [] : [`${'FAILED'.padEnd(INDENT.length)}${failure}`]),
    ...(unmet.length === 0 ? [] : ['not met   Planned, but not met:', ...unmet.map((one) => `${INDENT}- ${one}`)]),
    ...inOrder(card).flatMap((one) => lines(one, card, sources)),
    ...(beside.length === 0
      ? []
      : [
          `no use    ${beside.length === 1 ? 'One rule does' : `${beside.length} rules do`} not apply: the client had nothing to do with ${besideText(card)}${verbose ? '' : ' (--verbose shows them)'}`,
        ]),
    ...(verbose ? beside.map(({ rule }) => `${INDENT}${rule.title}  [${rule.id}]`) : []),
  ].join('\n');
}

const cell = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');

export const cardMarkdown = (card: Card, { name }: ReportedClient, sources: Sources): string =>
  [
    `# Report card: ${name}`,
    '',
    `${totalsLine(card)}.`,
    '',
    ...(card.run.failure === undefined ? [] : [`**Failed**: ${cell(card.run.failure)}.`, '']),
    ...(card.run.unmet ?? []).map((one) => `- Planned, but not met: ${cell(one)}`),
    ...(card.run.unmet === undefined || card.run.unmet.length === 0 ? [] : ['']),
    '| | rule | seen |',
    '|---|---|---|',
    ...inOrder(card).map(({ rule, verdict }) => {
      const seen =
        verdict.state === 'held'
          ? verdict.why
          : verdict.state === 'not_seen'
            ? needsText(verdict, card.run)
            : `${verdict.why} (${shownText(verdict.shown)}). ${verdict.mend} ${says(rule, card.session, sources)}`;
      return `| ${verdict.state === 'broken' ? '**broken**' : MARKS[verdict.state]} | ${cell(rule.title)} | ${cell(seen)} |`;
    }),
    '',
    ...(besideOf(card).length === 0 ? [] : [`Do not apply: ${besideText(card)}.`, '']),
  ].join('\n');

/** What plays it to a client of a running sandbox, for tools with a button. */
const playOf = ({ needs, play }: Extract<Verdict, { state: 'not_seen' }>, { plan }: Card['run']) =>
  play === undefined || plan !== undefined
    ? {}
    : { play: { needs, by: play.by, ...(play.does !== undefined && { does: play.does }) } };

/** The card as data. */
export const cardFields = (card: Card, sources: Sources) => ({
  requests: card.session.exchanges.length,
  ...(card.run.plan !== undefined && { plan: card.run.plan }),
  ...(card.run.failure !== undefined && { failure: card.run.failure }),
  ...(card.run.unmet !== undefined && { not_met: card.run.unmet }),
  results: card.results.map(({ rule, verdict, applies }) => ({
    id: rule.id,
    title: rule.title,
    level: rule.level,
    says: says(rule, card.session, sources),
    state: verdict.state,
    ...(verdict.state === 'held' && { why: verdict.why }),
    ...(verdict.state === 'not_seen' && { needs: needsText(verdict, card.run), applies, ...playOf(verdict, card.run) }),
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
