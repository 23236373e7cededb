/** What documents of publishers have that others do not: each kind as the smallest document that has it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { lintContract } from '../contract/lint/lint-contract.ts';
import { loadContract } from '../contract/load-contract.ts';
import { textsOfPattern } from '../contract/text-of-pattern.ts';
import { startSandbox } from '../index.ts';
import { serve, verified } from './openapi-contract.ts';

type Json = Readonly<Record<string, unknown>>;

const json = (schema: Json, more: Json = {}): Json => ({ content: { 'application/json': { schema, ...more } } });
const good = (schema: Json, more: Json = {}): Json => ({ '200': { description: 'Good.', ...json(schema, more) } });

const openapi = (paths: Json, more: Json = {}): string =>
  JSON.stringify({ openapi: '3.0.3', info: { title: 'Small', version: '1' }, paths, ...more });

const THINGS = { '/things': { get: { responses: good({ type: 'object' }, { example: { a: 1 } }) } } };

/** Files of one folder; the first is the document. @returns its path */
async function written(t: Test, files: Readonly<Record<string, string>>): Promise<string> {
  const dir = t.testdir({});
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return join(dir, Object.keys(files)[0]!);
}

/** What lint refuses, mock refuses, and the other way round. */
async function errorsOf(file: string): Promise<readonly string[]> {
  return (await lintContract(file)).filter(({ level }) => level === 'error').map(({ message }) => message);
}

t.test('files that editors and exports leave a trace in start all the same', async (t) => {
  for (const [what, text] of [
    ['a byte order mark', `\uFEFF${openapi(THINGS)}`],
    ['a comma too many', openapi(THINGS).replace(/\}$/, ',}')],
  ] as const) {
    const { bare, file } = await serve(t, text);
    t.match(await bare('/things'), { status: 200, body: { a: 1 } }, what);
    t.strictSame(await errorsOf(file), [], what);
  }
});

t.test('a $ref in an example or in another tool’s key is data', async (t) => {
  const member = { value: '26', $ref: 'https://example.com/v2/Users/26', type: 'User' };
  const { bare } = await serve(
    t,
    openapi(
      { '/groups': { get: { responses: good({ type: 'object' }, { example: { members: [member] } }) } } },
      { 'x-policies': { $ref: '../policies.yaml' } },
    ),
  );
  t.strictSame((await bare('/groups')).body, { members: [member] });
});

t.test('so it is beside references that lead to other files', async (t) => {
  const member = { $ref: 'https://example.com/v2/Users/26', value: '26' };
  const file = await written(t, {
    'api.json': openapi({
      '/groups': { get: { responses: good({ $ref: 'group.json' }, { example: { members: [member] } }) } },
    }),
    'group.json': JSON.stringify({ type: 'object', properties: { members: { type: 'array' } } }),
  });
  const { document } = await loadContract(file);
  t.match(document.paths?.['/groups']?.get?.responses?.['200']?.content?.['application/json'], {
    example: { members: [member] },
  });
});

t.test('what stands in another operation is there, whatever becomes of that operation', async (t) => {
  const page = { type: 'object', required: ['next'], properties: { next: { type: 'string', format: 'uri' } } };
  const impossible = { allOf: [page, { type: 'object', required: ['no'], properties: { no: { not: {} } } }] };
  const { bare } = await serve(
    t,
    openapi({
      // No value fits it, so its schema is dropped; and nothing is served at the last path.
      '/never': { get: { responses: good(impossible) } },
      '/a': {
        get: {
          responses: good({ $ref: '#/paths/~1never/get/responses/200/content/application~1json/schema/allOf/0' }),
        },
      },
      '/b': { get: { responses: { '200': { $ref: '#/paths/~1token%23refresh/post/responses/200' } } } },
      '/c': { get: { responses: good({ $ref: '#/paths/~1b/get/responses/200/content/application~1json/schema' }) } },
      '/token#refresh': { post: { responses: good(page) } },
    }),
  );
  for (const path of ['/a', '/b', '/c']) t.match(await bare(path), { status: 200, body: { next: /^https:/ } }, path);
});

t.test('lint and mock refuse the same documents, and say why', async (t) => {
  for (const [text, why] of [
    [openapi({}, { webhooks: { paid: { post: {} } } }), /describes webhooks alone/],
    [openapi({ '/users': {} }), /no path in it has a method/],
    [openapi({ '/a': { get: { responses: good({ $ref: 'not-there.json' }) } } }), /there is no such file/],
  ] as const) {
    const file = await written(t, { 'api.json': text });
    t.match(await errorsOf(file), [why], String(why));
    await t.rejects(loadContract(file), { message: why });
  }
  // What is mended or left out stops neither.
  const file = await written(t, {
    'api.json': openapi({
      '/a': { get: { 'x-action': 'theirs', responses: good({ type: 'string', minLength: true }) } },
      '/b?beta=1': { get: { operationId: 'b', responses: good({}) } },
    }).replace('3.0.3', '3.1.0'),
  });
  const findings = await lintContract(file);
  t.ok(findings.length > 2, 'it is told');
  t.strictSame(await errorsOf(file), []);
  await loadContract(file);
});

t.test('a text is found for patterns of identifiers, so that they are checked', async (t) => {
  const sid = { type: 'string', pattern: '^AC[0-9a-fA-F]{32}$', minLength: 34, maxLength: 34 };
  const served = await serve(
    t,
    openapi({
      '/calls': {
        get: { parameters: [{ name: 'account', in: 'query', required: true, schema: sid }], responses: good(sid) },
      },
    }),
  );
  const right = `AC${'0'.repeat(32)}`;
  t.match(await served.bare(`/calls?account=${right}`), { status: 200, body: /^AC[\da-f]{32}$/i });
  t.equal((await served.bare('/calls?account=AC1')).status, 400);
  for (const pattern of [
    String.raw`^\d{3}-\d{4}$`,
    '^[0-9]+(ns|us|ms|s|m|h)$',
    String.raw`^[\p{Lu}][^a-z\]]{2,}\/(?:x|y)+$`,
    String.raw`^(?<year>\d{4})\u002d[[\]]$`,
    String.raw`^a.{3}\.\x41?$`,
  ])
    t.ok(
      textsOfPattern(pattern).some((text) => new RegExp(pattern, 'u').test(text)),
      pattern,
    );
  t.strictSame(textsOfPattern('((a{250}){250}){250}'), [], 'none that nobody could read');
  await verified(t, served);
});

t.test('204 has no body, whatever the document shows', async (t) => {
  const nothing = { '204': { description: 'Done.', ...json({ type: 'string' }) } };
  const served = await serve(t, openapi({ '/things/{id}': { put: { parameters: ID, responses: nothing } } }));
  const answer = await served.bare('/things/1', { method: 'PUT' });
  t.equal(answer.status, 204);
  t.equal(answer.headers.get('content-type'), null);
  await verified(t, served);
});

const ID = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];

t.test('a key that is the whole Authorization header stands beside HTTP Basic', async (t) => {
  const served = await serve(
    t,
    openapi(THINGS, {
      security: [{ token: [] }, { basic: [] }],
      components: {
        securitySchemes: {
          token: { type: 'apiKey', in: 'header', name: 'Authorization' },
          basic: { type: 'http', scheme: 'basic' },
        },
      },
    }),
  );
  const asking = async (authorization: string) => (await served.bare('/things', { headers: { authorization } })).status;
  t.equal(await asking('key_sandbox_token_acme'), 200);
  t.equal(await asking(`Basic ${Buffer.from('acme-basic:secret_sandbox_basic_acme').toString('base64')}`), 200);
  t.equal(await asking(`Basic ${Buffer.from('acme-basic:wrong').toString('base64')}`), 401);
  await verified(t, served);
});

t.test('a list that needs a filter shows its records to who asks as the document shows', async (t) => {
  const offer = {
    type: 'object',
    required: ['id', 'holder'],
    properties: { id: { type: 'string' }, holder: { type: 'string' } },
  };
  const holder = { name: 'holder', in: 'query', required: true, schema: { type: 'string' }, example: 'AH1' };
  const served = await serve(
    t,
    openapi({
      '/offers': { get: { parameters: [holder], responses: good({ type: 'array', items: offer }) } },
      '/offers/{id}': { get: { parameters: ID, responses: good(offer) } },
    }),
  );
  const { body } = await served.bare('/offers?holder=AH1');
  t.equal((body as readonly unknown[]).length, 3);
  t.strictSame((await served.bare('/offers?holder=AH2')).body, []);
  await verified(t, served);
});

t.test('paths that differ in the names of their parameters share their methods', async (t) => {
  const responses = (which: string): Json => good({ type: 'string' }, { example: which });
  const { bare, file } = await serve(
    t,
    openapi({
      '/files/{id}': { get: { parameters: ID, responses: responses('get') } },
      '/files/{name}': {
        get: { parameters: [{ ...ID[0], name: 'name' }], responses: responses('not this') },
        put: { parameters: [{ ...ID[0], name: 'name' }], responses: responses('put') },
      },
    }),
  );
  t.equal((await bare('/files/1')).body, 'get');
  t.equal((await bare('/files/1', { method: 'PUT' })).body, 'put');
  t.match((await loadContract(file)).imported?.notes, [/^GET \/files\/\{name\} is not served/]);
});

t.test('the token endpoint that a document describes gives tokens', async (t) => {
  const file = await written(t, {
    'api.json': openapi(
      {
        ...THINGS,
        '/oauth2/token': { post: { operationId: 'getToken', security: [], responses: good({ type: 'object' }) } },
      },
      {
        security: [{ OAuth: [] }],
        components: {
          securitySchemes: {
            OAuth: {
              type: 'oauth2',
              flows: { clientCredentials: { tokenUrl: 'https://auth.example/oauth2/token', scopes: {} } },
            },
          },
        },
      },
    ),
  });
  await using sandbox = await startSandbox({ contracts: [file] });
  const url = sandbox.url('api');
  const given = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('acme-app:secret_sandbox_acme_app').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await given.json()) as { access_token: string };
  t.equal((await fetch(`${url}/things`, { headers: { authorization: `Bearer ${token}` } })).status, 200);
});

t.test('a HEAD that a document describes is judged by its own words, and a key may have any name', async (t) => {
  const needed = { name: 'name', in: 'query', required: true, schema: { type: 'string' } };
  const served = await serve(
    t,
    openapi(
      {
        '/things': {
          get: { responses: good({ type: 'object' }, { example: {} }) },
          head: { parameters: [needed], responses: { '200': { description: 'There.' } } },
        },
      },
      {
        security: [{ key: [] }],
        components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'u=&p=' } } },
      },
    ),
  );
  await verified(t, served);
});

t.test('the suite asks no server to keep a list that its schema forbids', async (t) => {
  const tags = (more: Json): Json => ({ type: 'array', items: { type: 'string' }, ...more });
  const fields = {
    name: { type: 'string' },
    different: tags({ uniqueItems: true }),
    few: tags({ maxItems: 1 }),
    many: tags({ minItems: 4 }),
  };
  const thing = { type: 'object', required: ['id'], properties: { id: { type: 'string', readOnly: true }, ...fields } };
  const served = await serve(
    t,
    openapi({
      '/things': {
        get: { responses: good({ type: 'array', items: thing }) },
        post: {
          requestBody: { required: true, ...json({ type: 'object', properties: fields }) },
          responses: { '201': { description: 'Made.', ...json(thing) }, '400': { description: 'Refused.' } },
        },
      },
      '/things/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: good(thing),
        },
      },
    }),
  );
  await verified(t, served);
});

t.test('closing brackets of YAML may stand no deeper than their key; texts stay as they are', async (t) => {
  const text = `openapi: 3.0.3
info: { title: Small, version: '1' }
paths:
  /things:
    get:
      description: |
        For example: {
          "a": 1
        }
      responses:
        '200':
          description: Good.
          content:
            application/json:
              schema: { type: object }
              example: {
                "a": {
                  "b": [1,
                    2
                  ]
                },
                "c": 3
              }
`;
  const { bare, file } = await serve(t, text, 'small.yaml');
  t.strictSame((await bare('/things')).body, { a: { b: [1, 2] }, c: 3 });
  t.strictSame(await errorsOf(file), []);
  t.match((await loadContract(file)).document.paths, {
    '/things': { get: { description: 'For example: {\n  "a": 1\n}\n' } },
  });
});

t.test('a form of Swagger 2.0 with a required field must be sent', async (t) => {
  const name = { name: 'name', in: 'formData', type: 'string', required: true };
  const post = {
    consumes: ['application/x-www-form-urlencoded'],
    produces: ['application/json'],
    parameters: [name],
    responses: { '200': { description: 'Good.', schema: { type: 'object', example: {} } } },
  };
  const served = await serve(
    t,
    JSON.stringify({ swagger: '2.0', info: { title: 'Small', version: '1' }, paths: { '/login': { post } } }),
  );
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const login = (body: string) => fetch(`${served.url}/login`, { method: 'POST', headers: type, body });
  t.equal((await login('')).status, 400);
  t.equal((await login('name=ida')).status, 200);
  await verified(t, served);
});

const uuid = { type: 'string', format: 'uuid' };
const mail = {
  type: 'object',
  required: ['id'],
  properties: { id: uuid, to: { type: 'array', items: { type: 'string' } } },
};
const MAIL_ID = { name: 'id', in: 'path', required: true, schema: uuid };

t.test('a part of a body is no wrapper of the record where the body has fields of the record itself', async (t) => {
  const sent = {
    type: 'object',
    required: ['to'],
    properties: {
      to: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
      template: { type: 'object', required: ['id'], properties: { id: uuid } },
    },
  };
  const served = await serve(
    t,
    openapi({
      '/mails': {
        get: { responses: good({ type: 'array', items: mail }) },
        post: { requestBody: { required: true, ...json(sent) }, responses: good(mail) },
      },
      '/mails/{id}': { parameters: [MAIL_ID], get: { responses: good(mail) } },
    }),
  );
  t.equal((await served.bare('/mails', { method: 'POST', json: { to: 'ida@example.com' } })).status, 200);
  await verified(t, served);
});

t.test('records that nothing lists have known ids, UUIDs too', async (t) => {
  const served = await serve(
    t,
    openapi({
      '/mails': { get: { responses: good({ type: 'object' }, { example: {} }) } },
      '/mails/{id}': { parameters: [MAIL_ID], get: { responses: good(mail) } },
    }),
  );
  const id = '00000000-0000-4000-8000-000000000001';
  t.match(await served.bare(`/mails/${id}`), { status: 200, body: { id } });
  t.equal((await served.bare('/mails/00000000-0000-4000-8000-000000000009')).status, 404);
  await verified(t, served);
});

t.test('of two kinds of tokens each has its own scopes', async (t) => {
  const flow = (scopes: Json): Json => ({ tokenUrl: 'https://auth.example/token', scopes });
  const read = { 'board:read': 'Read.' };
  const get = (scheme: string): Json => ({
    security: [{ [scheme]: ['board:read'] }],
    responses: good({ type: 'object' }, { example: {} }),
  });
  const served = await serve(
    t,
    openapi(
      { '/board': { get: get('App') }, '/mine': { get: get('Person') } },
      {
        components: {
          securitySchemes: {
            App: { type: 'oauth2', flows: { clientCredentials: flow(read) } },
            Person: {
              type: 'oauth2',
              flows: {
                authorizationCode: {
                  ...flow({ ...read, 'board:write': 'Write.' }),
                  authorizationUrl: 'https://auth.example/auth',
                },
              },
            },
          },
        },
      },
    ),
  );
  const given = await fetch(`${served.url}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('acme-app:secret_sandbox_acme_app').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  t.match(await given.json(), { scope: 'board:read' }, 'without asking: no scope of the other kind');
  await verified(t, served);
});
