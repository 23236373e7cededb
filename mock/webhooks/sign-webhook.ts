/** Signatures of webhooks, by the recipe of the contract, and the secrets that receivers check them with. */
import { createHmac, hash } from 'node:crypto';
import type { SeedTenant, WebhookSigning } from '../../specs/generated/vocabulary.ts';
import { formOf, signBytes } from '../auth/hmac/key-pair-signature.ts';
import { privateKeyFromSeed } from '../auth/hmac/new-key-pair.ts';
import { writtenTime } from '../auth/hmac/signature-times.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import { publicHalf } from '../contract/signature-key.ts';
import { isKeyPairAlgorithm } from '../contract/signature-kinds.ts';
import type { KeyPairAlgorithm } from '../contract/signature-kinds.ts';

type Headers = Readonly<Record<string, string>>;

/** Pairs that were made: of RSA each takes a fifth of a second. */
const made = new Map<string, string>();

function madeKey(algorithm: KeyPairAlgorithm, text: string): string {
  const name = `${algorithm} ${text}`;
  let key = made.get(name);
  if (key === undefined) made.set(name, (key = privateKeyFromSeed(algorithm, text)));
  return key;
}

/** A tenant's secret, or the private key that signs for it; undefined where webhooks are not signed. */
export function webhookSecret(
  { name, webhookDelivery }: Pick<CompiledContract, 'name' | 'webhookDelivery'>,
  tenant: Pick<SeedTenant, 'id' | 'webhook_secret'>,
): string | undefined {
  const signing = webhookDelivery?.signing;
  if (signing === undefined) return undefined;
  if (tenant.webhook_secret !== undefined) return tenant.webhook_secret;
  const { algorithm, secret_prefix: prefix = '', secret_encoding: encoding = 'utf8' } = signing;
  const text = `webhooks of ${name} for ${tenant.id}`;
  if (isKeyPairAlgorithm(algorithm)) return madeKey(algorithm, text);
  return prefix + hash('sha256', text, encoding === 'base64' ? 'base64' : 'hex');
}

/** What receivers check a tenant's webhooks with, where a key pair signs them: PEM. */
export function webhookPublicKey(
  { webhookDelivery }: Pick<CompiledContract, 'webhookDelivery'>,
  secret: string,
): string | undefined {
  const algorithm = webhookDelivery?.signing?.algorithm;
  if (algorithm === undefined || !isKeyPairAlgorithm(algorithm)) return undefined;
  const read = publicHalf([algorithm], secret);
  return typeof read === 'string' ? undefined : read.pem;
}

/** A secret, or a private key, that is nobody's. */
export function nobodysSecret({
  algorithm,
  secret_prefix: prefix = '',
  secret_encoding: encoding = 'utf8',
}: WebhookSigning): string {
  if (isKeyPairAlgorithm(algorithm)) return madeKey(algorithm, 'nobody');
  return prefix + Buffer.from('0123456789abcdef'.repeat(2)).toString(encoding === 'hex' ? 'hex' : 'base64');
}

function keyOf(
  { secret_prefix: prefix = '', secret_encoding: encoding = 'utf8' }: WebhookSigning,
  secret: string,
): Buffer {
  return Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, encoding);
}

/** @param seconds when the attempt is made, since 1970 @returns the header fields that carry the signature */
export function signWebhook(
  signing: WebhookSigning,
  secret: string,
  id: string,
  seconds: number,
  body: string,
): Headers {
  const timestamp = writtenTime(signing.timestamp_format ?? 'epoch', seconds);
  const values = { id, timestamp, body };
  const text = signing.message
    .map((part) => (typeof part === 'string' ? values[part] : part.text))
    .join(signing.separator ?? '');
  const { algorithm, encoding, ecdsa_format: format } = signing;
  const signature = isKeyPairAlgorithm(algorithm)
    ? signBytes(formOf(algorithm, format), secret, Buffer.from(text)).toString(encoding)
    : createHmac(algorithm, keyOf(signing, secret)).update(text).digest(encoding);
  const known: Headers = { id, timestamp, signature };
  return Object.fromEntries(
    Object.entries(signing.headers).map(([name, value]) => [
      name.toLowerCase(),
      value.replaceAll(/\{(id|timestamp|signature)\}/g, (_, word: string) => known[word]!),
    ]),
  );
}
