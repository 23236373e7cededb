/**
 * Client secrets, codes, refresh tokens and verifiers that are almost right.
 *
 * @see [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)
 */
import { anyTokens, askCode, redeem, refreshable, s256, S256_CHALLENGE, VERIFIER } from './ask-endpoint.ts';
import { basicHeader } from '../../driver/client-form.ts';
import { nearMisses, tryEach } from '../common/near-misses.ts';
import type { NearMiss } from '../common/near-misses.ts';
import { confidential } from './client-party.ts';
import { expectAlive, expectRefusal, jsonOf, show } from './judge-answer.ts';
import { introspector } from './introspector.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { rfc } from './oauth-citation.ts';
import { endpointFor, hasClients, takes } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const FAILED = rfc(
  6749,
  '5.2',
  'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
);
const INVALID = rfc(
  6749,
  '5.2',
  'The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
);
const EQUAL = rfc(
  7636,
  '4.6',
  'If the values are not equal, an error response indicating "invalid_grant" as described in Section 5.2 of [RFC6749] MUST be returned.',
);
const INACTIVE = rfc(
  7662,
  '2.2',
  'If the introspection call is properly authorized but the token is not active, does not exist on this server, or the protected resource is not allowed to introspect this particular token, then the authorization server MUST return an introspection response with the "active" field set to "false".',
);
const REVOKES = rfc(7009, '2.1', 'In the next step, the authorization server invalidates the token.');

/** @see [RFC 7636 §4.1](https://www.rfc-editor.org/rfc/rfc7636#section-4.1) */
const LONGEST_VERIFIER = 128;

/** Whether the right client is let in. */
async function isKnown(context: Context, subject: Subject, authenticate: 'post' | 'basic'): Promise<boolean> {
  const { client, form } = await confidential(context, subject);
  return (await context.oauth.token(client, form, { authenticate })).status < 400;
}

/** The client's secret in the form, or in HTTP Basic. */
const bySecret = (subject: Subject, way: 'post' | 'basic'): Rule => ({
  id: way === 'post' ? 'client-secret-near' : 'client-basic-near',
  title: `A client's secret is compared letter for letter and whole (${way === 'post' ? 'in the form' : 'HTTP Basic'})`,
  citation: FAILED,
  async run(context: Context) {
    const { client, form, operation } = await confidential(context, subject);
    const wrong = async ({ how, text }: NearMiss): Promise<void> => {
      const answer =
        way === 'post'
          ? await context.oauth.token({ ...client, client_secret: text }, form, { authenticate: 'post' })
          : await context.oauth.token(undefined, form, {
              authenticate: 'none',
              headers: [basicHeader(client.client_id, text)],
            });
      expectRefusal(context, answer, operation, ['invalid_client', 'invalid_request'], `the secret is ${how}`);
    };
    await tryEach(context, nearMisses(client.client_secret, 'any'), wrong, () => isKnown(context, subject, way));
  },
});

/** What names a client is no more to be guessed at than what proves it. */
const byId = (subject: Subject, way: 'post' | 'basic'): Rule => ({
  id: way === 'post' ? 'client-id-near' : 'client-basic-id-near',
  title: `A client's id is compared letter for letter and whole (${way === 'post' ? 'in the form' : 'HTTP Basic'})`,
  citation: FAILED,
  async run(context: Context) {
    const { client, form, operation } = await confidential(context, subject);
    const known = new Set(context.target.credentials.clients.map(({ client_id }) => client_id));
    const near = nearMisses(client.client_id, 'any').filter(({ text }) => !known.has(text));
    const wrong = async ({ how, text }: NearMiss): Promise<void> => {
      const answer =
        way === 'post'
          ? await context.oauth.token({ ...client, client_id: text }, form, { authenticate: 'post' })
          : await context.oauth.token(undefined, form, {
              authenticate: 'none',
              headers: [basicHeader(text, client.client_secret)],
            });
      expectRefusal(context, answer, operation, ['invalid_client', 'invalid_request'], `the id is ${how}`);
    };
    await tryEach(context, near, wrong, () => isKnown(context, subject, way));
  },
});

function ofCodes(subject: Subject): Rule[] {
  const { authorize } = subject;
  if (authorize === undefined) return [];
  const { operation } = endpointFor(subject, 'authorization_code');
  const rules: Rule[] = [
    {
      id: 'code-near',
      title: 'An authorization code is compared letter for letter and whole',
      citation: INVALID,
      async run(context: Context) {
        const code = await askCode(context, subject);
        for (const { how, text } of nearMisses(code.code, 'any'))
          expectRefusal(
            context,
            await redeem(context, subject, { ...code, code: text }),
            operation,
            ['invalid_grant', 'invalid_request'],
            `the code is ${how}`,
          );
      },
    },
  ];
  if (authorize.action.pkce !== 'off')
    rules.push({
      id: 'pkce-near',
      title: 'A verifier is hashed as it was sent: what is almost the verifier is refused',
      citation: EQUAL,
      about: authorize.operation.pointer,
      async run(context: Context) {
        for (const { how, text } of nearMisses(VERIFIER, 'any')) {
          const code = await askCode(context, subject, { query: S256_CHALLENGE });
          expectRefusal(
            context,
            await redeem(context, subject, code, { code_verifier: text }),
            operation,
            ['invalid_grant', 'invalid_request'],
            `the verifier is ${how}`,
          );
        }
        const longest = 'as-long-as-one-may-be-'.repeat(6).slice(0, LONGEST_VERIFIER);
        const query = { code_challenge: s256(longest), code_challenge_method: 'S256' };
        const code = await askCode(context, subject, { query });
        expectRefusal(
          context,
          await redeem(context, subject, code, { code_verifier: `${longest}x` }),
          operation,
          ['invalid_grant', 'invalid_request'],
          'the verifier is the longest that there may be with another character behind it',
        );
        context.oauth.tokens(
          await redeem(context, subject, await askCode(context, subject, { query }), { code_verifier: longest }),
        );
      },
    });
  return rules;
}

function ofTokens(subject: Subject): Rule[] {
  const { introspect, revoke, credential, grants, authorize } = subject;
  const rules: Rule[] = [];
  if (
    grants.has('refresh_token') &&
    authorize !== undefined &&
    credential.refresh?.grants.includes('authorization_code') === true
  )
    rules.push({
      id: 'refresh-near',
      title: 'A refresh token is compared letter for letter and whole',
      citation: INVALID,
      about: `#/x-credentials/${subject.name}/refresh`,
      async run(context: Context) {
        const { client, refresh_token } = await refreshable(context, subject);
        for (const { how, text } of nearMisses(refresh_token, 'any'))
          expectRefusal(
            context,
            await context.oauth.refresh(client, text),
            endpointFor(subject, 'refresh_token').operation,
            ['invalid_grant', 'invalid_request'],
            `the refresh token is ${how}`,
          );
      },
    });
  if (introspect !== undefined)
    rules.push({
      id: 'introspect-near',
      title: 'What is almost a token is not active',
      citation: INACTIVE,
      about: introspect.operation.pointer,
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        const asker = introspector(context, subject, client);
        for (const { how, text } of nearMisses(access_token, 'any')) {
          const exchange = await context.oauth.introspect(asker, text);
          const active = jsonOf(exchange)?.['active'];
          context.expect.that(
            active === false || exchange.status === 400,
            `active: false (the token is ${how})`,
            `active: ${show(active)}`,
            exchange,
          );
        }
      },
    });
  if (revoke !== undefined)
    rules.push({
      id: 'revoke-near',
      title: 'To revoke what is almost a token does nothing to the token',
      citation: REVOKES,
      about: revoke.operation.pointer,
      async run(context: Context) {
        const { client, access_token } = await anyTokens(context, subject);
        for (const { text } of nearMisses(access_token, 'any')) await context.oauth.revoke(client, text);
        await expectAlive(context, access_token, client, 'nobody revoked it, but others that look like it');
      },
    });
  return rules;
}

export const nearMissesOfOAuth = oauthFamily((subject) => [
  ...(hasClients(subject) && takes(subject, 'client_secret_post')
    ? [bySecret(subject, 'post'), byId(subject, 'post')]
    : []),
  ...(hasClients(subject) && takes(subject, 'client_secret_basic')
    ? [bySecret(subject, 'basic'), byId(subject, 'basic')]
    : []),
  ...ofCodes(subject),
  ...ofTokens(subject),
]);
