/** The sandbox with everything on, beside bare Fastify routes that answer the same bytes. */
import { AUTHENTICATED_GET, BENCH_CONTRACTS, HMAC_GET, liftQuotas, mounted, OPAQUE, wire } from '../cases.ts';
import type { Case } from '../cases.ts';
import { originOf } from '../origin.ts';
import { comparison, costWords, takeTurns } from '../rounds.ts';
import { ratioRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { SERVER_CORE } from '../cores.ts';
import { startBare, startSandboxProcess, withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { median, spreadOf } from '../statistics.ts';
import type { Group, Run } from './group.ts';

const TARGETS: readonly { readonly item: Case; readonly target: number }[] = [
  { item: AUTHENTICATED_GET, target: 0.75 },
  { item: OPAQUE, target: 0.6 },
  { item: HMAC_GET, target: 0.65 },
];

const TAIL_TARGET = 5;

async function measure(
  { pace }: Run,
  item: Case,
  target: number,
  [sandbox, bare]: readonly [Started, Started],
): Promise<Row[]> {
  const prepared = mounted(item, await item.prepare(`${originOf(sandbox)}/${item.contract}`));
  const { method, path, headers, body } = prepared;
  const answer = await fetch(originOf(sandbox) + path, { method, headers, ...(body !== undefined && { body }) });
  if (answer.status !== 200)
    throw new Error(`${item.name}: the sandbox answers ${answer.status}: ${await answer.text()}`);
  await fetch(`${originOf(bare)}/answer`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: await answer.text(),
  });
  const texts = [wire(prepared), wire(method === 'POST' ? { ...prepared, path: '/form' } : prepared)] as const;

  const [theirs = [], ours = []] = await takeTurns(
    [
      { name: 'bare Fastify', server: bare, request: () => texts[1], status: 200 },
      { name: 'the sandbox', server: sandbox, request: () => texts[0], status: 200 },
    ],
    pace,
  );
  const group = FASTIFY.name;
  const compared = comparison(ours, theirs);
  const tail = spreadOf(ours.map(({ p50, p99 }) => p99 / p50));
  return [
    ratioRow({
      group,
      name: item.name,
      against: 'bare Fastify route, same bytes',
      ...compared,
      target,
      better: 'higher',
      note: costWords(compared),
    }),
    ratioRow({
      group,
      name: `${item.name}: p99 / p50`,
      against: 'its own p50',
      value: tail.median,
      spread: tail,
      target: TAIL_TARGET,
      better: 'lower',
      note: `p50 ${Math.round(median(ours.map(({ p50 }) => p50)))} µs`,
    }),
  ];
}

export const FASTIFY: Group = {
  name: 'fastify',
  cases: TARGETS.map(({ item }) => item.name),
  run: (run) =>
    withServers(
      [() => startSandboxProcess({ core: SERVER_CORE, contracts: BENCH_CONTRACTS }), () => startBare(SERVER_CORE)],
      async ([sandbox, bare]) => {
        await liftQuotas(originOf(sandbox!));
        const rows: Row[] = [];
        for (const { item, target } of TARGETS)
          if (run.wants(item.name)) rows.push(...(await measure(run, item, target, [sandbox!, bare!])));
        return rows;
      },
    ),
};
