/** What browsers are told, asked without one. @see Fetch §3.3 */
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';

const PAGE = 'https://yourdomain.com';
const STRANGER = 'https://elsewhere.test';

async function started(t: Test, ...contracts: readonly string[]): Promise<SandboxHandle> {
  const sandbox = await startSandbox({ contracts });
  t.teardown(() => sandbox.close());
  return sandbox;
}

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

async function ask(url: string, method: string, headers: Record<string, string> = {}, body?: string): Promise<Told> {
  const response = await fetch(url, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) });
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
}

const preflight = (url: string, origin: string, method = 'GET'): Promise<Told> =>
  ask(url, 'OPTIONS', {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization',
  });

const allowed = ({ headers }: Told): string | undefined => headers['access-control-allow-origin'];

t.test('where the contract has an origin list, it decides; an application is listed by its identifier', async (t) => {
  const sandbox = await started(t, 'voucherify');
  const url = `${sandbox.url('voucherify')}/client/v1/validate?code=BLCKFRDY`;
  for (const [origin, let_in] of [
    [PAGE, true],
    ['https://www.example.com', true],
    ['http://localhost:5173', true],
    ['com.example.shop', true],
    ['app://com.example.shop', true],
    [STRANGER, false],
    ['https://yourdomain.com.evil.test', false],
    ['null', false],
    ['com.example.other', false],
  ] as const) {
    const told = await preflight(url, origin);
    t.match(
      { status: told.status, origin: allowed(told), vary: told.headers['vary'] },
      { status: 204, origin: let_in ? origin : undefined, vary: 'Origin' },
      origin,
    );
    t.notOk('access-control-allow-credentials' in told.headers);
  }
  const names = (await preflight(url, PAGE)).headers['access-control-allow-headers']!.split(', ');
  for (const name of ['authorization', 'content-type', 'x-client-application-id', 'x-client-token'])
    t.ok(names.includes(name), name);
  t.equal((await preflight(url, PAGE)).headers['access-control-allow-methods'], 'GET, HEAD');
  t.match(
    sandbox.journal
      .list()
      .filter(({ refusal }) => refusal)
      .at(0),
    { method: 'OPTIONS', operation: undefined, status: 204, refusal: { failure: 'origin_not_allowed', got: STRANGER } },
  );
  const key = {
    'x-client-application-id': 'voucherify-client',
    'x-client-token': 'pk_test_voucherify_client',
    'content-type': 'application/json',
  };
  const good = await ask(url, 'GET', { ...key, origin: PAGE });
  t.match(
    { status: good.status, origin: allowed(good), exposed: good.headers['access-control-expose-headers'] },
    { status: 200, origin: PAGE, exposed: /x-rate-limit-remaining/ },
  );
  const bad = await ask(url, 'GET', { ...key, 'x-client-token': 'wrong', origin: PAGE });
  t.match({ status: bad.status, origin: allowed(bad) }, { status: 401, origin: PAGE });
  const strange = await ask(url, 'GET', { ...key, origin: STRANGER });
  t.match({ status: strange.status, origin: allowed(strange) }, { status: 401, origin: undefined });
  await sandbox.settings.change('voucherify', { origins: ['elsewhere.test'] });
  t.equal(allowed(await preflight(url, STRANGER)), STRANGER);
  t.equal(allowed(await preflight(url, PAGE)), undefined);
});

t.test('elsewhere pages of every origin are let in, and read every refusal', async (t) => {
  const sandbox = await started(t, 'piaxis');
  const base = sandbox.url('piaxis');
  t.equal(allowed(await preflight(`${base}/api/oauth/token`, STRANGER, 'POST')), '*');
  t.match((await preflight(`${base}/api/escrow/release`, STRANGER, 'POST')).headers, {
    'access-control-allow-headers': /x-verification-token/,
    'access-control-allow-methods': 'POST',
  });
  const nowhere = await ask(`${base}/nowhere`, 'GET', { origin: STRANGER });
  t.match({ status: nowhere.status, origin: allowed(nowhere) }, { status: 404, origin: '*' });
  await sandbox.settings.change('piaxis', { rate_limits: { retrieval: { limit: 2, window_seconds: 60 } } });
  const read = (headers: Record<string, string>) => ask(`${base}/api/profile`, 'GET', { origin: STRANGER, ...headers });
  const seen = [
    await read({ 'api-key': 'wrong' }),
    await read({ 'api-key': 'pk_test_nile_market' }),
    await read({ 'api-key': 'wrong' }),
    await read({}),
  ];
  t.strictSame(
    seen.map(({ status }) => status),
    [401, 200, 429, 429],
  );
  t.ok(
    seen.every(
      (told) =>
        allowed(told) === '*' &&
        /x-ratelimit-reset/.test(told.headers['access-control-expose-headers']!) &&
        /x-request-id/.test(told.headers['access-control-expose-headers']!),
    ),
  );
  t.equal(allowed(await ask(base.replace('/piaxis', '/~none/piaxis/api/profile'), 'GET', { origin: STRANGER })), '*');
});

t.test('a preflight carries no credential and takes nothing from a quota', async (t) => {
  const sandbox = await started(t, 'piaxis', 'engagifii-training');
  await sandbox.settings.change('piaxis', { rate_limits: { retrieval: { limit: 1, window_seconds: 60 } } });
  const url = `${sandbox.url('piaxis')}/api/profile`;
  for (let i = 0; i < 5; i++) t.equal((await preflight(url, PAGE)).status, 204);
  t.equal((await ask(url, 'GET', { 'api-key': 'pk_test_nile_market' })).status, 200);
  t.match(sandbox.journal.list({ contract: 'piaxis' }).at(0), { method: 'OPTIONS', caller: undefined });
});

t.test('what the contract lacks is refused to a preflight as to any request', async (t) => {
  const sandbox = await started(t, 'piaxis');
  const base = sandbox.url('piaxis');
  t.match(await preflight(`${base}/nowhere`, PAGE), { status: 404, text: /error/ });
  const wrong = await preflight(`${base}/api/profile`, PAGE, 'DELETE');
  t.match(wrong, { status: 405, headers: { allow: /GET/ } });
  t.match(
    await ask(`${base}/api/profile`, 'OPTIONS', { origin: PAGE }),
    { status: 405 },
    'an OPTIONS that asks nothing is no preflight',
  );
  t.match(await ask(`${base}/api/profile`, 'OPTIONS', { 'access-control-request-method': 'GET' }), { status: 405 });
});

t.test('the authorization endpoint is for people, and not for scripts', async (t) => {
  const sandbox = await started(t, 'oauth2');
  const base = sandbox.url('oauth2');
  t.equal((await preflight(`${base}/authorize`, PAGE)).status, 405);
  const shown = await ask(
    `${base}/authorize?response_type=code&client_id=app&redirect_uri=${encodeURIComponent('http://localhost:3000/callback')}`,
    'GET',
    { origin: PAGE },
  );
  t.match({ status: shown.status, origin: allowed(shown) }, { status: 200, origin: undefined });
  t.equal(allowed(await ask(`${base}/.well-known/oauth-authorization-server`, 'GET', { origin: PAGE })), '*');
  t.equal((await preflight(`${base}/token`, PAGE, 'POST')).status, 204);
});

t.test('the control plane stays closed to pages', async (t) => {
  const sandbox = await started(t, 'piaxis');
  const clock = `${sandbox.control}/clock`;
  for (const told of [await preflight(clock, PAGE, 'PUT'), await ask(clock, 'GET', { origin: PAGE })]) {
    t.match({ status: told.status, origin: allowed(told) }, { status: 403, origin: undefined });
  }
  t.equal((await ask(clock, 'OPTIONS', { host: 'rebound.test' })).status >= 400, true);
});

t.test('a client-side request with a body names its Content-Type; one without needs none', async (t) => {
  const sandbox = await started(t, 'voucherify');
  const url = `${sandbox.url('voucherify')}/client/v1`;
  const key = {
    'x-client-application-id': 'voucherify-client',
    'x-client-token': 'pk_test_voucherify_client',
    origin: PAGE,
  };
  const body = JSON.stringify({ event: 'cart_abandoned', customer: { source_id: 'a' } });
  for (const get of [`${url}/validate?code=BLCKFRDY`, `${url}/promotions/tiers`])
    t.match(await ask(get, 'GET', key), { status: 200 }, get);
  t.match(await ask(`${url}/events`, 'POST', key, body), { status: 415, text: /unsupported_media_type/ });
  t.match(await ask(`${url}/redeem?code=BLCKFRDY`, 'POST', key), { status: 415 }, 'a POST whose body may be left out');
  t.match(await ask(`${url}/events`, 'POST', { ...key, 'content-type': 'text/plain' }, body), { status: 415 });
  t.match(sandbox.journal.list({ status: 415 }).at(-1), {
    refusal: { expected: 'application/json', got: 'text/plain' },
  });
  sandbox.clock.advance('5s');
  t.match(await ask(`${url}/events`, 'POST', { ...key, 'content-type': 'application/json; charset=utf-8' }, body), {
    status: 200,
  });
  t.match(
    await ask(`${url}/events`, 'POST', { ...key, 'x-client-token': 'wrong' }, body),
    { status: 401 },
    'who calls is judged first',
  );
});
