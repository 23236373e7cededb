/** `tollgate verify` and `tollgate diff` as typed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { Parser } from 'tap-parser';
import { startSandbox } from '../../mock/index.ts';
import { runWarm as run } from '../../scripts/test/warm-command.ts';
import { allChecks } from '../all-checks.ts';
import { loadCompiled } from '../verify.ts';
import { goodTarget } from './target-text.ts';
import { writeTarget } from './written-target.ts';
import { xmlFault } from './well-formed.ts';

/** Commands that run many checks, on a machine that may be busy. */
const LONG_MS = 290_000;

t.test('the sandbox is clean, and every report says so', { timeout: LONG_MS }, async (t) => {
  const dir = t.testdir();
  const file = (name: string): string => join(dir, 'reports', name);
  const formats = ['junit', 'html', 'json', 'sarif', 'md'].flatMap((format) => [
    '--report',
    `${format}=${file(format)}`,
  ]);
  const { code, stdout, stderr } = await run('verify', 'piaxis', '--mock', ...formats, '--report', 'tap=-');
  t.equal(code, 0, stderr);
  t.match(stderr, /^checking piaxis: \d+ checks\n/);
  t.match(stderr, /\n.*: \d+ passed, 0 failed.*[\d,]+ checks, [\d,]+ requests in [\d.]+ s \(\d+ checks\/s\)\.\n/);

  const checks = allChecks(await loadCompiled('piaxis')).length;
  const tap = await new Promise<{ ok: boolean; count: number; fail: number; skip: number }>((resolve) =>
    new Parser({ strict: true }, resolve).end(stdout),
  );
  t.match(tap, { ok: true, fail: 0, count: checks });
  const read = (name: string): Promise<string> => readFile(file(name), 'utf8');
  const junit = await read('junit');
  t.equal(xmlFault(junit), undefined);
  t.equal(junit.match(/<testcase /g)?.length, checks);
  const { reports: json } = JSON.parse(await read('json')) as {
    reports: {
      contract: string;
      totals: { passed: number; notRun: number };
      results: { state: string; reason?: string }[];
    }[];
  };
  t.match(json, [{ contract: 'piaxis', totals: { failed: 0, warned: 0, suiteErrors: 0, unreachable: 0 } }]);
  t.equal(json[0]!.results.length, checks);
  t.equal(json[0]!.totals.passed + json[0]!.totals.notRun, checks);
  t.match(JSON.parse(await read('sarif')), {
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'tollgate' } }, results: [] }],
  });
  t.match(await read('html'), /^<!doctype html>[^]*<\/html>\n$/);
  t.match(await read('md'), /^# Conformance\n[^]*0 failed/);
});

t.test('a log hears how far a run is that waits for a quota', { timeout: LONG_MS }, async (t) => {
  await using written = await writeTarget(await loadCompiled('engagifii-revenue'));
  await written.sandbox.settings.change('engagifii-revenue', {
    rate_limits: { default: { limit: 1, window_seconds: 7 } },
  });
  const target = join(
    t.testdir({ 'target.yaml': written.file({ safety: { pace: '0ms', longest_wait: '10s' } }) }),
    'target.yaml',
  );
  const { code, stdout, stderr } = await run(
    'verify',
    '--target',
    target,
    '--only',
    'answer.success:listInvoices',
    '--assume',
    'answer',
  );
  t.equal(code, 0, stdout);
  t.match(stderr, /^engagifii-revenue: 0 of 1 check; waiting [67] s for a quota of the target \(Retry-After\)$/m);
  t.equal(stderr.match(/waiting/g)?.length, 1, 'not at every wait');
});

t.test(
  'a server that takes nothing but signed and pushed requests is asked for codes all the same',
  { timeout: LONG_MS },
  async (t) => {
    const only = ['oauth.pushed*', 'oauth.request-object*', 'oauth.code-replay', 'oauth.pkce-*'];
    const { code, stdout, stderr } = await run(
      'verify',
      'mock/test/fixtures/drawbridge.yaml',
      '--mock',
      '--report',
      'tap=-',
      ...only.flatMap((pattern) => ['--only', pattern]),
    );
    t.equal(code, 0, stderr);
    for (const id of ['pushed-required', 'pushed-code', 'request-object', 'request-object-required', 'code-replay'])
      t.match(stdout, new RegExp(`\\nok \\d+ - .*oauth\\.${id}\\b(?!.*SKIP)`), id);
  },
);

t.test('--list prints what there is, without running it', { timeout: LONG_MS }, async (t) => {
  const { code, stdout } = await run('verify', 'piaxis', '--list', '--json');
  t.equal(code, 0);
  const listed = JSON.parse(stdout) as {
    id: string;
    title: string;
    level: string;
    evidence: string;
    citation: string;
    needs: string[];
  }[];
  t.equal(listed.length, allChecks(await loadCompiled('piaxis')).length);
  for (const { id, title, level, evidence, citation, needs } of listed) {
    if (
      !/^[\w-]+\.[\w.-]+(:\S+)?$/.test(id) ||
      title === '' ||
      citation === '' ||
      !['must', 'should', 'may'].includes(level) ||
      evidence === '' ||
      !Array.isArray(needs)
    )
      t.fail(`${id} is not whole`);
  }
  const families = await run('verify', 'piaxis', '--list');
  const counts = [...families.stdout.matchAll(/^[\w-]+ +(\d+) {2}\d+ (?:MUST|SHOULD|MAY)/gm)].map(([, count]) =>
    Number(count),
  );
  t.ok(counts.length > 10 && counts.length < 60, `${counts.length} families`);
  t.equal(
    counts.reduce((sum, count) => sum + count, 0),
    listed.length,
    'with a count each',
  );
  const musts = await run(
    'verify',
    'piaxis',
    '--list',
    '--all',
    '--level',
    'must',
    '--evidence',
    'documented,sample',
    '--only',
    'otp',
  );
  t.match(musts, { code: 0, stdout: /^otp\./ });
  t.notMatch(musts.stdout, /SHOULD|MAY,|, assumed/);
  t.match(musts.stdout, /\npiaxis: \d+ checks\n$/);
  const { stdout: moved } = await run('verify', 'piaxis', '--list', '--all', '--only', 'otp.expiry');
  t.match(
    moved,
    /\n {4}MUST, documented; needs a way to read one-time passwords and a clock that can be moved, or time to wait \(safety\.longest_wait\)\n/,
    'what is needed stands there in words',
  );
});

t.test('what cannot be done is one line and exit code 2', { timeout: LONG_MS }, async (t) => {
  const dir = t.testdir({ 'known.yaml': '- a list', 'target.yaml': goodTarget('http://127.0.0.1:1') });
  const cases: readonly (readonly [args: readonly string[], line: RegExp])[] = [
    [['piaxis'], /say what to check: --mock/],
    [['piaxis', '--mock', '--base-url', 'http://127.0.0.1:1'], /--mock and --base-url exclude each other/],
    [['piaxsi', '--mock'], /did you mean "piaxis"/],
    [['piaxis', '--mock', '--only', 'oauht'], /no check fits "oauht"; did you mean "oauth"\?/],
    [['piaxis', '--mock', '--level', 'shall'], /"shall" is no level; there is must, should, may/],
    [['piaxis', '--mock', '--evidence', 'hearsay'], /no kind of evidence/],
    [['piaxis', '--mock', '--report', 'pdf=x'], /"pdf" is no report format; .*, md, github\b/],
    [['piaxis', '--mock', '--report', 'tap=-', '--report', 'json=-'], /only one report can go to standard output/],
    [['piaxis', '--mock', '--timeout', 'soon'], /write a duration/],
    [['piaxis', '--mock', '--concurrency', '0'], /a whole number from 1/],
    [['piaxis', '--mock', '--known-failing', join(dir, 'known.yaml')], /must map ids of checks to reasons/],
    [
      ['--target', join(dir, 'target.yaml'), '--assume', 'order,opt'],
      /--assume: no check of a family "opt" is assumed; did you mean "otp"\?/,
    ],
    [['--base-url', 'http://127.0.0.1:1'], /does not say which contract/],
    [['piaxis', 'fortis', '--target', join(dir, 'target.yaml')], /a target file is for one contract/],
    [['--target', join(dir, 'none.yaml')], /there is no such file; "tollgate init <contract>" writes one/],
  ];
  await Promise.all(
    cases.map(async ([args, line]) => {
      const ended = await run('verify', ...args);
      t.equal(ended.code, 2, args.join(' '));
      t.match(ended.stderr, line);
      t.notMatch(ended.stderr, /\n\s+at /, 'no stack trace');
    }),
  );
});

t.test('a target that is not there is exit code 3', { timeout: LONG_MS }, async (t) => {
  const dir = t.testdir({ 'target.yaml': goodTarget('http://127.0.0.1:1') });
  t.match(await run('verify', 'piaxis', '--base-url', 'http://127.0.0.1:1'), {
    code: 3,
    stderr: /refuses connections/,
  });
  t.match(await run('verify', '--target', join(dir, 'target.yaml')), { code: 3, stderr: /refuses connections/ });
});

t.test('a check whose time is over before its sandbox is made is told as one', { timeout: LONG_MS }, async (t) => {
  const { code, stdout, stderr } = await run('verify', 'oauth2', '--mock', '--timeout', '1ms', '--only', 'body');
  t.equal(code, 1, stderr);
  t.match(stdout, /Suite error: body\.\S+: Error: the check took longer than 1 ms/);
  t.match(stdout, /OAuth 2\.0 on mock: .*checks/);
});

t.test("--base-url: a sandbox is recognised, by its contract's URL and by its own", { timeout: LONG_MS }, async (t) => {
  const sandbox = await startSandbox({ contracts: ['piaxis'] });
  t.teardown(() => sandbox.close());
  for (const url of [sandbox.url('piaxis'), new URL(sandbox.url('piaxis')).origin]) {
    const { code, stdout, stderr } = await run('verify', 'piaxis', '--base-url', url, '--only', 'otp');
    t.equal(code, 0, stdout + stderr);
    t.match(stdout, /[1-9]\d* passed, 0 failed/);
    t.notMatch(stdout, /needs a control plane/);
  }
});

t.test(
  'a defect is exit code 1, told in full, without secrets; a known one is not',
  { timeout: LONG_MS },
  async (t) => {
    const sandbox = await startSandbox({
      contracts: ['piaxis'],
      seams: { reply: (_call, reply) => (reply.status === 401 ? { ...reply, status: 418 } : reply) },
    });
    t.teardown(() => sandbox.close());
    const args = ['verify', 'piaxis', '--base-url', sandbox.url('piaxis'), '--only', 'credential.wrong'];
    const { code, stdout, stderr } = await run(...args);
    t.equal(code, 1, stderr);
    t.match(
      stdout,
      /\d+ failed[^]*\n 1 {2}MUST .*418.*\n {4}says .*\n {4}expected .*\n {4}got .*418.*\n {4}again {5}tollgate verify piaxis --base-url http:\S+ --only credential\.wrong:\w+\n {4}checks {4}credential\.wrong/,
    );
    const [, again = ''] = /again +tollgate (.*)/.exec(stdout)!;
    t.match(await run(...again.split(' ')), { code: 1, stdout: / 1 {2}MUST .*418/ }, 'what is printed can be pasted');
    t.notMatch(stdout, /pk_test_nile_market\b/);
    const dir = t.testdir({
      'known.yaml': 'credential.wrong: it is a teapot\n',
      'stale.yaml': 'credential.wrong: it is a teapot\noauth.state: it never comes back\nno.such-check: nobody knows\n',
    });
    const known = await run(...args, '--known-failing', join(dir, 'known.yaml'));
    t.match(known, { code: 0, stdout: /0 failed, [1-9]\d* known failing/ });
    const stale = await run(...args, '--known-failing', join(dir, 'stale.yaml'));
    t.match(stale, { code: 1, stdout: /Stale: no\.such-check is listed as known failing/ });
  },
);

t.test('diff: the sandbox equals itself, and not one with another contract', { timeout: LONG_MS }, async (t) => {
  const self = await run('diff', '--target', 'mock', '--against', 'mock', '--contract', 'piaxis');
  t.match(self, { code: 0, stdout: /^piaxis: \d+ requests compared, no difference\n$/ });

  const changed = await startSandbox({
    contracts: ['piaxis'],
    seams: {
      document: (document) =>
        JSON.parse(JSON.stringify(document).replaceAll('INVALID_TOKEN', 'BAD_TOKEN')) as typeof document,
    },
  });
  t.teardown(() => changed.close());
  const dir = t.testdir({
    'target.yaml': goodTarget(changed.url('piaxis'))
      .replace('otp: none', `control: ${changed.control}`)
      .replace('consent: form', 'consent: headless')
      .replace('{ pace: 0ms }', '{ pace: 0ms, destructive: true }'),
  });
  const other = await run('diff', '--target', join(dir, 'target.yaml'), '--json');
  t.equal(other.code, 1, other.stderr);
  const { differences } = JSON.parse(other.stdout) as {
    differences: { aspect: string; probe: string; one: string; other: string; pointer: string }[];
  };
  t.ok(differences.length > 0);
  for (const difference of differences)
    t.match(difference, {
      aspect: 'error code',
      one: 'BAD_TOKEN',
      other: 'INVALID_TOKEN',
      pointer: /^#\/paths\/.*\/responses\/401$/,
    });
  t.match(await run('diff', '--target', join(dir, 'target.yaml')), {
    code: 1,
    stdout:
      /^piaxis: \d+ requests compared, 1 difference: differs in \d+ of \d+ operations \(.*\)\n\nwhat +\S+ +mock +requests +where +contract\n-+[- ]+\nerror code +BAD_TOKEN +INVALID_TOKEN +\d+ +\w+ \(.*\), .* and \d+ more +#\/paths\/.*\n/,
  });
  t.match(await run('diff', '--target', join(dir, 'target.yaml'), '--all'), {
    code: 1,
    stdout: /\n\noperation +request +what +\S+ +mock +contract\n-+[^]*BAD_TOKEN +INVALID_TOKEN +#\/paths/,
  });
  t.match(await run('diff', '--target', 'mock', '--against', 'mock'), {
    code: 2,
    stderr: /two mocks need a --contract/,
  });
  t.match(
    await run('diff', '--target', join(t.testdir({ 'gone.yaml': goodTarget('http://127.0.0.1:1') }), 'gone.yaml')),
    { code: 3, stderr: /refuses connections/ },
  );
});
