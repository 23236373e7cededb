/** Webhooks whose signature is missing, or made in another way than the contract says. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { isKeyPairAlgorithm } from '../../mock/contract/signature-kinds.ts';
import type { WebhookSigning } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { rewritten } from './wrap/wrap-document.ts';
import type { Writable } from './wrap/wrap-document.ts';

const applies = ({ webhookDelivery }: CompiledContract): boolean => webhookDelivery?.signing !== undefined;
const killedBy = ['webhook.signed', 'webhook.signed-again'];

/** The recipe, changed. */
const signing = (change: (signing: Writable<WebhookSigning>) => void) =>
  rewritten((document) => {
    const recipe = document['x-webhooks']?.signing;
    if (recipe !== undefined) change(recipe);
  });

/** Signed with a secret that both know. */
const shared = ({ webhookDelivery }: CompiledContract): boolean =>
  webhookDelivery?.signing !== undefined && !isKeyPairAlgorithm(webhookDelivery.signing.algorithm);

const byPair = ({ webhookDelivery }: CompiledContract): boolean =>
  webhookDelivery?.signing !== undefined && isKeyPairAlgorithm(webhookDelivery.signing.algorithm);

const mutant = (
  id: string,
  title: string,
  change: (signing: Writable<WebhookSigning>) => void,
  fits: Mutant['applies'] = applies,
): Mutant => ({
  id: `webhook.${id}`,
  title,
  applies: fits,
  killedBy,
  seams: signing(change),
});

export const SIGNED_WEBHOOKS: readonly Mutant[] = [
  {
    id: 'webhook.unsigned',
    title: 'Webhooks are not signed.',
    applies,
    killedBy,
    seams: rewritten((document) => {
      delete document['x-webhooks']?.signing;
    }),
  },
  mutant('body-unsigned', 'The body of a webhook is not signed.', (one) => {
    one.message = one.message.filter((part) => part !== 'body');
  }),
  mutant('id-unsigned', 'The id of a webhook is not signed.', (one) => {
    one.message = one.message.filter((part) => part !== 'id');
  }),
  mutant('time-unsigned', 'The timestamp of a webhook is not signed.', (one) => {
    one.message = one.message.filter((part) => part !== 'timestamp');
  }),
  mutant('other-separator', 'The parts of what a webhook signs stand together in another way.', (one) => {
    one.separator = '|';
  }),
  mutant(
    'other-hash',
    'Webhooks are signed with SHA-512.',
    (one) => {
      one.algorithm = 'sha512';
    },
    shared,
  ),
  mutant(
    'ecdsa-format',
    'Signatures of webhooks are two bare numbers where they should be in ASN.1.',
    (one) => {
      delete one.ecdsa_format;
    },
    byPair,
  ),
  mutant('other-encoding', 'Signatures of webhooks are in hex.', (one) => {
    one.encoding = 'hex';
  }),
  mutant(
    'secret-undecoded',
    "The text of a webhook's secret is the key, with its prefix.",
    (one) => {
      delete one.secret_encoding;
      delete one.secret_prefix;
    },
    shared,
  ),
  mutant('time-in-milliseconds', 'The timestamp of a webhook is in milliseconds.', (one) => {
    one.timestamp_format = 'milliseconds';
  }),
  mutant('other-header', 'The signature of a webhook stands in another form.', (one) => {
    for (const [name, value] of Object.entries(one.headers))
      one.headers[name] = value.replace('{signature}', 'v2={signature}');
  }),
];
