/**
 * Authorization codes: used once, by the client they were given to, and soon.
 *
 * @see [RFC 6749 §4.1.2](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2)
 */
import { askCode, redeem, stopOnSecond, verifierOf } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectDead, jsonOf, expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';

const ONCE = rfc(
  6749,
  '4.1.2',
  'If an authorization code is used more than once, the authorization server MUST deny the request and SHOULD revoke (when possible) all tokens previously issued based on that authorization code.',
);
const BOUND = rfc(
  6749,
  '4.1.3',
  'ensure that the authorization code was issued to the authenticated confidential client, or if the client is public, ensure that the code was issued to "client_id" in the request',
);
const SHORT = rfc(
  6749,
  '4.1.2',
  'The authorization code MUST expire shortly after it is issued to mitigate the risk of leaks. A maximum authorization code lifetime of 10 minutes is RECOMMENDED.',
);
const INVALID = rfc(
  6749,
  '5.2',
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
);
const REQUIRED = rfc(
  6749,
  '5.2',
  'The request is missing a required parameter, includes an unsupported parameter value (other than grant type), repeats a parameter, includes multiple credentials, utilizes more than one mechanism for authenticating the client, or is otherwise malformed.',
);

function expectNotTaken(context: Context, again: Exchange): void {
  const expect: Context['expect'] = context.expect;
  expect.that(
    jsonOf(again)?.['access_token'] === undefined,
    'no token: the code was used before',
    'a token',
    again,
    'an authorization code is taken again',
  );
}

function replay(subject: Subject): Rule[] {
  const { operation } = endpointFor(subject, 'authorization_code');
  return [
    {
      id: 'code-replay',
      title: 'An authorization code is good once',
      citation: ONCE,
      async run(context: Context) {
        const code = await askCode(context, subject);
        context.oauth.tokens(await redeem(context, subject, code));
        const again = await redeem(context, subject, code);
        expectNotTaken(context, again);
        expectRefusal(context, again, operation, 'invalid_grant', 'the code was used before');
      },
    },
    {
      id: 'code-replay-revokes',
      title: 'Using an authorization code again kills the tokens that it gave',
      level: 'should',
      citation: ONCE,
      async run(context: Context) {
        const code = await askCode(context, subject);
        const { access_token, refresh_token } = context.oauth.tokens(await redeem(context, subject, code));
        expectNotTaken(context, await redeem(context, subject, code));
        await expectDead(context, access_token, code.client, 'its code was used again');
        if (refresh_token === undefined || !code.client.grants.includes('refresh_token')) return;
        expectRefusal(
          context,
          await context.oauth.refresh(code.client, refresh_token),
          endpointFor(subject, 'refresh_token').operation,
          'invalid_grant',
          'the code behind the refresh token was used again',
        );
      },
    },
  ];
}

const TEN_MINUTES_MS = 600_000;

function lifetime(subject: Subject): Rule[] {
  const { operation } = endpointFor(subject, 'authorization_code');
  const ms = subject.authorize === undefined ? 0 : contractMs(subject.authorize.action.code_lifetime);
  return [
    {
      id: 'code-lifetime',
      title: `An authorization code is good until the second before ${ms / 1000} s are over, and not at their end`,
      citation: SHORT,
      about: subject.authorize?.operation.pointer,
      evidence: 'assumed',
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(ms);
        await stopOnSecond(context);
        if (context.clock.movable) {
          const last = await askCode(context, subject);
          await context.clock.advance(ms - 1000);
          context.oauth.tokens(await redeem(context, subject, last));
        }
        const late = await askCode(context, subject);
        await context.clock.pass(ms);
        expectRefusal(
          context,
          await redeem(context, subject, late),
          operation,
          'invalid_grant',
          `the code is ${ms / 1000} s old`,
        );
      },
    },
    {
      id: 'code-short-lived',
      title: 'An authorization code is dead after ten minutes',
      level: 'should',
      citation: SHORT,
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(TEN_MINUTES_MS);
        const code = await askCode(context, subject);
        await context.clock.pass(TEN_MINUTES_MS);
        expectRefusal(
          context,
          await redeem(context, subject, code),
          operation,
          'invalid_grant',
          'the code is ten minutes old',
        );
      },
    },
  ];
}

export const codes = oauthFamily((subject) => {
  if (!subject.grants.has('authorization_code')) return [];
  const { operation } = endpointFor(subject, 'authorization_code');
  return [
    ...replay(subject),
    ...lifetime(subject),
    {
      id: 'code-of-another-client',
      title: 'An authorization code is good for the client it was given to, and for no other',
      citation: BOUND,
      needs: ['second_client'],
      async run(context: Context) {
        const code = await askCode(context, subject);
        const other = context.oauth.client('authorization_code', { other: code.client });
        expectRefusal(
          context,
          await redeem(context, subject, { ...code, client: other }),
          operation,
          'invalid_grant',
          'the code was given to another client',
        );
      },
    },
    {
      id: 'code-unknown',
      title: 'A code that was never given out is invalid_grant',
      citation: INVALID,
      async run(context: Context) {
        const code = await askCode(context, subject);
        const altered = `${code.code.slice(0, -4)}${code.code.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
        expectRefusal(
          context,
          await redeem(context, subject, { ...code, code: altered }),
          operation,
          'invalid_grant',
          'nobody was given this code',
        );
      },
    },
    {
      id: 'code-missing',
      title: 'A token request without its code is invalid_request',
      citation: REQUIRED,
      async run(context: Context) {
        const client = context.oauth.client('authorization_code', { redirects: true });
        const form = {
          grant_type: 'authorization_code',
          redirect_uri: client.redirect_uris[0],
          ...verifierOf(subject),
        };
        expectRefusal(
          context,
          await context.oauth.token(client, form),
          operation,
          'invalid_request',
          'code is missing',
        );
      },
    },
  ];
});
