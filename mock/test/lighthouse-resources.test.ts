/**
 * What no built-in contract does with its resources: cursors, a shared register, checks by a field, keys regenerated.
 */
import { createHash, createHmac } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply, Send } from './json-client.ts';

const NO_LIMIT = { limit: null, window_seconds: 60 };
const NOON = Date.parse('2030-06-01T12:00:00Z');
const BOOKING = {
  berth_id: 'berth_0042',
  vessel: 'Havsglimt',
  skipper: 'Åsa Öberg',
  email: 'asa@example.com',
  arrives_on: '2030-07-01',
  nights: 2,
  guests: 3,
  total: 640,
  currency: 'SEK',
  payment: 'card',
};

const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly anyone: Send;
  readonly office: Send;
  readonly skerry: Send;
  readonly clerk: Send;
  readonly terminal: (path: string, body?: string) => Promise<Reply>;
}

async function bench(t: Test): Promise<Bench> {
  const sandbox = await startSandbox({ contracts: ['mock/test/fixtures/lighthouse.yaml'], seed: 4, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set(NOON);
  sandbox.settings.change('lighthouse', { rate_limits: { default: NO_LIMIT, public: NO_LIMIT, gate: NO_LIMIT } });
  const url = sandbox.url('lighthouse');
  const office = (harbour: string, id: string, secret: string): Send =>
    jsonClient(url, {
      authorization: basic(id, secret),
      'lighthouse-harbour': harbour,
      'lighthouse-version': '2025-04-01',
    });
  let nonces = 0;
  return {
    sandbox,
    anyone: jsonClient(url),
    office: office('port-haven', 'office-haven', 'sk_sandbox_office_haven'),
    skerry: office('skerry-point', 'office-skerry', 'sk_sandbox_office_skerry'),
    clerk: office('port-haven', 'office-clerk', 'sk_sandbox_office_clerk'),
    terminal(path, body) {
      const nonce = `n${nonces++}`;
      const message = [
        'POST',
        path,
        '',
        createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
        NOON / 1000,
        nonce,
      ].join('\n');
      return jsonClient(url)(path, {
        method: 'POST',
        ...(body === undefined ? {} : { body }),
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          'lighthouse-harbour': 'port-haven',
          'lighthouse-version': '2025-04-01',
          'terminal-id': 'gate-north',
          'terminal-timestamp': String(NOON / 1000),
          'terminal-nonce': nonce,
          'terminal-signature': createHmac('sha512', 'secret_sandbox_gate_north').update(message).digest('base64'),
        },
      });
    },
  };
}

type Item = Readonly<Record<string, string>>;

t.test('a cursor walks over every record once', async (t) => {
  const { anyone } = await bench(t);
  const seen: string[] = [];
  for (let more = true, pages = 0; more && pages < 20; pages++) {
    const page = await anyone(`/berths?limit=7${seen.length === 0 ? '' : `&after=${seen.at(-1)!}`}`);
    t.equal(page.status, 200, page.text);
    const ids = (page.at('/berths') as Item[]).map(({ id }) => id!);
    t.equal(page.at('/returned'), ids.length);
    seen.push(...ids);
    more = page.at('/has_more') === true;
  }
  t.equal(seen.length, 60);
  t.equal(new Set(seen).size, 60);
  const filtered = (await anyone(`/berths?limit=50&state=free`)).at('/berths') as Item[];
  t.ok(filtered.length > 0 && filtered.every(({ state }) => state === 'free'));
});

t.test('a shared register is one for all, and its changes too', async (t) => {
  const { anyone, office, skerry } = await bench(t);
  t.equal(
    (await office('/berths/berth_0042', { method: 'PATCH', json: { state: 'closed', id: 'berth_1' } })).status,
    200,
  );
  t.match((await skerry('/berths/berth_0042')).status, 401, 'an office key is not for this');
  t.equal((await anyone('/berths/berth_0042')).status, 415, 'this one wants a Content-Type of a GET, too');
  t.match((await anyone('/berths/berth_0042', { headers: { 'content-type': 'application/json' } })).body, {
    id: 'berth_0042',
    state: 'closed',
  });
});

t.test('a booking from creation to deletion', async (t) => {
  const { office, clerk, skerry } = await bench(t);
  const made = await clerk('/bookings', { json: { booking: { ...BOOKING, status: 'refunded', gate_code: '000000' } } });
  t.equal(made.status, 201, made.text);
  t.match(made.at('/booking'), {
    ...BOOKING,
    status: 'confirmed',
    checked_in_at: null,
    created_at: '2030-06-01T12:00:00Z',
  });
  t.not(made.at('/booking/gate_code'), '000000', 'what is the server’s is the server’s');
  const path = `/bookings/${String(made.at('/booking/id'))}`;
  t.equal((await office(path, { method: 'PATCH', json: { booking: { guests: 6 } } })).at('/booking/guests'), 6);
  t.equal((await skerry(path)).status, 404);
  t.equal((await skerry(path, { method: 'DELETE' })).status, 404);
  t.equal((await office(path, { method: 'DELETE' })).status, 204);
  t.equal((await office(path)).status, 410, 'gone, not unknown');
  t.equal((await office(path, { method: 'PATCH', json: { booking: { guests: 1 } } })).status, 410);
  t.equal(
    (await clerk('/bookings', { json: { booking: { ...BOOKING, berth_id: 'berth_nowhere' } } })).status,
    404,
    'the berth must exist',
  );
});

t.test('a field of the body may demand a credential of its own', async (t) => {
  const { sandbox, office } = await bench(t);
  const json = { booking: { ...BOOKING, payment: 'on_account' } };
  t.equal((await office('/bookings', { json })).status, 201);
  const token = await jsonClient(sandbox.url('lighthouse'))('/oauth/token', {
    body: 'grant_type=client_credentials&scope=bookings.write',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: basic('harbour-desk', 'secret_sandbox_harbour_desk'),
    },
  });
  t.equal(token.status, 200, token.text);
  const bearer = {
    authorization: `Bearer ${String(token.at('/access_token'))}`,
    'lighthouse-harbour': 'port-haven',
    'lighthouse-version': '2025-04-01',
  };
  const send = jsonClient(sandbox.url('lighthouse'), bearer);
  t.equal((await send('/bookings', { json })).status, 403);
  t.equal((await send('/bookings', { json: { booking: BOOKING } })).status, 201);
});

t.test('a transition happens once, however many ask, and a check sees it', async (t) => {
  const { terminal, office } = await bench(t);
  const gate = (code: string): Promise<Reply> => terminal('/gate-checks', JSON.stringify({ gate_code: code }));
  t.match((await gate('418263')).body, { open: false, reason: 'not checked in' });
  t.match((await gate('000000')).body, { open: false, reason: 'no such code' });
  const replies = await atOnce(200, () => terminal('/bookings/bk_SummerRegatta/check-in'));
  t.equal(replies.filter(({ status }) => status === 200).length, 1, replies[0]!.text);
  t.equal(replies.filter(({ status }) => status === 409).length, 199);
  t.match((await office('/bookings/bk_SummerRegatta')).at('/booking'), {
    status: 'checked_in',
    checked_in_at: '2030-06-01T12:00:00Z',
  });
  const open = await gate('418263');
  t.equal(open.at('/open'), true);
  t.equal(open.at('/reason'), undefined);
});

t.test('a regenerated key works at once, the old secret does not, and only within the tenant', async (t) => {
  const { sandbox, office, skerry, clerk } = await bench(t);
  const made = await office('/office-keys/office-clerk/secret', { method: 'POST' });
  t.equal(made.status, 201, made.text);
  t.equal(made.at('/id'), 'office-clerk');
  t.equal((await clerk('/bookings')).status, 401);
  const secret = String(made.at('/secret'));
  t.equal((await clerk('/bookings', { headers: { authorization: basic('office-clerk', secret) } })).status, 200);
  t.equal((await skerry('/office-keys/office-clerk/secret', { method: 'POST' })).status, 404);
  t.equal((await office('/office-keys/nobody/secret', { method: 'POST' })).status, 404);
  t.notMatch(JSON.stringify(sandbox.journal.list()), secret);
});

t.test('other codes than six digits, for three minutes and three tries', async (t) => {
  const { sandbox, office } = await bench(t);
  const ask = async (): Promise<string> => {
    const reply = await office('/verifications', {
      json: { action: 'refund', booking_id: 'bk_SummerRegatta', phone: '+4670000101' },
    });
    t.equal(reply.status, 201, reply.text);
    return String(reply.at('/verification_id'));
  };
  const confirm = (id: string, code: string): Promise<Reply> =>
    office('/verifications/confirm', { json: { verification_id: id, code } });
  const refund = (pass?: string): Promise<Reply> =>
    office('/refunds', {
      json: { booking_id: 'bk_SummerRegatta' },
      headers: pass === undefined ? {} : { 'lighthouse-verification': pass },
    });
  const locked = await ask();
  const { code } = sandbox.otp.latest()!;
  t.match(code, /^\d{8}$/);
  for (let i = 0; i < 3; i++)
    t.match((await confirm(locked, code === '00000000' ? '1'.repeat(8) : '0'.repeat(8))).body, {
      type: '/problems/wrong-code',
    });
  t.match((await confirm(locked, code)).body, { type: '/problems/locked-code' });
  const late = await ask();
  sandbox.clock.advance('3m');
  t.match((await confirm(late, sandbox.otp.latest()!.code)).body, { type: '/problems/expired-code' });
  t.equal((await refund()).status, 403);
  const confirmed = await confirm(await ask(), sandbox.otp.latest()!.code);
  t.equal(confirmed.status, 200, confirmed.text);
  t.equal((await refund(String(confirmed.at('/pass')))).at('/booking/status'), 'refunded');
  t.match((await office('/refunds', { json: { booking_id: 'bk_OneNight' } })).status, 200, 'a small one needs none');
});
