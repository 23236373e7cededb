/** What may happen once happens once, however many ask at the same moment. */
import { askCode, leewayMs, redeem, refreshable } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectAlive, expectDead, jsonOf } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';

const CODE = rfc(6749, '4.1.2', 'The client MUST NOT use the authorization code more than once.');
const REFRESH = rfc(
  9700,
  '4.14.2',
  'The previous refresh token is invalidated, but information about the relationship is retained by the authorization server.',
);

const AT_ONCE = 50;
const FEW = 20;
/** A server that others use is spared: it is sent so many at most. */
const SPARED = 12;

const timesFor = ({ target }: Context, times: number): number =>
  target.control === undefined ? Math.min(times, SPARED) : times;

const CODE_AGAIN = 'an authorization code is taken again';

/** Whoever asks at the same moment as others. */
const racing =
  (context: Context): NonNullable<Parameters<typeof redeem>[4]> =>
  (client, form) =>
    context.oauth.token(client, form, { atOnce: true });

const hasToken = (answer: Exchange): boolean => typeof jsonOf(answer)?.['access_token'] === 'string';

/** @param again what it is, in words, when more than one succeeds */
async function race(
  context: Context,
  ask: () => Promise<Exchange>,
  again: string,
  most = AT_ONCE,
): Promise<readonly Exchange[]> {
  const times = timesFor(context, most);
  const answers = await Promise.all(Array.from({ length: times }, ask));
  const won = answers.filter(hasToken);
  const statuses = new Map<number, number>();
  for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const counts = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
  context.expect.that(
    won.length === 1,
    `exactly one of ${times} simultaneous requests succeeds`,
    `${won.length} successes (${counts})`,
    won[1] ?? answers[0],
    won.length > 1 ? again : undefined,
  );
  const odd = answers.find(({ status }) => status >= 500);
  context.expect.that(odd === undefined, 'a refusal for the others', `status ${odd?.status}`, odd);
  return won;
}

const refreshAtOnce = (context: Context, client: TargetClient, refresh_token: string): Promise<Exchange> =>
  racing(context)(client, { grant_type: 'refresh_token', refresh_token });

const leewayRace = (subject: Subject): Rule => ({
  id: 'refresh-race-leeway',
  title: 'Of many simultaneous uses of a refresh token within the leeway each gives tokens that work',
  citation: REFRESH,
  about: `#/x-credentials/${subject.name}/refresh/reuse_leeway`,
  async run(context: Context) {
    const { client, refresh_token } = await refreshable(context, subject);
    const answers = await Promise.all(
      Array.from({ length: timesFor(context, FEW) }, () => refreshAtOnce(context, client, refresh_token)),
    );
    for (const answer of answers)
      await expectAlive(context, context.oauth.tokens(answer).access_token, client, 'it was just refreshed');
    context.oauth.tokens(
      await context.oauth.refresh(client, context.oauth.tokens(answers.at(-1)!).refresh_token ?? ''),
    );
  },
});

export const races = oauthFamily((subject) => {
  if (!subject.grants.has('authorization_code')) return [];
  const rotates =
    subject.grants.has('refresh_token') &&
    subject.credential.refresh?.rotate === true &&
    subject.credential.refresh.grants.includes('authorization_code');
  const rules: Rule[] = [
    {
      id: 'code-race',
      title: 'Of many simultaneous redemptions of a code one succeeds',
      citation: CODE,
      async run(context: Context) {
        const code = await askCode(context, subject);
        await race(context, () => redeem(context, subject, code, {}, racing(context)), CODE_AGAIN);
      },
    },
    {
      id: 'code-race-revokes',
      title: 'The token of a code that many redeemed at once is dead',
      level: 'should',
      citation: rfc(
        6749,
        '4.1.2',
        'If an authorization code is used more than once, the authorization server MUST deny the request and SHOULD revoke (when possible) all tokens previously issued based on that authorization code.',
      ),
      async run(context: Context) {
        const code = await askCode(context, subject);
        const answers = await race(context, () => redeem(context, subject, code, {}, racing(context)), CODE_AGAIN, FEW);
        await expectDead(
          context,
          context.oauth.tokens(answers[0]!).access_token,
          code.client,
          'its code was used again',
        );
      },
    },
  ];
  if (!rotates) return rules;
  if (leewayMs(subject) > 0) return [...rules, leewayRace(subject)];
  return [
    ...rules,
    {
      id: 'refresh-race',
      title: 'Of many simultaneous uses of a refresh token one succeeds',
      citation: REFRESH,
      about: `#/x-credentials/${subject.name}/refresh`,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        await race(context, () => refreshAtOnce(context, client, refresh_token), 'a refresh token is taken again');
      },
    },
  ];
});
