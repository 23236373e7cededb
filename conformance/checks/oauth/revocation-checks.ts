/**
 * Token revocation.
 *
 * @see [RFC 7009 §2](https://www.rfc-editor.org/rfc/rfc7009#section-2)
 */
import { anyTokens } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectAlive, expectDead, expectRefusal } from './judge-answer.ts';
import { revokedRefreshRules } from './revocation-refresh.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { hasClients } from './oauth-subject.ts';
import type { Endpoint, Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';
import type { TokenRevokeAction } from '../../../specs/generated/vocabulary.ts';

const REVOKES = rfc(
  7009,
  '2.1',
  'In the next step, the authorization server invalidates the token. The invalidation takes place immediately, and the token cannot be used again after the revocation.',
);
const INVALID_TOKEN = rfc(
  7009,
  '2.2',
  'The authorization server responds with HTTP status code 200 if the token has been revoked successfully or if the client submitted an invalid token.',
);
const HINT = rfc(
  7009,
  '2.1',
  'If the server is unable to locate the token using the given hint, it MUST extend its search across all of its supported token types.',
);
const OWN = rfc(
  7009,
  '2.1',
  'The authorization server first validates the client credentials (in case of a confidential client) and then verifies whether the token was issued to the client making the revocation request.',
);
const REQUIRED = rfc(7009, '2.1', 'REQUIRED. The token that the client wants to get revoked.');

/** Some other client (or key) of the target, that may talk to this endpoint. */
function otherClient(context: Context, subject: Subject, client: TargetClient): TargetClient {
  const grant = subject.grants.has('client_credentials') ? 'client_credentials' : 'authorization_code';
  return context.oauth.client(grant, { other: client });
}

function strangers(subject: Subject, { operation, action }: Endpoint<TokenRevokeAction>): Rule[] {
  const about = operation.pointer;
  const unknown: Rule =
    action.unknown === 'refuse'
      ? {
          id: 'revoke-unknown',
          title: 'Revoking a token that nobody knows, or that is dead, is refused as the contract says',
          citation: INVALID_TOKEN,
          about,
          async run(context: Context) {
            const { client, access_token } = await anyTokens(context, subject);
            context.expect.failure(
              await context.oauth.revoke(client, 'a-token-nobody-was-given'),
              operation,
              'unknown_token',
            );
            context.expect.success(await context.oauth.revoke(client, access_token), operation);
            context.expect.failure(await context.oauth.revoke(client, access_token), operation, 'unknown_token');
          },
        }
      : {
          id: 'revoke-unknown',
          title: 'Revoking a token that nobody knows, or that is dead, succeeds',
          citation: INVALID_TOKEN,
          about,
          async run(context: Context) {
            const { client, access_token } = await anyTokens(context, subject);
            context.expect.status(
              await context.oauth.revoke(client, 'a-token-nobody-was-given'),
              200,
              'an invalid token needs no revoking',
            );
            context.expect.success(await context.oauth.revoke(client, access_token), operation);
            context.expect.status(
              await context.oauth.revoke(client, access_token),
              200,
              'the token was revoked before',
            );
          },
        };
  return [
    unknown,
    {
      id: 'revoke-of-another-client',
      title: "A client cannot revoke another client's token",
      citation: OWN,
      about,
      needs: ['second_client'],
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        const other = otherClient(context, subject, client);
        await context.oauth.revoke(other, access_token);
        await expectAlive(context, access_token, client, 'another client asked to revoke it');
      },
    },
  ];
}

function clientRules(subject: Subject, { operation, action }: Endpoint<TokenRevokeAction>): Rule[] {
  if (!hasClients(subject)) return [];
  const about = operation.pointer;
  return [
    {
      id: 'revoke-wrong-client',
      title: 'A client that fails to authenticate revokes nothing',
      citation: rfc(
        7009,
        '2.1',
        'The client also includes its authentication credentials as described in Section 2.3. of [RFC6749].',
      ),
      about,
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        const strangers: readonly TargetClient[] = [
          { ...client, client_id: 'nobody-by-this-name' },
          ...(client.client_secret === null ? [] : [{ ...client, client_secret: `${client.client_secret}x` }]),
        ];
        for (const stranger of strangers)
          expectRefusal(
            context,
            await context.oauth.revoke(stranger, access_token),
            operation,
            'invalid_client',
            'the client did not authenticate',
          );
        await expectAlive(context, access_token, client, 'nobody who may asked to revoke it');
      },
    },
    ...(action.parameter !== undefined && action.parameter !== 'token'
      ? []
      : [
          {
            id: 'revoke-hint',
            title: 'A wrong token_type_hint is no obstacle',
            citation: HINT,
            about,
            async run(context: Context) {
              for (const token_type_hint of ['refresh_token', 'no_such_type']) {
                const { client, access_token } = await anyTokens(context, subject);
                context.expect.success(
                  await context.oauth.revoke(client, access_token, { token_type_hint }),
                  operation,
                );
                await expectDead(context, access_token, client, 'it was revoked with a wrong hint');
              }
            },
          },
        ]),
  ];
}

export const revocation = oauthFamily((subject) => {
  const { revoke } = subject;
  if (revoke === undefined) return [];
  const { operation, action } = revoke;
  const refreshes =
    subject.grants.has('refresh_token') && subject.credential.refresh?.grants.includes('authorization_code') === true;
  return [
    {
      id: 'revoke-access',
      title: 'A revoked access token is dead at once',
      citation: REVOKES,
      about: operation.pointer,
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        await expectAlive(context, access_token, client, 'it was just issued');
        context.expect.success(await context.oauth.revoke(client, access_token), operation);
        await expectDead(context, access_token, client, 'it was revoked');
      },
    },
    {
      id: 'revoke-one',
      title: "Revoking one token leaves the client's others alive",
      citation: REVOKES,
      about: operation.pointer,
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        const other = await anyTokens(context, subject);
        context.expect.success(await context.oauth.revoke(client, access_token), operation);
        await expectAlive(context, other.access_token, other.client, 'another token was revoked');
      },
    },
    {
      id: 'revoke-missing',
      title: 'A revocation that names no token is refused',
      citation: REQUIRED,
      about: operation.pointer,
      async run(context: Context) {
        const { client } = await anyTokens(context, subject);
        for (const value of [undefined, '']) {
          expectRefusal(
            context,
            await context.oauth.revoke(client, '', { [action.parameter ?? 'token']: value }),
            operation,
            'missing_token_parameter',
            'no token is named',
          );
        }
      },
    },
    ...strangers(subject, revoke),
    ...clientRules(subject, revoke),
    ...(refreshes ? revokedRefreshRules(subject, revoke) : []),
  ];
});
