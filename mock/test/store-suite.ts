/** What every store must do, whatever it keeps its state in. */
import type { Test } from 'tap';
import { boundsOf } from '../state/bounds.ts';
import type { Bounds } from '../state/bounds.ts';
import { REMEMBERED_ONLY } from '../state/counted-entries.ts';
import type { Store, StoreBackend } from '../state/stores/store.ts';
import { BoundReached } from '../state/bound-reached.ts';

const RACERS = 1_000;

const BOUNDS = boundsOf({ maxTokens: 40, maxRecords: 3, maxKeys: 2, maxIdempotencyKeys: 5 });

const DAY = 24 * 3_600_000;

/** How many of the writes were done; the others must have been refused because there is no room. */
async function letIn(t: Test, writes: readonly (() => unknown)[]): Promise<number> {
  const done = await Promise.allSettled(writes.map((write) => Promise.resolve().then(write)));
  const refused = done.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  t.ok(
    refused.every(({ reason }) => reason instanceof BoundReached),
    'nothing else goes wrong',
  );
  return done.length - refused.length;
}

/**
 * @param open a backend whose store is empty at first; a second call opens the same store again, if it can be shared
 */
export async function storeSuite(
  t: Test,
  open: (bounds: Bounds) => StoreBackend | Promise<StoreBackend>,
): Promise<void> {
  let time = 1_000_000;
  const backend = await open(BOUNDS);
  t.teardown(() => backend.close());
  let worlds = 0;
  const world = () => backend.open('suite', `world-${worlds++}`, () => time);

  await t.test('get gives what set put, and nothing for an absent key', async (t) => {
    const store = world();
    t.equal(await store.get('absent'), undefined);
    t.equal(await store.set('a', { text: 'žlutý 🐎', list: [1, null, true] }), true);
    t.strictSame(await store.get('a'), { text: 'žlutý 🐎', list: [1, null, true] });
    await store.set('a', '');
    t.equal(await store.get('a'), '', 'an empty text is a value');
    const long = `id:${'ž|\n'.repeat(1_000)}`;
    await store.set(`${long}1`, 1);
    await store.set(`${long}2`, 2);
    t.strictSame(
      [await store.get(`${long}1`), await store.get(`${long}2`)],
      [1, 2],
      'a key may be as long as a client makes it',
    );
  });

  await t.test('an entry is live before its end, and gone at it', async (t) => {
    const store = world();
    await store.set('code', 'x', { expiresAt: time + 60_000 });
    time += 59_999;
    t.equal(await store.get('code'), 'x');
    time += 1;
    t.equal(await store.get('code'), undefined);
    t.equal(await store.take('code'), undefined);
  });

  await t.test('set ifAbsent lets one of many win, and the key is free again at its end', async (t) => {
    const store = world();
    const won = await Promise.all(
      Array.from({ length: RACERS }, (_, i) => store.set('nonce', i, { ifAbsent: true, expiresAt: time + 10 })),
    );
    t.equal(won.filter(Boolean).length, 1);
    time += 10;
    t.equal(await store.set('nonce', 'again', { ifAbsent: true }), true);
  });

  await t.test('take gives a value to exactly one of many', async (t) => {
    const store = world();
    await store.set('once', 'value');
    const taken = await Promise.all(Array.from({ length: RACERS }, () => store.take('once')));
    t.strictSame(
      taken.filter((value) => value !== undefined),
      ['value'],
    );
    t.equal(await store.get('once'), undefined);
  });

  await t.test('incr counts every one of many, and starts again at its end', async (t) => {
    const store = world();
    const end = time + 1_000;
    const counts = await Promise.all(Array.from({ length: RACERS }, () => store.incr('n', 1, 1_000)));
    t.strictSame(
      counts.map(({ value }) => value).sort((a, b) => a - b),
      Array.from({ length: RACERS }, (_, i) => i + 1),
    );
    t.equal((await store.incr('n', 1, 6_000)).expiresAt, end, 'a running count keeps its end');
    time = end;
    t.strictSame(await store.incr('n', 2, 1_000), { value: 2, expiresAt: end + 1_000 });
    t.strictSame(await store.incr('forever', -3), { value: -3, expiresAt: undefined });
  });

  await t.test('incrWithin counts in every counter or in none, and never beyond a limit', async (t) => {
    const store = world();
    const counts = [
      { key: 'second', limit: 300, lastsMs: 1_000 },
      { key: 'hour', limit: 500, lastsMs: 60_000 },
    ];
    const end = time + 60_000;
    const within = async (): Promise<number> =>
      (await Promise.all(Array.from({ length: RACERS }, () => store.incrWithin(counts)))).filter((one) => one.within)
        .length;
    t.equal(await within(), 300);
    t.strictSame(await store.incrWithin(counts), {
      within: false,
      counters: [
        { value: 300, expiresAt: time + 1_000 },
        { value: 300, expiresAt: end },
      ],
    });
    time += 1_000;
    t.strictSame(await store.incrWithin(counts), {
      within: true,
      counters: [
        { value: 1, expiresAt: time + 1_000 },
        { value: 301, expiresAt: end },
      ],
    });
    t.equal(await within(), 199, 'as many as the hour has left');
    time += 1_000;
    t.strictSame((await store.incrWithin(counts)).counters, [
      { value: 0, expiresAt: undefined },
      { value: 500, expiresAt: end },
    ]);
    t.strictSame(await store.incr('hour', 1), { value: 501, expiresAt: end }, 'they are counters as others are');
  });

  await t.test('swap loses no change of many', async (t) => {
    const store = world();
    await Promise.all(
      Array.from({ length: RACERS }, (_, i) =>
        store.swap<readonly number[], number>('list', (list = []) => ({ value: [...list, i], result: i })),
      ),
    );
    t.equal((await store.get<readonly number[]>('list'))!.length, RACERS);
  });

  await t.test('swap keeps an end that is not given anew, and leaves the entry for no value', async (t) => {
    const store = world();
    await store.set('session', 1, { expiresAt: time + 100 });
    t.equal(await store.swap<number, string>('session', (value) => ({ value: value! + 1, result: 'kept' })), 'kept');
    t.equal(await store.swap<number, number | undefined>('session', (value) => ({ result: value })), 2);
    time += 99;
    await store.swap<number, null>('session', (value) => ({ value: value!, expiresAt: time + 100, result: null }));
    time += 99;
    t.equal(await store.get('session'), 2, 'slid');
    time += 1;
    t.equal(await store.swap<number, number | undefined>('session', (value) => ({ result: value })), undefined, 'gone');
  });

  await t.test('a change that throws changes nothing, and none beside it', async (t) => {
    const store = world();
    const changes = Array.from({ length: 9 }, (_, i) =>
      (async () =>
        store.swap<number, number>('n', (n = 0) => {
          if (i % 3 === 1) throw new Error('no');
          return { value: n + 1, result: n + 1 };
        }))(),
    );
    const settled = await Promise.allSettled(changes);
    t.strictSame(
      settled.map(({ status }) => status === 'rejected'),
      Array.from({ length: 9 }, (_, i) => i % 3 === 1),
    );
    t.equal(await store.get('n'), 6);
  });

  await t.test('a clock that is moved back or stands still ends nothing', async (t) => {
    const store = world();
    await store.set('token', 'x', { expiresAt: time + 50 });
    time -= 1_000_000;
    for (let i = 0; i < 300; i++) await store.set(`other-${i}`, i);
    t.equal(await store.get('token'), 'x');
    time += 1_000_049;
    t.equal(await store.get('token'), 'x');
    time += 1;
    t.equal(await store.get('token'), undefined);
  });

  await t.test('clear removes by prefix, and worlds do not see each other', async (t) => {
    const [one, other] = [world(), world()];
    for (const store of [one, other]) for (const key of ['r:a', 'r:b', 'rate']) await store.set(key, 1);
    await one.clear('r:');
    t.strictSame(await Promise.all(['r:a', 'r:b', 'rate'].map((key) => one.get(key))), [undefined, undefined, 1]);
    await one.clear('');
    t.equal(await one.get('rate'), undefined);
    t.strictSame(await Promise.all(['r:a', 'r:b', 'rate'].map((key) => other.get(key))), [1, 1, 1]);
  });

  await t.test('expired entries are collected while others are written', async (t) => {
    const store = world();
    for (let i = 0; i < 10_000; i++) await store.set(`token-${i}`, { n: i }, { expiresAt: time + 1_000 });
    time += 1_000;
    for (let i = 0; i < 20_000; i++) await store.set(`other-${i % 10}`, i);
    t.equal(await store.get('token-9999'), undefined);
    t.equal(await store.get('other-9'), 19_999);
  });

  /** Tokens of a kind, all of them at once. */
  const tokens = (store: Store, word: string, count: number, lastsMs = 60_000): (() => unknown)[] =>
    Array.from({ length: count }, (_, i) => () => store.set(`${word}:${i}`, i, { expiresAt: time + lastsMs + DAY }));

  await t.test('there are never more of a kind than its bound, and what has ended makes room', async (t) => {
    const store = world();
    t.equal(await letIn(t, tokens(store, 'code', 30)), 30);
    t.equal(await letIn(t, tokens(store, 'otp', 300)), 10, 'kinds that share a bound are counted together');
    t.equal(await letIn(t, tokens(store, 'code', 30)), 30, 'one that is there already is no new one');
    t.equal(await letIn(t, tokens(store, 'other', 100)), 100, 'what is not counted is not refused');
    t.equal(await letIn(t, [() => store.set('d'.repeat(43), 1)]), 0, 'a token is found by its digest alone');
    t.equal(await store.take('code:7'), 7);
    t.equal(await letIn(t, tokens(store, 'session', 50)), 1, 'one that was taken makes room for one');
    t.equal(await store.get('otp:0'), 0, 'what is there is there still');
    time += 60_000;
    t.equal(await letIn(t, tokens(store, 'login', 300, -DAY + 1)), 40, 'all those that ended go, though remembered');
    t.equal(await letIn(t, tokens(store, 'code', 1)), 0);
    time += 1;
    t.equal(await letIn(t, tokens(store, 'code', 100)), 40);
    await store.clear('code:1');
    t.equal(await letIn(t, tokens(store, 'sig', 100)), 11, 'a part that is cleared makes room');
    await store.clear('');
    t.equal(await letIn(t, tokens(store, 'code', 100)), 40, 'and so does all of it');
  });

  await t.test(
    'each of the other kinds is counted by itself, and what a contract has from the start is let in',
    async (t) => {
      const store = world();
      const records = (resource: string, count: number, seeded = false) =>
        Array.from(
          { length: count },
          (_, i) => () => store.set(`r:${resource}:1:-:${i}`, { i }, { ifAbsent: true, seeded }),
        );
      t.equal(await letIn(t, records('ships', 5, true)), 5);
      t.equal(await letIn(t, records('ships', 9)), 5, 'those that are there answer that they are');
      t.equal(await letIn(t, records('boats', 9)), 3, 'each resource has its own bound');
      const remove = (key: string) =>
        store.swap(key, () => ({ value: 'deleted', expiresAt: REMEMBERED_ONLY, result: 1 }));
      await remove('r:boats:1:-:0');
      time += DAY * 400;
      t.equal(await store.get('r:boats:1:-:0'), 'deleted', 'what was deleted is remembered while there is room');
      t.equal(await letIn(t, [() => store.set('r:boats:1:-:9', 9)]), 1, 'and goes when another is made');
      t.equal(await store.get('r:boats:1:-:0'), undefined);
      t.equal(
        await letIn(
          t,
          Array.from(
            { length: 50 },
            (_, i) => () => store.swap(`idem:${i}`, (old) => ({ value: old ?? 1, expiresAt: time + 10, result: null })),
          ),
        ),
        5,
        'a change that makes an entry counts',
      );
      t.equal(
        await letIn(
          t,
          [1, 2, 3].map((i) => () => store.set(`key:api:${i}`, i)),
        ),
        2,
      );
      time += 10;
      t.equal(await letIn(t, [() => store.swap('idem:99', () => ({ value: 1, expiresAt: time + 9, result: 1 }))]), 1);
    },
  );

  const { shared } = backend;
  if (shared === undefined) return;
  const other = await open(BOUNDS);
  t.teardown(() => other.close());

  await t.test('two that have one store open see what the other did, and only one wins', async (t) => {
    const [one, two] = [backend.open('both', 'w', () => time), other.open('both', 'w', () => time)];
    await one.set('a', 1);
    other.shared!.refresh();
    t.equal(await two.get('a'), 1);
    await one.set('once', 'value');
    const taken = await Promise.all(Array.from({ length: RACERS }, (_, i) => (i % 2 ? one : two).take('once')));
    t.equal(taken.filter((value) => value !== undefined).length, 1);
    const counts = await Promise.all(Array.from({ length: RACERS }, (_, i) => (i % 2 ? one : two).incr('n', 1)));
    t.equal(new Set(counts.map(({ value }) => value)).size, RACERS);
    await Promise.all(
      Array.from({ length: RACERS }, (_, i) =>
        (i % 2 ? one : two).swap<number, null>('s', (n = 0) => ({ value: n + 1, result: null })),
      ),
    );
    t.equal(await one.get('s'), RACERS);
    t.not(shared.process, other.shared!.process, 'each has a number of its own');
    const writes = tokens(one, 'code', 150).flatMap((write, i) => [write, tokens(two, 'otp', 150)[i]!]);
    t.equal(await letIn(t, writes), BOUNDS.maxTokens, 'both count as one');
  });

  await t.test('a ring keeps the newest, no matter who added them', async (t) => {
    const [one, two] = [backend, other].map((each) => each.shared!.ring('both', 'ring', 100));
    t.strictSame(await one!.read(Infinity, 10), []);
    const ids = await Promise.all(Array.from({ length: 250 }, (_, i) => (i % 2 ? one! : two!).append({ i })));
    t.strictSame(
      [...ids].sort((a, b) => a - b),
      Array.from({ length: 250 }, (_, i) => i + 1),
    );
    other.shared!.refresh();
    const all = await two!.read(Infinity, 1_000);
    t.strictSame(
      all.map(({ id }) => id),
      Array.from({ length: 100 }, (_, i) => 250 - i),
    );
    t.strictSame(
      (await one!.read(200, 3)).map(({ id }) => id),
      [199, 198, 197],
    );
    await one!.clear();
    other.shared!.refresh();
    t.strictSame(await two!.read(Infinity, 10), []);
    t.equal(await two!.append('after'), 251, 'ids go on');
    t.strictSame(await one!.read(Infinity, 10), [{ id: 251, value: 'after' }]);
  });
}
