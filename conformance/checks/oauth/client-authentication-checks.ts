/**
 * How clients prove who they are.
 *
 * @see [RFC 6749 §2.3](https://www.rfc-editor.org/rfc/rfc6749#section-2.3)
 */
import { rightForm } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { basicRules } from './client-basic.ts';
import { clientAssertionRules } from './client-assertion-checks.ts';
import { accepted, confidential, othersThan, refused } from './client-party.ts';
import { expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor, hasClients } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const FAILED = rfc(
  6749,
  '5.2',
  'Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method).',
);
const UNSUPPORTED = rfc(
  6749,
  '2.3',
  'If the client type is confidential, the client and authorization server establish a client authentication method suitable for the security requirements of the authorization server.',
);

/** Ways in which a secret is sent as it is. */
const PLAIN = ['client_secret_basic', 'client_secret_post'];

function byForm(subject: Subject): Rule[] {
  return [
    accepted(
      subject,
      {
        id: 'client-form',
        title: 'A client may authenticate in the form',
        citation: rfc(
          6749,
          '2.3.1',
          'the authorization server MAY support including the client credentials in the request-body using the following parameters',
        ),
      },
      ({ client, form }) => [client, form, { authenticate: 'post' }],
    ),
    refused(
      subject,
      {
        id: 'client-secret-wrong',
        title: 'A client with a wrong secret is invalid_client',
        citation: FAILED,
        why: 'the secret is wrong',
      },
      ({ client, form }) =>
        [
          `${client.client_secret}x`,
          client.client_secret.slice(0, -1),
          client.client_secret.toUpperCase(),
          'wrong',
        ].map((client_secret) => [{ ...client, client_secret }, form, { authenticate: 'post' }]),
    ),
    refused(
      subject,
      {
        id: 'client-secret-of-another',
        title: "A client with another client's secret is invalid_client",
        citation: FAILED,
        needs: ['second_client'],
        why: "the secret is another client's",
      },
      ({ client, form }, context) => {
        const { client_secret } =
          othersThan(context, subject, client).find(
            (other) => other.client_secret !== null && other.client_secret !== client.client_secret,
          ) ?? context.notRun('there is no second client with a secret');
        return [[{ ...client, client_secret }, form, { authenticate: 'post' }]];
      },
    ),
  ];
}

function either(subject: Subject, ways: readonly string[]): Rule[] {
  const rules: Rule[] = [
    {
      id: 'client-unknown',
      title: 'A client that nobody knows is invalid_client',
      citation: FAILED,
      async run(context: Context) {
        const { client, form, grant } = await rightForm(context, subject);
        const stranger = { ...client, client_id: 'nobody-by-this-name' };
        expectRefusal(
          context,
          await context.oauth.token(stranger, form),
          endpointFor(subject, grant).operation,
          'invalid_client',
          'nobody knows this client',
        );
      },
    },
    {
      id: 'client-secret-missing',
      title: 'A client that has a secret and does not prove it is invalid_client',
      citation: FAILED,
      async run(context: Context) {
        const { client, form, operation } = await confidential(context, subject);
        const anonymous = await context.oauth.token(
          undefined,
          { ...form, client_id: client.client_id },
          { authenticate: 'none' },
        );
        expectRefusal(context, anonymous, operation, 'invalid_client', 'the client does not prove who it is');
        const empty = await context.oauth.token(
          undefined,
          { ...form, client_id: client.client_id, client_secret: '' },
          { authenticate: 'none' },
        );
        expectRefusal(context, empty, operation, 'invalid_client', 'an empty secret is none');
      },
    },
    {
      id: 'client-missing',
      title: 'A token request of nobody is refused',
      citation: FAILED,
      async run(context: Context) {
        const { form, grant } = await rightForm(context, subject);
        expectRefusal(
          context,
          await context.oauth.token(undefined, form, { authenticate: 'none' }),
          endpointFor(subject, grant).operation,
          ['invalid_client', 'invalid_request'],
          'the request names no client',
        );
      },
    },
  ];
  const secrets = ways.some((way) => PLAIN.includes(way));
  return rules.filter(({ id }) => secrets || id !== 'client-secret-missing');
}

const refusedWay = (subject: Subject, way: 'post' | 'basic'): Rule =>
  refused(
    subject,
    {
      id: `client-${way === 'post' ? 'form' : 'basic'}-refused`,
      title: `A client may not authenticate ${way === 'post' ? 'in the form' : 'with HTTP Basic'} where the contract does not offer it`,
      citation: UNSUPPORTED,
      level: 'should',
      why: 'this way of authenticating is not offered',
    },
    ({ client, form }) => [[client, form, { authenticate: way }]],
  );

export const clientAuthentication = oauthFamily((subject) => {
  if (!hasClients(subject)) return [];
  const { action } = endpointFor(
    subject,
    subject.grants.has('client_credentials') ? 'client_credentials' : 'authorization_code',
  );
  const ways = action.client_authentication;
  const secrets = ways.some((way) => PLAIN.includes(way));
  return [
    ...(ways.includes('client_secret_post') ? byForm(subject) : secrets ? [refusedWay(subject, 'post')] : []),
    ...(ways.includes('client_secret_basic') ? basicRules(subject) : secrets ? [refusedWay(subject, 'basic')] : []),
    ...either(subject, ways),
    ...(['private_key_jwt', 'client_secret_jwt'] as const).flatMap((way) =>
      ways.includes(way) ? clientAssertionRules(subject, way) : [],
    ),
  ];
});
