/**
 * Authorization requests as JWTs that their client signed: what counts, and which are refused.
 *
 * @see [RFC 9101](https://www.rfc-editor.org/rfc/rfc9101)
 */
import { unsigned } from './assertion.ts';
import { challengeOf, redeem, verifierOf, wantsPkce } from './ask-endpoint.ts';
import { readDocument } from './json-document.ts';
import { expectRefusal, jsonOf, redirectedError, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import { assemble, parseJwt, privateKeyOf, signKey, strangeKey } from './read-jwt.ts';
import type { Part } from './read-jwt.ts';
import { mustPush } from '../../driver/oauth-driver.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';

const TAKEN = rfc(
  9101,
  '6.3',
  'The authorization server MUST extract the set of authorization request parameters from the Request Object value.',
);
const ALONE = rfc(
  9101,
  '6.3',
  'The authorization server MUST only use the parameters in the Request Object, even if the same parameter is provided in the query parameter.',
);
const SIGNED = rfc(
  9101,
  '6.2',
  'If the key is not associated with the client or if signature validation fails, the authorization server MUST return an "invalid_request_object" error to the client in response to the authorization request.',
);
const SAME = rfc(
  9101,
  '6.3',
  'The client ID values in the "client_id" request parameter and in the Request Object "client_id" claim MUST be identical.',
);
const NESTED = rfc(9101, '4', '"request" and "request_uri" parameters MUST NOT be included in Request Objects.');
const VALID = rfc(
  9101,
  '6.3',
  'If the Client ID check or the request validation fails, then the authorization server MUST return an error to the client in response to the authorization request',
);
const PUSHED = rfc(
  9126,
  '3',
  'Clients MAY use the request parameter as defined in JAR [RFC9101] to push a Request Object JWT to the authorization server.',
);
const REFERENCE = rfc(9101, '7', 'The authorization server does not support the use of the "request_uri" parameter.');
const REQUIRED = rfc(
  9101,
  '10.5',
  'the server MUST reject the authorization request from the client that does not conform to this specification',
);
const METADATA = rfc(
  9101,
  '4',
  'the authorization server can inform the client of the algorithms that it supports in its authorization server metadata [RFC8414], specifically, the metadata values "request_object_signing_alg_values_supported"',
);

interface Parts {
  readonly client: TargetClient;
  readonly header: Part;
  readonly claims: Part;
}

const signed = ({ client, header, claims }: Parts): string =>
  signKey(header, claims, privateKeyOf(client.assertion_key ?? {}));

/** What a right one is made of. */
async function partsOf(context: Context, subject: Subject): Promise<Parts> {
  const { target, contract } = context;
  const able = target.credentials.clients.filter(
    ({ grants, assertion_key, allowed_addresses, redirect_uris }) =>
      grants.includes('authorization_code') &&
      assertion_key !== null &&
      allowed_addresses === null &&
      redirect_uris.length > 0,
  );
  // What is bad is refused where it is pushed already.
  const client =
    able.find((each) => !mustPush(contract, subject.authorize!.operation, each)) ??
    able[0] ??
    context.notRun('no client of the target has a key to sign an authorization request with');
  const { metadata } = subject;
  const issuer =
    subject.credential.issuer ??
    (metadata === undefined ? undefined : (await readDocument(context, metadata.operation)).body['issuer']);
  const now = Math.floor((await context.clock.now()) / 1000);
  const { client_id: id } = client;
  return {
    client,
    header: { alg: client.assertion_key?.['alg'] ?? 'ES256', typ: 'oauth-authz-req+jwt' },
    claims: {
      iss: id,
      ...(issuer !== undefined && { aud: issuer }),
      iat: now,
      exp: now + 300,
      response_type: 'code',
      client_id: id,
      redirect_uri: client.redirect_uris[0],
      scope: client.scopes[0],
      state: 'signed',
      ...challengeOf(subject),
    },
  };
}

type Query = Parameters<Context['oauth']['authorize']>[1];

/** What a browser is answered that brings it. */
const visit = (context: Context, client: TargetClient, request: string, query: Query = {}) =>
  context.oauth.authorize(client, { request, state: 'beside', ...query });

type Visit = Awaited<ReturnType<typeof visit>>;

function expectCode(context: Context, { exchange, location }: Visit, why: string): string {
  const code = location?.searchParams.get('code');
  const state = location?.searchParams.get('state');
  context.expect.that(
    typeof code === 'string' && state === 'signed',
    `a redirect with a code and the signed state: ${why}`,
    location === undefined ? `status ${exchange.status} and no redirect` : `a redirect to ${location.href}`,
    exchange,
  );
  return code;
}

/** No code; and the sandbox says what it is. */
function expectRefused(context: Context, { exchange, location }: Visit, why: string): void {
  const error = location?.searchParams.get('error') ?? undefined;
  const isNamed = context.target.isMock
    ? error === 'invalid_request_object'
    : exchange.status >= 400 || error !== undefined;
  context.expect.that(
    location?.searchParams.has('code') !== true && isNamed,
    `invalid_request_object: ${why}`,
    location === undefined ? `status ${exchange.status}` : `error ${error ?? 'none'}`,
    exchange,
  );
}

interface Bad {
  readonly id: string;
  readonly title: string;
  readonly citation: Sentence;
  readonly why: string;
  requests(parts: Parts): readonly string[];
}

const claiming = (parts: Parts, more: Part): string => signed({ ...parts, claims: { ...parts.claims, ...more } });

const BAD: readonly Bad[] = [
  {
    id: 'unsigned',
    title: 'A request object that says it is not signed is refused',
    citation: SIGNED,
    why: 'nobody signed it',
    requests: unsigned,
  },
  {
    id: 'signature',
    title: 'A request object that another key signed, or that was changed since, is refused',
    citation: SIGNED,
    why: 'the client did not sign this',
    requests: (parts) => [
      signKey(parts.header, parts.claims, strangeKey(String(parts.header['alg']))),
      assemble({ ...parseJwt(signed(parts))!, claims: { ...parts.claims, state: 'changed' } }),
    ],
  },
  {
    id: 'client',
    title: 'A request object that names another client, or none, is refused',
    citation: SAME,
    why: 'client_id is another',
    requests: (parts) => [claiming(parts, { client_id: 'another' }), claiming(parts, { client_id: undefined })],
  },
  {
    id: 'nested',
    title: 'A request object with a request or a request_uri in it is refused',
    citation: NESTED,
    why: 'a request is in it',
    requests: (parts) => [
      claiming(parts, { request: signed(parts) }),
      claiming(parts, { request_uri: 'https://client.example/request.jwt' }),
    ],
  },
  {
    id: 'expired',
    title: 'A request object past its exp is refused',
    citation: VALID,
    why: 'it has expired',
    requests: (parts) => [claiming(parts, { exp: Number(parts.claims['iat']) - 3600 })],
  },
  {
    id: 'audience',
    title: 'A request object for another issuer is refused',
    citation: VALID,
    why: 'it is for somebody else',
    requests: (parts) => [claiming(parts, { aud: 'https://elsewhere.example' })],
  },
];

const bad = (subject: Subject, { id, title, citation, why, requests }: Bad): Rule => ({
  id: `request-object-${id}`,
  title,
  citation,
  about: subject.authorize!.operation.pointer,
  needs: ['consent'],
  async run(context: Context) {
    const parts = await partsOf(context, subject);
    for (const request of requests(parts)) expectRefused(context, await visit(context, parts.client, request), why);
  },
});

/** The same parameters as plain ones. */
const required = (subject: Subject): Rule => ({
  id: 'request-object-required',
  title: 'Where requests must be signed, one that is not is invalid_request',
  citation: REQUIRED,
  about: subject.authorize!.operation.pointer,
  async run(context: Context) {
    const { client, claims } = await partsOf(context, subject);
    const { iss: _, aud: __, iat: ___, exp: ____, ...plain } = claims;
    const form = plain as Readonly<Record<string, string>>;
    if (subject.push !== undefined) {
      const { operation } = subject.push;
      const exchange = await context.oauth.post(operation, client, form);
      return expectRefusal(context, exchange, operation, 'invalid_request', 'nobody signed it');
    }
    const query = Object.entries(form);
    const sent = await context.send(await context.request(subject.authorize!.operation, { body: undefined, query }));
    const answer = await context.oauth.follow(sent, client.redirect_uris[0]!);
    redirectedError(context, answer, 'invalid_request', 'nobody signed it');
  },
});

/** Pushed, it is judged at once. */
const pushing = (subject: Subject): Rule => ({
  id: 'request-object-pushed',
  title: 'A request object may be pushed, and is judged where it is',
  citation: PUSHED,
  about: subject.push!.operation.pointer,
  needs: ['consent'],
  async run(context: Context) {
    const parts = await partsOf(context, subject);
    const { client } = parts;
    const { operation } = subject.push!;
    const push = (request: string) => context.oauth.post(operation, client, { client_id: client.client_id, request });
    const exchange = await push(signed(parts));
    const uri = jsonOf(exchange)?.['request_uri'];
    context.expect.that(
      exchange.status === 201 && typeof uri === 'string',
      '201 with a request_uri',
      `status ${exchange.status}, request_uri ${show(uri)}`,
      exchange,
    );
    expectCode(context, await context.oauth.authorize(client, { request_uri: uri }), 'what was pushed is good');
    const forged = await push(signKey(parts.header, parts.claims, strangeKey(String(parts.header['alg']))));
    if (context.target.isMock)
      expectRefusal(context, forged, operation, 'invalid_request_object', 'the client did not sign it');
    else context.expect.status(forged, [400, 401], 'the client did not sign it');
  },
});

export const requestObjects = oauthFamily((subject) => {
  const { authorize, metadata } = subject;
  const objects = authorize?.action.request_objects;
  if (authorize === undefined || objects === undefined) return [];
  const about = authorize.operation.pointer;
  const rules: Rule[] = [
    {
      id: 'request-object',
      title: 'A request that the client signed leads to a code that can be redeemed',
      citation: TAKEN,
      about,
      needs: ['consent'],
      async run(context: Context) {
        const parts = await partsOf(context, subject);
        const { client } = parts;
        const back = await visit(context, client, signed(parts), { redirect_uri: undefined, scope: undefined });
        const code = expectCode(context, back, 'the request is signed');
        const form = wantsPkce(subject) ? verifierOf(subject) : {};
        const redirectUri = client.redirect_uris[0]!;
        context.oauth.tokens(await redeem(context, subject, { client, code, redirectUri }, form));
      },
    },
    {
      id: 'request-object-beside',
      title: 'Parameters beside a request object do not count',
      citation: ALONE,
      about,
      needs: ['consent'],
      async run(context: Context) {
        const parts = await partsOf(context, subject);
        // Another server may look at these first, as OpenID Connect Core §6.1 has it.
        const query = context.target.isMock
          ? { response_type: 'nonsense', redirect_uri: 'https://elsewhere.example/callback', scope: 'no.such.scope' }
          : {};
        expectCode(context, await visit(context, parts.client, signed(parts), query), 'what is signed is good');
      },
    },
    ...BAD.map((each) => bad(subject, each)),
    {
      id: 'request-object-by-reference',
      title: 'A request_uri that was not given out here is request_uri_not_supported',
      citation: REFERENCE,
      about,
      async run(context: Context) {
        const { client } = await partsOf(context, subject);
        const { exchange, location } = await context.oauth.authorize(client, {
          request_uri: 'https://client.example/request.jwt',
          response_type: 'code',
          redirect_uri: client.redirect_uris[0],
          scope: client.scopes[0],
          ...challengeOf(subject),
        });
        if (!context.target.isMock && location?.searchParams.get('error') !== 'request_uri_not_supported')
          return context.notRun('the server may fetch request objects');
        context.expect.that(
          location?.searchParams.get('error') === 'request_uri_not_supported',
          'error request_uri_not_supported',
          location?.searchParams.get('error') ?? `status ${exchange.status}`,
          exchange,
        );
      },
    },
  ];
  if (objects === 'required') rules.push(required(subject));
  if (subject.push !== undefined) rules.push(pushing(subject));
  if (metadata !== undefined)
    rules.push({
      id: 'request-object-metadata',
      title: 'The metadata says that signed requests are taken, and by which algorithms: never by none',
      citation: METADATA,
      about: metadata.operation.pointer,
      async run(context: Context) {
        const { exchange, body } = await readDocument(context, metadata.operation);
        const algorithms = body['request_object_signing_alg_values_supported'];
        if (!context.target.isMock && algorithms === undefined)
          return context.notRun('the server does not say that it takes request objects');
        context.expect.that(
          Array.isArray(algorithms) &&
            algorithms.length > 0 &&
            (!context.target.isMock || !algorithms.includes('none')),
          'request_object_signing_alg_values_supported, without none',
          show(algorithms),
          exchange,
        );
        const taken = body['request_parameter_supported'];
        context.expect.that(taken === true, 'request_parameter_supported true', show(taken), exchange);
        const required = body['require_signed_request_object'] ?? false;
        context.expect.that(
          required === (objects === 'required'),
          `require_signed_request_object ${objects === 'required'}`,
          show(required),
          exchange,
        );
      },
    });
  return rules;
});
