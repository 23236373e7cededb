/** Sessions: opened with a password, pushed on by what succeeds, closed; and one that does not slide. */
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply, Send } from './json-client.ts';

const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';
const JOHN = { username: 'myusername', password: 'xxxxxxxx', domain: 'xxxx.sandbox.domain.com' };
const ANN = { username: 'ann', password: 'password_sandbox_ann', domain: 'branch.sandbox.domain.com' };

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly send: Send;
  readonly open: (login?: object) => Promise<string>;
  readonly contacts: (token: string) => Promise<Reply>;
}

async function bench(t: Test): Promise<Bench> {
  const sandbox = await startSandbox({ contracts: ['fortis'], seed: 11, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set('2030-06-01T12:00:00Z');
  const send = jsonClient(sandbox.url('fortis'), { 'developer-id': 'fortis-developer' });
  return {
    sandbox,
    send,
    async open(login = JOHN) {
      const reply = await send('/v2/token', { json: login });
      t.equal(reply.status, 201, reply.text);
      return String(reply.at('/token/token'));
    },
    contacts: (token) => send('/v2/contacts', { headers: { 'access-token': token } }),
  };
}

const failure = (sandbox: SandboxHandle): string | undefined =>
  sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal?.failure;

t.test('the answer to a login is as documented', async (t) => {
  const { send } = await bench(t);
  const { body } = await send('/v2/token', { json: JOHN });
  t.match(body, {
    token: {
      id: /^[0-9a-f]{24}$/,
      expire: 15,
      first_name: 'John',
      last_name: 'Doe',
      password_expire_ts: Date.parse('2030-06-01T12:00:00Z') / 1000 + 231 * 86_400,
      time: Date.parse('2030-06-01T12:00:00Z') / 1000,
      token: /^[0-9A-Za-z]{16}$/,
      username: 'myusername',
      primary_location_id: '11e8aaaa0000000000000001',
      timezone: 'America/New_York',
      user_type_id: 200,
    },
  });
});

t.test('a login that is wrong anywhere is refused the same way', async (t) => {
  const { sandbox, send } = await bench(t);
  const wrong = [
    { ...JOHN, password: 'xxxxxxxy' },
    { ...JOHN, username: 'nobody' },
    { ...JOHN, domain: ANN.domain },
    { ...JOHN, username: ANN.username },
    { ...JOHN, password: 'x'.repeat(10_000) },
  ];
  const replies = await Promise.all(wrong.map((json) => send('/v2/token', { json })));
  for (const reply of replies) t.equal(reply.status, 401);
  t.equal(new Set(replies.map(({ text }) => text)).size, 1, 'nothing tells which part was wrong');
  t.equal(failure(sandbox), 'invalid_login');
  t.notMatch(JSON.stringify(sandbox.journal.list()), 'xxxxxxxy');
  t.ok(
    (await send('/v2/token', { json: { username: 'myusername', password: 'xxxxxxxx' } })).status >= 400,
    'the domain is required',
  );
});

t.test('a session works in header and query, and only as issued', async (t) => {
  const { send, open, contacts } = await bench(t);
  const token = await open();
  t.equal((await contacts(token)).status, 200);
  t.equal((await send(`/v2/contacts?access-token=${token}`)).status, 200);
  t.equal(
    (await send(`/v2/contacts?access-token=${token}`, { headers: { 'access-token': token } })).status,
    200,
    'twice, and agreeing',
  );
  t.equal((await contacts(token.slice(0, -1))).status, 401);
  t.equal((await contacts(`${token}x`)).status, 401);
  t.equal((await contacts(token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase())).status, 401);
  t.equal(
    (await send('/v2/contacts', { headers: { authorization: `Bearer ${token}` } })).status,
    401,
    'it is no OAuth token',
  );
});

t.test('each request that succeeds moves the end to 15 minutes from then', async (t) => {
  const { sandbox, open, contacts } = await bench(t);
  const token = await open();
  for (let i = 0; i < 4; i++) {
    sandbox.clock.advance('14m59s');
    t.equal((await contacts(token)).status, 200, `an hour in steps, ${i}`);
  }
  sandbox.clock.advance('15m');
  t.equal((await contacts(token)).status, 401, 'idle for 15 minutes');
  t.equal(failure(sandbox), 'expired_session');
  t.equal((await contacts(token)).status, 401, 'and dead for good');
});

t.test('a refused request does not move it', async (t) => {
  const { sandbox, send, open } = await bench(t);
  const token = await open();
  sandbox.clock.advance('14m');
  t.equal((await send('/v2/contacts/no-such-contact-at-all-000', { headers: { 'access-token': token } })).status, 404);
  sandbox.clock.advance('59s');
  t.ok(
    (await send('/v2/contacts', { json: { contact: { last_name: 5 } }, headers: { 'access-token': token } })).status >=
      400,
  );
  sandbox.clock.advance('1s');
  t.equal((await send('/v2/contacts', { headers: { 'access-token': token } })).status, 401);
});

t.test('closing ends a session at once, and once', async (t) => {
  const { sandbox, send, open, contacts } = await bench(t);
  const close = (token: string): Promise<Reply> => send(`/v2/token/${encodeURIComponent(token)}`, { method: 'DELETE' });
  const token = await open();
  const other = await open();
  const closed = await close(token);
  t.equal(closed.status, 204);
  t.equal(closed.text, '');
  t.equal((await contacts(token)).status, 401);
  t.equal(failure(sandbox), 'invalid_session');
  t.equal((await contacts(other)).status, 200, 'another session of the same user lives on');
  const again = await close(token);
  t.equal(again.status, 404);
  t.equal(again.text, '');
  t.equal((await close('../žádný')).status, 404);
  sandbox.clock.advance('15m');
  t.equal((await close(other)).status, 404, 'an expired one is no session');
  const raced = await open();
  const replies = await atOnce(200, () => close(raced));
  t.equal(replies.filter(({ status }) => status === 204).length, 1);
  t.notMatch(JSON.stringify(sandbox.journal.list()), raced);
});

t.test('a session sees its own tenant', async (t) => {
  const { send, open, contacts } = await bench(t);
  const john = await open();
  const ann = await open(ANN);
  const made = await send('/v2/contacts', {
    json: { contact: { location_id: '11e8aaaa0000000000000001', first_name: 'Žofie', last_name: 'Dvořáková' } },
    headers: { 'access-token': john },
  });
  t.ok(made.status < 300, made.text);
  const id = String(made.at('/contact/id'));
  t.equal(
    (await send(`/v2/contacts/${id}`, { headers: { 'access-token': john } })).at('/contact/last_name'),
    'Dvořáková',
  );
  t.equal((await send(`/v2/contacts/${id}`, { headers: { 'access-token': ann } })).status, 404);
  t.notMatch((await contacts(ann)).text, id);
});

t.test('a session that does not slide ends when it said, however busy', async (t) => {
  const sandbox = await startSandbox({ contracts: [LIGHTHOUSE], seed: 11, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  const send = jsonClient(sandbox.url('lighthouse'));
  const opened = await send('/sessions', {
    json: { username: 'astrid', password: 'harbour-lights', domain: 'port-haven.example' },
  });
  t.equal(opened.status, 201, opened.text);
  t.match(opened.body, { minutes: 30, name: 'Astrid Lund' });
  const headers = { 'crew-session': String(opened.at('/token')) };
  sandbox.clock.advance('29m59s');
  t.match((await send('/me', { headers })).body, { id: 'crew-astrid', boat: 'Havsglimt' });
  const changed = await send('/me', { method: 'PATCH', json: { boat: 'Stormsvala 🐦' }, headers });
  t.match(changed.body, { boat: 'Stormsvala 🐦', language: 'sv' });
  t.equal((await send('/me', { headers })).at('/boat'), 'Stormsvala 🐦');
  sandbox.clock.advance('1s');
  t.equal((await send('/me', { headers })).status, 401);
});
