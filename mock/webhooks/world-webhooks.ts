/** The webhooks of one world: which changes are told, whether somebody asked for them or they came by themselves. */
import { isoSeconds } from '../state/clock.ts';
import type { Clock } from '../state/clock.ts';
import type { CompiledContract, CompiledDelivery, CompiledResource } from '../contract/compiled-contract.ts';
import type { RecordValue } from '../contract/fill-values.ts';
import type { Ids } from '../state/ids.ts';
import type { People } from '../sandboxes/people.ts';
import type { Store } from '../state/stores/store.ts';
import { digest } from '../auth/secret-digest.ts';
import { DELETED, idOf, ownerOf, recordKey } from '../resources/record-keys.ts';
import type { Stored } from '../resources/record-keys.ts';
import { movesUntil, nextMove } from '../resources/record-moves.ts';
import { tenantProfile } from '../resources/caller-profile.ts';
import { textOf } from '../contract/text-of.ts';
import { namesTenant, shapeOf } from '../resources/schema-properties.ts';
import type { Courier } from './webhook-sender.ts';
import { createDeliveries } from './webhook-deliveries.ts';
import { webhookSecret } from './sign-webhook.ts';
import { createLog } from './numbered-log.ts';
import type { Webhooks } from './webhook-port.ts';

/** A record that will move by itself. */
type Awaited = {
  readonly resource: string;
  readonly partition: string;
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
};

/** How long it is remembered that a move was told, on the sandbox's clock. */
const REMEMBERED_MS = 24 * 3_600_000;

const ID_FORMAT = { prefix: 'evt_', alphabet: 'hex', length: 16 } as const;

export interface WebhooksOptions {
  readonly contract: CompiledContract;
  readonly store: Store;
  readonly clock: Clock;
  readonly courier: Courier;
  /** How many deliveries are remembered. */
  readonly most: number;
  /** Who exists now. */
  readonly people: () => People;
  /** Makes the source of the events' ids, anew after a reset. */
  readonly makeIds: () => Ids;
}

export function createWebhooks({ contract, store, clock, courier, most, people, makeIds }: WebhooksOptions): Webhooks {
  const place: Partial<CompiledDelivery['url']> = contract.webhookDelivery?.url ?? {};
  const deliveries = createDeliveries({
    contract,
    store,
    clock,
    courier,
    most,
    secretOf: (tenant) => webhookSecret(contract, people().tenants.get(tenant) ?? { id: tenant }),
  });
  const moves = createLog<Awaited>(store, 'webhook-move');
  const waiting = new Map<number, () => void>();
  let ids = makeIds();
  let open = 1;

  const tenantOf = ({ schema, partition: kind }: CompiledResource, partition: string, record: RecordValue): string => {
    if (kind !== 'none') return ownerOf(partition);
    const [name] =
      [...shapeOf(contract.document, schema).properties].find(([, property]) => namesTenant(property)) ?? [];
    return (name === undefined ? undefined : textOf(record[name])) ?? '';
  };

  const urlFor = async (tenant: string, record: RecordValue): Promise<string | undefined> => {
    const own = place.record === undefined ? undefined : record[place.record];
    const value =
      typeof own === 'string' && own !== ''
        ? own
        : place.tenant === undefined
          ? undefined
          : (await tenantProfile({ people: people(), store }, tenant))[place.tenant];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };

  /** Tells that a field of a record has a value now. */
  const notify = async (
    resource: CompiledResource,
    partition: string,
    field: string,
    record: RecordValue,
    time: number,
  ): Promise<void> => {
    const tenant = tenantOf(resource, partition, record);
    for (const { name, resource: about, field: told, events, render } of contract.webhooks) {
      const value = record[field];
      const event =
        about === resource.name && told === field && typeof value === 'string' && Object.hasOwn(events, value)
          ? events[value]
          : undefined;
      const url = event === undefined ? undefined : await urlFor(tenant, record);
      if (event === undefined || url === undefined) continue;
      const id = ids.make(ID_FORMAT);
      const body = render({
        record,
        fields: record,
        'webhook.id': id,
        'webhook.event': event,
        'webhook.time': isoSeconds(time),
        'tenant.id': tenant,
      });
      await deliveries.add({
        id,
        webhook: name,
        event,
        resource: resource.name,
        record: idOf(resource, record),
        tenant,
        url,
        body,
        time,
      });
    }
  };

  /** Tells the moves that a record has made by itself, each once, no matter who notices it first. */
  const notifyMoves = async (
    resource: CompiledResource,
    partition: string,
    stored: RecordValue,
    now: number,
  ): Promise<RecordValue> => {
    let record = stored;
    for (const { move, at, record: moved } of movesUntil(contract.document, resource, stored, now)) {
      record = moved;
      const mark = `webhook-told:${digest(JSON.stringify([resource.name, partition, idOf(resource, stored), move.field, move.to, at]))}`;
      if (await store.set(mark, 1, { ifAbsent: true, expiresAt: now + REMEMBERED_MS }))
        await notify(resource, partition, move.field, moved, at);
    }
    return record;
  };

  /** Waits for the next move of a record, if any webhook may tell it or what comes after it. */
  const awaitMove = async (resource: CompiledResource, partition: string, record: RecordValue): Promise<void> => {
    const due = contract.webhooks.some(({ resource: name }) => name === resource.name)
      ? nextMove(contract.document, resource, record)
      : undefined;
    if (due === undefined) return;
    let number = 0;
    const entry = await moves.add((value) => {
      number = value;
      return { resource: resource.name, partition, id: idOf(resource, record), at: due.at };
    });
    wait(number, entry);
  };

  const arrive = async (number: number): Promise<void> => {
    const entry = await moves.get(number);
    const resource = entry && contract.resources.get(entry.resource);
    if (entry === undefined || resource === undefined) return;
    const stored = await store.get<Stored>(recordKey(resource, entry.partition, entry.id));
    if (stored !== undefined && stored !== DELETED) {
      const record = await notifyMoves(resource, entry.partition, stored, clock.now());
      // Of several processes that came to this, the one that takes the entry waits for what comes next.
      if ((await moves.take(number)) !== undefined && record !== stored)
        await awaitMove(resource, entry.partition, record);
      return;
    }
    await moves.take(number);
  };

  function wait(number: number, { at }: Awaited): void {
    if (courier.closed || waiting.has(number)) return;
    waiting.set(
      number,
      clock.at(at, () => {
        // What fails here is left in the store, for the next look.
        void arrive(number)
          .catch(() => undefined)
          .finally(() => waiting.delete(number));
      }),
    );
  }

  return {
    async changed(resource, partition, before, after) {
      const fields = new Set(
        contract.webhooks.filter(({ resource: name }) => name === resource.name).map(({ field }) => field),
      );
      if (fields.size === 0) return;
      const now = clock.now();
      const stood = before && (await notifyMoves(resource, partition, before, now));
      for (const field of fields)
        if (after[field] !== stood?.[field]) await notify(resource, partition, field, after, now);
      await awaitMove(resource, partition, after);
    },
    loggedOut: ({ client, tenant, url, id, token, time }) =>
      deliveries.add({
        id,
        webhook: 'backchannel_logout',
        event: 'logout',
        resource: 'client',
        record: client,
        tenant,
        url,
        body: new URLSearchParams({ logout_token: token }).toString(),
        logout: true,
        time,
      }),
    list: (filter = {}) => deliveries.list(filter),
    dropped: deliveries.dropped,
    redeliver: (id, manner) => deliveries.redeliver(id, manner),
    async recover() {
      const left = await moves.from(open);
      const [first] = left;
      open = first?.[0] ?? (await moves.last()) + 1;
      for (const [number, entry] of left) wait(number, entry);
      await deliveries.recover();
    },
    forget() {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      open = 1;
      ids = makeIds();
      deliveries.forget();
    },
  };
}
