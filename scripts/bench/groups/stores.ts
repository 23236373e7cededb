/** The shared stores beside the memory store: what one process can do with each. */
import { AUTHENTICATED_GET, BENCH_CONTRACTS, liftQuotas, mounted, OPAQUE, wire } from '../cases.ts';
import type { Case } from '../cases.ts';
import { originOf } from '../origin.ts';
import { NEEDS_REDIS } from '../redis.ts';
import { comparison, CONNECTIONS, costWords, takeTurns } from '../rounds.ts';
import type { Contender } from '../rounds.ts';
import { notRun, ratioRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { SERVER_CORE } from '../cores.ts';
import { startSandboxProcess, withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { median } from '../statistics.ts';
import { withPlaces } from '../store-places.ts';
import type { Group, Run } from './group.ts';

const WORKS: readonly Case[] = [AUTHENTICATED_GET, OPAQUE];

const TARGETS = { file: 0.5, redis: 0.6 } as const;
type Shared = keyof typeof TARGETS;

/** What a store does for all that wait at once is done once, so that many callers cost less each than few. */
const CALLERS = [CONNECTIONS, 4 * CONNECTIONS] as const;

async function contender(item: Case, name: string, server: Started): Promise<Contender> {
  await liftQuotas(originOf(server), [item]);
  const text = wire(mounted(item, await item.prepare(`${originOf(server)}/${item.contract}`)));
  return { name, server, request: () => text, status: 200 };
}

async function measure(
  item: Case,
  { pace }: Run,
  names: readonly string[],
  servers: readonly Started[],
): Promise<Row[]> {
  const contenders: Contender[] = [];
  for (const [i, name] of names.entries()) contenders.push(await contender(item, name, servers[i]!));
  const rows: Row[] = [];
  for (const connections of CALLERS) {
    const [memory = [], ...others] = await takeTurns(
      contenders.map((each) => ({ ...each, connections })),
      pace,
    );
    rows.push(
      ...others.map((rounds, i) => {
        const compared = comparison(rounds, memory);
        return ratioRow({
          group: STORES.name,
          name: `${item.name}, ${names[i + 1]!} store, ${connections} connections`,
          against: 'memory store',
          target: TARGETS[names[i + 1] as Shared],
          better: 'higher',
          ...compared,
          note: `${costWords(compared)}, p99 ${Math.round(median(rounds.map(({ p99 }) => p99)))} µs`,
        });
      }),
    );
  }
  return rows;
}

export const STORES: Group = {
  name: 'stores',
  cases: WORKS.map(({ name }) => name),
  run: (run) =>
    withPlaces(async ({ file, redis }) => {
      const places = [
        ['memory', 'memory'],
        ['file', await file()],
        ...(redis === undefined ? [] : [['redis', redis()]]),
      ] as [string, string][];
      const starts = places.map(
        ([, place]) =>
          () =>
            startSandboxProcess({ core: SERVER_CORE, contracts: BENCH_CONTRACTS, options: ['--store', place] }),
      );
      const rows = await withServers(starts, async (servers) => {
        const measured: Row[] = [];
        for (const item of WORKS)
          if (run.wants(item.name))
            measured.push(
              ...(await measure(
                item,
                run,
                places.map(([name]) => name),
                servers,
              )),
            );
        return measured;
      });
      return redis === undefined ? [...rows, notRun(STORES.name, 'redis store', 'memory store', NEEDS_REDIS)] : rows;
    }),
};
