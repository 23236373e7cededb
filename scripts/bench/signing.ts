/** RS256 tokens beside a bare synchronous `crypto.sign` loop: on one core, and with the second one free. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { load } from './load.ts';
import { onCore, startSandboxProcess } from './servers.ts';
import { median } from './statistics.ts';
import type { Row } from './statistics.ts';
import { BENCH_CONTRACTS, wire } from './cases.ts';

const TOKEN = wire({
  method: 'POST',
  path: '/engagifii-revenue/oauth/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'grant_type=client_credentials&client_id=revenue-service&client_secret=secret_sandbox_revenue_service&scope=revenue.api.full',
});

/** Signatures per second of a loop that does nothing else. */
function signLoop(ms: number): number {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(400, 1);
  const begin = performance.now();
  let count = 0;
  while (performance.now() - begin < ms) {
    sign('RSA-SHA256', data, privateKey);
    count++;
  }
  return count / ((performance.now() - begin) / 1000);
}

const LOOP_FLAG = '--sign-loop';

/** The loop in a process of its own, on one core like the server. */
function loopRate(ms: number, core: number): number {
  const [command = process.execPath, ...args] = [...onCore(core), process.execPath, fileURLToPath(import.meta.url), LOOP_FLAG, String(ms)];
  return Number(spawnSync(command, args, { encoding: 'utf8' }).stdout);
}

async function rounds(count: number, ms: number, core: number | undefined, prepare: (base: string) => Promise<void>): Promise<{ ratio: number; rate: number }> {
  const server = await startSandboxProcess(core, BENCH_CONTRACTS);
  const ratios: number[] = [];
  let rate = 0;
  try {
    await prepare(`http://127.0.0.1:${server.port}`);
    const run = () => load({ port: server.port, request: () => TOKEN, connections: 16, durationMs: ms, expectedStatus: 200 });
    await run();
    for (let round = 0; round < count; round++) {
      const loop = loopRate(ms, 1);
      const result = await run();
      if (result.unexpected > 0) throw new Error(`RS256 token: ${result.unexpected} answers had another status than 200`);
      rate = result.rate;
      ratios.push(rate / loop);
    }
  } finally {
    await server.stop();
  }
  return { ratio: median(ratios), rate };
}

export async function signingRows(count: number, ms: number, prepare: (base: string) => Promise<void>): Promise<Row[]> {
  const one = await rounds(count, ms, 1, prepare);
  const two = await rounds(count, ms, undefined, prepare);
  const against = 'bare synchronous crypto.sign loop';
  return [
    { name: 'RS256 token, one core', ratio: one.ratio, against, target: 0.9, better: 'higher', note: `${Math.round(one.rate)} tokens/s` },
    { name: 'RS256 token, second core free', ratio: two.ratio, against, target: 1, better: 'higher', note: `${Math.round(two.rate)} tokens/s` },
  ];
}

if (process.argv.includes(LOOP_FLAG)) console.log(signLoop(Number(process.argv.at(-1))));
