/** Start-up: from spawn to the first answered request, with all built-in contracts mounted, beside bare Fastify. */
import { originOf } from '../origin.ts';
import { ratioRow } from '../rows.ts';
import { startBare, startSandboxProcess, withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { median } from '../statistics.ts';
import type { Group } from './group.ts';

async function firstAnswer(
  start: () => Promise<Started>,
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  const begin = performance.now();
  return withServers([start], async (servers) => {
    const response = await fetch(originOf(servers[0]!) + path, { headers });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
    return performance.now() - begin;
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
const TARGET = 1.6;

export const START_UP: Group = {
  name: 'start-up',
  cases: [],
  async run({ quick }) {
    const ratios: number[] = [];
    const times: number[] = [];
    for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round++) {
      const bare = await firstAnswer(() => startBare(), '/', {});
      const ours = await firstAnswer(() => startSandboxProcess(), SANDBOX_PATH, SANDBOX_HEADERS);
      times.push(ours);
      ratios.push(ours / bare);
    }
    return [
      ratioRow({
        group: START_UP.name,
        name: 'start-up to first answer',
        value: median(ratios),
        against: 'bare Fastify, no contracts',
        target: TARGET,
        better: 'lower',
        note: `${Math.round(median(times))} ms`,
      }),
    ];
  },
};
