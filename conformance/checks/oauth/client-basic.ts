/**
 * Clients that authenticate with HTTP Basic.
 *
 * @see [RFC 6749 §2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1), [RFC
 *   7617](https://www.rfc-editor.org/rfc/rfc7617)
 */
import type { Fields } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { accepted, confidential, othersThan, refused } from './client-party.ts';
import type { TokenRequest } from './client-party.ts';
import { expectRefusal } from './judge-answer.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';
import { basicHeader } from '../../driver/client-form.ts';

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

/** The header as it is written here, without the encoding of `basicHeader`. */
const basic = (id: string, secret: string): readonly [string, string] => [
  'Authorization',
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
];

/** Every character escaped: what only a server that decodes understands. */
const escapeAll = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Nothing but a header proves who the client is; where tokens are bound to its certificate, it connects with that. */
const byHeader = ({ certificate }: TargetClient, form: Fields, header: readonly [string, string]): TokenRequest => [
  undefined,
  form,
  { authenticate: 'none', headers: [header], ...(certificate && { certificate }) },
];

export function basicRules(subject: Subject): Rule[] {
  return [
    accepted(
      subject,
      {
        id: 'client-basic',
        title: 'A client may authenticate with HTTP Basic',
        citation: rfc(
          6749,
          '2.3.1',
          'The authorization server MUST support the HTTP Basic authentication scheme for authenticating clients that were issued a client password.',
        ),
      },
      ({ client, form }) => [client, form, { authenticate: 'basic' }],
    ),
    accepted(
      subject,
      {
        id: 'client-basic-encoded',
        title: 'The halves of HTTP Basic are form-urlencoded, and decoded',
        citation: ENCODED,
      },
      ({ client, form }) => byHeader(client, form, basic(escapeAll(client.client_id), escapeAll(client.client_secret))),
    ),
    accepted(
      subject,
      { id: 'client-basic-case', title: 'The scheme Basic may be written in any case', citation: BASIC_CASE },
      ({ client, form }) => {
        const [name, value] = basicHeader(client.client_id, client.client_secret);
        return byHeader(client, form, [name, value.replace('Basic', 'bASIC')]);
      },
    ),
    {
      id: 'client-basic-challenge',
      title: 'A client that fails with HTTP Basic gets 401 and a Basic challenge',
      citation: CHALLENGE,
      async run(context: Context) {
        const { client, form, operation } = await confidential(context, subject);
        for (const header of [basic(client.client_id, 'wrong'), basic('nobody-by-this-name', 'wrong')]) {
          const exchange = await context.oauth.token(...byHeader(client, form, header));
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
    refused(
      subject,
      {
        id: 'client-twice',
        title: 'A client that authenticates in two ways at once is invalid_request',
        citation: ONE_METHOD,
        failure: 'invalid_request',
        why: 'the client authenticates in two ways',
      },
      ({ client, form }) => {
        const { client_id, client_secret } = client;
        return [byHeader(client, { ...form, client_id, client_secret }, basicHeader(client_id, client_secret))];
      },
    ),
    refused(
      subject,
      {
        id: 'client-contradicted',
        title: 'A client_id that is not the one of HTTP Basic is refused',
        citation: ONE_METHOD,
        needs: ['second_client'],
        failure: ['invalid_request', 'invalid_client'],
        why: 'header and body name two clients',
      },
      ({ client, form }, context) => {
        const { client_id } = othersThan(context, subject, client)[0] ?? context.notRun('there is no second client');
        return [byHeader(client, { ...form, client_id }, basicHeader(client.client_id, client.client_secret))];
      },
    ),
  ];
}
