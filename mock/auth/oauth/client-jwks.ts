/**
 * The keys that a client publishes at its `jwks_uri`.
 *
 * @see RFC 7591 §2
 */
import type { JsonWebKey } from 'node:crypto';
import { readPublicKey } from '../../contract/public-key.ts';
import type { CheckingKey } from '../../contract/public-key.ts';
import type { World } from '../../sandboxes/sandbox.ts';

/** How long, on the sandbox's clock, an answer is gone by: long enough for a run of requests, short enough for a key that was changed. */
const KEPT_MS = 60_000;
/** Where the keys at hand did not make the signature, they are fetched anew, but not more often than this. */
const ANEW_MS = 1_000;
const TIMEOUT_MS = 2_000;
const LONGEST = 65_536;
const MOST_KEYS = 20;
/** Clients of a sandbox are few. */
const MOST_URIS = 500;

interface Fetched {
  readonly at: number;
  readonly keys: Promise<readonly CheckingKey[]>;
}

const worlds = new WeakMap<World, Map<string, Fetched>>();

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > LONGEST) throw new Error('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** @returns none where nothing answers in time, or something else than keys */
async function read(uri: string): Promise<readonly CheckingKey[]> {
  try {
    const response = await fetch(uri, {
      headers: { accept: 'application/jwk-set+json, application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return [];
    const { keys } = JSON.parse(await textOf(response)) as { readonly keys?: unknown };
    if (!Array.isArray(keys)) return [];
    return keys
      .slice(0, MOST_KEYS)
      .flatMap((key: unknown) =>
        typeof key === 'object' && key !== null ? (readPublicKey(key as JsonWebKey) ?? []) : [],
      );
  } catch {
    return [];
  }
}

/** @param anew whether the keys at hand were not good enough */
export function publishedKeys(world: World, uri: string, anew = false): Promise<readonly CheckingKey[]> {
  const fetched = worlds.get(world) ?? new Map<string, Fetched>();
  worlds.set(world, fetched);
  const now = world.clock.now();
  const known = fetched.get(uri);
  // A clock that was put back shows a time from before the answer.
  const age = known === undefined || now < known.at ? Infinity : now - known.at;
  if (known !== undefined && age < (anew ? ANEW_MS : KEPT_MS)) return known.keys;
  if (fetched.size >= MOST_URIS) fetched.clear();
  const keys = read(uri);
  fetched.set(uri, { at: now, keys });
  return keys;
}
