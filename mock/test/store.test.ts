/** Every store passes this suite, on the real thing; it is the contract of `mock/store/store.ts`. */
import t from 'tap';
import { openStore } from '../open-store.ts';
import { hasRedis, startRedis, startRedisCluster } from './redis-server.ts';
import { storeSuite } from './store-suite.ts';

t.setTimeout(120_000);

t.test('memory', (t) => storeSuite(t, () => openStore()));

t.test('file', (t) => {
  const directory = t.testdir({});
  return storeSuite(t, () => openStore(`file:${directory}/state`));
});

t.test('Redis', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  await storeSuite(t, () => openStore(url));
});

t.test('Redis in cluster mode', async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedisCluster(t);
  await storeSuite(t, () => openStore(url));
});

t.test('a store that cannot be opened is told in one line', async (t) => {
  const directory = t.testdir({ taken: 'a file' });
  const cases: readonly (readonly [store: string, said: RegExp])[] = [
    ['postgres://somewhere', /^a store is memory, file:DIRECTORY, redis:\/\/HOST:PORT or rediss:\/\/HOST:PORT; this is "postgres:\/\/somewhere"$/],
    ['file:', /this is "file:"$/],
    [`file:${directory}/taken`, /^--store file: cannot keep state in ".*taken": /],
    ['redis://:secret@127.0.0.1:1', /^--store redis: cannot reach redis:\/\/:\*\*\*@127\.0\.0\.1:1: /],
  ];
  for (const [store, message] of cases) await t.rejects(openStore(store), { name: 'InputError', message });
});
