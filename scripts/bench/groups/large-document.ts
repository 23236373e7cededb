/**
 * GitHub's own document (13 MB, some 1,100 operations) as its publisher ships it: how long the sandbox and Prism take
 * from spawn to the first answer, and the memory that each then has in use.
 */
import { createRequire } from 'node:module';
import { originOf } from '../origin.ts';
import { startPrism } from '../peers/prism.ts';
import { notRun, ratioRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { SERVER_CORE } from '../cores.ts';
import { startSandboxProcess, withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { median } from '../statistics.ts';
import type { Group } from './group.ts';

const DOCUMENT = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json');

/** A call without parameters or credentials, answered from the document's schema. */
const PATH = '/meta';

const ROUNDS = 3;
const QUICK_ROUNDS = 1;

const MIB = 1024 * 1024;

interface Taken {
  /** Milliseconds. */
  readonly start: number;
  /** Bytes; undefined where the system does not tell. */
  readonly rss: number | undefined;
}

async function take(start: () => Promise<Started>, prefix: string): Promise<Taken> {
  const begin = performance.now();
  return withServers([start], async (servers) => {
    const response = await fetch(originOf(servers[0]!) + prefix + PATH);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${PATH} answers ${response.status}`);
    return { start: performance.now() - begin, rss: servers[0]!.rssBytes() };
  });
}

export const LARGE_DOCUMENT: Group = {
  name: 'large-document',
  cases: [],
  async run({ quick }) {
    const pairs: { readonly ours: Taken; readonly prism: Taken }[] = [];
    for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round++)
      pairs.push({
        ours: await take(() => startSandboxProcess({ contracts: [DOCUMENT], core: SERVER_CORE }), '/api-github-com'),
        prism: await take(() => startPrism(DOCUMENT, 'silent', SERVER_CORE), ''),
      });
    const row = (name: string, figure: (taken: Taken) => number, unit: string): Row => {
      const value = median(pairs.map((one) => figure(one.ours) / figure(one.prism)));
      const [ours, prism] = [
        median(pairs.map((one) => figure(one.ours))),
        median(pairs.map((one) => figure(one.prism))),
      ];
      const common = { group: LARGE_DOCUMENT.name, name, against: 'Prism mock, same file' };
      return Number.isNaN(value)
        ? notRun(common.group, name, common.against, 'needs Linux: elsewhere the system does not tell')
        : ratioRow({
            ...common,
            value,
            target: 1,
            better: 'lower',
            note: `${ours.toFixed(0)} and ${prism.toFixed(0)} ${unit}`,
          });
    };
    return [
      row("start-up of GitHub's document to the first answer", ({ start }) => start, 'ms'),
      row('memory (RSS) then', ({ rss }) => (rss ?? NaN) / MIB, 'MiB'),
    ];
  },
};
