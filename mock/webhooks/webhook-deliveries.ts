/**
 * The deliveries of one world: kept in its store, sent when they are due on its clock, each attempt by one process.
 *
 * A delivery is claimed before each attempt, for as long as the attempt may take: of several processes that wait for
 * the same instant one gets it, and what a process that died had claimed is free again.
 */
import { machineTime } from '../state/clock.ts';
import type { Clock } from '../state/clock.ts';
import type { CompiledContract, CompiledDelivery } from '../contract/compiled-contract.ts';
import type { Store } from '../state/stores/store.ts';
import type { Courier } from './webhook-sender.ts';
import { createLog } from './numbered-log.ts';
import type { Attempt, Delivery, DeliveryFilter, Manner } from './webhook-port.ts';
import { nobodysSecret, signWebhook } from './sign-webhook.ts';
import type { Posted } from './post-to-receiver.ts';

/** Attempts remembered of a delivery that is sent anew again and again. */
const MOST_ATTEMPTS = 50;

/** Bytes of a body at most. */
const LARGEST_BODY = 65_536;

/** Milliseconds by which a claim outlives the longest attempt. */
const GRACE = 5_000;

export type NewDelivery = Pick<
  Delivery,
  'id' | 'webhook' | 'event' | 'resource' | 'record' | 'tenant' | 'url' | 'body' | 'time' | 'logout'
>;

export interface Deliveries {
  add(delivery: NewDelivery): Promise<void>;
  list(filter: DeliveryFilter): Promise<readonly Delivery[]>;
  dropped(): Promise<number>;
  redeliver(id: string, manner?: Manner): Promise<Delivery | 'busy' | 'unsigned' | undefined>;
  recover(): Promise<void>;
  forget(): void;
}

/** What is posted, and the fields that sign it. */
interface Sealed {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Parts {
  readonly contract: CompiledContract;
  readonly store: Store;
  readonly clock: Clock;
  readonly courier: Courier;
  /** How many are remembered; older ones are dropped. */
  readonly most: number;
  /** What a tenant's receivers check with; undefined where webhooks are not signed. */
  readonly secretOf: (tenant: string) => string | undefined;
}

/** How often and how long a delivery is tried, and how it is signed. */
type Policy = Pick<CompiledDelivery, 'timeout' | 'retries' | 'signing'>;

/** A log-out token signs itself. It is tried again while it is still good, which is two minutes. */
const LOGOUT: Policy = { timeout: 5_000, retries: [5_000, 30_000], signing: undefined };

const FORM = 'application/x-www-form-urlencoded';

/** By how much a late delivery is too late: more than receivers allow. */
const LATE_SECONDS = 3_600;

/** A body of the same length that says something else. */
const tampered = (body: string): string =>
  body.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (last) =>
    last === '0' ? '1' : last === 'a' ? 'b' : /\d/.test(last) ? '0' : 'a',
  );

/** Events of one record are sent one after the other. */
const lineOf = ({ tenant, resource, record }: Pick<Delivery, 'tenant' | 'resource' | 'record'>): string =>
  JSON.stringify([tenant, resource, record]);

const busy = ({ claim }: Delivery): boolean => claim !== null && claim.until > machineTime();

export function createDeliveries({ contract, store, clock, courier, most, secretOf }: Parts): Deliveries {
  const policyOf = ({ logout }: Pick<Delivery, 'logout'>): Policy =>
    logout === true ? LOGOUT : (contract.webhookDelivery ?? LOGOUT);
  const log = createLog<Delivery>(store, 'webhook', most);
  /** Number → what cancels the alarm. */
  const waiting = new Map<number, () => void>();
  /** The last attempt at each record: the next event of the record is sent after it. */
  const tails = new Map<string, Promise<void>>();
  let claims = 0;
  /** Everything before this number is done with. */
  let open = 1;

  const claim = (number: number, by: string): Promise<Delivery | undefined> =>
    Promise.resolve(
      log.swap<Delivery | undefined>(number, (found) => {
        if (
          found === undefined ||
          found.status !== 'pending' ||
          found.next === null ||
          found.next > clock.now() ||
          busy(found)
        )
          return { result: undefined };
        return {
          value: { ...found, claim: { by, until: machineTime() + policyOf(found).timeout + GRACE } },
          result: found,
        };
      }),
    );

  /** The bytes of an attempt, and the fields that sign them. */
  const sealed = (delivery: Delivery, at: number): Sealed => {
    const { id, tenant, body, headers, demand } = delivery;
    const { signing } = policyOf(delivery);
    const secret = secretOf(tenant);
    if (signing === undefined || secret === undefined) return { body, headers: {} };
    const seconds = Math.floor(at / 1000);
    const signed = (by: string, when = seconds): Sealed['headers'] => signWebhook(signing, by, id, when, body);
    switch (demand?.manner) {
      case 'replayed':
        return { body, headers: headers ?? signed(secret) };
      case 'tampered':
        return { body: tampered(body), headers: signed(secret) };
      case 'late':
        return { body, headers: signed(secret, seconds - LATE_SECONDS) };
      case 'unsigned':
        return { body, headers: {} };
      case 'wrong_secret':
        return {
          body,
          headers: signed(nobodysSecret(signing)),
        };
      default:
        return { body, headers: signed(secret) };
    }
  };

  const after = (found: Delivery, posted: readonly Posted[], at: number, { headers }: Sealed): Delivery => {
    const { demand } = found;
    const refusal = posted.find((one) => one.refusal !== undefined)?.refusal;
    if (refusal !== undefined) return { ...found, claim: null, demand: null, status: 'refused', refusal, next: null };
    const { error } = posted.at(-1)!;
    const attempts = [
      ...found.attempts,
      ...posted.map(
        ({ status, error: why, duration }): Attempt => ({
          at,
          status,
          error: why,
          duration: Math.round(duration),
          ...(demand !== null && { manner: demand.manner }),
        }),
      ),
    ].slice(-MOST_ATTEMPTS);
    // What was asked for says nothing of how the delivery stands.
    if (demand !== null) return { ...found, claim: null, demand: null, attempts, status: demand.status, next: null };
    return { ...counted(found, error, at), attempts, headers: Object.keys(headers).length === 0 ? null : headers };
  };

  /** How a delivery stands after an attempt in earnest. */
  const counted = (found: Delivery, error: string | null, at: number): Delivery => {
    if (error === null) return { ...found, claim: null, status: 'delivered', next: null };
    const wait = policyOf(found).retries[found.tries];
    return {
      ...found,
      claim: null,
      tries: found.tries + 1,
      status: wait === undefined ? 'failed' : 'pending',
      // Of the attempt's own time: the clock may have been moved while the receiver took its time.
      next: wait === undefined ? null : at + wait,
    };
  };

  const attempt = async (number: number): Promise<void> => {
    const by = `${courier.name}.${++claims}`;
    const claimed = await claim(number, by);
    if (claimed === undefined) return;
    const at = clock.now();
    const one = sealed(claimed, at);
    const posted: Posted[] = [];
    for (let i = 0; i < (claimed.demand?.manner === 'duplicate' ? 2 : 1); i++)
      posted.push(
        await courier.post(
          claimed.url,
          one.body,
          policyOf(claimed).timeout,
          claimed.logout === true ? FORM : undefined,
          one.headers,
        ),
      );
    const next = await log.swap<number | null>(number, (found) => {
      // It was forgotten meanwhile, or the attempt took so long that another was made.
      if (found?.claim?.by !== by) return { result: null };
      const value = after(found, posted, at, one);
      return { value, result: value.next };
    });
    if (next !== null) wait(number, next, lineOf(claimed));
  };

  /** Attempts at one record come one after the other; a store that fails leaves the delivery to a later look. */
  const send = (number: number, line: string): void => {
    const sent = (tails.get(line) ?? Promise.resolve()).then(() =>
      courier.run(() => attempt(number).catch(() => undefined)),
    );
    tails.set(line, sent);
    void sent.then(() => {
      if (tails.get(line) === sent) tails.delete(line);
    });
  };

  function wait(number: number, until: number, line: string): void {
    waiting.get(number)?.();
    waiting.delete(number);
    if (courier.closed) return;
    if (until <= clock.now()) return send(number, line);
    waiting.set(
      number,
      clock.at(until, () => {
        waiting.delete(number);
        send(number, line);
      }),
    );
  }

  return {
    async add(delivery) {
      const large = Buffer.byteLength(delivery.body) > LARGEST_BODY;
      const { number } = await log.add(
        (value): Delivery => ({
          number: value,
          ...delivery,
          ...(large
            ? { body: '', status: 'refused', refusal: `the body has more than ${LARGEST_BODY} bytes`, next: null }
            : { status: 'pending', refusal: null, next: delivery.time }),
          attempts: [],
          tries: 0,
          headers: null,
          demand: null,
          claim: null,
        }),
      );
      if (!large) wait(number, clock.now(), lineOf(delivery));
    },
    dropped: log.dropped,
    async list({ status, event, record, limit = Infinity }) {
      const all = (await log.from(1)).map(([, delivery]) => delivery);
      const fit = all.filter(
        (delivery) =>
          (status === undefined || delivery.status === status) &&
          (event === undefined || delivery.event === event) &&
          (record === undefined || delivery.record === record),
      );
      return limit < fit.length ? fit.slice(fit.length - limit) : fit;
    },
    async redeliver(id, manner = 'again') {
      const found = (await log.from(1)).find(([, delivery]) => delivery.id === id);
      if (found === undefined) return undefined;
      const [number, known] = found;
      if (policyOf(known).signing === undefined && manner !== 'again' && manner !== 'duplicate') return 'unsigned';
      const renewed = await log.swap<Delivery | 'busy' | undefined>(number, (current) => {
        if (current === undefined) return { result: undefined };
        if (busy(current) || current.body === '' || (manner !== 'again' && current.status === 'pending'))
          return { result: 'busy' };
        const value: Delivery = {
          ...current,
          demand: manner === 'again' ? null : { manner, status: current.status },
          status: 'pending',
          refusal: null,
          tries: 0,
          next: clock.now(),
          claim: null,
        };
        return { value, result: value };
      });
      if (typeof renewed === 'object') {
        open = Math.min(open, number);
        wait(number, clock.now(), lineOf(renewed));
      }
      return renewed;
    },
    async recover() {
      const found = await log.from(open);
      let done = true;
      for (const [number, delivery] of found) {
        if (delivery.status !== 'pending') {
          if (done) open = number + 1;
          continue;
        }
        done = false;
        if (!waiting.has(number) && delivery.next !== null && !busy(delivery))
          wait(number, delivery.next, lineOf(delivery));
      }
    },
    forget() {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
      open = 1;
    },
  };
}
