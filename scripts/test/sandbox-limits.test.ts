/** How many sandboxes there may be, and which end when nobody asks: in memory, on a file and over Redis. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { jsonClient } from '../../mock/test/json-client.ts';
import { hasRedis, startRedis } from '../../mock/test/redis-server.ts';
import { run, start } from './command.ts';
import { counted } from './workers-client.ts';

t.setTimeout(120_000);

const CONTRACT = 'engagifii-training';

async function bounded(t: Test, ...options: readonly string[]): Promise<void> {
  const running = await start(CONTRACT, '--max-sandboxes', '3', '--sandbox-idle', '2s', ...options);
  t.teardown(() => running.end('SIGKILL'));
  const control = jsonClient(running.control);
  const create = (name?: string) => control('/sandboxes', { json: name === undefined ? {} : { name } });
  const names = async (): Promise<unknown[]> =>
    ((await control('/sandboxes')).at('/sandboxes') as { name: string }[]).map(({ name }) => name).sort();

  const made = await Promise.all(Array.from({ length: 12 }, (_, i) => create(`ci-${i}`)));
  t.strictSame(counted(made), { 201: 3, 507: 9 }, 'exactly as many as may be, of those that ask at once');
  const refused = made.find(({ status }) => status === 507)!;
  t.equal(
    refused.at('/detail'),
    'There are 3 sandboxes already; delete one that is no longer needed, or start with a higher --max-sandboxes',
  );
  t.equal((await create()).status, 507, 'nor one without a name');
  const [kept, ...others] = made.filter(({ status }) => status === 201).map((each) => String(each.at('/name')));
  t.equal((await create(kept)).status, 409, 'a name that is taken is told as that');
  t.equal((await control(`/sandboxes/${others[0]}`, { method: 'DELETE' })).status, 204);
  t.equal((await create('next')).status, 201, 'one that is deleted makes room');

  // One is asked all the time.
  for (let i = 0; i < 13; i++) {
    await fetch(`${running.contracts[CONTRACT]!.replace(`/${CONTRACT}`, `/~${kept}/${CONTRACT}`)}/nothing-here`);
    await sleep(200);
  }
  t.equal((await create('late')).status, 201, 'the idle ones end');
  t.strictSame(await names(), [kept, 'default', 'late'].sort(), 'the one that was asked stays');
}

t.test('memory', (t) => bounded(t));

t.test('file, two processes', (t) => bounded(t, '--store', `file:${t.testdir({})}/state`, '--workers', '2'));

t.test('Redis, two processes', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await bounded(t, '--store', url, '--workers', '2');
});

t.test('values that cannot be', async (t) => {
  for (const [option, value, wanted] of [
    ['--max-sandboxes', 'many', /give a whole number/],
    ['--max-sandboxes', '-1', /give a whole number/],
    ['--sandbox-idle', 'soon', /give a duration such as 30m/],
    ['--sandbox-idle', '0s', /give a duration such as 30m/],
  ] as const) {
    const { code, stderr } = await run('mock', CONTRACT, `${option}=${value}`);
    t.equal(code, 2, `${option} ${value}`);
    t.match(stderr, wanted);
  }
});
