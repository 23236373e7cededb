/** Where the measured sandboxes keep their state: every kind of store that this machine can have. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRedis, withRedis } from './redis.ts';

export interface Places {
  /** `file:DIRECTORY`, new for each call. */
  file(): Promise<string>;
  /** Undefined where there is no Redis; all that ask share one, each with a database of its own. */
  readonly redis: (() => string) | undefined;
}

/** Gives the work places for state, which are gone when it ends. */
export async function withPlaces<T>(work: (places: Places) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'tollgate-bench-'));
  const file = async (): Promise<string> => `file:${await mkdtemp(join(root, 'store-'))}`;
  try {
    if (!hasRedis()) return await work({ file, redis: undefined });
    let databases = 0;
    return await withRedis((url) => work({ file, redis: () => `${url}/${databases++}` }));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
