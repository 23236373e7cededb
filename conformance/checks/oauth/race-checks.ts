/** What may happen once happens once, however many ask at the same moment. */
import { askCode, leewayMs, redeem, refreshable } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectAlive, expectDead, jsonOf } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';

const CODE = rfc(6749, '4.1.2', 'The client MUST NOT use the authorization code more than once.');
const REFRESH = rfc(
  9700,
  '4.14.2',
  'The previous refresh token is invalidated, but information about the relationship is retained by the authorization server.',
);

const AT_ONCE = 50;
const FEW = 20;

const hasToken = (answer: Exchange): boolean => typeof jsonOf(answer)?.['access_token'] === 'string';

async function race(context: Context, ask: () => Promise<Exchange>, times = AT_ONCE): Promise<readonly Exchange[]> {
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
  );
  const odd = answers.find(({ status }) => status >= 500);
  context.expect.that(odd === undefined, 'a refusal for the others', `status ${odd?.status}`, odd);
  return won;
}

const leewayRace = (subject: Subject): Rule => ({
  id: 'refresh-race-leeway',
  title: `Of ${FEW} simultaneous uses of a refresh token within the leeway each gives tokens that work`,
  citation: REFRESH,
  about: `#/x-credentials/${subject.name}/refresh/reuse_leeway`,
  needs: ['control'],
  async run(context: Context) {
    const { client, refresh_token } = await refreshable(context, subject);
    const answers = await Promise.all(Array.from({ length: FEW }, () => context.oauth.refresh(client, refresh_token)));
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
      title: `Of ${AT_ONCE} simultaneous redemptions of a code one succeeds`,
      citation: CODE,
      needs: ['control'],
      async run(context: Context) {
        const code = await askCode(context, subject);
        await race(context, () => redeem(context, subject, code));
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
      needs: ['control'],
      async run(context: Context) {
        const code = await askCode(context, subject);
        const answers = await race(context, () => redeem(context, subject, code), FEW);
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
      title: `Of ${AT_ONCE} simultaneous uses of a refresh token one succeeds`,
      citation: REFRESH,
      about: `#/x-credentials/${subject.name}/refresh`,
      needs: ['control'],
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        await race(context, () => context.oauth.refresh(client, refresh_token));
      },
    },
  ];
});
