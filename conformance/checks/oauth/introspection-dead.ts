/**
 * Introspection of tokens that were good once.
 *
 * @see [RFC 7662 §2.2](https://www.rfc-editor.org/rfc/rfc7662#section-2.2)
 */
import { runOutToken } from '../common/run-out.ts';
import { anyTokens, refreshable, stopOnSecond } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectInactive, introspector } from './introspector.ts';
import { jsonOf } from './judge-answer.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import { contractMs } from '../../../mock/contract/durations.ts';

const INACTIVE = rfc(
  7662,
  '2.2',
  'If the introspection call is properly authorized but the token is not active, does not exist on this server, or the protected resource is not allowed to introspect this particular token, then the authorization server MUST return an introspection response with the "active" field set to "false".',
);

export function deadTokenRules(subject: Subject, about: string): Rule[] {
  const rules: Rule[] = [
    {
      id: 'introspect-expired',
      title: 'A token is active until the second before its end, and not at its end',
      citation: INACTIVE,
      about,
      needs: ['wait'],
      async run(context: Context) {
        await stopOnSecond(context);
        const { client, access_token, expires_in } = await anyTokens(context, subject);
        const asker = introspector(context, subject, client);
        const ms = expires_in === undefined ? contractMs(subject.credential.lifetime) : expires_in * 1000;
        await runOutToken(context, ms, {
          async before() {
            const exchange = await context.oauth.introspect(asker, access_token);
            context.expect.that(
              jsonOf(exchange)?.['active'] === true,
              'active true a second before its end',
              exchange.answerBody,
              exchange,
            );
          },
          end: async () =>
            expectInactive(context, await context.oauth.introspect(asker, access_token), 'the token expired'),
        });
      },
    },
  ];
  if (subject.revoke !== undefined) {
    rules.push({
      id: 'introspect-revoked',
      title: 'A revoked token is not active',
      citation: INACTIVE,
      about,
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        context.expect.success(await context.oauth.revoke(client, access_token), subject.revoke!.operation);
        expectInactive(
          context,
          await context.oauth.introspect(introspector(context, subject, client), access_token),
          'the token was revoked',
        );
      },
    });
  }
  if (
    subject.grants.has('refresh_token') &&
    subject.credential.refresh?.grants.includes('authorization_code') === true &&
    subject.credential.refresh.rotate
  ) {
    rules.push({
      id: 'introspect-used-refresh',
      title: 'A refresh token that was traded in is not active',
      citation: INACTIVE,
      about: `#/x-credentials/${subject.name}/refresh`,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        expectInactive(
          context,
          await context.oauth.introspect(introspector(context, subject, client), refresh_token),
          'the refresh token was used',
        );
      },
    });
  }
  return rules;
}
