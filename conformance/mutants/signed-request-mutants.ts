/** Signatures over canonical requests, of which a part is not looked at, or is made in another way. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { signatureParts, withoutScope } from '../../mock/auth/hmac/verify-signature.ts';
import { scopeOf } from '../../mock/auth/hmac/signed-message.ts';
import { secondsOf } from '../../mock/auth/hmac/signature-times.ts';
import type { Call } from '../../mock/request/call.ts';
import type { SignatureCredential, SignedPart } from '../../specs/generated/vocabulary.ts';
import { believing, presentedOf, readParts } from './hmac-mutants.ts';
import type { Mutant } from './mutant.ts';
import { withCall, withRequest } from './wrap/wrap-call.ts';
import { credentialsAs } from './wrap/wrap-document.ts';
import type { Writable } from './wrap/wrap-document.ts';
import { excusing, identifying } from './wrap/wrap-steps.ts';

const hmac =
  (fits: (credential: SignatureCredential) => boolean) =>
  ({ credentials }: CompiledContract): boolean =>
    [...credentials.values()].some((one) => one.kind === 'hmac' && fits(one));

const ruleOf = (call: Call): SignatureCredential | undefined => {
  const rule = call.world.contract.credentials.get(presentedOf(call)?.method.credential ?? '');
  return rule?.kind === 'hmac' ? rule : undefined;
};

/** One part of the message, or of the canonical request, in place of another. */
const replaced = (from: SignedPart, to: SignedPart) =>
  credentialsAs('hmac', (one) => {
    one.message = one.message.map((part) => (part === from ? to : part)) as Writable<SignedPart>[];
    if (one.request !== undefined)
      one.request.message = one.request.message.map((part) => (part === from ? to : part)) as Writable<SignedPart>[];
  });

const signs = (part: SignedPart) =>
  hmac(({ message, request }) => message.includes(part) || request?.message.includes(part) === true);

const composite = ({ methods }: CompiledContract): boolean =>
  methods.some(({ kind, parts }) => kind === 'hmac' && parts.some(({ parameter }) => parameter !== undefined));

/** The Authorization header of a composite scheme, rewritten. */
const authorized = (change: (credentials: string) => string) =>
  identifying((call) => {
    const { authorization } = call.request.headers;
    return typeof authorization === 'string' && authorization.includes('=')
      ? withRequest(call, { headers: { ...call.request.headers, authorization: change(authorization) } })
      : call;
  });

/** JSON as a library writes it. */
function rewrittenJson(body: Buffer): Buffer {
  try {
    return Buffer.from(JSON.stringify(JSON.parse(body.toString())));
  } catch {
    return body;
  }
}

export const SIGNED_REQUESTS: readonly Mutant[] = [
  {
    id: 'hmac.body-rewritten',
    title: 'Signatures are compared with one over the body as it was read and written again.',
    applies: (contract) =>
      (signs('body')(contract) || signs('body_digest')(contract)) &&
      contract.operations.some(
        ({ body, requirements }) => body !== undefined && requirements.some(({ method }) => method.kind === 'hmac'),
      ),
    spread: 2,
    killedBy: ['hmac.body-as-sent'],
    seams: identifying((call) =>
      call.request.rawBody === undefined ? call : withRequest(call, { rawBody: rewrittenJson(call.request.rawBody) }),
    ),
  },
  {
    id: 'hmac.digest-unread',
    title: "The header that carries the body's digest is not compared.",
    applies: hmac(({ digest }) => digest?.header !== undefined),
    killedBy: ['hmac.digest'],
    seams: believing(['digest_mismatch']),
  },
  {
    id: 'hmac.digest-optional',
    title: 'A body may come without its digest in a header where that is required.',
    applies: hmac(({ digest }) => digest?.required === true),
    killedBy: ['hmac.digest-required'],
    seams: credentialsAs('hmac', (one) => one.digest !== undefined && delete one.digest.required),
  },
  {
    id: 'hmac.digest-demanded',
    title: 'A body must come with its digest in a header where that is optional.',
    applies: hmac(({ digest }) => digest?.header !== undefined && digest.required !== true),
    killedBy: ['hmac.digest-free'],
    seams: credentialsAs('hmac', (one) => one.digest !== undefined && (one.digest.required = true)),
  },
  {
    id: 'hmac.digest-of-another-hash',
    title: 'The digest of the body is made with MD5.',
    applies: hmac(({ digest }) => digest !== undefined && digest.algorithm !== 'md5'),
    killedBy: ['hmac.accepted'],
    seams: credentialsAs('hmac', (one) => one.digest !== undefined && (one.digest.algorithm = 'md5')),
  },
  {
    id: 'hmac.digest-in-hex',
    title: 'The digest of the body is written in hex where base64 is wanted.',
    applies: hmac(({ digest }) => digest?.encoding === 'base64'),
    killedBy: ['hmac.accepted', 'hmac.parameters', 'hmac.window'],
    seams: credentialsAs('hmac', (one) => one.digest !== undefined && delete one.digest.encoding),
  },
  {
    id: 'hmac.scope-unread',
    title: 'A signature for any scope is accepted.',
    applies: hmac(({ scope }) => scope !== undefined),
    killedBy: ['hmac.scope'],
    seams: believing(['invalid_signature'], (call, presented) => {
      const rule = ruleOf(call);
      return (
        rule !== undefined && withoutScope(rule, signatureParts(presented)).scope !== scopeOf(rule, presented.timestamp)
      );
    }),
  },
  {
    id: 'hmac.scope-of-yesterday',
    title: 'The day in the scope need not be that of the timestamp.',
    applies: hmac(({ scope }) => scope !== undefined),
    killedBy: ['hmac.scope'],
    seams: believing(['invalid_signature'], (call, presented) => {
      const rule = ruleOf(call);
      if (rule === undefined) return false;
      const [, ...texts] = (withoutScope(rule, signatureParts(presented)).scope ?? '').split('/');
      return texts.join('/') === rule.scope?.texts.join('/');
    }),
  },
  {
    id: 'hmac.key-underived',
    title: 'The key is derived from the secret without the text before it.',
    applies: hmac(({ scope }) => scope?.key_prefix !== undefined),
    killedBy: ['hmac.accepted'],
    seams: credentialsAs('hmac', (one) => one.scope !== undefined && delete one.scope.key_prefix),
  },
  {
    id: 'hmac.any-derivation',
    title: 'Signatures are not compared where the key is derived.',
    applies: hmac(({ scope }) => scope !== undefined),
    killedBy: ['hmac.derived-key'],
    seams: believing(['invalid_signature'], (call) => ruleOf(call)?.scope !== undefined),
  },
  {
    id: 'hmac.must-sign-nothing',
    title: 'A signature need not cover the header fields that the contract names.',
    applies: hmac(({ headers }) => headers !== undefined),
    killedBy: ['hmac.must-sign'],
    seams: credentialsAs('hmac', (one) => {
      if (one.headers !== undefined && one.request !== undefined) one.headers.names = [];
    }),
  },
  {
    id: 'hmac.listed-unsigned',
    title: 'Header fields that a request lists beyond those of the contract are not signed.',
    applies: ({ methods }) => methods.some(({ parts }) => parts.some(({ part }) => part === 'signed_headers')),
    killedBy: ['hmac.listed', 'hmac.accepted'],
    seams: replaced('headers', 'signed_headers'),
  },
  {
    id: 'hmac.listed-as-sent',
    title: 'White space in a signed header field counts.',
    applies: ({ methods }) => methods.some(({ parts }) => parts.some(({ part }) => part === 'signed_headers')),
    killedBy: ['hmac.listed'],
    seams: identifying((call) =>
      withRequest(call, { rawHeaders: call.request.rawHeaders.map((text) => text.replaceAll(/ {2,}/g, '_')) }),
    ),
  },
  {
    id: 'hmac.query-as-sent',
    title: 'The query is signed in the order in which it comes.',
    applies: signs('sorted_query'),
    killedBy: ['hmac.query-order', 'hmac.accepted'],
    seams: replaced('sorted_query', 'query'),
  },
  {
    id: 'hmac.path-as-sent',
    title: 'The path is signed as it comes, where its percent signs are to be encoded once more.',
    applies: signs('normalized_path'),
    killedBy: ['hmac.encoded-path'],
    seams: replaced('normalized_path', 'path'),
  },
  {
    id: 'hmac.never-expires',
    title: 'A signature that says how long it is good is good for ever.',
    applies: hmac(({ expires }) => expires !== undefined),
    killedBy: ['hmac.expires'],
    seams: excusing(['stale_timestamp'], (call) => {
      const presented = presentedOf(call);
      const rule = ruleOf(call);
      const made = rule && secondsOf(rule, presented?.timestamp);
      return presented?.expires === undefined || made === undefined ? undefined : withCall(call, { now: made * 1000 });
    }),
  },
  {
    id: 'hmac.expires-in-window',
    title: 'A signature that says how long it is good is good for the window.',
    applies: hmac(({ expires }) => expires !== undefined),
    killedBy: ['hmac.expires'],
    seams: {
      identify: (identify) => (call) => {
        const presented = presentedOf(call);
        const rule = ruleOf(call);
        const made = rule && secondsOf(rule, presented?.timestamp);
        const late = made !== undefined && call.now / 1000 - made > 300;
        return identify(
          presented?.expires !== undefined && late
            ? withCall(call, { now: (made + Number(presented.expires) + 2) * 1000 })
            : call,
        );
      },
    },
  },
  {
    id: 'hmac.expires-longer',
    title: 'A signature may say that it is good for a year.',
    applies: hmac(({ expires }) => expires !== undefined),
    killedBy: ['hmac.expires-longest'],
    seams: credentialsAs('hmac', (one) => one.expires !== undefined && (one.expires.longest = 'P365D')),
  },
  {
    id: 'hmac.timestamp-in-seconds',
    title: 'Timestamps are read as seconds since 1970 where they have another form.',
    applies: hmac(({ timestamp_format: format = 'epoch' }) => format !== 'epoch'),
    killedBy: ['hmac.accepted'],
    seams: credentialsAs('hmac', (one) => delete one.timestamp_format),
  },
  {
    id: 'hmac.secret-undecoded',
    title: "The secret's text is the key where it must be decoded.",
    applies: hmac(({ secret_encoding: encoding = 'utf8' }) => encoding !== 'utf8'),
    killedBy: ['hmac.accepted'],
    seams: credentialsAs('hmac', (one) => delete one.secret_encoding),
  },
  {
    id: 'hmac.parameters-in-order',
    title: 'The parameters of an Authorization header are read in one order only.',
    applies: composite,
    killedBy: ['hmac.parameters'],
    seams: authorized((credentials) =>
      /^\S+ (?:signature|Signature)=/.test(credentials) ? credentials.replaceAll('=', ':') : credentials,
    ),
  },
  {
    id: 'hmac.parameters-unquoted',
    title: 'Quotation marks count as part of a parameter of the Authorization header.',
    applies: composite,
    killedBy: ['hmac.parameters', 'hmac.accepted'],
    seams: authorized((credentials) => credentials.replaceAll('"', "'")),
  },
  {
    id: 'hmac.component-uncovered',
    title: 'An HTTP message signature need not cover what the contract says.',
    applies: signs('signature_base'),
    killedBy: ['hmac.component'],
    seams: credentialsAs('hmac', (one) => {
      if (one.components !== undefined) one.components.names = [];
    }),
  },
  {
    id: 'hmac.component-unsigned',
    title: 'Of an HTTP message signature only the components that must be covered are looked at.',
    applies: signs('signature_base'),
    killedBy: ['hmac.more-components'],
    seams: believing(['invalid_signature'], (call, presented) => {
      const note = call.request.headers['x-suite-note'];
      return readParts(call, presented)?.message !== undefined && note !== undefined;
    }),
  },
  {
    id: 'hmac.component-strange',
    title: 'An HTTP message signature may cover what the request does not have.',
    applies: signs('signature_base'),
    killedBy: ['hmac.no-such-component'],
    seams: believing(
      ['invalid_signature'],
      (call, presented) =>
        (presented.signatureInput ?? '').includes('x-suite-absent') && readParts(call, presented) !== undefined,
    ),
  },
  {
    id: 'hmac.good-for-ever',
    title: 'The parameter `expires` of an HTTP message signature is not read.',
    applies: signs('signature_base'),
    killedBy: ['hmac.good-until'],
    seams: believing(['stale_timestamp'], (call, presented) => {
      const read = readParts(call, presented);
      return read?.message !== undefined && call.now / 1000 - Number(read.timestamp) < 60;
    }),
  },
  {
    id: 'hmac.any-alg',
    title: 'The parameter `alg` of an HTTP message signature may name another algorithm.',
    applies: signs('signature_base'),
    killedBy: ['hmac.parameters-read'],
    seams: believing(
      ['malformed_credentials'],
      (_call, { signatureInput = '' }) => /;alg="(?!hmac)/.test(signatureInput),
      (call, presented) =>
        readParts(call, { ...presented, signatureInput: presented.signatureInput?.replace(/;alg="[^"]*"/, '') }),
    ),
  },
  {
    id: 'hmac.one-label',
    title: 'Only the first of several HTTP message signatures is looked at.',
    applies: signs('signature_base'),
    killedBy: ['hmac.label'],
    seams: identifying((call) => {
      const input = call.request.headers['signature-input'];
      return typeof input === 'string' && input.startsWith('proxy=')
        ? withRequest(call, { headers: { ...call.request.headers, 'signature-input': input.split(', ')[0]! } })
        : call;
    }),
  },
  {
    id: 'hmac.any-tag',
    title: 'An HTTP message signature for somebody else is taken.',
    applies: hmac(({ components }) => components?.tag !== undefined),
    killedBy: ['hmac.tag'],
    seams: credentialsAs('hmac', (one) => {
      if (one.components !== undefined) delete one.components.tag;
    }),
  },
  {
    id: 'hmac.digest-of-nothing',
    title: 'A digest in Content-Digest is not compared.',
    applies: hmac(({ digest }) => digest?.encoding === 'structured'),
    killedBy: ['hmac.content-digest'],
    seams: believing(['digest_mismatch'], (call) => call.request.headers['content-digest'] !== undefined),
  },
];
