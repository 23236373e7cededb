/** The card as a report of the suite's, so that its formats serve both: a rule stands where a check does. */
import type { Cause } from '../conformance/causes/cause.ts';
import type { Check, Finding, Outcome, Result } from '../conformance/check.ts';
import { citationText } from '../conformance/report/citation-text.ts';
import type { Sources } from '../conformance/cited-facts.ts';
import type { Report } from '../conformance/verdict-report.ts';
import type { Card, Graded } from './grade.ts';
import type { Rule } from './rule.ts';
import type { Exchange, Session } from './session.ts';

/** Entries that a report names; the journal has them all. */
const MOST_SHOWN = 6;

export const exchangeText = ({ id, method, path, status }: Exchange): string =>
  `#${id} ${method} ${path} ${status === 0 ? 'no answer' : status}`;

export function shownText(shown: readonly Exchange[]): string {
  const more = shown.length - MOST_SHOWN;
  return [...shown.slice(0, MOST_SHOWN).map(exchangeText), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

/** What the document of a contract of the session says; undefined where it says nothing. */
function ownAdvice({ advice = [] }: Rule, { exchanges }: Session, { facts, documents }: Sources): string | undefined {
  const texts = [...new Set(exchanges.map(({ contract }) => contract))].map(({ document }) => JSON.stringify(document));
  for (const [fact, words] of advice) {
    const document = fact.split('.')[0]!;
    if (!texts.some((text) => text.includes(`"${document}.`))) continue;
    const claim = facts[fact]?.claims.find(({ quote }) => quote?.includes(words) === true);
    if (claim?.quote !== undefined)
      return `"${claim.quote}" (${[documents[document]?.title, claim.section].filter(Boolean).join(', ')})`;
  }
  return undefined;
}

/** The sentence of the provider's document where there is one, and the standard. */
export function says(rule: Rule, session: Session, sources: Sources): string {
  const own = ownAdvice(rule, session, sources);
  const standard = citationText({ citation: rule.citation, evidence: 'standard' }, sources);
  return own === undefined ? standard : `${own}; ${standard}`;
}

/** @param own what the provider's document says */
function outcomeOf({ rule, verdict }: Graded, own: string | undefined): Outcome {
  switch (verdict.state) {
    case 'held':
      return { state: 'passed' };
    case 'not_seen':
      return { state: 'not_run', reason: `not seen: ${verdict.needs}` };
    case 'broken':
      return { state: rule.level === 'must' ? 'failed' : 'warned', finding: findingOf({ rule, verdict }, own) };
  }
}

function findingOf({ rule, verdict }: Graded, own: string | undefined): Finding {
  const broken = verdict as Extract<Graded['verdict'], { state: 'broken' }>;
  const shown = broken.shown.length === 0 ? '' : ` (${shownText(broken.shown)})`;
  const said = own === undefined ? '' : `, as the document says: ${own}`;
  return {
    expected: `${lower(rule.title)}; ${lower(broken.mend).replace(/\.$/, '')}${said}`,
    got: `${broken.why}${shown}`,
  };
}

const lower = (sentence: string): string =>
  /^[A-Z][a-z]/.test(sentence) ? sentence[0]!.toLowerCase() + sentence.slice(1) : sentence;

export interface ReportedClient {
  /** What the report calls it: a command, a file, or the sandbox that it called. */
  readonly name: string;
  readonly where: string;
}

export function reportOf(card: Card, { name, where }: ReportedClient, sources: Sources): Report {
  const { session, results } = card;
  const contracts = [...new Set(session.exchanges.map(({ contract }) => contract))];
  const reported = results.map((graded): Result => {
    const { rule } = graded;
    const check: Check = {
      id: rule.id,
      title: rule.title,
      level: rule.level,
      evidence: 'standard',
      citation: rule.citation,
      needs: [],
      run: () => Promise.reject(new Error('a rule is judged from a journal')),
    };
    return { check, outcome: outcomeOf(graded, ownAdvice(rule, session, sources)), duration: 0 };
  });
  const causes = reported.flatMap(({ check, outcome }): Omit<Cause, 'number'>[] =>
    'finding' in outcome
      ? [
          {
            key: check.id,
            title: `Broken: ${lower(check.title)}`,
            level: check.level,
            evidence: check.evidence,
            citation: check.citation,
            check: check.id,
            finding: outcome.finding,
            failed: [check.id],
            notJudged: [],
          },
        ]
      : [],
  );
  const count = (state: Outcome['state']): number => reported.filter(({ outcome }) => outcome.state === state).length;
  const [first, last] = [session.exchanges[0], session.exchanges.at(-1)];
  return {
    contract: contracts.map((one) => one.name).join('+') || 'none',
    title: `Client of ${contracts.map((one) => one.title).join(', ') || 'nothing'}`,
    target: { name, baseUrl: where, variables: [] },
    causes: causes.map((cause, i) => ({ number: i + 1, ...cause })),
    results: reported,
    totals: {
      passed: count('passed'),
      failed: count('failed'),
      warned: count('warned'),
      informed: 0,
      notRun: count('not_run'),
      notJudged: 0,
      unreachable: 0,
      suiteErrors: 0,
      knownFailing: 0,
      advice: 0,
    },
    advice: [],
    assumed: [],
    stale: [],
    requests: session.exchanges.length,
    duration: first === undefined || last === undefined ? 0 : last.end - first.at,
  };
}
