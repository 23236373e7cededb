/** The windows that quotas are counted in, and where a world's store has their counts. */
import type { RateLimit } from '../../specs/generated/vocabulary.ts';
import { contractMs } from '../contract/durations.ts';
import { QUOTA_KEYS } from './quotas-anew.ts';
import type { World } from './sandbox.ts';

/** A window that requests are counted in. */
export interface Window {
  readonly type: string;
  readonly limit: number;
  readonly windowMs: number;
  /** What calls may arrive closer together than they were sent; sliding windows alone have any. */
  readonly leewayMs: number;
}

/** What a token bucket holds, and since when. */
export type Bucket = { readonly tokens: number; readonly at: number };

/** The key of each window but the first, which has the class's own. */
export const windowKey = (key: string, i: number): string => (i === 0 ? key : `${key}#${i}`);

/** What requests may be counted by; a contract's quota names some of it. */
export interface Counted {
  readonly tenant: string | undefined;
  readonly credential: string | undefined;
  /** Digest of whom something is sent to. */
  readonly recipient?: string | undefined;
  /** Stands in for what is not known. */
  readonly address: string;
}

export const credentialOf = (credential: string, id: string): string => `${credential}:${id}`;

/** The key of a class's count for one caller. */
export function quotaKey(name: string, rule: RateLimit, by: Counted): string {
  let key = `${QUOTA_KEYS}${name}`;
  for (const part of rule.key) {
    const who = part === 'address' ? undefined : by[part];
    key += who === undefined ? `|@${by.address}` : `|${who}`;
  }
  return key;
}

const windows = new Map<string, number>();

function millisecondsOf(duration: string): number {
  let ms = windows.get(duration);
  if (ms === undefined) windows.set(duration, (ms = contractMs(duration)));
  return ms;
}

/** Of a window that was set to something short, at most half. */
const leewayMs = ({ leeway }: RateLimit, span: number): number =>
  leeway === undefined ? 0 : Math.min(millisecondsOf(leeway), span / 2);

/**
 * The windows in force: the one that the control plane set, else the price plan's, else the class's own. None where
 * there is no limit.
 */
export function windowsInForce({ settings, contract }: World, name: string, rule: RateLimit): readonly Window[] {
  const type = rule.type ?? name;
  const windowOf = (limit: number, windowMs: number, told = type): Window => ({
    type: told,
    limit,
    windowMs,
    leewayMs: leewayMs(rule, windowMs),
  });
  const set = settings.rate_limits[name];
  if (set) return set.limit === null ? [] : [windowOf(set.limit, set.window_seconds * 1000)];
  const inForce = settings.plan ?? contract.seed.plan;
  const { limit, window, also = [] } = (inForce === undefined ? undefined : rule.plans?.[inForce]) ?? rule;
  if (limit === null) return [];
  const first = windowOf(limit, millisecondsOf(window));
  return also.length === 0
    ? [first]
    : [first, ...also.map((longer) => windowOf(longer.limit, millisecondsOf(longer.window), longer.type))];
}
