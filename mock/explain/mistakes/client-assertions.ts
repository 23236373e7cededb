/** JWTs by which clients authenticate, or ask for tokens (RFC 7523): what is wrong with one, part by part. */
import { createHmac, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Failure, SeedClient } from '../../../specs/generated/vocabulary.ts';
import { nearest } from '../../contract/did-you-mean.ts';
import { ASSERTION_TYPE, SECRET_ALGORITHMS } from '../../auth/oauth/client-assertion.ts';
import { checkingKeys } from '../../auth/oauth/assertion-keys.ts';
import { decodeJwt } from '../../auth/oauth/signed-jwt.ts';
import type { DecodedJwt } from '../../auth/oauth/signed-jwt.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Found, Mistake, Refused } from '../mistake.ts';
import { bodyFields } from '../request-values.ts';
import { compared, creds, hint } from '../words.ts';
import { keyTexts } from './key-texts.ts';

const CLIENT: readonly Failure[] = ['invalid_client', 'invalid_request'];
const GRANT: readonly Failure[] = [...CLIENT, 'invalid_grant'];

interface Sent {
  readonly field: 'client_assertion' | 'assertion';
  readonly text: string;
  readonly jwt: DecodedJwt | undefined;
  readonly client: SeedClient | undefined;
}

function sent(call: Call): Sent | undefined {
  const fields = bodyFields(call);
  const field = fields['client_assertion'] === undefined ? 'assertion' : 'client_assertion';
  const text = fields[field];
  if (text === undefined) return undefined;
  const jwt = decodeJwt(text.trim());
  const iss = jwt?.claims['iss'];
  return { field, text, jwt, client: typeof iss === 'string' ? call.world.people.clients.get(iss) : undefined };
}

const of = (
  name: string,
  what: string,
  failures: readonly Failure[],
  found: (assertion: Sent, refused: Refused) => Found | undefined,
): Mistake =>
  mistake(name, what, failures, (refused) => {
    const assertion = sent(refused.call);
    return assertion && found(assertion, refused);
  });

const isUnproven = ({ note }: Refused): boolean => /must be signed with the client's/.test(note.rule);

/** The claim of a refused rule, where it is about one. */
const claimOf = ({ note: { rule } }: Refused): string | undefined =>
  /\b(iss and sub|sub|aud|exp|nbf|iat|jti)\b/.exec(rule)?.[1];

const isSignedBy = (keys: readonly KeyObject[], { input, signature }: DecodedJwt, der: boolean): boolean =>
  keys.some((key) => {
    try {
      return verify('sha256', Buffer.from(input), { key, dsaEncoding: der ? 'der' : 'ieee-p1363' }, signature);
    } catch {
      return false;
    }
  });

const keysOf = (call: Call, client: SeedClient): readonly KeyObject[] =>
  checkingKeys(call.world, client).map(({ key }) => key);

const making = hint(
  'Let a library make it; it encodes each part in base64url without padding and signs header.payload:',
  "new SignJWT({}).setProtectedHeader({ alg: 'ES256' }).sign(key)   # jose; jwt.encode(…) in PyJWT",
);

const YEAR_5000 = 95_617_584_000;

export const CLIENT_ASSERTIONS: readonly Mistake[] = [
  of('client-assertion-type', 'left client_assertion_type out, or misspelt it', CLIENT, ({ field }, { call }) => {
    const { client_assertion_type: type } = bodyFields(call);
    return field !== 'client_assertion' || type === ASSERTION_TYPE
      ? undefined
      : {
          finding: `A client_assertion came, and client_assertion_type is ${type === undefined ? 'missing' : 'not the one that there is'}.`,
          ...(type !== undefined && { compared: compared(ASSERTION_TYPE, type) }),
          next: [hint('Send:', `client_assertion_type=${ASSERTION_TYPE}`)],
        };
  }),
  of('client-assertion-other-client-id', 'named another client beside an assertion', CLIENT, ({ jwt }, { call }) => {
    const { client_id: id } = bodyFields(call);
    const iss = jwt?.claims['iss'];
    return id === undefined || typeof iss !== 'string' || iss === id
      ? undefined
      : {
          finding: `client_id is ${id.slice(0, 80)}, and the assertion is of ${iss.slice(0, 80)}: they must be one (RFC 7521 §4.2).`,
          next: [hint('Leave client_id out, or send:', `client_id=${iss.slice(0, 80)}`)],
        };
  }),
  of('client-assertion-form', 'sent an assertion in another encoding', GRANT, ({ field, text }, refused) => {
    if (claimOf(refused) !== undefined && !/must be a JWT/.test(refused.note.rule)) return undefined;
    const what = /[=+/]/.test(text)
      ? 'in base64 with +, / or padding, where base64url without padding is wanted (RFC 7515 §2)'
      : /^b?["']/.test(text)
        ? 'with quotation marks around it'
        : /\s/.test(text)
          ? 'with white space in it'
          : undefined;
    return what === undefined || !text.includes('.')
      ? undefined
      : { finding: `${field} came ${what}.`, next: [making] };
  }),
  of('client-assertion-unsigned', 'sent an assertion with alg none', GRANT, ({ field, jwt }) =>
    String(jwt?.header['alg']).toLowerCase() === 'none'
      ? {
          finding: `${field} says "alg": "none" and is not signed, so anybody could have made it (RFC 8725 §3.2).`,
          next: [making],
        }
      : undefined,
  ),
  of(
    'client-assertion-public-key',
    'signed an assertion by HMAC with a key that is public, or that has no secret',
    GRANT,
    ({ jwt, client }, { call }) => {
      if (jwt === undefined || client === undefined || !SECRET_ALGORITHMS.includes(String(jwt.header['alg'])))
        return undefined;
      const keys = keysOf(call, client);
      if (keys.length === 0) return undefined;
      const hash = `sha${String(jwt.header['alg']).slice(2)}`;
      const isPublic = keys
        .flatMap(keyTexts)
        .some((text) => createHmac(hash, text).update(jwt.input).digest().equals(jwt.signature));
      return {
        finding: `The assertion says "alg": ${JSON.stringify(jwt.header['alg'])}, an HMAC${isPublic ? ', made with the public key of the client: what everybody knows proves nothing (RFC 8725 §3.2)' : ''}; ${client.client_id} registered a key pair.`,
        next: [hint('Sign with the private key, and its algorithm:', '"alg": "ES256"'), creds(call)],
      };
    },
  ),
  of('client-assertion-der', 'signed an assertion in DER', GRANT, ({ jwt, client }, refused) =>
    jwt !== undefined &&
    client !== undefined &&
    isUnproven(refused) &&
    isSignedBy(keysOf(refused.call, client), jwt, true)
      ? {
          finding:
            'The assertion is signed with the right key, in DER; in a JWT the two numbers stand side by side, 64 bytes (RFC 7518 §3.4).',
          next: [hint('In Node:', "sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })"), making],
        }
      : undefined,
  ),
  of('client-assertion-input', 'signed an assertion before it was encoded', GRANT, ({ jwt, client, text }, refused) => {
    if (jwt === undefined || client === undefined || !isUnproven(refused)) return undefined;
    const [head = '', body = ''] = text.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    const keys = keysOf(refused.call, client);
    return [`${head}.${body}`, body].some((input) =>
      [true, false].some((der) => isSignedBy(keys, { ...jwt, input }, der)),
    )
      ? {
          finding:
            'The assertion is signed with the right key over the plain JSON; what is signed is the base64url of the header, a dot, and the base64url of the claims (RFC 7515 §5.1).',
          next: [making],
        }
      : undefined;
  }),
  of(
    'client-assertion-other-key',
    'signed an assertion with another key than the client has',
    GRANT,
    ({ jwt, client }, refused) => {
      if (jwt === undefined || client === undefined || !isUnproven(refused)) return undefined;
      const { call } = refused;
      const other = [...call.world.people.clients.values()].find(
        (one) => one !== client && isSignedBy(keysOf(call, one), jwt, false),
      );
      return {
        finding: `The assertion is of ${client.client_id}, and signed with ${other === undefined ? 'another key than the one that it registered, or changed after that' : `the key of ${other.client_id}`}.`,
        next: [hint('Its private key, as a JWK:', `tollgate creds ${call.world.contract.name} --json`), creds(call)],
      };
    },
  ),
  of('client-assertion-milliseconds', 'wrote a time of an assertion in milliseconds', GRANT, ({ jwt }, refused) => {
    if (jwt === undefined || claimOf(refused) === undefined) return undefined;
    const found = ['exp', 'iat', 'nbf'].find((name) => Number(jwt.claims[name]) > YEAR_5000);
    return found === undefined
      ? undefined
      : {
          finding: `${found} of the assertion is in milliseconds, ${String(jwt.claims[found])}; a JWT has seconds since 1970 (RFC 7519 §2).`,
          next: [hint('In JavaScript:', 'Math.floor(Date.now() / 1000) + 60')],
        };
  }),
  of('client-assertion-text-time', 'wrote a time of an assertion as text', GRANT, ({ jwt }, refused) => {
    if (jwt === undefined || claimOf(refused) === undefined) return undefined;
    const found = ['exp', 'iat', 'nbf'].find((name) => typeof jwt.claims[name] === 'string');
    return found === undefined
      ? undefined
      : {
          finding: `${found} of the assertion is the text ${JSON.stringify(String(jwt.claims[found]).slice(0, 40))}; a number of seconds since 1970 is wanted (RFC 7519 §2).`,
          next: [hint('Without quotation marks:', `"${found}": 1735689600`)],
        };
  }),
  of('client-assertion-audience', 'made an assertion for another audience', GRANT, ({ jwt }, { note }) => {
    const aud = jwt?.claims['aud'];
    const wanted = /^aud of the assertion must be (.+)$/.exec(note.rule)?.[1]?.split(' or ');
    if (wanted === undefined) return undefined;
    const got = typeof aud === 'string' ? aud : undefined;
    const near = got === undefined ? undefined : (nearest(got, wanted) ?? wanted.at(-1));
    return {
      finding: `The assertion is for ${got ?? (aud === undefined ? 'nobody: it has no aud' : 'others')}; its aud must name this server: ${wanted.join(' or ')}.`,
      ...(near !== undefined && got !== undefined && { compared: compared(near, got) }),
      next: [hint('Say for whom it is:', `"aud": "${near ?? wanted[0]!}"`)],
    };
  }),
  of('client-assertion-used', 'sent an assertion twice', GRANT, (_assertion, { note }) =>
    note.got === 'a jti that was used before'
      ? {
          finding: 'An assertion with this jti was used before; each is good for one request.',
          next: [hint('Make one for each request, with a jti of its own:', '"jti": crypto.randomUUID()')],
        }
      : undefined,
  ),
  of(
    'client-assertion-client',
    'sent an assertion of a client that there is not',
    CLIENT,
    (assertion, { call, note }) => {
      if (assertion.field !== 'client_assertion' || !/iss of the assertion|JWT with iss/.test(note.rule))
        return undefined;
      const iss = assertion.jwt?.claims['iss'];
      return {
        finding:
          assertion.jwt === undefined
            ? 'What came as client_assertion is no JWT.'
            : `iss of the assertion is ${typeof iss === 'string' ? JSON.stringify(iss.slice(0, 80)) : 'missing'}; it is the client_id, and so is sub.`,
        next: [hint('There is:', [...call.world.people.clients.keys()].slice(0, 8).join('\n')), making],
      };
    },
  ),
  of('client-assertion-claim', 'sent an assertion with a wrong claim', CLIENT, ({ field, jwt }, refused) => {
    const claim = claimOf(refused);
    const { rule, got, expected } = refused.note;
    return field !== 'client_assertion' || jwt === undefined || claim === undefined
      ? undefined
      : {
          finding: `The assertion is signed rightly, and refused: ${rule}${got === undefined ? '' : `; it has ${got}`}.`,
          next: [hint(expected === undefined ? 'Make it anew for each request.' : `Wanted is ${expected}.`), making],
        };
  }),
];
