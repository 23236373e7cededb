/**
 * Tokens that are traded for others.
 *
 * @see [RFC 8693](https://www.rfc-editor.org/rfc/rfc8693)
 */
import { runOutToken } from '../common/run-out.ts';
import { anyTokens, clientsFor } from './ask-endpoint.ts';
import { dpopClient } from './dpop-client.ts';
import { expectAlive, expectRefusal, jsonOf, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TokenSet } from '../../check-drivers.ts';
import { forgedCertificate } from '../../driver/client-certificate.ts';
import { makeDpopKey } from '../../driver/dpop-proof.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

const ANSWER = rfc(
  8693,
  '2.2.1',
  'REQUIRED. An identifier, as described in Section 3, for the representation of the issued security token.',
);
const REQUEST = rfc(
  8693,
  '2.1',
  'REQUIRED. A security token that represents the identity of the party on behalf of whom the request is being made.',
);
const INVALID = rfc(
  8693,
  '2.2.2',
  'If the request itself is not valid or if either the "subject_token" or "actor_token" are invalid for any reason, or are unacceptable based on policy, the authorization server MUST construct an error response',
);
const TARGET = rfc(
  8693,
  '2.2.2',
  'If the authorization server is unwilling or unable to issue a token for any target service indicated by the "resource" or "audience" parameters, the "invalid_target" error code SHOULD be used in the error response.',
);
const ACTOR = rfc(
  8693,
  '2.1',
  'This is REQUIRED when the "actor_token" parameter is present in the request but MUST NOT be included otherwise.',
);
const SCOPE = rfc(
  6749,
  '5.2',
  'The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.',
);

type Fields = Readonly<Record<string, string | undefined>>;

interface Traded extends TokenSet {
  /** Who has the token that is traded. */
  readonly owner: TargetClient;
  /** Who trades it. */
  readonly client: TargetClient;
  trade(form?: Fields): Promise<Exchange>;
}

/** A live token, and a client of its tenant that may trade it. */
async function prepare(context: Context, subject: Subject): Promise<Traded> {
  const { client: owner, ...tokens } = await anyTokens(context, subject);
  const client =
    clientsFor(context, subject, 'token_exchange').find(({ tenant }) => tenant === owner.tenant) ??
    context.notRun('the target has no client that may use token_exchange');
  return {
    ...tokens,
    owner,
    client,
    trade: (form = {}) =>
      context.oauth.token(client, {
        grant_type: GRANT_TYPE.token_exchange,
        subject_token: tokens.access_token,
        subject_token_type: ACCESS_TOKEN,
        ...form,
      }),
  };
}

interface Bad {
  readonly id: string;
  readonly title: string;
  readonly citation: typeof INVALID;
  readonly why: string;
  readonly forms: readonly Fields[];
}

const BAD: readonly Bad[] = [
  {
    id: 'unknown',
    title: 'A token that nobody was given cannot be traded',
    citation: INVALID,
    why: 'nobody was given this token',
    forms: [{ subject_token: 'a-token-nobody-was-given' }],
  },
  {
    id: 'missing',
    title: 'A token exchange names a token and its kind',
    citation: REQUEST,
    why: 'a parameter is missing',
    forms: [{ subject_token: undefined }, { subject_token_type: undefined }],
  },
  {
    id: 'type',
    title: 'A token of a kind that the server does not know cannot be traded, or be had',
    citation: INVALID,
    why: 'there is no such kind of token',
    forms: [
      { subject_token_type: 'urn:example:token-type:none' },
      { requested_token_type: 'urn:example:token-type:none' },
    ],
  },
  {
    id: 'actor',
    title: 'The token of who acts must be good, and come with its kind',
    citation: ACTOR,
    why: 'the actor is not proved',
    forms: [
      { actor_token: 'a-token-nobody-was-given', actor_token_type: ACCESS_TOKEN },
      { actor_token: 'a-token-nobody-was-given' },
      { actor_token_type: ACCESS_TOKEN },
    ],
  },
];

export const exchanges = oauthFamily((subject) => {
  if (!subject.grants.has('token_exchange')) return [];
  const { operation } = endpointFor(subject, 'token_exchange');
  const about = operation.pointer;
  const rules: Rule[] = [
    {
      id: 'exchange',
      title: 'A token is traded for another one that works, and says what kind it is',
      citation: ANSWER,
      about,
      async run(context: Context) {
        const traded = await prepare(context, subject);
        const answer = await traded.trade();
        const { access_token } = context.oauth.tokens(answer);
        context.expect.that(access_token !== traded.access_token, 'a new token', 'the one that was traded', answer);
        const kind = jsonOf(answer)?.['issued_token_type'];
        context.expect.that(kind === ACCESS_TOKEN, `issued_token_type ${ACCESS_TOKEN}`, show(kind), answer);
        await expectAlive(context, access_token, traded.client, 'it was just issued');
        await expectAlive(context, traded.access_token, traded.owner, 'to be traded does not use it up');
      },
    },
    {
      id: 'exchange-scope',
      title: 'A traded token has no scope that the first one lacks',
      citation: SCOPE,
      about,
      async run(context: Context) {
        const traded = await prepare(context, subject);
        const [scope = context.notRun('the token has no scope'), ...more] = (traded.scope ?? '').split(' ');
        if (more.length === 0 && traded.owner.scopes.length < 2) context.notRun('the client has one scope only');
        const narrow = context.oauth.tokens(await traded.trade({ scope }));
        const wide = traded.owner.scopes.find((other) => other !== scope)!;
        expectRefusal(
          context,
          await traded.trade({ subject_token: narrow.access_token, scope: wide }),
          operation,
          'invalid_scope',
          'the first token has less scope',
        );
      },
    },
    {
      id: 'exchange-target',
      title: 'A token for somebody whom the server does not know is invalid_target',
      level: 'should',
      citation: TARGET,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { trade } = await prepare(context, subject);
        for (const form of [{ audience: 'nobody-by-this-name' }, { resource: 'https://nobody.example/api' }])
          expectRefusal(context, await trade(form), operation, 'invalid_target', 'nobody knows the audience');
      },
    },
    {
      id: 'exchange-expired',
      title: 'A token cannot be traded once it has expired',
      citation: INVALID,
      about,
      needs: ['wait'],
      async run(context: Context) {
        const { trade, expires_in } = await prepare(context, subject);
        const ms = (expires_in ?? contractMs(subject.credential.lifetime) / 1000) * 1000;
        await runOutToken(context, ms + 1000, {
          end: async () => expectRefusal(context, await trade(), operation, 'invalid_request', 'the token has expired'),
        });
      },
    },
    ...BAD.map(
      ({ id, title, citation, why, forms }): Rule => ({
        id: `exchange-${id}`,
        title,
        citation,
        about,
        async run(context: Context) {
          const { trade } = await prepare(context, subject);
          for (const form of forms) expectRefusal(context, await trade(form), operation, 'invalid_request', why);
        },
      }),
    ),
  ];
  if (subject.credential.dpop !== undefined)
    rules.push({
      id: 'exchange-own-key',
      title: "A client's own token that is bound to a key cannot be traded without that key",
      citation: INVALID,
      about,
      // The RFC wants a token to be valid, and does not say whose key has to be proved.
      evidence: 'assumed',
      async run(context: Context) {
        const { client, access_token } = await prepare(context, subject);
        const proving = dpopClient(context, subject);
        const form = { grant_type: GRANT_TYPE.token_exchange, subject_token_type: ACCESS_TOKEN };
        const first = await proving.token(client, { ...form, subject_token: access_token }, 'token_exchange');
        const bound = { ...form, subject_token: context.oauth.tokens(first).access_token };
        const good = await proving.token(client, bound, 'token_exchange');
        context.expect.success(good, operation);
        const why = 'the token is bound to a key';
        const other = { key: makeDpopKey('ES256') };
        for (const sending of [other, { proofs: () => [] }])
          expectRefusal(
            context,
            await proving.token(client, bound, 'token_exchange', sending),
            operation,
            'invalid_request',
            why,
          );
      },
    });
  if (subject.credential.certificate_bound === 'optional')
    rules.push({
      id: 'exchange-own-certificate',
      title: "A client's own token that is bound to a certificate cannot be traded without that certificate",
      citation: INVALID,
      about,
      evidence: 'assumed',
      needs: ['tls'],
      async run(context: Context) {
        const client =
          clientsFor(context, subject, 'token_exchange').find(
            ({ certificate, client_secret: secret, grants }) =>
              certificate !== undefined && secret !== null && grants.includes('client_credentials'),
          ) ?? context.notRun('the target has no client with a certificate that may use token_exchange');
        const { access_token } = await context.oauth.clientCredentials(client);
        const form = {
          grant_type: GRANT_TYPE.token_exchange,
          subject_token: access_token,
          subject_token_type: ACCESS_TOKEN,
        };
        context.expect.success(await context.oauth.token(client, form), operation);
        for (const certificate of [null, await forgedCertificate(client.certificate!)])
          expectRefusal(
            context,
            await context.oauth.token(client, form, { certificate }),
            operation,
            'invalid_request',
            'the token is bound to a certificate',
          );
      },
    });
  if (subject.revoke !== undefined)
    rules.push({
      id: 'exchange-revoked',
      title: 'A token cannot be traded once it was revoked',
      citation: INVALID,
      about,
      async run(context: Context) {
        const { trade, owner, access_token } = await prepare(context, subject);
        context.expect.success(await context.oauth.revoke(owner, access_token), subject.revoke!.operation);
        expectRefusal(context, await trade(), operation, 'invalid_request', 'the token was revoked');
      },
    });
  if (subject.introspect !== undefined)
    rules.push({
      id: 'exchange-subject',
      title: 'A traded token speaks for whom the first one speaks for',
      citation: rfc(
        8693,
        '1.1',
        'When principal A impersonates principal B, A is given all the rights that B has within some defined rights context',
      ),
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { trade, owner, access_token } = await prepare(context, subject);
        const traded = context.oauth.tokens(await trade());
        const seen = async (token: string): Promise<unknown> =>
          jsonOf(await context.oauth.introspect(owner, token))?.['sub'];
        const [before, after] = [await seen(access_token), await seen(traded.access_token)];
        if (before === undefined) context.notRun('introspection does not say whom a token speaks for');
        context.expect.that(before === after, `sub ${show(before)}`, show(after), traded.exchange);
      },
    });
  return rules;
});
