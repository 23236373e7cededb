/**
 * How many sandboxes there may be, and which end when nobody asks; how much one may hold: in memory, on a file and over
 * Redis.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { atOnce, jsonClient } from '../../mock/test/json-client.ts';
import { BOUND_NAMES, BOUNDS, optionOf } from '../../mock/state/bounds.ts';
import { hasRedis, startRedis } from '../../mock/test/redis-server.ts';
import { run, start } from './command.ts';
import type { Running } from './command.ts';
import { counted } from './workers-client.ts';

t.setTimeout(120_000);

const CONTRACT = 'engagifii-training';
const OAUTH = 'oauth2';

const SMALL = ['--max-tokens=120', '--max-people=3', '--max-keys=30'];

const FORM = new URLSearchParams({
  grant_type: 'client_credentials',
  client_id: 'service',
  client_secret: 'secret_sandbox_service',
}).toString();

/** Which bound, its value, and the option that raises it. */
const ROOM = /at most 120 tokens, codes, .* \(a reset frees all; --max-tokens allows more\)/;

/** What one sandbox may hold, asked for by many at once. */
async function full(t: Test, { contracts, control: at }: Running): Promise<void> {
  const control = jsonClient(at);
  const oauth = jsonClient(contracts[OAUTH]!, { 'content-type': 'application/x-www-form-urlencoded' });
  const tokens = (count: number) => atOnce(count, () => oauth('/token', { body: FORM }));

  const issued = await tokens(200);
  t.strictSame(counted(issued), { 200: 120, 503: 80 }, 'exactly as many tokens as may be, of those asked for at once');
  const refused = issued.find(({ status }) => status === 503)!;
  t.equal(refused.at('/error'), 'temporarily_unavailable', "refused in the provider's own words");
  const entry = await control(`/journal/${refused.headers.get('x-tollgate-request')}`);
  t.equal(entry.at('/refusal/explanation/mistake'), 'sandbox-full');
  t.match(entry.at('/refusal/expected'), ROOM);
  t.match(entry.at('/refusal/explanation/finding'), ROOM);
  const [, token] = issued.filter(({ status }) => status === 200).map((each) => String(each.at('/access_token')));
  const active = async (): Promise<unknown> =>
    (
      await oauth('/introspect', {
        body: new URLSearchParams({ token: token! }).toString(),
        headers: { authorization: `Basic ${Buffer.from('gateway:secret_sandbox_gateway').toString('base64')}` },
      })
    ).at('/active');
  t.equal(await active(), true, 'those that were let in work');

  await control('/clock/advance', { json: { by: '2h' } });
  t.equal(await active(), false);
  t.strictSame(counted(await tokens(130)), { 200: 120, 503: 10 }, 'those that expired make room, all of them');
  await control('/reset', { method: 'POST' });
  t.strictSame(counted(await tokens(121)), { 200: 120, 503: 1 }, 'and so does a reset');

  const made = await atOnce(8, (i) => control(`/users/${OAUTH}`, { json: { id: `user-${i}`, tenant: 'home' } }));
  t.strictSame(counted(made), { 201: 3, 507: 5 }, 'as many people');
  t.match(made.find(({ status }) => status === 507)!.at('/detail'), /at most 3 users .* a higher --max-people$/);
}

async function bounded(t: Test, ...options: readonly string[]): Promise<void> {
  const running = await start(CONTRACT, OAUTH, '--max-sandboxes=3', '--sandbox-idle=2s', ...SMALL, ...options);
  t.teardown(() => running.end('SIGKILL'));
  await full(t, running);
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

t.test('the page and the help say every bound', async (t) => {
  const page = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
  const { stdout: help } = await run('mock', '--help');
  for (const name of BOUND_NAMES) {
    const { most, what, full: more } = BOUNDS[name];
    const row = `| \`${optionOf(name)}\` | ${most.toLocaleString('en-US')} | ${what} | ${more} |\n`;
    t.ok(page.includes(row), row);
    t.match(help.replaceAll(/\s+/g, ' '), `${optionOf(name)} <count> ${what} (default: ${most})`);
  }
});

t.test('values that cannot be', async (t) => {
  for (const [option, value, wanted] of [
    ['--max-sandboxes', 'many', /give a whole number/],
    ['--max-sandboxes', '-1', /give a whole number/],
    ['--max-tokens', '1.5', /give a whole number/],
    ['--sandbox-idle', 'soon', /give a duration such as 30m/],
    ['--sandbox-idle', '0s', /give a duration such as 30m/],
  ] as const) {
    const { code, stderr } = await run('mock', CONTRACT, `${option}=${value}`);
    t.equal(code, 2, `${option} ${value}`);
    t.match(stderr, wanted);
  }
});
