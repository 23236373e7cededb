import t from 'tap';
import type { CompiledOperation, CompiledParameter, CompiledContract } from '../contract/compiled-contract.ts';
import { createJournal } from '../journal/journal-slabs.ts';
import type { JournalEntry, RefusalNote } from '../journal/journal.ts';
import { createRedactor, redactText } from '../journal/journal-redaction.ts';

type Draft = Omit<JournalEntry, 'id'>;

const REFUSAL: RefusalNote = {
  failure: 'expired_token',
  rule: 'the token must not have expired',
  pointer: '#/paths/~1orders/get/security/0',
  expected: 'an end after 2030-01-01T00:00:00Z',
  got: undefined,
};

const draft = (fields: Partial<Draft> = {}): Draft => ({
  time: 1_893_456_000_123.5,
  clock_ahead: undefined,
  contract: 'acme',
  operation: 'listOrders',
  method: 'GET',
  url: '/acme/orders?page=2',
  status: 200,
  duration: 0.25,
  caller: 'acme-client',
  credential: 'acme_key',
  guards: 'identifier authentication action',
  fault: undefined,
  address: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
  request_id: '0b5b1f7a-2d11-4c0d-9b1e-2c1f9a605a3e',
  refusal: undefined,
  ...fields,
});

t.test('the journal gives back what was put in', (t) => {
  const journal = createJournal();
  const drafts = [
    draft(),
    draft({ operation: undefined, caller: undefined, request_id: undefined, status: 404 }),
    draft({ credential: undefined, guards: undefined, clock_ahead: -3_600_000 }),
    draft({ status: 401, refusal: REFUSAL }),
    draft({ status: 0, fault: { id: 'f1', did: 'dropped the connection', answered: true, lost: true, effect: false } }),
    draft({ url: '/acme/naïve/€/😀', caller: '', contract: 'beta' }),
  ];
  drafts.forEach((each) => journal.append(each));
  t.strictSame(
    journal.list(),
    drafts.map((each, i) => ({ id: i + 1, ...each })),
  );
  t.end();
});

t.test('the journal filters, and gives the newest where there are more than wanted', (t) => {
  const journal = createJournal();
  for (let i = 0; i < 30; i++) {
    journal.append(
      draft({
        contract: i % 2 ? 'acme' : 'beta',
        operation: i % 3 ? 'listOrders' : undefined,
        status: i % 5 ? 200 : 401,
        ...(i % 5 === 0 && { refusal: REFUSAL }),
      }),
    );
  }
  const ids = (filter: Parameters<typeof journal.list>[0]): number[] => journal.list(filter).map(({ id }) => id);
  t.strictSame(ids({ contract: 'beta', refused: true }), [1, 11, 21]);
  t.strictSame(ids({ status: 401, after: 6 }), [11, 16, 21, 26]);
  t.strictSame(ids({ operation: 'listOrders', refused: false, limit: 2 }), [29, 30]);
  t.strictSame(ids({ contract: 'nobody' }), []);
  t.strictSame(ids({ operation: 'nothing' }), []);
  t.strictSame(ids({ limit: 3 }), [28, 29, 30]);
  t.strictSame(ids({ after: 30 }), []);
  t.end();
});

t.test('the journal keeps the newest, and nothing of an older entry shows through', (t) => {
  const journal = createJournal(2_000);
  t.equal(journal.capacity, 2_000);
  for (let i = 1; i <= 2_000; i++) journal.append(draft({ refusal: REFUSAL, caller: 'an older and longer name' }));
  for (let i = 1; i <= 500; i++) journal.append(draft({ caller: undefined, url: `/${i}` }));
  const entries = journal.list();
  t.equal(entries.length, 2_000);
  t.equal(entries[0]?.id, 501);
  t.strictSame(entries.at(-1), { id: 2_500, ...draft({ caller: undefined, url: '/500' }) });
  t.equal(journal.list({ refused: true }).length, 1_500);
  t.end();
});

t.test('clearing empties the journal and goes on counting', (t) => {
  const journal = createJournal();
  journal.append(draft());
  journal.append(draft());
  journal.clear();
  t.strictSame(journal.list(), []);
  journal.append(draft());
  t.strictSame(
    journal.list({ after: 2 }).map(({ id }) => id),
    [3],
  );
  t.end();
});

t.test('text that does not fit is cut between characters, with an ellipsis', (t) => {
  const wrong: string[] = [];
  for (const character of ['a', 'é', '€', '😀']) {
    for (let shift = 0; shift < 4; shift++) {
      for (let count = 50; count < 270; count += 1) {
        const url = '/'.repeat(shift) + character.repeat(count);
        const journal = createJournal();
        journal.append(draft({ url }));
        const kept = journal.list()[0]!.url;
        const right =
          Buffer.byteLength(url) <= 256
            ? kept === url
            : kept.endsWith('…') && url.startsWith(kept.slice(0, -1)) && Buffer.byteLength(kept) > 249;
        if (!right) wrong.push(`${url} became ${kept}`);
      }
    }
  }
  t.strictSame(wrong, []);
  t.end();
});

t.test('a flood of names does not grow the journal without end', (t) => {
  const journal = createJournal(1_000);
  for (let i = 0; i < 20_000; i++) journal.append(draft({ operation: `operation-${i}` }));
  t.equal(journal.list({ limit: 1 })[0]?.operation, '(not kept)');
  t.end();
});

const parameter = (name: string, place: CompiledParameter['in'], secret: boolean): CompiledParameter => ({
  name,
  in: place,
  required: false,
  schema: {},
  pointer: '#',
  secret,
});

const operation = (
  path: string,
  parameters: readonly CompiledParameter[],
  action: object = { type: 'page', title: '' },
): CompiledOperation => ({ id: path, path, parameters, action }) as unknown as CompiledOperation;

const check = operation('/validate', [parameter('code', 'query', false), parameter('hush', 'query', true)]);
const authorize = operation('/authorize', []);
const close = operation('/sessions/{token}/end', [parameter('token', 'path', true)]);
const enter = operation('/sso', [], { type: 'sso.enter' });
const contract = {
  operations: [check, authorize, close, enter],
  methods: [
    {
      parts: [
        { part: 'id', in: 'query', name: 'user_id' },
        { part: 'secret', in: 'query', name: 'user_key' },
        { part: 'secret', in: 'header', name: 'x-key' },
      ],
    },
  ],
} as unknown as CompiledContract;

t.test('URLs lose their secrets', (t) => {
  const redact = createRedactor(contract);
  const cases: [CompiledOperation | undefined, string, string][] = [
    [check, '/acme/validate', '/acme/validate'],
    [check, '/acme/validate?code=SUMMER&hush=1&x', '/acme/validate?code=SUMMER&hush=[redacted]&x'],
    [authorize, '/authorize?code=abc&state=s', '/authorize?code=[redacted]&state=s'],
    [
      undefined,
      '/nowhere?ACCESS_TOKEN=a&a%63cess_token=b&password[]=c&client%5Fsecret=d&page=1',
      '/nowhere?ACCESS_TOKEN=[redacted]&a%63cess_token=[redacted]&password[]=[redacted]&client%5Fsecret=[redacted]&page=1',
    ],
    [check, '/validate?user_id=u&User_Key=k&%zz=1', '/validate?user_id=u&User_Key=[redacted]&%zz=1'],
    [close, '/~ci/acme/sessions/s3cret/end?page=1', '/~ci/acme/sessions/[redacted]/end?page=1'],
    [close, '/sessions/s3cret/end', '/sessions/[redacted]/end'],
    [undefined, '/acme/sessions/s3cret/end/', '/acme/sessions/[redacted]/end/'],
    [undefined, '/acme/other/s3cret/end', '/acme/other/s3cret/end'],
    [undefined, '/end', '/end'],
    [enter, '/sso?data=7b7d&e_data=00ff', '/sso?data=[redacted]&e_data=[redacted]'],
    [undefined, '/x/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '/x/[redacted]'],
    [undefined, '/?', '/?'],
  ];
  for (const [of, url, want] of cases) t.equal(redact(of, url), want, url);
  t.end();
});

t.test('log lines lose what looks like a secret', (t) => {
  const cases: [string, string][] = [
    ['Authorization: Bearer abc.def-ghi refused', 'Authorization: Bearer [redacted] refused'],
    ['authorization: basic dXNlcjpwYXNz', 'authorization: basic [redacted]'],
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln, sorry', 'got [redacted], sorry'],
    ['GET /orders 200', 'GET /orders 200'],
  ];
  for (const [text, want] of cases) t.equal(redactText(text), want);
  t.end();
});
