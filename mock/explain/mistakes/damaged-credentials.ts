/** Credentials that are the right ones, and came with something around them or in another writing. */
import { createHmac, KeyObject } from 'node:crypto';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import { decodeJwt } from '../../auth/oauth/signed-jwt.ts';
import { readHint } from '../../auth/openid/id-token-hint.ts';
import type { Call } from '../../request/call.ts';
import { whoseValue } from '../known-values.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { authorization } from '../request-values.ts';
import { capital, hint, wanted } from '../words.ts';
import { NOT_TAKEN, inAuthorization, repaired } from './credentials.ts';
import { keyTexts } from './key-texts.ts';

const AS_TEXT = /^b(["'])(.+)\1$/s;
const BRACKETS = /^[<{[(]+\s*["']?(.+?)["']?,?\s*[>}\])]+$/s;
/** Ends of lines in code and JSON; a real one would be a part of a token only where it is base64. */
const BEHIND = /(?:["']?\s*[,;.:)\]}>]+|&amp;|\s+#.*)$/s;

const NAMED = /^(?:export\s+)?[a-z_][\w.-]*\s*[=:]\s*["']?(.+?)["']?$/is;
/** What `credential-prefixed` tells better. */
const KNOWN_NAMES = /^(?:api[-_]?key|token|key|secret|app[-_]?token|bearer|basic)\s*[=: ]/i;

const token: readonly Failure[] = ['invalid_token'];

const algorithmOf = (call: Call): 'RS256' | 'ES256' | 'HS256' | undefined => {
  const method = call.operation.requirements.find(({ method: { kind } }) => kind === 'token')?.method;
  const credential = method && call.world.contract.credentials.get(method.credential);
  return credential?.kind === 'token' && credential.format === 'jwt' ? (credential.algorithm ?? 'RS256') : undefined;
};

const bearer = (call: Call): string => authorization(call)?.value.trim() ?? '';

/** Bytes of a signature by the contract's algorithm. */
function lengthOf(call: Call, algorithm: 'RS256' | 'ES256' | 'HS256'): number {
  if (algorithm !== 'RS256') return algorithm === 'ES256' ? 64 : 32;
  const { publicKey } = call.world.keys.get(algorithm);
  return publicKey instanceof KeyObject ? (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8 : 0;
}

export const DAMAGED_CREDENTIALS: readonly Mistake[] = [
  repaired(
    'credential-bytes-as-text',
    "sent bytes as Python prints them, b'…'",
    (value) => AS_TEXT.exec(value)?.[2],
    (offer, { words }) => `${capital(offer.where)} holds ${words} as Python prints bytes, b'…'.`,
    () => [hint('Make text of the bytes first:', 'token.decode()   # not str(token), nor f"{token}"')],
  ),
  repaired(
    'credential-bracketed',
    'sent the credential with brackets around it',
    (value) => BRACKETS.exec(value)?.[1],
    (offer, { words }) =>
      `${capital(offer.where)} holds ${words} with brackets around it; they are taken for a part of it.`,
    () => [hint('Leave out the brackets of the example; of a list or tuple send the one element.')],
  ),
  repaired(
    'credential-with-more',
    'sent the credential with a sign or a comment behind it',
    (value) => value.replace(BEHIND, ''),
    (offer, { words }) =>
      `${capital(offer.where)} holds ${words}, and something behind it: ${JSON.stringify(BEHIND.exec(offer.value)?.[0].slice(0, 12) ?? '')}.`,
    () => [hint('Cut it off: it belongs to the line that the credential was copied from.')],
  ),
  repaired(
    'credential-named',
    'put the name of a variable before the credential',
    (value) => (KNOWN_NAMES.test(value) ? undefined : NAMED.exec(value)?.[1]),
    (offer, { words }) =>
      `${capital(offer.where)} holds ${words} with the name of its variable before it, as a line of a .env file has it.`,
    () => [hint('Send what stands behind the sign alone; a file is read by:', 'set -a; . ./.env; set +a')],
  ),
  repaired(
    'credential-hex',
    'encoded the credential in hex where it goes as it is',
    (value) => (/^(?:[0-9a-f]{2}){8,}$/i.test(value) ? Buffer.from(value, 'hex').toString() : undefined),
    (offer, { words }) => `${capital(offer.where)} holds ${words} in hex; it goes there as it is.`,
    (call) => [wanted(call)],
  ),
  repaired(
    'authorization-joined',
    'sent two Authorization headers in one',
    (value) => /^(\S+?),\s*(?:bearer|basic)\s+\1$/is.exec(value)?.[1],
    (offer, { words }) => `${capital(offer.where)} holds ${words} twice, with its scheme: two headers were joined.`,
    () => [hint('Set the header once; a library may add its own.')],
    inAuthorization,
  ),
  repaired(
    'token-base64',
    'sent a JWT in base64 with padding, or with + and /',
    (value) =>
      value.startsWith('eyJ') ? value.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_') : undefined,
    (offer, { words }) =>
      `${capital(offer.where)} holds ${words}, encoded anew: a JWT is in base64url without padding, and is sent as it was given out (RFC 7515 §2).`,
    () => [hint('Keep the text of the token; do not decode and encode its parts.')],
    inAuthorization,
  ),
  mistake('authorization-punctuated', 'put a sign between scheme and credential', NOT_TAKEN, ({ call }) => {
    const whole = authorization(call)?.whole ?? '';
    const [, scheme, sign] = /^["']?(bearer|basic)\s*([:,=;]+)/i.exec(whole) ?? [];
    return scheme === undefined || sign === undefined
      ? undefined
      : {
          finding: `The Authorization header has ${JSON.stringify(sign)} behind its scheme; one space goes there (RFC 9110 §11.4).`,
          next: [hint('Send:', `Authorization: ${scheme} <the same>`)],
        };
  }),
  mistake('authorization-named-twice', "wrote the header's name into its value", NOT_TAKEN, ({ call }) =>
    /^authorization\s*[:=]/i.test(authorization(call)?.whole ?? '')
      ? {
          finding: 'The value of the Authorization header begins with "Authorization:": the name is there twice.',
          next: [hint('Give the name and the value apart:', 'headers = {"Authorization": "Bearer …"}')],
        }
      : undefined,
  ),
  mistake('authorization-glued', 'left out the space behind the scheme', NOT_TAKEN, ({ call }) => {
    const [, scheme] = /^(bearer|basic)[^\s:,=;]{4}/i.exec(authorization(call)?.whole ?? '') ?? [];
    return scheme === undefined
      ? undefined
      : {
          finding: `The Authorization header has no space behind ${scheme}.`,
          next: [hint('Send:', `Authorization: ${scheme} <credential>`)],
        };
  }),
  mistake('key-in-authorization', 'sent an API key in the Authorization header', NOT_TAKEN, async (refused) => {
    const { call } = refused;
    const auth = authorization(call);
    if (auth === undefined || /^bearer$/i.test(auth.scheme)) return undefined;
    const values = [auth.value, auth.whole, ...(/^basic$/i.test(auth.scheme) ? halves(auth.value) : [])];
    for (const value of values) {
      const known = await whoseValue(refused, value);
      const isHere = known?.contract === call.world.contract.name;
      if (isHere && /^key_/.test(known.kind))
        return {
          finding: `The Authorization header holds ${known.words}; a key has a header of its own here.`,
          next: [wanted(call)],
        };
    }
    return undefined;
  }),
  mistake('id-token-as-access-token', 'sent an ID token where an access token goes', NOT_TAKEN, ({ call }) =>
    readHint(call, bearer(call)) === undefined
      ? undefined
      : {
          finding:
            'What came is an ID token: it tells the client who signed in, and opens nothing. The access token stands beside it in the same answer.',
          next: [hint('Send the other field of the token answer:', 'Authorization: Bearer <access_token>')],
        },
  ),
  mistake('token-signed-by-hmac', 'signed a token by HMAC with something that is known', token, ({ call }) => {
    const jwt = decodeJwt(bearer(call));
    const algorithm = algorithmOf(call);
    if (jwt === undefined || algorithm === undefined || !/^HS(?:256|384|512)$/.test(String(jwt.header['alg'])))
      return undefined;
    const hash = `sha${String(jwt.header['alg']).slice(2)}`;
    const isBy = (text: string): boolean => createHmac(hash, text).update(jwt.input).digest().equals(jwt.signature);
    const isPublic = call.world.keys
      .published(algorithm, call.now)
      .some(({ publicKey }) => publicKey instanceof KeyObject && keyTexts(publicKey).some(isBy));
    const owner = [...call.world.people.clients.values()].find(({ client_secret: secret }) => secret && isBy(secret));
    if (!isPublic && owner === undefined) return undefined;
    return {
      finding: isPublic
        ? "The token is signed by HMAC with the sandbox's public key as the secret. Whoever lets a token choose its algorithm takes that; this server does not, and neither should yours (RFC 8725 §3.1)."
        : `The token is made by the client itself, and signed with the client secret of ${owner!.client_id}. Tokens are made by the server.`,
      next: [
        hint('Get one from the token endpoint; pin the algorithm where you verify tokens:', 'algorithms: ["RS256"]'),
      ],
    };
  }),
  mistake('token-start-missing', 'sent a token without its beginning', token, ({ call }) => {
    const value = bearer(call);
    const parts = value.split('.');
    return parts.length === 3 &&
      !value.startsWith('eyJ') &&
      /^[\w-]+$/.test(parts[0]!) &&
      (/^eyj/i.test(value) || decodeJwt(`e30.${parts[1]!}.x`) !== undefined)
      ? {
          finding: /^eyj/i.test(value)
            ? 'The token is a JWT whose letters were changed to another case: in it every letter counts.'
            : 'The token is a JWT without its beginning, which is "eyJ".',
          next: [hint('Take it whole from the field access_token, as it was given out.')],
        }
      : undefined;
  }),
  mistake('token-end-missing', 'sent a token without its end', token, ({ call }) => {
    const jwt = decodeJwt(bearer(call));
    const algorithm = algorithmOf(call);
    const isOurs = (kid: unknown): boolean =>
      algorithm !== undefined && call.world.keys.published(algorithm, call.now).some((key) => key.kid === kid);
    if (jwt === undefined || algorithm === undefined || !isOurs(jwt.header['kid'])) return undefined;
    const [length, whole] = [jwt.signature.length, lengthOf(call, algorithm)];
    return length > 0 && length < whole
      ? {
          finding: `The signature at the token's end has ${length} of its ${whole} bytes: the token was cut when it was copied or stored.`,
          next: [hint('Look at how long it is where you keep it, and where it is copied from.')],
        }
      : undefined;
  }),
];

const halves = (value: string): readonly string[] => {
  const [id = '', ...secret] = Buffer.from(value, 'base64').toString().split(':');
  return [id, secret.join(':')];
};
