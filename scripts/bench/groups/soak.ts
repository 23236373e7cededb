/**
 * Minutes of mixed work at full speed, while the clock runs ahead so that everything that is issued ends: memory has to
 * stay.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { BENCH_CONTRACTS, changeSettings, liftQuotas, mounted, OPAQUE, RS256, wire } from '../cases.ts';
import { heapBytes, startProbedSandbox } from '../heap.ts';
import { load } from '../load.ts';
import { originOf } from '../origin.ts';
import { CONNECTIONS } from '../rounds.ts';
import { notRun } from '../rows.ts';
import type { Row } from '../rows.ts';
import { SERVER_CORE } from '../cores.ts';
import { withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { median } from '../statistics.ts';
import type { Group } from './group.ts';

const OTP_CONTRACT = 'piaxis';
const JSON_TYPE = { 'content-type': 'application/json' };

const READ = wire({
  method: 'GET',
  path: '/engagifii-revenue/api/1.0/invoice/INV-123456',
  headers: {
    'x-api-key': 'pk_test_abc123',
    'x-api-secret': 'sk_sandbox_xyz789',
    'tenant-code': 'TENANT123',
    'api-version': '1.0',
  },
});

const OTP = wire({
  method: 'POST',
  path: `/${OTP_CONTRACT}/api/auth/request-otp`,
  headers: { 'api-key': 'pk_test_nile_market', ...JSON_TYPE },
  body: JSON.stringify({
    operation: 'escrow_release',
    escrow_id: 'e123e4567-e89b-12d3-a456-426614174000',
    phone_number: '+256700000000',
  }),
});

/**
 * Longer than tokens, codes and quotas of these contracts last, and than what has ended is remembered as expired (a
 * day).
 */
const ADVANCED = '2d';
const EVERY_MS = 2_000;

/** What memory may have grown by, from the second fifth of the time to the last. */
const TARGET = 1.1;
const FIFTHS = 5;
const MIB = 1024 * 1024;

async function advanceAndSample(server: Started, until: number): Promise<number[]> {
  const samples: number[] = [];
  while (performance.now() < until) {
    await sleep(EVERY_MS);
    const answer = await fetch(`${originOf(server)}/_tollgate/clock/advance`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ by: ADVANCED }),
    });
    if (!answer.ok) throw new Error(`the clock does not move: ${await answer.text()}`);
    samples.push((server.rssBytes() ?? NaN) / MIB);
  }
  return samples;
}

async function soak(server: Started, minutes: number): Promise<Row> {
  await liftQuotas(originOf(server), [OPAQUE, RS256]);
  await changeSettings(originOf(server), OTP_CONTRACT, {
    rate_limits: { authentication: { limit: null, window_seconds: 3_600 } },
  });
  const [opaque, rs256] = [
    wire(mounted(OPAQUE, await OPAQUE.prepare(''))),
    wire(mounted(RS256, await RS256.prepare(''))),
  ];
  const mix = [opaque, READ, rs256, opaque, READ, OTP, opaque, READ];
  let i = 0;
  const heapBefore = await heapBytes(server);
  const durationMs = minutes * 60_000;
  const [result, samples] = await Promise.all([
    load({
      port: server.port,
      request: () => mix[i++ % mix.length]!,
      connections: CONNECTIONS,
      durationMs,
      expectedStatus: 200,
    }),
    advanceAndSample(server, performance.now() + durationMs),
  ]);
  if (result.unexpected > 0)
    throw new Error(`soak: ${result.unexpected} answers of ${result.requests} had another status than 200`);
  const fifth = (n: number): number =>
    median(
      samples.slice(
        Math.floor((n * samples.length) / FIFTHS),
        Math.max(1, Math.floor(((n + 1) * samples.length) / FIFTHS)),
      ),
    );
  const [early, late] = [fifth(1), fifth(FIFTHS - 1)];
  return {
    group: SOAK.name,
    name: `memory (RSS) in the last fifth of ${minutes} minutes of mixed work`,
    against: 'the second fifth',
    value: late / early,
    unit: 'ratio',
    target: TARGET,
    better: 'lower',
    note: `${Math.round(early)} MiB, then ${Math.round(late)} MiB; heap in use ${Math.round(heapBefore / MIB)} MiB before, ${Math.round((await heapBytes(server)) / MIB)} MiB after; ${result.requests} requests, the clock ${ADVANCED} ahead every ${EVERY_MS / 1000} seconds`,
  };
}

export const SOAK: Group = {
  name: 'soak',
  cases: [],
  async run({ soakMinutes }) {
    if (soakMinutes === 0)
      return [notRun(SOAK.name, 'memory over a soak', 'its beginning', 'asked for with --soak-minutes')];
    return withServers(
      [() => startProbedSandbox({ core: SERVER_CORE, contracts: [...BENCH_CONTRACTS, OTP_CONTRACT] })],
      async (servers) => [await soak(servers[0]!, soakMinutes)],
    );
  },
};
