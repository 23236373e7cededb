/**
 * Clients that authenticate with HTTP Basic.
 *
 * @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1), [RFC
 *   7617](https://www.rfc-editor.org/rfc/rfc7617)
 */
import { rfc } from './oauth-citation.ts';
import { confidential, othersThan } from './client-party.ts';
import { expectRefusal } from './judge-answer.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const CHALLENGE = rfc(
  6749,
  '5.2',
  'If the client attempted to authenticate via the "Authorization" request header field, the authorization server MUST respond with an HTTP 401 (Unauthorized) status code and include the "WWW-Authenticate" response header field matching the authentication scheme used by the client.',
);
const ONE_METHOD = rfc(6749, '2.3', 'The client MUST NOT use more than one authentication method in each request.');
const ENCODED = rfc(
  6749,
  '2.3.1',
  'The client identifier is encoded using the "application/x-www-form-urlencoded" encoding algorithm per Appendix B, and the encoded value is used as the username',
);
const BASIC_CASE = rfc(9110, '11.1', 'It uses a case-insensitive token to identify the authentication scheme');

const basic = (id: string, secret: string): readonly [string, string] => [
  'Authorization',
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
];

const formEncode = (text: string): string => new URLSearchParams({ x: text }).toString().slice(2);

/** Every character escaped: what only a server that decodes understands. */
const escapeAll = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

export function basicRules(subject: Subject): Rule[] {
  return [
    {
      id: 'client-basic',
      title: 'A client may authenticate with HTTP Basic',
      says: rfc(
        6749,
        '2.3.1',
        'The authorization server MUST support the HTTP Basic authentication scheme for authenticating clients that were issued a client password.',
      ),
      async run(context: Context) {
        const { client, form } = await confidential(context, subject);
        context.oauth.tokens(await context.oauth.token(client, form, { authenticate: 'basic' }));
      },
    },
    {
      id: 'client-basic-encoded',
      title: 'The halves of HTTP Basic are form-urlencoded, and decoded',
      says: ENCODED,
      async run(context: Context) {
        const { client, form } = await confidential(context, subject);
        const headers = [basic(escapeAll(client.client_id), escapeAll(client.client_secret))];
        context.oauth.tokens(await context.oauth.token(undefined, form, { authenticate: 'none', headers }));
      },
    },
    {
      id: 'client-basic-case',
      title: 'The scheme Basic may be written in any case',
      says: BASIC_CASE,
      async run(context: Context) {
        const { client, form } = await confidential(context, subject);
        const [name, value] = basic(formEncode(client.client_id), formEncode(client.client_secret));
        context.oauth.tokens(
          await context.oauth.token(undefined, form, {
            authenticate: 'none',
            headers: [[name, value.replace('Basic', 'bASIC')]],
          }),
        );
      },
    },
    {
      id: 'client-basic-challenge',
      title: 'A client that fails with HTTP Basic gets 401 and a Basic challenge',
      says: CHALLENGE,
      async run(context: Context) {
        const { client, form, operation } = await confidential(context, subject);
        for (const headers of [[basic(client.client_id, 'wrong')], [basic('nobody-by-this-name', 'wrong')]]) {
          const exchange = await context.oauth.token(undefined, form, { authenticate: 'none', headers });
          context.expect.status(exchange, 401, 'the client used the Authorization header');
          context.expect.header(
            exchange,
            'WWW-Authenticate',
            (value) => /^basic\b/i.test(value ?? ''),
            'a Basic challenge',
          );
          expectRefusal(context, exchange, operation, 'invalid_client', 'HTTP Basic failed');
        }
      },
    },
    {
      id: 'client-twice',
      title: 'A client that authenticates in two ways at once is invalid_request',
      says: ONE_METHOD,
      async run(context: Context) {
        const { client, form, operation } = await confidential(context, subject);
        const headers = [basic(formEncode(client.client_id), formEncode(client.client_secret))];
        const fields = { ...form, client_id: client.client_id, client_secret: client.client_secret };
        expectRefusal(
          context,
          await context.oauth.token(undefined, fields, { authenticate: 'none', headers }),
          operation,
          'invalid_request',
          'the client authenticates in two ways',
        );
      },
    },
    {
      id: 'client-contradicted',
      title: 'A client_id that is not the one of HTTP Basic is refused',
      says: ONE_METHOD,
      needs: ['second_client'],
      async run(context: Context) {
        const { client, form, operation } = await confidential(context, subject);
        const other = othersThan(context, subject, client)[0] ?? context.notRun('there is no second client');
        const headers = [basic(formEncode(client.client_id), formEncode(client.client_secret))];
        expectRefusal(
          context,
          await context.oauth.token(
            undefined,
            { ...form, client_id: other.client_id },
            { authenticate: 'none', headers },
          ),
          operation,
          ['invalid_request', 'invalid_client'],
          'header and body name two clients',
        );
      },
    },
  ];
}
