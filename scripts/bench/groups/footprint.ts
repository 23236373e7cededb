/** How long each server takes to its first token, and what memory it then has in use; and after some thousand. */
import { liftQuotas, RS256, wire } from '../cases.ts';
import { load } from '../load.ts';
import { originOf } from '../origin.ts';
import { ask, checkExchange } from '../peers/ask.ts';
import { PEERS } from '../peers/all-peers.ts';
import type { Peer, Work } from '../peers/peer.ts';
import { SANDBOX } from '../peers/sandbox.ts';
import { CONNECTIONS } from '../rounds.ts';
import type { Row } from '../rows.ts';
import { SERVER_CORE } from '../cores.ts';
import { startSandboxProcess, withServers } from '../servers.ts';
import { median } from '../statistics.ts';
import type { Group } from './group.ts';

const ROUNDS = 3;

/** The slowest peer needs some seconds for them, and none grants a client fewer. */
const REQUESTS = 2_000;

const MIB = 1024 * 1024;

interface Footprint {
  /** Milliseconds. */
  readonly start: number;
  /** Bytes; NaN where the system does not tell. */
  readonly rss: number;
  readonly rssAfter: number;
}

/** As it comes: with every contract, and all that they guard. */
const WHOLE_SANDBOX: Peer = {
  ...SANDBOX,
  how: { 'RS256 token': 'all built-in contracts' },
  start: (_work, core) => startSandboxProcess({ core }),
  unbound: (origin) => liftQuotas(origin, [RS256]),
};

/** What each of them can do. */
const FIRST: readonly Work[] = ['opaque token', 'RS256 token'];

async function once(peer: Peer): Promise<Footprint> {
  const work = FIRST.find((work) => peer.how[work] !== undefined)!;
  const begin = performance.now();
  return withServers([() => peer.start(work, SERVER_CORE)], async (servers) => {
    const server = servers[0]!;
    const origin = originOf(server);
    const exchange = await peer.exchange(work, origin);
    await ask(origin, exchange.request());
    const start = performance.now() - begin;
    const rss = server.rssBytes() ?? NaN;
    await checkExchange(peer.name, origin, exchange);
    await peer.unbound?.(origin);
    await load({
      port: server.port,
      request: () => wire(exchange.request()),
      connections: CONNECTIONS,
      requests: REQUESTS,
      expectedStatus: 200,
    });
    return { start, rss, rssAfter: server.rssBytes() ?? NaN };
  });
}

function rows({ name }: Peer, taken: readonly Footprint[]): Row[] {
  const common = { group: FOOTPRINT.name, against: '', target: null, better: 'lower' } as const;
  const memory = (pick: (footprint: Footprint) => number) => {
    const value = median(taken.map(pick)) / MIB;
    return Number.isNaN(value)
      ? { value: null, note: 'needs Linux: elsewhere the system does not tell' }
      : { value, note: '' };
  };
  return [
    {
      ...common,
      name: `${name}: start-up to the first token`,
      value: median(taken.map(({ start }) => start)),
      unit: 'ms',
      note: '',
    },
    { ...common, name: `${name}: memory (RSS) then`, unit: 'MiB', ...memory(({ rss }) => rss) },
    { ...common, name: `${name}: memory after ${REQUESTS} tokens`, unit: 'MiB', ...memory(({ rssAfter }) => rssAfter) },
  ];
}

export const FOOTPRINT: Group = {
  name: 'footprint',
  cases: [],
  async run({ quick }) {
    const all = [WHOLE_SANDBOX, ...PEERS];
    const taken: Footprint[][] = all.map(() => []);
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++)
      for (const [i, peer] of all.entries()) taken[i]!.push(await once(peer));
    return all.flatMap((peer, i) => rows(peer, taken[i]!));
  },
};
