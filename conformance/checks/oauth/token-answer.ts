/**
 * What the answer to a token request says, and how it travels.
 *
 * @see [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1)
 */
import { runOutToken } from '../common/run-out.ts';
import { anyTokens, rightForm, stopOnSecond } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectAlive, expectDead, jsonOf, show } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import { endpointFor, hasClients } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Context } from '../../check-context.ts';
import { bodyField } from '../../symptom.ts';

const NO_STORE = rfc(
  6749,
  '5.1',
  'The authorization server MUST include the HTTP "Cache-Control" response header field [RFC2616] with a value of "no-store" in any response containing tokens, credentials, or other sensitive information, as well as the "Pragma" response header field [RFC2616] with a value of "no-cache".',
);
const TYPE = rfc(
  6749,
  '5.1',
  'REQUIRED. The type of the token issued as described in Section 7.1. Value is case insensitive.',
);
const JSON_BODY = rfc(
  6749,
  '5.1',
  'The parameters are included in the entity-body of the HTTP response using the "application/json" media type as defined by [RFC4627].',
);
const EXPIRES = rfc(6749, '5.1', 'RECOMMENDED. The lifetime in seconds of the access token.');
const HONEST = rfc(
  6750,
  '3.1',
  'The access token provided is expired, revoked, malformed, or invalid for other reasons.',
);

/** The header is HTTP/1.0's: asked for only where the contract promises it. */
const sendsPragma = (subject: Subject): boolean =>
  subject.issue.some(({ operation }) =>
    operation.answers.some(({ headers }) => headers.some(({ name }) => name.toLowerCase() === 'pragma')),
  );

export const tokenAnswers = oauthFamily((subject) => {
  const { credential, name } = subject;
  const about = `#/x-credentials/${name}`;
  return [
    ...(hasClients(subject)
      ? [
          {
            id: 'no-store',
            title: 'No cache may keep the answer to a token request',
            citation: NO_STORE,
            async run(context: Context) {
              const { exchange } = await anyTokens(context, subject);
              context.expect.header(
                exchange,
                'Cache-Control',
                (value) => /\bno-store\b/i.test(value ?? ''),
                'no-store',
              );
            },
          },
        ]
      : []),
    ...(sendsPragma(subject)
      ? [
          {
            id: 'no-cache',
            title: 'No old cache may keep the answer to a token request',
            level: 'should' as const,
            citation: NO_STORE,
            async run(context: Context) {
              const { exchange } = await anyTokens(context, subject);
              context.expect.header(exchange, 'Pragma', (value) => /\bno-cache\b/i.test(value ?? ''), 'no-cache');
            },
          },
        ]
      : []),
    {
      id: 'error-no-store',
      title: 'No cache may keep the refusal of a token request',
      level: 'should',
      citation: rfc(
        6749,
        '5.2',
        'The authorization server responds with an HTTP 400 (Bad Request) status code (unless specified otherwise) and includes the following parameters with the response',
      ),
      async run(context: Context) {
        const { client, form } = await rightForm(context, subject);
        const exchange = await context.oauth.token(client, { ...form, grant_type: 'no_such_grant' });
        context.expect.header(
          exchange,
          'Cache-Control',
          (value) => value === undefined || /\bno-store\b/i.test(value),
          'no-store, or nothing on an answer to POST',
        );
      },
    },
    {
      id: 'token-type',
      title: 'The answer to a token request says what type of token it is',
      citation: TYPE,
      async run(context: Context) {
        const { exchange } = await anyTokens(context, subject);
        const type = jsonOf(exchange)?.['token_type'];
        const wanted = subject.credential.dpop?.required === true ? 'DPoP' : 'Bearer';
        context.expect.that(
          typeof type === 'string' && type.toLowerCase() === wanted.toLowerCase(),
          `token_type ${wanted}`,
          show(type),
          exchange,
        );
      },
    },
    {
      id: 'token-json',
      title: 'The answer to a token request is JSON',
      citation: JSON_BODY,
      async run(context: Context) {
        const { exchange } = await anyTokens(context, subject);
        context.expect.header(
          exchange,
          'Content-Type',
          (value) => /^application\/json\b/i.test(value ?? ''),
          'application/json',
        );
        context.expect.contract(
          exchange,
          endpointFor(subject, subject.grants.has('client_credentials') ? 'client_credentials' : 'authorization_code')
            .operation,
        );
      },
    },
    {
      id: 'expires-in',
      title: `An access token says how long it lives: ${contractMs(credential.lifetime) / 1000} s, unless its client has another figure`,
      level: 'should',
      citation: EXPIRES,
      about,
      async run(context: Context) {
        const { expires_in, exchange, client } = await anyTokens(context, subject);
        context.expect.that(
          Number.isInteger(expires_in) && (expires_in ?? 0) > 0,
          'a positive whole number of seconds in expires_in',
          // As it came: a number in a text is not none.
          show(jsonOf(exchange)?.['expires_in']),
          exchange,
          bodyField('/expires_in', '/expires_in must be a positive whole number'),
        );
        const own = context.contract.clients.get(client.client_id)?.token_lifetime;
        const wanted = contractMs(own ?? credential.lifetime) / 1000;
        if (context.target.isMock)
          context.expect.that(expires_in === wanted, `expires_in ${wanted}`, show(expires_in), exchange);
      },
    },
    {
      id: 'token-expires',
      title: 'An access token is good until the second before expires_in is over, and not at its end',
      citation: HONEST,
      about,
      needs: ['wait'],
      async run(context: Context) {
        await stopOnSecond(context);
        const { access_token, expires_in, client } = await anyTokens(context, subject);
        const seconds = expires_in ?? contractMs(credential.lifetime) / 1000;
        await runOutToken(context, seconds * 1000, {
          before: () => expectAlive(context, access_token, client, `${seconds - 1} s of ${seconds} s have passed`),
          end: () => expectDead(context, access_token, client, `${seconds} s have passed`),
        });
      },
    },
  ];
});
