/**
 * Forged access tokens: made of a real one, and all refused.
 *
 * @see [RFC 8725 §2](https://www.rfc-editor.org/rfc/rfc8725#section-2)
 */
import { anyTokens } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import { expectAlive, expectDead } from './judge-answer.ts';
import { assemble, parseJwt, signHmac, signKey, strangeKey } from './read-jwt.ts';
import type { Jwt, Part } from './read-jwt.ts';
import { publishedKey } from './jwt-claims.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import { contractMs } from '../../../mock/contract/durations.ts';

const NONE = rfc(
  8725,
  '3.2',
  'JWT libraries SHOULD NOT consume JWTs using "none" unless explicitly requested by the caller.',
);
const CONFUSION = rfc(
  8725,
  '2.1',
  'An "RS256" (RSA, 2048 bit) parameter value can be changed into "HS256" (HMAC, SHA-256), and some libraries would try to validate the signature using HMAC-SHA256 and using the RSA public key as the HMAC shared secret',
);
const VALIDATE = rfc(
  8725,
  '3.3',
  'All cryptographic operations used in the JWT MUST be validated and the entire JWT MUST be rejected if any of them fail to validate.',
);
const ISSUER = rfc(
  8725,
  '3.8',
  'When a JWT contains an "iss" (issuer) claim, the application MUST validate that the cryptographic keys used for the cryptographic operations in the JWT belong to the issuer.',
);
const AUDIENCE = rfc(
  7519,
  '4.1.3',
  'If the principal processing the claim does not identify itself with a value in the "aud" claim when this claim is present, then the JWT MUST be rejected.',
);
const EXPIRED = rfc(
  7519,
  '4.1.4',
  'The "exp" (expiration time) claim identifies the expiration time on or after which the JWT MUST NOT be accepted for processing.',
);
const EARLY = rfc(
  7519,
  '4.1.5',
  'The "nbf" (not before) claim identifies the time before which the JWT MUST NOT be accepted for processing.',
);
const KID = rfc(
  8725,
  '3.10',
  'Applications should ensure that this does not create SQL or LDAP injection vulnerabilities by validating and/or sanitizing the received value.',
);
const SECRETS = rfc(
  8725,
  '3.5',
  'human-memorizable passwords MUST NOT be directly used as the key to a keyed-MAC algorithm such as "HS256".',
);

const UNSIGNED_TAKEN = 'a token that says it is not signed is taken';

interface Forgery {
  readonly id: string;
  readonly title: string;
  readonly citation: Sentence;
  readonly why: string;
  /** What is wrong where it is taken, if other forgeries show the same. */
  readonly rule?: string;
  make(jwt: Jwt): readonly string[];
}

/** The claims changed, and both the old signature kept and a stranger's made. */
function changed(algorithm: string, jwt: Jwt, claims: Part): readonly string[] {
  const forged = { ...jwt.claims, ...claims };
  const signed =
    algorithm === 'HS256'
      ? signHmac(jwt.header, forged, 'a secret of a stranger')
      : signKey(jwt.header, forged, strangeKey(algorithm));
  return [assemble({ ...jwt, claims: forged }), signed];
}

const FAR = 4_102_444_800; // 2100-01-01

function forgeries(algorithm: string): readonly Forgery[] {
  const unsigned = (jwt: Jwt, alg: string): string =>
    assemble({ header: { ...jwt.header, alg }, claims: jwt.claims, signature: '' });
  const flipped = ({ signature }: Jwt): string =>
    `${signature.slice(0, 8)}${signature[8] === 'A' ? 'B' : 'A'}${signature.slice(9)}`;
  return [
    {
      id: 'none',
      title: 'A token that says it is not signed is refused',
      citation: NONE,
      why: 'alg is none',
      rule: UNSIGNED_TAKEN,
      make: (jwt) => ['none', 'None', 'NONE', 'nOnE'].map((alg) => unsigned(jwt, alg)),
    },
    {
      id: 'none-signed',
      title: 'A token that says it is not signed, with a signature all the same, is refused',
      citation: NONE,
      why: 'alg is none',
      rule: UNSIGNED_TAKEN,
      make: (jwt) => [assemble({ ...jwt, header: { ...jwt.header, alg: 'none' } })],
    },
    {
      id: 'stripped',
      title: 'A token without its signature is refused',
      citation: VALIDATE,
      why: 'there is no signature',
      make: (jwt) => [assemble({ ...jwt, signature: '' }), assemble({ ...jwt, signature: '' }).slice(0, -1)],
    },
    {
      id: 'tampered-signature',
      title: 'A token with one character of its signature changed is refused',
      citation: VALIDATE,
      why: 'the signature was changed',
      make: (jwt) => [assemble({ ...jwt, signature: flipped(jwt) })],
    },
    {
      id: 'tampered-subject',
      title: 'A token made out to somebody else is refused',
      citation: VALIDATE,
      why: 'the claims were changed',
      make: (jwt) => changed(algorithm, jwt, { sub: 'somebody-else', client_id: 'somebody-else' }),
    },
    {
      id: 'tampered-scope',
      title: 'A token with more scope than was granted is refused',
      citation: VALIDATE,
      why: 'the claims were changed',
      make: (jwt) =>
        changed(algorithm, jwt, {
          scope: typeof jwt.claims['scope'] === 'string' ? `${jwt.claims['scope']} admin` : 'admin',
        }),
    },
    {
      id: 'wrong-audience',
      title: 'A token for another audience is refused',
      citation: AUDIENCE,
      why: 'aud names somebody else',
      make: (jwt) => changed(algorithm, jwt, { aud: 'https://another-api.example' }),
    },
    {
      id: 'wrong-issuer',
      title: 'A token of another issuer is refused',
      citation: ISSUER,
      why: 'iss names somebody else',
      make: (jwt) => changed(algorithm, jwt, { iss: 'https://attacker.example' }),
    },
    {
      id: 'future-nbf',
      title: 'A token that is not valid yet is refused',
      citation: EARLY,
      why: 'nbf is in the future',
      make: (jwt) => changed(algorithm, jwt, { nbf: FAR, exp: FAR + 3600 }),
    },
    {
      id: 'strange-key',
      title: 'A token signed with a key of nobody known is refused',
      citation: ISSUER,
      why: 'nobody knows the key',
      make: (jwt) => changed(algorithm, jwt, {}).slice(1),
    },
    {
      id: 'own-key',
      title: 'A token that brings its own key is refused',
      citation: KID,
      why: "the key is the token's own",
      make: (jwt) => {
        const key = strangeKey('RS256');
        const { n, e } = key.export({ format: 'jwk' });
        return [
          signKey({ ...jwt.header, alg: 'RS256', jwk: { kty: 'RSA', n, e } }, jwt.claims, key),
          signKey(
            { ...jwt.header, alg: 'RS256', jku: 'https://attacker.example/jwks.json', kid: 'attacker' },
            jwt.claims,
            key,
          ),
        ];
      },
    },
    {
      id: 'kid',
      title: 'A token whose kid is a path, a query or nothing is refused',
      citation: KID,
      why: "kid is no key of the server's",
      make: (jwt) =>
        ['../../../../../../dev/null', "' OR '1'='1", '', 'unknown'].map((kid) =>
          signHmac({ ...jwt.header, alg: 'HS256', kid }, jwt.claims, ''),
        ),
    },
    {
      id: 'guessable-secret',
      title: 'A token signed with a secret that everybody guesses is refused',
      citation: SECRETS,
      why: 'the secret is a guess',
      make: (jwt) =>
        ['', 'secret', 'password', 'changeme', 'your-256-bit-secret'].map((secret) =>
          signHmac({ ...jwt.header, alg: 'HS256' }, jwt.claims, secret),
        ),
    },
    {
      id: 'critical',
      title: 'A token with a critical header that nobody knows is refused',
      citation: rfc(
        7515,
        '4.1.11',
        'If any of the listed extension Header Parameters are not understood and supported by the recipient, then the JWS is invalid.',
      ),
      why: 'crit lists something unknown',
      make: (jwt) => [assemble({ ...jwt, header: { ...jwt.header, crit: ['unknown'], unknown: true } })],
    },
    {
      id: 'not-json',
      title: 'A token of three parts that are no JSON is refused',
      citation: rfc(
        7519,
        '7.2',
        'Verify that the resulting octet sequence is a UTF-8-encoded representation of a completely valid JSON object conforming to RFC 7159',
      ),
      why: 'it is no JWT',
      make: ({ signature }) => [
        'a.b.c',
        `${Buffer.from('null').toString('base64url')}.${Buffer.from('[]').toString('base64url')}.${signature}`,
        '..',
        'a.b',
      ],
    },
  ];
}

async function realJwt(context: Context, subject: Subject) {
  const tokens = await anyTokens(context, subject);
  const jwt = parseJwt(tokens.access_token) ?? context.notRun('access tokens are no JWTs');
  await expectAlive(context, tokens.access_token, tokens.client, 'it was just issued, and is about to be forged');
  return { ...tokens, jwt };
}

function toRule(subject: Subject, about: string, { id, title, citation, why, rule, make }: Forgery): Rule {
  return {
    id: `jwt-${id}`,
    title,
    citation,
    about,
    async run(context: Context) {
      const { jwt, client } = await realJwt(context, subject);
      for (const forged of make(jwt)) await expectDead(context, forged, client, why, rule);
    },
  };
}

function confusion(subject: Subject, about: string): Rule {
  return {
    id: 'jwt-confusion',
    title: 'A token whose HMAC was made with the public key is refused',
    citation: CONFUSION,
    about,
    async run(context: Context) {
      const { jwt, client } = await realJwt(context, subject);
      const key = await publishedKey(context, subject, jwt);
      const pem = key.export({ format: 'pem', type: 'spki' }) as string;
      const secrets = [
        pem,
        pem.trim(),
        pem.replaceAll('\n', '\r\n'),
        key.export({ format: 'der', type: 'spki' }),
        JSON.stringify(key.export({ format: 'jwk' })),
      ];
      for (const secret of secrets)
        await expectDead(
          context,
          signHmac({ ...jwt.header, alg: 'HS256' }, jwt.claims, secret),
          client,
          'the public key is no secret',
        );
    },
  };
}

export const jwtForgeries = oauthFamily((subject) => {
  const { credential, name } = subject;
  if (credential.format !== 'jwt') return [];
  const about = `#/x-credentials/${name}`;
  const algorithm = credential.algorithm ?? 'RS256';
  return [
    ...forgeries(algorithm).map((forgery) => toRule(subject, about, forgery)),
    ...(subject.jwks === undefined || algorithm === 'HS256' ? [] : [confusion(subject, about)]),
    {
      id: 'jwt-redated',
      title: 'A token that expired and was given a new date is refused',
      citation: EXPIRED,
      about,
      needs: ['wait'],
      async run(context: Context) {
        const { jwt, client, expires_in } = await realJwt(context, subject);
        await context.clock.pass(expires_in === undefined ? contractMs(credential.lifetime) : expires_in * 1000);
        const now = Math.floor((await context.clock.now()) / 1000);
        for (const forged of changed(algorithm, jwt, { exp: now + 3600, iat: now }))
          await expectDead(context, forged, client, 'it expired');
      },
    },
  ];
});
