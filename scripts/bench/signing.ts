/** RS256 tokens beside a bare synchronous `crypto.sign` loop: on one core, and with the second one free. */
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { load } from './load.ts';
import { onCore, SERVER_CORE, startSandboxProcess } from './servers.ts';
import { median } from './statistics.ts';
import type { Row } from './statistics.ts';
import { BENCH_CONTRACTS, wire } from './cases.ts';

const TOKEN = wire({
  method: 'POST',
  path: '/engagifii-revenue/oauth/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'grant_type=client_credentials&client_id=revenue-service&client_secret=secret_sandbox_revenue_service&scope=revenue.api.full',
});

interface Rates {
  /** Each second of the clock: what whoever waits for tokens sees. */
  readonly perSecond: number;
  /** Each second of processor time: what one core can do, whatever else the machine does meanwhile. */
  readonly perCpuSecond: number;
}

/** Signatures of a loop that does nothing else. */
function signLoop(ms: number): Rates {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(400, 1);
  const begin = performance.now();
  const cpu = process.cpuUsage();
  let count = 0;
  while (performance.now() - begin < ms) {
    sign('RSA-SHA256', data, privateKey);
    count++;
  }
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: count / ((performance.now() - begin) / 1000), perCpuSecond: count / ((user + system) / 1_000_000) };
}

const LOOP_FLAG = '--sign-loop';

/** The loop in a process of its own, on one core like the server. */
function loopRates(ms: number): Rates {
  const command = [...onCore(SERVER_CORE), process.execPath, fileURLToPath(import.meta.url), LOOP_FLAG, String(ms)];
  return JSON.parse(spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' }).stdout) as Rates;
}

async function rounds(count: number, ms: number, core: number | undefined, prepare: (base: string) => Promise<void>): Promise<{ ratio: number; rate: number }> {
  const server = await startSandboxProcess(core, BENCH_CONTRACTS);
  // On one core the processor time counts; with a second one, what both of them finish in the same time.
  const measure: keyof Rates = core === undefined ? 'perSecond' : 'perCpuSecond';
  const ratios: number[] = [];
  const rates: number[] = [];
  try {
    await prepare(`http://127.0.0.1:${server.port}`);
    const run = () => load({ port: server.port, request: () => TOKEN, connections: 16, durationMs: ms, expectedStatus: 200 });
    await run();
    for (let round = 0; round < count; round++) {
      const loop = loopRates(ms);
      const before = server.cpuSeconds() ?? NaN;
      const result = await run();
      const ours: Rates = { perSecond: result.rate, perCpuSecond: result.requests / ((server.cpuSeconds() ?? NaN) - before) };
      if (result.unexpected > 0) throw new Error(`RS256 token: ${result.unexpected} answers had another status than 200`);
      rates.push(ours[measure]);
      ratios.push(Number.isNaN(ours[measure]) ? ours.perSecond / loop.perSecond : ours[measure] / loop[measure]);
    }
  } finally {
    await server.stop();
  }
  return { ratio: median(ratios), rate: median(rates) };
}

export async function signingRows(count: number, ms: number, prepare: (base: string) => Promise<void>): Promise<Row[]> {
  const one = await rounds(count, ms, SERVER_CORE, prepare);
  const two = await rounds(count, ms, undefined, prepare);
  const against = 'bare synchronous crypto.sign loop';
  return [
    { name: 'RS256 token, one core', ratio: one.ratio, against, target: 0.9, better: 'higher', note: `${Math.round(one.rate)} tokens per CPU second` },
    { name: 'RS256 token, second core free', ratio: two.ratio, against, target: 1, better: 'higher', note: `${Math.round(two.rate)} tokens per second` },
  ];
}

if (process.argv.includes(LOOP_FLAG)) console.log(JSON.stringify(signLoop(Number(process.argv.at(-1)))));
