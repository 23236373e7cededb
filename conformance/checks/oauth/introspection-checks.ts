/**
 * Token introspection.
 *
 * @see [RFC 7662 §2](https://www.rfc-editor.org/rfc/rfc7662#section-2)
 */
import { anyTokens } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { deadTokenRules } from './introspection-dead.ts';
import { askers, expectInactive, expectNothingElse, introspector } from './introspector.ts';
import { expectRefusal, jsonOf, show } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { scopeSet } from './scope-words.ts';
import { hasClients } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context, Expect } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';

const ACTIVE = rfc(
  7662,
  '2.2',
  'a "true" value return for the "active" property will generally indicate that a given token has been issued by this authorization server, has not been revoked by the resource owner, and is within its given time window of validity',
);
const INACTIVE = rfc(
  7662,
  '2.2',
  'If the introspection call is properly authorized but the token is not active, does not exist on this server, or the protected resource is not allowed to introspect this particular token, then the authorization server MUST return an introspection response with the "active" field set to "false".',
);
const NOTHING_ELSE = rfc(
  7662,
  '2.2',
  'the authorization server SHOULD NOT include any additional information about an inactive token, including why the token is inactive',
);
const HINT = rfc(
  7662,
  '2.1',
  'If the server is unable to locate the token using the given hint, it MUST extend its search across all of its supported token types.',
);
const AUTHORIZED = rfc(
  7662,
  '2.1',
  'To prevent token scanning attacks, the endpoint MUST also require some form of authorization to access this endpoint',
);
const REQUIRED = rfc(7662, '2.1', 'REQUIRED. The string value of the token.');

function fields(subject: Subject, about: string): Rule {
  return {
    id: 'introspect-active',
    title: 'A live token is active, and what is said of it is true',
    citation: ACTIVE,
    about,
    async run(context: Context) {
      const { client, access_token, scope, expires_in } = await anyTokens(context, subject);
      const exchange = await context.oauth.introspect(introspector(context, subject, client), access_token);
      const body = jsonOf(exchange);
      const expect: Expect = context.expect;
      expect.that(
        body?.['active'] === true,
        'active true',
        `status ${exchange.status}, active ${JSON.stringify(body?.['active'])}`,
        exchange,
      );
      expect.contract(exchange, subject.introspect!.operation);
      const now = (await context.clock.now()) / 1000;
      const { client_id, scope: stated, exp, iat, nbf } = body;
      expect.that(
        client_id === undefined || client_id === client.client_id,
        `client_id ${client.client_id}`,
        JSON.stringify(client_id),
        exchange,
      );
      expect.that(
        typeof stated !== 'string' || scope === undefined || scopeSet(stated) === scopeSet(scope),
        `scope ${scope ?? ''}`,
        JSON.stringify(stated),
        exchange,
      );
      expect.that(
        typeof exp !== 'number' || Math.abs(exp - now - (expires_in ?? exp - now)) <= 5,
        `exp in ${expires_in ?? 0} s`,
        JSON.stringify(exp),
        exchange,
      );
      expect.that(
        typeof iat !== 'number' || Math.abs(iat - now) <= 5,
        `iat ${Math.floor(now)}`,
        JSON.stringify(iat),
        exchange,
      );
      expect.that(
        nbf === undefined || (typeof nbf === 'number' && nbf <= now + 5),
        'an active token whose nbf is not yet to come',
        JSON.stringify(nbf),
        exchange,
      );
    },
  };
}

function clientRule(subject: Subject, about: string): Rule {
  return {
    id: 'introspect-wrong-client',
    title: 'A client that fails to authenticate learns nothing of a token',
    citation: AUTHORIZED,
    about,
    async run(context: Context) {
      const { client, access_token } = await anyTokens(context, subject);
      const asker = introspector(context, subject, client);
      const strangers: readonly TargetClient[] = [
        { ...asker, client_id: 'nobody-by-this-name' },
        { ...asker, client_secret: `${asker.client_secret ?? ''}x` },
      ];
      for (const stranger of strangers)
        expectRefusal(
          context,
          await context.oauth.introspect(stranger, access_token),
          subject.introspect!.operation,
          'invalid_client',
          'the client did not authenticate',
        );
    },
  };
}

export const introspection = oauthFamily((subject) => {
  const { introspect } = subject;
  if (introspect === undefined) return [];
  const { operation, action } = introspect;
  const about = operation.pointer;
  return [
    fields(subject, about),
    ...deadTokenRules(subject, about),
    ...(action.parameter !== undefined && action.parameter !== 'token'
      ? []
      : [
          {
            id: 'introspect-hint',
            title: 'A wrong token_type_hint hides no token, and makes none of another type',
            citation: HINT,
            about,
            async run(context: Context) {
              const { client, access_token } = await anyTokens(context, subject);
              const asker = introspector(context, subject, client);
              const { token_type: told } = jsonOf(await context.oauth.introspect(asker, access_token)) ?? {};
              for (const token_type_hint of ['refresh_token', 'no_such_type']) {
                const exchange = await context.oauth.introspect(asker, access_token, { token_type_hint });
                const { active, token_type: type } = jsonOf(exchange) ?? {};
                context.expect.that(
                  active === true && type === told,
                  `active true and token_type ${show(told)}, with token_type_hint ${token_type_hint} too`,
                  `status ${exchange.status}, active ${show(active)}, token_type ${show(type)}`,
                  exchange,
                );
              }
            },
          },
        ]),
    {
      id: 'introspect-unknown',
      title: 'A token that nobody knows is not active',
      citation: INACTIVE,
      about,
      async run(context: Context) {
        const { client } = await anyTokens(context, subject);
        for (const token of ['a-token-nobody-was-given', 'a.b.c'])
          expectInactive(
            context,
            await context.oauth.introspect(introspector(context, subject, client), token),
            'nobody was given this token',
          );
      },
    },
    {
      id: 'introspect-says-no-more',
      title: 'Of a token that is not active nothing else is said',
      level: 'should',
      citation: NOTHING_ELSE,
      about,
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        const asker = introspector(context, subject, client);
        expectNothingElse(
          context,
          await context.oauth.introspect(asker, 'a-token-nobody-was-given'),
          'nobody was given this token',
        );
        if (subject.revoke === undefined) return;
        await context.oauth.revoke(client, access_token);
        expectNothingElse(context, await context.oauth.introspect(asker, access_token), 'the token was revoked');
      },
    },
    {
      id: 'introspect-of-another-tenant',
      title: "A client learns nothing of another tenant's token",
      citation: INACTIVE,
      about,
      // RFC 7662 §2.2 leaves to the server who may look into which token; the keys of a provider say whose they are.
      ...(action.client_authentication.includes('security') ? {} : { evidence: 'assumed' as const }),
      needs: ['second_tenant'],
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        const other =
          askers(context, subject).find(({ tenant }) => tenant !== client.tenant) ??
          context.notRun('no client of another tenant may introspect');
        expectInactive(context, await context.oauth.introspect(other, access_token), "the token is another tenant's");
      },
    },
    {
      id: 'introspect-missing',
      title: 'An introspection that names no token is refused',
      citation: REQUIRED,
      about,
      async run(context: Context) {
        const { client } = await anyTokens(context, subject);
        for (const value of [undefined, '']) {
          expectRefusal(
            context,
            await context.oauth.introspect(introspector(context, subject, client), '', {
              [action.parameter ?? 'token']: value,
            }),
            operation,
            'missing_token_parameter',
            'no token is named',
          );
        }
      },
    },
    ...(hasClients(subject) ? [clientRule(subject, about)] : []),
  ];
});
