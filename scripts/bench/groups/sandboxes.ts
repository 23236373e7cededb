/** Many sandboxes in one process: what each takes until it is used. */
import { SERVER_CORE } from '../cores.ts';
import { heapBytes, startProbedSandbox } from '../heap.ts';
import { originOf } from '../origin.ts';
import { withServers } from '../servers.ts';
import type { Group } from './group.ts';

/** As many as there may be, unless told; the first are what is made once. */
const MANY = 10_000;
const QUICK_MANY = 1_000;
const FIRST = 200;
const AT_ONCE = 20;

/** A few kilobytes. */
const TARGET = 4_096;

async function make(origin: string, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, k) => {
        const answer = await fetch(`${origin}/_tollgate/sandboxes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name: `s${i + k}` }),
        });
        if (!answer.ok) throw new Error(`a sandbox is not made: ${await answer.text()}`);
        await answer.arrayBuffer();
      }),
    );
}

export const SANDBOXES: Group = {
  name: 'sandboxes',
  cases: [],
  async run({ quick }) {
    const many = quick ? QUICK_MANY : MANY;
    return withServers([() => startProbedSandbox({ core: SERVER_CORE })], async (servers) => {
      const server = servers[0]!;
      await make(originOf(server), 0, FIRST);
      const before = await heapBytes(server);
      await make(originOf(server), FIRST, many);
      return [
        {
          group: SANDBOXES.name,
          name: `memory of a sandbox that was not used yet, of ${many.toLocaleString('en')}`,
          against: '',
          value: ((await heapBytes(server)) - before) / (many - FIRST),
          unit: 'bytes',
          target: TARGET,
          better: 'lower',
          note: 'all built-in contracts; growth of the heap in use after a collection',
        },
      ];
    });
  },
};
