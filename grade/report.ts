/** The card as a report of the suite's, so that its formats serve both: a rule stands where a check does. */
import type { Cause } from '../conformance/causes/cause.ts';
import type { Check, Finding, Outcome, Result } from '../conformance/check.ts';
import { citationText } from '../conformance/report/citation-text.ts';
import type { Sources } from '../conformance/cited-facts.ts';
import type { Report } from '../conformance/verdict-report.ts';
import { needsText } from './grade.ts';
import type { Card, Graded, Run } from './grade.ts';
import type { Rule, Verdict } from './rule.ts';
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
function outcomeOf({ rule, verdict, applies }: Graded, run: Run, own: string | undefined): Outcome {
  switch (verdict.state) {
    case 'held':
      return { state: 'passed' };
    case 'not_seen':
      return {
        state: 'not_run',
        reason: applies ? `not seen: ${needsText(verdict, run)}` : `does not apply: ${verdict.needs}`,
      };
    case 'broken':
      return { state: rule.level === 'must' ? 'failed' : 'warned', finding: findingOf(rule, verdict, own) };
  }
}

function findingOf(rule: Rule, broken: Extract<Verdict, { state: 'broken' }>, own: string | undefined): Finding {
  const shown = broken.shown.length === 0 ? '' : ` (${shownText(broken.shown)})`;
  const said = own === undefined ? '' : `, as the document says: ${own}`;
  return {
    expected: `${lower(rule.title)}; ${lower(broken.mend).replace(/\.$/, '')}${said}`,
    got: `${broken.why}${shown}`,
  };
}

const lower = (sentence: string): string =>
  /^[A-Z][a-z]/.test(sentence) ? sentence[0]!.toLowerCase() + sentence.slice(1) : sentence;

const checkOf = ({ id, title, level, citation }: Pick<Check, 'id' | 'title' | 'level' | 'citation'>): Check => ({
  id,
  title,
  level,
  evidence: 'standard',
  citation,
  needs: [],
  run: () => Promise.reject(new Error('a rule is judged from a journal')),
});

const CLIENT_ID = 'client.succeeds';

/** What an exercise asks for by itself. */
const EXERCISE = { standard: 'the exercise itself' };

/** What a run shows besides rules: how the client ended, and whether what was planned was played. */
function ofRun({ plan, failure, unmet = [] }: Run): readonly Result[] {
  if (plan === undefined) return [];
  const succeeds = checkOf({ id: CLIENT_ID, title: 'The client succeeds', level: 'must', citation: EXERCISE });
  const met = checkOf({
    id: 'plan.met',
    title: 'The client met all that was planned',
    level: 'should',
    citation: EXERCISE,
  });
  return [
    {
      check: succeeds,
      outcome:
        failure === undefined
          ? { state: 'passed' }
          : { state: 'failed', finding: { expected: 'the client succeeds, whatever is played to it', got: failure } },
      duration: 0,
    },
    {
      check: met,
      outcome:
        unmet.length === 0
          ? { state: 'passed' }
          : { state: 'not_run', reason: `planned, but not met: ${unmet.join('; ')}` },
      duration: 0,
    },
  ];
}

export interface ReportedClient {
  /** What the report calls it: a command, a file, or the sandbox that it called. */
  readonly name: string;
  readonly where: string;
}

export function reportOf(card: Card, { name, where }: ReportedClient, sources: Sources): Report {
  const { session, results, run } = card;
  const contracts = [...new Set(session.exchanges.map(({ contract }) => contract))];
  const reported = [
    ...ofRun(run),
    ...results.map(
      (graded): Result => ({
        check: checkOf(graded.rule),
        outcome: outcomeOf(graded, run, ownAdvice(graded.rule, session, sources)),
        duration: 0,
      }),
    ),
  ];
  const causes = reported.flatMap(({ check, outcome }): Omit<Cause, 'number'>[] =>
    'finding' in outcome
      ? [
          {
            key: check.id,
            title: check.id === CLIENT_ID ? 'The client itself failed' : `Broken: ${lower(check.title)}`,
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
