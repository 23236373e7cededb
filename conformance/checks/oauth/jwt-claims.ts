/** What the contract's JWTs say of themselves. */
import { createPublicKey, verify } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { anyTokens } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { jsonOf, show } from './judge-answer.ts';
import { parseJwt } from './read-jwt.ts';
import type { Jwt } from './read-jwt.ts';
import { oauthFamily } from './oauth-check.ts';
import { scopeSet } from './scope-words.ts';
import type { Subject } from './oauth-subject.ts';
import { CheckFailure } from '../../check.ts';
import type { TokenSet } from '../../check-drivers.ts';
import type { Context, Expect } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';

const SYNTAX = rfc(
  7519,
  '4.1',
  'None of the claims defined below are intended to be mandatory to use or implement in all cases, but rather they provide a starting point for a set of useful, interoperable claims.',
);
const NUMERIC = rfc(7519, '4.1.4', 'Its value MUST be a number containing a NumericDate value.');
const PINNED = rfc(
  8725,
  '3.1',
  'Libraries MUST enable the caller to specify a supported set of algorithms and MUST NOT use any other algorithms when performing cryptographic operations.',
);

/** The clocks of suite and target are read one after the other. */
const SLACK_S = 5;

async function issued(
  context: Context,
  subject: Subject,
): Promise<TokenSet & { readonly client: TargetClient; readonly jwt: Jwt }> {
  const tokens = await anyTokens(context, subject);
  const jwt = parseJwt(tokens.access_token);
  context.expect.that(jwt !== undefined, 'a JWT as access token', 'something else', tokens.exchange);
  return { ...tokens, jwt };
}

type Expected = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTime = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value);

/** @param isMock else the names of issuer and audience are those of the place where the server runs */
function expectedClaims(
  { credential: { issuer, audience } }: Subject,
  client: TargetClient,
  scope: string | undefined,
  isMock: boolean,
): Expected {
  return {
    iss: (value) => (issuer === undefined || !isMock ? isText(value) : value === issuer),
    sub: isText,
    aud: (value) =>
      audience === undefined || !isMock ? [value].flat().every(isText) : [value].flat().includes(audience),
    exp: isTime,
    iat: isTime,
    nbf: isTime,
    jti: isText,
    client_id: (value) => value === client.client_id,
    scope: (value) => typeof value === 'string' && (scope === undefined || scopeSet(value) === scopeSet(scope)),
    tenant: (value) => value === client.tenant,
  };
}

export const jwtClaims = oauthFamily((subject) => {
  const { credential, name } = subject;
  if (credential.format !== 'jwt') return [];
  const about = `#/x-credentials/${name}`;
  const claims = credential.claims ?? ['iss', 'sub', 'exp', 'iat', 'client_id', 'scope'];
  return [
    {
      id: 'jwt-claims',
      title: `An access token carries the claims of the contract: ${claims.join(', ')}`,
      citation: SYNTAX,
      about,
      async run(context: Context) {
        const { jwt, client, scope, exchange } = await issued(context, subject);
        const { isMock } = context.target;
        const expected = expectedClaims(subject, client, scope, isMock);
        const { metadata } = subject;
        const stated = isMock || metadata === undefined ? undefined : await context.call(metadata.operation);
        for (const claim of claims) {
          const value = jwt.claims[claim];
          // Clients are told nothing of what a token says of itself: a server need not say it, but not say it wrongly.
          if (value === undefined && !isMock) continue;
          context.expect.that(
            expected[claim]!(value),
            `a right ${claim} in the access token`,
            value === undefined ? 'none' : JSON.stringify(value),
            exchange,
          );
          // Where the server runs is not known, but that it is one issuer.
          const { issuer } = (stated?.status === 200 ? jsonOf(stated) : undefined) ?? {};
          if (claim === 'iss' && issuer !== undefined)
            context.expect.that(value === issuer, `the issuer of the metadata, ${show(issuer)}`, show(value), exchange);
        }
      },
    },
    {
      id: 'jwt-times',
      title: 'An access token was issued now, and ends when expires_in says',
      citation: NUMERIC,
      about,
      async run(context: Context) {
        const { jwt, expires_in, exchange } = await issued(context, subject);
        const now = (await context.clock.now()) / 1000;
        const expect: Expect = context.expect;
        const time = (name: 'iat' | 'exp' | 'nbf'): number | undefined => {
          const value = jwt.claims[name];
          expect.that(value === undefined || typeof value === 'number', `a number in ${name}`, show(value), exchange);
          return value;
        };
        const [iat, exp, nbf] = [time('iat'), time('exp'), time('nbf')];
        expect.that(
          iat === undefined || Math.abs(iat - now) <= SLACK_S,
          `iat within ${SLACK_S} s of ${Math.floor(now)}`,
          show(iat),
          exchange,
        );
        expect.that(exp !== undefined, 'exp in the access token', 'none', exchange);
        const life = exp - (iat ?? now);
        expect.that(
          Math.abs(life - (expires_in ?? life)) <= SLACK_S,
          `exp ${expires_in ?? life} s after iat`,
          `${life} s after it`,
          exchange,
        );
        expect.that(nbf === undefined || nbf <= now + SLACK_S, 'an nbf that is not in the future', show(nbf), exchange);
      },
    },
    {
      id: 'jwt-algorithm',
      title: `An access token is signed with ${credential.algorithm ?? 'RS256'}`,
      citation: PINNED,
      about,
      async run(context: Context) {
        const { jwt, exchange } = await issued(context, subject);
        context.expect.that(
          jwt.header['alg'] === (credential.algorithm ?? 'RS256'),
          `alg ${credential.algorithm ?? 'RS256'}`,
          JSON.stringify(jwt.header['alg']),
          exchange,
        );
      },
    },
    ...(credential.typ === 'at+jwt'
      ? [
          {
            id: 'jwt-typ',
            title: 'An access token says in its header that it is one (at+jwt)',
            citation: rfc(
              9068,
              '2.1',
              'JWT access tokens MUST include this media type in the "typ" header parameter to explicitly declare that the JWT represents an access token complying with this profile.',
            ),
            about,
            async run(context: Context) {
              const { jwt, exchange } = await issued(context, subject);
              const { typ } = jwt.header;
              context.expect.that(
                typeof typ === 'string' && /^(?:application\/)?at\+jwt$/i.test(typ),
                'typ at+jwt',
                show(typ),
                exchange,
              );
            },
          },
        ]
      : []),
    ...(subject.jwks === undefined || credential.algorithm === 'HS256'
      ? []
      : [
          {
            id: 'jwt-signature',
            title: 'An access token is signed with the key that is published',
            citation: rfc(
              7515,
              '4.1.4',
              'The "kid" (key ID) Header Parameter is a hint indicating which key was used to secure the JWS.',
            ),
            about: subject.jwks.operation.pointer,
            async run(context: Context) {
              const { access_token, jwt, exchange } = await issued(context, subject);
              const key = await publishedKey(context, subject, jwt);
              const at = access_token.lastIndexOf('.');
              const input = Buffer.from(access_token.slice(0, at));
              const ok = verify(
                'sha256',
                input,
                key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'ieee-p1363' } : key,
                Buffer.from(jwt.signature, 'base64url'),
              );
              context.expect.that(ok, 'a signature made with the published key', 'another signature', exchange);
            },
          },
        ]),
  ];
});

/** The key of the JWK set that a token names. */
export async function publishedKey(context: Context, subject: Subject, { header }: Jwt) {
  const exchange = await context.call(subject.jwks!.operation);
  const { keys = [] } = JSON.parse(exchange.answerBody) as { keys?: (JsonWebKey & { kid?: string })[] };
  const jwk = keys.find(({ kid }) => kid === header['kid']) ?? (header['kid'] === undefined ? keys[0] : undefined);
  context.expect.that(
    jwk !== undefined,
    `a key with kid ${JSON.stringify(header['kid'])}`,
    `keys ${keys.map(({ kid }) => JSON.stringify(kid)).join(', ')}`,
    exchange,
  );
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new CheckFailure({
      expected: `a public key under kid ${JSON.stringify(header['kid'])}`,
      got: `members that make none: ${Object.keys(jwk).join(', ')}, kty ${JSON.stringify(jwk.kty)}`,
      exchange,
    });
  }
}
