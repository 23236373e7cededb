/** JSON Web Tokens that are believed without being checked, or made so that nobody else can check them. */
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { chain } from '../../mock/state/awaitable.ts';
import { assertionKey } from '../../mock/auth/oauth/assertion-keys.ts';
import { baseUrl } from '../../mock/auth/oauth/issuer.ts';
import { decodeJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { DecodedJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { Call } from '../../mock/request/call.ts';
import type { SigningKey } from '../../mock/state/signing-keys.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { formOf, withForm, withHeaders, withWorld } from './wrap/wrap-call.ts';
import { all, credential, grant, has, jwt, token } from './wrap/breakable-contracts.ts';
import { credentialsAs, rewritten } from './wrap/wrap-document.ts';
import { bodyAs, ofAction, replying } from './wrap/wrap-reply.ts';
import { acting, excusing, insisting, onAction } from './wrap/wrap-steps.ts';
import { inStore, seeing, TOKENS_KEPT } from './wrap/wrap-store.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';

/** JWTs as issued, by `jti`: what a verifier that does not look at the signature takes a forged one for. */
const issued = new Map<string, string>();

const remembering = onAction(
  'token.issue',
  (action) => (call) =>
    chain(action(call), (outcome) => {
      const token = outcome.answer?.facts?.['token.access_token'];
      const jti = typeof token === 'string' ? decodeJwt(token)?.claims['jti'] : undefined;
      if (typeof jti === 'string') issued.set(jti, String(token));
      return outcome;
    }),
);

/** Forged tokens that `fits` are taken for the true token with the same `jti`. */
const believing = (fits: (forged: DecodedJwt, call: Call) => boolean): Seams => ({
  ...remembering,
  ...excusing(['invalid_token'], (call) => {
    const { authorization } = call.request.headers;
    const forged = typeof authorization === 'string' ? decodeJwt(authorization.replace(/^bearer +/i, '')) : undefined;
    const known = issued.get(String(forged?.claims['jti']));
    return forged === undefined || known === undefined || !fits(forged, call)
      ? undefined
      : withHeaders(call, { authorization: `Bearer ${known}` });
  }),
});

const isNone = ({ header }: DecodedJwt): boolean => String(header['alg']).toLowerCase() === 'none';

/**
 * Whether a token was signed with HS256 and the public key as the secret, in any of the spellings that libraries have.
 */
function isConfused({ header, input, signature }: DecodedJwt, { world }: Call): boolean {
  const { publicKey, jwk } = world.keys.get('RS256');
  if (header['alg'] !== 'HS256' || Buffer.isBuffer(publicKey)) return false;
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const secrets = [
    pem,
    pem.trim(),
    publicKey.export({ type: 'spki', format: 'der' }),
    JSON.stringify(jwk),
    String(jwk?.n),
  ];
  return secrets.some((secret) => createHmac('sha256', secret).update(input).digest().equals(signature));
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * A refused assertion is mended by a change of its header or claims, signed again with the client's key, and tried once
 * more.
 */
const mending = (
  change: (assertion: DecodedJwt, call: Call) => { header?: object; claims?: object } | undefined,
): Seams =>
  insisting('token.issue', ['invalid_grant'], (call) => {
    const assertion = decodeJwt(formOf(call)['assertion'] ?? '');
    const mended = assertion && change(assertion, call);
    if (mended === undefined || assertion === undefined) return undefined;
    const { iss } = { ...assertion.claims, ...mended.claims };
    const { privateJwk } = assertionKey(call.world, String(iss));
    const input = `${part({ ...assertion.header, alg: 'ES256', ...mended.header })}.${part({ ...assertion.claims, ...mended.claims })}`;
    const signature = sign('sha256', Buffer.from(input), {
      key: createPrivateKey({ key: privateJwk, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363',
    });
    return withForm(call, { assertion: `${input}.${signature.toString('base64url')}` });
  });

const seconds = ({ now }: Call): number => Math.floor(now / 1000);

/** A claim that is wrong is taken for what it should be; only where the algorithm is the client's. */
const claim = (name: string, right: (call: Call, claims: DecodedJwt['claims']) => unknown): Seams =>
  mending(({ claims, header }, call) =>
    header['alg'] === 'ES256' ? { claims: { [name]: right(call, claims) } } : undefined,
  );

let strangersKey: SigningKey | undefined;

/** Signs with a key that nobody published, under the name of the one that is. */
function strange(key: SigningKey): SigningKey {
  if (strangersKey === undefined) {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    strangersKey = { ...key, key: privateKey, publicKey };
  }
  return strangersKey;
}

const withoutClaim = (name: 'iss' | 'sub' | 'aud' | 'exp' | 'iat' | 'client_id' | 'scope' | 'tenant'): Seams =>
  credentialsAs('token', (one) => void (one.claims = one.claims?.filter((other) => other !== name) ?? []));

const lists =
  (name: string) =>
  ({ credentials }: { readonly credentials: ReadonlyMap<string, object> }): boolean =>
    [...credentials.values()].some((one) => 'claims' in one && Array.isArray(one.claims) && one.claims.includes(name));

export const JWTS = mutants(all(jwt(), credential('token')), [
  {
    id: 'jwt.none-accepted',
    title: 'An unsigned token (alg none) is accepted.',
    killedBy: ['oauth.jwt-none'],
    seams: believing(isNone),
  },
  {
    id: 'jwt.confusion-accepted',
    title: 'A token signed by HS256 with the public key is accepted.',
    applies: all(jwt('RS256'), has('jwks')),
    killedBy: ['oauth.jwt-confusion'],
    seams: believing(isConfused),
  },
  {
    id: 'jwt.signature-ignored',
    title: 'The signature of a token is not checked.',
    killedBy: ['oauth.jwt-tampered-*', 'oauth.jwt-own-key'],
    seams: believing((forged) => !isNone(forged)),
  },
  {
    id: 'jwt.signature-left-out',
    title: 'A token without its signature is accepted.',
    killedBy: ['oauth.jwt-stripped'],
    seams: believing(({ signature, header }) => signature.length === 0 && header['alg'] !== 'none'),
  },
  {
    id: 'jwt.signed-by-stranger',
    title: 'Tokens are signed with a key that is not published.',
    applies: all(jwt('RS256'), has('jwks')),
    killedBy: ['oauth.jwt-signature'],
    seams: acting('token.issue', (call) =>
      withWorld(call, {
        keys: {
          ...call.world.keys,
          get: (algorithm) =>
            algorithm === 'RS256' ? strange(call.world.keys.get(algorithm)) : call.world.keys.get(algorithm),
        },
      }),
    ),
  },
  {
    id: 'jwt.audience-wrong',
    title: 'aud of a token is another service.',
    applies: lists('aud'),
    killedBy: ['oauth.jwt-claims'],
    seams: credentialsAs('token', (one) => void (one.audience = 'https://elsewhere.example')),
  },
  {
    id: 'jwt.issuer-wrong',
    title: 'iss of a token is another than the metadata say.',
    applies: all(lists('iss'), has('metadata')),
    killedBy: ['oauth.jwt-claims', 'oauth.metadata-issuer'],
    seams: onAction(
      'metadata',
      (action) => (call) =>
        chain(action(call), (outcome) => ({
          answer: {
            ...outcome.answer,
            body: (outcome.answer?.body ?? '').replaceAll(
              `"issuer":"${baseUrl(call)}"`,
              '"issuer":"https://issuer.example"',
            ),
          },
        })),
    ),
  },
  {
    id: 'jwt.no-exp',
    title: 'Tokens carry no exp.',
    applies: lists('exp'),
    killedBy: ['oauth.jwt-claims', 'oauth.jwt-times'],
    seams: withoutClaim('exp'),
  },
  {
    id: 'jwt.no-iss',
    title: 'Tokens carry no iss.',
    applies: lists('iss'),
    killedBy: ['oauth.jwt-claims'],
    seams: withoutClaim('iss'),
  },
  {
    id: 'jwt.no-sub',
    title: 'Tokens carry no sub.',
    applies: lists('sub'),
    killedBy: ['oauth.jwt-claims'],
    seams: withoutClaim('sub'),
  },
  {
    id: 'jwt.no-scope',
    title: 'Tokens carry no scope.',
    applies: lists('scope'),
    killedBy: ['oauth.jwt-claims'],
    seams: withoutClaim('scope'),
  },
  {
    id: 'jwt.no-tenant',
    title: 'Tokens carry no tenant.',
    applies: lists('tenant'),
    killedBy: ['oauth.jwt-claims'],
    seams: withoutClaim('tenant'),
  },
  {
    id: 'jwt.exp-late',
    title: 'exp of a token is ten minutes after its end.',
    applies: lists('exp'),
    killedBy: ['oauth.token-expires'],
    seams: inStore(seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, expires_at: record.expires_at - 600 }))),
  },
]);

const publishesRsa: Mutant['applies'] = all(
  has('jwks'),
  token(({ algorithm, id_token: openid }) => algorithm === 'RS256' || openid !== undefined),
);

const keysAs = (change: (key: { readonly n: string }) => object): Seams =>
  replying(
    ofAction('jwks'),
    bodyAs((body) => ({ keys: (body['keys'] as { readonly n: string }[]).map(change) })),
  );

export const DISCOVERY = mutants(has('metadata', 'jwks'), [
  {
    id: 'jwks.empty',
    title: 'The JWK Set is empty.',
    applies: has('jwks'),
    killedBy: ['oauth.jwks', 'oauth.jwt-signature'],
    seams: replying(
      ofAction('jwks'),
      bodyAs(() => ({ keys: [] })),
    ),
  },
  {
    id: 'jwks.other-key',
    title: 'The JWK Set names its key otherwise than tokens do.',
    applies: has('jwks'),
    killedBy: ['oauth.jwt-signature', 'oauth.jwks', 'openid.id-token-signature'],
    seams: replying(
      ofAction('jwks'),
      bodyAs((body) => ({ keys: (body['keys'] as object[]).map((key) => ({ ...key, kid: 'another' })) })),
    ),
  },
  {
    id: 'jwks.private',
    title: 'The JWK Set gives the private key away.',
    applies: has('jwks'),
    killedBy: ['oauth.jwks-public'],
    seams: replying(
      ofAction('jwks'),
      bodyAs((body) => ({ keys: (body['keys'] as object[]).map((key) => ({ ...key, d: 'c2VjcmV0' })) })),
    ),
  },
  {
    id: 'jwks.zero-octet',
    title: 'The modulus of the published key has a zero octet before it.',
    applies: publishesRsa,
    killedBy: ['oauth.jwks'],
    spread: 2,
    seams: keysAs((key) => ({
      ...key,
      n: Buffer.concat([Buffer.alloc(1), Buffer.from(key.n, 'base64url')]).toString('base64url'),
    })),
  },
  {
    id: 'jwks.base64',
    title: 'The published key is in base64 with padding.',
    applies: publishesRsa,
    killedBy: ['oauth.jwks'],
    spread: 2,
    seams: keysAs((key) => ({ ...key, n: Buffer.from(key.n, 'base64url').toString('base64') })),
  },
  {
    id: 'jwks.signs',
    title: 'key_ops of the published key is sign.',
    applies: publishesRsa,
    killedBy: ['oauth.jwks'],
    spread: 2,
    seams: keysAs((key) => ({ ...key, key_ops: ['sign'] })),
  },
  {
    id: 'jwks.short',
    title: 'A key of 1024 bits is published, too.',
    applies: publishesRsa,
    killedBy: ['oauth.jwks'],
    spread: 2,
    seams: keysAs((key) => ({ ...key, n: key.n.slice(0, 171) })),
  },
  {
    id: 'jwks.pem',
    title: 'The certificates of the published key are in PEM.',
    applies: publishesRsa,
    killedBy: ['oauth.jwks'],
    spread: 2,
    seams: keysAs((key) => ({ ...key, x5c: ['-----BEGIN CERTIFICATE-----'] })),
  },
  {
    id: 'metadata.issuer-wrong',
    title: 'The metadata name another issuer.',
    applies: has('metadata'),
    killedBy: ['oauth.metadata-issuer'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, issuer: 'https://issuer.example' })),
    ),
  },
  {
    id: 'metadata.no-own-endpoints',
    title: 'The metadata do not say that another endpoint refreshes.',
    applies: ({ operations }) => operations.filter(({ action }) => action.type === 'token.issue').length > 1,
    killedBy: ['oauth.metadata-endpoints'],
    seams: replying(
      ofAction('metadata'),
      bodyAs(({ x_token_endpoints: _, ...body }) => body),
    ),
  },
  {
    id: 'metadata.no-userinfo',
    title: 'The metadata do not name the UserInfo endpoint.',
    applies: ({ operations }) => operations.some(({ path }) => path.endsWith('/userinfo')),
    killedBy: ['oauth.metadata-endpoints'],
    seams: replying(
      ofAction('metadata'),
      bodyAs(({ userinfo_endpoint: _, ...body }) => body),
    ),
  },
  {
    id: 'metadata.no-issuer',
    title: 'The metadata name no issuer.',
    applies: has('metadata'),
    killedBy: ['oauth.metadata-issuer'],
    seams: replying(
      ofAction('metadata'),
      bodyAs(({ issuer: _, ...body }) => body),
    ),
  },
  {
    id: 'metadata.endpoint-wrong',
    title: 'The metadata lead to a token endpoint that is not there.',
    applies: has('metadata'),
    killedBy: ['oauth.metadata-endpoints'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, token_endpoint: `${String(body['token_endpoint'])}/v2` })),
    ),
  },
  {
    id: 'metadata.grants-lie',
    title: 'The metadata name a grant that the token endpoint does not know.',
    applies: has('metadata'),
    killedBy: ['oauth.metadata-abilities'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({
        ...body,
        grant_types_supported: [...(body['grant_types_supported'] as string[]), 'password'],
      })),
    ),
  },
  {
    id: 'metadata.no-pkce',
    title: 'The metadata do not say that S256 is understood.',
    applies: all(has('metadata'), has('authorize')),
    killedBy: ['oauth.metadata-abilities'],
    seams: replying(
      ofAction('metadata'),
      bodyAs(({ code_challenge_methods_supported: _, ...body }) => body),
    ),
  },
  {
    id: 'metadata.jwks-elsewhere',
    title: 'The metadata lead to a JWK Set that is not there.',
    applies: all(has('metadata'), has('jwks')),
    killedBy: ['oauth.metadata-endpoints'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, jwks_uri: `${String(body['jwks_uri'])}/old` })),
    ),
  },
]);

export const ASSERTIONS = mutants(grant('jwt_bearer'), [
  {
    id: 'assertion.none-accepted',
    title: 'An unsigned assertion is accepted.',
    killedBy: ['oauth.assertion-none'],
    seams: mending((assertion) => (isNone(assertion) ? {} : undefined)),
  },
  {
    id: 'assertion.signature-ignored',
    title: "An assertion's signature is not checked.",
    killedBy: ['oauth.assertion-tampered', 'oauth.assertion-other-key'],
    seams: mending(({ header }) => (header['alg'] === 'ES256' ? {} : undefined)),
  },
  {
    id: 'assertion.algorithm-ignored',
    title: 'An assertion may be signed by any algorithm.',
    killedBy: ['oauth.assertion-hmac'],
    seams: mending((assertion) => (assertion.header['alg'] !== 'ES256' && !isNone(assertion) ? {} : undefined)),
  },
  {
    id: 'assertion.audience-ignored',
    title: 'An assertion for another server is accepted.',
    killedBy: ['oauth.assertion-wrong-aud'],
    seams: claim('aud', baseUrl),
  },
  {
    id: 'assertion.subject-ignored',
    title: 'An assertion about somebody else is accepted.',
    killedBy: ['oauth.assertion-wrong-sub'],
    seams: claim('sub', (_call, { iss }) => iss),
  },
  {
    id: 'assertion.expired-accepted',
    title: 'An expired assertion is accepted.',
    killedBy: ['oauth.assertion-expired'],
    seams: claim('exp', (call, { exp }) => (typeof exp === 'number' ? seconds(call) + 60 : exp)),
  },
  {
    id: 'assertion.endless-accepted',
    title: 'An assertion without an end is accepted.',
    killedBy: ['oauth.assertion-no-exp'],
    seams: claim('exp', (call, { exp }) => exp ?? seconds(call) + 60),
  },
  {
    id: 'assertion.early-accepted',
    title: 'An assertion that is not good yet is accepted.',
    killedBy: ['oauth.assertion-future-nbf'],
    seams: claim('nbf', (call) => seconds(call)),
  },
  {
    id: 'assertion.lifetime-wrong',
    title: "Tokens for assertions live as long as others, whatever the client's own lifetime.",
    applies: ({ clients }) =>
      [...clients.values()].some(
        ({ grants, token_lifetime: own, jwt_bearer_lifetime: forAssertions }) =>
          grants.includes('jwt_bearer') && (own ?? forAssertions) !== undefined,
      ),
    killedBy: ['oauth.assertion-token-lifetime'],
    seams: acting('token.issue', (call) =>
      formOf(call)['assertion'] === undefined
        ? call
        : withWorld(call, { settings: { ...call.world.settings, token_lifetime: 3600 } }),
    ),
  },
  {
    id: 'assertion.lifetime-everywhere',
    title: "A client's figure for assertions holds for its other grants too.",
    applies: ({ clients }) =>
      [...clients.values()].some(
        ({ grants, jwt_bearer_lifetime: own }) => own !== undefined && grants.includes('client_credentials'),
      ),
    killedBy: ['oauth.assertion-lifetime-apart'],
    seams: rewritten((document) => {
      for (const client of document['x-seed']?.clients ?? [])
        if (client.jwt_bearer_lifetime !== undefined) client.token_lifetime = client.jwt_bearer_lifetime;
    }),
  },
]);
