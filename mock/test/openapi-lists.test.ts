/** Lists without checked parameters, and updates whose body names the record. */
import t from 'tap';
import { answer, body, listOf, operation, ref, serve, verified } from './openapi-contract.ts';

const PET = {
  type: 'object',
  required: ['name', 'status'],
  properties: {
    id: { type: 'integer', format: 'int64', example: 10 },
    name: { type: 'string', minLength: 1, example: 'doggie' },
    status: { type: 'string', enum: ['free', 'sold', 'lost'] },
  },
  'x-resource': { name: 'pet', id: 'id', count: 12 },
};

const EXAMPLE = { id: 10, name: 'doggie', status: 'free' };

const list = (id: string, parameters: readonly unknown[]) =>
  operation(
    id,
    { type: 'resource.list', resource: 'pet' },
    { parameters, responses: { '200': listOf('Pet', EXAMPLE) } },
  );

const query = (name: string, paging: string, schema: unknown = { type: 'string' }) => ({
  name,
  in: 'query',
  'x-paging': paging,
  schema,
});

t.test('filters, size and page that nothing checks, of any type', async (t) => {
  const served = await serve(t, {
    schemas: { Pet: PET },
    paths: {
      '/filtered': { get: list('filtered', [query('status', 'filter')]) },
      '/paged': { get: list('paged', [query('page', 'page'), query('limit', 'size')]) },
      '/any': { get: list('any', [query('status', 'filter', { type: 'array', items: { type: 'string' } })]) },
    },
  });
  const { api } = served;
  const all = (await api('/filtered')).body as { id: number; status: string }[];
  t.equal(all.length, 12);
  const sold = (await api('/filtered?status=sold')).body as { status: string }[];
  t.equal(sold.length, all.filter(({ status }) => status === 'sold').length);
  t.ok(sold.length > 0 && sold.every(({ status }) => status === 'sold'));
  const some = (await api('/any?status=sold&status=lost')).body as unknown[];
  t.equal(some.length, all.filter(({ status }) => status !== 'free').length, 'any of several values');
  t.equal(((await api('/any?status[]=sold')).body as unknown[]).length, sold.length);
  t.strictSame(
    ((await api('/paged?limit=5&page=2')).body as { id: number }[]).map(({ id }) => id),
    all.slice(5, 10).map(({ id }) => id),
  );
  t.equal(((await api('/paged?limit=x&page=y')).body as unknown[]).length, 12, 'what is no number counts as not given');
  await verified(t, served);
});

t.test('PUT with the id in the body', async (t) => {
  const one = { responses: { '200': answer(ref('Pet'), EXAMPLE) } };
  const parameters = [{ name: 'petId', in: 'path', required: true, schema: { type: 'integer' } }];
  const served = await serve(t, {
    schemas: { Pet: PET },
    paths: {
      '/pets': {
        get: list('list', []),
        post: operation(
          'add',
          { type: 'resource.create', resource: 'pet' },
          { ...body(ref('Pet'), EXAMPLE), responses: { '201': answer(ref('Pet'), EXAMPLE) } },
        ),
        put: operation(
          'update',
          { type: 'resource.update', resource: 'pet', id: '/id' },
          { ...body(ref('Pet'), EXAMPLE), ...one },
        ),
      },
      '/pets/{petId}': {
        parameters,
        get: operation('get', { type: 'resource.get', resource: 'pet', path_parameter: 'petId' }, one),
        put: operation(
          'updateOne',
          { type: 'resource.update', resource: 'pet', path_parameter: 'petId' },
          { ...body(ref('Pet'), EXAMPLE), ...one },
        ),
      },
    },
  });
  const { api } = served;
  const put = (path: string, json: unknown) => api(path, { method: 'PUT', json });
  t.match(await api('/pets', { json: { ...EXAMPLE, id: 77 } }), { status: 201, body: { id: 77 } });
  t.equal((await api('/pets', { json: { ...EXAMPLE, id: 77 } })).status, 409);
  t.match(await put('/pets', { id: 77, name: 'Rex', status: 'sold' }), { status: 200, body: { id: 77, name: 'Rex' } });
  t.match(await api('/pets/77'), { status: 200, body: { name: 'Rex', status: 'sold' } });
  t.equal((await put('/pets', { id: 78, name: 'Rex', status: 'sold' })).status, 404);
  t.equal((await put('/pets', { name: 'Rex', status: 'sold' })).status, 404, 'no record is named');
  t.match(await put('/pets/77', { id: 5, name: 'Max', status: 'lost' }), {
    status: 200,
    body: { id: 77, name: 'Max' },
  });
  await verified(t, served);
});
