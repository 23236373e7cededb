/** How many tokens of a tenant may be alive at once, where the contract has a ceiling. */
import { rightForm } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectRefusal, jsonOf } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { Fields } from './ask-endpoint.ts';
import type { BurstAnswer } from '../../driver/burst.ts';
import { isObject, parseJson } from '../../driver/json-values.ts';
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

const tokenOf = ({ body }: BurstAnswer): unknown => {
  const answer = parseJson(body);
  return isObject(answer) ? answer['access_token'] : undefined;
};

/** Each is answered as the first was, with a token that nobody had before. */
function expectTokens(
  context: Context,
  first: Exchange,
  answers: readonly BurstAnswer[],
  taken: ReadonlySet<string>,
): void {
  const seen = new Set<unknown>(taken);
  answers.forEach((answer, i) => {
    const token = tokenOf(answer);
    const isNew = typeof token === 'string' && seen.size < seen.add(token).size;
    context.expect.that(
      answer.status === first.status && isNew,
      `a token of its own for each of ${taken.size + answers.length} requests`,
      `${typeof token !== 'string' ? 'no token' : isNew ? 'a token' : 'a token that was given out before'}, with status ${answer.status}, after ${taken.size + i} tokens`,
      first,
    );
  });
}

/** Takes tokens: the first ones are looked at whole, and of the others, where they are many, status and token. @returns one of them */
async function take(context: Context, client: TargetClient, form: Fields, count: number): Promise<string> {
  const taken = new Set<string>();
  while (taken.size < count) {
    const answers = await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - taken.size) }, () => ask(context, client, form)),
    );
    const tokens = answers.map((answer) => context.oauth.tokens(answer).access_token);
    const first = answers[0]!;
    expectTokens(
      context,
      first,
      answers.map(({ status, answerBody: body }) => ({ status, body })),
      taken,
    );
    for (const token of tokens) taken.add(token);
    if (taken.size === count || answers.some(provesKey)) continue;
    expectTokens(context, first, await context.oauth.burst(client, form, count - taken.size), taken);
    break;
  }
  return [...taken][0]!;
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
        for (const answer of answers.filter((one) => !got.includes(one)))
          expectRefusal(context, answer, operation, 'token_quota_exceeded', `${ceiling} tokens are alive`);
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
