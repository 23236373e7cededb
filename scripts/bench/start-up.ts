/** Start-up: from spawn to the first answered request, with all five contracts mounted, beside bare Fastify. */
import { startBare, startSandboxProcess } from './servers.ts';
import type { Started } from './servers.ts';
import { median } from './statistics.ts';
import type { Row } from './statistics.ts';

async function firstAnswer(start: () => Promise<Started>, path: string, headers: Record<string, string>): Promise<number> {
  const begin = performance.now();
  const server = await start();
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
  await response.arrayBuffer();
  const elapsed = performance.now() - begin;
  await server.stop();
  if (response.status !== 200) throw new Error(`${path} answers ${response.status}`);
  return elapsed;
}

/** An authenticated call of the sandbox; the first of a resource, so that the world is seeded within the time. */
const SANDBOX_PATH = '/engagifii-revenue/api/1.0/invoice/INV-123456';
const SANDBOX_HEADERS = { 'x-api-key': 'pk_test_abc123', 'x-api-secret': 'sk_sandbox_xyz789', 'tenant-code': 'TENANT123', 'api-version': '1.0' };

export async function startUpRow(rounds: number): Promise<Row> {
  const ratios: number[] = [];
  let last = 0;
  for (let round = 0; round < rounds; round++) {
    const bare = await firstAnswer(() => startBare(), '/', {});
    last = await firstAnswer(() => startSandboxProcess(), SANDBOX_PATH, SANDBOX_HEADERS);
    ratios.push(last / bare);
  }
  return { name: 'start-up to first answer', ratio: median(ratios), against: 'bare Fastify, no contracts', target: 1.6, better: 'lower', note: `${Math.round(last)} ms` };
}
