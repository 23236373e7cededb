/**
 * The package as npm makes it: installed in an empty folder, run as a command, imported as a library, and type-checked.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { skipWithoutK6 } from './k6.ts';
import { linksOf, PAGES } from './pages.ts';
import { plainly } from './plainly.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const INSTALL_MS = 400_000;
/** Megabytes of disk: two fifths of what it once was. */
const MOST_MB = 36;

/** Modules that are read until the sandbox is up. */
const MOST_MODULES = 20;

/** Writes the URL of each module that is read. */
const LOADED = `import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
import { writeSync } from 'node:fs';
export const load = (url, context, next) => {
  if (url.startsWith('file:')) writeSync(2, url + '\\\\n');
  return next(url, context);
};\`));`;

/** Sources and tests stay out, but for what the pages lead to. */
const LINKED = new Set(PAGES.flatMap((page) => linksOf(page).map(({ file }) => file)));

const exec = (command: string, args: readonly string[], cwd: string): Promise<{ stdout: string }> =>
  promisify(execFile)(...plainly([command, ...args]), { cwd });

const CONSUMER = `import { startSandbox, ContractError, InputError } from 'tollgate';
import type { SandboxHandle, StartOptions } from 'tollgate';

const options: StartOptions = { contracts: ['piaxis'], seed: 1 };
await using sandbox: SandboxHandle = await startSandbox(options);
const before: number = sandbox.clock.now();
sandbox.clock.advance('15m');
const moved: boolean = sandbox.clock.now() - before >= 900_000;
const code: string | undefined = sandbox.otp.latest({ contract: 'piaxis' })?.code;
const credentials = await sandbox.credentials('piaxis');
const response = await fetch(sandbox.url('piaxis') + '/no/such/path');
await sandbox.reset();
console.log(JSON.stringify({ moved, code: code ?? null, base_url: credentials.base_url === sandbox.url('piaxis'), status: response.status, errors: [typeof ContractError, typeof InputError] }));
`;

const VERIFIER = `import { verify, exitCode, resultText } from 'tollgate/verify';
import type { Report, Result } from 'tollgate/verify';

const seen: Result[] = [];
const report: Report = await verify({ contract: 'piaxis', target: 'mock', only: ['oauth.state*'], onResult: (result) => seen.push(result) });
console.log(JSON.stringify({ code: exitCode(report), passed: report.totals.passed, seen: seen.length, text: report.results.map(resultText).join('') }));
`;

/** A test file of a team's own, for the runner that comes with Node. */
const DROP_IN = `import test from 'node:test';
import { verifyWith } from 'tollgate/tap';

test('piaxis', async (t) => {
  await verifyWith(t, { contract: 'piaxis', target: 'mock', only: ['oauth.state*', 'transport'] });
});
`;

/**
 * Strict, with the package's own declarations checked too. Node's types are the consumer's, as for any library of
 * Node's.
 */
const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: 'NodeNext',
    strict: true,
    skipLibCheck: false,
    typeRoots: [join(ROOT, 'node_modules/@types')],
    types: ['node'],
    outDir: 'out',
  },
  files: ['consumer.ts', 'verifier.ts'],
};

t.test('every dependency is listed with its licence, in the page and in the bill of materials', async (t) => {
  const json = async <T>(file: string): Promise<T> => JSON.parse(await readFile(join(ROOT, file), 'utf8')) as T;
  const { dependencies, peerDependencies, imports } = await json<{
    dependencies: Readonly<Record<string, string>>;
    peerDependencies: Readonly<Record<string, string>>;
    imports: Readonly<Record<string, { readonly types: string }>>;
  }>('package.json');
  const inConsole = await json<readonly { readonly name: string }[]>('dist/console/packages.json');
  const bundled = Object.values(imports).map(({ types }) => /^(?:@[^/]+\/)?[^/]+/.exec(types)![0]);
  const shipped = [...Object.keys(dependencies), ...new Set(bundled), ...inConsole.map(({ name }) => name)];
  const page = await readFile(join(ROOT, 'docs/dependencies.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` \| (\S+) \|/gm)].map(([, name, licence]) => `${name} ${licence}`);
  const wanted = await Promise.all(
    // What a user may add is in no release.
    [...shipped, ...Object.keys(peerDependencies)].map(async (name) => {
      const { license } = await json<{ license: string }>(`node_modules/${name}/package.json`);
      return `${name} ${license}`;
    }),
  );
  t.strictSame(rows.toSorted(), wanted.toSorted());
  await exec('npm', ['run', '--silent', 'sbom'], ROOT);
  const { bomFormat, components } = await json<{
    bomFormat: string;
    components: readonly { name: string; licenses?: readonly { license?: { id?: string } }[] }[];
  }>('reports/sbom.cdx.json');
  t.equal(bomFormat, 'CycloneDX');
  const names = components.map(({ name }) => name);
  t.strictSame(
    shipped.filter((name) => !names.includes(name)),
    [],
  );
  const permissive = /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|PSF-2\.0)$/;
  t.strictSame(
    components.filter(({ licenses }) => licenses?.every(({ license }) => permissive.test(license?.id ?? '')) !== true),
    [],
    'permissive, all that they bring along included',
  );
});

t.test('npm has nothing to say against publishing it, and runs nothing of it at an install', async (t) => {
  const { stderr } = await promisify(execFile)(
    ...plainly(['npm', 'publish', '--dry-run', '--ignore-scripts', '--loglevel=warn']),
    { cwd: ROOT },
  );
  // Who publishes is logged in; who tries it need not be.
  const said = stderr.split('\n').filter((line) => /^npm (warn|error)/.test(line) && !/you to be logged in/.test(line));
  t.strictSame(said, []);
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  t.strictSame(
    Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name)),
    [],
  );
});

t.test('the package works where it is installed', { timeout: INSTALL_MS }, async (t) => {
  // Elsewhere: below the repository, its own packages would be found too.
  const dir = await mkdtemp(join(tmpdir(), 'tollgate-package-'));
  t.teardown(() => rm(dir, { recursive: true }));
  for (const [file, text] of Object.entries({
    'package.json': '{ "name": "consumer", "private": true, "type": "module" }',
    'consumer.ts': CONSUMER,
    'verifier.ts': VERIFIER,
    'drop-in.mjs': DROP_IN,
    'tsconfig.json': JSON.stringify(TSCONFIG),
  }))
    await writeFile(join(dir, file), text);
  await exec('npm', ['pack', '--ignore-scripts', '--pack-destination', dir], ROOT);
  const tarball = (await readdir(dir)).find((file) => file.endsWith('.tgz'))!;
  const { stdout: list } = await exec('tar', ['-tzf', tarball], dir);
  const files = list
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));

  t.test('it holds what is needed and nothing else', (t) => {
    for (const file of [
      'package.json',
      'README.md',
      'LICENSE',
      'dist/mock/index.js',
      'dist/mock/index.d.ts',
      'dist/command/tollgate.js',
      'dist/command/LICENSES.md',
      'dist/specs/piaxis.json',
      'dist/console/console.js',
      'dist/load/node/find-k6.js',
      'load/k6/token-issue.ts',
      'load/k6/lib/ask-operation.ts',
      'specs/piaxis.yaml',
      'specs/vocabulary.schema.json',
    ]) {
      t.ok(files.includes(file), file);
    }
    t.strictSame(
      files.filter(
        (file) => /\btest\b|tsbuildinfo|\.part\.yaml$|^(mock|scripts|conformance)\//.test(file) && !LINKED.has(file),
      ),
      [],
    );
    // Pictures are for those who read the pages on the web: nobody installs a package for them.
    for (const page of PAGES)
      for (const { text, file } of linksOf(page).filter((link) => !link.file.endsWith('.png')))
        t.ok(files.includes(file), `${page} links to ${text}, which the package holds`);
    t.end();
  });

  await exec(
    'npm',
    ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`],
    dir,
  );

  t.test('it is small, and says what it leaves out', async (t) => {
    const { stdout } = await exec('du', ['-sk', 'node_modules'], dir);
    t.ok(parseInt(stdout, 10) / 1024 < MOST_MB, `an install takes ${Math.ceil(parseInt(stdout, 10) / 1024)} MB`);
    const command = [join(dir, 'node_modules/.bin/tollgate'), 'mock', '--port', '0', '--store', 'file:./state'];
    for (const more of [[], ['--workers', '2']])
      t.match(await exec(command[0]!, [...command.slice(1), ...more], dir).catch((error: unknown) => error), {
        code: 2,
        stderr: /^tollgate: --store file: [^\n]*npm install lmdb[^\n]*\n$/,
      });
  });

  t.test('its command serves', async (t) => {
    const child = spawn(
      ...plainly([
        process.execPath,
        join(dir, 'node_modules/.bin/tollgate'),
        'mock',
        '--port',
        '0',
        '--json',
        'piaxis',
      ]),
      { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const closed = once(child, 'close');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const ready = JSON.parse(line) as { ready: boolean; contracts: Record<string, string>; control: string };
    t.equal(ready.ready, true);
    t.equal((await fetch(`${ready.control}/credentials/piaxis`)).status, 200);
    child.kill('SIGTERM');
    t.strictSame(await closed, [0, null]);
  });

  t.test('its command is up after reading a few files', async (t) => {
    const child = spawn(
      ...plainly([
        process.execPath,
        `--import=data:text/javascript,${encodeURIComponent(LOADED)}`,
        join(dir, 'node_modules/.bin/tollgate'),
        'mock',
        '--port',
        '0',
        '--json',
      ]),
      { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const closed = once(child, 'close');
    let loaded = '';
    child.stderr.on('data', (data: Buffer) => (loaded += data.toString()));
    await once(createInterface({ input: child.stdout }), 'line');
    child.kill('SIGTERM');
    await closed;
    const urls = loaded.trim().split('\n');
    t.ok(urls.length <= MOST_MODULES, `${urls.length} modules`);
    t.strictSame(
      urls.filter((url) => !/\/tollgate\/dist\/(command|vendor)\//.test(url)),
      [],
      'each stands in a bundle',
    );
  });

  t.test('its command lints', async (t) => {
    await writeFile(
      join(dir, 'bad.yaml'),
      'openapi: 3.1.0\ninfo: { title: Bad, version: "1" }\nx-seed: { tenant: [] }\npaths: {}\n',
    );
    const failed = await exec(join(dir, 'node_modules/.bin/tollgate'), ['lint', 'bad.yaml'], dir).catch(
      (error: unknown) => error,
    );
    t.match(failed, { code: 1, stdout: /^error vocabulary: 2 findings\n {2}bad\.yaml:3:1 .*did you mean "tenants"/s });
  });

  t.test('its command loads', { skip: await skipWithoutK6() }, async (t) => {
    const { stdout } = await exec(
      join(dir, 'node_modules/.bin/tollgate'),
      ['load', 'piaxis', 'otp-step-up', '--mock', '--duration', '1s'],
      dir,
    );
    t.match(stdout, /piaxis otp-step-up \(smoke\)[^]*thresholds hold/);
  });

  t.test('its types are good under strict, and the library runs', async (t) => {
    await exec(process.execPath, [TSC, '-p', '.'], dir);
    const { stdout } = await exec(process.execPath, ['out/consumer.js'], dir);
    t.strictSame(JSON.parse(stdout), {
      moved: true,
      code: null,
      base_url: true,
      status: 404,
      errors: ['function', 'function'],
    });
  });

  t.test('its command verifies', async (t) => {
    const { stdout } = await exec(
      join(dir, 'node_modules/.bin/tollgate'),
      ['verify', 'piaxis', '--mock', '--only', 'oauth.*'],
      dir,
    );
    t.match(stdout, /[1-9]\d+ passed, 0 failed/);
  });

  t.test('the suite is a library, and tests to drop in', async (t) => {
    const { stdout } = await exec(process.execPath, ['out/verifier.js'], dir);
    t.match(JSON.parse(stdout), { code: 0, text: '' });
    t.match(stdout, /"passed":([1-9]\d*),"seen":\1,/);
    const tests = await exec(process.execPath, ['--test', '--test-reporter=tap', 'drop-in.mjs'], dir);
    t.match(tests.stdout, /ok \d+ - oauth\.state-absent: .*\n/);
    t.match(tests.stdout, /ok \d+ - transport\.\S+ .*# SKIP needs a target that speaks HTTPS/);
    t.match(tests.stdout, /^# fail 0$/m);
  });

  t.test('its contracts can be resolved', async (t) => {
    const { stdout } = await exec(
      process.execPath,
      ['--input-type=module', '-e', "console.log(import.meta.resolve('tollgate/specs/piaxis.yaml'))"],
      dir,
    );
    t.match(stdout, /node_modules\/tollgate\/specs\/piaxis\.yaml/);
  });
});
