/** What lint and mock read: within limits, to an end, and no further than a document's own folder. */
import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { lintContract } from '../../mock/contract/lint/lint-contract.ts';
import { BOOKSHOP } from './command.ts';
import { runWarm as run } from './warm-command.ts';

const bookshop = await readFile(BOOKSHOP, 'utf8');

/** The bookshop with more at its root. */
const withMore = (more: string): string => `${bookshop}\n${more}\n`;

const repeated = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

const BOMB = `x-bomb:\n  a0: &a0 [${repeated(9, () => 'x, ')}x]\n${repeated(12, (i) => `  a${i + 1}: &a${i + 1} [${repeated(8, () => `*a${i}, `)}*a${i}]\n`)}`;

/** What a document holds, and the one line that refuses it. */
const TOO_MUCH: readonly (readonly [name: string, text: () => string, message: RegExp])[] = [
  ['aliases of aliases', () => withMore(BOMB), /grows to more than a thousand million values when its aliases/],
  ['an alias within itself', () => withMore('x-circle: &a [*a]'), /has an alias \(\*\) inside of what it stands for/],
  [
    'deep nesting',
    () => withMore(`x-deep: ${'['.repeat(20_000)}${']'.repeat(20_000)}`),
    /nested more than 100 levels deep/,
  ],
  [
    'deep nesting by aliases',
    () => withMore(`x-deep:\n  a0: &a0 [x]\n${repeated(30, (i) => `  a${i + 1}: &a${i + 1} [[[[*a${i}]]]]\n`)}`),
    /nested more than 100 levels deep/,
  ],
  [
    'a large file',
    () => withMore(`x-large: |\n${`  ${'x'.repeat(1_000)}\n`.repeat(34_000)}`),
    /has 33 MB, and a document may have 32 MB at most/,
  ],
  [
    'many operations',
    () => bookshop.replace('paths:\n', `paths:\n${repeated(10_001, (i) => `  /p${i}: { get: {} }\n`)}`),
    /has 10002 operations, and a document may have 10000 at most/,
  ],
];

/** Of the processor; a machine that does much else takes longer by the clock. */
const LONGEST_MS = 15_000;

for (const [name, text, message] of TOO_MUCH)
  t.test(`${name} end lint and mock with one line`, async (t) => {
    const file = join(t.testdir({ 'shop.yaml': text() }), 'shop.yaml');
    for (const command of [
      ['lint', file],
      ['mock', file, '--port', '0'],
    ]) {
      const started = Date.now();
      const { code, stdout, stderr } = await run(...command);
      t.strictSame([code, stdout], [2, ''], command.join(' '));
      t.match(stderr, message);
      t.match(stderr, /^tollgate: [^\n]*\n$/, 'one line');
      t.ok(Date.now() - started < LONGEST_MS, `within ${LONGEST_MS} ms`);
    }
  });

/** Commands that read a YAML file beside a contract. */
const READERS: readonly (readonly [name: string, command: (file: string) => readonly string[]])[] = [
  ['a target', (file) => ['verify', 'piaxis', '--target', file]],
  ['a list of known failures', (file) => ['verify', 'piaxis', '--mock', '--known-failing', file]],
  ['a plan', (file) => ['exercise', 'piaxis', '--plan', file, '--', 'true']],
  ['a configuration', (file) => ['mock', '--config', file, '--port', '0']],
];

for (const [name, command] of READERS)
  t.test(`${name} has the same limits`, async (t) => {
    for (const [what, text, message] of TOO_MUCH.slice(0, 5)) {
      const file = join(t.testdir({ 'mine.yaml': text() }), 'mine.yaml');
      const { code, stdout, stderr } = await run(...command(file));
      t.strictSame([code, stdout], [2, ''], what);
      t.match(stderr, message);
      t.match(stderr, /^tollgate: [^\n]*mine\.yaml [^\n]*\n$/, 'one line that names the file');
    }
  });

t.test('a file that is referred to has the same limits', async (t) => {
  const dir = t.testdir({
    'shop.yaml': bookshop.replace('  schemas:\n', "  schemas:\n    Bomb: { $ref: './bomb.yaml#/x-bomb' }\n"),
    'bomb.yaml': BOMB,
  });
  const { code, stderr } = await run('lint', join(dir, 'shop.yaml'));
  t.equal(code, 2);
  t.match(stderr, /^tollgate: \S*bomb\.yaml grows to more than/);
});

t.test('a few hundred aliases of small parts are no bomb', async (t) => {
  const file = join(
    t.testdir({ 'shop.yaml': withMore(`x-parts:\n  - &part { a: [1, 2, 3] }\n${repeated(500, () => '  - *part\n')}`) }),
    'shop.yaml',
  );
  t.strictSame(await lintContract(file), []);
});

/** Schemas added to the bookshop, and where the circle is told; undefined where there is none. */
const CIRCLES: readonly (readonly [name: string, schemas: string, told: RegExp | undefined])[] = [
  ['a reference to itself', "    A: { $ref: '#/components/schemas/A' }\n", /schemas\/A leads back to itself$/],
  [
    'two references to each other',
    "    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n",
    /schemas\/A leads back to itself, by #\/components\/schemas\/B$/,
  ],
  [
    'a schema made of itself',
    "    A: { allOf: [{ type: object }, { $ref: '#/components/schemas/A' }] }\n",
    /schemas\/A leads back to itself$/,
  ],
  [
    'schemas made of each other',
    "    A: { anyOf: [{ type: string }, { $ref: '#/components/schemas/B' }] }\n    B: { not: { $ref: '#/components/schemas/A' } }\n",
    /schemas\/A leads back to itself, by #\/components\/schemas\/B$/,
  ],
  [
    'a schema with itself in its properties',
    "    A: { type: object, properties: { left: { $ref: '#/components/schemas/A' }, right: { $ref: '#/components/schemas/A' } } }\n",
    undefined,
  ],
  [
    'a list of itself',
    "    A: { anyOf: [{ type: string }, { type: array, items: { $ref: '#/components/schemas/A' } }] }\n",
    undefined,
  ],
];

for (const [name, schemas, told] of CIRCLES)
  t.test(`${name} is ${told === undefined ? 'no circle' : 'told with file and line'}`, async (t) => {
    const text = bookshop
      .replace('  schemas:\n', `  schemas:\n${schemas}`)
      .replace(
        'properties:\n                  books:',
        "properties:\n                  more: { $ref: '#/components/schemas/A' }\n                  books:",
      );
    const file = join(t.testdir({ 'shop.yaml': text }), 'shop.yaml');
    const { code, stdout, stderr } = await run('lint', '--json', file);
    t.equal(stderr, '');
    if (told === undefined) return void t.strictSame([code, JSON.parse(stdout)], [0, []]);
    t.equal(code, 1);
    const line = text.slice(0, text.indexOf('    A: ')).split('\n').length;
    t.match(JSON.parse(stdout), [{ level: 'error', rule: 'reference-loop', message: told, line, file: /shop\.yaml$/ }]);
  });

t.test('a schema that contains itself many times is judged once', async (t) => {
  const schemas = `    A:\n      type: object\n      properties:\n${repeated(20, (i) => `        p${i}: { $ref: '#/components/schemas/A' }\n`)}`;
  const text = bookshop
    .replace('  schemas:\n', `  schemas:\n${schemas}`)
    .replace(
      '                  books:\n',
      "                  more: { $ref: '#/components/schemas/A' }\n                  books:\n",
    );
  t.strictSame(await lintContract(join(t.testdir({ 'shop.yaml': text }), 'shop.yaml')), []);
});

t.test('a circle through two files is told', async (t) => {
  const dir = t.testdir({
    'shop.yaml': bookshop.replace('  schemas:\n', "  schemas:\n    A: { $ref: './other.yaml#/B' }\n"),
    'other.yaml': "B: { $ref: './shop.yaml#/components/schemas/A' }\n",
  });
  t.match(await lintContract(join(dir, 'shop.yaml')), [
    { rule: 'reference-loop', message: /schemas\/A leads back to itself, by #\/B/ },
  ]);
});

/** The bookshop, with the schema of refusals elsewhere. */
const referring = (reference: string): string =>
  bookshop.replace(
    / {4}Refusal:\n {6}type: object\n {6}required: \[error\]\n {6}properties:\n {8}error:\n {10}type: string\n/,
    `    Refusal:\n      $ref: '${reference}'\n`,
  );
const REFUSAL = 'Refusal: { type: object, required: [error], properties: { error: { type: string } } }\n';

t.test('references stay within the folder of the document, unless more is allowed', async (t) => {
  const dir = t.testdir({ api: {}, shared: { 'refusal.yaml': REFUSAL }, sharedmore: { 'refusal.yaml': REFUSAL } });
  const file = join(dir, 'api', 'shop.yaml');
  const lint = async (reference: string, allowRefs: readonly string[] = []): Promise<readonly string[]> => {
    await writeFile(file, referring(reference));
    return (await lintContract(file, { allowRefs })).map(({ level, rule }) => `${level} ${rule}`);
  };
  const refused = ['error reference-reach'];
  t.strictSame(await lint('../shared/refusal.yaml#/Refusal'), refused);
  t.strictSame(await lint(`${join(dir, 'shared', 'refusal.yaml')}#/Refusal`), refused, 'by an absolute path');
  t.strictSame(await lint('../shared/refusal.yaml#/Refusal', [join(dir, 'shared')]), []);
  t.strictSame(
    await lint('../sharedmore/refusal.yaml#/Refusal', [join(dir, 'shared')]),
    refused,
    'a folder of the same beginning',
  );
  await mkdir(join(dir, 'api', 'parts'));
  await writeFile(join(dir, 'api', 'parts', 'refusal.yaml'), REFUSAL);
  t.strictSame(await lint('./parts/refusal.yaml#/Refusal'), [], 'below the folder');
  await symlink(join(dir, 'shared', 'refusal.yaml'), join(dir, 'api', 'link.yaml'));
  t.strictSame(await lint('./link.yaml#/Refusal'), refused, 'a link out of the folder');

  await lint('../shared/refusal.yaml#/Refusal');
  const stopped = await run('mock', file, '--port', '0');
  t.equal(stopped.code, 2);
  t.match(
    stopped.stderr,
    /^tollgate: \S+shop\.yaml:\d+:\d+ reference-reach "\.\.\/shared\/refusal\.yaml#\/Refusal" is not read: it lies outside the document's folder \(allow it with --allow-refs \S+shared\)\n$/,
  );
  const listed = await run('verify', file, '--mock', '--list', '--allow-refs', join(dir, 'shared'));
  t.equal(listed.code, 0, listed.stderr);
});

t.test('nothing is fetched, unless its URL is allowed', async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/v1/away.yaml') response.writeHead(302, { location: '/v2/refusal.yaml' }).end();
    else response.setHeader('content-type', 'application/yaml').end(REFUSAL);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = join(t.testdir(), 'shop.yaml');
  const lint = async (path: string, allowRefs: readonly string[]): Promise<readonly string[]> => {
    await writeFile(file, referring(`${url}${path}#/Refusal`));
    return (await lintContract(file, { allowRefs })).map(({ level, rule }) => `${level} ${rule}`);
  };
  t.strictSame(await lint('/v1/refusal.yaml', []), ['error reference-reach']);
  t.strictSame(await lint('/v10/refusal.yaml', [`${url}/v1`]), ['error reference-reach']);
  t.strictSame(asked, []);
  t.strictSame(await lint('/v1/refusal.yaml', [`${url}/v1/`]), []);
  t.ok(asked.length > 0);
  asked.length = 0;
  t.strictSame(await lint('/v1/away.yaml', [`${url}/v1/`]), ['error no-unresolved-refs']);
  t.notOk(asked.includes('/v2/refusal.yaml'), 'a redirect is not followed');
});
