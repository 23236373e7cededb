/**
 * What a token request is, whatever the grant.
 *
 * @see [RFC 6749 §3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2)
 */
import { clientsFor, rightForm } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor, hasClients } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const UNSUPPORTED = rfc(6749, '5.2', 'The authorization grant type is not supported by the authorization server.');
const INVALID = rfc(
  6749,
  '5.2',
  'The request is missing a required parameter, includes an unsupported parameter value (other than grant type), repeats a parameter, includes multiple credentials, utilizes more than one mechanism for authenticating the client, or is otherwise malformed.',
);
const EMPTY = rfc(
  6749,
  '3.2',
  'Parameters sent without a value MUST be treated as if they were omitted from the request.',
);
const UNKNOWN = rfc(6749, '3.2', 'The authorization server MUST ignore unrecognized request parameters.');
const ONCE = rfc(6749, '3.2', 'Request and response parameters MUST NOT be included more than once.');
const POST = rfc(6749, '3.2', 'The client MUST use the HTTP "POST" method when making access token requests.');

function grantTypes(subject: Subject): Rule[] {
  const { operation } = endpointFor(subject);
  return [
    {
      id: 'grant-type-unsupported',
      title: 'A grant type that nobody offers is unsupported_grant_type, not invalid_grant',
      citation: UNSUPPORTED,
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject);
        const offered = context.target.metadata?.['grant_types_supported'];
        const names = new Set([...subject.grants].map((grant) => GRANT_TYPE[grant]));
        for (const grant_type of [
          'password',
          'no_such_grant',
          'urn:ietf:params:oauth:grant-type:saml2-bearer',
          (form['grant_type'] ?? '').toUpperCase(),
        ]) {
          if (Array.isArray(offered) ? offered.includes(grant_type) : names.has(grant_type)) continue;
          expectRefusal(
            context,
            await context.oauth.token(client, { ...form, grant_type }),
            operation,
            'unsupported_grant_type',
            `${grant_type} is not offered`,
          );
        }
      },
    },
    {
      id: 'grant-type-missing',
      title: 'A token request without grant_type is invalid_request',
      citation: INVALID,
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject);
        expectRefusal(
          context,
          await context.oauth.token(client, { ...form, grant_type: undefined }),
          operation,
          'invalid_request',
          'grant_type is missing',
        );
      },
    },
    {
      id: 'grant-type-empty',
      title: 'A token request with an empty grant_type is invalid_request',
      citation: EMPTY,
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject);
        expectRefusal(
          context,
          await context.oauth.token(client, { ...form, grant_type: '' }),
          operation,
          'invalid_request',
          'an empty grant_type is as good as none',
        );
      },
    },
  ];
}

/** Grants that this contract has an endpoint for elsewhere. */
function elsewhere(subject: Subject): Rule[] {
  return subject.issue.length < 2
    ? []
    : [
        {
          id: 'grant-type-elsewhere',
          title: 'A token endpoint refuses a grant that another endpoint takes',
          citation: UNSUPPORTED,
          async run(context: Context) {
            for (const { action, operation } of subject.issue) {
              const grant = [...subject.grants].find((each) => !action.grants.includes(each));
              const client = grant && clientsFor(context, subject, grant)[0];
              if (grant === undefined || client === undefined) continue;
              const body = new URLSearchParams({
                grant_type: GRANT_TYPE[grant],
                client_id: client.client_id,
                refresh_token: 'a-token',
                code: 'a-code',
              }).toString();
              const parts = await context.request(operation, { body });
              expectRefusal(
                context,
                await context.send(parts),
                operation,
                'unsupported_grant_type',
                `${grant} has an endpoint of its own`,
              );
            }
          },
        },
      ];
}

function parameters(subject: Subject): Rule[] {
  const { operation } = endpointFor(
    subject,
    subject.grants.has('client_credentials') ? 'client_credentials' : 'authorization_code',
  );
  return [
    {
      id: 'parameter-repeated',
      title: 'A token request that repeats a parameter is invalid_request',
      citation: ONCE,
      async run(context: Context) {
        const { client, form, grant } = await rightForm(context, subject);
        const repeated = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
        for (const [name, value] of repeated) {
          const answer = await context.oauth.token(client, { ...form, [name]: [value, value] });
          expectRefusal(
            context,
            answer,
            endpointFor(subject, grant).operation,
            'invalid_request',
            `${name} comes twice`,
          );
        }
      },
    },
    {
      id: 'parameter-unknown',
      title: 'The token endpoint ignores parameters it does not know',
      citation: UNKNOWN,
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject);
        context.oauth.tokens(
          await context.oauth.token(client, {
            ...form,
            ...(subject.credential.resources === undefined && { audience: 'https://api.example' }),
            a_parameter_nobody_knows: '1',
          }),
        );
      },
    },
    {
      id: 'parameter-empty',
      title: 'The token endpoint treats an empty parameter as none',
      citation: EMPTY,
      async run(context: Context) {
        const { client, form, grant } = await rightForm(context, subject);
        const optional = form['scope'] === undefined && grant === 'client_credentials' ? { scope: '' } : {};
        context.oauth.tokens(
          await context.oauth.token(client, { ...form, ...optional, resource: '', a_parameter_nobody_knows: '' }),
        );
      },
    },
    {
      id: 'token-endpoint-get',
      title: 'The token endpoint takes no GET, not even of a good request',
      citation: POST,
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject);
        const query = [...Object.entries(form), ['client_id', client.client_id] as const].flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as const],
        );
        const parts = await context.request(operation, { method: 'GET', query, body: undefined });
        const exchange = await context.send(parts);
        context.expect.that(
          exchange.status >= 400 && exchange.status < 500,
          'a refusal (405)',
          `status ${exchange.status}`,
          exchange,
        );
        context.expect.that(!exchange.answerBody.includes('access_token"'), 'no token', 'a token', exchange);
      },
    },
  ];
}

function secretInUrl(subject: Subject): Rule {
  return {
    id: 'secret-in-url',
    title: 'A client secret in the URL is refused',
    citation: rfc(
      6749,
      '2.3.1',
      'The parameters can only be transmitted in the request-body and MUST NOT be included in the request URI.',
    ),
    async run(context: Context) {
      const { client, form, grant } = await rightForm(context, subject);
      const secret = client.client_secret ?? context.notRun('the client has no secret');
      const { operation } = endpointFor(subject, grant);
      const fields = Object.entries(form).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value] as [string, string]],
      );
      const query = [
        ['client_id', client.client_id],
        ['client_secret', secret],
      ] as const;
      const exchange = await context.send(
        await context.request(operation, { query, body: new URLSearchParams(fields).toString() }),
      );
      expectRefusal(
        context,
        exchange,
        operation,
        ['invalid_request', 'invalid_client'],
        'the secret stands in the URL',
      );
    },
  };
}

export const tokenRequests = oauthFamily((subject) => [
  ...grantTypes(subject),
  ...elsewhere(subject),
  ...parameters(subject),
  ...(hasClients(subject) &&
  subject.issue.some(({ action }) => action.client_authentication.some((way) => way.startsWith('client_secret')))
    ? [secretInUrl(subject)]
    : []),
]);
