/** What files of one's own were made into is kept, and used while none of them has changed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { loadContract } from '../contract/load-contract.ts';
import type { LoadOptions } from '../contract/load-contract.ts';

const CREW = /^```yaml\n([^]*?)^```$/m.exec(
  readFileSync(fileURLToPath(new URL('../../../specs/README.md', import.meta.url)), 'utf8'),
)![1]!;

const PLAIN = 'openapi: 3.0.0\ninfo: { title: Plain, version: "1" }\npaths:\n  /a:\n    $ref: other.yaml\n';
const OTHER = (summary: string): string =>
  `get:\n  summary: ${summary}\n  responses: { '200': { description: Good } }\n`;
const OVERLAY = (update: string): string =>
  `overlay: 1.0.0\ninfo: { title: O, version: '1' }\nextends: plain.yaml\nactions:\n  - target: $.info\n    update: { title: ${update} }\n  - target: $.nothing\n    update: {}\n`;

/** A file that was written a moment ago may be written again within the same tick of the file system's clock. */
function write(file: string, text: string): void {
  writeFileSync(file, text);
  const before = new Date(Date.now() - 10_000);
  utimesSync(file, before, before);
}

interface Place {
  /** The folder with the files. */
  readonly dir: string;
  entries(): string[];
  /** Changes what is kept, so that it shows when it is used. */
  mark(): void;
}

function place(t: Test): Place {
  const before = process.env['XDG_CACHE_HOME'];
  const dir = t.testdir({ cache: {}, files: {} });
  process.env['XDG_CACHE_HOME'] = join(dir, 'cache');
  t.teardown(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
  });
  const kept = join(dir, 'cache/tollgate/contracts');
  const entries = (): string[] => {
    try {
      return readdirSync(kept).map((name) => join(kept, name));
    } catch {
      return [];
    }
  };
  return {
    dir: join(dir, 'files'),
    entries,
    mark() {
      for (const entry of entries()) {
        const [, text = ''] = readFileSync(entry, 'utf8').split('\n', 2);
        const marked = text.replaceAll(/"title":"(Crew|Plain)"/g, '"title":"Kept"');
        writeFileSync(entry, `${createHash('sha256').update(marked).digest('hex')}\n${marked}`);
      }
    },
  };
}

const titleOf = async (file: string, options?: LoadOptions): Promise<string> =>
  (await loadContract(file, options)).document.info.title;

t.test('a contract, until its file changes', async (t) => {
  const { dir, entries, mark } = place(t);
  const file = join(dir, 'crew.yaml');
  write(file, CREW);
  const first = await loadContract(file);
  t.equal(entries().length, 1);
  t.strictSame(await loadContract(file), first, 'the same contract');
  mark();
  t.equal(await titleOf(file), 'Kept', 'from what was kept');
  write(file, CREW.replace('title: Crew', 'title: Gang'));
  t.equal(await titleOf(file), 'Gang', 'made anew');
  writeFileSync(entries()[0]!, '{');
  t.equal(await titleOf(file), 'Gang', 'what cannot be read is made anew');
  for (const entry of entries())
    writeFileSync(entry, readFileSync(entry, 'utf8').replace('"title":"Gang"', '"title":"Gong"'));
  t.equal(await titleOf(file), 'Gang', 'and so is what is not as it was written');
});

t.test('nothing is kept or used where that is switched off', async (t) => {
  const { dir, entries, mark } = place(t);
  const file = join(dir, 'crew.yaml');
  write(file, CREW);
  await loadContract(file);
  mark();
  process.env['TOLLGATE_CACHE'] = 'off';
  t.teardown(() => void delete process.env['TOLLGATE_CACHE']);
  t.equal(await titleOf(file), 'Crew', 'what was kept before is not used');
  const other = join(dir, 'other.yaml');
  write(other, CREW);
  await loadContract(other);
  t.equal(entries().length, 1);
});

t.test('an import, until a file that it refers to changes', async (t) => {
  const { dir, mark } = place(t);
  const file = join(dir, 'plain.yaml');
  write(file, PLAIN);
  write(join(dir, 'other.yaml'), OTHER('One'));
  const first = await loadContract(file);
  t.ok(first.imported);
  const read: string[] = [];
  t.strictSame(await loadContract(file, { onRead: (one) => read.push(one) }), first, 'the report too');
  t.strictSame(read.toSorted(), [join(dir, 'other.yaml'), file], 'files to watch');
  mark();
  t.equal(await titleOf(file), 'Kept');
  t.equal(await titleOf(file, { bearer: true }), 'Plain', 'asked for in another way');
  write(join(dir, 'other.yaml'), OTHER('Two'));
  const { document } = await loadContract(file);
  t.match(document, { info: { title: 'Plain' }, paths: { '/a': { get: { summary: 'Two' } } } });
});

t.test('an overlay, with what was told of it', async (t) => {
  const { dir } = place(t);
  write(join(dir, 'plain.yaml'), PLAIN);
  write(join(dir, 'other.yaml'), OTHER('One'));
  const file = join(dir, 'plain.overlay.yaml');
  write(file, OVERLAY('Once'));
  const told: string[][] = [];
  for (let i = 0; i < 2; i++) {
    const lines: string[] = [];
    t.equal(await titleOf(file, { tell: (line) => lines.push(line) }), 'Once');
    told.push(lines);
  }
  t.match(told[0], [/nothing/]);
  t.strictSame(told[1], told[0]);
  write(file, OVERLAY('Twice'));
  t.equal(await titleOf(file), 'Twice');
});

t.test(
  'nothing is kept of what cannot be served, of what may have changed meanwhile, or where there is no place',
  async (t) => {
    const { dir, entries } = place(t);
    const file = join(dir, 'crew.yaml');
    write(file, CREW.replace('kind: api_key', 'kind: nothing'));
    await t.rejects(loadContract(file));
    await t.rejects(loadContract(file), 'and again');
    writeFileSync(file, CREW);
    utimesSync(file, new Date(Date.now() + 60_000), new Date(Date.now() + 60_000));
    t.equal(await titleOf(file), 'Crew');
    t.strictSame(entries(), []);
    process.env['XDG_CACHE_HOME'] = file;
    write(file, CREW);
    t.equal(await titleOf(file), 'Crew', 'a file stands in the place of the folder');
  },
);

t.test('entries that were not used for longest go', async (t) => {
  const { dir, entries } = place(t);
  const kept = join(dir, '../cache/tollgate/contracts');
  mkdirSync(kept, { recursive: true });
  for (let i = 0; i < 70; i++) {
    write(join(kept, `old-${i}.json`), '{}');
    utimesSync(join(kept, `old-${i}.json`), new Date(1_000_000 + i), new Date(1_000_000 + i));
  }
  const file = join(dir, 'crew.yaml');
  write(file, CREW);
  await loadContract(file);
  t.equal(entries().length, 64);
  t.notOk(entries().some((entry) => entry.endsWith('old-0.json')));
  t.ok(entries().some((entry) => entry.endsWith('old-69.json')));
});
