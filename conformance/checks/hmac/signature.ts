/** Good signatures are accepted in each place that the contract has; tampered ones are refused. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { sentContent } from '../../driver/contract-examples.ts';
import { changes, takes } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { nearMisses } from '../common/near-misses.ts';
import type { NearMiss } from '../common/near-misses.ts';
import { rule } from '../common/scenario-check.ts';
import { credentialPointer, basisOf } from '../common/contract-citation.ts';
import { isKeyPairAlgorithm } from '../../../mock/contract/signature-kinds.ts';
import { isMessageSignature } from '../../driver/message-signature.ts';
import { strangersKey } from '../../driver/key-pair-signer.ts';
import { timestampOf } from '../../driver/sign-message.ts';
import type { NamedPart } from '../../driver/sign-message.ts';
import type { SignatureCredential } from '../../../specs/generated/vocabulary.ts';
import { keyOf, sendSigned, signedRequest, subjectsOf } from './hmac-subject.ts';
import type { Subject, Tampering } from './hmac-subject.ts';

const lastCharacter = (text: string): string => text.slice(0, -1) + (text.endsWith('a') ? 'b' : 'a');

/** Another digit or letter of base64 and hex alike, in the middle, where no padding or leftover bits are. */
function changed(signature: string): string {
  const middle = Math.floor(signature.length / 2);
  return signature.slice(0, middle) + (signature[middle] === 'a' ? 'b' : 'a') + signature.slice(middle + 1);
}

/** In a structured field, base64 without its padding is the same bytes (RFC 9651 §4.2.7). */
const isSameSequence = (credential: SignatureCredential, signatures: readonly string[]): boolean =>
  isMessageSignature(credential) && new Set(signatures.map((text) => text.replace(/={1,2}$/, ''))).size === 1;

interface Attack {
  readonly id: string;
  readonly title: string;
  readonly tampering: Tampering;
}

const ATTACKS: readonly Attack[] = [
  {
    id: 'tampered-signature',
    title: 'A signature that was changed by one character is refused',
    tampering: { sent: changed },
  },
  {
    id: 'truncated-signature',
    title: 'A signature that was cut short is refused',
    tampering: { sent: (signature) => signature.slice(0, 10) },
  },
  {
    id: 'tampered-timestamp',
    title: 'A timestamp that was changed after signing is refused',
    tampering: { drift: -30 },
  },
];

/** A secret, or a private key, that is nobody's. */
const nobodys = ({ algorithm }: SignatureCredential): string =>
  isKeyPairAlgorithm(algorithm) ? strangersKey(algorithm) : 'not-the-secret-of-this-key';

async function isRefused(subject: Subject, tampering: Tampering, context: Context): Promise<void> {
  refused(context, await sendSigned(context, subject, tampering), subject.operation, [
    'invalid_signature',
    'invalid_credentials',
  ]);
}

/** What is signed of a request, besides what names who signed it and when. */
const coveredBy = ({ message, request }: SignatureCredential): readonly NamedPart[] => [
  ...new Set(
    [...message, ...(request?.message ?? [])].filter(
      (part): part is NamedPart =>
        typeof part === 'string' && part !== 'request_digest' && part !== 'id' && part !== 'timestamp',
    ),
  ),
];

function attacks(subject: Subject): readonly Check[] {
  const { contract, name, operation, credential } = subject;
  const known = basisOf(contract, credentialPointer(name), { about: /HMAC/ });
  return [
    ...ATTACKS.map(({ id, title, tampering }) =>
      rule({
        id: `${subject.credential.kind}.${id}:${operation.id}`,
        title,
        ...known,
        async run(context: Context) {
          if (tampering.drift === undefined) return isRefused(subject, tampering, context);
          const now = Math.floor((await context.clock.now()) / 1000);
          return isRefused(
            subject,
            {
              timestamp: timestampOf(credential, now),
              sentTimestamp: timestampOf(credential, now + tampering.drift),
            },
            context,
          );
        },
      }),
    ),
    rule({
      id: `${subject.credential.kind}.other-key:${operation.id}`,
      title: `A signature made with another ${isKeyPairAlgorithm(credential.algorithm) ? 'private key' : 'secret'} is refused`,
      ...known,
      run: (context) => isRefused(subject, { secret: nobodys(credential) }, context),
    }),
    rule({
      id: `${subject.credential.kind}.tampered-id:${operation.id}`,
      title: 'An id that was changed after signing is refused',
      ...known,
      async run(context: Context) {
        const key = await keyOf(context, subject);
        const other = context.target.credentials.keys.find(
          (candidate) => candidate.credential === name && candidate.id !== key.id && candidate.status === 'active',
        );
        await isRefused(subject, { sentId: lastCharacter(key.id) }, context);
        if (other !== undefined) await isRefused(subject, { sentId: other.id }, context);
      },
    }),
    rule({
      id: `${subject.credential.kind}.key-of-another:${operation.id}`,
      title: `A signature with somebody else's ${isKeyPairAlgorithm(credential.algorithm) ? 'private key' : 'secret'} is refused`,
      ...known,
      async run(context: Context) {
        const key = await keyOf(context, subject);
        const other =
          context.target.credentials.keys.find(
            (candidate) => candidate.credential === name && candidate.id !== key.id && candidate.status === 'active',
          ) ?? context.notRun('the target has one signing key');
        await isRefused(subject, { key, secret: other.secret }, context);
      },
    }),
    rule({
      id: `${subject.credential.kind}.near-signature:${operation.id}`,
      title: 'A signature is compared letter for letter and whole',
      ...basisOf(contract, credentialPointer(name), { about: /HMAC/, evidence: 'assumed' }),
      async run(context: Context) {
        const { signature } = await signedRequest(context, subject);
        const isAlone = subject.requirement.method.parts.every(({ parameter }) => parameter === undefined);
        const from = credential.encoding === 'hex' ? 'hex' : 'base64';
        const other = from === 'hex' ? 'base64' : 'hex';
        const changes: readonly Pick<NearMiss, 'how' | 'change'>[] = [
          ...nearMisses(signature, isAlone ? 'header' : 'cookie'),
          ...['sha256=', 'v1=', '0x'].map((prefix) => ({
            how: `after "${prefix}"`,
            change: (own: string) => `${prefix}${own}`,
          })),
          { how: `in ${other}`, change: (own) => Buffer.from(own, from).toString(other) },
        ];
        for (const { how, change } of changes) {
          const signatures: string[] = [];
          const exchange = await sendSigned(context, subject, {
            sent(own) {
              signatures.push(own, change(own));
              return change(own);
            },
          });
          // Each request has a signature of its own, and one without such letters is the right one.
          if (new Set(signatures).size === 1 || isSameSequence(credential, signatures)) continue;
          refused(
            context,
            exchange,
            operation,
            ['invalid_signature', 'invalid_credentials', 'malformed_credentials', 'missing_credentials'],
            `the signature is ${how}`,
          );
        }
      },
    }),
    ...(credential.encoding === 'hex'
      ? [
          rule({
            id: `${subject.credential.kind}.upper-case:${operation.id}`,
            title: 'A signature in upper-case hexadecimal is refused',
            ...basisOf(contract, credentialPointer(name), { about: /HMAC/, evidence: 'assumed' }),
            run: (context) => isRefused(subject, { sent: (signature) => signature.toUpperCase() }, context),
          }),
        ]
      : []),
    ...(credential.separator
      ? [
          rule({
            id: `${subject.credential.kind}.separator:${operation.id}`,
            title: 'A signature over the parts without their separator is refused',
            ...known,
            run: (context) => isRefused(subject, { recipe: { separator: '' } }, context),
          }),
        ]
      : []),
    ...coveredBy(credential).map((part) =>
      rule({
        id: `${subject.credential.kind}.covers-${part.replaceAll('_', '-')}:${operation.id}`,
        title: `The signature covers the ${part.replaceAll('_', ' ')}`,
        ...known,
        run: (context) =>
          isRefused(subject, { signed: (values) => ({ ...values, [part]: `${values[part]}x` }) }, context),
      }),
    ),
  ];
}

function goodOnes(subject: Subject): readonly Check[] {
  const { contract, name } = subject;
  return contract.operations
    .filter((operation) => takes(operation, name))
    .map((operation) =>
      rule({
        id: `${subject.credential.kind}.accepted:${operation.id}`,
        title: 'A good signature is accepted in each place that it may stand in',
        ...basisOf(contract, operation.pointer, { about: /HMAC|sign/i }),
        needs: changes(operation),
        async run(context: Context) {
          for (const requirement of operation.requirements.filter(({ method }) => method.credential === name)) {
            const key =
              (await context.credential(operation, { requirement })).key ??
              context.notRun('the target has no key to sign with');
            context.expect.success(
              await sendSigned(context, { ...subject, operation }, { requirement, key }),
              operation,
            );
          }
        },
      }),
    );
}

/** The same JSON with more white space. */
function spread(parts: RequestParts): RequestParts {
  const { body } = parts;
  return body === undefined ? parts : { ...parts, body: `${JSON.stringify(JSON.parse(body), undefined, 2)}\n` };
}

const COVERS_BODY: readonly NamedPart[] = ['body', 'body_digest'];

/** Of operations with a body in JSON, where a signature or its digest is over that. */
function bodiesAsSent(subject: Subject): readonly Check[] {
  const { contract, name, credential } = subject;
  const covers =
    coveredBy(credential).some((part) => COVERS_BODY.includes(part)) ||
    (credential.digest !== undefined && credential.digest.header !== undefined);
  if (!covers) return [];
  return contract.operations
    .filter((operation) => takes(operation, name) && /json/i.test(sentContent(operation)?.[0] ?? ''))
    .map((operation) =>
      rule({
        id: `${credential.kind}.body-as-sent:${operation.id}`,
        title: 'The bytes of a body are signed, as they were sent: the white space of JSON is among them',
        ...basisOf(contract, operation.pointer, { about: /HMAC|sign/i }),
        needs: changes(operation),
        async run(context: Context) {
          const requirement = operation.requirements.find(({ method }) => method.credential === name)!;
          const key =
            (await context.credential(operation, { requirement })).key ??
            context.notRun('the target has no key to sign with');
          context.expect.success(
            await sendSigned(context, { ...subject, operation }, { requirement, key, request: spread }),
            operation,
          );
        },
      }),
    );
}

export const signatures: CheckFamily = ({ contract }) =>
  subjectsOf(contract).flatMap((subject) => [...goodOnes(subject), ...bodiesAsSent(subject), ...attacks(subject)]);
