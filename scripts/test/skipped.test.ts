/** Tests that cannot run here: they say so to anyone who runs them all, they fail in CI, and CI finds them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { SKIPPED_FILE, readSkipped, skippedText } from '../ci/skipped.ts';
import { testsReaching } from '../ci/tests-reaching.ts';
import { plainly } from './plainly.ts';

const CURL = 'dist/scripts/test/curl-lines.test.js';

t.test('a test without its program is skipped with a word for it, and fails in CI', async (t) => {
  const dir = t.testdir({ bin: {} });
  const file = join(dir, 'skipped');
  const [program, words] = plainly([process.execPath, CURL]);
  const { CI: _ci, ...environment } = process.env;
  const runWithout = (more: NodeJS.ProcessEnv) =>
    spawnSync(program, words, {
      encoding: 'utf8',
      env: { ...environment, PATH: join(dir, 'bin'), [SKIPPED_FILE]: file, ...more },
    });
  t.equal(runWithout({}).status, 0);
  const skipped = await readSkipped(file);
  t.match(skipped, [{ program: 'curl', test: CURL, get: /apt-get install curl/ }]);
  t.equal(
    skippedText([...skipped, ...skipped, { program: 'aaa', get: 'make aaa', test: 'dist/a/test/b.test.js' }]),
    `Skipped without aaa: tests in a/test/b.\n  To run them: make aaa\nSkipped without curl: tests in scripts/test/curl-lines.\n  To run them: ${skipped[0]!.get}\n`,
    'each program once',
  );
  t.equal(skippedText([]), '');
  t.not(runWithout({ CI: 'true' }).status, 0);
});

t.test('tests that need a program are found by what they import, directly or not', async (t) => {
  const found = await testsReaching(['dist/scripts/test/programs.js']);
  for (const file of [
    CURL,
    'dist/scripts/test/load-smoke.test.js',
    'dist/mock/test/store.test.js',
    'dist/scripts/test/redis-cluster.test.js',
  ])
    t.ok(found.includes(file), file);
  t.notOk(found.includes('dist/mock/test/otp.test.js'));
});
