/** `tollgate/testing` in the runners that there are, and what becomes of a sandbox that nobody closes. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type nodeTest from 'node:test';
import t from 'tap';
import { InputError } from '../../mock/contract/input-error.ts';
import { useSandbox } from '../testing/use-sandbox.ts';
import type { Runner } from '../testing/use-sandbox.ts';
import { BOOKSHOP } from './command.ts';
import { plainly } from './plainly.ts';

/** Files below are in the package, which may call itself by its name as a user's project does. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

type Fits<T extends Runner> = T;

/** Held by the type check alone. */
export type Runners = Fits<typeof nodeTest> | Fits<typeof t> | Fits<typeof globalThis>;

const OPTIONS = JSON.stringify({ contracts: [BOOKSHOP] });

/** One test whose request is refused and which fails for it, and one that passes although its request is refused. */
const TESTS = `
test('fails', async () => {
  const { status } = await fetch(sandbox.url('bookshop') + '/no-such-shelf');
  if (status !== 200) throw new Error('status ' + status);
});
test('passes', async () => {
  sandbox.clock.advance('1m');
  await fetch(sandbox.url('bookshop') + '/expected-refusal');
});
`;

interface Ran {
  readonly code: unknown;
  readonly said: string;
}

function run(dir: string, args: readonly string[]): Promise<Ran> {
  const [program, words] = plainly([process.execPath, ...args]);
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return new Promise((resolve) =>
    execFile(program, words, { cwd: dir, env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, said: stdout + stderr }),
    ),
  );
}

t.test('a file of tests has a sandbox of its own in two lines', async (t) => {
  const files = {
    'esm.mjs': `import test from 'node:test';
import { useSandbox } from 'tollgate/testing';
const sandbox = useSandbox(test, ${OPTIONS});
${TESTS}`,
    'common.cjs': `const test = require('node:test');
const { useSandbox } = require('tollgate/testing');
const sandbox = useSandbox(test, ${OPTIONS});
${TESTS}`,
    'tap.mjs': `import t from 'tap';
import { useSandbox } from 'tollgate/testing';
const sandbox = useSandbox(t, ${OPTIONS});
const test = (name, run) => t.test(name, run);
${TESTS}`,
  };
  const dir = t.testdir(files);
  for (const file of Object.keys(files)) {
    const { code, said } = await run(dir, [...(file === 'tap.mjs' ? [] : ['--test-reporter=tap']), file]);
    t.equal(code, 1, `${file}: one test fails`);
    t.match(said, /^not ok 1 - fails/m, file);
    t.match(said, /^ok 2 - passes/m, file);
    t.match(
      said,
      /The sandbox refused one request of this test:\n\n#1 {2}404 {2}GET \/bookshop\/no-such-shelf\n/,
      file,
    );
    t.notMatch(said, /expected-refusal|process ended with/, `${file}: nothing of the test that passes; it is closed`);
  }
});

/** As vitest and jest call their hooks; neither is a dependency of this project. */
t.test('hooks of the kind that vitest and jest have', async (t) => {
  const hooks: Record<string, (...given: any[]) => unknown> = {};
  const runner = Object.fromEntries(
    ['beforeAll', 'afterAll', 'afterEach'].map((name) => [name, (run: () => unknown) => void (hooks[name] = run)]),
  );
  const { VITEST: before } = process.env;
  const said: string[] = [];
  const { error } = console;
  t.teardown(() => {
    console.error = error;
    if (before === undefined) delete process.env['VITEST'];
    else process.env['VITEST'] = before;
  });
  for (const kind of ['vitest', 'jest']) {
    if (kind === 'vitest') process.env['VITEST'] = 'true';
    else delete process.env['VITEST'];
    const sandbox = useSandbox(runner as never, { contracts: [BOOKSHOP] });
    t.throws(() => sandbox.url('bookshop'), InputError, 'it starts before the first test, and says so');
    t.equal(await Promise.resolve(sandbox), sandbox, 'awaiting it does no harm');
    for (const name of ['beforeAll', 'afterAll']) t.equal(hooks[name]!.length, 0, `${name} takes no callback`);
    await hooks['beforeAll']!();
    const state = { currentlyRunningTest: { errors: [] as unknown[] } };
    const key = Symbol('JEST_STATE_SYMBOL');
    if (kind === 'jest') Object.assign(globalThis, { [key]: state });
    const ends = async (failed: boolean): Promise<string> => {
      said.length = 0;
      console.error = (text: string) => void said.push(text);
      state.currentlyRunningTest.errors = failed ? [new Error('not equal')] : [];
      await hooks['afterEach']!({ task: { result: { state: failed ? 'fail' : 'pass' } } });
      console.error = error;
      return said.join('');
    };
    await fetch(`${sandbox.url('bookshop')}/one`);
    t.equal(await ends(false), '', `${kind}: a test that passes says nothing`);
    await fetch(`${sandbox.url('bookshop')}/two`);
    const text = await ends(true);
    t.match(text, /refused one request of this test:[^]*GET \/bookshop\/two\n/, kind);
    t.notMatch(text, /bookshop\/one/, 'refusals of the test before are not of this one');
    t.equal(await ends(true), '', 'each is told once');
    await sandbox.reset();
    await fetch(`${sandbox.url('bookshop')}/three`);
    t.match(await ends(true), /GET \/bookshop\/three\n/, 'after a reset too');
    await hooks['afterAll']!();
    Reflect.deleteProperty(globalThis, key);
  }
  t.throws(() => useSandbox({} as never), { message: /^useSandbox: the first argument must be test of node:test, / });
  t.throws(() => useSandbox(null as never), InputError);
});

t.test('a sandbox that nobody closes does not keep the process alive, which says so once', async (t) => {
  const program = `import { startSandbox } from 'tollgate';
const options = ${OPTIONS};
await (await startSandbox(options)).close();
const sandbox = await startSandbox({ ...options, portPerContract: true });
await fetch(sandbox.url('bookshop'));
console.log('done');`;
  const { code, said } = await run(ROOT, ['--input-type=module', '-e', program]);
  t.equal(code, 0);
  t.match(
    said,
    /^done\ntollgate: the process ended with a sandbox open \(http:\/\/127\.0\.0\.1:\d+\); call "await sandbox\.close\(\)" when your tests are over\n$/,
  );
});
