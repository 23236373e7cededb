/** Signatures of webhooks, by the recipe of the contract, and the secrets that receivers check them with. */
import { createHmac, hash } from 'node:crypto';
import type { SeedTenant, WebhookSigning } from '../../specs/generated/vocabulary.ts';
import { writtenTime } from '../auth/hmac/signature-times.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';

type Headers = Readonly<Record<string, string>>;

/** A tenant's secret; undefined where webhooks are not signed. */
export function webhookSecret(
  { name, webhookDelivery }: Pick<CompiledContract, 'name' | 'webhookDelivery'>,
  tenant: Pick<SeedTenant, 'id' | 'webhook_secret'>,
): string | undefined {
  const signing = webhookDelivery?.signing;
  if (signing === undefined) return undefined;
  const { secret_prefix: prefix = '', secret_encoding: encoding = 'utf8' } = signing;
  return (
    tenant.webhook_secret ??
    prefix + hash('sha256', `webhooks of ${name} for ${tenant.id}`, encoding === 'base64' ? 'base64' : 'hex')
  );
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
  const signature = createHmac(signing.algorithm, keyOf(signing, secret)).update(text).digest(signing.encoding);
  const known: Headers = { id, timestamp, signature };
  return Object.fromEntries(
    Object.entries(signing.headers).map(([name, value]) => [
      name.toLowerCase(),
      value.replaceAll(/\{(id|timestamp|signature)\}/g, (_, word: string) => known[word]!),
    ]),
  );
}
