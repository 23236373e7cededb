/** Every store passes this suite, on the real thing; it is the contract of `mock/state/stores/store.ts`. */
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { open } from 'lmdb';
import t from 'tap';
import { openStore } from '../state/stores/open-store.ts';
import { startRedisCluster } from './redis-cluster.ts';
import { hasRedis, hasValkey, startRedis, startValkey } from './redis-server.ts';
import { storeSuite } from './store-suite.ts';

t.setTimeout(120_000);

t.test('memory', (t) => storeSuite(t, (bounds) => openStore('memory', bounds)));

t.test('file', (t) => {
  const directory = t.testdir({});
  return storeSuite(t, (bounds) => openStore(`file:${directory}/state`, bounds));
});

t.test('Redis', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await storeSuite(t, (bounds) => openStore(url, bounds));
});

t.test('Redis in cluster mode', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedisCluster(t);
  await storeSuite(t, (bounds) => openStore(url, bounds));
});

t.test('Valkey', async (t) => {
  if (!hasValkey(t)) return;
  const { url } = await startValkey(t);
  await storeSuite(t, (bounds) => openStore(url, bounds));
});

const TOKENS = 5_000;

/** Lets many entries end, then writes to a few others, as a sandbox does that goes on after its clock was moved. */
async function outlive(store: string): Promise<void> {
  let time = 1_000;
  const backend = await openStore(store);
  const world = backend.open('default', 'w', () => time);
  await Promise.all(
    Array.from({ length: TOKENS }, (_, i) => world.set(`token-${i}`, 'x'.repeat(100), { expiresAt: 2_000 })),
  );
  await world.set('stays', 1, { expiresAt: 3_000 });
  time = 2_000;
  // What has ended stays for requests that came before the clock was moved: two looks at the clock, seconds apart.
  for (let look = 0; look < 3; look++) {
    for (let round = 0; round < 30; round++)
      await Promise.all(Array.from({ length: 400 }, (_, i) => world.incr(`count-${i % 10}`, 1)));
    if (look < 2) await sleep(2_050);
  }
  await backend.close();
}

t.test('what has ended is swept out of the file', async (t) => {
  const path = `${t.testdir({})}/state`;
  await outlive(`file:${path}`);
  const db = open<string, string>({ path, encoding: 'string', noSubdir: false });
  const keys = [...db.getKeys()];
  await db.close();
  t.ok(keys.length < TOKENS / 10, `${keys.length} keys are left`);
  t.ok(keys.some((key) => key.endsWith('stays')));
});

t.test('what has ended is swept out of Redis', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await outlive(url);
  const client = new Redis(url);
  const keys = await client.hkeys('tollgate:{default}:w');
  client.disconnect();
  t.ok(keys.length < TOKENS / 10, `${keys.length} fields are left`);
  t.ok(keys.includes('stays'));
});

t.test('what a Redis that stands still was asked is refused, and not done once it goes on', async (t) => {
  if (!hasRedis(t)) return;
  const redis = await startRedis(t);
  const backend = await openStore(redis.url);
  t.teardown(() => backend.close());
  const world = backend.open('default', 'w', () => 0);
  await world.set('there', 1);
  redis.signal('SIGSTOP');
  await t.rejects((async () => world.incr('counted', 1))(), { name: 'StoreUnavailable', message: /no answer within/ });
  await t.rejects((async () => world.get('there'))(), { name: 'StoreUnavailable', message: /does not answer/ });
  await t.rejects((async () => world.incr('counted', 1))(), { message: /does not answer/ }, 'at once, with time left');
  redis.signal('SIGCONT');
  let there: number | undefined;
  for (let tries = 0; tries < 400 && there === undefined; tries++) {
    there = await (async () => world.get<number>('there'))().catch(() => undefined);
    await sleep(25);
  }
  t.equal(there, 1, 'it goes on');
  t.equal(await world.get('counted'), undefined);
});

t.test('a store that cannot be opened is told in one line', async (t) => {
  const directory = t.testdir({ taken: 'a file' });
  const cases: readonly (readonly [store: string, said: RegExp])[] = [
    [
      'postgres://somewhere',
      /^a store is memory, file:DIRECTORY, redis:\/\/HOST:PORT or rediss:\/\/HOST:PORT; this is "postgres:\/\/somewhere"$/,
    ],
    ['file:', /this is "file:"$/],
    [`file:${directory}/taken`, /^--store file: cannot keep state in ".*taken": /],
    ['redis://:secret@127.0.0.1:1', /^--store redis: cannot use redis:\/\/:\*\*\*@127\.0\.0\.1:1: /],
  ];
  for (const [store, message] of cases) await t.rejects(openStore(store), { name: 'InputError', message });
});

t.test('a file store that is damaged or of another version is told in one line', async (t) => {
  const directory = join(t.testdir({}), 'state');
  const store = `file:${directory}`;
  const file = join(directory, 'data.mdb');
  const write = async (): Promise<void> => {
    rmSync(directory, { recursive: true, force: true });
    const backend = await openStore(store);
    const world = backend.open('a', 'w', () => 0);
    for (let i = 0; i < 500; i++) await world.set(`key ${i}`, { text: `value ${i}`, i });
    await backend.close();
  };
  const opened = async (): Promise<unknown> => {
    const backend = await openStore(store);
    const value = await backend.open('a', 'w', () => 0).get('key 499');
    await backend.close();
    return value;
  };
  await write();
  t.strictSame(await opened(), { text: 'value 499', i: 499 }, 'a sound one is used');

  const damage: Readonly<Record<string, () => void>> = {
    'cut off': () => truncateSync(file, statSync(file).size / 2),
    'cut off after its first pages': () => truncateSync(file, 9_000),
    'another file': () => writeFileSync(file, 'Not a store.\n'),
    'bytes flipped at its start': () =>
      writeFileSync(
        file,
        readFileSync(file).map((byte, i) => (i < 8_192 ? byte ^ 0xff : byte)),
      ),
  };
  for (const [how, harm] of Object.entries(damage)) {
    await write();
    harm();
    await t.rejects(
      opened(),
      {
        name: 'InputError',
        message:
          /^--store file: the state in "\S+" is damaged, and none of it can be read; name another directory, or delete this one/,
      },
      how,
    );
  }
  await write();
  const bytes = readFileSync(file);
  let harmed = 0;
  for (let at = bytes.indexOf('{"text":"value 4'); at >= 0; at = bytes.indexOf('{"text":"value 4', at + 1), harmed++)
    bytes[at] = 0;
  writeFileSync(file, bytes);
  t.ok(harmed > 0);
  await t.rejects(opened(), {
    name: 'InputError',
    message: /^--store file: 1\d\d of the 50\d entries in "\S+" are damaged; name another directory/,
  });

  for (const [format, said] of [
    ['7', 'format 7; this'],
    [undefined, 'format unknown; this'],
  ] as const) {
    await write();
    const db = open<string, string>({ path: directory, encoding: 'string', noSubdir: false });
    if (format === undefined) await db.remove('format');
    else await db.put('format', format);
    await db.close();
    await t.rejects(opened(), {
      name: 'InputError',
      message: new RegExp(`^--store file: the state in "\\S+" was written by another version of Tollgate \\(${said}`),
    });
  }
});
