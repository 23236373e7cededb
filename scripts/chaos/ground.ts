/** Starts what scenarios work with: a sandbox that those share which leave it whole, and others of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedisCluster } from '../../mock/test/redis-cluster.ts';
import { startRedis } from '../../mock/test/redis-server.ts';
import { startIn } from '../test/command.ts';
import { clientOf, unlimit } from '../test/workers-client.ts';
import { CONTRACTS, LIGHTHOUSE, RECORDS } from './contracts.ts';
import type { Ground, Place, Served } from './scenario.ts';

import type { Scope } from './scope.ts';

const NO_LIMIT = { limit: null, window_seconds: 60 };
/** Scenarios of one Redis have a database each. */
const DATABASES = 64;

export interface Bounds {
  readonly seconds: number;
  readonly racers: number;
  /** Processes that share a store. */
  readonly workers: number;
}

async function directoryFor({ teardown }: Scope): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tollgate-chaos-'));
  teardown(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** Takes quotas out of the way; a reset puts them back. */
export async function withoutQuotas(served: Served): Promise<void> {
  await unlimit(served.client);
  const quotas = { [RECORDS]: ['api_calls'], [LIGHTHOUSE]: ['default'] };
  for (const [contract, names] of Object.entries(quotas))
    await served.client.control(`/settings/${contract}`, {
      method: 'PATCH',
      json: { rate_limits: Object.fromEntries(names.map((name) => [name, NO_LIMIT])) },
    });
}

/** @returns options of the command for a new store in the place */
async function storesOf(place: Place, { workers }: Bounds, scope: Scope): Promise<() => Promise<readonly string[]>> {
  const shared = ['--workers', String(workers)];
  switch (place) {
    case 'memory':
      return () => Promise.resolve([]);
    case 'file':
      return async () => ['--store', `file:${join(await directoryFor(scope), 'state')}`, ...shared];
    case 'redis': {
      const { url } = await startRedis(scope, '--databases', String(DATABASES));
      let database = 0;
      return () => Promise.resolve(['--store', `${url}/${database++ % DATABASES}`, ...shared]);
    }
    case 'cluster': {
      // It has one database: what is started later finds the state of what was before.
      const { url } = await startRedisCluster(scope);
      return () => Promise.resolve(['--store', url, ...shared]);
    }
  }
}

/** @param scope of all scenarios of the place @returns the ground of one scenario, which ends with its own scope */
export async function openPlace(place: Place, bounds: Bounds, scope: Scope): Promise<(own: Scope) => Ground> {
  const newStore = await storesOf(place, bounds, scope);
  let common: Promise<Served> | undefined;

  const launch = async (
    ...[circumstances, owner, ...options]: [Parameters<typeof startIn>[0], Scope, ...string[]]
  ): Promise<Served> => {
    const running = await startIn(circumstances, ...CONTRACTS, ...options);
    owner.teardown(() => running.end('SIGKILL'));
    const served = { running, client: clientOf(running) };
    await withoutQuotas(served);
    return served;
  };

  return (own) => {
    let store: Promise<readonly string[]> | undefined;
    const startWithin = async (circumstances: Parameters<typeof startIn>[0], ...options: readonly string[]) =>
      launch(circumstances, own, ...(await (store ??= newStore())), ...options);
    return {
      place,
      ...bounds,
      teardown: (close) => own.teardown(close),
      async shared() {
        common ??= newStore().then((options) => launch({}, scope, ...options));
        const served = await common;
        await served.client.control('/reset', { method: 'POST' });
        await withoutQuotas(served);
        return served;
      },
      start: (...options) => startWithin({}, ...options),
      startIn: startWithin,
      directory: () => directoryFor(own),
      redis: (...options) => startRedis(own, ...options),
    };
  };
}
