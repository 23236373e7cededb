/** Parameters that hold lists and objects, cookies, and headers that are no parameters. */
import t from 'tap';
import { THING, THING_EXAMPLE, listOf, operation, serve, verified } from './openapi-contract.ts';

const list = (id: string, parameters: readonly unknown[]) => ({
  ...operation(
    id,
    { type: 'resource.list', resource: 'thing' },
    { responses: { '200': listOf('Thing', THING_EXAMPLE) } },
  ),
  parameters,
});

const NUMBERS = { type: 'array', maxItems: 3, items: { type: 'integer', maximum: 9 } };

const query = (name: string, schema: unknown, more: object = {}) => ({ name, in: 'query', schema, ...more });

const RANGE = {
  type: 'object',
  required: ['from'],
  properties: { from: { type: 'integer' }, kinds: { type: 'array', items: { type: 'string', maxLength: 3 } } },
  additionalProperties: false,
};

const FLAT = { type: 'object', required: ['x'], properties: { x: { type: 'integer' }, y: { type: 'integer' } } };

t.test('lists and objects in every style', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    paths: {
      '/exploded': { get: list('exploded', [query('ids', NUMBERS, { required: true })]) },
      '/commas': { get: list('commas', [query('ids', NUMBERS, { explode: false, required: true })]) },
      '/pipes': {
        get: list('pipes', [query('ids', NUMBERS, { style: 'pipeDelimited', explode: false, required: true })]),
      },
      '/spaces': { get: list('spaces', [query('ids', NUMBERS, { style: 'spaceDelimited', explode: false })]) },
      '/deep': { get: list('deep', [query('range', RANGE, { style: 'deepObject', explode: true, required: true })]) },
      '/flat': { get: list('flat', [query('point', FLAT, { required: true })]) },
      '/joined': { get: list('joined', [query('point', FLAT, { explode: false, required: true })]) },
      '/json': {
        get: list('json', [
          { name: 'point', in: 'query', required: true, content: { 'application/json': { schema: FLAT } } },
        ]),
      },
      '/header': { get: list('header', [{ name: 'X-Ids', in: 'header', required: true, schema: NUMBERS }]) },
    },
  });
  const { api } = served;
  for (const path of [
    '/exploded?ids=1',
    '/exploded?ids=1&ids=2',
    '/exploded?ids[]=1',
    '/exploded?ids%5B%5D=1&ids%5B%5D=2',
    '/exploded?ids[0]=1&ids[1]=2',
    '/commas?ids=1,2,3',
    '/commas?ids=1%2C2',
    '/pipes?ids=1|2',
    '/pipes?ids=1%7C2',
    '/spaces?ids=1%202+3',
    '/spaces',
    '/deep?range[from]=1',
    '/deep?range[from]=1&range[kinds]=a&range[kinds]=b',
    '/deep?range[from]=1&range[kinds][]=a',
    '/flat?x=1&y=2',
    '/joined?point=x,1,y,2',
    '/json?point=%7B%22x%22%3A1%7D',
  ])
    t.equal((await api(path)).status, 200, path);
  for (const path of [
    '/exploded',
    '/exploded?ids=x',
    '/exploded?ids=10',
    '/exploded?ids[]=10',
    '/exploded?ids=1&ids=2&ids=3&ids=4',
    '/commas?ids=1,2,3,4',
    '/commas?ids=1,x',
    '/pipes?ids=1|10',
    '/spaces?ids=1%2010',
    '/deep?range[from]=x',
    '/deep?range[kinds]=a',
    '/deep?range[from]=1&range[to]=2',
    '/deep?range[from]=1&range[kinds][]=long',
    '/deep?range[__proto__][from]=1',
    '/flat?y=2',
    '/flat?x=a',
    '/joined?point=y,2',
    '/joined?point=x,a',
    '/json?point=%7B%22x%22%3A%22a%22%7D',
    '/json?point=x',
  ])
    t.equal((await api(path)).status, 400, path);
  t.equal((await api('/header', { headers: { 'x-ids': '1, 2' } })).status, 200);
  t.equal((await api('/header', { headers: { 'x-ids': '1,x' } })).status, 400);
  await verified(t, served);
});

t.test('a number is written as JSON writes it', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    paths: {
      '/things': { get: list('things', [query('page', { type: 'integer' }), query('over', { type: 'number' })]) },
      '/ids': { get: list('ids', [query('ids', NUMBERS, { explode: false })]) },
    },
  });
  const almost = ['0x10', '0b1', '0o7', 'Infinity', '-Infinity', '%2B5', '05', '5.', '.5', '5x'];
  // Around the items of a list spaces mean nothing.
  const spaced = ['%205', '5%20', '+5', '%0A5'];
  for (const path of [
    ...[...almost, ...spaced].flatMap((text) => [`/things?page=${text}`, `/things?over=${text}`]),
    ...almost.map((text) => `/ids?ids=1,${text}`),
    '/things?page=0.25',
  ])
    t.equal((await served.api(path)).status, 400, path);
  for (const path of [
    ...['0', '-5', '5', '5.0', '1e1', '-0'].flatMap((text) => [`/things?page=${text}`, `/things?over=${text}`]),
    '/things?over=0.25',
  ])
    t.equal((await served.api(path)).status, 200, path);
  await verified(t, served);
});

t.test('cookies', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    paths: {
      '/things': {
        get: list('list', [
          { name: 'page', in: 'cookie', required: true, schema: { type: 'integer', minimum: 1 } },
          { name: 'theme', in: 'cookie', schema: { type: 'string', enum: ['light', 'dark'] } },
        ]),
      },
    },
  });
  const ask = async (cookie: string) => (await served.api('/things', { headers: { cookie } })).status;
  t.equal(await ask('page=1'), 200);
  t.equal(await ask('other=x; page=2; theme=dark'), 200);
  t.equal(await ask('theme=dark'), 400);
  t.equal(await ask('page=x'), 400);
  t.equal(await ask('page=1; theme=pink'), 400);
  await verified(t, served);
});

t.test('headers that say what they always say are no parameters', async (t) => {
  const served = await serve(t, {
    schemas: { Thing: THING },
    paths: {
      '/things': {
        get: list(
          'list',
          ['Authorization', 'accept', 'Content-Type'].map((name) => ({
            name,
            in: 'header',
            required: true,
            schema: { type: 'string', enum: ['only-this'] },
          })),
        ),
      },
    },
  });
  t.equal((await served.api('/things')).status, 200);
  await verified(t, served);
});
