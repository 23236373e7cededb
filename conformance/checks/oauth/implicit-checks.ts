/**
 * Tokens that come back in the address of a redirect.
 *
 * @see [RFC 6749 §4.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.2)
 */
import { expectAlive, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';

const ANSWER = rfc(
  6749,
  '4.2.2',
  'If the resource owner grants the access request, the authorization server issues an access token and delivers it to the client by adding the following parameters to the fragment component of the redirection URI using the "application/x-www-form-urlencoded" format',
);
const REFRESH = rfc(6749, '4.2.2', 'The authorization server MUST NOT issue a refresh token.');
const STATE = rfc(
  6749,
  '4.2.2',
  'REQUIRED if the "state" parameter was present in the client authorization request. The exact value received from the client.',
);
const ERROR = rfc(
  6749,
  '4.2.2.1',
  'If the resource owner denies the access request or if the request fails for reasons other than a missing or invalid redirection URI, the authorization server informs the client by adding the following parameters to the fragment component of the redirection URI using the "application/x-www-form-urlencoded" format',
);

type Query = Parameters<Context['oauth']['authorize']>[1];

interface Answer {
  readonly client: TargetClient;
  readonly exchange: Exchange;
  /** What stands in the query, where servers see it, and in the fragment. */
  readonly query: URLSearchParams;
  readonly fragment: URLSearchParams;
}

async function ask(context: Context, query: Query = {}): Promise<Answer> {
  const client = context.oauth.client('authorization_code', { redirects: true });
  const { exchange, location } = await context.oauth.authorize(client, { response_type: 'token', ...query });
  context.expect.that(
    location !== undefined,
    'a redirect to the client',
    `status ${exchange.status} without one`,
    exchange,
  );
  return { client, exchange, query: location.searchParams, fragment: new URLSearchParams(location.hash.slice(1)) };
}

async function tokenOf(context: Context, query?: Query): Promise<Answer & { readonly token: string }> {
  const answer = await ask(context, query);
  const token = answer.fragment.get('access_token');
  context.expect.that(
    token !== null,
    'an access_token in the fragment',
    `error ${show(answer.fragment.get('error') ?? answer.query.get('error') ?? undefined)}`,
    answer.exchange,
  );
  return { ...answer, token };
}

export const implicitGrants = oauthFamily((subject: Subject) => {
  const { authorize } = subject;
  if (authorize?.action.response_types?.includes('token') !== true) return [];
  const about = authorize.operation.pointer;
  const rules: Rule[] = [
    {
      id: 'implicit',
      title: 'A request for a token gets one that works, in the fragment and nowhere else',
      citation: ANSWER,
      about,
      async run(context: Context) {
        const { token, client, query, fragment, exchange } = await tokenOf(context);
        context.expect.that(!query.has('access_token'), 'no token in the query', 'one', exchange);
        const type = fragment.get('token_type');
        context.expect.that(type?.toLowerCase() === 'bearer', 'token_type Bearer', show(type ?? undefined), exchange);
        const seconds = Number(fragment.get('expires_in') ?? '1');
        context.expect.that(seconds > 0, 'a positive expires_in', show(fragment.get('expires_in')), exchange);
        context.expect.that(!fragment.has('code') && !query.has('code'), 'no code', 'a code', exchange);
        await expectAlive(context, token, client, 'it was just given');
      },
    },
    {
      id: 'implicit-refresh',
      title: 'No refresh token comes with a token in an address',
      citation: REFRESH,
      about,
      async run(context: Context) {
        const { fragment, query, exchange } = await tokenOf(context);
        const told = fragment.get('refresh_token') ?? query.get('refresh_token');
        context.expect.that(told === null, 'no refresh_token', 'one', exchange);
      },
    },
    {
      id: 'implicit-state',
      title: 'state comes back beside a token in an address',
      citation: STATE,
      about,
      async run(context: Context) {
        const state = 'as it was sent';
        const { fragment, exchange } = await tokenOf(context, { state });
        context.expect.that(
          fragment.get('state') === state,
          `state ${show(state)} in the fragment`,
          show(fragment.get('state') ?? undefined),
          exchange,
        );
      },
    },
    {
      id: 'implicit-error',
      title: 'What is wrong with a request for a token is told in the fragment',
      citation: ERROR,
      about,
      async run(context: Context) {
        const { fragment, exchange } = await ask(context, { scope: 'no.such.scope' });
        context.expect.that(!fragment.has('access_token'), 'no token', 'a token', exchange);
        context.expect.that(
          fragment.get('error') === 'invalid_scope',
          'error=invalid_scope in the fragment',
          show(fragment.get('error') ?? undefined),
          exchange,
        );
      },
    },
  ];
  return rules;
});
