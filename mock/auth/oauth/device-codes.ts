/**
 * Device codes, which a device polls with, and user codes, which a person types: each pair is decided once, and redeemed
 * once.
 *
 * @see RFC 8628 §3.2, §3.5, §6.1
 */
import { digest } from '../secret-digest.ts';
import { chain } from '../../state/awaitable.ts';
import { lineage } from '../grantor-exists.ts';
import type { IdFormat } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Ids } from '../../state/ids.ts';
import type { Call } from '../../request/call.ts';

/** How long past its end a code is remembered, so that it is refused as expired and not as unknown. */
const REMEMBERED_MS = 24 * 3_600_000;
const DEVICE_CODE: IdFormat = { alphabet: 'base64url', length: 43 };

/** No vowels, so that no word comes out (RFC 8628 §6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const HALF = 4;

/** A device that is told to slow down waits this much longer from then on (RFC 8628 §3.5). */
const SLOWER_MS = 5_000;

export type DeviceRecord = {
  readonly client: string;
  readonly tenant: string;
  readonly credential: string;
  readonly scope: string;
  /** Resource servers that it is for, where the request named any. */
  readonly audience?: readonly string[];
  readonly state: 'pending' | 'approved' | 'denied' | 'used';
  /** Who decided; null before. */
  readonly user: string | null;
  /** Tells its client and user from later ones of the same ids; absent for the contract's own. */
  readonly lineage?: string;
  readonly family: string;
  /** Epoch milliseconds. */
  readonly expires_at: number;
  readonly interval_ms: number;
  /** Epoch milliseconds of the last poll; null before the first. */
  readonly polled_at: number | null;
};

const deviceKey = (code: string): string => `device:${digest(code)}`;

/** As it was typed: case, hyphens and spaces are the person's business. */
const userKey = (code: string): string => `user-code:${digest(code.toUpperCase().replaceAll(/[^A-Z]/g, ''))}`;

function makeUserCode(ids: Ids): string {
  const half = (): string => Array.from({ length: HALF }, () => LETTERS[ids.below(LETTERS.length)]).join('');
  return `${half()}-${half()}`;
}

export interface Decision {
  readonly approved: boolean;
  readonly user: string;
}

const decided = (call: Call, record: DeviceRecord, { approved, user }: Decision): DeviceRecord => {
  const born = lineage(call.world, { client: record.client, tenant: record.tenant, user });
  return { ...record, ...(born && { lineage: born }), user, state: approved ? 'approved' : 'denied' };
};

export interface DeviceCodes {
  readonly device_code: string;
  readonly user_code: string;
}

/** @param decision where nobody is asked */
export function openDeviceCode(
  call: Call,
  about: Pick<DeviceRecord, 'client' | 'tenant' | 'credential' | 'scope' | 'audience' | 'interval_ms'>,
  lifetimeMs: number,
  decision?: Decision,
): Awaitable<DeviceCodes> {
  const { ids, store } = call.world;
  const device_code = ids.make(DEVICE_CODE);
  const user_code = makeUserCode(ids);
  const fresh: DeviceRecord = {
    ...about,
    state: 'pending',
    user: null,
    family: ids.uuid(),
    expires_at: call.now + lifetimeMs,
    polled_at: null,
  };
  const options = { expiresAt: fresh.expires_at + REMEMBERED_MS };
  const key = deviceKey(device_code);
  return chain(store.set(key, decision ? decided(call, fresh, decision) : fresh, options), () =>
    chain(store.set(userKey(user_code), key, options), () => ({ device_code, user_code })),
  );
}

export interface Waiting {
  readonly key: string;
  readonly record: DeviceRecord;
}

/** The request behind a user code, whatever became of it. */
export function findByUserCode(call: Call, userCode: string): Awaitable<Waiting | undefined> {
  const { store } = call.world;
  return chain(store.get<string>(userKey(userCode)), (key) =>
    key === undefined ? undefined : chain(store.get<DeviceRecord>(key), (record) => record && { key, record }),
  );
}

/** @returns whether it was still open: of many answers one counts */
export function decide(call: Call, key: string, decision: Decision): Awaitable<boolean> {
  return call.world.store.swap<DeviceRecord, boolean>(key, (record) =>
    record === undefined || record.state !== 'pending' || call.now >= record.expires_at
      ? { result: false }
      : { value: decided(call, record, decision), result: true },
  );
}

export function findDeviceCode(call: Call, code: string): Awaitable<DeviceRecord | undefined> {
  return call.world.store.get<DeviceRecord>(deviceKey(code));
}

export type Poll = 'pending' | 'too_fast' | 'approved' | 'denied' | 'used';

/** What a poll finds; of many that come once it is approved, one gets `approved`. */
export function poll(call: Call, code: string): Awaitable<Poll> {
  return call.world.store.swap<DeviceRecord, Poll>(deviceKey(code), (record) => {
    if (record === undefined) return { result: 'used' };
    if (record.state === 'approved') return { value: { ...record, state: 'used' }, result: 'approved' };
    if (record.state !== 'pending') return { result: record.state };
    const { polled_at: before, interval_ms } = record;
    return before !== null && call.now < before + interval_ms
      ? { value: { ...record, polled_at: call.now, interval_ms: interval_ms + SLOWER_MS }, result: 'too_fast' }
      : { value: { ...record, polled_at: call.now }, result: 'pending' };
  });
}
