/** The configuration file: found, read, and said back in one line where it is wrong. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { run, start } from './command.ts';
import { runWarm, runWarmWith } from './warm-command.ts';

const home = process.cwd();
t.afterEach(() => process.chdir(home));

/** Goes to a directory of its own that holds these files. */
function within(t: Test, files: Readonly<Record<string, string>>): string {
  const folder = t.testdir(files);
  process.chdir(folder);
  return folder;
}

const journal = JSON.stringify({ log: { entries: [] } });

t.test('options and arguments come from the file of the working directory; what is typed wins', async (t) => {
  within(t, {
    'tollgate.config.yaml': 'lint: { contracts: [buoy.yaml], json: true }\nload: { list: true, json: true }\n',
  });
  const absent = await runWarm('lint');
  t.match(absent.stderr, /^tollgate: .*buoy\.yaml/, 'an argument that the command requires');
  const named = await runWarm('lint', 'fortis');
  t.equal(named.code, 0, named.stderr);
  t.ok(Array.isArray(JSON.parse(named.stdout)), 'a switch, beside an argument that is typed');
  t.match(await runWarm('lint', '--no-config'), { code: 2, stderr: /missing required argument/ });
  t.match(await runWarm('lint', '--help'), { code: 0, stdout: /--config <file>[^]*--no-config/ });
});

t.test('lists, arguments after --, and the environment', async (t) => {
  const folder = within(t, {
    'journal.har': journal,
    'tollgate.config.json': JSON.stringify({
      grade: { contracts: ['fortis'], journal: 'journal.har', report: ['json=one.json', 'tap=two.tap'] },
      exercise: { contract: 'no-such-contract', plan: 'limits' },
      logs: { url: 'http://127.0.0.1:9' },
    }),
  });
  t.equal((await runWarm('grade')).code, 0);
  const { readdirSync } = await import('node:fs');
  t.ok(['one.json', 'two.tap'].every((name) => readdirSync(folder).includes(name)));
  const typed = await runWarm('grade', '--report', 'md=-');
  t.match(typed.stdout, /^# Report card/, 'a list that is typed stands for the one of the file');
  t.match((await runWarm('exercise', '--', 'true')).stderr, /no-such-contract/, 'the command alone is typed');
  t.match((await runWarm('exercise', 'other-contract', '--', 'true')).stderr, /other-contract/);
  t.match((await runWarm('logs')).stderr, /127\.0\.0\.1:9\b/);
  t.match((await runWarmWith({ TOLLGATE_URL: 'http://127.0.0.1:7' }, 'logs')).stderr, /127\.0\.0\.1:7\b/);
});

t.test('what the file cannot say is one line: what, where, how to mend', async (t) => {
  const wrong: readonly (readonly [yaml: string, args: readonly string[], line: RegExp])[] = [
    ['mokc: {}', ['mock'], /^tollgate: mine\.yaml: there is no command "mokc"; did you mean "mock"\?$/],
    ['mock: { prot: 1 }', ['mock'], /^tollgate: mine\.yaml: mock\.prot is no option; did you mean "port"\?$/],
    ['mock: { port-per-contract: true }', ['mock'], /did you mean "portPerContract"\?$/],
    ['mock: { port: true }', ['mock'], /mine\.yaml: mock\.port takes a text or a number, and no boolean$/],
    ['mock: { port: 65536 }', ['mock'], /mock\.port cannot be 65536: a port is a whole number from 0 to 65535$/],
    ['mock: { port: 65536 }', ['mock', '--port', '1'], /mock\.port cannot be 65536/],
    ['mock: { host: [a, b] }', ['mock'], /mock\.host takes one value, and no list: name or address to listen on$/],
    ['mock: { strict: "yes" }', ['mock'], /mock\.strict is on or off; write true or false, and no string$/],
    ['mock: [piaxis]', ['mock'], /mock holds options by name, .* and no list$/],
    ['verify: { level: mus }', ['verify'], /verify\.level cannot be "mus": .*did you mean "must"\?/],
    ['load: { contract: [a] }', ['load'], /load\.contract takes one value, and no list$/],
    ['- mock', ['mock'], /^tollgate: mine\.yaml holds no commands with their options; write/],
    ['mock: {', ['mock'], /^tollgate: mine\.yaml:\d+: /],
  ];
  const folder = within(t, { 'mine.yaml': '', 'mine.txt': '' });
  for (const [yaml, args, line] of wrong) {
    writeFileSync(join(folder, 'mine.yaml'), yaml);
    const { code, stdout, stderr } = await runWarm(...args, '--config', 'mine.yaml');
    t.strictSame({ code, stdout }, { code: 2, stdout: '' }, yaml);
    t.match(stderr.trimEnd(), line, yaml);
    t.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  }
  t.match(
    (await runWarm('lint', '--config', 'none.yaml')).stderr,
    /^tollgate: cannot read the .* none\.yaml: [^\n]*\n$/,
  );
  t.match((await runWarm('lint', '--config', 'mine.txt')).stderr, /mine\.txt has another ending .*\.yaml/);
});

t.test('one file counts', async (t) => {
  within(t, { 'tollgate.config.yaml': '', 'tollgate.config.json': '{}' });
  t.match(await runWarm('exercise', '--list'), {
    code: 2,
    stderr:
      /^tollgate: there are two .*tollgate\.config\.json and tollgate\.config\.yaml; .*--config tollgate\.config\.json\n$/,
  });
  t.equal((await runWarm('exercise', '--list', '--no-config')).code, 0);
  t.equal((await runWarm('exercise', '--list', '--config', 'tollgate.config.json')).code, 0);
});

t.test('modules', async (t) => {
  within(t, {
    'good.mjs': 'export default { exercise: { list: true } };',
    'none.mjs': 'export const config = {};',
    'broken.mjs': 'throw new Error("no such luck\\nat all");',
    'typed.ts': 'const list: boolean = true;\nexport default { exercise: { list } };',
  });
  t.match((await runWarm('exercise', '--config', 'good.mjs')).stdout, /^limits /m);
  t.match((await runWarm('exercise', '--config', 'none.mjs')).stderr, /none\.mjs exports no configuration; write: /);
  t.match((await runWarm('exercise', '--config', 'broken.mjs')).stderr, /broken\.mjs: no such luck\n$/);
  const typed = await run('exercise', '--config', 'typed.ts');
  if ('typescript' in process.features && process.features.typescript !== false) t.match(typed.stdout, /^limits /m);
  else
    t.match(typed, { code: 2, stderr: /^tollgate: typed\.ts: Node\.js .* take 22\.18 or newer, or write [^\n]*\n$/ });
});

t.test('the sandbox says once which file it goes by', async (t) => {
  within(t, { 'tollgate.config.yaml': 'mock: { contracts: [fortis], port: 1, explainHeader: false }\n' });
  const sandbox = await start();
  t.strictSame(Object.keys(sandbox.contracts), ['fortis']);
  t.equal(sandbox.stderr().match(/options from tollgate\.config\.yaml/g)?.length, 1);
  const { headers } = await fetch(sandbox.contracts['fortis']!);
  t.notOk(headers.has('x-tollgate-request'), 'a --no- option');
  await sandbox.end();
});
