/** HMAC signatures: by a recipe over the whole request, by one over time and body, and by the shortest there is. */
import { createHash, createHmac } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply } from './json-client.ts';

const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';
const RACERS = 1_000;
const NO_LIMIT = { limit: null, window_seconds: 60 };
const NOON = Date.parse('2030-06-01T12:00:00Z');
const EPOCH = NOON / 1000;

async function lighthouse(t: Test): Promise<SandboxHandle> {
  const sandbox = await startSandbox({ contracts: [LIGHTHOUSE], seed: 5, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set(NOON);
  sandbox.settings.change('lighthouse', { rate_limits: { gate: NO_LIMIT, default: NO_LIMIT } });
  return sandbox;
}

const lastRefusal = (sandbox: SandboxHandle) => sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal;
const failure = (sandbox: SandboxHandle): string | undefined => lastRefusal(sandbox)?.failure;

interface Signed {
  readonly timestamp?: number | string;
  readonly nonce?: string;
  readonly body?: string;
  readonly query?: string;
  readonly id?: string;
  readonly secret?: string;
  /** What is signed in place of what is sent. */
  readonly signedBody?: string;
  readonly signedQuery?: string;
  readonly signature?: (signature: string) => string;
}

let nonces = 0;

/** Asks whether a code opens the gate: method, path, query, body digest, timestamp and nonce are signed. */
function checkGate(sandbox: SandboxHandle, options: Signed = {}): Promise<Reply> {
  const {
    timestamp = EPOCH,
    nonce = `nonce-${nonces++}`,
    body = '{"gate_code":"418263"}',
    query = '',
    id = 'gate-north',
    secret = 'secret_sandbox_gate_north',
    signature = (text) => text,
  } = options;
  const digest = createHash('sha256')
    .update(options.signedBody ?? body)
    .digest('hex');
  const message = ['POST', '/gate-checks', options.signedQuery ?? query, digest, timestamp, nonce].join('\n');
  return jsonClient(sandbox.url('lighthouse'))(`/gate-checks${query === '' ? '' : `?${query}`}`, {
    body,
    headers: {
      'content-type': 'application/json',
      'lighthouse-harbour': 'port-haven',
      'terminal-id': id,
      'terminal-timestamp': String(timestamp),
      'terminal-nonce': nonce,
      'terminal-signature': signature(createHmac('sha512', secret).update(message).digest('base64')),
    },
  });
}

/** Reports the tide: id, timestamp and body are signed, with dots between. */
function reportTide(
  sandbox: SandboxHandle,
  {
    timestamp = EPOCH,
    body = '{"height_m":1.42}',
    id = 'gauge-mole',
    secret = 'secret_sandbox_gauge_mole',
  }: Signed = {},
): Promise<Reply> {
  const signature = createHmac('sha384', secret).update(`${id}.${timestamp}.${body}`).digest('base64url');
  return jsonClient(sandbox.url('lighthouse'))('/tide-readings', {
    body,
    headers: {
      'content-type': 'application/json',
      'gauge-id': id,
      'gauge-timestamp': String(timestamp),
      'gauge-signature': signature,
    },
  });
}

t.test('a signed request passes, whatever it holds', async (t) => {
  const sandbox = await lighthouse(t);
  t.match((await checkGate(sandbox)).body, { open: false, reason: 'not checked in' });
  t.match((await checkGate(sandbox, { body: '{ "gate_code": "000000" }', query: 'b=2&a=%C5%BE%20+&a=1' })).body, {
    open: false,
    reason: 'no such code',
  });
  const tide = await reportTide(sandbox, { body: '{"height_m":-0.5,"note":"příliv 🌊"}' });
  t.equal(tide.status, 201, tide.text);
  t.match(tide.body, { height_m: -0.5, recorded_at: '2030-06-01T12:00:00Z' });
});

t.test('whatever was changed on the way is refused', async (t) => {
  const sandbox = await lighthouse(t);
  const changes: readonly [name: string, options: Signed, failure: string][] = [
    ['the body', { signedBody: '{"gate_code":"418264"}' }, 'invalid_signature'],
    ['a space in the body', { signedBody: '{"gate_code": "418263"}' }, 'invalid_signature'],
    ['the query', { query: 'a=2', signedQuery: 'a=1' }, 'invalid_signature'],
    ['the order of the query', { query: 'a=1&b=2', signedQuery: 'b=2&a=1' }, 'invalid_signature'],
    ['the key', { secret: 'secret_sandbox_gate_skerry' }, 'invalid_signature'],
    [
      'one character of the signature',
      { signature: (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1) },
      'invalid_signature',
    ],
    ['the case of the signature', { signature: (text) => text.toUpperCase() }, 'invalid_signature'],
    ['the end of the signature', { signature: (text) => text.slice(0, -1) }, 'invalid_signature'],
    ['an unknown id', { id: 'gate-nowhere' }, 'invalid_credentials'],
    ['words for a timestamp', { timestamp: 'yesterday' }, 'malformed_credentials'],
    ['an exponent', { timestamp: '1.9e9' }, 'malformed_credentials'],
    ['a signed timestamp', { timestamp: `+${EPOCH}` }, 'malformed_credentials'],
    ['milliseconds', { timestamp: NOON }, 'future_timestamp'],
  ];
  for (const [name, options, expected] of changes) {
    t.equal((await checkGate(sandbox, options)).status, 401, name);
    t.equal(failure(sandbox), expected, name);
  }
  t.match(lastRefusal(sandbox)?.got, 'milliseconds', 'and says what may have happened');
});

t.test("the window's edges: exactly as old is accepted, a second more is not; so with the future", async (t) => {
  const sandbox = await lighthouse(t);
  t.equal((await checkGate(sandbox, { timestamp: EPOCH - 300 })).status, 200);
  t.equal((await checkGate(sandbox, { timestamp: EPOCH - 301 })).status, 401);
  t.equal(failure(sandbox), 'stale_timestamp');
  t.equal((await checkGate(sandbox, { timestamp: EPOCH + 30 })).status, 200);
  t.equal((await checkGate(sandbox, { timestamp: EPOCH + 31 })).status, 401);
  t.equal(failure(sandbox), 'future_timestamp');
  sandbox.clock.advance(300_999);
  t.equal((await checkGate(sandbox, { timestamp: EPOCH })).status, 200, 'a timestamp stands for its whole second');
  sandbox.clock.advance(1);
  t.equal((await checkGate(sandbox, { timestamp: EPOCH })).status, 401);
});

t.test('a nonce works once, until its timestamp leaves the window', async (t) => {
  const sandbox = await lighthouse(t);
  t.equal((await checkGate(sandbox, { nonce: 'once' })).status, 200);
  t.equal((await checkGate(sandbox, { nonce: 'once' })).status, 401);
  t.equal(failure(sandbox), 'replayed_signature');
  t.equal(
    (await checkGate(sandbox, { nonce: 'once', timestamp: EPOCH + 1 })).status,
    401,
    'with another timestamp too',
  );
  t.equal((await checkGate(sandbox, { nonce: 'twice', secret: 'wrong' })).status, 401);
  t.equal((await checkGate(sandbox, { nonce: 'twice' })).status, 200, 'a forged request burns no nonce');
  sandbox.clock.advance('5m');
  t.equal((await checkGate(sandbox, { nonce: 'once' })).status, 401, 'still inside');
  sandbox.clock.advance('1s');
  t.equal((await checkGate(sandbox, { nonce: 'once', timestamp: EPOCH + 301 })).status, 200, 'free again');
});

t.test('1,000 requests with one nonce at once: exactly one passes', async (t) => {
  const sandbox = await lighthouse(t);
  const replies = await atOnce(RACERS, () => checkGate(sandbox, { nonce: 'race' }));
  t.equal(replies.filter(({ status }) => status === 200).length, 1);
  t.equal(replies.filter(({ status }) => status === 401).length, RACERS - 1);
});

t.test('where replay is allowed, the hardened setting refuses it', async (t) => {
  const sandbox = await lighthouse(t);
  t.equal((await reportTide(sandbox)).status, 201);
  t.equal((await reportTide(sandbox)).status, 201);
  sandbox.settings.change('lighthouse', { hardened: true });
  t.equal((await reportTide(sandbox, { timestamp: EPOCH + 1 })).status, 201);
  t.equal((await reportTide(sandbox, { timestamp: EPOCH + 1 })).status, 401);
  t.equal(failure(sandbox), 'replayed_signature');
});

t.test('the journal says what was signed, and no secret', async (t) => {
  const sandbox = await lighthouse(t);
  await checkGate(sandbox, { query: 'token=very-secret', secret: 'wrong', nonce: 'told' });
  const note = lastRefusal(sandbox);
  t.match(note?.rule, 'HMAC-SHA512 in base64 over method, path, query');
  t.match(note?.expected, `POST\n/gate-checks\n`);
  t.match(note?.expected, `${EPOCH}\ntold`);
  t.match(note?.pointer, '#/x-credentials/terminal_signature/message');
  const journal = JSON.stringify(sandbox.journal.list());
  for (const secret of ['secret_sandbox_gate_north', 'very-secret', '418263']) t.notMatch(journal, secret);
  const right = createHmac('sha512', 'secret_sandbox_gate_north')
    .update(
      [
        'POST',
        '/gate-checks',
        'token=very-secret',
        createHash('sha256').update('{"gate_code":"418263"}').digest('hex'),
        EPOCH,
        'told',
      ].join('\n'),
    )
    .digest('base64');
  t.notOk(journal.includes(right), 'nor the right signature');
});

t.test('keys keep to their tenant and their addresses', async (t) => {
  const sandbox = await lighthouse(t);
  t.equal(
    (await checkGate(sandbox, { id: 'gate-skerry', secret: 'secret_sandbox_gate_skerry' })).status,
    403,
    'a terminal of another harbour',
  );
  t.equal(failure(sandbox), 'tenant_mismatch');
  t.equal((await reportTide(sandbox, { id: 'gauge-skerry', secret: 'secret_sandbox_gauge_skerry' })).status, 403);
  t.equal(failure(sandbox), 'address_not_allowed');
});

t.test('the published vector: user id and timestamp, by header and by query, where it is allowed', async (t) => {
  const sandbox = await startSandbox({ contracts: ['fortis'], seed: 5, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set(1_700_000_000_000);
  const send = jsonClient(sandbox.url('fortis'), { 'developer-id': 'fortis-developer' });
  const vector = {
    'user-id': '11e95f8ec39de8fbdb0a4f1a',
    timestamp: '1700000000',
    'hash-key': '75cac5c037bc9183a42e6b4db694c24f111807450ecdb5a70669b7b708e9daee',
  };
  const byHeader = (path: string, headers: Record<string, string> = vector): Promise<Reply> => send(path, { headers });
  for (const path of ['accountform', 'accountvaults', 'payform', 'routeraccountvault', 'salestax', 'transactions']) {
    t.equal((await byHeader(`/v2/${path}`)).status, 200, path);
    t.equal((await send(`/v2/${path}?${new URLSearchParams(vector).toString()}`)).status, 200, `${path}, by query`);
  }
  t.equal((await byHeader('/v2/contacts')).status, 401, 'contacts take no signature');
  t.equal(
    (await byHeader('/v2/transactions', { ...vector, 'hash-key': vector['hash-key'].toUpperCase() })).status,
    401,
  );
  t.match(lastRefusal(sandbox)?.got, 'upper case');
  t.match(lastRefusal(sandbox)?.expected, '34 bytes: 11e95f8ec39de8fbdb0a4f1a1700000000');
  t.equal(
    (await byHeader('/v2/transactions', { ...vector, 'user-id': '11e95f8ec39de8fbdb0a4f2a' })).status,
    401,
    "another user's id",
  );

  sandbox.clock.set(1_700_000_900_000);
  t.equal((await byHeader('/v2/transactions')).status, 200, 'exactly 15 minutes old');
  sandbox.clock.advance('1s');
  t.equal((await byHeader('/v2/transactions')).status, 401, 'a second more');
  sandbox.clock.set(1_699_999_700_000);
  t.equal((await byHeader('/v2/transactions')).status, 200, 'exactly 5 minutes ahead');
  sandbox.clock.advance('-1s');
  t.equal((await byHeader('/v2/transactions')).status, 401, 'a second more');
});

t.test('Fortis: every method of the six resources takes a signature; nothing else does', async (t) => {
  const sandbox = await startSandbox({ contracts: ['fortis'], seed: 5, strict: true });
  t.teardown(() => sandbox.close());
  const id = '11e95f8ec39de8fbdb0a4f1a';
  const signed = (): Readonly<Record<string, string>> => {
    const timestamp = String(Math.floor(sandbox.clock.now() / 1000));
    return {
      'developer-id': 'fortis-developer',
      'user-id': id,
      timestamp,
      'hash-key': createHmac('sha256', 'my_user_hash_key')
        .update(id + timestamp)
        .digest('hex'),
    };
  };
  const send = jsonClient(sandbox.url('fortis'));
  const ask = (path: string, json?: object): Promise<Reply> => send(path, { headers: signed(), ...(json && { json }) });
  const location_id = '11e8aaaa0000000000000001';
  for (const path of ['/v2/accountform', '/v2/payform']) t.equal((await ask(path)).status, 200, path);
  for (const [path, list, record] of [
    ['/v2/accountvaults', 'accountvaults', 'accountvault'],
    ['/v2/routeraccountvault', 'routeraccountvaults', 'routeraccountvault'],
    ['/v2/salestax', 'salestaxes', 'salestax'],
    ['/v2/transactions', 'transactions', 'transaction'],
  ] as const) {
    const page = await ask(path);
    const [first] = page.at(`/${list}`) as { readonly id: string }[];
    const one = await ask(`${path}/${first!.id}`);
    t.strictSame([page.status, one.status, one.at(`/${record}`)], [200, 200, first], path);
    t.equal((await ask(`${path}/no-such-id`)).status, 404);
  }
  t.equal(
    (
      await ask('/v2/accountvaults', {
        accountvault: { payment_method: 'cc', account_number: '5454545454545454', location_id },
      })
    ).status,
    201,
  );
  t.equal(
    (
      await ask('/v2/transactions', {
        transaction: { action: 'sale', payment_method: 'cc', transaction_amount: '13.00', location_id },
      })
    ).status,
    201,
  );
  for (const path of ['/v2/contacts', '/v2/contacts/123456789012345678901234'])
    t.equal((await ask(path)).status, 401, `${path}: the document's list governs, and not its sample`);
  t.equal((await send(`/v2/users/${id}/generateuserapikey`, { method: 'POST', headers: signed() })).status, 401);
});
