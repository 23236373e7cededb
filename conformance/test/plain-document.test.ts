/**
 * A server against the OpenAPI document that its team wrote, which has none of the vocabulary. What the import makes up
 * so that a sandbox has something to answer, a real server is not held to.
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { readTargetFile, resultText, verify } from '../library.ts';

const TITLE = { type: 'string', maxLength: 80 };
const BOOK = {
  type: 'object',
  required: ['id', 'title'],
  properties: { id: { type: 'string' }, title: TITLE },
};
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const REFUSED = { description: 'No.', ...json({ type: 'object', properties: { error: { type: 'string' } } }) };

/** It says 401, and nothing of other refusals. */
const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Books', version: '1' },
  security: [{ key: [] }],
  paths: {
    '/books': {
      get: {
        operationId: 'list',
        responses: { '200': { description: 'All.', ...json({ type: 'array', items: BOOK }) }, '401': REFUSED },
      },
      post: {
        operationId: 'create',
        requestBody: {
          required: true,
          ...json({ type: 'object', required: ['title'], properties: { title: TITLE } }),
        },
        responses: { '201': { description: 'Made.', ...json(BOOK) }, '401': REFUSED },
      },
    },
    '/books/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'get', responses: { '200': { description: 'One.', ...json(BOOK) }, '401': REFUSED } },
      delete: { operationId: 'remove', responses: { '204': { description: 'Gone.' }, '401': REFUSED } },
    },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
};

type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

interface Server {
  /** Makes no books, lists none, and has one that cannot be deleted. */
  readonly reading?: boolean;
  /** What it answers where nothing is. */
  readonly nothing?: Answer;
  /** What it answers to a key that it does not know. */
  readonly stranger?: Answer;
  /** What it answers to JSON that is no book. */
  readonly invalid?: Answer;
}

const LIMIT = 1_048_576;

/** Right by the document and by HTTP, in words and statuses of its own. */
async function start(
  t: Test,
  { reading = false, nothing = [410, { oops: true }], stranger = [401, { error: 'who?' }], invalid }: Server = {},
): Promise<string> {
  const books = new Map<string, object>();
  const wrong: Answer = [409, 'not like that', { 'content-type': 'text/plain' }];

  function create(text: string, type: string): Answer {
    if (text === '') return invalid ?? wrong;
    if (!/^application\/json(;|$)/i.test(type)) return wrong;
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return wrong;
    }
    if (text.length > LIMIT || typeof body !== 'object' || body === null || Array.isArray(body))
      return invalid ?? wrong;
    if (/"(?:__proto__|constructor)"/.test(text) || (text.match(/"title"\s*:/g) ?? []).length > 1) return wrong;
    const { title } = body as { readonly title?: unknown };
    if (typeof title !== 'string' || Array.from(title).length > 80) return invalid ?? wrong;
    const book = { id: `b${books.size + 1}`, title };
    books.set(book.id, book);
    return [201, book];
  }

  function answer(method: string, url: string, key: unknown, text: string, type: string): Answer {
    const { pathname } = new URL(url, 'http://localhost');
    const [, collection, id, ...rest] = pathname.split('/');
    if (collection !== 'books' || rest.length > 0 || id === '') return nothing;
    const more = reading && id === undefined ? [] : [id === undefined ? 'POST' : 'DELETE'];
    const allowed = ['GET', 'HEAD', ...more];
    if (!allowed.includes(method)) return [405, 'no', { allow: allowed.join(', '), 'content-type': 'text/plain' }];
    if (key !== 'secret-key-of-main') return stranger;
    if (reading && id === 'kept') return method === 'DELETE' ? [204] : [200, { id, title: 'Kept' }];
    if (id === undefined) return method === 'POST' ? create(text, type) : [200, [...books.values()]];
    if (method === 'DELETE') {
      books.delete(id);
      return [204];
    }
    return books.has(id) ? [200, books.get(id)] : nothing;
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '/', headers } = request;
      const sent = answer(
        method,
        url,
        headers['x-key'],
        Buffer.concat(parts).toString(),
        headers['content-type'] ?? '',
      );
      const [status, body, more] = sent;
      response.writeHead(status, { ...(body !== undefined && { 'content-type': 'application/json' }), ...more });
      response.end(
        body === undefined || method === 'HEAD' ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** @returns what fails or warns, as the terminal tells it */
async function faults(
  t: Test,
  baseUrl: string,
  { document = DOCUMENT, parameters }: { readonly document?: object; readonly parameters?: object } = {},
): Promise<Readonly<Record<'wrong' | 'notRun' | 'passed', readonly string[]>>> {
  const contract = join(t.testdir({}), 'books.json');
  await writeFile(contract, JSON.stringify(document));
  const file = join(t.testdirName, 'target.yaml');
  await writeFile(
    file,
    JSON.stringify({
      contract,
      base_url: baseUrl,
      credentials: {
        tenants: [{ id: 'main' }],
        keys: [{ credential: 'key', id: 'k', secret: 'secret-key-of-main', tenant: 'main' }],
      },
      ...(parameters && { parameters }),
      capabilities: { control: 'none' },
      safety: { destructive: true, pace: '0ms' },
    }),
  );
  const { results } = await verify(await readTargetFile(file));
  const state = (wanted: readonly string[]): typeof results =>
    results.filter(({ outcome }) => wanted.includes(outcome.state));
  return {
    wrong: state(['failed', 'warned', 'suite_error']).map(resultText),
    notRun: state(['not_run']).map(resultText),
    passed: state(['passed']).map(({ check }) => check.id),
  };
}

t.test(
  'a right server with statuses and words of its own is not blamed for those that the import made up',
  async (t) => {
    const { wrong, passed } = await faults(t, await start(t));
    t.strictSame(wrong, []);
    for (const id of [
      'unmatched.unknown-path',
      'unmatched.wrong-method:list',
      'body.malformed:create',
      'resource.unknown:get',
      'resource.deleted-is-gone:remove',
    ])
      t.ok(passed.includes(id), `${id} was run`);
    t.notOk(passed.includes('resource.unknown:remove'), 'a document that has no 404 may take what is gone for deleted');
  },
);

t.test('what it answers in place of a refusal is found, and so is another status than the document has', async (t) => {
  const found = async (server: Server): Promise<string> => (await faults(t, await start(t, server))).wrong.join('\n');
  const fine: Answer = [200, []];
  t.match(await found({ nothing: fine }), /unmatched\.unknown-path/);
  t.match(await found({ nothing: fine }), /resource\.unknown:get/);
  t.match(await found({ stranger: [403, { error: 'who?' }] }), /credential\.absent:list/, 'the document says 401');
});

t.test('a document that has 422 for what breaks its schema says nothing of what is no JSON', async (t) => {
  const { post, get } = DOCUMENT.paths['/books'];
  const paths = {
    ...DOCUMENT.paths,
    '/books': { get, post: { ...post, responses: { ...post.responses, '422': REFUSED } } },
  };
  const found = (server: Server) =>
    start(t, server).then((baseUrl) => faults(t, baseUrl, { document: { ...DOCUMENT, paths } }));
  const { wrong, passed } = await found({ invalid: [422, { error: 'no book' }] });
  t.strictSame(wrong, [], 'its parser refuses with a status of its own');
  t.ok(passed.includes('body.malformed:create'));
  t.match(
    (await found({ invalid: [418, { error: 'no book' }] })).wrong.join('\n'),
    /body\.(required|type|missing|wrong)/,
  );
});

t.test('a value that only the server knows is asked for, and taken from the target file', async (t) => {
  const { '/books': all, ...paths } = DOCUMENT.paths;
  const document = { ...DOCUMENT, paths: { ...paths, '/books': { get: all.get } } };
  const baseUrl = await start(t, { reading: true });
  const without = await faults(t, baseUrl, { document });
  t.strictSame(without.wrong, [], 'no record is listed, and none can be made');
  t.notOk(without.passed.includes('answer.success:get'));
  t.match(
    without.notRun.join('\n'),
    /the target has no \{id\} that the suite knows; its file can name one: parameters: \{ get\.id: … \}/,
  );
  for (const parameters of [{ id: 'kept' }, { 'get.id': 'kept', 'remove.id': 'kept' }]) {
    const { wrong, passed } = await faults(t, baseUrl, { document, parameters });
    t.strictSame(wrong, []);
    for (const id of ['answer.success:get', 'request.right-stays-right:get', 'credential.absent:get'])
      t.ok(passed.includes(id), `${id}: ${JSON.stringify(parameters)}`);
  }
  await t.rejects(faults(t, baseUrl, { document, parameters: { idd: 1 } }), {
    message: /"parameters\.idd"|no operation of the contract books has a parameter "idd"/,
  });
});
