/** The control plane's look at quotas: what is used of each, without using any. */
import type { components } from '../../specs/generated/control.ts';
import type { RateLimit } from '../../specs/generated/vocabulary.ts';
import type { JournalEntry } from '../journal/journal.ts';
import { credentialOf, quotaKey, windowKey, windowsInForce } from '../sandboxes/quota-windows.ts';
import type { Bucket, Counted, Window } from '../sandboxes/quota-windows.ts';
import { QUOTA_KEYS } from '../sandboxes/quotas-anew.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { isoSeconds } from '../state/clock.ts';
import type { Value } from '../state/stores/store.ts';
import { findWorld } from './find-or-refuse.ts';
import type { Handler } from './handler.ts';

type Quota = components['schemas']['Quota'];
type Standing = Pick<Quota['callers'][number], 'used' | 'remaining' | 'resets_at'>;

/** Whose requests are looked at. */
const NEWEST = 1_000;

const standing = (limit: number, used: number, resetsAt: number | undefined): Standing => ({
  used,
  remaining: Math.max(0, limit - used),
  ...(resetsAt !== undefined && { resets_at: isoSeconds(resetsAt) }),
});

/** What one entry of the store comes to in one window. */
function read(world: World, rule: RateLimit, held: Value, { limit, windowMs, leewayMs }: Window): Standing {
  const now = world.clock.now();
  if (rule.algorithm === 'sliding_window') {
    const recent = (held as readonly number[]).filter((time) => time > now - windowMs + leewayMs);
    return standing(limit, recent.length, recent[0] && recent[0] + windowMs);
  }
  const { tokens, at } = held as Bucket;
  const perToken = limit === 0 ? windowMs : windowMs / limit;
  const there = Math.min(limit, tokens + (now - at) / perToken);
  return standing(limit, limit - Math.floor(there), now + (1 - (there - Math.floor(there))) * perToken);
}

/** A window of a fixed length has a counter of its own; the others of a class stand in one entry. */
async function standings(
  world: World,
  rule: RateLimit,
  key: string,
  windows: readonly Window[],
): Promise<readonly (Standing | undefined)[]> {
  if (rule.algorithm !== 'fixed_window') {
    const held = await world.store.get<Value>(key);
    if (held === undefined) return [];
    return windows.map((window, i) =>
      read(world, rule, windows.length === 1 ? held : (held as readonly Value[])[i]!, window),
    );
  }
  return Promise.all(
    windows.map(async ({ limit, windowMs }, i) => {
      const name = windowKey(key, i);
      if ((await world.store.get(name)) === undefined) return undefined;
      const { value, expiresAt } = await world.store.incr(name, 0, windowMs);
      return standing(limit, Math.min(value, limit), expiresAt);
    }),
  );
}

/** All that the requests may have been counted by. */
function countedOf({ contract, people }: World, entries: readonly JournalEntry[]): readonly Counted[] {
  const found = new Map<string, Counted>();
  for (const { caller, credential, address } of entries) {
    const who = caller !== undefined && credential !== undefined ? credentialOf(credential, caller) : undefined;
    for (const tenant of [undefined, ...people.tenants.keys()])
      found.set(JSON.stringify([tenant, who, address]), { tenant, credential: who, address });
  }
  return contract.rateLimits.size === 0 ? [] : [...found.values()];
}

async function quotasOf(world: World, name: string, rule: RateLimit, counted: readonly Counted[]): Promise<Quota[]> {
  const windows = windowsInForce(world, name, rule);
  const keys = [...new Set(counted.map((by) => quotaKey(name, rule, by)))];
  const found = await Promise.all(
    keys.map(async (key) => ({ key, standing: await standings(world, rule, key, windows) })),
  );
  return windows.map(({ type, limit, windowMs }, i) => ({
    class: name,
    type,
    limit,
    window_seconds: windowMs / 1_000,
    callers: found.flatMap(({ key, standing: each }) => {
      const one = each[i];
      const who = key
        .slice(`${QUOTA_KEYS}${name}|`.length)
        .split('|')
        .map((part) => part.replace(/^@/, ''));
      return one === undefined ? [] : [{ who: [...new Set(who)].join(', '), ...one }];
    }),
  }));
}

export const listQuotas: Handler<'listQuotas'> = async ({ sandbox, path }) => {
  const world = findWorld(sandbox, path.contract);
  const counted = countedOf(world, await sandbox.journal.list({ contract: path.contract, limit: NEWEST }));
  const all = await Promise.all(
    [...world.contract.rateLimits].map(([name, rule]) => quotasOf(world, name, rule, counted)),
  );
  return { status: 200, body: { quotas: all.flat() } };
};
