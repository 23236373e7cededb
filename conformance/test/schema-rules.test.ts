/** Each rule of a schema that a team wrote is tried by itself, wherever in a body it stands. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { readTargetFile, resultText, verify } from '../library.ts';
import type { Report } from '../library.ts';

const LINE = {
  type: 'object',
  required: ['sku'],
  properties: { sku: { type: 'string', minLength: 1 }, count: { type: 'integer', minimum: 1 } },
};

const ORDER = {
  type: 'object',
  required: ['name', 'price', 'lines'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 4 },
    price: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1000, multipleOf: 0.25 },
    pairs: { type: 'integer', multipleOf: 2, minimum: 2, maximum: 8 },
    code: { type: ['string', 'null'], pattern: '^[A-Z]{3}$', example: 'ABC' },
    kind: { type: 'string', enum: ['Small', 'large'] },
    since: { type: 'string', format: 'date' },
    lines: { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { $ref: '#/components/schemas/Line' } },
    labels: { type: 'object', minProperties: 1 },
    terms: {
      type: 'object',
      required: ['days'],
      properties: { days: { type: 'integer', minimum: 1 }, note: { type: 'string', maxLength: 2 } },
    },
  },
};

const GOOD = { name: 'Lamp', price: 12.5, lines: [{ sku: 'a' }] };

const json = (schema: object, example?: object): object => ({ content: { 'application/json': { schema, example } } });
const REFUSED = { description: 'No.', ...json({ type: 'object' }) };

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      post: {
        operationId: 'order',
        requestBody: { required: true, ...json(ORDER, GOOD) },
        responses: { '204': { description: 'Taken.' }, '400': REFUSED },
      },
    },
  },
  components: { schemas: { Line: LINE } },
};

/** What a body has otherwise than the good one, and the rule against it. */
const outside: readonly (readonly [object, rule: string])[] = [
  [{ no_such_member: 1 }, 'additionalProperties: false'],
  [{ name: 'x' }, 'minLength: 2'],
  [{ name: 'xxxxx' }, 'maxLength: 4'],
  [{ price: 0 }, 'exclusiveMinimum: 0'],
  [{ price: 1000 }, 'exclusiveMaximum: 1000'],
  [{ price: 0.375 }, 'multipleOf: 0.25'],
  [{ pairs: 1 }, 'minimum: 2'],
  [{ pairs: 9 }, 'maximum: 8'],
  [{ pairs: 3 }, 'multipleOf: 2'],
  [{ code: '~ ~' }, 'pattern: ^[A-Z]{3}$'],
  [{ code: 'ABC\n' }, 'pattern: ^[A-Z]{3}$'],
  [{ code: '~\nABC' }, 'pattern: ^[A-Z]{3}$'],
  [{ kind: 'no-such-value' }, 'enum'],
  [{ kind: 'SMALL' }, 'enum'],
  [{ kind: 'Small ' }, 'enum'],
  [{ since: 'not at all' }, 'format: date'],
  [{ since: '2025-02-30' }, 'format: date'],
  [{ lines: [] }, 'minItems: 1'],
  [{ lines: [{ sku: 'a' }, { sku: 'a' }, { sku: 'a' }] }, 'maxItems: 2'],
  [{ lines: [{ sku: 'a' }, { sku: 'a' }] }, 'uniqueItems'],
  [{ lines: [{ sku: '' }] }, 'minLength: 1'],
  [{ lines: [{ sku: 'a', count: 0 }] }, 'minimum: 1'],
  [{ labels: {} }, 'minProperties: 1'],
  [{ terms: { days: 0 } }, 'minimum: 1'],
  [{ terms: { days: 1, note: 'xxx' } }, 'maxLength: 2'],
];

const OTHER = { not: 'this' };
const mistyped: readonly object[] = [
  ...[OTHER, 7, null].map((name) => ({ name })),
  ...[OTHER, '7', true, null].map((price) => ({ price })),
  ...[OTHER, '7', 1.5, true].map((pairs) => ({ pairs })),
  ...[OTHER, 7].map((code) => ({ code })),
  ...[OTHER, 7].map((kind) => ({ kind })),
  ...[OTHER, 7].map((since) => ({ since })),
  ...[OTHER, { 0: 'this' }, null].map((lines) => ({ lines })),
  ...['not this', []].map((line) => ({ lines: [line] })),
  ...[OTHER, 7, null].map((sku) => ({ lines: [{ sku }] })),
  ...[OTHER, '7', 1.5, true].map((count) => ({ lines: [{ sku: 'a', count }] })),
  ...['not this', []].map((labels) => ({ labels })),
  ...['not this', []].map((terms) => ({ terms })),
  ...[OTHER, '7', 1.5, true, null].map((days) => ({ terms: { days } })),
  ...[OTHER, 7].map((note) => ({ terms: { days: 1, note } })),
];

const missing: readonly object[] = [
  { name: undefined },
  { price: undefined },
  { lines: undefined },
  { lines: [{}] },
  { terms: {} },
];

/** As the suite writes it: what is changed stands last. */
const bodyOf = (change: object): string =>
  JSON.stringify({ ...Object.fromEntries(Object.entries(GOOD).filter(([name]) => !(name in change))), ...change });

/** A server that takes these bodies, and no others. */
async function run(t: Test, takes: readonly string[]): Promise<{ readonly report: Report; readonly got: string[] }> {
  const got: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      got.push(text);
      if (takes.includes(text)) response.writeHead(204).end();
      else response.writeHead(400, { 'content-type': 'application/json' }).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const dir = t.testdir({});
  const contract = join(dir, 'orders.json');
  await writeFile(contract, JSON.stringify(DOCUMENT));
  const file = join(dir, 'target.yaml');
  const { port } = server.address() as AddressInfo;
  await writeFile(
    file,
    JSON.stringify({
      contract,
      base_url: `http://127.0.0.1:${port}`,
      credentials: { tenants: [{ id: 'main' }] },
      capabilities: { control: 'none' },
      safety: { destructive: true, pace: '0ms' },
    }),
  );
  const report = await verify({
    ...(await readTargetFile(file)),
    only: ['body.outside:*', 'body.wrong-type:*', 'body.missing-property:*'],
  });
  return { report, got };
}

t.test('what breaks no rule but one is refused', async (t) => {
  const { report, got } = await run(t, [bodyOf({})]);
  t.strictSame(report.results.filter(({ outcome }) => outcome.state !== 'passed').map(resultText), []);
  const wanted = [...outside.map(([change]) => change), ...mistyped, ...missing].map(bodyOf);
  t.strictSame(got.toSorted(), wanted.toSorted());
});

t.test('what is taken all the same is told with the rule', async (t) => {
  for (const [change, rule] of outside) {
    const { report } = await run(t, [bodyOf(change)]);
    const [failed, ...others] = report.results.filter(({ outcome }) => outcome.state === 'failed');
    t.strictSame(others, []);
    t.match(failed?.outcome, { finding: { expected: `against ${rule}` } }, JSON.stringify(change));
  }
});
