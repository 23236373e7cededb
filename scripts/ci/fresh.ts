/**
 * The tests that need programs which npm does not install, run as on a machine that has none of them.
 *
 * `node dist/scripts/ci/fresh.js [--stores] [options of tap]`; exits 1 if a test fails, or if a program was found after all.
 */
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { scriptCommand } from '../../conformance/script-command.ts';
import { runTap } from './tap.ts';
import { testsReaching } from './tests-reaching.ts';

/** Anyone who looks for such a program does it by one of these modules, which is how their tests are found. */
const SEEKERS = ['dist/scripts/test/programs.js', 'dist/load/node/find-k6.js', 'dist/scripts/bench/redis.js'];

/**
 * Files of minutes in which one test needs such a program, and is left out by the same functions as all those below. They
 * are run once, with the rest.
 */
const BESIDE = ['dist/scripts/test/packaging.test.js', 'dist/scripts/test/import-corpus.test.js'];

/**
 * Files of which only the tests on Redis, each in a test that names it, behave differently without redis-server. They ask
 * the same of memory and of a file, or ask something else that takes long; the rest is run once, with all others.
 */
const STORES = [
  'dist/mock/test/reset.test.js',
  'dist/mock/test/store.test.js',
  'dist/mock/test/webhooks.test.js',
  'dist/scripts/test/chaos.test.js',
  'dist/scripts/test/ci-files.test.js',
  'dist/scripts/test/sandbox-limits.test.js',
  'dist/scripts/test/workers.test.js',
];

/**
 * Programs of a developer's machine that a newcomer's need not have; the tests that need one of the first must say so.
 */
const WANTED = ['k6', 'redis-server', 'chromium', 'curl', 'mcs', 'go'];
const HIDDEN = [...WANTED, 'valkey-server', 'redis-cli', 'valkey-cli', 'chromium-browser', 'google-chrome'];

/** Packages of Python's that only some have: found first, and of no use. */
const PACKAGES = ['authlib', 'schemathesis'];

/** A folder with links to everything on the PATH but what is hidden. */
async function linkAll(to: string): Promise<void> {
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of await readdir(dir).catch(() => [])) {
      if (HIDDEN.includes(name)) continue;
      const file = join(dir, name);
      const runs = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      // What comes first on the PATH is there already.
      if (runs) await symlink(file, join(to, name)).catch(() => undefined);
    }
  }
}

const command = scriptCommand(
  'node dist/scripts/ci/fresh.js',
  'Runs the tests that need other programs as on a machine without them.',
)
  .argument('[options...]', 'options of tap (`npx tap --help` lists them)')
  .option(
    '--stores',
    'only the tests on Redis of the files that ask the same of every store, which are left out otherwise',
  )
  .allowUnknownOption()
  .parse();
const { stores = false } = command.opts<{ stores?: boolean }>();
const args = command.args;
const reaching = await testsReaching(SEEKERS);
const tests = stores
  ? reaching.filter((file) => STORES.includes(file))
  : reaching.filter((file) => ![...BESIDE, ...STORES].includes(file));
// Without names, tap would run every test there is.
if (tests.length === 0) throw new Error('no test looks for a program: run npm run build first');
if (stores) args.push('--grep=/redis/i', '--filter-quietly');
const wanted = stores ? ['redis-server'] : [...WANTED, ...PACKAGES.map((name) => `${name} for python3`)];
const root = await mkdtemp(join(tmpdir(), 'tollgate-fresh-'));
try {
  const [bin, cache, python] = [join(root, 'bin'), join(root, 'cache'), join(root, 'python')];
  await Promise.all([mkdir(bin), mkdir(cache), mkdir(python)]);
  for (const name of PACKAGES) await writeFile(join(python, `${name}.py`), "raise ImportError('hidden')\n");
  await linkAll(bin);
  const { CI: _ci, CHROMIUM: _chromium, ...environment } = process.env;
  // A k6 that was built once stands in the cache.
  const { code, skipped } = await runTap([...args, ...tests], {
    ...environment,
    PATH: bin,
    XDG_CACHE_HOME: cache,
    PYTHONPATH: python,
  });
  const found = wanted.filter((program) => !skipped.some((one) => one.program === program));
  if (found.length > 0) console.log(`not hidden, or needed by no test: ${found.join(', ')}`);
  console.log(
    `fresh machine: ${tests.length} files of tests without ${wanted.join(', ')}: ${code === 0 && found.length === 0 ? 'good' : 'bad'}`,
  );
  process.exitCode = code === 0 && found.length > 0 ? 1 : code;
} finally {
  await rm(root, { recursive: true, force: true });
}
