/** Documents with an overlay: what is added stands apart, and the publisher's file can be updated. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { applyOverlay } from '../../mock/contract/overlay/apply-overlay.ts';
import { overlayActions } from '../../mock/contract/overlay/write-overlay.ts';
import { start } from './command.ts';
import { runWarm as run } from './warm-command.ts';

/** Many commands, one after the other. */
const LONG = { timeout: 180_000 };

const PETSTORE = fileURLToPath(
  new URL('../../../node_modules/@readme/oas-examples/3.0/yaml/petstore.yaml', import.meta.url),
);

const thing = {
  type: 'object',
  required: ['id', 'name'],
  properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' } },
};
const answer = (schema: object) => ({ description: 'Done', content: { 'application/json': { schema } } });
const id = { name: 'thing-id', in: 'path', required: true, schema: { type: 'integer' } };

/** A publisher's document, in the OpenAPI that most have. */
const PUBLISHED = {
  openapi: '3.0.3',
  info: { title: 'Things', version: '1' },
  security: [{ Key: [] }],
  paths: {
    '/things': {
      get: {
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1 } }],
        responses: { 200: answer({ type: 'array', items: { $ref: '#/components/schemas/Thing' } }) },
      },
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
        responses: { 201: answer({ $ref: '#/components/schemas/Thing' }) },
      },
    },
    '/things/{thing-id}': {
      parameters: [id],
      get: { responses: { 200: answer({ $ref: '#/components/schemas/Thing' }) } },
    },
    '/old': { get: { 'x-internal': true, responses: { 200: answer({ type: 'object' }) } } },
  },
  components: {
    schemas: { Thing: thing },
    securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
};

/** As published later: one path is gone, one has come, and records have another field. */
const LATER = {
  ...PUBLISHED,
  paths: {
    '/things': PUBLISHED.paths['/things'],
    '/things/{thing-id}': PUBLISHED.paths['/things/{thing-id}'],
    '/news': { get: { responses: { 200: answer({ type: 'object', properties: { headline: { type: 'string' } } }) } } },
  },
};

const KEY = { 'x-key': 'key_sandbox_key_acme', 'content-type': 'application/json' };

interface Folder {
  readonly path: (file: string) => string;
  write(file: string, content: string | object): string;
  read(file: string): string;
}

function folder(t: Test, files: Readonly<Record<string, string | object>>): Folder {
  const root = mkdtempSync(join(tmpdir(), 'tollgate-overlay-'));
  t.teardown(() => rmSync(root, { recursive: true }));
  const path = (file: string): string => join(root, file);
  const write = (file: string, content: string | object): string => {
    mkdirSync(join(path(file), '..'), { recursive: true });
    writeFileSync(path(file), typeof content === 'string' ? content : JSON.stringify(content));
    return path(file);
  };
  for (const [file, content] of Object.entries(files)) write(file, content);
  return { path, write, read: (file) => readFileSync(path(file), 'utf8') };
}

const overlay = (extended: string | undefined, ...actions: readonly object[]): object => ({
  overlay: '1.0.0',
  info: { title: 'Additions', version: '1.0.0' },
  extends: extended,
  actions,
});

t.test('import --overlay writes additions that stand on their own, and every command takes them', LONG, async (t) => {
  const { path, read, write } = folder(t, { 'things.json': PUBLISHED });
  const written = path('things.overlay.yaml');
  const imported = await run('import', path('things.json'), '--overlay', '-o', written);
  t.equal(imported.code, 0, imported.stderr);
  t.match(imported.stdout, new RegExp(`Then: tollgate mock ${written}\n`));
  t.strictSame(JSON.parse(read('things.json')), PUBLISHED, 'the document is what it was');
  const text = read('things.overlay.yaml');
  t.match(text, /overlay: 1\.0\.0\ninfo:[^]+\nextends: \.\/things\.json\nactions:\n/);
  t.match(
    text,
    /target: \$\.paths\['\/things'\]\.get\n\s+update:\n[^]*# inferred from the path, the method and the schemas\n\s+x-action:/,
  );
  t.match(text, /# inferred from securitySchemes: what callers present\n\s+x-credentials:/);
  t.match(await run('lint', written), { code: 0, stdout: /no findings/ });
  const verdict = await run('verify', written, '--mock');
  t.match(verdict.stdout, /Things on mock: \d+ passed, 0 failed/);
  t.notMatch(verdict.stdout, /warned/);
  t.match(await run('init', written, '-o', '-'), { code: 0, stdout: /contract: \S+things\.overlay\.yaml/ });
  t.match(await run('load', written, '--list'), { code: 0, stdout: /authenticated-reads[^]+applies to things\n/ });
  const target = write('target.yaml', (await run('init', written, '-o', '-')).stdout);
  t.match(
    (await run('diff', '--contract', written, '-t', 'mock', '-a', 'mock')).stdout,
    /things: \d+ requests compared/,
  );
  t.match((await run('doctor', '-t', target)).stdout + (await run('doctor', '-t', target)).stderr, /KEY|target/);
  const { url, contracts, end } = await start(written);
  t.match(contracts, { things: `${url}/things` }, 'served as the document would be');
  t.equal((await fetch(`${contracts['things']!}/things`)).status, 401);
  const made = await fetch(`${contracts['things']!}/things`, { method: 'POST', headers: KEY, body: '{"name":"Ada"}' });
  const { id: made_id } = (await made.json()) as { id: number };
  t.match(await (await fetch(`${contracts['things']!}/things/${made_id}`, { headers: KEY })).json(), { name: 'Ada' });
  await end();
});

t.test('the publisher updates the document: the overlay goes on, and what it misses is told', LONG, async (t) => {
  const { path, read, write } = folder(t, { 'things.json': PUBLISHED });
  const written = path('things.overlay.yaml');
  await run('import', path('things.json'), '--overlay', '-o', written);
  write('things.overlay.yaml', read('things.overlay.yaml').replace('count: 3', 'count: 7'));
  write('things.json', LATER);

  const server = await start(written);
  t.match(
    server.stderr(),
    /things\.overlay\.yaml:\d+:\d+ warning overlay-target nothing in \.\/things\.json stands at \$\.paths\['\/old'\]\.get/,
  );
  t.match(server.stderr(), /warning overlay-rest the overlay does not say what GET \/news does, so an example answers/);
  const base = server.contracts['things']!;
  t.equal((await fetch(`${base}/news`)).status, 401, 'what is new is as closed as the document says');
  t.match(await (await fetch(`${base}/news`, { headers: KEY })).json(), { headline: String });
  t.equal(((await (await fetch(`${base}/things?limit=50`, { headers: KEY })).json()) as []).length, 7, 'edits hold');
  t.equal((await fetch(`${base}/old`, { headers: KEY })).status, 404);
  await server.end();
  t.match((await run('verify', written, '--mock')).stdout, /passed, 0 failed/);

  const again = await run('import', path('things.json'), '--overlay', '-o', written);
  t.match(again.stdout, /kept the overlay that was there, actions added: [1-9]/);
  t.match(again.stdout, /nothing stands any more at \$\.paths\['\/old'\]\.get/);
  t.match(read('things.overlay.yaml'), /count: 7[^]*target: \$\.paths\['\/news'\]\.get/, 'added at the end');
  const linted = await run('lint', written, '--all');
  t.notMatch(linted.stdout, /overlay-rest| error /);
  const twice = read('things.overlay.yaml');
  await run('import', path('things.json'), '--overlay', '-o', written);
  t.equal(read('things.overlay.yaml'), twice, 'importing once more adds nothing');
});

t.test('what a person took away stays away', LONG, async (t) => {
  const { path, read, write } = folder(t, { 'things.json': PUBLISHED });
  const written = path('things.overlay.yaml');
  await run('import', path('things.json'), '--overlay', '-o', written);
  write('things.overlay.yaml', `${read('things.overlay.yaml')}  - target: $.paths['/old']\n    remove: true\n`);
  await run('import', path('things.json'), '--overlay', '-o', written);
  t.equal(read('things.overlay.yaml').match(/remove: true/g)?.length, 1);
  t.notMatch(await run('lint', written), /old/);
  const server = await start(written);
  t.equal((await fetch(`${server.contracts['things']!}/old`, { headers: KEY })).status, 404);
  await server.end();
});

t.test(
  'an overlay by hand: without the vocabulary the rest is inferred, and other tools’ keys can be looked for',
  async (t) => {
    const { path } = folder(t, {
      'api/things.json': PUBLISHED,
      'mine.json': overlay(
        './api/things.json',
        { target: '$.paths[*][?@["x-internal"] == true]', remove: true },
        { target: '$.info', update: { title: 'Mine' } },
      ),
      'more.json': overlay('mine.json', { target: '$.info', update: { version: '2' } }),
    });
    const server = await start(path('mine.json'), path('more.json'));
    for (const name of ['mine', 'more']) {
      t.equal((await fetch(`${server.contracts[name]!}/old`, { headers: KEY })).status, 404, 'removed by a filter');
      t.equal((await fetch(`${server.contracts[name]!}/things`, { headers: KEY })).status, 200);
    }
    t.equal(server.stderr(), '');
    await server.end();
    const lint = await run('lint', path('mine.json'));
    t.match(lint, { code: 0, stdout: /no-vocabulary/ });
  },
);

t.test('what is wrong with an overlay is told in a line, with its place', LONG, async (t) => {
  const { write, path } = folder(t, { 'things.json': PUBLISHED, 'page.html': '<html></html>' });
  const secret = folder(t, {});
  const update = { target: '$.info', update: { title: 'Mine' } };
  const cases: readonly (readonly [object, RegExp])[] = [
    [overlay('./things.json', { target: 'info', update: {} }), / overlay "target" is no JSONPath \(RFC 9535\): /],
    [
      overlay('./things.json', { target: '$.info' }),
      / overlay the action does nothing \(give it an update, or remove: true\)/,
    ],
    [overlay('./things.json', { target: '$.info', updates: {} }), / overlay an action has no "updates" /],
    [
      overlay('./things.json', { target: '$.info', update: 'Mine' }),
      / overlay-target \$\.info: the target is an object, and the update is none/,
    ],
    [overlay(undefined, update), / overlay the overlay does not say which document it is for \(add extends: /],
    [
      { ...overlay('./things.json', update), overlay: '2.0.0' },
      / overlay "overlay" is "2\.0\.0" \(write overlay: 1\.0\.0\)/,
    ],
    [
      { ...overlay('./things.json', update), actions: [] },
      / overlay "actions" must be a list with at least one action/,
    ],
    [overlay('./nowhere.json', update), / overlay cannot read .*nowhere\.json: there is no such file/],
    [overlay('./page.html', update), / overlay \.\/page\.html is no OpenAPI document/],
    [overlay('./case-9.json', update), / overlay overlays extend each other in a circle/],
    [
      overlay('../things.json', update),
      / reference-reach \.\.\/things\.json: it lies outside the document's folder \(allow it with --allow-refs /,
    ],
    [
      overlay('http://127.0.0.1:9/things.json', update),
      / reference-reach http:.*: it is not a file, and nothing is fetched unless you allow it/,
    ],
    [
      overlay('./things.json', {
        target: '$.paths["/things"].get',
        update: { 'x-action': { type: 'reply' }, security: [{ Nobody: [] }] },
      }),
      /case-12\.json:1:\d+ security-defined /,
    ],
  ];
  const files = cases.map(([content], i) => write(`case-${i}.json`, content));
  const linted = await run('lint', ...files, '--all');
  t.match(linted, { code: 1, stderr: '' });
  const told = (text: string, file: string): string =>
    text
      .split('\n')
      .filter((line) => line.startsWith(file))
      .join('\n')
      .replaceAll(/ error | warning /g, ' ');
  for (const [i, [, wanted]] of cases.entries()) t.match(told(linted.stdout, files[i]!), wanted);
  // Both commands read it in one way: of the one that takes a file at a time, the ends of the list are enough.
  for (const i of [0, cases.length - 1]) {
    const { code, stdout, stderr } = await run('mock', files[i]!);
    t.equal(code, 2);
    t.match(`${stdout}${stderr}`.replaceAll(/ error | warning /g, ' '), cases[i]![1], 'mock');
    t.notMatch(stderr, /\n\s+at |Error:/);
  }
  const file = secret.write('own.json', overlay(path('things.json'), update));
  t.match((await run('mock', file)).stderr, /reference-reach/);
  const allowed = await start(file, '--allow-refs', path('.'));
  t.equal((await fetch(`${allowed.contracts['own']!}/things`, { headers: KEY })).status, 200);
  await allowed.end();
  t.match(await run('init', file, '-o', '-', '--allow-refs', path('.')), { code: 0 });
  t.match(await run('verify', file, '--mock', '--allow-refs', path('.'), '--only', 'answer'), { code: 0 });
  const plain = write('plain.yaml', 'openapi: 3.1.0\n');
  t.match(await run('import', path('things.json'), '--overlay', '-o', plain), {
    code: 2,
    stderr: /is there already and is no overlay; name another file with --output/,
  });
  t.match(await run('import', path('things.json'), '-o', path('things.json')), {
    code: 2,
    stderr: /is the document itself/,
  });
});

t.test('actions do what the specification says', (t) => {
  const document = () => ({
    info: { title: 'A', tags: ['a'] },
    paths: { '/a': { get: { tags: ['x'], deprecated: true } }, "/it's": { get: {} } },
    list: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
  });
  const applied = (...actions: Parameters<typeof applyOverlay>[1]) => {
    const changed = document();
    const { targets, misfits } = applyOverlay(changed, actions);
    return { changed, counts: targets.map(({ length }) => length), misfits: misfits.size };
  };
  t.match(applied({ target: '$.info', update: { title: 'B', tags: ['b'], extra: { deep: 1 } } }).changed.info, {
    title: 'B',
    tags: ['a', 'b'],
    extra: { deep: 1 },
  });
  t.strictSame(applied({ target: '$.list', update: { name: 'd' } }).changed.list.length, 4, 'an item is appended');
  t.strictSame(applied({ target: "$.list[?@.name != 'b']", remove: true }).changed.list, [{ name: 'b' }]);
  t.strictSame(applied({ target: '$.paths.*.get', update: { summary: 'S' } }).counts, [2], 'an apostrophe in a key');
  t.match(applied({ target: '$.paths.*.get', update: { summary: 'S' } }).changed.paths["/it's"].get, { summary: 'S' });
  t.strictSame(applied({ target: '$.info.title', update: 'C' }).changed.info.title, 'C');
  t.match(applied({ target: "$.paths['/it\\'s'].get", copy: "$.paths['/a'].get" }).changed.paths["/it's"].get, {
    deprecated: true,
  });
  t.strictSame(applied({ target: '$.nowhere', update: {} }).counts, [0]);
  t.strictSame(
    applied({ target: '$.info', remove: true }, { target: '$.info', update: {} }).counts,
    [1, 0],
    'each sees what those before it did',
  );
  t.throws(
    () => applied(...Array.from({ length: 40 }, () => ({ target: '$..*', update: { a: {}, b: {} } }))),
    /more than 200000 places/,
    'a small overlay cannot blow a document up',
  );
  t.equal(applied({ target: '$', update: JSON.parse('{"__proto__":{"polluted":true}}') }).misfits, 0);
  t.notMatch({}, { polluted: true });
  t.end();
});

t.test('the difference of two documents makes the one of the other', (t) => {
  const before = {
    info: { title: 'A' },
    paths: {
      "/it's": {
        get: {
          parameters: [{ $ref: '#/components/parameters/A' }, { name: 'b', in: 'query' }, { name: 'b', in: 'header' }],
          responses: { 200: { description: 'Done' }, default: { $ref: '#/components/responses/Error' } },
          security: [{ A: [] }, { B: [] }],
        },
      },
    },
    gone: 1,
    kind: { a: 1 },
  };
  const after = {
    info: { title: 'A' },
    paths: {
      "/it's": {
        get: {
          parameters: [
            { name: 'a', in: 'query' },
            { name: 'b', in: 'query', 'x-paging': 'page' },
            { name: 'b', in: 'header' },
          ],
          responses: {
            200: { description: 'Done', content: {} },
            401: { description: 'No' },
            default: { description: 'E' },
          },
          security: [{ A: [] }],
        },
      },
      '/new': { get: {} },
    },
    kind: [1],
    components: { schemas: { A: {} } },
  };
  const actions = overlayActions(before, after);
  const made = structuredClone(before);
  t.strictSame(
    [...applyOverlay(made, actions).targets].map(({ length }) => length).filter((count) => count !== 1),
    [],
  );
  t.strictSame(made, after);
  t.ok(
    actions.some(({ target }) => target.includes("[?@.name == 'b' && @.in == 'query']")),
    'items by their names',
  );
  t.end();
});

t.test('a petstore as published: the suite has nothing to say against it', LONG, async (t) => {
  const { path, write } = folder(t, {});
  write('petstore.yaml', readFileSync(PETSTORE, 'utf8'));
  await run('import', path('petstore.yaml'), '--overlay', '-o', path('petstore.overlay.yaml'));
  t.match(
    (await run('verify', path('petstore.overlay.yaml'), '--mock')).stdout,
    /: [1-9]\d\d passed, 0 failed, \d+ not run/,
  );
});
