/** Signatures of webhooks, checked as a receiver does: with the secret of the tenant, by the recipe of the contract. */
import { createHmac } from 'node:crypto';
import type { WebhookSigning } from '../../../specs/generated/vocabulary.ts';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Webhook } from '../../driver/receiver.ts';
import { isKeyPairAlgorithm } from '../../../mock/contract/signature-kinds.ts';
import { isSignedWithKeyPair } from '../../driver/key-pair-signer.ts';
import { timestampOf } from '../../driver/sign-message.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';
import { someone } from '../derived/support/make-records.ts';
import { make, subjectsOf, withReceiver } from './delivered-events.ts';
import type { Subject } from './delivered-events.ts';

type Word = 'id' | 'timestamp' | 'signature';

/** What the header fields say, read by the contract's templates; undefined where one is not written so. */
function readHeaders({ headers }: WebhookSigning, webhook: Webhook): Partial<Record<Word, string>> | undefined {
  const found: Partial<Record<Word, string>> = {};
  for (const [name, template] of Object.entries(headers)) {
    const words: Word[] = [];
    const pattern = template
      .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
      .replaceAll(/\{(\w+)\}/g, (_, word: Word) => `(${words.push(word) > 0 ? '.+?' : ''})`);
    const match = new RegExp(`^${pattern}$`).exec(String(webhook.headers[name.toLowerCase()] ?? ''));
    if (match === null) return undefined;
    words.forEach((word, i) => (found[word] = match[i + 1]!));
  }
  return found;
}

function isRight(signing: WebhookSigning, secret: string, read: Partial<Record<Word, string>>, body: string): boolean {
  const { algorithm, encoding, ecdsa_format: format } = signing;
  if (!isKeyPairAlgorithm(algorithm)) return expected(signing, secret, read, body) === read.signature;
  return isSignedWithKeyPair(
    algorithm,
    secret,
    signedText(signing, read, body),
    Buffer.from(read.signature ?? '', encoding),
    format === 'der',
  );
}

function signedText(
  { message, separator = '' }: WebhookSigning,
  { id = '', timestamp = '' }: Partial<Record<Word, string>>,
  body: string,
): string {
  const values = { id, timestamp, body };
  return message.map((part) => (typeof part === 'string' ? values[part] : part.text)).join(separator);
}

function expected(signing: WebhookSigning, secret: string, read: Partial<Record<Word, string>>, body: string): string {
  const { algorithm, encoding, secret_prefix: prefix = '', secret_encoding = 'utf8' } = signing;
  return createHmac(algorithm, Buffer.from(secret.slice(prefix.length), secret_encoding))
    .update(signedText(signing, read, body))
    .digest(encoding);
}

async function judge(
  context: Context,
  subject: Subject,
  signing: WebhookSigning,
  webhook: Webhook,
): Promise<Partial<Record<Word, string>>> {
  const names = Object.keys(signing.headers).join(', ');
  const read = readHeaders(signing, webhook);
  context.expect.that(
    read !== undefined,
    `the signature in ${names}, as the contract writes it`,
    JSON.stringify(webhook.headers),
  );
  const { tenant } = await someone(context, subject.create);
  const secret =
    context.target.credentials.tenants.find(({ id }) => id === tenant)?.webhook_secret ??
    context.notRun('the target has no secret of webhooks (credentials.tenants.webhook_secret)');
  context.expect.that(
    isRight(signing, secret, read, webhook.text),
    "a signature of the body that was posted, with the tenant's secret",
    'another signature',
  );
  if (read.timestamp !== undefined) {
    const now = Math.floor((await context.clock.now()) / 1000);
    const wanted = timestampOf({ timestamp_format: signing.timestamp_format ?? 'epoch' }, now);
    context.expect.that(read.timestamp === wanted, `the time of the attempt, ${wanted}`, read.timestamp);
  }
  return read;
}

function checksOf(subject: Subject): readonly Check[] {
  const {
    contract,
    webhook: { name, pointer },
    resource,
  } = subject;
  const { signing, retries } = contract.webhookDelivery!;
  if (signing === undefined) return [];
  const common = { ...basisOf(contract, pointer), needs: ['control', 'clock', 'destructive'] as const };
  return [
    rule({
      ...common,
      id: `webhook.signed:${name}`,
      title: `The webhook of a new ${resource.name} is signed`,
      run: (context: Context) =>
        withReceiver(context, async (receiver) => {
          await make(context, subject, receiver);
          context.expect.that(await receiver.got(1), 'a webhook', 'none');
          await judge(context, subject, signing, receiver.received[0]!);
        }),
    }),
    ...(retries[0] === undefined
      ? []
      : [
          rule({
            ...common,
            id: `webhook.signed-again:${name}`,
            title: 'A webhook that was not taken is signed anew when it comes again, with the same id',
            run: (context: Context) =>
              withReceiver(context, async (receiver) => {
                receiver.status = 500;
                await make(context, subject, receiver);
                context.expect.that(await receiver.got(1), 'a webhook', 'none');
                const first = await judge(context, subject, signing, receiver.received[0]!);
                // Once the attempt is over, its retry waits for the clock.
                await receiver.quiet();
                await context.clock.advance(retries[0]!);
                context.expect.that(await receiver.got(2), 'the webhook again', 'none');
                const second = await judge(context, subject, signing, receiver.received[1]!);
                context.expect.that(first.id === second.id, `the id ${String(first.id)} again`, String(second.id));
              }),
          }),
        ]),
  ];
}

export const signedWebhooks: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
