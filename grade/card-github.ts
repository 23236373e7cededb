/** The card as annotations of a GitHub job: what to do comes first, and each is short. */
import { annotation } from '../conformance/report/github-report.ts';
import { totalsLine } from './card-text.ts';
import { brokenOf } from './grade.ts';
import type { Card } from './grade.ts';
import { exchangeText } from './report.ts';
import type { ReportedClient } from './report.ts';

const COMMANDS = { must: 'error', should: 'warning' } as const;

/** Requests that an annotation names: the card has them all. */
const SHOWN = 2;

export function cardGithub(card: Card, { name }: ReportedClient): string {
  const { failure, stuck, unmet = [] } = card.run;
  const why = brokenOf(card).find(({ verdict }) => verdict.state === 'broken' && verdict.shown.some((one) => one === stuck));
  const broken = card.results.flatMap(({ rule, verdict }) =>
    verdict.state === 'broken'
      ? [
          annotation(
            COMMANDS[rule.level],
            rule.id,
            [
              verdict.mend,
              `Seen: ${verdict.why}${verdict.shown.length === 0 ? '' : ` (${verdict.shown.slice(0, SHOWN).map(exchangeText).join('; ')})`}.`,
              `${rule.citation.standard} ${rule.citation.url}`,
            ].join('\n'),
          ),
        ]
      : [],
  );
  return [
    ...(failure === undefined ? [] : [annotation('error', 'The client itself failed', why?.verdict.state === 'broken' ? `${why.verdict.mend}\nSeen: ${failure}.` : `Seen: ${failure}.`)]),
    ...broken,
    ...(unmet.length === 0 ? [] : [annotation('notice', 'Planned, but not met', unmet.join('\n'))]),
    `${name}: ${totalsLine(card)}`,
    '',
  ].join('\n');
}
