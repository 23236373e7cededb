/** The scripts for those who work on Tollgate: each says what it takes, and answers what it does not take with one line. */
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';

/** Every compiled script that reads its command line. */
const SCRIPTS = ['dist/scripts/bench', 'dist/scripts/build', 'dist/scripts/ci', 'dist/conformance/mutants']
  .flatMap((dir) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((file) => join(dir, file)))
  // The benchmark's options are a module of their own.
  .filter((file) => file.endsWith('.js') && file !== 'dist/scripts/bench/options.js')
  .filter((file) => /\b(scriptCommand|parseOptions)\(/.test(readFileSync(file, 'utf8')));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...args: readonly string[]): Promise<Ran> =>
  promisify(execFile)(process.execPath, args).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as Ran,
  );

const ONE_LINE = /^[^\n]+\n$/;

// Each is a process of its own.
t.jobs = 2;

t.ok(SCRIPTS.includes('dist/conformance/mutants/run-mutants.js') && SCRIPTS.length >= 7, SCRIPTS.join(', '));

for (const script of SCRIPTS) {
  t.test(script, async (t) => {
    t.match(await run(script, '--help'), { code: 0, stdout: /^Usage: .+/, stderr: /^$/ });
    t.match(await run(script, '--nonsense'), { code: 2, stderr: ONE_LINE });
  });
}

t.test('npm test gives its options to tap', async (t) => {
  const refused = await run('dist/scripts/ci/test.js', '--nonsense');
  t.match(refused, { code: 2, stdout: /^$/, stderr: /^error: Unknown option '--nonsense'[^\n]*\n$/ });
});
