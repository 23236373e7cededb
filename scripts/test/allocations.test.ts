/**
 * What a request costs, in a figure that is the same on every machine: the bytes it allocates. A loss fails, and a loss
 * that is planted is found.
 */
import t from 'tap';
import { countAllocations, losses, readCounts } from '../bench/allocations.ts';

t.test('a request allocates no more than it did, by more than 15 %', async (t) => {
  const [before, now] = [await readCounts(), await countAllocations()];
  t.strictSame(Object.keys(now), Object.keys(before));
  t.strictSame(
    losses(before, now),
    [],
    'delete the work, or write the counts anew with `npm run bench -- --write-counts`, and say why',
  );
  t.comment(`bytes beyond a bare route: ${JSON.stringify(now)}`);
});

t.test('a planted loss of a third is found', async (t) => {
  const before = await readCounts();
  const most = Math.max(...Object.values(before));
  const planted = `data:text/javascript,${encodeURIComponent(`
    import { Server } from 'node:http';
    const { emit } = Server.prototype;
    const kept = [];
    Server.prototype.emit = function (...args) {
      // Each such object is forty bytes.
      if (args[0] === 'request') for (let i = 0; i < ${Math.ceil(most / 3 / 40)}; i++) kept[0] = { one: i, two: i };
      return emit.apply(this, args);
    };
  `)}`;
  const found = losses(before, await countAllocations(['--import', planted]));
  t.strictSame(
    found.map(({ name }) => name),
    Object.keys(before),
  );
});
