/**
 * JWT bearer assertions: what makes one good, and what does not.
 *
 * @see [RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3)
 */
import { randomUUID } from 'node:crypto';
import { NO_JWTS, assertionParts, endOf, tokenUrl, unsigned } from './assertion.ts';
import type { AssertionParts } from './assertion.ts';
import { stopOnSecond } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import { expectRefusal } from './judge-answer.ts';
import { assemble, parseJwt, signHmac, signKey, strangeKey } from './read-jwt.ts';
import type { Part } from './read-jwt.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import { runOutToken } from '../common/run-out.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { contractMs } from '../../../mock/contract/durations.ts';

const ISS = rfc(
  7523,
  '3',
  'The JWT MUST contain an "iss" (issuer) claim that contains a unique identifier for the entity that issued the JWT.',
);
const SUB = rfc(
  7523,
  '3',
  'The JWT MUST contain a "sub" (subject) claim identifying the principal that is the subject of the JWT.',
);
const AUD = rfc(
  7523,
  '3',
  'The authorization server MUST reject any JWT that does not contain its own identity as the intended audience.',
);
const EXP = rfc(
  7523,
  '3',
  'The authorization server MUST reject any JWT with an expiration time that has passed, subject to allowable clock skew between systems.',
);
const NBF = rfc(
  7523,
  '3',
  'The JWT MAY contain an "nbf" (not before) claim that identifies the time before which the token MUST NOT be accepted for processing.',
);
const SIGNED = rfc(7523, '3', 'The authorization server MUST reject JWTs with an invalid signature or MAC.');
const GRANT = rfc(
  7523,
  '3.1',
  "If the JWT is not valid, or the current time is not within the token's valid time window for use, the authorization server constructs an error response as defined in OAuth 2.0",
);

interface Bad {
  readonly id: string;
  readonly title: string;
  readonly citation: Sentence;
  readonly why: string;
  make(parts: AssertionParts): readonly string[];
}

const without = (claims: Part, name: string): Part =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

/** Signed with the right key, with some claims changed. */
const withClaims =
  (...changes: readonly Part[]) =>
  ({ header, claims, key }: AssertionParts): readonly string[] =>
    changes.map((change) => signKey(header, { ...claims, ...change }, key));

const HOUR_S = 3600;

const shifted = ({ header, claims, key }: AssertionParts, times: Readonly<Record<string, number>>): string => {
  const now = Number(claims['iat']);
  return signKey(
    header,
    { ...claims, ...Object.fromEntries(Object.entries(times).map(([name, by]) => [name, now + by])) },
    key,
  );
};

const BAD: readonly Bad[] = [
  {
    id: 'wrong-aud',
    title: 'An assertion for somebody else is refused',
    citation: AUD,
    why: 'aud names another server',
    make: withClaims(
      { aud: 'https://another-server.example/token' },
      { aud: ['https://another-server.example'] },
      { aud: '' },
    ),
  },
  {
    id: 'no-aud',
    title: 'An assertion for nobody is refused',
    citation: AUD,
    why: 'there is no aud',
    make: ({ header, claims, key }) => [signKey(header, without(claims, 'aud'), key)],
  },
  {
    id: 'wrong-iss',
    title: 'An assertion of an unknown issuer is refused',
    citation: ISS,
    why: 'iss is no client',
    make: withClaims({ iss: 'nobody-by-this-name' }),
  },
  {
    id: 'no-iss',
    title: 'An assertion without an issuer is refused',
    citation: ISS,
    why: 'there is no iss',
    make: ({ header, claims, key }) => [signKey(header, without(claims, 'iss'), key)],
  },
  {
    id: 'wrong-sub',
    title: 'An assertion about somebody else is refused',
    citation: SUB,
    why: 'sub is not the client',
    make: withClaims({ sub: 'somebody-else' }),
  },
  {
    id: 'no-sub',
    title: 'An assertion about nobody is refused',
    citation: SUB,
    why: 'there is no sub',
    make: ({ header, claims, key }) => [signKey(header, without(claims, 'sub'), key)],
  },
  {
    id: 'expired',
    title: 'An assertion that ended an hour ago is refused',
    citation: EXP,
    why: 'exp has passed',
    make: (parts) => [shifted(parts, { iat: -2 * HOUR_S, exp: -HOUR_S })],
  },
  {
    id: 'no-exp',
    title: 'An assertion without an end is refused',
    citation: rfc(
      7523,
      '3',
      'The JWT MUST contain an "exp" (expiration time) claim that limits the time window during which the JWT can be used.',
    ),
    why: 'there is no exp',
    make: ({ header, claims, key }) => [signKey(header, without(claims, 'exp'), key)],
  },
  {
    id: 'future-nbf',
    title: 'An assertion that is good in an hour is refused now',
    citation: NBF,
    why: 'nbf is in the future',
    make: (parts) => [shifted(parts, { nbf: HOUR_S, exp: 2 * HOUR_S })],
  },
  {
    id: 'other-key',
    title: 'An assertion signed with another key is refused',
    citation: SIGNED,
    why: "the key is not the client's",
    make: ({ header, claims }) => [
      signKey(header, claims, strangeKey('ES256')),
      signKey({ ...header, alg: 'RS256' }, claims, strangeKey('RS256')),
    ],
  },
  {
    id: 'tampered',
    title: 'An assertion that was changed after it was signed is refused',
    citation: SIGNED,
    why: 'the claims were changed',
    make: ({ header, claims, key }) => {
      const jwt = parseJwt(signKey(header, claims, key))!;
      return [assemble({ ...jwt, claims: { ...claims, jti: 'changed' } })];
    },
  },
  {
    id: 'none',
    title: 'An assertion that says it is not signed is refused',
    citation: SIGNED,
    why: 'alg is none',
    make: unsigned,
  },
  {
    id: 'hmac',
    title: "An assertion with an HMAC of the client's name is refused",
    citation: SIGNED,
    why: 'the client registered another kind of key',
    make: ({ header, claims, client }) =>
      ['', client.client_id, client.client_secret ?? 'secret'].map((secret) =>
        signHmac({ ...header, alg: 'HS256' }, claims, secret),
      ),
  },
  {
    id: 'no-jwt',
    title: 'An assertion that is no JWT is refused',
    citation: GRANT,
    why: 'it is no JWT',
    make: () => NO_JWTS,
  },
];

const submit = (context: Context, assertion: string | undefined): Promise<Exchange> =>
  context.oauth.token(undefined, { grant_type: GRANT_TYPE.jwt_bearer, assertion }, { authenticate: 'none' });

function bad(subject: Subject, { id, title, citation, why, make }: Bad): Rule {
  const { operation } = endpointFor(subject, 'jwt_bearer');
  return {
    id: `assertion-${id}`,
    title,
    citation,
    about: operation.pointer,
    async run(context: Context) {
      for (const assertion of make(await assertionParts(context, subject))) {
        expectRefusal(context, await submit(context, assertion), operation, 'invalid_grant', why);
      }
    },
  };
}

export const assertions = oauthFamily((subject) => {
  if (!subject.grants.has('jwt_bearer')) return [];
  const { operation } = endpointFor(subject, 'jwt_bearer');
  const about = operation.pointer;
  return [
    ...BAD.map((each) => bad(subject, each)),
    {
      id: 'assertion-audiences',
      title: 'An assertion may name several audiences, the token endpoint among them',
      citation: rfc(
        7519,
        '4.1.3',
        'In the general case, the "aud" value is an array of case-sensitive strings, each containing a StringOrURI value.',
      ),
      about,
      async run(context: Context) {
        const { header, claims, key } = await assertionParts(context, subject);
        context.oauth.tokens(
          await submit(
            context,
            signKey(header, { ...claims, aud: ['https://another-server.example', tokenUrl(context, subject)] }, key),
          ),
        );
      },
    },
    {
      id: 'assertion-missing',
      title: 'A JWT bearer request without an assertion is invalid_request',
      citation: rfc(7521, '4.1', 'REQUIRED. The assertion being used as an authorization grant.'),
      about,
      async run(context: Context) {
        for (const assertion of [undefined, ''])
          expectRefusal(
            context,
            await submit(context, assertion),
            operation,
            'invalid_request',
            'assertion is missing',
          );
      },
    },
    {
      id: 'assertion-token-lifetime',
      title: "A token for an assertion lives as long as the client's own figure, or the contract's, says",
      citation: rfc(6749, '5.1', 'The lifetime in seconds of the access token.'),
      about,
      async run(context: Context) {
        const { client, header, claims, key } = await assertionParts(context, subject);
        const { expires_in, exchange } = context.oauth.tokens(await submit(context, signKey(header, claims, key)));
        const seeded = context.contract.clients.get(client.client_id);
        const own =
          seeded?.jwt_bearer_lifetime ??
          seeded?.token_lifetime ??
          context.notRun('the client has no figure of its own');
        context.expect.that(
          expires_in === contractMs(own) / 1000,
          `expires_in ${contractMs(own) / 1000}`,
          `${expires_in ?? 'none'}`,
          exchange,
        );
      },
    },
    {
      id: 'assertion-lifetime-apart',
      title: "A client's figure for assertions does not change how long the tokens of its other grants live",
      citation: rfc(6749, '5.1', 'The lifetime in seconds of the access token.'),
      about,
      async run(context: Context) {
        const { client } = await assertionParts(context, subject);
        const seeded = context.contract.clients.get(client.client_id);
        if (seeded?.jwt_bearer_lifetime === undefined) context.notRun('the client has no figure of its own');
        if (!client.grants.includes('client_credentials') || client.client_secret === null)
          context.notRun('the client has no other grant that works without a person');
        const { expires_in, exchange } = context.oauth.tokens(
          await context.oauth.token(client, { grant_type: 'client_credentials', scope: client.scopes[0] }),
        );
        const wanted = contractMs(seeded.token_lifetime ?? subject.credential.lifetime) / 1000;
        context.expect.that(expires_in === wanted, `expires_in ${wanted}`, `${expires_in ?? 'none'}`, exchange);
      },
    },
    {
      id: 'assertion-edge',
      title: 'An assertion is good until the second before its exp, and not at it',
      citation: EXP,
      about,
      evidence: 'assumed',
      needs: ['wait'],
      async run(context: Context) {
        await stopOnSecond(context);
        const { header, claims, key } = await assertionParts(context, subject);
        const exp = await endOf(context, Number(claims['exp']));
        const assertion = (): string => signKey(header, { ...claims, exp, jti: randomUUID() }, key);
        const good = async () => context.oauth.tokens(await submit(context, assertion()));
        if (!context.clock.movable) await good();
        await runOutToken(context, exp * 1000 - (await context.clock.now()), {
          before: good,
          end: async () =>
            expectRefusal(context, await submit(context, assertion()), operation, 'invalid_grant', 'exp is now'),
        });
      },
    },
  ];
});
