/** Start-up: from spawn to the first answered request, with all built-in contracts mounted, beside bare Fastify. */
import { SERVER_CORE } from '../cores.ts';
import { originOf } from '../origin.ts';
import { ratioRow } from '../rows.ts';
import { startBare, startSandboxProcess, withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { median, spreadOf } from '../statistics.ts';
import type { Group } from './group.ts';

interface Taken {
  /** Seconds of the server's processor time; undefined where the system does not tell. */
  readonly cpu: number | undefined;
  /** Milliseconds of the clock. */
  readonly clock: number;
}

export async function firstAnswer(
  start: () => Promise<Started>,
  path: string,
  headers: Record<string, string> = {},
): Promise<Taken> {
  const begin = performance.now();
  return withServers([start], async (servers) => {
    const response = await fetch(originOf(servers[0]!) + path, { headers });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
    return { cpu: servers[0]!.cpuSeconds(), clock: performance.now() - begin };
  });
}

/** An authenticated call of the sandbox; the first of a resource, so that the world is seeded within the time. */
const SANDBOX_PATH = '/engagifii-revenue/api/1.0/invoice/INV-123456';
const SANDBOX_HEADERS = {
  'x-api-key': 'pk_test_abc123',
  'x-api-secret': 'sk_sandbox_xyz789',
  'tenant-code': 'TENANT123',
  'api-version': '1.0',
};

const ROUNDS = 11;
const QUICK_ROUNDS = 3;
const TARGET = 1.5;

const MS = 1000;

export const START_UP: Group = {
  name: 'start-up',
  cases: [],
  async run({ quick }) {
    const pairs: { readonly bare: Taken; readonly ours: Taken }[] = [];
    for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round++) {
      const bare = await firstAnswer(() => startBare(SERVER_CORE), '/');
      const ours = await firstAnswer(() => startSandboxProcess({ core: SERVER_CORE }), SANDBOX_PATH, SANDBOX_HEADERS);
      pairs.push({ bare, ours });
    }
    const clock = spreadOf(pairs.map(({ bare, ours }) => ours.clock / bare.clock));
    const spread = spreadOf(
      pairs.map(({ bare, ours }) => (ours.cpu === undefined ? ours.clock / bare.clock : ours.cpu / bare.cpu!)),
    );
    const cpu = median(pairs.map(({ ours }) => ours.cpu ?? NaN)) * MS;
    const bareCpu = median(pairs.map(({ bare }) => bare.cpu ?? NaN)) * MS;
    return [
      ratioRow({
        group: START_UP.name,
        name: 'start-up to first answer',
        value: spread.median,
        spread,
        clock,
        against: 'bare Fastify, no contracts',
        target: TARGET,
        better: 'lower',
        note: `${cpu.toFixed(0)} ms of processor time against ${bareCpu.toFixed(0)} ms; by the clock ${clock.median.toFixed(2)}, ${Math.round(median(pairs.map(({ ours }) => ours.clock)))} ms`,
      }),
    ];
  },
};
