/** Access tokens, refresh tokens and codes do not stand in for one another. */
import { askCode, codeTokens, redeem, refreshable } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectDead, expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const REFRESH = rfc(
  6749,
  '1.5',
  'Unlike access tokens, refresh tokens are intended for use only with authorization servers and are never sent to resource servers.',
);
const INVALID = rfc(
  6749,
  '5.2',
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
);
const CONFUSED = rfc(
  8725,
  '3.12',
  'the validation rules for those JWTs MUST be written such that they are mutually exclusive, rejecting JWTs of the wrong kind.',
);

export const tokenConfusion = oauthFamily((subject) => {
  if (!subject.grants.has('authorization_code')) return [];
  const rules: Rule[] = [
    {
      id: 'code-as-token',
      title: 'A code is no access token',
      citation: INVALID,
      async run(context: Context) {
        const { client, code } = await askCode(context, subject);
        await expectDead(context, code, client, 'a code is no access token');
      },
    },
    {
      id: 'token-as-code',
      title: 'An access token is no code',
      citation: INVALID,
      async run(context: Context) {
        const { client, access_token } = await codeTokens(context, subject);
        const answer = await redeem(context, subject, {
          client,
          code: access_token,
          redirectUri: client.redirect_uris[0]!,
        });
        expectRefusal(
          context,
          answer,
          endpointFor(subject, 'authorization_code').operation,
          'invalid_grant',
          'an access token is no code',
        );
      },
    },
  ];
  const refreshes =
    subject.grants.has('refresh_token') && subject.credential.refresh?.grants.includes('authorization_code') === true;
  if (!refreshes) return rules;
  return [
    ...rules,
    {
      id: 'refresh-as-access',
      title: 'A refresh token is no access token',
      citation: subject.credential.refresh.format === 'jwt' ? CONFUSED : REFRESH,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        await expectDead(context, refresh_token, client, 'a refresh token is no access token');
      },
    },
    {
      id: 'access-as-refresh',
      title: 'An access token is no refresh token',
      citation: subject.credential.format === 'jwt' ? CONFUSED : INVALID,
      async run(context: Context) {
        const { client, access_token } = await refreshable(context, subject);
        expectRefusal(
          context,
          await context.oauth.refresh(client, access_token),
          endpointFor(subject, 'refresh_token').operation,
          'invalid_grant',
          'an access token is no refresh token',
        );
      },
    },
  ];
});
