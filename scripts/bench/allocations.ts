/**
 * How many bytes the sandbox allocates for one request, beyond what a bare Fastify route does that answers the same: a
 * count, which does not depend on how fast a machine is or what else it does.
 *
 * Nothing is optimized meanwhile, since when the compiler does that is chance, and the young generation is so large that
 * nothing is collected.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { AUTHENTICATED_GET, BENCH_CONTRACTS, HMAC_GET, liftQuotas, mounted, OPAQUE, RS256, wire } from './cases.ts';
import type { Case } from './cases.ts';
import { HEAP, WITH_GARBAGE } from './heap-probe.ts';
import { load } from './load.ts';
import { originOf } from './origin.ts';
import { startBare, startSandboxProcess, withServers } from './servers.ts';
import type { Started } from './servers.ts';
import { median } from './statistics.ts';

/** What the project's own code allocated when it was counted last, by case. */
export const COUNTS_FILE = 'scripts/bench/allocations.json';

/** Of a count: what more makes a test fail. */
export const LARGEST_LOSS = 0.15;

const CASES: readonly Case[] = [AUTHENTICATED_GET, OPAQUE, HMAC_GET, RS256];

const PROBE = new URL('./heap-probe.js', import.meta.url).href;
const COUNTING = [
  '--expose-gc',
  '--no-opt',
  '--no-sparkplug',
  '--min-semi-space-size=64',
  '--max-semi-space-size=64',
  '--import',
  PROBE,
];

/** After which all that is made once is made. */
const WARM_UP = 400;
const REQUESTS = 100;
/** The median counts: a timer allocates now and then, and an idle moment may collect what was counted on. */
const TIMES = 5;

async function ask({ child }: Started, what: string): Promise<number> {
  child.send(what);
  const [bytes] = (await once(child, 'message')) as [number];
  return bytes;
}

async function bytesPerRequest(server: Started, request: string): Promise<number> {
  const send = async (requests: number): Promise<void> => {
    const { unexpected } = await load({
      port: server.port,
      request: () => request,
      connections: 1,
      requests,
      expectedStatus: 200,
    });
    if (unexpected > 0) throw new Error(`${unexpected} answers of ${requests} had another status than 200`);
  };
  await send(WARM_UP);
  const counts: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    await ask(server, HEAP);
    await send(1);
    const before = await ask(server, WITH_GARBAGE);
    await send(REQUESTS);
    counts.push(((await ask(server, WITH_GARBAGE)) - before) / REQUESTS);
  }
  return median(counts);
}

/**
 * @param more options of Node for the sandbox
 * @returns bytes of one request, by case
 */
export function countAllocations(more: readonly string[] = []): Promise<Readonly<Record<string, number>>> {
  return withServers(
    [
      () =>
        startSandboxProcess({
          contracts: BENCH_CONTRACTS,
          // Details are kept of so many requests a second: of more of them, the slower a machine is.
          options: ['--max-journal-bytes', '0'],
          node: [...COUNTING, ...more],
          ipc: true,
        }),
      () => startBare(undefined, COUNTING),
    ],
    async ([sandbox, bare]) => {
      await liftQuotas(originOf(sandbox!));
      const counts: Record<string, number> = {};
      for (const item of CASES) {
        const prepared = mounted(item, await item.prepare(`${originOf(sandbox!)}/${item.contract}`));
        const { method, path, headers, body } = prepared;
        const answer = await fetch(originOf(sandbox!) + path, { method, headers, ...(body !== undefined && { body }) });
        await fetch(`${originOf(bare!)}/answer`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: await answer.text(),
        });
        const ours = await bytesPerRequest(sandbox!, wire(prepared));
        const theirs = await bytesPerRequest(
          bare!,
          wire(method === 'POST' ? { ...prepared, path: '/form' } : prepared),
        );
        counts[item.name] = Math.round(ours - theirs);
      }
      return counts;
    },
  );
}

export interface Loss {
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

/** Cases in which a request allocates more than it may. */
export const losses = (
  before: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): readonly Loss[] =>
  Object.entries(before).flatMap(([name, bytes]) =>
    now[name]! <= bytes * (1 + LARGEST_LOSS) ? [] : [{ name, before: bytes, now: now[name]! }],
  );

export const readCounts = async (): Promise<Readonly<Record<string, number>>> =>
  JSON.parse(await readFile(COUNTS_FILE, 'utf8')) as Record<string, number>;

export const writeCounts = (counts: Readonly<Record<string, number>>): Promise<void> =>
  writeFile(COUNTS_FILE, `${JSON.stringify(counts, null, 2)}\n`);
