/** The report card: every rule over a session. */
import { FRONT_CHANNEL } from './rules/front-channel.ts';
import { RETRIES } from './rules/retries.ts';
import { SECRETS_AND_MESSAGES } from './rules/secrets-and-messages.ts';
import { TOKEN_LIFE } from './rules/token-life.ts';
import type { Rule, Verdict } from './rule.ts';
import { sameRequest } from './tokens.ts';
import { isPassing } from './tries.ts';
import type { Exchange, Session } from './session.ts';

export const RULES: readonly Rule[] = [...TOKEN_LIFE, ...RETRIES, ...FRONT_CHANNEL, ...SECRETS_AND_MESSAGES];

export interface Graded {
  readonly rule: Rule;
  readonly verdict: Verdict;
  /** False where the client had nothing to do with what the rule is about. */
  readonly applies: boolean;
}

/** What is known of a session that was played. */
export interface Run {
  /** Name of the plan; undefined where the client was only looked at. */
  readonly plan?: string | undefined;
  /** What was planned and did not happen, with what would make it happen. */
  readonly unmet?: readonly string[];
  /** How the client itself failed. */
  readonly failure?: string | undefined;
  /** The last request of it that never got through. */
  readonly stuck?: Exchange | undefined;
}

export interface Card {
  readonly session: Session;
  readonly results: readonly Graded[];
  readonly run: Run;
}

const UNKEPT = 'headers and bodies of the requests that tell are no longer kept';

export function grade(session: Session, run: Run = {}): Card {
  const results = RULES.map((rule) => {
    const verdict = rule.judge(session);
    const lost = session.exchanges.filter(({ kept }) => !kept).length;
    return {
      rule,
      verdict:
        verdict.state === 'not_seen' && lost > 0
          ? { ...verdict, needs: `${verdict.needs} (${lost} of ${session.exchanges.length}: ${UNKEPT})` }
          : verdict,
      applies: verdict.state !== 'not_seen' || session.exchanges.length === 0 || rule.about?.isIn(session) !== false,
    };
  });
  return { session, results, run };
}

/** What would have to happen, in words that fit where the card is read: an exercise plays plans, a sandbox faults. */
export function needsText({ needs, play }: Extract<Verdict, { state: 'not_seen' }>, { plan }: Run): string {
  if (play === undefined || play.plan === plan) return needs;
  if (plan === undefined) return `${needs}; play it: ${play.by}`;
  return typeof play.plan === 'string'
    ? `${needs}; --plan ${play.plan} plays that`
    : `${needs}; a plan of your own plays that, by the step ${play.plan.step}`;
}

const isRefused = ({ status, fault }: Exchange): boolean => status === 0 || status >= 400 || fault?.lost === true;

/** The request that held the client up: the last that never got through, but one that another try would have helped first. */
export function stuckIn({ exchanges }: Session): Exchange | undefined {
  const never = exchanges.filter(
    (one) =>
      isRefused(one) && !exchanges.some((other) => other.id > one.id && sameRequest(one, other) && !isRefused(other)),
  );
  return never.findLast(isPassing) ?? never.at(-1);
}

export const brokenOf = ({ results }: Card): readonly Graded[] =>
  results.filter(({ verdict }) => verdict.state === 'broken');

/** 1 where a rule is broken that a client must keep. */
export const cardExitCode = (card: Card): 0 | 1 => (brokenOf(card).some(({ rule }) => rule.level === 'must') ? 1 : 0);
