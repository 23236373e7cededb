/**
 * Documents as their publishers ship them: each starts, authenticates, holds state, and passes the suite.
 *
 * The suite runs here against the small ones. By hand, since they take a minute or more together, run `tollgate verify
 * FILE --mock` for the others: of `@readme/oas-examples` those that `BY_HAND` names (2.0, 3.0 and 3.1),
 * `@scalar/galaxy`, `@directus/specs`, `@blockfrost/openapi` and `@octokit/openapi` (6,697 checks in a minute).
 */
import { exec } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { resultText } from '../../conformance/library.ts';
import { verifyMocks } from '../../conformance/verify-mocks.ts';
import { loadContract } from '../../mock/contract/load-contract.ts';
import { startServer } from '../../mock/server/server.ts';
import { readyText } from '../cli/mock/ready-text.ts';
import { isThere, skipWithout } from './programs.ts';

const installed = (path: string): string => fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url));

const EXAMPLES = '@readme/oas-examples';

/** One of each version, with every kind of credential among them. */
const STARTED = [
  `${EXAMPLES}/2.0/yaml/petstore.yaml`,
  `${EXAMPLES}/3.1/yaml/train-travel.yaml`,
  `${EXAMPLES}/3.0/yaml/security.yaml`,
  '@scalar/galaxy/dist/latest.yaml',
  '@directus/specs/dist/openapi.json',
  '@blockfrost/openapi/openapi.yaml',
  '@octokit/openapi/generated/api.github.com.json',
];

/** Of the examples those that take seconds each, or have nothing to serve. */
const BY_HAND =
  /petstore(-simple|-expanded)?\.|security|readme-|\/readme|star-trek|http-status|polymorphism|train-travel|3\.0\/yaml\/schema-types|webhooks/;

const VERIFIED = ['2.0', '3.0', '3.1']
  .flatMap((version) => readdirSync(installed(`${EXAMPLES}/${version}/yaml`)).map((name) => `${version}/yaml/${name}`))
  .filter((name) => !BY_HAND.test(name))
  .map((name) => `${EXAMPLES}/${name}`);

const run = promisify(exec);

async function started(t: Test, file: string, bearer = false) {
  const loaded = await loadContract(file, { bearer });
  const server = await startServer({ contracts: [loaded] });
  t.teardown(() => server.close());
  const { imported: report } = loaded;
  if (report === undefined) throw new Error(`${file} was not imported`);
  const imported = new Map([[loaded.name, report]]);
  return {
    report,
    server,
    url: server.contractUrl(loaded.name),
    text: readyText(server, { selfSigned: false, imported }),
  };
}

for (const file of STARTED)
  t.test(
    `${file} starts, and its curl lines work when pasted`,
    { skip: skipWithout('curl', isThere('curl')) },
    async (t) => {
      const { text, report } = await started(t, installed(file));
      const lines = [...text.matchAll(/ (curl .*)$/gm)].map(([, line]) => line!);
      t.ok(lines.length >= 2 + Math.min(report.credentials.length, 5), text);
      for (const line of new Set(lines))
        t.match((await run(`${line} -s -o /dev/null -w '%{http_code}'`)).stdout, /^2\d\d$/, line);
    },
  );

/** The suite finds nothing wrong with the sandbox's own service of files. */
async function passes(t: Test, files: readonly string[]): Promise<void> {
  const reports = await verifyMocks(files.map((file) => ({ contract: file, target: 'mock' as const })));
  reports.forEach(({ totals: { failed, warned, suiteErrors, unreachable, passed }, results }, i) => {
    const wrong = results.filter(({ outcome }) => ['failed', 'warned', 'error'].includes(outcome.state));
    t.strictSame(
      { failed, warned, suiteErrors, unreachable, wrong: wrong.map(resultText) },
      { failed: 0, warned: 0, suiteErrors: 0, unreachable: 0, wrong: [] },
      files[i]!,
    );
    t.ok(passed > 3, `${passed} checks passed`);
  });
}

t.test('the suite has nothing to say against imports', async (t) => {
  t.ok(VERIFIED.length > 35, `${VERIFIED.length} documents`);
  await passes(t, VERIFIED.map(installed));
});

/** Two files, tied by references. */
const ROOT = {
  openapi: '3.0.3',
  info: { title: 'Crew', version: '1' },
  'x-foreign': { anything: true },
  security: [{ Key: [], Digest: [] }],
  paths: {
    '/crew-members': { $ref: './paths.json#/list' },
    '/crew-members/{member-id}': { $ref: './paths.json#/item' },
  },
  components: {
    securitySchemes: {
      Key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      Digest: { type: 'http', scheme: 'digest' },
    },
  },
};

const member = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer', readOnly: true },
    name: { type: 'string' },
    rank: { type: 'string', enum: ['mate', 'cook', 'boy'] },
  },
};
const answer = (schema: object) => ({ description: 'Done', content: { 'application/json': { schema } } });
const body = { required: true, content: { 'application/json': { schema: member } } };
const PATHS = {
  list: {
    get: {
      parameters: [{ name: 'rank', in: 'query', schema: { type: 'string', enum: ['mate', 'cook'] } }],
      responses: {
        200: answer({
          type: 'object',
          properties: { data: { type: 'array', items: member }, total: { type: 'integer' } },
        }),
      },
    },
    post: { requestBody: body, responses: { 201: answer({ type: 'object', properties: { data: member } }) } },
  },
  item: {
    parameters: [{ name: 'member-id', in: 'path', required: true, schema: { type: 'integer' } }],
    get: { responses: { 200: answer({ type: 'object', properties: { data: member } }) } },
    delete: { responses: { 204: { description: 'Gone' } } },
  },
};

async function crew(root: object = ROOT): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-import-'));
  await writeFile(join(folder, 'paths.json'), JSON.stringify(PATHS));
  await writeFile(join(folder, 'crew.json'), JSON.stringify(root));
  return join(folder, 'crew.json');
}

t.test('a document in two files becomes a sandbox that authenticates and remembers', async (t) => {
  const { url, report, text } = await started(t, await crew());
  t.match(text, /Digest: the sandbox has no HTTP digest authentication/);
  t.strictSame(report.resources, [
    { name: 'crew_members', path: '/crew-members', verbs: ['list', 'get', 'create', 'delete'] },
  ]);
  const ask = async (path: string, key = 'key_sandbox_key_acme', init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { 'x-key': key, 'content-type': 'application/json' },
    });
    const said = await response.text();
    return {
      status: response.status,
      body: (said === '' ? {} : JSON.parse(said)) as { data: { id: number; name: string }; total: number },
    };
  };
  t.equal((await fetch(`${url}/crew-members`)).status, 401);
  t.equal((await ask('/crew-members', 'wrong')).status, 401);
  const before = await ask('/crew-members');
  const made = await ask('/crew-members', undefined, { method: 'POST', body: '{"name":"Ada","rank":"cook"}' });
  t.match(made, { status: 201, body: { data: { id: Number, name: 'Ada' } } });
  const path = `/crew-members/${made.body.data.id}`;
  t.strictSame((await ask(path)).body, made.body);
  t.equal((await ask('/crew-members')).body.total, before.body.total + 1);
  t.equal((await ask(path, 'key_sandbox_key_globex')).status, 404, 'another tenant has its own');
  const cooks = (await ask('/crew-members?rank=cook')).body.data as unknown as { id: number; rank: string }[];
  t.ok(cooks.some(({ id }) => id === made.body.data.id) && cooks.every(({ rank }) => rank === 'cook'), 'filtered');
  t.equal((await ask(path, undefined, { method: 'DELETE' })).status, 204);
  t.equal((await ask(path)).status, 404);
  t.match(await ask('/nowhere'), { status: 404, body: { type: 'about:blank' } });
});

t.test('a document that asks for nothing can be made to ask for a bearer key', async (t) => {
  const { security: _security, ...open } = ROOT;
  const file = await crew(open);
  const free = await started(t, file);
  t.match(free.text, /--bearer/);
  t.equal((await fetch(`${free.url}/crew-members`)).status, 200);
  const { url } = await started(t, file, true);
  t.equal((await fetch(`${url}/crew-members`)).status, 401);
  t.equal(
    (await fetch(`${url}/crew-members`, { headers: { authorization: 'Bearer key_sandbox_bearer_key_acme' } })).status,
    200,
  );
});

t.test('a document whose clients hand over passwords', async (t) => {
  const flows = { password: { tokenUrl: '/login', scopes: { 'crew.read': 'Read.' } } };
  const file = await crew({
    ...ROOT,
    security: [{ Old: ['crew.read'] }],
    components: { ...ROOT.components, securitySchemes: { Old: { type: 'oauth2', flows } } },
  });
  const { url, text } = await started(t, file);
  t.notMatch(text, /the password grant/);
  const login = async (password: string): Promise<Response> =>
    fetch(`${url}/login`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('acme-app:secret_sandbox_acme_app')}` },
      body: new URLSearchParams({ grant_type: 'password', username: 'alice', password }),
    });
  t.match(await (await login('wrong')).json(), { error: 'invalid_grant' });
  const { access_token: token } = (await (await login('password_sandbox_alice')).json()) as { access_token: string };
  t.equal((await fetch(`${url}/crew-members`, { headers: { authorization: `Bearer ${token}` } })).status, 200);
});

t.test('a document whose tokens come by redirect', async (t) => {
  const flows = { implicit: { authorizationUrl: '/login', scopes: { 'crew.read': 'Read.' } } };
  const file = await crew({
    ...ROOT,
    security: [{ Old: ['crew.read'] }],
    components: { ...ROOT.components, securitySchemes: { Old: { type: 'oauth2', flows } } },
  });
  const { url } = await started(t, file);
  const asked = { response_type: 'token', client_id: 'acme-app', redirect_uri: 'http://localhost:3000/callback' };
  const visit = async (query: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${url}/login?${new URLSearchParams({ ...asked, state: 'a b', ...query }).toString()}`, {
      redirect: 'manual',
    });
  const page = await (await visit({ scope: 'crew.read' })).text();
  const [, transaction = ''] = /name="transaction" value="([^"]+)"/.exec(page) ?? [];
  const answer = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ transaction, decision: 'approve' }),
  });
  const back = new URL(answer.headers.get('location')!);
  t.equal(back.search, '', 'nothing for servers to see');
  const given = new URLSearchParams(back.hash.slice(1));
  t.match(Object.fromEntries(given), { token_type: 'Bearer', scope: 'crew.read', state: 'a b', expires_in: /^\d+$/ });
  t.notOk(given.has('refresh_token') || given.has('code'));
  const authorization = `Bearer ${given.get('access_token')!}`;
  t.equal((await fetch(`${url}/crew-members`, { headers: { authorization } })).status, 200);
  const wrong = new URL((await visit({ scope: 'none' })).headers.get('location')!);
  t.match(wrong.hash, /^#error=invalid_scope&.*state=a\+?(%20)?b/);
  const hybrid = new URL((await visit({ response_type: 'code id_token' })).headers.get('location')!);
  t.match(hybrid.hash, /^#error=unsupported_response_type&/, 'where tokens would stand');
  await passes(t, [file]);
});

t.test('import writes a contract that lints, and keeps what was edited', async (t) => {
  const file = await crew();
  const written = join(await mkdtemp(join(tmpdir(), 'tollgate-import-')), 'my.yaml');
  const command = fileURLToPath(new URL('../cli/tollgate.js', import.meta.url));
  const tollgate = async (...args: string[]) => (await run([process.execPath, command, ...args].join(' '))).stdout;
  t.match(await tollgate('import', file, '-o', written), /1 resources that hold state, 0 operations/);
  t.match(await tollgate('lint', written), /no findings/);
  const text = await readFile(written, 'utf8');
  t.match(text, /# inferred from the path, the method and the schemas\n\s+x-action:/);
  await writeFile(written, text.replace('count: 3', 'count: 7').replace('title: Crew', 'title: Mine'));
  const again = await tollgate('import', file, '-o', written);
  t.match(again, /kept your #\/components\/schemas\/CrewMemberRecord\/x-resource/);
  t.match(again, /conflict: #\/info\/title is the document's again/);
  t.match(await readFile(written, 'utf8'), /count: 7/);
});

/** What is wrong with it, or hard to serve, as publishers have it. */
const ODD = {
  openapi: '3.0.3',
  info: { title: 'Odd', version: '1' },
  security: [{ Basic: [] }],
  paths: {
    '/{a}/{b}': { get: { responses: { 200: answer({ type: 'object' }) } } },
    '/{a}/{b}/{c}/{d}': { get: { responses: { 103: { description: 'Wait.' } } } },
    '/jobs/{job-id}:cancel': { post: { responses: { 202: { description: 'Will do.' } } } },
    '/lists': {
      get: {
        parameters: [
          { name: 'ids', in: 'query', required: true, schema: { type: 'array', items: { type: 'integer' } } },
          {
            name: 'odd',
            in: 'query',
            required: true,
            schema: { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
          },
          {
            name: 'code',
            in: 'query',
            required: true,
            example: 'no code',
            schema: { type: 'string', pattern: '^\\d{6}$' },
          },
        ],
        responses: { 200: answer({ type: 'object' }) },
      },
    },
    '/files': {
      post: { requestBody: bodyOf({ name: { type: 'string', pattern: '^(a|[a-z])+\\.json$' } }), responses: done() },
    },
    '/uploads': {
      post: {
        requestBody: {
          required: true,
          content: {
            'multipart/data': {
              schema: { type: 'object', required: ['file'], properties: { file: { type: 'string' } } },
            },
            'application/json': { schema: { type: 'object', properties: { title: { type: 'string' } } } },
          },
        },
        responses: {
          200: answer({
            type: 'object',
            required: ['size'],
            properties: { size: { type: 'integer' } },
            example: ['no'],
          }),
        },
      },
    },
    '/xml': {
      post: {
        requestBody: { required: true, content: { 'application/xml': { schema: { type: 'object' } } } },
        responses: { 200: { description: 'Done', content: { 'application/xml': { schema: { type: 'object' } } } } },
      },
      put: {
        requestBody: {
          required: true,
          content: {
            'application/xml': { schema: { type: 'object' } },
            'application/json': { schema: { type: 'object' } },
          },
        },
        responses: done(),
      },
    },
    '/exclusive': {
      post: {
        requestBody: bodyOf({
          both: {
            allOf: [
              { type: 'object', additionalProperties: false, properties: { left: { type: 'string' } } },
              { type: 'object', additionalProperties: false, properties: { right: { type: 'string' } } },
            ],
          },
          none: { allOf: [{ type: 'string' }, { type: 'integer' }] },
        }),
        responses: done(),
      },
    },
    '/endless': {
      post: { requestBody: bodyOf({ node: { $ref: '#/components/schemas/Endless' } }), responses: done() },
    },
  },
  components: {
    securitySchemes: { Basic: { type: 'http', scheme: 'basic' } },
    schemas: {
      Endless: {
        type: 'object',
        required: ['id', 'next'],
        properties: { id: { type: 'string' }, next: { $ref: '#/components/schemas/Endless' } },
      },
    },
  },
};

function bodyOf(properties: object): object {
  return {
    required: true,
    content: { 'application/json': { schema: { type: 'object', required: Object.keys(properties), properties } } },
  };
}

function done(): object {
  return { 200: { description: 'Done' } };
}

t.test('what is odd in a document is served all the same, or told', async (t) => {
  const file = await crew(ODD);
  const { url, report } = await started(t, file);
  const notes = report.notes.join('\n');
  t.match(notes, /patterns that are not checked.*: #\/paths\/~1files/);
  t.match(notes, /parameters that are taken unchecked.*: odd\n/);
  t.match(notes, /^bodies in XML are not read, and are refused \(415\) .*: PUT \/xml$/m);
  t.match(notes, /^bodies that are XML alone are not read: any is taken.*: POST \/xml$/m);
  t.match(notes, /^answers that are XML alone are not made.*: POST \/xml$/m);
  for (const path of ['exclusive', 'endless'])
    t.match(notes, `the body of POST /${path} is taken unchecked: no value was found that its schema takes`);
  const headers = { authorization: `Basic ${btoa('acme-basic:secret_sandbox_basic_acme')}` };
  const status = async (path: string, init?: RequestInit) =>
    (await fetch(`${url}${path}`, { headers, ...init })).status;
  t.equal(await status('/a/b', { headers: {} }), 401);
  t.equal(await status('/jobs/7:cancel', { method: 'POST' }), 202);
  t.equal(await status('/jobs/7', { method: 'POST' }), 405, 'a path of two parameters, which has no POST');
  t.equal(await status('/lists?ids=1&ids=2&odd=x&code=123456'), 200);
  t.equal(await status('/lists?ids=x&odd=x&code=123456'), 400, 'a list is held to its schema');
  t.equal(await status('/lists?ids=1&odd=x&code=no'), 400);
  t.equal(await status('/a/b/c/d'), 204, 'what is said before an answer is none');
  const xml = { headers: { ...headers, 'content-type': 'application/xml' }, body: '<a/>' };
  t.equal(await status('/xml', { ...xml, method: 'POST' }), 200);
  const refused = await fetch(`${url}/xml`, { ...xml, method: 'PUT' });
  t.match(await refused.json(), { status: 415, detail: /application\/json/ });
  await passes(t, [file]);
});

t.test('collections below a record belong to it', async (t) => {
  const item = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'integer' } });
  const crewOf = (record: string) => ({ type: 'array', items: { $ref: record } });
  const note = {
    type: 'object',
    required: ['id', 'text'],
    properties: { id: { type: 'integer', readOnly: true }, text: { type: 'string' } },
  };
  const collection = (record: string, ...above: string[]) => ({
    parameters: above.map(item),
    get: { responses: { 200: answer(crewOf(record)) } },
    post: {
      requestBody: { required: true, content: { 'application/json': { schema: { $ref: record } } } },
      responses: { 201: answer({ $ref: record }) },
    },
  });
  const single = (record: string, ...names: string[]) => ({
    parameters: names.map(item),
    get: { responses: { 200: answer({ $ref: record }) } },
    delete: { responses: { 204: { description: 'Gone' } } },
  });
  const file = await crew({
    openapi: '3.1.0',
    info: { title: 'Ships', version: '1' },
    security: [{ Key: [] }],
    paths: {
      '/ships/{ship}/notes': collection('#/components/schemas/Note', 'ship'),
      '/ships/{ship}/notes/{note}': single('#/components/schemas/Note', 'ship', 'note'),
      '/ships': collection('#/components/schemas/Note'),
      '/ships/{id}': single('#/components/schemas/Note', 'id'),
    },
    components: {
      schemas: { Note: note },
      securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    },
  });
  const { url, report } = await started(t, file);
  t.strictSame(report.resources, [
    { name: 'ships', path: '/ships', verbs: ['list', 'get', 'create', 'delete'] },
    { name: 'ships_notes', path: '/ships/{ship}/notes', verbs: ['list', 'get', 'create', 'delete'] },
  ]);
  const headers = { 'x-key': 'key_sandbox_key_acme', 'content-type': 'application/json' };
  const ask = async (path: string, method = 'GET', body?: string) => {
    const response = await fetch(`${url}${path}`, { method, headers, ...(body !== undefined && { body }) });
    const said = await response.text();
    return {
      status: response.status,
      body: (said === '' ? {} : JSON.parse(said)) as { id: number } & { id: number }[],
    };
  };
  const [one, other] = (await ask('/ships')).body.map(({ id }) => `/ships/${id}`);
  const made = (await ask(`${one!}/notes`, 'POST', '{"text":"Leaks"}')).body.id;
  t.equal((await ask(`${one!}/notes/${made}`)).status, 200);
  t.equal((await ask(`${other!}/notes/${made}`)).status, 404, 'below another ship');
  const ids = async (path: string) => (await ask(`${path}/notes`)).body.map(({ id }) => id);
  t.ok((await ids(one!)).includes(made));
  t.notOk((await ids(other!)).includes(made));
  t.equal((await ask('/ships/1234/notes')).status, 404, 'no such ship');
  t.equal((await ask(one!, 'DELETE')).status, 204);
  t.equal((await ask(`${one!}/notes/${made}`)).status, 404);
  t.equal((await ask(`${one!}/notes`)).status, 404);
  t.equal((await ask(`${one!}/notes`, 'POST', '{"text":"Sunk"}')).status, 404);
  await passes(t, [file]);
});

t.test(
  'credentials asked for together are all checked, and a discovery document says where tokens come from',
  async (t) => {
    const file = await crew({
      openapi: '3.1.0',
      info: { title: 'Harbour', version: '1' },
      servers: [{ url: 'https://harbour.example/v1' }],
      paths: {
        '/both': { get: { security: [{ Oidc: ['read'], Key: [] }], responses: { 200: answer({ type: 'object' }) } } },
        '/clash': {
          get: { security: [{ Oidc: ['read'], Basic: [] }], responses: { 200: answer({ type: 'object' }) } },
        },
      },
      components: {
        securitySchemes: {
          Oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://id.example/.well-known/openid-configuration' },
          Key: { type: 'apiKey', in: 'header', name: 'X-Key' },
          Basic: { type: 'http', scheme: 'basic' },
        },
      },
    });
    const { url, report, text } = await started(t, file);
    t.match(report.notEnforced.join('\n'), /^Basic, where a credential is asked for that stands in the same place/m);
    t.match(text, /GET \/\.well-known\/openid-configuration/);
    const json = async (address: string, init?: RequestInit) =>
      (await (await fetch(address, init)).json()) as Record<string, string>;
    const found = await json(`${url}/.well-known/openid-configuration`);
    t.equal(found['token_endpoint'], `${url}/oauth/token`);
    t.equal(found['authorization_endpoint'], `${url}/oauth/authorize`);
    t.ok(((await json(found['jwks_uri']!))['keys'] ?? []).length > 0);
    const { access_token: token } = await json(found['token_endpoint']!, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('acme-app:secret_sandbox_acme_app')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' }),
    });
    const status = async (headers: Record<string, string>) => (await fetch(`${url}/both`, { headers })).status;
    const [bearer, key] = [{ authorization: `Bearer ${token!}` }, { 'x-key': 'key_sandbox_key_acme' }];
    t.equal(await status({ ...bearer, ...key }), 200);
    t.equal(await status(bearer), 401);
    t.equal(await status(key), 401);
    t.equal(await status({ ...bearer, 'x-key': 'wrong' }), 401);
    t.equal(await status({ ...bearer, 'x-key': 'key_sandbox_key_globex' }), 403, "another tenant's key");
    await passes(t, [file]);
  },
);
