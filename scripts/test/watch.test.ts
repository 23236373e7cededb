/** `tollgate mock --watch`: a file that is edited is served as it is, and what of the state still fits stays. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { BOOKSHOP, run, start } from './command.ts';
import type { Running } from './command.ts';

const LONG = { timeout: 120_000 };

function folderOf(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-watch-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function watching(t: Test, ...args: string[]): Promise<Running> {
  const server = await start('--watch', ...args);
  t.teardown(() => server.end());
  return server;
}

/** Waits until stderr has a line so many times. */
async function said(server: Running, line: RegExp, times = 1): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if ((server.stderr().match(new RegExp(line.source, 'g')) ?? []).length >= times) return;
    await sleep(50);
  }
  throw new Error(`not said ${times} times: ${line.source}\n${server.stderr()}`);
}

const SERVED = / changed, and is served so now/;
const BROKEN = / changed, and cannot be served; what was served before is served on/;

const thing = (more: object = {}): object => ({
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' }, ...more },
});
const answer = (schema: object): object => ({ description: 'Done', content: { 'application/json': { schema } } });
const ref = { $ref: './schemas.json#/Thing' };
const things = (more: object = {}): object => ({
  openapi: '3.0.3',
  info: { title: 'Things', version: '1' },
  security: [{ Key: [] }],
  paths: {
    '/things': {
      get: { responses: { 200: answer({ type: 'array', items: ref }) } },
      post: { requestBody: { content: { 'application/json': { schema: ref } } }, responses: { 201: answer(ref) } },
    },
    '/things/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { 200: answer(ref) } },
    },
    ...more,
  },
  components: { securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
});
const NEWS = { '/news': { get: { responses: { 200: answer({ type: 'object' }) } } } };
const KEY = { 'x-key': 'key_sandbox_key_acme', 'content-type': 'application/json' };

t.test('edits of a file and of what it refers to are served; records stay while their schema does', LONG, async (t) => {
  const folder = folderOf(t);
  const [file, schemas] = [join(folder, 'things.json'), join(folder, 'schemas.json')];
  writeFileSync(file, JSON.stringify(things()));
  writeFileSync(schemas, JSON.stringify({ Thing: thing() }));
  const server = await watching(t, file, '--port-per-contract', '--host', 'localhost');
  const base = server.contracts['things']!;
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${base}${path}`, { ...init, headers: KEY });
  const made = (await (await ask('/things', { method: 'POST', body: '{"name":"Ada"}' })).json()) as { id: number };
  t.equal((await ask('/news')).status, 404);

  // As editors do: another file of the name, put there in one step.
  writeFileSync(join(folder, 'new.json'), JSON.stringify(things(NEWS)));
  renameSync(join(folder, 'new.json'), file);
  await said(server, SERVED);
  t.equal((await ask('/news')).status, 200, 'at the same port');
  t.equal((await fetch(`${server.url}/things/news`, { headers: KEY })).status, 200, 'and at the one for all');
  t.match(await (await ask(`/things/${made.id}`)).json(), { name: 'Ada' }, 'what was made is there');
  const second = (await (await ask('/things', { method: 'POST', body: '{"name":"Bob"}' })).json()) as { id: number };
  t.not(second.id, made.id, 'no id is given out twice');
  t.match(await (await ask(`/things/${made.id}`)).json(), { name: 'Ada' });

  writeFileSync(schemas, JSON.stringify({ Thing: thing({ size: { type: 'integer' } }) }));
  await said(server, SERVED, 2);
  t.equal((await ask(`/things/${made.id}`)).status, 404, 'a record of another schema may not fit');
  t.match(((await (await ask('/things')).json()) as object[])[0], { size: Number });

  t.match((await (await fetch(`${server.control}/journal`)).text()).length > 100, true);
});

t.test('a broken file is told of, and the last good one is served on; a burst is one reload', LONG, async (t) => {
  const folder = folderOf(t);
  const file = join(folder, 'shop.yaml');
  const text = readFileSync(BOOKSHOP, 'utf8');
  writeFileSync(file, text);
  const server = await watching(t, file);
  const base = server.contracts['shop']!;
  const before = (await fetch(`${base}/nowhere`)).status;

  writeFileSync(file, text.replace('x-action:', 'x-action: {type: resource.fly}\n      x-acton:'));
  await said(server, BROKEN);
  await said(server, /error vocabulary: \d+ finding[^\n]*\n {2}\S*shop\.yaml:\d+:\d+ /);
  t.equal((await fetch(`${base}/nowhere`)).status, before);
  writeFileSync(file, 'openapi: [');
  await said(server, BROKEN, 2);
  rmSync(file);
  await said(server, BROKEN, 3);
  await said(server, /cannot read \S*shop\.yaml: there is no such file/);
  t.notMatch(server.stderr(), /\n\s+at /);

  for (let i = 0; i < 12; i++) {
    writeFileSync(file, text.slice(0, (text.length / 12) * i));
    await sleep(60);
  }
  writeFileSync(file, text);
  await said(server, SERVED);
  await sleep(1_000);
  t.equal(server.stderr().match(new RegExp(SERVED.source, 'g'))?.length, 1);
  t.equal(server.stderr().match(new RegExp(BROKEN.source, 'g'))?.length, 3, 'no half file was served or told of');
  t.equal((await fetch(`${base}/nowhere`)).status, before);
  t.equal((await server.end()).code, 0);
});

t.test('tokens and people stay, in memory and in a store', LONG, async (t) => {
  const folder = folderOf(t);
  const flows = { clientCredentials: { tokenUrl: '/oauth/token', scopes: { read: 'Reads.' } } };
  const published = (title: string): string =>
    JSON.stringify({
      ...things(),
      info: { title, version: '1' },
      security: [{ O: ['read'] }],
      components: { securitySchemes: { O: { type: 'oauth2', flows } } },
    });
  writeFileSync(join(folder, 'schemas.json'), JSON.stringify({ Thing: thing() }));
  for (const [i, store] of ['memory', `file:${join(folder, 'state')}`].entries()) {
    const file = join(folder, `things-${i}.json`);
    writeFileSync(file, published('First'));
    const server = await watching(t, file, '--store', store);
    const base = server.contracts[`things-${i}`]!;
    const control = (path: string, init?: RequestInit): Promise<Response> => fetch(`${server.control}${path}`, init);
    const token = async (id: string, secret: string): Promise<string> => {
      const response = await fetch(`${base}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'read' }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    };
    const status = async (bearer: string): Promise<number> =>
      (await fetch(`${base}/things`, { headers: { authorization: `Bearer ${bearer}` } })).status;
    const held = await token('acme-app', 'secret_sandbox_acme_app');
    const made = await control(`/clients/things-${i}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: 'mine',
        client_secret: 'secret_of_mine',
        tenant: 'acme',
        grants: ['client_credentials'],
        scopes: ['read'],
      }),
    });
    t.equal(made.status, 201, `${store}: ${await made.text()}`);
    t.equal(await status(held), 200);
    t.equal(await status('nonsense'), 401);
    writeFileSync(file, published('Second'));
    await said(server, SERVED);
    const idOf = (jwt: string): unknown => JSON.parse(atob(jwt.split('.')[1]!)).jti;
    t.not(
      idOf(await token('acme-app', 'secret_sandbox_acme_app')),
      idOf(held),
      `${store}: another token is another one`,
    );
    t.equal(await status(held), 200, `${store}: the token is good still`);
    t.equal(await status(await token('mine', 'secret_of_mine')), 200, `${store}: who was made still is`);
    await server.end();
  }
});

t.test('what --watch is not for is said in a line', async (t) => {
  const { stderr, code } = await run('mock', BOOKSHOP, '--watch', '--workers', '2', '--store', 'file:./state');
  t.equal(code, 2);
  t.equal(stderr, 'tollgate: --watch is for one process: each of several would read the files at another moment\n');
  t.match(await run('mock', 'piaxis', '--watch'), {
    code: 2,
    stderr: "tollgate: --watch is for contracts of your own: name a contract's file\n",
  });
});
