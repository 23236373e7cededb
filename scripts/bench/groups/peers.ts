/** The sandbox beside other servers that do the same work, each on the measured core, in turns. */
import { wire } from '../cases.ts';
import { originOf } from '../origin.ts';
import { checkExchange } from '../peers/ask.ts';
import { PEERS, TARGETS } from '../peers/all-peers.ts';
import { WORKS } from '../peers/peer.ts';
import type { Peer, Work } from '../peers/peer.ts';
import { SANDBOX } from '../peers/sandbox.ts';
import { comparison, costWords, takeTurns } from '../rounds.ts';
import type { Contender, Pace } from '../rounds.ts';
import { notRun, ratioRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { SERVER_CORE } from '../cores.ts';
import { withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import type { Group } from './group.ts';

/** Sees that the peer does the work, and nothing for strangers, before it is measured. */
async function contender(peer: Peer, work: Work, server: Started): Promise<Contender> {
  const exchange = await peer.exchange(work, originOf(server));
  await checkExchange(peer.name, originOf(server), exchange);
  await peer.unbound?.(originOf(server));
  return { name: peer.name, server, request: () => wire(exchange.request()), status: 200 };
}

async function measure(work: Work, pace: Pace): Promise<Row[]> {
  const peers = PEERS.filter(({ how }) => how[work] !== undefined);
  const all = [SANDBOX, ...peers];
  return withServers(
    all.map((peer) => () => peer.start(work, SERVER_CORE)),
    async (servers) => {
      const contenders: Contender[] = [];
      for (const [i, peer] of all.entries()) contenders.push(await contender(peer, work, servers[i]!));
      const [ours = [], ...others] = await takeTurns(contenders, pace);
      return peers.map((peer, i) => {
        const compared = comparison(ours, others[i]!);
        return ratioRow({
          group: GROUP,
          name: work,
          against: peer.name,
          ...compared,
          target: TARGETS[work][peer.name] ?? null,
          better: 'higher',
          note: `${peer.how[work]!}; ${costWords(compared)}`,
        });
      });
    },
  );
}

const GROUP = 'peers';

export const PEERS_GROUP: Group = {
  name: GROUP,
  cases: WORKS,
  async run({ pace, wants }) {
    const rows: Row[] = [];
    for (const work of WORKS.filter(wants)) {
      rows.push(...(await measure(work, pace)));
      for (const { name, cannot } of PEERS)
        if (cannot[work] !== undefined) rows.push(notRun(GROUP, work, name, `cannot: ${cannot[work]}`));
    }
    return rows;
  },
};
