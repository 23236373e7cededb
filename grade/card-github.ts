/** The card as annotations of a GitHub job: what to do comes first, and each is short. */
import { annotation } from '../conformance/report/github-report.ts';
import { totalsLine } from './card-text.ts';
import type { Card, Graded } from './grade.ts';
import { exchangeText } from './report.ts';
import type { ReportedClient } from './report.ts';
import type { Verdict } from './rule.ts';

const COMMANDS = { must: 'error', should: 'warning' } as const;

/** Requests that an annotation names: the card has them all. */
const SHOWN = 2;

type Broken = Graded & { readonly verdict: Extract<Verdict, { readonly state: 'broken' }> };

function seenText({ verdict: { why, shown } }: Broken): string {
  const named = shown.slice(0, SHOWN).map(exchangeText).join('; ');
  return `Seen: ${why}${named === '' ? '' : ` (${named})`}.`;
}

const sourceText = ({ rule: { citation } }: Broken): string => `${citation.standard} ${citation.url}`;

export function cardGithub(card: Card, { name }: ReportedClient): string {
  const { failure, stuck, unmet = [] } = card.run;
  const broken = card.results.filter((one): one is Broken => one.verdict.state === 'broken');
  // The rule that says why the client failed is told with its failure, once.
  const cause =
    failure === undefined ? undefined : broken.find(({ verdict }) => verdict.shown.some((one) => one === stuck));
  const failed =
    failure === undefined
      ? []
      : [
          annotation(
            'error',
            cause === undefined ? 'The client itself failed' : `The client itself failed: ${cause.rule.id}`,
            [
              ...(cause === undefined ? [] : [cause.verdict.mend]),
              `Seen: ${failure}.`,
              ...(cause === undefined ? [] : [sourceText(cause)]),
            ].join('\n'),
          ),
        ];
  return [
    ...failed,
    ...broken
      .filter((one) => one !== cause)
      .map((one) =>
        annotation(
          COMMANDS[one.rule.level],
          one.rule.id,
          [one.verdict.mend, seenText(one), sourceText(one)].join('\n'),
        ),
      ),
    ...(unmet.length === 0 ? [] : [annotation('notice', 'Planned, but not met', unmet.join('\n'))]),
    `${name}: ${totalsLine(card)}`,
    '',
  ].join('\n');
}
