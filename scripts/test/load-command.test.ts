/** `tollgate load` as typed: what it refuses, what it finds, what it tells, and what it keeps to itself. */
import { chmod, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import t from 'tap';
import { LINKS } from '../../conformance/mutants/link-mutants.ts';
import { MUTANTS } from '../../conformance/mutants/all-mutants.ts';
import { goodTarget } from '../../conformance/test/target-text.ts';
import { xmlFault } from '../../conformance/test/well-formed.ts';
import { startSandbox } from '../../mock/index.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { runWarm as run, runWarmWith as runWith } from './warm-command.ts';
import { skipWithoutK6 } from './k6.ts';

t.setTimeout(600_000);

const skip = await skipWithoutK6();

const mutant = (wanted: string): Seams => [...MUTANTS, ...LINKS].find(({ id }) => id === wanted)!.seams;

/** For its links that sign in. */
const LANTERN = resolve('mock/test/fixtures/lantern.yaml');

/** Of a sandbox, whose control plane gives the run a world of its own. */
const withControl = (contract: string, url: string, control: string): string =>
  `contract: ${contract}\nbase_url: ${url}\ncapabilities: { control: "${control}" }\n`;

/** One key, and nothing else: a server as it may stand anywhere. */
const keyOnly = (
  contract: string,
  url: string,
  { credential, id, secret, tenant }: Readonly<Record<'credential' | 'id' | 'secret' | 'tenant', string>>,
): string =>
  `contract: ${contract}\nbase_url: ${url}\ncredentials:\n  tenants: [{ id: "${tenant}" }]\n  keys: [{ credential: ${credential}, id: ${id}, secret: "${secret}", tenant: "${tenant}" }]\n`;

const NILE = {
  credential: 'merchant_key',
  id: 'nile-market',
  secret: '${NILE_KEY}',
  tenant: '096b723a-45c5-4957-94d7-747835136265',
};
const SECRET = 'pk_test_nile_market';
const ENVIRONMENT = { NILE_KEY: SECRET };

t.test('what cannot be done is one line and exit code 2; what is not there is 3', async (t) => {
  const dir = t.testdir({
    'remote.yaml': 'contract: piaxis\nbase_url: https://load.invalid\n',
    'endpoint.yaml':
      'contract: piaxis\nbase_url: http://127.0.0.1:1\nendpoints: { getProfile: "https://load.invalid/profile" }\n',
    'allowed.yaml': 'contract: piaxis\nbase_url: http://load.invalid:9\nsafety: { load_allowed: true }\n',
    'gone.yaml': goodTarget('http://127.0.0.1:1'),
    none: {},
  });
  const file = (name: string): string => join(dir, `${name}.yaml`);
  const cases: readonly (readonly [args: readonly string[], code: number, line: RegExp])[] = [
    [[], 2, /say what to do: a scenario/],
    [['piaxis', '--mock'], 2, /say what to do: a scenario/],
    [['spike', '--mock'], 2, /name the contract before the scenario: tollgate load <contract> spike/],
    [['spike', 'piaxis', '--mock'], 2, /the contract comes before the scenario: tollgate load piaxis spike/],
    [['spiek', '--target', file('gone')], 2, /there is no scenario "spiek"; did you mean "spike"/],
    [['piaxis', '--target', file('gone')], 2, /say what to do: a scenario/],
    [['piaxis', 'token-isue', '--mock'], 2, /there is no scenario "token-isue"; did you mean "token-issue"/],
    [['piaxis', 'spike'], 2, /either --mock .* or --target/],
    [['piaxis', 'spike', '--mock', '--target', file('gone')], 2, /either --mock .* or --target/],
    [
      ['spike', '--target', file('remote')],
      2,
      /load\.invalid is not this machine: .*--yes-i-may-load-this-host.*load_allowed/,
    ],
    [['spike', '--target', file('endpoint')], 2, /load\.invalid is not this machine/],
    [
      ['piaxis', 'spike', '--mock', '--profile', 'heavy'],
      2,
      /"heavy" is no profile; there is smoke, average, stress, soak, spike/,
    ],
    [['piaxis', 'spike', '--mock', '--report', 'pdf=x'], 2, /"pdf" is no report format; there is html, json, junit/],
    [['piaxis', 'spike', '--mock', '--rate', '0'], 2, /a number above 0/],
    [['piaxis', 'spike', '--mock', '--duration', '60'], 2, /a duration with its unit/],
    [
      ['voucherify', 'hmac-signed', '--mock'],
      2,
      /hmac-signed does not apply to voucherify: the contract has no signatures/,
    ],
    [['spike', '--target', file('gone')], 3, /refuses connections/],
    [['spike', '--target', file('allowed')], 3, /load\.invalid/],
    [['spike', '--target', file('remote'), '--yes-i-may-load-this-host'], 3, /load\.invalid/],
    [['idempotent-retry', '--target', file('gone')], 3, /refuses connections/],
  ];
  // Whether there is k6 is looked for last: who has none is told first what else is wrong.
  const without = { PATH: join(dir, 'none'), XDG_CACHE_HOME: join(dir, 'none') };
  await Promise.all(
    cases.map(async ([args, code, line]) => {
      const ended = await runWith(without, 'load', ...args);
      t.equal(ended.code, code, `${args.join(' ')}: ${ended.stderr}`);
      t.match(ended.stderr, line);
      t.notMatch(ended.stderr, /\n\s+at /, 'no stack trace');
    }),
  );
});

t.test('k6 is looked for on PATH, then in our cache; where there is none, one line says how to get it', async (t) => {
  const dir = t.testdir({
    none: {},
    old: { k6: '#!/bin/sh\necho k6 v0.40.0\n' },
    new: { k6: '#!/bin/sh\necho k6 v9.1.0\n' },
  });
  await Promise.all(['old', 'new'].map((name) => chmod(join(dir, name, 'k6'), 0o755)));
  const without = (path: string): Record<string, string> => ({
    PATH: join(dir, path),
    XDG_CACHE_HOME: join(dir, 'none'),
  });
  for (const path of ['none', 'old']) {
    t.match(await runWith(without(path), 'load', 'piaxis', 'spike', '--mock'), {
      code: 2,
      stderr: /^tollgate: k6 is not installed: run "tollgate load --setup" .*\n$/,
    });
    t.match(await runWith(without(path), 'load', '--setup'), {
      code: 2,
      stderr: /^tollgate: there is no k6, and no Go to build it with: .*\n$/,
    });
  }
  t.match(await runWith(without('new'), 'load', '--setup'), { code: 0, stdout: 'k6: k6\n' });
});

t.test('--list says what applies, and why the rest does not', async (t) => {
  const { code, stdout } = await run('load', '--list', '--json');
  t.equal(code, 0);
  const listed = JSON.parse(stdout) as {
    scenario: string;
    contracts: { contract: string; applies: boolean; reason?: string }[];
  }[];
  t.equal(listed.length, 15);
  for (const { contracts } of listed)
    for (const { applies, reason } of contracts) t.equal(applies, reason === undefined);
  t.match(await run('load', '--list', 'fortis'), {
    code: 0,
    stdout: /otp-step-up: .*\n {4}applies to none\n {4}not to fortis: the contract has no operation/,
  });
});

t.test('a broken threshold is exit code 99; reports are whole, and hold no secret', { skip }, async (t) => {
  const sandbox = await startSandbox({ contracts: ['piaxis'] });
  t.teardown(() => sandbox.close());
  const dir = t.testdir({ 'target.yaml': keyOnly('piaxis', sandbox.url('piaxis'), NILE) });
  t.match(await run('load', 'spike', '--target', join(dir, 'target.yaml')), { code: 2, stderr: /NILE_KEY is not set/ });
  const files = ['html', 'json', 'junit'].map((format) => join(dir, 'reports', format));
  const again = [
    'load',
    'piaxis',
    'authenticated-reads',
    '--target',
    join(dir, 'target.yaml'),
    '--duration',
    '3s',
    ...['html', 'json', 'junit'].flatMap((format, i) => ['--report', `${format}=${files[i]!}`]),
  ];
  const good = await runWith(ENVIRONMENT, ...again);
  t.equal(good.code, 0, good.stdout + good.stderr);
  const slow = await runWith(ENVIRONMENT, ...again, '--p95', '0.001ms');
  t.equal(slow.code, 99, slow.stdout + slow.stderr);
  t.match(slow.stdout, /broken: http_req_duration\{operation:getProfile\} p\(95\)<0\.001/);
  const [html, json, junit] = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  t.match(html, /<html/);
  t.ok(html!.length > 50_000, 'a report with charts');
  t.match(JSON.parse(json!), { contract: 'piaxis', scenario: 'authenticated-reads', target: /127\.0\.0\.1/ });
  t.equal(xmlFault(junit!), undefined);
  t.match(junit, /<failure message="p\(95\) is/);
  for (const text of [good.stdout, good.stderr, slow.stdout, slow.stderr, html!, json!, junit!])
    t.notMatch(text, SECRET);
});

t.test('a run too short for charts has a page of its figures', { skip }, async (t) => {
  const page = join(t.testdir(), 'reports', 'load.html');
  const { code, stdout } = await run(
    'load',
    '--report',
    `html=${page}`,
    'piaxis',
    'spike',
    '--mock',
    '--duration',
    '1s',
    '--p95',
    '0.001ms',
  );
  t.equal(code, 99, stdout);
  t.match(stdout, /\n {2}the HTML report has no charts: k6 draws none of so short a run\n/);
  const html = await readFile(page, 'utf8');
  t.equal(xmlFault(html.replace('<!doctype html>\n', '').replaceAll(/<meta [^>]*>/g, '')), undefined, 'well formed');
  const [, requests = ''] =
    /piaxis spike \(smoke\) on mock: (\d+ requests in [\d.]+ s, \d+ iterations)/.exec(stdout) ?? [];
  t.ok(requests !== '' && html.includes(requests), 'the figures of the summary');
  t.match(
    html,
    /<h2>\d+ of \d+ thresholds hold<\/h2>[^]*<td class="broken">broken<\/td><td><code>http_req_duration\{operation:\w+\} p\(95\)&lt;0\.001<\/code>/,
  );
  t.notMatch(html, /<script|https?:/, 'nothing that it would have to load');
});

t.test('a quota that is off by one is found, either way', { skip }, async (t) => {
  for (const [defect, said] of [
    ['quota.one-more', /let in, and there was room for/],
    ['quota.one-less', /let in, and there was room for|count down/],
    ['quota.retry-after-missing', /when to come back/],
  ] as const) {
    const sandbox = await startSandbox({ contracts: ['voucherify'], seams: mutant(defect) });
    const dir = t.testdir({ 'target.yaml': withControl('voucherify', sandbox.url('voucherify'), sandbox.control) });
    const { code, stdout, stderr } = await run('load', 'rate-limit-edge', '--target', join(dir, 'target.yaml'));
    t.equal(code, 99, `${defect}: ${stdout}${stderr}`);
    t.match(stdout, said, defect);
    t.match(stdout, /rules? broken/);
    await sandbox.close();
  }
});

t.test('other defects are found by the scenarios that are about them', { skip }, async (t) => {
  const cases = [
    [
      'idempotency.missing',
      'piaxis',
      'idempotent-retry',
      /not the same: .* with the same idempotency key is answered otherwise/,
    ],
    ['session.not-slid', 'fortis', 'session-keepalive', /401: session of .* was refused/],
    ['token.expired-accepted', 'piaxis', 'refresh-storm', /still alive: .* a token past its lifetime is taken/],
    ['refresh.forgotten', 'piaxis', 'refresh-storm', /refreshToken/],
    ['hmac.encoding', 'fortis', 'hmac-signed', /401: user_hash of .* was refused/],
    ['otp.no-token', 'piaxis', 'otp-step-up', /incomplete answer: .* without a verification token/],
    [
      'assertion.expired-accepted',
      'engagifii-revenue',
      'jwt-bearer',
      /still alive: issueToken, .* an expired assertion is accepted/,
    ],
    ['revoke.nothing', 'engagifii-revenue', 'token-revocation', /still alive: .* a revoked token is taken/],
    [
      'introspect.revoked-active',
      'voucherify',
      'token-revocation',
      /still alive: introspectToken, .* a revoked token is said to be alive/,
    ],
    [
      'introspect.always-active',
      'voucherify',
      'token-introspection',
      /still alive: introspectToken, .* a token that nobody was given is said to be alive/,
    ],
    [
      'introspect.never-active',
      'voucherify',
      'token-introspection',
      /wrong answer: introspectToken, .* a live token is said to be dead/,
    ],
    ['sso.expired-accepted', 'fortis', 'sso-entry', /still alive: enterBy\w+, .* a link past its lifetime is taken/],
    ['sso.encrypted-refused', 'fortis', 'sso-entry', /unauthorized: enterBy\w+, /],
    ['sso.no-cookie', 'fortis', 'sso-entry', /incomplete answer: enterBy\w+, .* without the cookie/],
    ['link.reused', LANTERN, 'magic-link', /still alive: \w+, .* a link that was used is taken again/],
    ['token.forgotten', 'engagifii-revenue', 'authenticated-reads', /401: access_token of .* was refused/],
  ] as const;
  for (const [defect, contract, scenario, said] of cases) {
    const sandbox = await startSandbox({ contracts: [contract], seams: mutant(defect) });
    const dir = t.testdir({
      'target.yaml': withControl(contract, sandbox.url(basename(contract, '.yaml')), sandbox.control),
    });
    const { code, stdout, stderr } = await run('load', scenario, '--target', join(dir, 'target.yaml'));
    t.equal(code, 99, `${defect}: ${stdout}${stderr}`);
    t.match(stdout, said, defect);
    await sandbox.close();
  }
});

t.test('a 401 storm is explained: which credential, since when, and what the answers said', { skip }, async (t) => {
  const sandbox = await startSandbox({ contracts: ['piaxis'] });
  t.teardown(() => sandbox.close());
  const dir = t.testdir({ 'target.yaml': keyOnly('piaxis', sandbox.url('piaxis'), NILE) });
  const report = join(dir, 'load.json');
  const load = runWith(
    ENVIRONMENT,
    'load',
    'authenticated-reads',
    '--target',
    join(dir, 'target.yaml'),
    '--duration',
    '6s',
    '--report',
    `json=${report}`,
  );
  // The key is blocked once the load is under way.
  const MOST_LOOKS = 600;
  for (let i = 0; i < MOST_LOOKS && sandbox.journal.list({ limit: 5 }).length < 5; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const blocked = await fetch(`${sandbox.control}/keys/piaxis/merchant_key/nile-market/block`, { method: 'POST' });
  t.ok(blocked.ok);
  const { code, stdout } = await load;
  t.equal(code, 99);
  t.match(
    stdout,
    /401: merchant_key of nile-market was refused \d+ times, first [1-9\d.]+ s into the run \(20\d\d-.*Z\), last /,
  );
  t.match(stdout, /unauthorized: \w+, merchant_key of nile-market, status 401: \w+/);
  t.notMatch(stdout, SECRET);
  const { unauthorized, startedAt } = JSON.parse(await readFile(report, 'utf8')) as {
    startedAt: number;
    unauthorized: { credential: string; count: number; first: number }[];
  };
  t.equal(unauthorized.length, 1);
  t.ok(unauthorized[0]!.first > startedAt && unauthorized[0]!.count > 1);
});

t.test('tokens are renewed before they expire', { skip }, async (t) => {
  const { code, stdout } = await run(
    'load',
    'piaxis',
    'authenticated-reads',
    '--mock',
    '--token-lifetime',
    '12s',
    '--duration',
    '9s',
  );
  t.equal(code, 0, stdout);
  t.match(stdout, /refreshToken[^]*\d+ tokens renewed before they expired/);
});

t.test('refusals over a quota: right where too much is offered, wrong where not', { skip }, async (t) => {
  const KEY = { credential: 'api_key', id: 'training-key', secret: 'key_sandbox_training', tenant: 'org-12345' };
  const sandbox = await startSandbox({ contracts: ['engagifii-training'] });
  t.teardown(() => sandbox.close());
  const { keys } = await sandbox.credentials('engagifii-training');
  const key = keys.find(
    ({ tenant, status, secret }) => tenant === KEY.tenant && status === 'active' && secret !== null,
  )!;
  const dir = t.testdir({
    'target.yaml': keyOnly('engagifii-training', sandbox.url('engagifii-training'), {
      ...KEY,
      id: key.id,
      secret: key.secret!,
    }),
  });
  const args = ['load', 'authenticated-reads', '--target', join(dir, 'target.yaml')];
  const over = await run(...args, '--rate', '40', '--duration', '2s');
  t.equal(over.code, 0, over.stdout + over.stderr);
  t.match(over.stdout, /429: [1-9]\d* expected, 0 not/);
  sandbox.settings.change('engagifii-training', { rate_limits: { default: { limit: 1, window_seconds: 60 } } });
  const under = await run(...args, '--rate', '5', '--duration', '1s');
  t.equal(under.code, 99, under.stdout + under.stderr);
  t.match(under.stdout, /429: 0 expected, [1-9]\d* not/);
});

t.test(
  'k6 signs by every recipe of Harbour, and names the key pairs of Semaphore, with which it does not',
  { skip },
  async (t) => {
    const harbour = 'mock/test/fixtures/harbour.yaml';
    const read = await run('load', harbour, 'hmac-signed', '--mock', '--rate', '20', '--duration', '2s');
    t.equal(read.code, 0, read.stdout + read.stderr);
    // By canonical requests in a header and in the query, by HTTP message signatures, by MD5 in the query and in a header.
    for (const operation of ['listShips', 'listBeacons', 'readDepth'])
      t.match(read.stdout, new RegExp(`${operation} +[1-9]\\d* .* 0 %`), operation);
    const made = await run('load', harbour, 'mixed-soak', '--mock', '--rate', '40', '--duration', '3s');
    t.equal(made.code, 0, made.stdout + made.stderr);
    // With digests of the body, one of them by SHA-1 with a key in base64.
    for (const operation of ['announceShip', 'recordTow', 'setBeacon'])
      t.match(made.stdout, new RegExp(`${operation} +[1-9]\\d* .* 0 %`), operation);
    const pairs = await run('load', 'mock/test/fixtures/semaphore.yaml', 'hmac-signed', '--mock');
    t.equal(pairs.code, 2);
    t.match(pairs.stderr, /k6 signs with shared secrets here, and with no key pairs or certificates: mast_signature/);
  },
);

t.test('a rate beyond all virtual users there may be is still a run', { skip }, async (t) => {
  const page = join(t.testdir(), 'load.html');
  const { code, stdout } = await run(
    'load',
    'fortis',
    'hmac-signed',
    '--mock',
    '--rate',
    '6000',
    '--duration',
    '1s',
    '--p95',
    '60s',
    '--report',
    `html=${page}`,
  );
  t.equal(code, 0, stdout);
  t.match(await readFile(page, 'utf8'), /<html[^]*<\/html>/);
  t.match(stdout, /fortis hmac-signed \(smoke\) on mock: [1-9]\d* requests/);
});
