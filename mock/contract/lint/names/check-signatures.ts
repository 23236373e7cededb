/** Whether the recipe of each signature holds together: its parts are said, and what is said is one of its parts. */
import type { SeedKey, SignatureCredential, SignedPart } from '../../../../specs/generated/vocabulary.ts';
import { escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import type { Report } from './walk-document.ts';
import { publicHalf, publicKeyOf } from '../../signature-key.ts';
import { isKeyPairAlgorithm, isSignature, pairAlgorithms } from '../../signature-kinds.ts';

type Key = 'request' | 'headers' | 'scope' | 'components';

/** Parts that a key of the recipe explains. */
const NEEDS: readonly (readonly [part: SignedPart, key: Key, mend: string])[] = [
  ['request_digest', 'request', 'say of which canonical request, as request: { message: [method, path, …] }'],
  ['headers', 'headers', 'say which header fields, as headers: { names: [host] }'],
  ['signed_headers', 'headers', 'say which header fields, as headers: { names: [host] }'],
  ['signature_base', 'components', 'say what it must cover, as components: { names: ["@method", "@target-uri"] }'],
  ['scope', 'scope', 'say what it is, as scope: { texts: [region, service] }'],
];

export function checkSignatures(document: Document, report: Report): void {
  for (const [name, credential] of Object.entries(document['x-credentials'] ?? {}))
    if (isSignature(credential)) checkRecipe(credential, `#/x-credentials/${escapePointer(name)}`, report);
  document['x-seed']?.keys?.forEach((key, i) => checkKey(document, key, `#/x-seed/keys/${i}`, report));
}

/** Whether a seeded key is what its credential signs with. */
function checkKey(document: Document, key: SeedKey, pointer: string, report: Report): void {
  const { credential: name, secret, public_key: registered } = key;
  const credential = document['x-credentials']?.[name];
  // What a key of a certificate is made of is judged apart.
  if (credential?.kind === 'certificate') return;
  const say = (at: string, message: string, suggestion: string): void =>
    report({ rule: 'security', pointer: `${pointer}${at}`, message, suggestion });
  const algorithms = isSignature(credential) ? pairAlgorithms(credential) : [];
  if (algorithms.length > 0) {
    if ((secret === undefined) === (registered === undefined)) {
      say(
        '',
        `the key "${key.id}" of "${name}" has ${secret === undefined ? 'neither half of its pair' : 'both halves of its pair'}`,
        'write the private key as secret, or the public key as public_key',
      );
      return;
    }
    const read = registered === undefined ? publicHalf(algorithms, secret!) : publicKeyOf(algorithms, registered);
    if (typeof read === 'string')
      say(
        registered === undefined ? '/secret' : '/public_key',
        `this is no key that "${name}" can sign with`,
        `write ${read}, for ${algorithms.join(' or ')}`,
      );
    return;
  }
  if (registered !== undefined)
    say('/public_key', `"${name}" signs with no key pair`, 'write the secret as secret, and leave public_key out');
  if (secret === undefined) {
    if (credential !== undefined && registered === undefined)
      say('', `the key "${key.id}" of "${name}" has no secret`, 'add secret');
    return;
  }
  const encoding = isSignature(credential) ? (credential.secret_encoding ?? 'utf8') : 'utf8';
  if (encoding !== 'utf8' && Buffer.from(secret, encoding).toString(encoding) !== secret)
    say(
      '/secret',
      `the secret is not ${encoding}, as secret_encoding of "${name}" says`,
      `write it in ${encoding === 'hex' ? 'lowercase hex' : 'base64, with its padding'}`,
    );
}

/** Words that only one of the two kinds has a use for. */
function checkAlgorithm(
  credential: SignatureCredential,
  say: (at: string, text: string, suggestion: string) => void,
): void {
  const { kind, algorithm, algorithms, ecdsa_format: format, scope, secret_encoding: encoding, message } = credential;
  const isPair = isKeyPairAlgorithm(algorithm);
  const all = pairAlgorithms(credential);
  if (algorithms !== undefined && !isPair)
    say(
      '/algorithms',
      `${algorithm} signs with a shared secret, which says nothing of algorithms`,
      'leave algorithms out',
    );
  const shared = algorithms?.find((other) => !isKeyPairAlgorithm(other));
  if (isPair && shared !== undefined)
    say('/algorithms', `${shared} signs with a shared secret, and with no key pair`, 'take it away');
  if (algorithms?.some((other) => other === algorithm) === true)
    say('/algorithms', `${algorithm} is what algorithm says`, 'list the others');
  if (all.filter((one) => one.startsWith('rsa-')).length > 1)
    say(
      '/algorithms',
      'an RSA key does not say by which of two algorithms it signs',
      'give one of them a credential of its own',
    );
  if (isPair !== (kind === 'signature'))
    say(
      '/algorithm',
      isPair ? `${algorithm} is no HMAC` : `${algorithm} signs with a shared secret, and with no key pair`,
      `write kind: ${isPair ? 'signature' : 'hmac'}`,
    );
  if (format !== undefined && ![algorithm, ...all].some((one) => one.startsWith('ecdsa')))
    say('/ecdsa_format', `${algorithm} is not written as two numbers`, 'leave ecdsa_format out');
  if (format === 'der' && message.includes('signature_base'))
    say('/ecdsa_format', 'RFC 9421 §3.3.4 writes the two numbers one behind the other', 'leave ecdsa_format out');
  if (!isPair) return;
  if (scope !== undefined) say('/scope', 'no key is derived from a key pair', 'leave scope out');
  if (encoding !== undefined)
    say('/secret_encoding', 'the keys of a key pair are PEM or JWK', 'leave secret_encoding out');
}

const DERIVED = ['@method', '@authority', '@target-uri', '@scheme', '@request-target', '@path', '@query'];

function isComponent(name: string): boolean {
  if (DERIVED.includes(name) || /^[a-z0-9!#$%&'*+.^_`|~-]+(?:;key="[^"]+")?$/.test(name)) return true;
  return /^@query-param;name="[^"]+"$/.test(name);
}

function checkRecipe(credential: SignatureCredential, pointer: string, report: Report): void {
  const { message, request, headers, scope, digest } = credential;
  const all = [...message, ...(request?.message ?? [])];
  const say = (at: string, text: string, suggestion: string): void =>
    report({ rule: 'security', pointer: `${pointer}${at}`, message: text, suggestion });
  checkAlgorithm(credential, say);
  const told = new Set<Key>();
  for (const [part, key, mend] of NEEDS)
    if (all.includes(part) && credential[key] === undefined && !told.has(key)) {
      told.add(key);
      say('/message', `the part ${JSON.stringify(part)} is signed, and nothing says what it is`, mend);
    }
  if (request?.message.includes('request_digest') === true)
    say('/request/message', 'a canonical request cannot hold its own digest', 'take request_digest out of it');
  if (request !== undefined && !message.includes('request_digest'))
    say('/request', 'the canonical request is not signed', 'add request_digest to the message, or take it out');
  if (headers !== undefined && !all.includes('headers'))
    say('/headers', 'the header fields are not signed', 'add headers to the message, or take them out');
  if (scope !== undefined && scope.key_prefix === '')
    say('/scope/key_prefix', 'an empty text changes no key', 'leave it out');
  if (message.includes('signature_base')) {
    if (message.length > 1) say('/message', 'a signature base stands alone', 'let the message be [signature_base]');
    const { algorithm } = credential;
    if ((algorithm !== 'sha256' && !isKeyPairAlgorithm(algorithm)) || credential.encoding !== 'base64')
      say(
        '/algorithm',
        isKeyPairAlgorithm(algorithm)
          ? 'RFC 9421 writes signatures in base64'
          : 'RFC 9421 knows one HMAC, hmac-sha256, and writes it in base64',
        isKeyPairAlgorithm(algorithm) ? 'write encoding: base64' : 'write algorithm: sha256 and encoding: base64',
      );
    if ((credential.timestamp_format ?? 'epoch') !== 'epoch')
      say('/timestamp_format', 'created is in seconds since 1970', 'leave timestamp_format out');
  } else if (credential.components !== undefined)
    say('/components', 'the components are not signed', 'let the message be [signature_base], or take them out');
  if (credential.components?.names.every((name) => name === 'content-digest') === true)
    say(
      '/components/names',
      'the signature of a request without a body would cover nothing, and could be put on any other',
      'add what every request has, such as @method and @target-uri',
    );
  credential.components?.names.forEach((name, i) => {
    if (!isComponent(name))
      say(
        `/components/names/${i}`,
        `"${name}" is no component of a request (RFC 9421 §2)`,
        'write the name of a header field, @method, @authority, @target-uri, @path, @query or @query-param;name="x"',
      );
  });
  const covers = credential.components?.names.some((name) => name.toLowerCase() === digest?.header?.toLowerCase());
  if (digest !== undefined && !all.includes('body_digest') && covers !== true)
    say('/digest', 'the digest of the body is not signed', 'add body_digest to the message, or take it out');
  if (digest?.required === true && digest.header === undefined)
    say('/digest/required', 'no header field is named that must carry it', 'name it as header, or leave required out');
}
