/**
 * Proofs that a client has a key: one in the `DPoP` header of each request, for this request alone.
 *
 * @see RFC 9449 §4.2, §4.3
 */
import { hash } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { KEY_ALGORITHMS, readPublicKey } from '../../contract/public-key.ts';
import { contractMs } from '../../contract/durations.ts';
import { digest } from '../secret-digest.ts';
import { refuse } from '../../request/call.ts';
import { clockNote, instant, span } from '../../state/instant-texts.ts';
import { isSignedByOne } from './assertion-signature.ts';
import { dpopNonces } from './dpop-nonce.ts';
import { baseUrl } from './issuer.ts';
import { decodeJwt } from './signed-jwt.ts';
import type { DecodedJwt } from './signed-jwt.ts';
import type { Dpop } from '../../../specs/generated/vocabulary.ts';
import type { Call, Refusal } from '../../request/call.ts';
import type { CheckingKey } from '../../contract/public-key.ts';

/** Default of `proof_lifetime`. */
const PROOF_LIFETIME = 'PT5M';

export const proofAlgorithms = ({ algorithms }: Dpop): readonly string[] => algorithms ?? KEY_ALGORITHMS;

/** @returns undefined where there is none; several stand in one value, with commas between them */
export function proofHeader({ request }: Call): string | undefined {
  const value = request.headers['dpop'];
  return typeof value === 'string' ? value : value?.join(', ');
}

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const shown = (value: unknown): string =>
  typeof value === 'string' ? value.slice(0, 200) : value === undefined ? 'nothing' : `a value of type ${typeof value}`;

/** Members that make a key, in alphabetical order (RFC 7638 §3.2). */
const MEMBERS: Readonly<Record<string, readonly string[]>> = { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'] };

/** @see RFC 7638 §3 */
export function thumbprintOf(jwk: JsonWebKey): string {
  const members = MEMBERS[jwk.kty ?? ''] ?? [];
  return hash('sha256', JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]]))), 'base64url');
}

/** The URL that a request was sent to, without its query (RFC 9449 §4.2). */
export const requestUrl = (call: Call): string => baseUrl(call) + (call.request.base ?? '') + call.request.path;

/** A URL without query and fragment, in one of the ways in which it may be written. @returns undefined if it is none */
function plainUrl(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const { origin, pathname } = new URL(text);
  return origin + pathname;
}

interface Fault {
  readonly rule: string;
  readonly expected?: string | undefined;
  readonly got: string;
}

interface Proof {
  readonly jwt: DecodedJwt;
  readonly key: CheckingKey;
  readonly jkt: string;
}

const isFault = (value: object): value is Fault => 'rule' in value;

/** The key that a proof carries: public, and for the algorithm that it is signed with. */
function keyOf({ header: { alg, jwk } }: DecodedJwt): CheckingKey | Fault {
  if (typeof jwk !== 'object' || jwk === null)
    return { rule: 'a DPoP proof must carry its public key in jwk', got: 'no jwk' };
  const secret = PRIVATE.find((name) => name in jwk);
  if (secret !== undefined)
    return { rule: 'jwk of a DPoP proof must be a public key', got: `a private key, with ${secret}` };
  const key = readPublicKey(jwk as JsonWebKey);
  return key === undefined || !key.algorithms.includes(String(alg))
    ? {
        rule: 'jwk of a DPoP proof must be a key for its alg',
        got: key === undefined ? 'a jwk that is no public key' : 'a key of another kind',
      }
    : key;
}

/** What the header alone tells. */
function readProof(text: string, dpop: Dpop): Proof | Fault {
  if (text.includes(',')) return { rule: 'a request must carry one DPoP proof', got: 'more than one' };
  const jwt = decodeJwt(text);
  if (jwt === undefined) return { rule: 'a DPoP proof must be a JWT', got: 'a DPoP header that is no JWT' };
  const { typ, alg } = jwt.header;
  if (typ !== 'dpop+jwt')
    return { rule: 'typ of a DPoP proof must be dpop+jwt', expected: 'dpop+jwt', got: `typ ${shown(typ)}` };
  const algorithms = proofAlgorithms(dpop);
  if (typeof alg !== 'string' || !algorithms.includes(alg))
    return {
      rule: 'a DPoP proof must be signed with an algorithm that is taken',
      expected: algorithms.join(' or '),
      got: `alg ${shown(alg)}`,
    };
  const key = keyOf(jwt);
  return isFault(key) ? key : { jwt, key, jkt: thumbprintOf(jwt.header['jwk'] as JsonWebKey) };
}

/** What a proof says of the request that it came with. */
function faultOfClaims(call: Call, { claims }: DecodedJwt, token: string | undefined): Fault | undefined {
  const { jti, htm, htu, ath } = claims;
  if (typeof jti !== 'string' || jti === '')
    return { rule: 'a DPoP proof must have a jti, which tells it from every other', got: 'no jti' };
  const { method } = call.request;
  if (htm !== method)
    return { rule: "htm of a DPoP proof must be the request's method", expected: method, got: `htm ${shown(htm)}` };
  const url = requestUrl(call);
  if (plainUrl(htu) !== plainUrl(url))
    return {
      rule: "htu of a DPoP proof must be the request's URL, without query and fragment",
      expected: url,
      got: `htu ${shown(htu)}`,
    };
  if (token !== undefined && ath !== hash('sha256', token, 'base64url'))
    return {
      rule: 'ath of a DPoP proof must be the base64url SHA-256 of the access token',
      got: ath === undefined ? 'no ath' : 'ath of another token',
    };
  return undefined;
}

function faultOfTime({ now, world: { clock } }: Call, { claims: { iat } }: DecodedJwt, window: number) {
  const rule = `iat of a DPoP proof must be within ${span(window)} of the clock`;
  if (typeof iat !== 'number' || !Number.isFinite(iat)) return { rule, got: `iat ${shown(iat)}` };
  const age = now - iat * 1000;
  if (Math.abs(age) <= window) return undefined;
  return {
    rule,
    expected: `about ${instant(now)}`,
    got: `iat ${instant(iat * 1000)}, ${span(age)} ${age > 0 ? 'ago' : 'ahead'}${clockNote(clock)}`,
  };
}

/** Where a proof has to fit a token. */
export interface BoundToken {
  readonly token: string;
  /** Thumbprint of the key that it is bound to. */
  readonly jkt: string;
}

/**
 * Judges the proof of a request; a good one is used up.
 *
 * @param name the token credential's
 * @returns the thumbprint of the key that it proves
 */
export async function checkProof(
  call: Call,
  name: string,
  dpop: Dpop,
  text: string,
  bound?: BoundToken,
): Promise<string | Refusal> {
  const pointer = `#/x-credentials/${name}/dpop`;
  const invalid = ({ rule, expected, got }: Fault): Refusal =>
    refuse('invalid_dpop_proof', rule, pointer, { expected, got });
  const proof = readProof(text, dpop);
  if (isFault(proof)) return invalid(proof);
  const { jwt, key, jkt } = proof;
  if (!(await isSignedByOne(text, [key])))
    return invalid({ rule: 'a DPoP proof must be signed with the key in its jwk', got: 'another signature' });
  const mismatch = faultOfClaims(call, jwt, bound?.token);
  if (mismatch !== undefined) return invalid(mismatch);
  if (dpop.nonce !== undefined && !dpopNonces(call, name, dpop.nonce).includes(String(jwt.claims['nonce'])))
    return refuse('use_dpop_nonce', 'a DPoP proof must carry the nonce of a DPoP-Nonce header', `${pointer}/nonce`, {
      got: jwt.claims['nonce'] === undefined ? 'no nonce' : 'a nonce that was not given out here, or is too old',
    });
  const window = contractMs(dpop.proof_lifetime ?? PROOF_LIFETIME);
  const late = faultOfTime(call, jwt, window);
  if (late !== undefined) return invalid(late);
  if (bound !== undefined && bound.jkt !== jkt)
    return refuse('invalid_token', 'the proof must be made with the key that the token is bound to', pointer, {
      expected: `a key with the thumbprint ${bound.jkt}`,
      got: `one with ${jkt}`,
    });
  const used = `proof:${digest(`${jkt}\n${String(jwt.claims['jti'])}`)}`;
  const expiresAt = Number(jwt.claims['iat']) * 1000 + window + 1;
  if (await call.world.store.set(used, true, { ifAbsent: true, expiresAt })) return jkt;
  return invalid({ rule: 'the jti of a DPoP proof must not have been used before', got: 'a jti that was used before' });
}
