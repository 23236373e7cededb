/** Webhooks as a receiver gets them: each change once, with the contract's event, and again after a failed delivery. */
import { isDeepStrictEqual } from 'node:util';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context, Expect } from '../../check-context.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import type { Schema } from '../../../mock/contract/openapi-document.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledResource,
  CompiledWebhook,
} from '../../../mock/contract/compiled-contract.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';
import type { Fill } from '../../../specs/generated/vocabulary.ts';
import { PATIENCE, startReceiver } from '../../driver/receiver.ts';
import type { Receiver, Webhook } from '../../driver/receiver.ts';
import { violations } from '../../driver/answer-schema.ts';
import { recordsIn } from '../derived/support/answer-records.ts';
import type { Json } from '../derived/support/answer-records.ts';
import { fieldsOf, withField, withFields } from '../derived/support/invalid-bodies.ts';
import { forRecord, idOf, someone, verb } from '../derived/support/make-records.ts';
import { rule } from '../common/scenario-check.ts';
import { basisOf } from '../common/contract-citation.ts';

const SECOND = 1_000;

/** What is got where a webhook does not come. */
const NONE = `none within ${PATIENCE / SECOND} seconds`;

const DAY = 86_400_000;
/** Between two changes of one record, so that their times differ. */
const BETWEEN = 5_000;

export interface Subject {
  readonly contract: CompiledContract;
  readonly webhook: CompiledWebhook;
  readonly resource: CompiledResource;
  readonly create: CompiledOperation;
  /** The property that says whom to send to. */
  readonly place: string;
  readonly initial: string;
}

export function subjectsOf(contract: CompiledContract): readonly Subject[] {
  const place = contract.webhookDelivery?.url.record;
  return contract.webhooks.flatMap((webhook): Subject[] => {
    const resource = contract.resources.get(webhook.resource);
    const create = verb(contract, webhook.resource, 'create');
    const initial = create?.action.type === 'resource.create' ? create.action.set?.[webhook.field] : undefined;
    return place === undefined ||
      resource === undefined ||
      create === undefined ||
      typeof initial !== 'string' ||
      !Object.hasOwn(webhook.events, initial)
      ? []
      : [{ contract, webhook, resource, create, place, initial }];
  });
}

/** The pointer of the schema of what is posted. */
function bodyPointer({ contract, webhook }: Subject): string {
  const content = at(contract.document, `${webhook.pointer}/requestBody/content`) as Readonly<Record<string, unknown>>;
  return `${webhook.pointer}/requestBody/content/${Object.keys(content)[0]!.replaceAll('/', '~1')}/schema`;
}

/** What a webhook's body says for a fact, where its schema has it at the top. */
function factIn(subject: Subject, { body }: Webhook, fact: Fill): unknown {
  const pointer = bodyPointer(subject);
  const { node } = flatten(subject.contract.document, {
    node: at(subject.contract.document, pointer) as Schema,
    pointer,
  });
  const [name] = Object.entries(node.properties ?? {}).find(([, property]) => property['x-fill'] === fact) ?? [];
  return name === undefined ? undefined : (body as Json)[name];
}

/** The event's id: in the body, or in a header field beside the signature. */
function eventId(subject: Subject, webhook: Webhook): unknown {
  const { headers = {} } = subject.contract.webhookDelivery?.signing ?? {};
  const [name] = Object.entries(headers).find(([, value]) => value === '{id}') ?? [];
  return factIn(subject, webhook, 'webhook.id') ?? (name && webhook.headers[name.toLowerCase()]);
}

const recordOf = ({ resource }: Subject, { body }: Webhook): Json | undefined =>
  Object.values(body as Json).find(
    (value): value is Json => typeof value === 'object' && value !== null && resource.id in value,
  );

/** Makes a record that tells this receiver. */
export async function make(context: Context, subject: Subject, receiver: Receiver): Promise<Json> {
  const { contract, create, resource, place } = subject;
  const { request, ask } = await (await someone(context, create)).caller(create);
  const inside =
    create.action.type === 'resource.create' && create.action.body ? create.action.body.slice(1).split('/') : [];
  const exchange = await ask(withFields(request, withField(fieldsOf(request) ?? {}, [...inside, place], receiver.url)));
  context.expect.success(exchange, create);
  const [record] = recordsIn(contract, create, exchange, resource.name);
  context.expect.that(record !== undefined, `the new ${resource.name}`, 'an answer without it', exchange);
  return record;
}

async function judge(context: Context, subject: Subject, webhook: Webhook | undefined, record: Json): Promise<void> {
  const {
    contract,
    webhook: { events, field },
  } = subject;
  const expect: Expect = context.expect;
  expect.that(webhook !== undefined, `a webhook that tells ${field} ${String(record[field])}`, NONE);
  expect.that(
    webhook.method === 'POST' && webhook.contentType.startsWith('application/json'),
    'a POST of JSON',
    `${webhook.method} of ${webhook.contentType}`,
  );
  const faults = violations(contract.document, bodyPointer(subject), webhook.body).map(({ text }) => text);
  expect.that(faults.length === 0, 'the body that the contract describes', faults.join('; '));
  const event = factIn(subject, webhook, 'webhook.event');
  expect.that(
    event === events[String(record[field])],
    `the event ${events[String(record[field])] ?? ''}`,
    String(event),
  );
  expect.that(
    isDeepStrictEqual(recordOf(subject, webhook), record),
    'the record as its own answer shows it',
    webhook.text,
  );
  const time = factIn(subject, webhook, 'webhook.time');
  const now = await context.clock.now();
  expect.that(
    typeof time === 'string' && Math.floor(Date.parse(time) / SECOND) === Math.floor(now / SECOND),
    `the time of the change, ${new Date(now).toISOString()}`,
    String(time),
  );
}

/** Runs with a receiver that the target can reach: one on this machine. */
export async function withReceiver(context: Context, run: (receiver: Receiver) => Promise<void>): Promise<void> {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(context.target.baseUrl).hostname))
    context.notRun('webhooks are received on this machine only, and the target is on another');
  const receiver = await startReceiver();
  try {
    await context.clock.freeze();
    await run(receiver);
  } finally {
    await receiver.close();
  }
}

/** A change that can be asked for without a second factor, and that a webhook tells. */
function nextOf({ contract, webhook: { resource, field, events }, initial }: Subject): CompiledOperation | undefined {
  const fit = contract.operations.filter(
    ({ action }) =>
      action.type === 'resource.transition' &&
      action.resource === resource &&
      action.field === field &&
      action.from.includes(initial) &&
      Object.hasOwn(events, action.to),
  );
  return fit.find(({ stepUp }) => stepUp === undefined);
}

function checksOf(subject: Subject): readonly Check[] {
  const {
    contract,
    webhook: { name, pointer, field, events },
    resource,
    initial,
  } = subject;
  const { retries } = contract.webhookDelivery!;
  const common = { ...basisOf(contract, pointer), needs: ['control', 'clock', 'destructive'] as const };
  const next = nextOf(subject);
  const move = resource.moves?.find(
    ({ field: moved, from, when, to }) =>
      moved === field && from === initial && when === undefined && Object.hasOwn(events, to),
  );
  const id = (webhook: Webhook | undefined): unknown => webhook && eventId(subject, webhook);
  return [
    rule({
      ...common,
      id: `webhook.told:${name}`,
      title: `A new ${resource.name} is told to whom it names`,
      run: (context: Context) =>
        withReceiver(context, async (receiver) => {
          const record = await make(context, subject, receiver);
          await receiver.got(1);
          await judge(context, subject, receiver.received[0], record);
          await make(context, subject, receiver);
          await receiver.got(2);
          context.expect.that(
            receiver.received.length === 2 && id(receiver.received[0]) !== id(receiver.received[1]),
            'another id for another event',
            `${receiver.received.length} webhooks, of id ${String(id(receiver.received[1]))}`,
          );
        }),
    }),
    ...(next === undefined
      ? []
      : [
          rule({
            ...common,
            id: `webhook.changed:${name}`,
            title: `A change of a ${resource.name} is told, once`,
            run: (context: Context) =>
              withReceiver(context, async (receiver) => {
                const made = await make(context, subject, receiver);
                context.expect.that(await receiver.got(1), 'a webhook that tells the new one', NONE);
                await context.clock.advance(BETWEEN);
                const { request, ask } = await (await someone(context, next)).caller(next);
                const exchange = await ask(forRecord(request, next, idOf(made, resource)));
                context.expect.success(exchange, next);
                const [record] = recordsIn(contract, next, exchange, resource.name);
                await receiver.got(2);
                await judge(context, subject, receiver.received[1], record ?? made);
                context.expect.that(
                  id(receiver.received[0]) !== id(receiver.received[1]),
                  'another id for another event',
                  String(id(receiver.received[1])),
                );
                await receiver.quiet();
                context.expect.that(
                  receiver.received.length === 2,
                  'two webhooks for two changes',
                  `${receiver.received.length}`,
                );
              }),
          }),
        ]),
    ...(move === undefined
      ? []
      : [
          rule({
            ...common,
            id: `webhook.moved:${name}`,
            title: `What becomes of a ${resource.name} by itself is told when it is time`,
            run: (context: Context) =>
              withReceiver(context, async (receiver) => {
                const made = await make(context, subject, receiver);
                context.expect.that(await receiver.got(1), 'a webhook that tells the new one', NONE);
                await context.clock.advance(contractMs(move.after) - SECOND);
                await receiver.quiet();
                context.expect.that(
                  receiver.received.length === 1,
                  'nothing before its time',
                  `${receiver.received.length - 1} webhooks`,
                );
                await context.clock.advance(SECOND);
                context.expect.that(await receiver.got(2), `a webhook that tells ${move.to}`, NONE);
                const stated = factIn(subject, receiver.received[1]!, 'webhook.event');
                context.expect.that(stated === events[move.to], `the event ${events[move.to]!}`, String(stated));
                context.expect.that(
                  recordOf(subject, receiver.received[1]!)?.[resource.id] === made[resource.id],
                  'the same record',
                  receiver.received[1]!.text,
                );
              }),
          }),
        ]),
    ...(retries[0] === undefined
      ? []
      : [
          rule({
            ...common,
            id: `webhook.again:${name}`,
            title:
              'A webhook that was not taken comes again when the contract says, the same to the byte, until it is taken',
            run: (context: Context) =>
              withReceiver(context, async (receiver) => {
                receiver.status = 500;
                await make(context, subject, receiver);
                context.expect.that(await receiver.got(1), 'a webhook', NONE);
                await receiver.quiet();
                await context.clock.advance(retries[0]! - SECOND);
                await receiver.quiet();
                const [first] = receiver.received;
                const same = (): readonly Webhook[] => receiver.received.filter(({ text }) => text === first?.text);
                context.expect.that(same().length === 1, 'nothing before its time', `${same().length} of the same`);
                receiver.status = 200;
                await context.clock.advance(SECOND);
                // What became of the record by itself may come in between.
                await receiver.until(() => same().length > 1);
                context.expect.that(same().length === 2, 'the same webhook again', `${same().length} of the same`);
                await receiver.quiet();
                await context.clock.advance(DAY);
                await receiver.quiet();
                context.expect.that(
                  same().length === 2,
                  'no third one, since the second was taken',
                  `${same().length} of the same`,
                );
              }),
          }),
        ]),
  ];
}

export const webhooks: CheckFamily = ({ contract }) => subjectsOf(contract).flatMap(checksOf);
