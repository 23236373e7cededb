/** A run of the suite that the control plane starts: beside a server that somebody uses, and leaves as it is. */
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { controlClient } from '../../mock/test/control-client.ts';
import type { ControlClient } from '../../mock/test/control-client.ts';
import { jsonClient } from '../../mock/test/json-client.ts';
import { BOOKSHOP, start } from './command.ts';

t.setTimeout(240_000);

const TOKEN = 'opensesame';

/** All that a user's sandbox is. */
async function standing(control: ControlClient): Promise<unknown> {
  const paths = ['/journal', '/settings/piaxis', '/keys/piaxis', '/quotas/piaxis', '/users/piaxis', '/clients/piaxis'];
  const all = [...paths, '/credentials/piaxis', '/signing-keys/piaxis', '/sandboxes', '/otp', '/faults'];
  return Promise.all(all.map(async (path) => [path, (await control('GET', path)).body]));
}

type Run = Record<string, unknown> & { readonly totals?: Readonly<Record<string, number>> };

async function ended(look: () => Promise<Run>): Promise<Run> {
  for (;;) {
    const run = await look();
    if (!['running', 'starting', 'cancelling'].includes(String(run['state']))) return run;
    await sleep(200);
  }
}

t.test('a run leaves the sandbox as it is, and the server answers meanwhile', async (t) => {
  const running = await start('piaxis', BOOKSHOP, '--control-token', TOKEN);
  t.teardown(() => running.end('SIGKILL'));
  const plane = controlClient(running.control);
  const control: ControlClient = (method, path, body) =>
    plane(method, path, body, { headers: { authorization: `Bearer ${TOKEN}` } });
  const client = jsonClient(running.contracts['piaxis']!, { 'api-key': 'pk_test_nile_market' });
  await client('/api/profile');
  const before = await standing(control);
  const refused = async (body: object): Promise<unknown> => {
    const answer = await control('POST', '/verify', body);
    return [answer.status, answer.body['detail']];
  };

  t.match(await plane('GET', '/verify'), { status: 401 }, 'the control token guards it');
  t.match(await control('GET', '/verify'), { status: 200, body: { state: 'none' } });
  t.match(await control('DELETE', '/verify'), { status: 409, body: { detail: 'No run is under way' } });
  t.strictSame(await refused({ contract: 'piaxi' }), [404, 'There is no contract "piaxi"; did you mean "piaxis"?']);
  t.match(await refused({ contract: 'piaxis', level: 'shall' }), [400, /level/]);
  t.match(await refused({ contract: 'piaxis', only: ['oath.*'] }), [400, /The run was not started: no check fits/]);
  t.match(await control('GET', '/verify'), { body: { state: 'none' } }, 'a run that was not started is none');

  const [one, other] = await Promise.all([
    control('POST', '/verify', { contract: 'piaxis', only: ['otp.*'] }),
    control('POST', '/verify', { contract: 'piaxis', only: ['otp.*'], level: 'must' }),
  ]);
  const statuses = [one.status, other.status];
  t.strictSame(statuses.toSorted(), [201, 409], 'of two at once one is started');
  t.match(await refused({ contract: 'piaxis' }), [409, /A run of \w+ is under way; wait for its end, or cancel it/]);
  t.equal((await control('GET', '/health')).status, 200);
  const first = await ended(async () => (await control('GET', '/verify')).body);
  t.match(first, { state: 'ended', causes: [], totals: { failed: 0 }, why: undefined });
  t.ok(first.totals!['passed']! > 5);

  t.equal(
    (await control('POST', '/verify', { contract: 'bookshop', level: 'must' })).status,
    201,
    'and then the other',
  );
  const second = await ended(async () => (await control('GET', '/verify')).body);
  t.match(second, { state: 'ended', contract: 'bookshop', totals: { failed: 3, suite_errors: 0, unreachable: 0 } });
  t.match(second['causes'], [
    {
      number: 1,
      title: 'The header allow is missing, at listBooks',
      request: 'PUT /bookshop/books → 405',
      failed: [/./],
    },
    { number: 2, title: 'The header retry-after is missing' },
    { number: 3, level: 'must', again: /bookshop\.yaml --base-url \S+ --only rate-limit\.recovery:default$/ },
  ]);
  t.match(
    second['command'],
    /^TOLLGATE_CONTROL_TOKEN="\$\{TOLLGATE_CONTROL_TOKEN:\?set it first\}" tollgate verify \S+bookshop\.yaml --base-url http:\S+ --level must$/,
  );
  t.strictSame(await standing(control), before, 'nothing of it changed');

  await control('POST', '/verify', { contract: 'piaxis' });
  const asked = await control('DELETE', '/verify');
  t.match(asked, { status: 200, body: { state: 'cancelling' } });
  const cancelled = await ended(async () => (await control('GET', '/verify')).body);
  t.match(cancelled, { state: 'cancelled', totals: { failed: 0, unreachable: 0, suite_errors: 0 } });
  t.ok(cancelled.totals!['not_run']! > 100);
  t.strictSame(await standing(control), before, 'no sandbox is left behind');

  await control('POST', '/verify', { contract: 'piaxis' });
  t.equal((await running.end('SIGTERM')).code, 0, 'a server that ends does not wait for it');
});

t.test('a server that speaks HTTPS is checked as one', async (t) => {
  const running = await start('piaxis', '--tls');
  t.teardown(() => running.end('SIGKILL'));
  const ask = (method: string, body?: object): Promise<Run> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      request(`${running.control}/verify`, { method, headers, rejectUnauthorized: false }, (answer) => {
        void answer.toArray().then((chunks) => resolve(JSON.parse(Buffer.concat(chunks).toString()) as Run), reject);
      })
        .on('error', reject)
        .end(body && JSON.stringify(body));
    });
  await ask('POST', { contract: 'piaxis', only: ['transport.*', 'oauth.state*'] });
  t.match(await ended(() => ask('GET')), { state: 'ended', causes: [], totals: { failed: 0, unreachable: 0 } });
});

t.test('what cannot be checked is said once, or at the start', async (t) => {
  const elsewhere = await start('piaxis', '--public-url', 'http://127.0.0.1:9');
  t.teardown(() => elsewhere.end('SIGKILL'));
  t.match(await controlClient(elsewhere.control)('POST', '/verify', { contract: 'piaxis' }), {
    status: 400,
    body: { detail: /The run was not started: http:\/\/127\.0\.0\.1:9 refuses connections/ },
  });
  const folder = t.testdir();
  const many = await start('piaxis', '--store', `file:${folder}`, '--workers', '2');
  t.teardown(() => many.end('SIGKILL'));
  t.match(await controlClient(many.control)('POST', '/verify', { contract: 'piaxis' }), {
    status: 404,
    body: { detail: /--workers.*tollgate verify <contract> --base-url/ },
  });
});
