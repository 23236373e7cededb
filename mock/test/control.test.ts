import { jwtVerify } from 'jose';
import t from 'tap';
import type { Test } from 'tap';
import { at, follow } from '../contract/openapi-document.ts';
import type { Schema } from '../contract/openapi-document.ts';
import { CONTROL_DOCUMENT as document, CONTROL_ROUTES } from '../control/control-document.ts';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { controlClient } from './control-client.ts';
import type { ControlClient } from './control-client.ts';
import { postForm, send } from './oauth-client.ts';

type Json = Record<string, unknown>;

async function started(t: Test): Promise<{ sandbox: SandboxHandle; call: ControlClient }> {
  const sandbox = await startSandbox({ contracts: ['voucherify', 'piaxis'] });
  t.teardown(() => sandbox.close());
  return { sandbox, call: controlClient(sandbox.control) };
}

t.test('says what is served', async (t) => {
  const { sandbox, call } = await started(t);
  t.strictSame((await call('GET', '/health')).body, { status: 'ok', contracts: 2, sandboxes: 1 });
  const { contracts } = (await call('GET', '/contracts')).body as { contracts: Json[] };
  t.strictSame(
    contracts.map(({ name, base_url }) => [name, base_url]),
    ['voucherify', 'piaxis'].map((name) => [name, sandbox.url(name)]),
  );
  t.equal((await call('GET', '/health')).headers['cache-control'], 'no-store');
});

t.test('its own address lists what it can do, legibly where a person looks', async (t) => {
  const { sandbox, call } = await started(t);
  const { operations } = (await call('GET', '/')).body as { operations: Record<string, string> };
  t.equal(operations['POST /_tollgate/clock/advance'], 'Move the clock by a span');
  t.equal(Object.keys(operations).length, CONTROL_ROUTES.length, 'all of them');
  for (const agent of ['curl/8.14.1', 'Wget/1.25.0', 'HTTPie/3.2.4']) {
    const text = await (await fetch(sandbox.control, { headers: { 'user-agent': agent } })).text();
    t.match(text, /^\{\n {2}"operations": \{\n {4}"GET \/_tollgate": /, agent);
    t.match(text, /\n$/);
  }
  t.equal((await (await fetch(`${sandbox.control}/`)).text()).split('\n').length, 1);
  t.match(await call('DELETE', '/'), { status: 405, headers: { allow: 'GET' } });
});

t.test('sandboxes are made, named, found and deleted', async (t) => {
  const { sandbox, call } = await started(t);
  const made = await call('POST', '/sandboxes', { name: 'ci-7', seed: 42 });
  t.match(made, {
    status: 201,
    body: {
      name: 'ci-7',
      seed: '42',
      base_urls: { piaxis: sandbox.url('piaxis').replace('/piaxis', '/~ci-7/piaxis') },
    },
  });
  t.match(await call('POST', '/sandboxes', { name: 'ci-7' }), { status: 409, body: { detail: /"ci-7" already/ } });
  t.match(await call('POST', '/sandboxes', { name: 'Ci 7' }), { status: 400, body: { detail: /"name".*Lower-case/ } });
  const [one, two] = await Promise.all([call('POST', '/sandboxes'), call('POST', '/sandboxes', {})]);
  t.match([one, two], [{ status: 201, body: { name: /^sandbox-[0-9a-f]{8}$/, seed: '1' } }, { status: 201 }]);
  t.not(one.body['name'], two.body['name']);
  t.equal(((await call('GET', '/sandboxes')).body['sandboxes'] as Json[]).length, 4);
  t.match(await call('GET', '/sandboxes/ci-7'), { status: 200, body: { name: 'ci-7' } });
  t.match(await call('GET', '/clock?sandbox=ci-8'), {
    status: 404,
    body: { detail: 'There is no sandbox "ci-8"; did you mean "ci-7"?' },
  });
  t.match(await call('DELETE', '/sandboxes/ci-7'), { status: 204 });
  t.match(await call('DELETE', '/sandboxes/ci-7'), { status: 404 });
  t.match(await call('DELETE', '/sandboxes/default'), { status: 409 });
});

t.test('each sandbox has a clock of its own', async (t) => {
  const { call } = await started(t);
  await call('POST', '/sandboxes', { name: 'other' });
  t.match(await call('PUT', '/clock', { now: '2030-01-01T01:00:00+01:00', frozen: true }), {
    status: 200,
    body: { now: '2030-01-01T00:00:00Z', epoch_ms: 1_893_456_000_000, frozen: true },
  });
  t.match(
    await call('POST', '/clock/advance', { by: '15m' }),
    { body: { now: '2030-01-01T00:15:00Z', note: /client's own clock goes on as before\. .*token_lifetime/ } },
    "the answer says that nobody else's clock moved",
  );
  t.match(await call('POST', '/clock/advance', { by: '-PT1H15M' }), {
    body: { now: '2029-12-31T23:00:00Z', frozen: true },
  });
  t.match(await call('PUT', '/clock', { frozen: false }), { body: { now: /^2029-12-31T23:00:0/, frozen: false } });
  t.notMatch(await call('GET', '/clock?sandbox=other'), { body: { now: /^2029/ } });
  t.match(await call('DELETE', '/clock'), { body: { frozen: false } });
  t.notMatch(await call('GET', '/clock'), { body: { now: /^2029/ } });
  await call('PUT', '/clock', { now: '2030-01-01T00:00:00Z', frozen: true });
  t.match(await call('POST', '/reset', {}), { status: 204 });
  t.match(await call('GET', '/clock'), { body: { frozen: false, note: undefined } });
});

t.test("the Date header shows the sandbox's time, unless it shall not", async (t) => {
  const { sandbox, call } = await started(t);
  const { origin } = new URL(sandbox.control);
  await call('POST', '/sandboxes', { name: 'other' });
  const date = async (path = '/piaxis/nothing', base = '') =>
    new Date((await fetch(`${origin}${base}${path}`)).headers.get('date') ?? '').getTime();
  const near = (ms: number) => Math.abs(ms - Date.now()) < 60_000;
  t.ok(near(await date()), 'a clock that nobody moved');
  await call('PUT', '/clock', { now: '2030-01-01T00:00:00Z', frozen: true });
  t.equal(await date(), Date.UTC(2030, 0, 1), 'a clock that stands');
  t.ok(near(await date('/piaxis/nothing', '/~other')), "another sandbox's clock");
  await call('POST', '/clock/advance', { by: '-PT1H' });
  t.equal(await date(), Date.UTC(2029, 11, 31, 23));
  t.match(await call('PATCH', '/settings/piaxis', { date_header: 'machine' }), { body: { date_header: 'machine' } });
  t.ok(near(await date()), 'turned off');
  t.equal(await date('/voucherify/nothing'), Date.UTC(2029, 11, 31, 23), 'for this contract only');
  t.match(await call('PATCH', '/settings/piaxis', { date_header: null }), { body: { date_header: 'sandbox' } });
  t.equal(await date(), Date.UTC(2029, 11, 31, 23));
  await call('DELETE', '/clock');
  t.ok(near(await date()));
});

t.test('what cannot be used is refused in one line that says how to mend it', async (t) => {
  const { call } = await started(t);
  const cases: [string, string, unknown, number, RegExp][] = [
    ['PUT', '/clock', { frozn: true }, 400, /^The body has an unknown field "frozn"; did you mean "frozen"\?$/],
    ['PUT', '/clock', { now: 'yesterday' }, 400, /"now".*2030-01-01T00:00:00Z/],
    ['PUT', '/clock', { now: '1969-12-31T23:59:59Z' }, 400, /from 1970 to 9999/],
    ['PUT', '/clock', {}, 400, /at least one of now, frozen/],
    ['PUT', '/clock', [], 400, /^The body must be an object$/],
    ['POST', '/clock/advance', { by: 'soon' }, 400, /"by".*PT15M/],
    ['POST', '/clock/advance', { by: '15' }, 400, /"by".*PT15M/],
    ['POST', '/clock/advance', {}, 400, /lacks "by"/],
    ['POST', '/clock/advance', undefined, 400, /lacks a body/],
    ['GET', '/contracts?sandbx=x', undefined, 400, /unknown field "sandbx"; did you mean "sandbox"\?/],
    ['GET', '/contracts?sandbox=a&sandbox=b', undefined, 400, /"sandbox" must be text\. .+/],
    ['GET', '/otp/wait?timeout=61', undefined, 400, /"timeout" must be at most 60\. Seconds to wait at most\.$/],
    ['GET', '/journal?refused=perhaps', undefined, 400, /"refused" must be true or false\. .+/],
    ['GET', '/credentials/vouchrify', undefined, 404, /did you mean "voucherify"\?/],
    ['GET', '/nowhere', undefined, 404, /has no \/nowhere/],
    ['GET', '/constructor', undefined, 404, /has no/],
    ['POST', '/clock', {}, 405, /takes GET, PUT, DELETE, not POST/],
    [
      'PATCH',
      '/settings/piaxis',
      { consent: 'pge' },
      400,
      /"consent" must be one of "contract", "page", "headless", null/,
    ],
    [
      'PATCH',
      '/settings/piaxis',
      { token_lifetime: true },
      400,
      /^The body's field "token_lifetime" must be a number, text or null\. Seconds that access tokens live, or a duration such as `PT5M` or `5m`;/,
    ],
    ['PATCH', '/settings/piaxis', { token_lifetime: 0 }, 400, /"token_lifetime" must be more than 0\. Seconds /],
    ['PATCH', '/settings/piaxis', { token_lifetime: '300' }, 400, /"token_lifetime" does not fit\. Seconds .*`PT5M`/],
    [
      'PATCH',
      '/settings/piaxis',
      { token_lifetime: 'PT0S' },
      400,
      /"token_lifetime" must be from 0\.001 to 3153600000 seconds; it is "PT0S"/,
    ],
    [
      'PATCH',
      '/settings/piaxis',
      { otp_threshold: '5' },
      400,
      /"otp_threshold" must be a number, an object or null\. Amount .* in the unit of the amounts/,
    ],
    [
      'PATCH',
      '/settings/piaxis',
      { rate_limits: { retrieval: { limit: 1, window_seconds: [] } } },
      400,
      /"rate_limits\.retrieval\.window_seconds" must be a number or text\. Seconds that the window lasts/,
    ],
    [
      'PATCH',
      '/settings/piaxis',
      { rate_limits: { retrieval: { limit: 1.5 } } },
      400,
      /"rate_limits\.retrieval\.limit" must be a whole number or null\. Requests per window/,
    ],
    ['POST', '/clock/advance', { by: 900 }, 400, /"by" must be text\. An ISO 8601 duration \(`PT15M`\)/],
    [
      'POST',
      '/keys/piaxis',
      { credential: 'merchant_key', tenant: 'x', name: '' },
      400,
      /"name" must have at least 1 character\. What it is for/,
    ],
    ['PATCH', '/settings/piaxis', { rate_limits: { retrieva: { limit: 1 } } }, 400, /did you mean "retrieval"\?/],
    [
      'PATCH',
      '/settings/piaxis',
      { rate_limits: { retrieval: { limit: 1, windw: 1 } } },
      400,
      /unknown field "windw" in "rate_limits.retrieval"/,
    ],
    ['PATCH', '/settings/voucherify', { plan: 'busines' }, 400, /did you mean "business"\?/],
  ];
  for (const [method, path, body, status, detail] of cases) {
    const reply = await call(method, path, body);
    t.match(
      reply,
      { status, headers: { 'content-type': /^application\/problem\+json/ }, body: { status, detail } },
      `${method} ${path} ${JSON.stringify(body)}`,
    );
  }
  t.equal((await call('POST', '/clock', {})).headers['allow'], 'GET, PUT, DELETE');
  t.match(await call('PUT', '/clock', undefined, { text: '{"now"' }), {
    status: 400,
    body: { detail: /^The body is not JSON/ },
  });
  t.match(await call('PUT', '/clock', undefined, { text: '{"__proto__":{"now":1}}' }), { status: 400 });
  t.match(await call('PUT', '/clock', undefined, { text: 'now=1', headers: { 'content-type': 'text/plain' } }), {
    status: 415,
  });
  t.match(await call('PUT', '/clock', { now: 'x'.repeat(70_000) }), { status: 413 });
});

t.test('a span of time is a number of seconds or a duration', async (t) => {
  const { sandbox, call } = await started(t);
  for (const [given, seconds] of [
    [0, 0],
    ['PT0S', 0],
    ['5s', 5],
    [null, null],
  ] as const) {
    const answer = await call('PATCH', '/settings/piaxis', { reuse_leeway: given });
    t.match(answer, { status: 200, body: { reuse_leeway: seconds } }, `leeway of ${given}`);
    t.equal((await sandbox.settings.change('piaxis', { reuse_leeway: given })).reuse_leeway, seconds);
  }
  t.match(await call('PATCH', '/settings/piaxis', { reuse_leeway: -1 }), {
    status: 400,
    body: { detail: /reuse_leeway/ },
  });
  t.throws(() => sandbox.settings.change('piaxis', { reuse_leeway: 'soon' }), {
    message: /reuse_leeway must be seconds/,
  });
  for (const [given, seconds] of [
    [5, 5],
    ['PT5M', 300],
    ['5m', 300],
    ['1h30m', 5_400],
    ['P1D', 86_400],
    ['500ms', 0.5],
    [null, null],
  ] as const) {
    t.match(
      await call('PATCH', '/settings/piaxis', { token_lifetime: given }),
      { status: 200, body: { token_lifetime: seconds } },
      String(given),
    );
    t.equal(
      (await sandbox.settings.change('piaxis', { token_lifetime: given })).token_lifetime,
      seconds,
      `in the library: ${String(given)}`,
    );
  }
  t.match(
    await call('PATCH', '/settings/piaxis', { rate_limits: { retrieval: { limit: 1, window_seconds: 'PT2H' } } }),
    { body: { rate_limits: { retrieval: { window_seconds: 7_200 } } } },
  );
  t.throws(() => sandbox.settings.change('piaxis', { token_lifetime: 'soon' }), {
    name: 'InputError',
    message:
      /the option token_lifetime must be seconds above 0 .*, or a duration such as 5m or PT5M, or null; this is "soon"$/,
  });

  await call('PATCH', '/settings/voucherify', { token_lifetime: 'PT5M' });
  const issued = await fetch(`${sandbox.url('voucherify')}/v1/oauth/token`, {
    method: 'POST',
    headers: { 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_voucherify_primary' },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'api' }),
  });
  t.equal(((await issued.json()) as Json)['expires_in'], 300);
});

t.test('every field that a caller can get wrong says what it is', (t) => {
  const silent: string[] = [];
  const look = (schema: Schema, name: string): void => {
    const { node } = follow(document, { node: schema, pointer: '#' });
    for (const [field, property] of Object.entries(node.properties ?? {})) {
      if (property.description === undefined && property.$ref === undefined) silent.push(`${name}.${field}`);
      look(property, `${name}.${field}`);
    }
    if (typeof node.additionalProperties === 'object') look(node.additionalProperties, `${name}.*`);
    if (node.items) look(node.items, `${name}[]`);
  };
  for (const { id, parameters, body } of CONTROL_ROUTES) {
    for (const { name, description } of parameters) if (description === undefined) silent.push(`${id} ?${name}`);
    if (body) look(at(document, body.pointer) as Schema, id);
  }
  t.strictSame(silent, []);
  t.end();
});

t.test('settings change and go back', async (t) => {
  const { call } = await started(t);
  const untouched = (await call('GET', '/settings/piaxis')).body;
  t.match(
    await call('PATCH', '/settings/piaxis', {
      consent: 'headless',
      otp_threshold: 5,
      rate_limits: { retrieval: { limit: 2 } },
    }),
    {
      status: 200,
      body: { consent: 'headless', otp_threshold: 5, rate_limits: { retrieval: { limit: 2, window_seconds: Number } } },
    },
  );
  t.match(await call('PATCH', '/settings/piaxis', { rate_limits: { escrow: { limit: null, window_seconds: 1 } } }), {
    body: { consent: 'headless', rate_limits: { retrieval: { limit: 2 }, escrow: { limit: null, window_seconds: 1 } } },
  });
  t.strictSame(
    Object.keys(
      (await call('PATCH', '/settings/piaxis', { rate_limits: { retrieval: null } })).body['rate_limits'] as Json,
    ),
    ['escrow'],
  );
  t.strictSame(
    (await call('PATCH', '/settings/piaxis', { consent: null, otp_threshold: null, rate_limits: null })).body,
    untouched,
  );
});

t.test('the credential sheet has everything a client needs', async (t) => {
  const { sandbox, call } = await started(t);
  const vouchers = await call('GET', '/credentials/voucherify');
  t.match(vouchers, {
    status: 200,
    body: {
      base_url: sandbox.url('voucherify'),
      tenants: [{ id: String }, { id: String }],
      presented: [
        {
          kind: 'key_pair',
          parts: [
            { part: 'id', in: 'header', name: 'X-App-Id' },
            { part: 'secret', in: 'header', name: 'X-App-Token' },
          ],
        },
      ],
      example: /^curl .*X-App-Id/,
    },
  });
  t.ok((vouchers.body['identifiers'] as Json[]).some(({ kind, values }) => kind === 'origin' && Array.isArray(values)));
  const payments = (await call('GET', '/credentials/piaxis')).body;
  t.match((payments['clients'] as Json[])[0], {
    client_id: String,
    client_secret: null,
    redirect_uris: [String],
    grants: [String],
    scopes: [String],
  });
  t.same(await sandbox.credentials('voucherify'), vouchers.body);
  t.match((await call('GET', '/credentials/piaxis', undefined, { headers: { host: 'localhost:9' } })).body, {
    base_url: 'http://localhost:9/piaxis',
  });
});

t.test('the key that HS256 tokens are signed with is told to those who check them', async (t) => {
  const { sandbox, call } = await started(t);
  await sandbox.settings.change('piaxis', { consent: 'headless' });
  const { body } = await call('GET', '/credentials/piaxis');
  const [key] = body['signing_keys'] as { credential: string; kid: string; k: string }[];
  t.match(key, { credential: 'access_token', kty: 'oct', alg: 'HS256', kid: /.+/, k: /^[\w-]{43}$/ });
  t.strictSame((await call('GET', '/credentials/voucherify')).body['signing_keys'], []);
  const base = sandbox.url('piaxis');
  const client = '096b723a-45c5-4957-94d7-747835136265';
  const query = `response_type=code&merchant_id=${client}&scope=payments:read&redirect_uri=http://localhost:3000/callback`;
  const { location } = await send(`${base}/api/authorize?${query}`);
  const form = { grant_type: 'authorization_code', code: location.get('code') ?? '', client_id: client };
  const { json } = await postForm(`${base}/api/oauth/token`, {
    ...form,
    redirect_uri: 'http://localhost:3000/callback',
  });
  const { payload, protectedHeader } = await jwtVerify(String(json['access_token']), Buffer.from(key!.k, 'base64url'));
  t.match({ payload, protectedHeader }, { payload: { client_id: client }, protectedHeader: { kid: key!.kid } });
});

t.test('clients that sign assertions get their private key', async (t) => {
  const sandbox = await startSandbox({ contracts: ['engagifii-revenue'] });
  t.teardown(() => sandbox.close());
  const { body } = await controlClient(sandbox.control)('GET', '/credentials/engagifii-revenue');
  const signing = (body['clients'] as Json[]).filter(({ assertion_key }) => assertion_key !== undefined);
  t.match(signing, [
    { grants: ['jwt_bearer'], assertion_key: { kty: 'EC', crv: 'P-256', d: /^[\w-]{43}$/, alg: 'ES256' } },
  ]);
});

const KEYS = '/keys/voucherify';
const NEW_KEY = { credential: 'application_key', tenant: 'proj_hotbeans', name: 'Job', role: 'viewer' };

t.test('keys are made, blocked, unblocked, regenerated and deleted', async (t) => {
  const { sandbox, call } = await started(t);
  const key = (await call('POST', KEYS, NEW_KEY)).body as { id: string; secret: string };
  t.match(key, { secret: String, secret_hidden: false, status: 'active', primary: false, name: 'Job' });
  const works = async (secret: string): Promise<boolean> =>
    (
      await fetch(`${sandbox.url('voucherify')}/v1/campaigns`, {
        headers: { 'X-App-Id': key.id, 'X-App-Token': secret },
      })
    ).status !== 401;
  const place = `${KEYS}/application_key/${key.id}`;
  t.equal(await works(key.secret), true);
  t.match(await call('POST', `${place}/block`), { status: 200, body: { status: 'blocked' } });
  t.equal(await works(key.secret), false);
  t.match(await call('POST', `${place}/unblock`, {}), { status: 200, body: { status: 'active' } });
  t.equal(await works(key.secret), true);
  const renewed = (await call('POST', `${place}/regenerate`, {})).body as { secret: string };
  t.not(renewed.secret, key.secret);
  t.strictSame([await works(key.secret), await works(renewed.secret)], [false, true]);
  t.match(await call('DELETE', place), { status: 204 });
  t.equal(await works(renewed.secret), false);
  for (const [method, path] of [
    ['GET', place],
    ['DELETE', place],
    ['POST', `${place}/unblock`],
  ] as const)
    t.match(await call(method, path), { status: 404 });
  t.notOk(((await call('GET', KEYS)).body['keys'] as Json[]).some(({ id }) => id === key.id));
});

t.test('a key that the contract does not allow is not made', async (t) => {
  const { call } = await started(t);
  const cases: [Json, RegExp][] = [
    [{ credential: 'aplication_key' }, /"aplication_key"; did you mean "application_key"\?/],
    [{ credential: 'access_token' }, /There is no key credential "access_token"/],
    [{ tenant: 'proj_hotbean' }, /did you mean "proj_hotbeans"\?/],
    [{ role: 'viewr' }, /did you mean "viewer"\?/],
    [{ user: 'nobody' }, /There is no user/],
    [{ platform: 'Braz' }, /did you mean "Braze"\?/],
    [{ platform: 'Braze', name: undefined }, /needs a name/],
    [{ platform: 'Braze', role: undefined }, /needs a role/],
    [{ allowed_addresses: ['10.0.0.0/33'] }, /neither an IP address nor a CIDR range/],
    [{ allowed_adresses: [] }, /did you mean "allowed_addresses"\?/],
  ];
  for (const [change, detail] of cases)
    t.match(await call('POST', KEYS, { ...NEW_KEY, ...change }), { status: 400, body: { detail } });
  t.match(
    await call('POST', KEYS, { ...NEW_KEY, platform: 'Braze', allowed_addresses: ['127.0.0.1', '2001:db8::/32'] }),
    { status: 201, body: { platform: 'Braze' } },
  );
  t.match(await call('GET', `${KEYS}/application_key/none`), { status: 404 });
  t.match(await call('GET', `${KEYS}/app_key/none`), { status: 404 });
});

t.test('secrets are shown for as long as the contract says', async (t) => {
  const { call } = await started(t);
  await call('PATCH', '/settings/voucherify', { plan: 'business' });
  await call('PUT', '/clock', { frozen: true });
  const made = (await call('POST', KEYS, NEW_KEY)).body;
  const shown = async (id: unknown): Promise<boolean> => {
    const { secret, secret_hidden } = (await call('GET', `${KEYS}/application_key/${String(id)}`)).body;
    t.equal(secret === null, secret_hidden);
    return secret !== null;
  };
  const advance = (by: string) => call('POST', '/clock/advance', { by });
  const primary = 'voucherify-app-primary';

  await advance('14m59s');
  t.strictSame([await shown(made['id']), await shown(primary)], [true, true], 'a second before 15 minutes');
  await advance('1s');
  t.strictSame([await shown(made['id']), await shown(primary)], [false, true], 'at 15 minutes');
  await advance('13d23h44m59s');
  t.equal(await shown(primary), true, 'a second before 14 days');
  t.type((await call('GET', '/credentials/voucherify')).body['example'], 'string');
  await advance('1s');
  t.equal(await shown(primary), false, 'at 14 days');
  t.equal((await call('GET', '/credentials/voucherify')).body['example'], null, 'no example shows a hidden secret');

  t.match(await call('POST', `${KEYS}/application_key/${primary}/regenerate`, {}), {
    body: { secret: String, secret_hidden: false },
  });
  await advance('14m59s');
  t.equal(await shown(primary), true);
  await advance('1s');
  t.equal(await shown(primary), false, 'a regenerated primary key: 15 minutes');
  await call('PATCH', '/settings/voucherify', { plan: 'sandbox' });
  t.equal(await shown(primary), true, 'never hidden on the sandbox plan');
});

async function requestOtp(sandbox: SandboxHandle): Promise<void> {
  const { keys, presented } = await sandbox.credentials('piaxis');
  const key = keys.find(({ credential, status }) => credential === 'merchant_key' && status === 'active')!;
  const [header] = presented.find(({ credential }) => credential === key.credential)!.parts;
  const response = await fetch(`${sandbox.url('piaxis')}/api/auth/request-otp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [header!.name]: key.secret! },
    body: JSON.stringify({
      operation: 'escrow_release',
      escrow_id: 'e123e4567-e89b-12d3-a456-426614174000',
      phone_number: '+256700000000',
    }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

t.test('the inbox is listed, read and waited for', async (t) => {
  const { sandbox, call } = await started(t);
  t.match(await call('GET', '/otp/latest'), { status: 404 });
  t.match(await call('GET', '/otp/wait?timeout=0.02'), { status: 204 });
  const waiting = call('GET', '/otp/wait?contract=piaxis&timeout=10');
  await requestOtp(sandbox);
  const { body: message } = await waiting;
  t.match(message, { id: 1, contract: 'piaxis', code: /^\d+$/ });
  t.strictSame((await call('GET', '/otp')).body, { dropped: 0, messages: [message] });
  t.strictSame((await call('GET', `/otp/latest?otp_id=${String(message['otp_id'])}`)).body, message);
  t.match(await call('GET', '/otp/latest?after=1'), { status: 404 });
  t.strictSame((await call('GET', '/otp?contract=voucherify')).body, { dropped: 0, messages: [] });
});

t.test('a closing server keeps nobody waiting', async (t) => {
  const sandbox = await startSandbox({ contracts: ['piaxis'] });
  const waiting = controlClient(sandbox.control)('GET', '/otp/wait?timeout=60').catch((error: unknown) => error);
  await controlClient(sandbox.control)('GET', '/health');
  await sandbox.close();
  t.ok(await waiting);
});

t.test('the journal says why, and keeps no secret', async (t) => {
  const { sandbox, call } = await started(t);
  await fetch(`${sandbox.url('voucherify')}/v1/vouchers?access_token=s3cret-value`, {
    headers: { 'X-App-Id': 'nobody', 'X-App-Token': 'wr0ng-value' },
  });
  await fetch(`${sandbox.url('piaxis')}/nowhere`);
  const { body } = await call('GET', '/journal?contract=voucherify&refused=true');
  t.match(body, {
    capacity: 10_000,
    entries: [
      {
        contract: 'voucherify',
        method: 'GET',
        url: '/voucherify/v1/vouchers?access_token=[redacted]',
        status: 401,
        refusal: { failure: 'invalid_credentials', meaning: String, pointer: /^#\// },
      },
    ],
  });
  t.notMatch(JSON.stringify(body), /s3cret-value|wr0ng-value/);
  t.equal(((await call('GET', '/journal')).body['entries'] as Json[]).length, 2);
  t.equal(((await call('GET', '/journal?after=1&limit=5')).body['entries'] as Json[]).length, 1);
  t.match(await call('DELETE', '/journal'), { status: 204 });
  t.strictSame((await call('GET', '/journal')).body['entries'], []);
});

t.test('only callers on this machine are answered, and no foreign web page', async (t) => {
  const { call } = await started(t);
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await call('GET', '/health', undefined, { headers })).status;
  t.equal(await status({ host: 'localhost:4010' }), 200);
  t.equal(await status({ host: 'ci.localhost' }), 200);
  t.equal(await status({ host: '[::1]:4010' }), 200);
  t.equal(await status({ host: 'rebound.example' }), 403);
  t.equal(await status({ host: 'localhost.example:4010' }), 403);
  t.equal(await status({ host: 'localhost', origin: 'http://localhost:3000' }), 200);
  t.equal(await status({ origin: 'https://evil.example' }), 403);
  t.equal(await status({ origin: 'null' }), 403);
  t.equal(await status({ 'x-forwarded-for': '203.0.113.9' }), 403);
});

t.test('with a token, only anyone who carries it is answered', async (t) => {
  const sandbox = await startSandbox({ contracts: ['piaxis'], controlToken: 'a-token-for-tests' });
  t.teardown(() => sandbox.close());
  const call = controlClient(sandbox.control);
  t.match(await call('GET', '/health'), { status: 401, headers: { 'www-authenticate': 'Bearer' } });
  t.match(await call('GET', '/health', undefined, { headers: { authorization: 'Bearer a-token-for-test' } }), {
    status: 401,
  });
  t.match(
    await call('GET', '/health', undefined, {
      headers: { authorization: 'bearer a-token-for-tests', host: 'ci.example' },
    }),
    { status: 200 },
  );
});
