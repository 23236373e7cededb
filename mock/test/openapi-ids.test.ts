/** Ids as schemas have them: numbers, plain text, patterns, with examples, sent with the body. */
import t from 'tap';
import { answer, body, listOf, operation, ref, serve, verified } from './openapi-contract.ts';

const thing = (id: object) => ({
  type: 'object',
  required: ['id', 'name', 'visits'],
  properties: {
    id: { readOnly: true, ...id },
    name: { type: 'string', minLength: 1 },
    visits: { type: 'integer', readOnly: true },
    note: { type: 'string' },
  },
  'x-resource': { name: 'thing', id: 'id', count: 5 },
});

const paths = (id: unknown, schema: unknown) => {
  const one = { '200': answer(ref('Thing'), { id, name: 'Lamp', visits: 0 }) };
  const parameters = [{ name: 'id', in: 'path', required: true, schema }];
  return {
    '/things': {
      get: operation(
        'list',
        { type: 'resource.list', resource: 'thing' },
        { responses: { '200': listOf('Thing', { id, name: 'Lamp', visits: 0 }) } },
      ),
      post: operation(
        'create',
        { type: 'resource.create', resource: 'thing' },
        {
          ...body(ref('Thing'), { name: 'Lamp' }),
          responses: { '201': answer(ref('Thing'), { id, name: 'Lamp', visits: 0 }) },
        },
      ),
    },
    '/things/{id}': {
      parameters,
      get: operation('get', { type: 'resource.get', resource: 'thing', path_parameter: 'id' }, { responses: one }),
      put: operation(
        'put',
        { type: 'resource.update', resource: 'thing', path_parameter: 'id' },
        { ...body(ref('Thing'), { name: 'Lamp' }), responses: one },
      ),
      delete: operation(
        'delete',
        { type: 'resource.delete', resource: 'thing', path_parameter: 'id' },
        { responses: { '204': { description: 'Gone.' } } },
      ),
    },
  };
};

for (const [what, schema, example, fits] of [
  ['integers', { type: 'integer', format: 'int64' }, 7, (id: unknown) => Number.isSafeInteger(id)],
  [
    'integers in bounds',
    { type: 'integer', minimum: 100_000, maximum: 999_999 },
    100_000,
    (id: unknown) => Number(id) >= 100_000 && Number(id) <= 999_999,
  ],
  [
    'integers of digits',
    { type: 'integer', 'x-id': { alphabet: 'digits', length: 6 } },
    100000,
    (id: unknown) => /^\d{6}$/.test(String(id)) && typeof id === 'number',
  ],
  ['plain text', { type: 'string' }, 'abc', (id: unknown) => typeof id === 'string' && id.length >= 8],
  [
    'text with an example',
    { type: 'string', example: 'abc' },
    'abc',
    (id: unknown) => typeof id === 'string' && id.length >= 8,
  ],
  ['an integer with an example', { type: 'integer', examples: [7] }, 7, Number.isInteger],
  [
    'text with a pattern',
    { type: 'string', pattern: '^cus_[0-9]{6}$' },
    'cus_000001',
    (id: unknown) => /^cus_\d{6}$/.test(String(id)),
  ],
] as const)
  t.test(`ids: ${what}`, async (t) => {
    const served = await serve(t, { schemas: { Thing: thing(schema) }, paths: paths(example, schema) });
    const { api } = served;
    const seeded = (await api('/things')).body as { id: unknown; visits: number }[];
    t.equal(new Set(seeded.map(({ id }) => id)).size, 5, 'five records');
    t.ok(
      seeded.every(({ id }) => fits(id)),
      JSON.stringify(seeded.map(({ id }) => id)),
    );
    const made: unknown[] = [];
    for (const name of ['One', 'Two', 'Three']) {
      const answered = await api('/things', { json: { name } });
      t.match(answered, { status: 201, body: { name, visits: 0 } }, 'and other numbers of the server are 0');
      made.push(answered.at('/id'));
    }
    t.equal(new Set(made).size, 3, JSON.stringify(made));
    t.ok(made.every(fits));
    const id = made[0] as string | number;
    t.match(await api(`/things/${id}`), { status: 200, body: { id, name: 'One' } });
    const put = await api(`/things/${id}`, { method: 'PUT', json: { id, name: 'Other', visits: 9 } });
    t.match(put, { status: 200, body: { id, name: 'Other', visits: 0 } }, 'the id in the body, and what is read-only');
    t.match(await api(`/things/${id}`), { status: 200, body: { id, name: 'Other' } });
    await verified(t, served);
  });
