/** RS256 tokens beside a bare synchronous `crypto.sign` loop: on one core, and with the second one free. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BENCH_CONTRACTS, liftQuotas, mounted, RS256, wire } from '../cases.ts';
import { load } from '../load.ts';
import { originOf } from '../origin.ts';
import { CONNECTIONS } from '../rounds.ts';
import type { Pace } from '../rounds.ts';
import { ratioRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { onCore, SERVER_CORE } from '../cores.ts';
import { startSandboxProcess, withServers } from '../servers.ts';
import type { SignRates } from '../sign-loop.ts';
import { median, spreadOf } from '../statistics.ts';
import type { Spread } from '../statistics.ts';
import type { Group } from './group.ts';

/** The loop in a process of its own, on one core like the server. */
function loopRates(ms: number): SignRates {
  const command = [
    ...onCore(SERVER_CORE),
    process.execPath,
    fileURLToPath(new URL('../sign-loop.js', import.meta.url)),
    String(ms),
  ];
  return JSON.parse(spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' }).stdout) as SignRates;
}

async function rounds({ rounds: count, ms }: Pace, core: number | undefined): Promise<{ ratio: Spread; rate: number }> {
  return withServers([() => startSandboxProcess({ core, contracts: BENCH_CONTRACTS })], async (servers) => {
    const server = servers[0]!;
    // On one core the processor time counts; with a second one, what both of them finish in the same time.
    const measure: keyof SignRates = core === undefined ? 'perSecond' : 'perCpuSecond';
    await liftQuotas(originOf(server));
    const text = wire(mounted(RS256, await RS256.prepare('')));
    const run = () =>
      load({ port: server.port, request: () => text, connections: CONNECTIONS, durationMs: ms, expectedStatus: 200 });
    await run();
    const ratios: number[] = [];
    const rates: number[] = [];
    for (let round = 0; round < count; round++) {
      const loop = loopRates(ms);
      const before = server.cpuSeconds() ?? NaN;
      const result = await run();
      const ours: SignRates = {
        perSecond: result.rate,
        perCpuSecond: result.requests / ((server.cpuSeconds() ?? NaN) - before),
      };
      if (result.unexpected > 0)
        throw new Error(`RS256 token: ${result.unexpected} answers had another status than 200`);
      rates.push(ours[measure]);
      ratios.push(Number.isNaN(ours[measure]) ? ours.perSecond / loop.perSecond : ours[measure] / loop[measure]);
    }
    return { ratio: spreadOf(ratios), rate: median(rates) };
  });
}

const ONE_CORE_TARGET = 0.85;
const TWO_CORES_TARGET = 1;

export const SIGNING: Group = {
  name: 'signing',
  cases: [RS256.name],
  async run({ pace }): Promise<Row[]> {
    const one = await rounds(pace, SERVER_CORE);
    const two = await rounds(pace, undefined);
    const against = 'bare synchronous crypto.sign loop';
    const group = SIGNING.name;
    return [
      ratioRow({
        group,
        name: 'RS256 token, one core',
        value: one.ratio.median,
        spread: one.ratio,
        against,
        target: ONE_CORE_TARGET,
        better: 'higher',
        note: `${Math.round(one.rate)} tokens per CPU second`,
      }),
      ratioRow({
        group,
        name: 'RS256 token, second core free',
        value: two.ratio.median,
        spread: two.ratio,
        against,
        target: TWO_CORES_TARGET,
        better: 'higher',
        note: `${Math.round(two.rate)} tokens per second`,
      }),
    ];
  },
};
