/** Signed requests that are refused before, or for more than, the signature itself: digest, scope, header fields, expiry. */
import { hash } from 'node:crypto';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { bodyDigest } from '../../auth/hmac/signed-message.ts';
import { NOTHING_COVERED } from '../../auth/hmac/message-signature.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint } from '../words.ts';
import { isSignature } from '../../contract/signature-kinds.ts';

/** The recipe that the refusal is about. */
function recipeOf({ world }: Call, pointer: string): SignatureCredential | undefined {
  const [, name = ''] = /^#\/x-credentials\/([^/]+)\//.exec(pointer) ?? [];
  const credential = world.contract.credentials.get(name);
  return isSignature(credential) ? credential : undefined;
}

const HASHES = ['sha256', 'sha512', 'sha1', 'md5'] as const;
const EMPTY = Buffer.alloc(0);

/** What the digest that came is of. */
function readDigest(sent: string, body: Buffer, { digest }: SignatureCredential): string {
  const { algorithm = 'sha256', encoding = 'hex' } = digest ?? {};
  for (const [bytes, of] of [
    [body, 'the body'],
    [EMPTY, 'an empty body'],
    [Buffer.from(body.toString().trim()), 'the body without the white space around it'],
  ] as const)
    for (const name of HASHES)
      for (const written of ['hex', 'base64', 'base64url'] as const) {
        const value = hash(name, bytes, written);
        if (value === sent || (written === 'hex' && value === sent.toLowerCase()))
          return `it is the ${name.toUpperCase()} of ${of} in ${written}${value === sent ? '' : ', in upper case'}, where the ${algorithm.toUpperCase()} of the body in ${encoding} is wanted`;
      }
  return 'the body that was sent is not the one that was hashed: it was changed, or made into text once more';
}

const rightDigest = ({ request }: Call, credential: SignatureCredential) =>
  hint(
    `The digest of these ${request.rawBody?.length ?? 0} bytes:`,
    `${credential.digest?.header ?? ''}: ${bodyDigest(credential, request.rawBody)}`,
  );

const messageSignature = `Signature-Input: sig1=("@method" "@target-uri");created=1700000000;keyid="key-1"
Signature: sig1=:base64:`;

export const SIGNED_REQUESTS: readonly Mistake[] = [
  mistake('digest-mismatch', 'sent another digest than that of the body', ['digest_mismatch'], ({ call, note }) => {
    const credential = recipeOf(call, note.pointer);
    if (credential?.digest?.header === undefined) return undefined;
    const sent = call.request.headers[credential.digest.header.toLowerCase()];
    return {
      finding: `${credential.digest.header} is not the digest of the body: ${readDigest(String(sent).trim(), call.request.rawBody ?? EMPTY, credential)}.`,
      next: [rightDigest(call, credential)],
    };
  }),
  mistake('digest-missing', 'sent a body without its digest', ['malformed_credentials'], ({ call, note }) => {
    const credential = note.pointer.endsWith('/digest') ? recipeOf(call, note.pointer) : undefined;
    return credential === undefined
      ? undefined
      : {
          finding: `The body came without its digest in ${credential.digest?.header ?? ''}, which is signed too.`,
          next: [rightDigest(call, credential)],
        };
  }),
  mistake('scope-other', 'signed for another scope', ['invalid_signature'], ({ note }) =>
    note.pointer.endsWith('/scope')
      ? {
          finding: `The scope behind the id is ${note.got ?? 'another'}, and ${note.expected ?? 'that of the contract'} is wanted: the day of the timestamp in UTC, then what the contract says.`,
          next: [hint('Set region and service of the signer so that the scope is:', note.expected ?? '')],
        }
      : undefined,
  ),
  mistake('signed-headers-missing', 'did not sign a header field that must be', ['invalid_signature'], ({ note }) =>
    note.pointer.endsWith('/headers')
      ? {
          finding: `The request signs ${note.got ?? 'no header field'}, and not all that must be: ${note.expected ?? 'those of the contract'}.`,
          next: [hint('Add the field to the list of signed header fields, and its line to what is signed.')],
        }
      : undefined,
  ),
  mistake('expires-range', 'asked for too long a life of the signature', ['malformed_credentials'], ({ note }) =>
    note.pointer.endsWith('/expires')
      ? {
          finding: `A signature says in whole seconds how long it is good, ${note.expected ?? ''}; this one says ${note.got ?? 'something else'}.`,
          next: [hint('Sign it anew with a shorter time.')],
        }
      : undefined,
  ),
  mistake('signature-expired', 'used a signed request after the time it says', ['stale_timestamp'], ({ note }) =>
    /\/(?:expires|components)$/.test(note.pointer)
      ? {
          finding: `The request says how long its signature is good, and that time is over: ${note.got ?? 'it is too old'}.`,
          next: [hint('Sign anew, or for longer.')],
        }
      : undefined,
  ),
  mistake(
    'message-signature-unreadable',
    'sent no HTTP message signature that can be read',
    ['malformed_credentials'],
    ({ note }) =>
      note.pointer.endsWith('/components')
        ? {
            finding: `Signature-Input and Signature hold no signature that counts here: ${note.got ?? 'it cannot be read'}.`,
            next: [hint('They are dictionaries with one label (RFC 9421 §4):', messageSignature)],
          }
        : undefined,
  ),
  mistake('component-none', 'signed, and covered nothing of the request', ['invalid_signature'], ({ note }) =>
    note.pointer.endsWith('/components') && note.got === NOTHING_COVERED
      ? {
          finding: `The signature covers nothing of the request: the brackets in Signature-Input are empty. Whoever sees it could put it on any other request. It must cover ${note.expected ?? 'more'}.`,
          next: [hint('Give the signer the components that it must cover.')],
        }
      : undefined,
  ),
  mistake('component-uncovered', 'covered less than must be', ['invalid_signature'], ({ note }) =>
    note.pointer.endsWith('/components') && note.rule.includes('must cover')
      ? {
          finding: `The signature covers ${note.got ?? 'nothing'}, and must cover ${note.expected ?? 'more'}.`,
          next: [hint('Add what is missing to the components of the signer.')],
        }
      : undefined,
  ),
  mistake('component-unknown', 'covered what the request does not have', ['invalid_signature'], ({ note }) =>
    note.pointer.endsWith('/components') && !note.rule.includes('must cover')
      ? {
          finding: `The signature covers ${note.got ?? 'a component'}, which the request does not have: the header field was dropped on the way, or there is no such component.`,
          next: [hint('Send the header field that is covered, or do not cover it.')],
        }
      : undefined,
  ),
];
