/** The report card: every rule over a session. */
import { FRONT_CHANNEL } from './rules/front-channel.ts';
import { RETRIES } from './rules/retries.ts';
import { SECRETS_AND_MESSAGES } from './rules/secrets-and-messages.ts';
import { TOKEN_LIFE } from './rules/token-life.ts';
import { notSeen } from './rule.ts';
import type { Rule, Verdict } from './rule.ts';
import type { Session } from './session.ts';

export const RULES: readonly Rule[] = [...TOKEN_LIFE, ...RETRIES, ...FRONT_CHANNEL, ...SECRETS_AND_MESSAGES];

export interface Graded {
  readonly rule: Rule;
  readonly verdict: Verdict;
}

export interface Card {
  readonly session: Session;
  readonly results: readonly Graded[];
}

const UNKEPT = 'headers and bodies of the requests that tell are no longer kept';

export function grade(session: Session, rules: readonly Rule[] = RULES): Card {
  const results = rules.map((rule) => {
    const verdict = rule.judge(session);
    const lost = session.exchanges.filter(({ kept }) => !kept).length;
    return {
      rule,
      verdict:
        verdict.state === 'not_seen' && lost > 0
          ? notSeen(`${verdict.needs} (${lost} of ${session.exchanges.length}: ${UNKEPT})`)
          : verdict,
    };
  });
  return { session, results };
}

export const brokenOf = ({ results }: Card): readonly Graded[] =>
  results.filter(({ verdict }) => verdict.state === 'broken');

/** 1 where a rule is broken that a client must keep. */
export const cardExitCode = (card: Card): 0 | 1 => (brokenOf(card).some(({ rule }) => rule.level === 'must') ? 1 : 0);
