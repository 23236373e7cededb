/**
 * `npm run bench`: the sandbox beside bare Fastify, in one run, in interleaved rounds; the median of the rounds' ratios
 * counts. Prints a table and writes `bench.json`.
 */
import { writeFile } from 'node:fs/promises';
import { BENCH_CONTRACTS, CASES, wire } from './cases.ts';
import type { Case } from './cases.ts';
import { load } from './load.ts';
import type { LoadResult } from './load.ts';
import { SERVER_CORE, startBare, startSandboxProcess } from './servers.ts';
import type { Started } from './servers.ts';
import { signingRows } from './signing.ts';
import { startUpRow } from './start-up.ts';
import { median } from './statistics.ts';
import type { Row } from './statistics.ts';

const quick = process.argv.includes('--quick');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const ROUNDS = quick ? 3 : 9;
const ROUND_MS = quick ? 500 : 1_500;
const CONNECTIONS = 16;

/** Lifts the quotas that the cases would run into: a run is not about 429s. */
async function prepareSandbox(base: string): Promise<void> {
  for (const { contract, quota } of CASES) {
    if (quota === undefined) continue;
    const rate_limits = { [quota]: { limit: 1_000_000_000, window_seconds: 3_600 } };
    const response = await fetch(`${base}/_tollgate/settings/${contract}`, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ rate_limits }) });
    if (!response.ok) throw new Error(`settings of ${contract}: ${await response.text()}`);
  }
}

async function measure(item: Case, sandbox: Started, bare: Started): Promise<Row[]> {
  const prepared = await item.prepare(`http://127.0.0.1:${sandbox.port}/${item.contract}`);
  const request = wire(prepared);
  const answer = await fetch(`http://127.0.0.1:${sandbox.port}${prepared.path}`, { method: prepared.method, headers: prepared.headers, ...(prepared.body !== undefined && { body: prepared.body }) });
  if (answer.status !== item.status) throw new Error(`${item.name}: the sandbox answers ${answer.status}: ${await answer.text()}`);
  await fetch(`http://127.0.0.1:${bare.port}/answer`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: await answer.text() });
  const bareRequest = prepared.method === 'POST' ? wire({ ...prepared, path: '/form' }) : request;

  const run = (server: Started, text: string): Promise<LoadResult> => load({ port: server.port, request: () => text, connections: CONNECTIONS, durationMs: ROUND_MS, expectedStatus: item.status === 201 && server === bare ? 200 : item.status });
  await run(sandbox, request);
  await run(bare, bareRequest);
  /** Requests per second of the server's processor time: what one core can do, whatever else the machine does meanwhile. */
  const capacity = async (server: Started, text: string): Promise<{ result: LoadResult; rate: number }> => {
    const before = server.cpuSeconds();
    const result = await run(server, text);
    const after = server.cpuSeconds();
    return { result, rate: before === undefined || after === undefined ? result.rate : result.requests / (after - before) };
  };
  const ratios: number[] = [];
  const tails: number[] = [];
  let last: LoadResult | undefined;
  let rate = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const theirs = await capacity(bare, bareRequest);
    const ours = await capacity(sandbox, request);
    const [wrong, bareWrong] = [ours.result.unexpected, theirs.result.unexpected];
    if (wrong + bareWrong > 0) throw new Error(`${item.name}: ${wrong} answers of the sandbox and ${bareWrong} of bare Fastify had another status than ${item.status}`);
    ratios.push(ours.rate / theirs.rate);
    tails.push(ours.result.p99 / ours.result.p50);
    last = ours.result;
    rate = Math.round(ours.rate);
  }
  return [
    { name: item.name, ratio: median(ratios), against: 'bare Fastify route, same bytes', target: item.target, better: 'higher', note: `${rate} requests per CPU second` },
    { name: `${item.name}: p99 / p50`, ratio: median(tails), against: 'its own p50', target: 5, better: 'lower', note: `p50 ${Math.round(last?.p50 ?? 0)} µs` },
  ];
}

function print(rows: readonly Row[]): void {
  const cells = rows.map(({ name, ratio, against, target, better, note }) =>
    [name, ratio.toFixed(2), `${better === 'higher' ? '≥' : '≤'} ${target}`, (better === 'higher' ? ratio >= target : ratio <= target) ? 'reached' : 'missed', against, note]);
  const table = [['what', 'ratio', 'target', '', 'against', ''], ...cells];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  for (const row of table) console.log(row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd());
}

const sandbox = await startSandboxProcess(SERVER_CORE, BENCH_CONTRACTS);
const bare = await startBare(SERVER_CORE);
const rows: Row[] = [];
try {
  await prepareSandbox(`http://127.0.0.1:${sandbox.port}`);
  for (const item of CASES) if (only === undefined || item.name === only) rows.push(...(await measure(item, sandbox, bare)));
} finally {
  await Promise.all([sandbox.stop(), bare.stop()]);
}
if (only === undefined || only === 'RS256 token') rows.push(...(await signingRows(ROUNDS, ROUND_MS, prepareSandbox)));
if (only === undefined || only === 'start-up') rows.push(await startUpRow(quick ? 5 : 15));
print(rows);
await writeFile('bench.json', `${JSON.stringify(rows.map(({ name, ratio, against, target }) => ({ name, ratio: Number(ratio.toFixed(3)), against, target })), null, 2)}\n`);
console.log('\nWritten to bench.json. Ratios compare two servers on the same core within one run; the figures beside them are this machine\'s.');
