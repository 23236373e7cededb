/** How many tokens of a tenant may be alive at once, where the contract has a ceiling. */
import { rightForm } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectRefusal, jsonOf } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { Fields } from './ask-endpoint.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';

const REFUSED = rfc(
  6749,
  '5.2',
  'The authorization server responds with an HTTP 400 (Bad Request) status code (unless specified otherwise)',
);

const AT_ONCE = 50;
const RACERS = 20;

const ask = (context: Context, client: TargetClient, form: Fields): Promise<Exchange> =>
  context.oauth.token(client, form);

/** A request that proves a key is good once. */
const provesKey = ({ headers }: Exchange): boolean => headers.some(([name]) => name.toLowerCase() === 'dpop');

/** Takes tokens: the first ones are looked at, and of the others, where they are many, the statuses. @returns one of them */
async function take(context: Context, client: TargetClient, form: Fields, count: number): Promise<string> {
  let token = '';
  for (let taken = 0; taken < count; ) {
    const answers = await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - taken) }, () => ask(context, client, form)),
    );
    const tokens = answers.map((answer) => context.oauth.tokens(answer).access_token);
    token ||= tokens[0]!;
    taken += tokens.length;
    if (taken === count || answers.some(provesKey)) continue;
    const statuses = await context.oauth.burst(client, form, count - taken);
    const odd = statuses.find((status) => status !== answers[0]!.status);
    context.expect.that(
      odd === undefined,
      `a token for each of ${count} requests`,
      `status ${odd} after ${taken + statuses.indexOf(odd ?? 0)} tokens`,
    );
    taken = count;
  }
  return token;
}

export const quota = oauthFamily((subject) => {
  const { credential, name } = subject;
  const { max_live: ceiling } = credential;
  if (ceiling === undefined || !subject.grants.has('client_credentials')) return [];
  const { operation } = endpointFor(subject, 'client_credentials');
  const about = `#/x-credentials/${name}`;
  return [
    {
      id: 'quota-exact',
      title: `A tenant has ${ceiling} live tokens and not one more, however many ask at once; a token that died makes room`,
      citation: REFUSED,
      about,
      needs: ['control', 'clock'],
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject, 'client_credentials');
        const full = async (): Promise<void> =>
          expectRefusal(
            context,
            await ask(context, client, form),
            operation,
            'token_quota_exceeded',
            `${ceiling} tokens are alive`,
          );
        const token = await take(context, client, form, ceiling - 1);
        const answers = await Promise.all(Array.from({ length: RACERS }, () => ask(context, client, form)));
        const got = answers.filter((answer) => jsonOf(answer)?.['access_token'] !== undefined);
        context.expect.that(
          got.length === 1,
          'one token for the one place that was left',
          `${got.length} tokens`,
          got[1] ?? answers[0],
        );
        await full();
        if (subject.revoke !== undefined) {
          context.expect.success(await context.oauth.revoke(client, token), subject.revoke.operation);
          context.oauth.tokens(await ask(context, client, form));
          await full();
        }
        await context.clock.advance(contractMs(credential.lifetime));
        context.oauth.tokens(await ask(context, client, form));
      },
    },
  ];
});
