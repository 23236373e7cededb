/** The versioned change over a real Redis: overtaken by another process, it is made again of what that one left. */
import { spawnSync } from 'node:child_process';
import t from 'tap';
import type { Test } from 'tap';
import { openStore } from '../state/stores/open-store.ts';
import type { Store } from '../state/stores/store.ts';
import { hasRedis, startRedis } from './redis-server.ts';

t.setTimeout(120_000);

const HASH = 'tollgate:{default}:w';

/** Has another process give Redis a command, and waits for it: what this process sends later comes later. */
function overtake(t: Test, url: string, ...command: readonly string[]): void {
  const script = `import { Redis } from 'ioredis'; const client = new Redis(${JSON.stringify(url)}); await client.call(...${JSON.stringify(command)}); client.disconnect();`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  t.equal(status, 0, stderr);
}

/**
 * Adds 1, after another process has done what it does between the first reading and the first writing. @returns what
 * was read, in turn
 */
async function overtaken(t: Test, world: Store, between: () => void): Promise<readonly (number | undefined)[]> {
  const read: (number | undefined)[] = [];
  const add = () =>
    world.swap<number, number>('n', (n) => {
      read.push(n);
      if (read.length === 1) between();
      return { value: (n ?? 0) + 1, result: (n ?? 0) + 1 };
    });
  // The second shares the first one's round.
  const results = await Promise.all([add(), add()]);
  const last = read.at(-2) ?? 0;
  t.strictSame(results, [last + 1, last + 2], 'each is told what came of the change that counted');
  t.equal(await world.get('n'), last + 2, 'and nothing is lost');
  return read;
}

t.test('a change that another process overtakes', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  const backend = await openStore(url);
  t.teardown(() => backend.close());
  const world = backend.open('default', 'w', () => 0);
  const cases: readonly (readonly [what: string, command: readonly string[], read: readonly (number | undefined)[]])[] =
    [
      ['made the entry', ['HSET', HASH, 'n', '|41'], [undefined, 1, 41, 42]],
      ['changed it', ['HSET', HASH, 'n', '|7'], [43, 44, 7, 8]],
      ['removed it', ['HDEL', HASH, 'n'], [9, 10, undefined, 1]],
      ['changed another', ['HSET', HASH, 'other', '|1'], [2, 3]],
    ];
  for (const [what, command, read] of cases)
    t.strictSame(await overtaken(t, world, () => overtake(t, url, ...command)), read, `that ${what}`);
});
