/** Sign-on links, plain and encrypted, and the page they lead to. */
import { createCipheriv } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply, Send } from './json-client.ts';

const NOON = Date.parse('2030-06-01T12:00:00Z');
const EPOCH = NOON / 1000;
const KEY = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const PERSON = {
  timestamp: EPOCH,
  user_id: '11e95f8ec39de8fbdb0a4f1a',
  user_api_key: 'user_api_key_sandbox_john',
  location_id: '11e8aaaa0000000000000001',
  contact_api_id: 'crm-4711',
  first_name: 'Žofie',
  last_name: '<b>O’Dvořák</b>',
};

const hex = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('hex');

function encrypted(value: unknown, key = KEY, iv = Buffer.alloc(16, 7)): string {
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(key, 'hex'), iv);
  return Buffer.concat([
    iv,
    cipher.update(typeof value === 'string' ? value : JSON.stringify(value)),
    cipher.final(),
  ]).toString('hex');
}

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly send: Send;
  readonly enter: (query: Record<string, string>, developer?: string) => Promise<Reply>;
  readonly contacts: () => Promise<Reply>;
}

async function bench(t: Test): Promise<Bench> {
  const sandbox = await startSandbox({ contracts: ['fortis'], seed: 2, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.clock.freeze();
  sandbox.clock.set(NOON);
  const send = jsonClient(sandbox.url('fortis'));
  return {
    sandbox,
    send,
    enter: (query, developer = 'fortis-developer') =>
      send(`/v2/contactsso?${new URLSearchParams({ 'developer-id': developer, ...query }).toString()}`),
    contacts: () =>
      send('/v2/contacts?page_size=100', {
        headers: { 'developer-id': 'fortis-developer', 'user-id': PERSON.user_id, 'user-api-key': PERSON.user_api_key },
      }),
  };
}

const failure = (sandbox: SandboxHandle): string | undefined =>
  sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal?.failure;
const people = (reply: Reply): Record<string, unknown>[] =>
  (reply.at('/contacts') as Record<string, unknown>[]).filter(
    (contact) => contact.contact_api_id === PERSON.contact_api_id,
  );

for (const [name, query] of [
  ['a plain link', { data: hex(PERSON) }],
  ['an encrypted link', { e_data: encrypted(PERSON) }],
] as const) {
  t.test(`${name} signs a person on, and makes the contact`, async (t) => {
    const { sandbox, send, enter, contacts } = await bench(t);
    const entered = await enter(query);
    t.equal(entered.status, 302, entered.text);
    t.equal(entered.headers.get('location'), '/fortis/v2/portal');
    const cookie = entered.headers.get('set-cookie') ?? '';
    t.match(cookie, /^portal_session=[0-9A-Za-z]{32}; Path=\/fortis; HttpOnly; SameSite=Lax$/);
    t.match(people(await contacts()), [{ first_name: 'Žofie', last_name: '<b>O’Dvořák</b>' }]);

    const portal = (headers: Record<string, string>): Promise<Reply> => send('/v2/portal', { headers });
    const headers = { cookie: cookie.split(';')[0]! };
    const page = await portal(headers);
    t.equal(page.status, 200, page.text);
    t.match(page.headers.get('content-type'), 'text/html');
    t.match(page.headers.get('content-security-policy'), "default-src 'none'");
    t.match(page.text, 'Žofie &lt;b&gt;O’Dvořák&lt;/b&gt;');
    t.match(page.text, '<html lang="en">');
    t.notMatch(page.text, /<script|<b>/);
    t.equal((await portal({})).status, 401, 'without the cookie');
    t.equal((await portal({ cookie: `${headers.cookie}x` })).status, 401, 'with another');
    sandbox.clock.advance('15m');
    t.equal((await portal(headers)).status, 401, 'after 15 idle minutes');
  });
}

t.test('the same person again is changed, not doubled', async (t) => {
  const { enter, contacts } = await bench(t);
  t.equal((await enter({ data: hex(PERSON) })).status, 302);
  t.equal((await enter({ data: hex({ ...PERSON, first_name: 'Sophie' }) })).status, 302);
  t.match(people(await contacts()), [{ first_name: 'Sophie' }]);
  t.equal(people(await contacts()).length, 1);
  const many = await atOnce(200, () => enter({ e_data: encrypted({ ...PERSON, contact_api_id: 'crm-0815' }) }));
  t.ok(many.every(({ status }) => status === 302));
  const all = (await contacts()).at('/contacts') as Record<string, unknown>[];
  t.equal(all.filter((contact) => contact.contact_api_id === 'crm-0815').length, 1, 'one, however many at once');
});

t.test('a link lives 15 minutes, exactly that included', async (t) => {
  const { sandbox, enter } = await bench(t);
  const aged = (seconds: number): Promise<Reply> => enter({ data: hex({ ...PERSON, timestamp: EPOCH - seconds }) });
  t.equal((await aged(900)).status, 302);
  t.equal((await aged(901)).status, 401);
  t.equal(failure(sandbox), 'expired_link');
  t.equal((await aged(-300)).status, 302);
  t.equal((await aged(-301)).status, 401);
  t.equal(failure(sandbox), 'invalid_link');
  t.equal(
    (await enter({ data: hex({ ...PERSON, timestamp: String(EPOCH) }) })).status,
    302,
    'digits in a text are as good',
  );
});

t.test('whatever is wrong with a link, the answer is the same', async (t) => {
  const { sandbox, enter, contacts } = await bench(t);
  const good = encrypted(PERSON);
  const links: readonly [name: string, query: Record<string, string>, developer?: string][] = [
    ['neither', {}],
    ['both', { data: hex(PERSON), e_data: good }],
    ['empty', { data: '' }],
    ['no hexadecimal', { data: JSON.stringify(PERSON) }],
    ['half a byte', { data: `${hex(PERSON)}0` }],
    ['no JSON', { data: hex('{"timestamp":') }],
    ['no object', { data: hex([PERSON]) }],
    ['null', { data: hex('null') }],
    ['broken UTF-8', { data: 'fffe7b7d' }],
    ['a failure of its own', { data: hex({ failure: 'not_found', note: {} }) }],
    ['encrypted as plain', { data: good }],
    ['plain as encrypted', { e_data: hex(PERSON) }],
    ['another key', { e_data: encrypted(PERSON, 'ff'.repeat(32)) }],
    ['a block missing', { e_data: good.slice(0, -32) }],
    ['a byte missing', { e_data: good.slice(0, -2) }],
    ['the IV alone', { e_data: good.slice(0, 32) }],
    ['the last byte changed', { e_data: good.slice(0, -2) + (good.endsWith('00') ? '01' : '00') }],
    ['a developer without a key', { e_data: good }, 'fortis-developer-two'],
    ['a wrong user key', { data: hex({ ...PERSON, user_api_key: 'user_api_key_sandbox_ann' }) }],
    [
      'a blocked user',
      { data: hex({ ...PERSON, user_id: '11e95f8ec39de8fbdb0a4f1c', user_api_key: 'user_api_key_sandbox_blocked' }) },
    ],
    ['an unknown user', { data: hex({ ...PERSON, user_id: 'nobody' }) }],
    ['a user that is no text', { data: hex({ ...PERSON, user_id: { $ne: null } }) }],
    ['no user', { data: hex({ ...PERSON, user_id: undefined }) }],
    ['no timestamp', { data: hex({ ...PERSON, timestamp: undefined }) }],
    ['a date', { data: hex({ ...PERSON, timestamp: '2030-06-01' }) }],
    ['a fraction', { data: hex({ ...PERSON, timestamp: EPOCH + 0.5 }) }],
    ['nobody in particular', { data: hex({ ...PERSON, contact_api_id: undefined }) }],
    ['a person that is no text', { data: hex({ ...PERSON, contact_api_id: ['crm-4711'] }) }],
  ];
  const texts = new Set<string>();
  for (const [name, query, developer] of links) {
    const reply = await enter(query, developer);
    t.equal(reply.status, 401, `${name}: ${reply.text}`);
    t.equal(failure(sandbox), 'invalid_link', name);
    t.equal(reply.headers.get('set-cookie'), null, name);
    texts.add(reply.text);
  }
  t.equal(texts.size, 1);
  t.strictSame(people(await contacts()), [], 'and no contact was made');
  const journal = JSON.stringify(sandbox.journal.list());
  t.notMatch(journal, PERSON.user_api_key);
  t.notMatch(journal, hex(PERSON), 'a plain link holds a key, so the journal does not hold the link');
});

t.test('the developer comes first, and a form works as a query does', async (t) => {
  const { send, enter } = await bench(t);
  t.equal((await send(`/v2/contactsso?data=${hex(PERSON)}`)).status, 401);
  t.equal((await enter({ data: hex(PERSON) }, 'nobody')).status, 401);
  const form = {
    method: 'POST',
    headers: { 'developer-id': 'fortis-developer', 'content-type': 'application/x-www-form-urlencoded' },
  };
  t.equal((await send('/v2/contactsso', { ...form, body: `e_data=${encrypted(PERSON)}` })).status, 302);
  t.equal(
    (await send(`/v2/contactsso?data=${hex(PERSON)}`, { ...form, body: `e_data=${encrypted(PERSON)}` })).status,
    401,
    'one in each is two',
  );
});
