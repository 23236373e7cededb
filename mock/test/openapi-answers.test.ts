/** Answers under ranges and `default`, objects without an example, and facts wherever a schema has them. */
import t from 'tap';
import { THING, THING_EXAMPLE, answer, listOf, operation, ref, refusals, serve, verified } from './openapi-contract.ts';

t.test('ranges and default as keys of responses', async (t) => {
  const failing = (failures: readonly string[]) => ({
    description: 'Refused.',
    content: {
      'application/json': {
        schema: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
        examples: Object.fromEntries(failures.map((one) => [one, { 'x-failure': one, value: { error: one } }])),
      },
    },
  });
  const list = { type: 'resource.list', resource: 'thing' };
  const served = await serve(t, {
    schemas: { Thing: THING },
    paths: {
      '/range': {
        get: { ...operation('range', list), responses: { '2XX': listOf('Thing', THING_EXAMPLE), ...refusals } },
        post: {
          ...operation('create', { type: 'resource.create', resource: 'thing' }),
          requestBody: {
            required: true,
            content: { 'application/json': { schema: ref('Thing'), example: { name: 'Lamp' } } },
          },
          responses: { '2XX': answer(ref('Thing'), THING_EXAMPLE), ...refusals },
        },
      },
      '/default': {
        get: { ...operation('other', list), responses: { default: listOf('Thing', THING_EXAMPLE), ...refusals } },
      },
      '/refused': {
        get: {
          ...operation('refused', list),
          responses: {
            '200': listOf('Thing', THING_EXAMPLE),
            '4XX': failing(['missing_credentials', 'invalid_credentials', 'not_found']),
            default: failing(['invalid_request']),
          },
        },
      },
    },
  });
  const { api, bare } = served;
  t.equal((await api('/range')).status, 200);
  t.equal((await api('/range', { json: { name: 'One' } })).status, 201);
  t.equal((await api('/default')).status, 200);
  t.equal((await api('/refused')).status, 200);
  t.match(await bare('/refused'), { status: 401, body: { error: 'missing_credentials' } });
  await verified(t, served);
});

t.test('objects without an example, and facts beside a choice, in lists and of a type', async (t) => {
  const schema = {
    type: 'object',
    required: ['must', 'choice', 'list', 'text'],
    properties: {
      may: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } },
      // Objects within it are required, but nothing is known of them either.
      within: {
        type: 'object',
        required: ['part'],
        properties: { part: { type: 'object', required: ['a'], properties: { a: { type: 'string' } } } },
      },
      // A field of the profile has the name of one of its properties.
      other: {
        type: 'object',
        required: ['name', 'colour'],
        properties: { name: { type: 'string' }, colour: { type: 'string' } },
      },
      must: { type: 'object', properties: { a: { type: 'string' } } },
      choice: { 'x-fill': 'clock.epoch', anyOf: [{ type: 'integer' }, { type: 'string' }] },
      list: {
        type: 'array',
        items: {
          type: 'object',
          properties: { at: { type: 'integer', 'x-fill': 'clock.epoch' }, name: { type: 'string' } },
        },
      },
      text: { type: 'string', 'x-fill': 'clock.epoch' },
    },
  };
  const served = await serve(t, {
    seed: { tenants: ['north', 'south'].map((id) => ({ id, profile: { colour: id } })) },
    paths: {
      '/me': {
        get: operation(
          'me',
          { type: 'profile.get' },
          {
            responses: {
              '200': answer(schema, {
                choice: 1,
                list: [
                  { at: 1, name: 'a' },
                  { at: 2, name: 'b' },
                ],
                text: '1',
                must: {},
              }),
            },
          },
        ),
      },
    },
  });
  const { body } = await served.api('/me');
  const { may, within, other, must, choice, list, text } = body as {
    may: unknown;
    within: unknown;
    other: unknown;
    must: unknown;
    choice: number;
    list: { at: number; name: string }[];
    text: string;
  };
  t.strictSame([may, within, other], [undefined, undefined, undefined], 'left out');
  t.strictSame(must, {});
  const now = Date.now() / 1000;
  t.ok(Math.abs(choice - now) < 60, `${choice}`);
  t.ok(
    list.every(({ at }) => Math.abs(at - now) < 60),
    JSON.stringify(list),
  );
  t.strictSame(
    list.map(({ name }) => name),
    ['a', 'b'],
  );
  t.equal(text, `${choice}`);
  await verified(t, served);
});
