/** Signatures by key pairs that are made in another form than the algorithm has, each by the right key over the right text. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { isKeyPairAlgorithm, pairAlgorithms } from '../../../mock/contract/signature-kinds.ts';
import type { KeyPairAlgorithm } from '../../../mock/contract/signature-kinds.ts';
import { mirrorOf } from '../../driver/key-pair-signer.ts';
import type { PairForm } from '../../driver/key-pair-signer.ts';
import { isMessageSignature } from '../../driver/message-signature.ts';
import { timestampOf } from '../../driver/sign-message.ts';
import { basisOf, credentialPointer } from '../common/contract-citation.ts';
import { changes } from '../common/find-operations.ts';
import { refused } from '../common/judge-refusal.ts';
import { rule } from '../common/scenario-check.ts';
import { keysByAlgorithm, nowSeconds, sendSigned, signedRequest, subjectsOf } from './hmac-subject.ts';
import type { Subject } from './hmac-subject.ts';

const WRONG = ['invalid_signature', 'invalid_credentials', 'malformed_credentials'] as const;

const SECTIONS: Readonly<Record<KeyPairAlgorithm, string>> = {
  'rsa-pss-sha512': '3.3.1',
  'rsa-v1_5-sha256': '3.3.2',
  'ecdsa-p256-sha256': '3.3.4',
  'ecdsa-p384-sha384': '3.3.5',
  ed25519: '3.3.6',
};

interface OtherForm {
  readonly id: string;
  readonly title: string;
  readonly forms: readonly PairForm[];
}

const NO_CHOICE: OtherForm = {
  id: 'confused',
  title: 'An HMAC whose secret is the public key, which everybody knows, is refused',
  forms: [
    { confused: true, hash: 'sha256' },
    { confused: true, hash: 'sha512' },
  ],
};

/** What each algorithm is mistaken for. */
function otherForms(algorithm: KeyPairAlgorithm, der: boolean): readonly OtherForm[] {
  switch (algorithm) {
    case 'rsa-pss-sha512':
      return [
        {
          id: 'salt',
          title: 'A signature with a salt of another length is refused',
          forms: [{ saltLength: 32 }, { saltLength: 20 }, { saltLength: 0 }],
        },
        {
          id: 'padding',
          title: 'A signature with the older padding of RSA is refused',
          forms: [{ padding: 'pkcs1' }, { padding: 'pkcs1', hash: 'sha256' }],
        },
        { id: 'hash', title: 'A signature of another hash is refused', forms: [{ hash: 'sha256' }] },
      ];
    case 'rsa-v1_5-sha256':
      return [
        {
          id: 'padding',
          title: 'A signature with the padding of RSA-PSS is refused',
          forms: [
            { padding: 'pss', saltLength: 32 },
            { padding: 'pss', hash: 'sha512' },
          ],
        },
        { id: 'hash', title: 'A signature of another hash is refused', forms: [{ hash: 'sha1' }, { hash: 'sha512' }] },
      ];
    case 'ecdsa-p256-sha256':
    case 'ecdsa-p384-sha384':
      return [
        {
          id: 'ecdsa-format',
          title: der
            ? 'A signature that is two bare numbers, where a sequence in ASN.1 is wanted, is refused'
            : 'A signature in ASN.1, where two bare numbers are wanted, is refused',
          forms: [{ der: !der }],
        },
        {
          id: 'hash',
          title: 'A signature of another hash is refused',
          forms: [{ hash: 'sha512' }, { hash: algorithm === 'ecdsa-p256-sha256' ? 'sha384' : 'sha256' }],
        },
      ];
    case 'ed25519':
      return [];
  }
}

function checksOf(subject: Subject): readonly Check[] {
  const { contract, name, operation, credential } = subject;
  const { algorithm, ecdsa_format: format } = credential;
  if (!isKeyPairAlgorithm(algorithm)) return [];
  const section = SECTIONS[algorithm];
  const basis = isMessageSignature(credential)
    ? basisOf(contract, credentialPointer(name), {
        evidence: 'standard',
        standard: {
          standard: `RFC 9421 §${section}`,
          url: `https://www.rfc-editor.org/rfc/rfc9421#section-${section}`,
        },
      })
    : basisOf(contract, credentialPointer(name));
  const all = pairAlgorithms(credential);
  return [
    ...(all.length > 1
      ? [
          rule({
            id: `signature.key-algorithm:${operation.id}`,
            title: 'Each key signs by its own algorithm: that is taken, and alg may name no other',
            ...basis,
            needs: changes(operation),
            async run(context: Context) {
              const keys = keysByAlgorithm(context, subject);
              if (keys.size < 2) context.notRun('the target has keys of one algorithm alone');
              for (const [own, key] of keys) {
                const told = isMessageSignature(credential) ? { parameters: { alg: JSON.stringify(own) } } : {};
                context.expect.success(await sendSigned(context, subject, { key, ...told }), operation);
                if (!isMessageSignature(credential)) continue;
                for (const other of all.filter((one) => one !== own)) {
                  const parameters = { alg: JSON.stringify(other) };
                  refused(context, await sendSigned(context, subject, { key, parameters }), operation, WRONG);
                }
              }
            },
          }),
        ]
      : []),
    ...[...otherForms(algorithm, format === 'der'), NO_CHOICE].map(({ id, title, forms }) =>
      rule({
        id: `signature.${id}:${operation.id}`,
        title,
        ...basis,
        async run(context: Context) {
          for (const form of forms) {
            refused(context, await sendSigned(context, subject, { form }), operation, WRONG);
            if (form.confused !== true || !isMessageSignature(credential)) continue;
            const parameters = { alg: JSON.stringify(`hmac-${form.hash ?? ''}`) };
            refused(context, await sendSigned(context, subject, { form, parameters }), operation, WRONG);
          }
        },
      }),
    ),
    ...(credential.replay === 'refuse' && algorithm.startsWith('ecdsa') && !credential.message.includes('nonce')
      ? [
          rule({
            id: `signature.mirrored:${operation.id}`,
            title: 'Of the two forms that every ECDSA signature has, one may be used',
            ...basisOf(contract, credentialPointer(name)),
            needs: changes(operation),
            async run(context: Context) {
              const timestamp = timestampOf(credential, await nowSeconds(context));
              const wish = { timestamp, parameters: { nonce: undefined } };
              const { parts, signature } = await signedRequest(context, subject, wish);
              context.expect.success(await context.send(parts), operation);
              const bytes = Buffer.from(signature, credential.encoding);
              const other = mirrorOf(algorithm, bytes, format === 'der').toString(credential.encoding);
              const again = await signedRequest(context, subject, {
                ...wish,
                request: () => parts,
                sent: () => other,
              });
              refused(context, await context.send(again.parts), operation, ['replayed_signature', ...WRONG]);
            },
          }),
        ]
      : []),
  ];
}

export const keyPairs: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
