/** The library: a sandbox started, asked and moved from the same process. */
import { readFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { ContractError, InputError, startSandbox } from '../index.ts';

const BOOKSHOP = fileURLToPath(new URL('../../../scripts/test/fixtures/bookshop.yaml', import.meta.url));
const KEY = { 'x-shop-key': 'sandbox-north-till' };
const WINDOW_MS = 60_000;

t.test('it serves, tells its credentials, and closes', async (t) => {
  const sandbox = await startSandbox({ contracts: [BOOKSHOP] });
  const url = sandbox.url('bookshop');
  const credentials = await sandbox.credentials('bookshop');
  t.equal(credentials.base_url, url);
  t.match(credentials.keys, [{ id: 'till-1', secret: KEY['x-shop-key'] }]);
  t.equal((await fetch(`${url}/books`, { headers: KEY })).status, 200);
  t.match(sandbox.journal.list(), [{ contract: 'bookshop', operation: 'listBooks', status: 200 }]);
  t.equal((await fetch(`${sandbox.control}/health`)).status, 200);
  t.throws(() => sandbox.url('bookshp'), {
    message: /no served contract is called "bookshp"; did you mean "bookshop"\?/,
  });
  await sandbox.close();
  await t.rejects(fetch(`${url}/books`));
});

t.test('its clock moves every rule of time', async (t) => {
  await using sandbox = await startSandbox({ contracts: [BOOKSHOP], seed: 7 });
  const status = async (): Promise<number> =>
    (await fetch(`${sandbox.url('bookshop')}/books`, { headers: KEY })).status;
  sandbox.clock.freeze();
  sandbox.clock.set('2030-01-01T00:00:00Z');
  t.equal(sandbox.clock.now(), Date.UTC(2030, 0, 1));
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push(await status());
  t.strictSame(statuses, [200, 200, 200, 200, 200, 429]);
  sandbox.clock.advance(WINDOW_MS - 1);
  t.equal(await status(), 429);
  sandbox.clock.advance('1ms');
  t.equal(await status(), 200);
  sandbox.clock.freeze(false);
  sandbox.clock.advance('PT15M');
  t.throws(() => sandbox.clock.advance('soon'), {
    message: /a duration is milliseconds, 15m, or PT15M; this is "soon"/,
  });
  t.throws(() => sandbox.clock.set('someday'), { message: /an instant is epoch milliseconds or ISO 8601/ });
});

t.test('settings change and reset puts everything back', async (t) => {
  await using sandbox = await startSandbox({ contracts: [BOOKSHOP] });
  t.match(sandbox.settings.change('bookshop', { rate_limits: { default: { limit: 0, window_seconds: 60 } } }), {
    rate_limits: { default: { limit: 0 } },
  });
  t.equal((await fetch(`${sandbox.url('bookshop')}/books`, { headers: KEY })).status, 429);
  await sandbox.reset();
  t.strictSame(sandbox.settings.get('bookshop').rate_limits, {});
  t.equal(sandbox.journal.list().length, 0);
  t.equal((await fetch(`${sandbox.url('bookshop')}/books`, { headers: KEY })).status, 200);
  t.equal(sandbox.otp.latest(), undefined);
  t.strictSame(sandbox.otp.list(), []);
  t.equal(await sandbox.otp.wait({ to: 'nobody' }, 1), undefined);
});

t.test('one seed, one world; numbers and text are the same seed', async (t) => {
  const books = async (seed: string | number): Promise<string> => {
    await using sandbox = await startSandbox({ contracts: [BOOKSHOP], seed });
    return await (await fetch(`${sandbox.url('bookshop')}/books`, { headers: KEY })).text();
  };
  t.equal(await books(1), await books('1'));
  t.not(await books(1), await books(2));
});

t.test('tls: true speaks HTTPS', async (t) => {
  await using sandbox = await startSandbox({ contracts: [BOOKSHOP], tls: true });
  const status = await new Promise((resolve, reject) => {
    get(`${sandbox.url('bookshop')}/books`, { rejectUnauthorized: false, headers: KEY, agent: false }, (response) =>
      resolve(response.resume().statusCode),
    ).on('error', reject);
  });
  t.equal(status, 200);
});

t.test('what cannot be served is told in words', async (t) => {
  const bookshop = await readFile(BOOKSHOP, 'utf8');
  const dir = t.testdir({ 'broken.yaml': bookshop.replace('resource: book\n', 'resource: books\n') });
  await t.rejects(startSandbox({ contracts: ['no-such'] }), InputError);
  await t.rejects(startSandbox({ contracts: [BOOKSHOP], root: 'books' }), { message: /cannot stand at the root/ });
  const error: unknown = await startSandbox({ contracts: [join(dir, 'broken.yaml')] }).catch((error: unknown) => error);
  t.ok(error instanceof ContractError);
  t.match(error, { problems: [{ rule: 'unknown-name', line: 55, suggestion: 'did you mean "book"?' }] });
});

t.test('a file keeps the state when the sandbox is closed, and the library answers from it at once', async (t) => {
  const store = `file:${t.testdir({})}/state`;
  const options = { contracts: [BOOKSHOP], store };
  const first = await startSandbox(options);
  await first.clock.set('2040-01-01T00:00:00Z');
  await first.settings.change('bookshop', { rate_limits: { default: { limit: 1, window_seconds: 3_600 } } });
  t.equal((await fetch(`${first.url('bookshop')}/books`, { headers: KEY })).status, 200);
  t.match(first.journal.list(), [{ operation: 'listBooks', status: 200 }]);
  await first.close();
  await using second = await startSandbox(options);
  t.equal(new Date(second.clock.now()).getUTCFullYear(), 2040);
  t.equal((await fetch(`${second.url('bookshop')}/books`, { headers: KEY })).status, 429, 'the window goes on');
  t.strictSame(
    second.journal.list().map(({ id, status }) => ({ id, status })),
    [
      { id: 1, status: 200 },
      { id: 2, status: 429 },
    ],
  );
  t.equal(second.otp.latest(), undefined);
  await t.rejects(startSandbox({ ...options, seed: 'another' }), {
    name: 'InputError',
    message: /made with the seed "1", not "another"; start with --seed 1/,
  });
  await second.reset();
  t.equal((await fetch(`${second.url('bookshop')}/books`, { headers: KEY })).status, 200);
});
