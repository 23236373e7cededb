/** Several processes that serve one port over one store, beside a single one. */
import { BENCH_CONTRACTS, liftQuotas, mounted, OPAQUE, wire } from '../cases.ts';
import { CORES } from '../cores.ts';
import { originOf } from '../origin.ts';
import { NEEDS_REDIS } from '../redis.ts';
import { comparison, CONNECTIONS, takeTurns } from '../rounds.ts';
import type { Pace } from '../rounds.ts';
import { notRun, ratioRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { startSandboxProcess, withServers } from '../servers.ts';
import { median } from '../statistics.ts';
import { withPlaces } from '../store-places.ts';
import type { Group } from './group.ts';

const COUNTS = [1, 2, 4] as const;
/** Every count of processes gets the load that keeps the most of them busy. */
const MOST = Math.max(...COUNTS);

const NAMES: Readonly<Record<number, string>> = { 2: 'two processes', 4: 'four processes' };
const TARGETS: Readonly<Record<number, number | undefined>> = { 2: 1.6 };

/**
 * @param place gives each count of processes a store of its own
 * @param others cores that the load, and what serves the store, keep busy
 */
async function measure(
  store: string,
  place: () => string | Promise<string>,
  others: number,
  pace: Pace,
): Promise<Row[]> {
  const starts = COUNTS.map(
    (count) => async () =>
      startSandboxProcess({
        contracts: BENCH_CONTRACTS,
        options: ['--store', await place(), '--workers', String(count)],
      }),
  );
  return withServers(starts, async (servers) => {
    const text = wire(mounted(OPAQUE, await OPAQUE.prepare('')));
    for (const server of servers) await liftQuotas(originOf(server), [OPAQUE]);
    const contenders = servers.map((server, i) => ({
      name: `${COUNTS[i]!} processes`,
      server,
      request: () => text,
      status: 200,
      processes: COUNTS[i]!,
      connections: CONNECTIONS * MOST,
    }));
    const [one = [], ...several] = await takeTurns(contenders, pace);
    return several.map((rounds, i) => {
      const count = COUNTS[i + 1]!;
      const cores = CORES;
      const free = cores >= count + others;
      const { rates, cost, clock, value: perCpuSecond } = comparison(rounds, one);
      return ratioRow({
        group: WORKERS.name,
        name: `opaque token, ${NAMES[count]!}, ${store} store`,
        against: 'one process',
        better: 'higher',
        target: free ? (TARGETS[count] ?? null) : null,
        // More processes do more at once, which processor time does not show.
        value: clock.median,
        spread: clock,
        rates,
        cost,
        clock,
        note: `${Math.round(median(rounds.map(({ rate }) => rate)))} requests per second${free ? '' : `; not judged: ${cores} cores for ${count} processes and ${others} more; were the cores free, ${(count * perCpuSecond!).toFixed(2)} by processor time`}`,
      });
    });
  });
}

const LOAD = 1;
const LOAD_AND_REDIS = 2;

export const WORKERS: Group = {
  name: 'workers',
  cases: [],
  run: ({ pace }) =>
    withPlaces(async ({ file, redis }) => {
      const rows = await measure('file', file, LOAD, pace);
      if (redis === undefined)
        return [
          ...rows,
          notRun(WORKERS.name, 'opaque token, several processes, redis store', 'one process', NEEDS_REDIS),
        ];
      return [...rows, ...(await measure('redis', redis, LOAD_AND_REDIS, pace))];
    }),
};
