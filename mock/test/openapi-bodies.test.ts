/** Forms that hold lists and maps, bodies in parts, and media types in every spelling. */
import t from 'tap';
import { lintContract } from '../contract/lint/lint-contract.ts';
import { rehearse } from '../rehearsal/rehearse-contract.ts';
import { KEY, THING, answer, operation, ref, refusals, serve, verified } from './openapi-contract.ts';

const ORDER = {
  type: 'object',
  required: ['id', 'name', 'count'],
  properties: {
    id: { type: 'string', readOnly: true, 'x-id': { prefix: 'or_', alphabet: 'hex', length: 8 } },
    name: { type: 'string', minLength: 1 },
    count: { type: 'integer', minimum: 1 },
    gift: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string', maxLength: 5 } },
    meta: { type: 'object', additionalProperties: { type: 'string' } },
    size: {
      type: 'object',
      properties: { wide: { type: 'integer' }, parts: { type: 'array', items: { type: 'integer' } } },
    },
  },
  'x-resource': { name: 'order', id: 'id', count: 2 },
};

const EXAMPLE = {
  name: 'Lamp',
  count: 2,
  gift: true,
  tags: ['a', 'b'],
  meta: { x: 'y' },
  size: { wide: 3, parts: [1, 2] },
};

const create = (id: string, types: Readonly<Record<string, object>>) => ({
  ...operation(id, { type: 'resource.create', resource: 'order' }),
  requestBody: {
    required: true,
    content: Object.fromEntries(
      Object.entries(types).map(([type, more]) => [type, { schema: ref('Order'), example: EXAMPLE, ...more }]),
    ),
  },
  responses: {
    ...(operation('', {})['responses'] as object),
    '201': answer(ref('Order'), { id: 'or_00000001', ...EXAMPLE }),
  },
});

const FORM = 'application/x-www-form-urlencoded';

t.test('forms and parts', async (t) => {
  const served = await serve(t, {
    schemas: { Order: ORDER },
    paths: {
      '/forms': { post: create('postForm', { [FORM]: {} }) },
      '/commas': { post: create('postCommas', { [FORM]: { encoding: { tags: { style: 'form', explode: false } } } }) },
      '/parts': { post: create('postParts', { 'multipart/form-data': {} }) },
    },
  });
  const post = async (path: string, body: string) =>
    fetch(served.url + path, { method: 'POST', headers: { ...KEY, 'content-type': FORM }, body });
  for (const [body, expected] of [
    ['name=Lamp&count=2', { name: 'Lamp', count: 2 }],
    ['name=7&count=2&gift=false', { name: '7', count: 2, gift: false }],
    ['name=a&count=2&tags=x', { tags: ['x'] }],
    ['name=a&count=2&tags=x&tags=y', { tags: ['x', 'y'] }],
    ['name=a&count=2&tags[]=x', { tags: ['x'] }],
    ['name=a&count=2&tags[0]=x&tags[1]=y', { tags: ['x', 'y'] }],
    ['name=a&count=2&meta[k]=v&meta[l]=7', { meta: { k: 'v', l: '7' } }],
    ['name=a&count=2&size[wide]=4&size[parts][]=1', { size: { wide: 4, parts: [1] } }],
  ] as const) {
    const answered = await post('/forms', body);
    t.equal(answered.status, 201, body);
    t.match(await answered.json(), expected, body);
  }
  for (const body of [
    'name=a',
    'name=a&count=x',
    'name=a&count=0',
    'name=a&count=2&tags=longer',
    'name=a&count=2&size[wide]=x',
  ])
    t.equal((await post('/forms', body)).status, 400, body);
  t.match(await (await post('/commas', 'name=a&count=2&tags=x,y')).json(), { tags: ['x', 'y'] });

  const parts = new FormData();
  parts.append('name', 'Lämpchen "x"');
  parts.append('count', '3');
  parts.append('tags', 'p');
  parts.append('tags', 'q');
  parts.append('meta[k]', 'v');
  const answered = await fetch(`${served.url}/parts`, { method: 'POST', headers: KEY, body: parts });
  t.equal(answered.status, 201);
  t.match(await answered.json(), { name: 'Lämpchen "x"', count: 3, tags: ['p', 'q'], meta: { k: 'v' } });
  const wrong = new FormData();
  wrong.append('name', 'a');
  t.equal((await fetch(`${served.url}/parts`, { method: 'POST', headers: KEY, body: wrong })).status, 400);
  for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x'])
    t.equal(
      (await fetch(`${served.url}/parts`, { method: 'POST', headers: { ...KEY, 'content-type': type }, body: 'zzz' }))
        .status,
      400,
      type,
    );
  await verified(t, served);
});

t.test('media types with parameters, as ranges and in upper case', async (t) => {
  const KEYS = [
    'application/json; charset=utf-8',
    '*/*',
    'application/*',
    'application/JSON',
    'application/vnd.x+json',
  ];
  const served = await serve(t, {
    schemas: { Order: ORDER, Thing: THING },
    paths: Object.fromEntries(
      KEYS.map((key, i) => [
        `/orders${i}`,
        {
          post: {
            ...create(`create${i}`, { [key]: {} }),
            responses: {
              ...(operation('', {})['responses'] as object),
              '201': {
                description: 'Made.',
                content: { [key]: { schema: ref('Order'), example: { id: 'or_00000001', ...EXAMPLE } } },
              },
            },
          },
        },
      ]),
    ),
  });
  const post = (path: string, type: string) =>
    fetch(served.url + path, {
      method: 'POST',
      headers: { ...KEY, 'content-type': type },
      body: JSON.stringify({ name: 'Lamp', count: 1 }),
    });
  for (const [i, key] of KEYS.entries()) {
    const type = key.includes('vnd') ? 'application/vnd.x+json' : 'application/json';
    const answered = await post(`/orders${i}`, `${type}; charset=utf-8`);
    t.equal(answered.status, 201, key);
    t.equal(answered.headers.get('content-type'), `${type}; charset=utf-8`, key);
    t.match(await answered.json(), { name: 'Lamp', count: 1 }, key);
    t.equal((await post(`/orders${i}`, 'image/png')).status, 415, `${key} and a picture`);
  }
  await verified(t, served);
});

t.test('media types without a schema take everything', async (t) => {
  const served = await serve(t, {
    paths: Object.fromEntries(
      ['application/json', '*/*', 'application/x-www-form-urlencoded'].map((key, i) => [
        `/notes${i}`,
        {
          put: {
            ...operation(`note${i}`, { type: 'reply' }),
            requestBody: { content: { [key]: {} } },
            responses: { ...refusals, '204': { description: 'Taken.' } },
          },
        },
      ]),
    ),
  });
  for (const [path, type, body] of [
    ['/notes0', 'application/json', '{"a":[1]}'],
    ['/notes1', 'application/json', '"text"'],
    ['/notes1', 'application/x-www-form-urlencoded', 'a=1'],
    ['/notes1', 'text/plain', 'text'],
    ['/notes2', 'application/x-www-form-urlencoded', 'a=1&a=2'],
  ] as const) {
    const { status } = await served.bare(path, { method: 'PUT', headers: { ...KEY, 'content-type': type }, body });
    t.equal(status, 204, `${path} ${type}`);
  }
  t.strictSame(
    (await lintContract(served.file, { rehearse })).filter(({ level }) => level === 'error'),
    [],
  );
  await verified(t, served);
});
