/**
 * Revoking one of the two tokens of an authorization, and what becomes of the other.
 *
 * @see [RFC 7009 §2.1](https://www.rfc-editor.org/rfc/rfc7009#section-2.1)
 */
import { refreshable } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectDead, expectRefusal } from './judge-answer.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Endpoint, Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TokenRevokeAction } from '../../../specs/generated/vocabulary.ts';

const REVOKES = rfc(
  7009,
  '2.1',
  'In the next step, the authorization server invalidates the token. The invalidation takes place immediately, and the token cannot be used again after the revocation.',
);
const CASCADE = rfc(
  7009,
  '2.1',
  'If the particular token is a refresh token and the authorization server supports the revocation of access tokens, then the authorization server SHOULD also invalidate all access tokens based on the same authorization grant',
);

export function revokedRefreshRules(subject: Subject, { operation }: Endpoint<TokenRevokeAction>): Rule[] {
  const about = operation.pointer;
  return [
    {
      id: 'revoke-refresh',
      title: 'A revoked refresh token is good for nothing',
      citation: REVOKES,
      about,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        context.expect.success(await context.oauth.revoke(client, refresh_token), operation);
        expectRefusal(
          context,
          await context.oauth.refresh(client, refresh_token),
          endpointFor(subject, 'refresh_token').operation,
          'invalid_grant',
          'the refresh token was revoked',
        );
      },
    },
    {
      id: 'revoke-cascade',
      title: 'Revoking a refresh token kills the access tokens that came of it',
      level: 'should',
      citation: CASCADE,
      about,
      async run(context: Context) {
        const { client, access_token, refresh_token } = await refreshable(context, subject);
        const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        context.expect.success(await context.oauth.revoke(client, next.refresh_token ?? refresh_token), operation);
        for (const token of [access_token, next.access_token])
          await expectDead(context, token, client, 'its refresh token was revoked');
      },
    },
    {
      id: 'revoke-access-spares-refresh',
      title: 'Revoking an access token leaves its refresh token alone',
      level: 'may',
      citation: rfc(
        7009,
        '2.1',
        'If the token passed to the request is an access token, the server MAY revoke the respective refresh token as well.',
      ),
      about,
      async run(context: Context) {
        const { client, access_token, refresh_token } = await refreshable(context, subject);
        context.expect.success(await context.oauth.revoke(client, access_token), operation);
        context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
      },
    },
  ];
}
