/** Resources: seeded, listed, created, changed, removed, checked; each tenant apart. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import t from 'tap';
import type { Test } from 'tap';
import { loadFaker } from '../resources/faker-values.ts';
import { makeRecords } from '../resources/seeded-records.ts';
import { namesTenant, shapeOf } from '../resources/schema-properties.ts';
import { compileContract } from '../contract/compile/compile-contract.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';
import type { Sandbox } from '../sandboxes/sandbox.ts';
import { atOnce, jsonClient } from './json-client.ts';
import type { Reply, Send } from './json-client.ts';

const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';
const NO_LIMIT = { limit: null, window_seconds: 3_600 };

const sandboxOf = (seed: string): Sandbox => ({ seed }) as Sandbox;

t.test('every seeded record fits its schema, and the same seed makes the same bytes', async (t) => {
  const faker = await loadFaker();
  for (const { name, document } of [...(await loadContracts([])), ...(await loadContracts([LIGHTHOUSE]))]) {
    const contract = compileContract(name, document);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema(document, 'contract');
    for (const resource of contract.resources.values()) {
      const make = (seed: string, partition: string): string =>
        JSON.stringify(makeRecords(faker, { contract, sandbox: sandboxOf(seed) }, resource, partition));
      const text = make('1', 'tenant-a');
      const records = JSON.parse(text) as Record<string, unknown>[];
      const validate = ajv.getSchema(`contract#/components/schemas/${resource.schemaName}`)!;
      const broken = records
        .filter((record) => !validate(record))
        .map((record) => ({ record, errors: validate.errors }));
      t.strictSame(broken, [], `${name}: ${resource.name}`);
      t.equal(
        records.length,
        Math.max(resource.count, resource.fixed?.length ?? 0),
        `${name}: ${resource.count} of ${resource.name}`,
      );
      t.equal(make('1', 'tenant-a'), text, 'the same seed, the same bytes');
      t.equal(new Set(records.map((record) => record[resource.id])).size, records.length, 'no identifier twice');
      const owner = [...shapeOf(document, resource.schema).properties]
        .filter(([, property]) => namesTenant(property))
        .map(([name]) => [name, 'tenant-a']);
      const masked = [...shapeOf(document, resource.schema).properties]
        .filter(([, property]) => property['x-masked'] !== undefined)
        .map(([property]) => [property, /^\*{8}/]);
      (resource.fixed ?? []).forEach((fixed, i) =>
        t.match(
          records[i],
          {
            ...fixed,
            ...Object.fromEntries(owner),
            ...Object.fromEntries(masked.filter(([property]) => String(property) in fixed)),
          },
          "fixed records stand first, and are the tenant's",
        ),
      );
      if (records.length > (resource.fixed?.length ?? 0)) {
        t.not(make('2', 'tenant-a'), text, 'another seed, another world');
        t.not(make('1', 'tenant-b'), text, 'another tenant, other records');
      }
    }
  }
});

interface Bench {
  readonly sandbox: SandboxHandle;
  readonly ledger: Send;
  readonly other: Send;
  readonly vouchers: Send;
  readonly coldbrew: Send;
}

async function bench(t: Test): Promise<Bench> {
  const sandbox = await startSandbox({ contracts: ['engagifii-revenue', 'voucherify'], seed: 3, strict: true });
  t.teardown(() => sandbox.close());
  sandbox.settings.change('engagifii-revenue', { rate_limits: { default: NO_LIMIT } });
  sandbox.settings.change('voucherify', { rate_limits: { api_calls: NO_LIMIT, client_side: NO_LIMIT } });
  const revenue = (tenant: string, key: string, secret: string): Send =>
    jsonClient(sandbox.url('engagifii-revenue'), {
      'tenant-code': tenant,
      'api-version': '1.0',
      'x-api-key': key,
      'x-api-secret': secret,
    });
  const voucherify = (id: string, token: string): Send =>
    jsonClient(sandbox.url('voucherify'), { 'x-app-id': id, 'x-app-token': token });
  return {
    sandbox,
    ledger: revenue('TENANT123', 'pk_test_abc123', 'sk_sandbox_xyz789'),
    other: revenue('TENANT456', 'pk_test_abc456', 'sk_sandbox_xyz456'),
    vouchers: voucherify('voucherify-app-primary', 'secret_sandbox_voucherify_primary'),
    coldbrew: voucherify('voucherify-app-coldbrew', 'secret_sandbox_voucherify_coldbrew'),
  };
}

type Item = Readonly<Record<string, unknown>>;
const items = (reply: Reply): Item[] => reply.at('/items') as Item[];
const INVOICE = { customerName: 'Žofie Dvořáková 🐎', totalAmount: 12.5 };

t.test('pages hold what they say, and the last one ends', async (t) => {
  const { ledger } = await bench(t);
  const first = await ledger('/api/1.0/invoice');
  t.match(first.body, {
    totalCount: 24,
    page: 1,
    pageSize: 20,
    totalPages: 2,
    hasNextPage: true,
    hasPreviousPage: false,
  });
  t.equal(items(first).length, 20);
  t.equal(items(first)[0]!.id, 'INV-123456');
  const last = await ledger('/api/1.0/invoice?page=2');
  t.match(last.body, { page: 2, hasNextPage: false, hasPreviousPage: true });
  t.equal(items(last).length, 4);
  t.strictSame(items(await ledger('/api/1.0/invoice?page=3')), [], 'beyond the end there is nothing');
  t.match(
    (await ledger('/api/1.0/invoice?pageSize=1000')).body,
    { pageSize: 100, totalPages: 1 },
    'a size over the maximum is cut',
  );
  t.equal((await ledger('/api/1.0/invoice?page=0')).status, 400);
  t.equal((await ledger('/api/1.0/invoice?page=two')).status, 400);
  t.equal(
    (await ledger('/api/1.0/invoice?colour=blue')).at('/items/19/id') !== undefined,
    true,
    'what no rule knows has no effect',
  );
});

t.test('another name of a parameter does what the parameter does, and gives way to it', async (t) => {
  const { ledger } = await bench(t);
  const one = await ledger('/api/1.0/invoice?limit=1');
  t.match(one.body, { totalCount: 24, pageSize: 1, totalPages: 24 });
  t.strictSame(items(one), items(await ledger('/api/1.0/invoice?pageSize=1')));
  t.strictSame(
    items(await ledger('/api/1.0/invoice?limit=5&page=2')),
    items(await ledger('/api/1.0/invoice?pageSize=5&page=2')),
  );
  t.equal(items(await ledger('/api/1.0/invoice?status=pending&limit=2')).length, 2, 'as the samples send it');
  t.match((await ledger('/api/1.0/invoice?limit=1000')).body, { pageSize: 100 }, 'cut to the same maximum');
  t.equal(items(await ledger('/api/1.0/invoice?limit=2&pageSize=3')).length, 3);
  t.equal(items(await ledger('/api/1.0/invoice?limit=2&pageSize=')).length, 2, 'an empty value is none');
  for (const bad of ['0', '-1', 'ten', '1.5']) {
    const refused = await ledger(`/api/1.0/invoice?limit=${bad}`);
    t.match([refused.status, refused.at('/error/details/0/field')], [400, 'limit'], bad);
  }
  t.equal(items(await ledger('/api/1.0/payment?limit=1')).length, 1, 'in every list');
});

t.test('filters and sorting', async (t) => {
  const { ledger } = await bench(t);
  const pending = await ledger('/api/1.0/invoice?status=pending&pageSize=100');
  t.ok(items(pending).length > 0);
  t.ok(items(pending).every(({ status }) => status === 'pending'));
  t.equal(pending.at('/totalCount'), items(pending).length);
  t.strictSame((await ledger('/api/1.0/invoice?status=nonsense')).body, {
    items: [],
    totalCount: 0,
    page: 1,
    pageSize: 20,
    totalPages: 0,
    hasNextPage: false,
    hasPreviousPage: false,
  });
  const amounts = items(await ledger('/api/1.0/invoice?sortBy=totalAmount&sortOrder=desc&pageSize=100')).map(
    ({ totalAmount }) => Number(totalAmount),
  );
  t.strictSame(
    amounts,
    amounts.toSorted((a, b) => b - a),
  );
  const ids = items(await ledger('/api/1.0/invoice?pageSize=100')).map(({ id }) => id);
  t.strictSame(
    items(await ledger('/api/1.0/invoice?pageSize=100&sortOrder=desc')).map(({ id }) => id),
    ids.toReversed(),
  );
});

t.test('what is created is listed and fetched, by its own tenant only', async (t) => {
  const { sandbox, ledger, other } = await bench(t);
  sandbox.clock.set('2030-06-01T12:00:00Z');
  const created = await ledger('/api/1.0/invoice', {
    json: { ...INVOICE, id: 'INV-1', status: 'paid', colour: 'blue' },
  });
  t.equal(created.status, 201, created.text);
  const invoice = (created.at('/items') ?? created.body) as Item;
  const id = String(invoice.id);
  t.match(id, /^INV-\d{6}$/, 'the identifier is the server’s');
  t.match(invoice, {
    status: 'pending',
    currency: 'USD',
    customerType: 'Person',
    customerName: INVOICE.customerName,
    createdDate: /^2030-06-01T12:00:0/,
  });
  t.notHas(invoice, 'colour', 'what the schema does not know is not kept');
  t.strictSame((await ledger(`/api/1.0/invoice/${id}`)).body, invoice);
  const page = await ledger('/api/1.0/invoice?page=2');
  t.equal(page.at('/totalCount'), 25);
  t.strictSame(items(page).at(-1), invoice, 'the newest is the last');
  t.equal((await other(`/api/1.0/invoice/${id}`)).status, 404, 'another tenant does not see it');
  t.equal((await other('/api/1.0/invoice')).at('/totalCount'), 24);
  t.equal(
    (await ledger('/api/1.0/invoice/..%2F..%2F9:TENANT456:INV-123456')).status,
    404,
    'no identifier reaches into another partition',
  );
});

t.test('what no document shows is not required', async (t) => {
  const { sandbox, ledger } = await bench(t);
  const invoice = await ledger('/api/1.0/invoice', { json: {} });
  t.equal(invoice.status, 201);
  t.match(invoice.body, { id: /^INV-/, status: 'pending', totalAmount: 0, currency: 'USD' });
  t.strictSame((await ledger(`/api/1.0/invoice/${String(invoice.at('/id'))}`)).body, invoice.body);
  const fields = { lineItems: [{ description: 'Dues', amount: 40 }], dueOn: 'soon' };
  t.equal(
    (await ledger('/api/1.0/invoice', { json: fields })).status,
    201,
    'with what the provider may know and this contract does not',
  );
  t.equal((await ledger('/api/1.0/payment', { json: {} })).status, 201);
  for (const bad of [{ totalAmount: 'much' }, { totalAmount: -1 }, { customerEmail: 'nobody' }])
    t.equal((await ledger('/api/1.0/invoice', { json: bad })).status, 400, 'what is sent must fit all the same');
  await using training = await startSandbox({ contracts: ['engagifii-training'], seed: 3, strict: true });
  const academy = jsonClient(training.url('engagifii-training'), {
    'tenant-code': 'org-12345',
    'x-api-key': 'key_sandbox_northfield_bridge',
  });
  for (const path of ['/api/v1/Awards', '/api/v1/registration/ClassRegistration'])
    t.equal((await academy(path, { json: {} })).status, 201, path);
  t.equal(
    (await academy('/api/v1/registration/ClassRegistration', { json: { memberId: 7, class: 'Governance 101' } }))
      .status,
    201,
  );
  t.equal(sandbox.journal.list({ limit: 1 })[0]?.status, 400);
});

t.test('many creations at once: each is there, once', async (t) => {
  const { ledger } = await bench(t);
  const created = await atOnce(200, () => ledger('/api/1.0/invoice', { json: INVOICE }));
  t.ok(created.every(({ status }) => status === 201));
  t.equal(new Set(created.map((reply) => reply.at('/id'))).size, 200);
  const all = await Promise.all([1, 2, 3].map((page) => ledger(`/api/1.0/invoice?pageSize=100&page=${page}`)));
  t.equal(all.flatMap(items).length, 224);
  t.equal(new Set(all.flatMap(items).map(({ id }) => id)).size, 224);
});

t.test('the first requests of all come at once, and find one seeded world', async (t) => {
  const { ledger } = await bench(t);
  const replies = await atOnce(50, () => ledger('/api/1.0/invoice'));
  t.equal(new Set(replies.map(({ text }) => text)).size, 1);
  t.equal(replies[0]!.at('/totalCount'), 24);
});

t.test('a reference must exist', async (t) => {
  const { ledger } = await bench(t);
  const pay = (invoiceId: string): Promise<Reply> =>
    ledger('/api/1.0/payment', { json: { invoiceId, amount: 5, paymentMethod: 'CreditCard' } });
  t.equal((await pay('INV-123456')).status, 201);
  t.ok((await pay('INV-000000')).status >= 400);
});

t.test('updated, deleted, and told from what never was', async (t) => {
  const { vouchers, coldbrew } = await bench(t);
  const made = await vouchers('/v1/vouchers/HELLO', {
    json: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } },
  });
  t.equal(made.status, 200, made.text);
  t.equal(made.at('/code'), 'HELLO');
  t.equal(
    (
      await vouchers('/v1/vouchers/HELLO', {
        json: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 20 } },
      })
    ).status,
    409,
    'the code is taken',
  );
  const changed = await vouchers('/v1/vouchers/HELLO', {
    method: 'PUT',
    json: { active: false, code: 'GOODBYE', id: 'v_1' },
  });
  t.match(changed.body, { code: 'HELLO', active: false, id: made.at('/id') });
  t.equal((await vouchers('/v1/vouchers/HELLO')).at('/active'), false);
  const before = Number((await vouchers('/v1/vouchers')).at('/total'));
  t.equal((await coldbrew('/v1/vouchers/HELLO', { method: 'DELETE' })).status, 404, 'another tenant cannot delete it');
  t.equal((await vouchers('/v1/vouchers/HELLO', { method: 'DELETE' })).status, 204);
  t.equal((await vouchers('/v1/vouchers/HELLO', { method: 'DELETE' })).status, 404);
  t.equal((await vouchers('/v1/vouchers/HELLO')).status, 404);
  const after = await vouchers('/v1/vouchers');
  t.equal(after.at('/total'), before - 1, 'totals stay exact');
  t.notMatch(after.text, 'HELLO');
});

t.test("objects of a client's with odd members sort and list like any other", async (t) => {
  const { vouchers } = await bench(t);
  for (const [code, metadata] of Object.entries({
    ODD: { toString: 1, valueOf: null },
    EVEN: { hasOwnProperty: 'x' },
  })) {
    t.equal(
      (
        await vouchers(`/v1/vouchers/${code}`, {
          json: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 }, metadata },
        })
      ).status,
      200,
    );
  }
  for (const order of ['metadata', '-metadata', 'no_such_field', 'constructor'])
    t.equal((await vouchers(`/v1/vouchers?order=${order}`)).status, 200, order);
});

t.test('a check says whether a record is good, and never refuses', async (t) => {
  const { sandbox } = await bench(t);
  const client = jsonClient(sandbox.url('voucherify'), {
    'x-client-application-id': 'voucherify-client',
    'x-client-token': 'pk_test_voucherify_client',
    origin: 'https://yourdomain.com',
    'content-type': 'application/json',
  });
  const check = (code: string): Promise<Reply> => client(`/client/v1/validate?code=${encodeURIComponent(code)}`);
  t.match((await check('BLCKFRDY')).body, { valid: true, code: 'BLCKFRDY', metadata: { season: 'Fall' } });
  t.match((await check('SUMMER-2023')).body, { valid: false, code: 'SUMMER-2023' });
  const unknown = await check('né:"\u0000');
  t.equal(unknown.status, 200, unknown.text);
  t.match(unknown.body, { valid: false });
});

t.test(
  'worlds with one seed begin with the same records, and what is done in one is not seen in another',
  async (t) => {
    // Another server shares nothing with this one.
    const before = await (await bench(t)).vouchers('/v1/vouchers?limit=100');
    const { sandbox, vouchers } = await bench(t);
    const world = async (name: string): Promise<Send> =>
      jsonClient((await sandbox.open(name)).url('voucherify'), {
        'x-app-id': 'voucherify-app-primary',
        'x-app-token': 'secret_sandbox_voucherify_primary',
      });
    const changing = await world('changing');
    const codes = (before.at('/vouchers') as Item[]).map(({ code }) => String(code));
    t.ok(codes.length > 10);
    for (const [i, code] of codes.entries()) {
      const changed = await changing(
        `/v1/vouchers/${code}`,
        i % 2 === 0 ? { method: 'PUT', json: { active: false, metadata: { changed: true } } } : { method: 'DELETE' },
      );
      t.equal(changed.status, i % 2 === 0 ? 200 : 204, changed.text);
    }
    t.match((await changing(`/v1/vouchers/${codes[0]!}`)).body, { active: false, metadata: { changed: true } });
    t.equal((await vouchers('/v1/vouchers?limit=100')).text, before.text, 'a world beside it');
    t.equal((await (await world('late'))('/v1/vouchers?limit=100')).text, before.text, 'a world that was opened later');
  },
);

t.test('a reset world is the world at the start', async (t) => {
  const { sandbox, ledger } = await bench(t);
  const before = await ledger('/api/1.0/invoice');
  await ledger('/api/1.0/invoice', { json: INVOICE });
  await sandbox.reset();
  t.equal((await ledger('/api/1.0/invoice')).text, before.text);
});
