/** Whether the recipe of each signature holds together: its parts are said, and what is said is one of its parts. */
import type { HmacCredential, SignedPart } from '../../../../specs/generated/vocabulary.ts';
import { escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import type { Report } from './walk-document.ts';

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
    if (credential.kind === 'hmac') checkRecipe(credential, `#/x-credentials/${escapePointer(name)}`, report);
  document['x-seed']?.keys?.forEach(({ credential: name, secret }, i) => {
    const credential = document['x-credentials']?.[name];
    const encoding = credential?.kind === 'hmac' ? (credential.secret_encoding ?? 'utf8') : 'utf8';
    if (encoding !== 'utf8' && Buffer.from(secret, encoding).toString(encoding) !== secret)
      report({
        rule: 'security',
        pointer: `#/x-seed/keys/${i}/secret`,
        message: `the secret is not ${encoding}, as secret_encoding of "${name}" says`,
        suggestion: `write it in ${encoding === 'hex' ? 'lowercase hex' : 'base64, with its padding'}`,
      });
  });
}

const DERIVED = ['@method', '@authority', '@target-uri', '@scheme', '@request-target', '@path', '@query'];

function isComponent(name: string): boolean {
  if (DERIVED.includes(name) || /^[a-z0-9!#$%&'*+.^_`|~-]+(?:;key="[^"]+")?$/.test(name)) return true;
  return /^@query-param;name="[^"]+"$/.test(name);
}

function checkRecipe(credential: HmacCredential, pointer: string, report: Report): void {
  const { message, request, headers, scope, digest } = credential;
  const all = [...message, ...(request?.message ?? [])];
  const say = (at: string, text: string, suggestion: string): void =>
    report({ rule: 'security', pointer: `${pointer}${at}`, message: text, suggestion });
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
    if (credential.algorithm !== 'sha256' || credential.encoding !== 'base64')
      say(
        '/algorithm',
        'RFC 9421 knows one HMAC, hmac-sha256, and writes it in base64',
        'write algorithm: sha256 and encoding: base64',
      );
    if ((credential.timestamp_format ?? 'epoch') !== 'epoch')
      say('/timestamp_format', 'created is in seconds since 1970', 'leave timestamp_format out');
  } else if (credential.components !== undefined)
    say('/components', 'the components are not signed', 'let the message be [signature_base], or take them out');
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
