/**
 * Refresh tokens.
 *
 * @see [RFC 6749 §6](https://www.rfc-editor.org/rfc/rfc6749#section-6), [RFC 9700
 *   §4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2)
 */
import { leewayMs, pastLeeway, refreshable, refresher, stopOnSecond } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectAlive, expectDead, expectRefusal } from './judge-answer.ts';
import { refreshScopes } from './refresh-scope.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import { runOut } from '../common/run-out.ts';
import type { Context } from '../../check-context.ts';

const WORKS = rfc(
  6749,
  '6',
  'If valid and authorized, the authorization server issues an access token as described in Section 5.1.',
);
const BOUND = rfc(
  6749,
  '10.4',
  'The authorization server MUST maintain the binding between a refresh token and the client to whom it was issued.',
);
const ROTATION = rfc(
  9700,
  '4.14.2',
  'the authorization server issues a new refresh token with every access token refresh response. The previous refresh token is invalidated, but information about the relationship is retained by the authorization server.',
);
const BREACH = rfc(
  9700,
  '4.14.2',
  'The authorization server cannot determine which party submitted the invalid refresh token, but it will revoke the active refresh token.',
);
const INVALID = rfc(
  6749,
  '5.2',
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
);

function rotation(subject: Subject, about: string): Rule[] {
  const { operation } = endpointFor(subject, 'refresh_token');
  return [
    {
      id: 'refresh-rotates',
      title: 'Every refresh gives a new refresh token',
      citation: ROTATION,
      about,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        context.expect.that(
          next.refresh_token !== undefined && next.refresh_token !== refresh_token,
          'a new refresh token',
          next.refresh_token === undefined ? 'none' : 'the old one',
          next.exchange,
        );
        context.oauth.tokens(await context.oauth.refresh(client, next.refresh_token));
      },
    },
    {
      id: 'refresh-reuse',
      title: 'A refresh token that was traded in is refused',
      citation: ROTATION,
      about,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        await pastLeeway(context, subject);
        expectRefusal(
          context,
          await context.oauth.refresh(client, refresh_token),
          operation,
          'invalid_grant',
          'the refresh token was used before',
        );
      },
    },
    {
      id: 'refresh-reuse-kills-family',
      title: 'Using a refresh token again kills every token that came of the same authorization',
      citation: BREACH,
      about,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        await pastLeeway(context, subject);
        await context.oauth.refresh(client, refresh_token);
        expectRefusal(
          context,
          await context.oauth.refresh(client, next.refresh_token ?? ''),
          operation,
          'invalid_grant',
          'an older token of its family was used again',
        );
        await expectDead(context, next.access_token, client, 'an older refresh token of its family was used again');
      },
    },
  ];
}

/** A client that refreshes twice at once, or loses an answer, is no thief: for a while both are answered. */
function leewayRules(subject: Subject): Rule[] {
  const about = `#/x-credentials/${subject.name}/refresh/reuse_leeway`;
  const { operation } = endpointFor(subject, 'refresh_token');
  const leeway = leewayMs(subject);
  return [
    {
      id: 'refresh-leeway',
      title: 'Within the leeway a refresh token that was traded in is answered again, and both answers are good',
      citation: ROTATION,
      about,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        const first = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        const again = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        for (const { access_token } of [first, again])
          await expectAlive(context, access_token, client, 'it was just refreshed');
        for (const next of [first, again]) {
          context.expect.that(next.refresh_token !== undefined, 'a refresh token', 'none', next.exchange);
          context.oauth.tokens(await context.oauth.refresh(client, next.refresh_token));
        }
      },
    },
    {
      id: 'refresh-leeway-end',
      title: 'The leeway lasts from the first use until its last millisecond, and not a moment longer',
      citation: ROTATION,
      about,
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(leeway);
        await stopOnSecond(context);
        const { client, refresh_token } = await refreshable(context, subject);
        context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        await runOut(context, leeway, {
          margin: 1,
          before: async () => context.oauth.tokens(await context.oauth.refresh(client, refresh_token)),
          end: async () =>
            expectRefusal(
              context,
              await context.oauth.refresh(client, refresh_token),
              operation,
              'invalid_grant',
              'the refresh token was used before, and the leeway is over',
            ),
        });
      },
    },
  ];
}

function sameToken(subject: Subject, about: string): Rule {
  return {
    id: 'refresh-repeats',
    title: 'A refresh token that does not rotate is good again and again',
    citation: WORKS,
    about,
    async run(context: Context) {
      const { client, refresh_token } = await refreshable(context, subject);
      for (let i = 0; i < 3; i++) {
        const { access_token } = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        await expectAlive(context, access_token, client, 'it was just refreshed');
      }
    },
  };
}

export const refreshTokens = oauthFamily((subject) => {
  const { refresh } = subject.credential;
  if (
    !subject.grants.has('refresh_token') ||
    refresh?.grants.includes('authorization_code') !== true ||
    subject.authorize === undefined
  )
    return [];
  const { operation } = endpointFor(subject, 'refresh_token');
  const about = `#/x-credentials/${subject.name}/refresh`;
  const ms = contractMs(refresh.lifetime ?? 'P30D');
  return [
    {
      id: 'refresh',
      title: 'A refresh token gives a new access token that works',
      citation: WORKS,
      about,
      async run(context: Context) {
        const { client, access_token, refresh_token } = await refreshable(context, subject);
        const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        context.expect.that(next.access_token !== access_token, 'a new access token', 'the old one', next.exchange);
        await expectAlive(context, next.access_token, client, 'it was just refreshed');
      },
    },
    ...(refresh.rotate ? rotation(subject, about) : [sameToken(subject, about)]),
    ...(refresh.rotate && refresh.reuse_leeway !== undefined ? leewayRules(subject) : []),
    ...refreshScopes(subject, about),
    {
      id: 'refresh-of-another-client',
      title: 'A refresh token is good for the client it was given to, and for no other',
      citation: BOUND,
      about,
      needs: ['second_client'],
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        const other = refresher(context, subject, client);
        expectRefusal(
          context,
          await context.oauth.refresh(other, refresh_token),
          operation,
          'invalid_grant',
          "the refresh token is another client's",
        );
        context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
      },
    },
    {
      id: 'refresh-unknown',
      title: 'A refresh token that was never given out is invalid_grant',
      citation: INVALID,
      async run(context: Context) {
        const client = refresher(context, subject);
        expectRefusal(
          context,
          await context.oauth.refresh(client, 'a-refresh-token-nobody-was-given'),
          operation,
          'invalid_grant',
          'nobody was given this refresh token',
        );
      },
    },
    {
      id: 'refresh-missing',
      title: 'A refresh without a refresh token is invalid_request',
      citation: rfc(6749, '6', 'REQUIRED. The refresh token issued to the client.'),
      async run(context: Context) {
        const client = refresher(context, subject);
        for (const refresh_token of [undefined, '']) {
          expectRefusal(
            context,
            await context.oauth.token(client, { grant_type: 'refresh_token', refresh_token }),
            operation,
            'invalid_request',
            'refresh_token is missing',
          );
        }
      },
    },
    {
      id: 'refresh-lifetime',
      title: 'A refresh token is good until the second before its end, and not at its end',
      citation: INVALID,
      about,
      evidence: 'assumed',
      needs: ['wait'],
      async run(context: Context) {
        context.clock.within(ms);
        await stopOnSecond(context);
        if (context.clock.movable) {
          const early = await refreshable(context, subject);
          await context.clock.advance(ms - 1000);
          context.oauth.tokens(await context.oauth.refresh(early.client, early.refresh_token));
        }
        const late = await refreshable(context, subject);
        await context.clock.pass(ms);
        expectRefusal(
          context,
          await context.oauth.refresh(late.client, late.refresh_token),
          operation,
          'invalid_grant',
          'the refresh token has expired',
        );
      },
    },
  ];
});
