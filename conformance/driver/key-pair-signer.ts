/**
 * The suite's own signer with key pairs: as the standard has it, and in the forms that clients make by mistake.
 *
 * @see [RFC 9421 §3.3](https://www.rfc-editor.org/rfc/rfc9421#section-3.3)
 */
import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { KeyPairAlgorithm } from '../../mock/contract/signature-kinds.ts';

/** By which algorithm of a credential its key signs: the key says it (RFC 9421 §3.3). @param key the private one */
export function algorithmByKey(algorithms: readonly KeyPairAlgorithm[], key: string): KeyPairAlgorithm | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPrivateKey(
    key.trimStart().startsWith('{') ? { key: JSON.parse(key) as JsonWebKey, format: 'jwk' } : key,
  );
  const curve = details?.namedCurve === 'secp384r1' ? 'ecdsa-p384' : 'ecdsa-p256';
  const start = type === 'ed25519' ? type : type === 'ec' ? curve : 'rsa-';
  return algorithms.find((algorithm) => algorithm.startsWith(start));
}

/** What a test changes about how a signature is made. */
export interface PairForm {
  /** Of ECDSA: as a sequence in ASN.1. */
  readonly der?: boolean;
  /** Of RSA-PSS: bytes of salt. */
  readonly saltLength?: number;
  /** Of RSA: the other padding. */
  readonly padding?: 'pss' | 'pkcs1';
  readonly hash?: string;
  /** An HMAC, with the public key for its secret: what a verifier takes that lets the client choose the algorithm. */
  readonly confused?: boolean;
}

const HASHES = {
  'rsa-pss-sha512': 'sha512',
  'rsa-v1_5-sha256': 'sha256',
  'ecdsa-p256-sha256': 'sha256',
  'ecdsa-p384-sha384': 'sha384',
} as const;

/** Orders of the curves. @see [SEC 2 §2.4.2 and §2.5.1](https://www.secg.org/sec2-v2.pdf) */
const ORDERS = {
  'ecdsa-p256-sha256': 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  'ecdsa-p384-sha384':
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
} as const;

const isEcdsa = (algorithm: KeyPairAlgorithm): algorithm is keyof typeof ORDERS => algorithm in ORDERS;

const privateKeyOf = (secret: string): KeyObject =>
  secret.trimStart().startsWith('{')
    ? createPrivateKey({ key: JSON.parse(secret) as JsonWebKey, format: 'jwk' })
    : createPrivateKey(secret);

/** One of an integer's own bytes in DER: never negative, no zero too many. */
function integer(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const plain = bytes.subarray(start);
  const value = plain[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), plain]) : plain;
  return Buffer.concat([Buffer.from([2, value.length]), value]);
}

/** Both numbers as a sequence in ASN.1; short enough for a length of one byte. */
function derOf(raw: Buffer): Buffer {
  const half = raw.length / 2;
  const body = Buffer.concat([integer(raw.subarray(0, half)), integer(raw.subarray(half))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

/** Both numbers, each as long as the curve's order. */
function rawOf(der: Buffer, half: number): Buffer {
  const first = der.subarray(4, 4 + der[3]!);
  const second = der.subarray(4 + first.length + 2);
  return Buffer.concat([first, second].map((number) => Buffer.concat([Buffer.alloc(half), number]).subarray(-half)));
}

/** The other of the two ECDSA signatures that verify, which anyone can make of the one: its second number negated. */
export function mirrorOf(algorithm: KeyPairAlgorithm, signature: Buffer, der: boolean): Buffer {
  if (!isEcdsa(algorithm)) return signature;
  const half = algorithm === 'ecdsa-p256-sha256' ? 32 : 48;
  const raw = der ? rawOf(signature, half) : signature;
  const second = ORDERS[algorithm] - BigInt(`0x${raw.subarray(half).toString('hex')}`);
  const other = Buffer.concat([raw.subarray(0, half), Buffer.from(second.toString(16).padStart(half * 2, '0'), 'hex')]);
  return der ? derOf(other) : other;
}

function ecdsa(algorithm: keyof typeof ORDERS, key: KeyObject, text: string, form: PairForm): Buffer {
  const signer = createSign(form.hash ?? HASHES[algorithm]).update(text);
  const raw = signer.sign({ key, dsaEncoding: 'ieee-p1363' });
  return form.der === true ? derOf(raw) : raw;
}

function rsa(algorithm: 'rsa-pss-sha512' | 'rsa-v1_5-sha256', key: KeyObject, text: string, form: PairForm): Buffer {
  const signer = createSign(form.hash ?? HASHES[algorithm]).update(text);
  const isPss = (form.padding ?? (algorithm === 'rsa-pss-sha512' ? 'pss' : 'pkcs1')) === 'pss';
  return isPss
    ? signer.sign({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: form.saltLength ?? 64 })
    : signer.sign({ key, padding: constants.RSA_PKCS1_PADDING });
}

/** @param secret the private key, as PEM or the text of a JWK */
export function signWithKeyPair(algorithm: KeyPairAlgorithm, secret: string, text: string, form: PairForm): Buffer {
  const key = privateKeyOf(secret);
  if (form.confused === true) {
    const shared = createPublicKey(key).export({ type: 'spki', format: 'pem' });
    return createHmac(form.hash ?? 'sha256', shared)
      .update(text)
      .digest();
  }
  if (algorithm === 'ed25519') return sign(undefined, Buffer.from(text), key);
  return isEcdsa(algorithm) ? ecdsa(algorithm, key, text, form) : rsa(algorithm, key, text, form);
}

/** Whether the key of a secret made the signature. */
export function isSignedWithKeyPair(
  algorithm: KeyPairAlgorithm,
  secret: string,
  text: string,
  signature: Buffer,
  der: boolean,
): boolean {
  const key = createPublicKey(privateKeyOf(secret));
  if (algorithm === 'ed25519') return verify(undefined, Buffer.from(text), key, signature);
  const verifier = createVerify(HASHES[algorithm]).update(text);
  if (isEcdsa(algorithm)) return verifier.verify({ key, dsaEncoding: der ? 'der' : 'ieee-p1363' }, signature);
  return algorithm === 'rsa-pss-sha512'
    ? verifier.verify({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 }, signature)
    : verifier.verify(key, signature);
}

const strangers = new Map<KeyPairAlgorithm, string>();

/** The private key of nobody. */
export function strangersKey(algorithm: KeyPairAlgorithm): string {
  const known = strangers.get(algorithm);
  if (known !== undefined) return known;
  const { privateKey } =
    algorithm === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : isEcdsa(algorithm)
        ? generateKeyPairSync('ec', { namedCurve: algorithm === 'ecdsa-p256-sha256' ? 'P-256' : 'P-384' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const made = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  strangers.set(algorithm, made);
  return made;
}
