/** Target files: what is read, what is refused and how, and what the doctor finds in one that loads. */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { selfSigned } from '../../mock/server/self-signed-certificate.ts';
import { startSandbox } from '../../mock/index.ts';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { runWarm as run } from '../../scripts/test/warm-command.ts';
import { diagnose } from '../target/doctor/examine-target.ts';
import { initialTarget } from '../target/write-target-file.ts';
import { loadTarget } from '../target/load-target.ts';
import { TargetError } from '../target/target-problem.ts';
import { loadCompiled } from '../verify.ts';
import { TENANT, goodTarget } from './target-text.ts';

const good = goodTarget('http://127.0.0.1:1/piaxis');
const contract = await loadCompiled('piaxis');

/** `line:column rule message (suggestion)` of each problem. */
async function problemsOf(file: string, environment: Readonly<Record<string, string>> = {}): Promise<string[]> {
  try {
    (await loadTarget(file, environment)).target(contract);
    return [];
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    return error.problems.map(
      ({ line, column, rule, message, suggestion }) =>
        `${line}:${column} ${rule} ${message}${suggestion === undefined ? '' : ` (${suggestion})`}`,
    );
  }
}

t.test('clients of a target file may have every grant and every way to authenticate that a contract can', async (t) => {
  const json = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
  const vocabulary = await json('specs/vocabulary.schema.json');
  const schema = JSON.stringify(await json('conformance/target/target.schema.json'));
  const { Grant, ClientAuthentication } = (
    vocabulary as { $defs: Readonly<Record<'Grant' | 'ClientAuthentication', { readonly enum: readonly string[] }>> }
  ).$defs;
  // `security` is no way of a client: the operation's own requirement stands for it.
  for (const word of [...Grant.enum, ...ClientAuthentication.enum.filter((way) => way !== 'security')])
    t.ok(schema.includes(`"${word}"`), word);
});

t.test('a target file has defaults, and nothing else is assumed', async (t) => {
  const dir = t.testdir({ 'target.yaml': good });
  const loaded = await loadTarget(join(dir, 'target.yaml'), {});
  t.equal(loaded.contract, 'piaxis');
  t.match(loaded.target(contract), {
    name: '127.0.0.1:1',
    baseUrl: 'http://127.0.0.1:1/piaxis',
    endpoints: {},
    control: undefined,
    otp: { kind: 'none' },
    consent: { kind: 'form' },
    isMock: false,
    timeoutMs: 10_000,
    safety: { maxRequests: 2000, exhaustRateLimits: false, destructive: false, paceMs: 0 },
    tls: { ca: undefined, insecure: false },
    credentials: {
      clients: [{ client_secret: null, allowed_addresses: null, assertion_key: null }],
      keys: [{ role: null, scopes: null, user: null, status: 'active' }],
      users: [],
      developers: [],
    },
  });
});

t.test('capabilities, safety and TLS are read', async (t) => {
  const text = `${good.replace(/capabilities:[^]*/, '')}capabilities: { control: "http://127.0.0.1:2/_tollgate/", clock: none, otp: { fixed: "123456" }, consent: { command: ./agree } }
safety: { max_requests: 7, exhaust_rate_limits: true, destructive: true, pace: 2s }
timeout: PT30S
endpoints: { authorize: https://auth.example.com/authorize }
tls: { ca: ca.pem, insecure: true, plain_http: "http://127.0.0.1:3/" }
`;
  const dir = t.testdir({ 'target.yaml': text, 'ca.pem': 'PEM' });
  t.match((await loadTarget(join(dir, 'target.yaml'), {})).target(contract), {
    control: 'http://127.0.0.1:2/_tollgate',
    clock: false,
    otp: { kind: 'fixed', code: '123456' },
    consent: { kind: 'command', command: './agree', timeoutMs: 60_000 },
    safety: { maxRequests: 7, exhaustRateLimits: true, destructive: true, paceMs: 2000 },
    timeoutMs: 30_000,
    endpoints: { authorize: 'https://auth.example.com/authorize' },
    tls: { ca: 'PEM', insecure: true, plainHttp: 'http://127.0.0.1:3' },
  });
});

t.test('the environment fills in values, and is never read as YAML', async (t) => {
  const dir = t.testdir({
    'target.yaml': good.replace('pk_test_nile_market', '${SHOP_KEY}').replace('nile-market', () => 'a $${plain} label'),
  });
  const { credentials } = (await loadTarget(join(dir, 'target.yaml'), { SHOP_KEY: 'x: [y, "z' })).target(contract);
  t.match(credentials.keys[0], { secret: 'x: [y, "z', id: 'a ${plain} label' });
});

t.test('each mistake is one line that says where and how to mend it', async (t) => {
  const cases: readonly (readonly [what: string, text: string, problem: RegExp])[] = [
    [
      'an unknown key',
      good.replace('base_url:', 'bas_url:'),
      /^2:1 unknown-key unknown key "bas_url" \(did you mean "base_url"\?\)$/,
    ],
    ['a missing key', good.replace(/base_url:.*\n/, ''), /^1:1 missing-key the target file has no "base_url"/],
    [
      'an unknown key in a list',
      good.replace('secret: pk', 'sekret: pk'),
      /^16:7 unknown-key unknown key "sekret" in "credentials\.keys\.0" \(did you mean "secret"\?\)$/,
    ],
    [
      'an unknown capability',
      good.replace('consent: form', 'consent: forms'),
      /^20:12 value "capabilities\.consent" is "forms" \(it has to be one of headless, form, prompt, none, \{ command: … \}\)$/,
    ],
    [
      'a wrong duration of a command',
      good.replace('consent: form', 'consent: { command: ./agree, timeout: soon }'),
      /^20:41 value "capabilities\.consent\.timeout" is "soon" \(write a duration/,
    ],
    ['a wrong URL', good.replace('http://', ''), /^2:11 value "base_url" is "127.*write a URL such as/],
    ['a wrong duration', good.replace('0ms', 'soon'), /^21:17 value "safety\.pace" is "soon" \(write a duration/],
    [
      'a number that should be text',
      good.replace('id: nile-market', 'id: 42'),
      /^15:11 value "credentials\.keys\.0\.id" is 42 .*put it in quotes/,
    ],
    [
      'an unset variable',
      good.replace('pk_test_nile_market', '${NOBODY_SET_THIS}'),
      /^16:15 environment the environment variable NOBODY_SET_THIS is not set \(set it before the run: export NOBODY_SET_THIS=…\)$/,
    ],
    [
      'an empty variable',
      good.replace('pk_test_nile_market', '${EMPTY}'),
      /^16:15 environment the environment variable EMPTY is empty/,
    ],
    [
      'an unknown tenant',
      good.replace(`id: ${TENANT}\n  clients`, 'id: somebody-else\n  clients'),
      /reference no tenant in "credentials\.tenants" has the id/,
    ],
    [
      'an unknown credential',
      good.replace('merchant_key', 'merchent_key'),
      /^14:19 reference the contract piaxis has no key credential "merchent_key" \(did you mean "merchant_key"\?\)$/,
    ],
    [
      'an unknown operation',
      `${good}endpoints: { autorize: https://a.example/ }\n`,
      /^22:14 reference the contract piaxis has no operation "autorize" \(did you mean "authorize"\?\)$/,
    ],
    ['no YAML', 'a: [', /^1:\d+ syntax /],
    [
      'an assertion key that is no JSON',
      good.replace('grants:', 'assertion_key: nonsense\n      grants:'),
      /the assertion key is no JSON/,
    ],
    [
      'a certificate that is not there',
      good.replace('grants:', 'certificate: { cert: no.pem, key: no.key }\n      grants:'),
      /cannot read .*no\.pem: .*name a PEM file, from the folder of the target file/,
    ],
    [
      'a certificate that is none',
      good.replace('grants:', 'certificate: { cert: target.yaml, key: target.yaml }\n      grants:'),
      /the two files are not a certificate and its private key: /,
    ],
  ];
  for (const [what, text, problem] of cases) {
    const dir = t.testdir({ 'target.yaml': text });
    const problems = await problemsOf(join(dir, 'target.yaml'), { EMPTY: '' });
    t.ok(
      problems.some((line) => problem.test(line)),
      `${what}: ${problems.join('; ')}`,
    );
  }
});

t.test('a client connects with the certificate that its files hold', async (t) => {
  const { cert, key } = await selfSigned();
  const text = good.replace('grants:', 'certificate: { cert: own.pem, key: own.key }\n      grants:');
  const dir = t.testdir({ 'target.yaml': text, 'own.pem': cert, 'own.key': key });
  const { credentials } = (await loadTarget(join(dir, 'target.yaml'), {})).target(contract);
  t.strictSame(credentials.clients[0]?.certificate, { cert, key });
});

t.test('a secret is not shown, whatever is wrong with it', async (t) => {
  const dir = t.testdir({ 'target.yaml': good.replace('pk_test_nile_market', '987654321') });
  const problems = await problemsOf(join(dir, 'target.yaml'));
  t.match(problems, [/"credentials\.keys\.0\.secret" is a number/]);
  t.notMatch(problems.join(), /987654321/);
});

t.test("init: every contract's file loads once its variables are set", async (t) => {
  const dir = t.testdir();
  for (const name of builtInNames()) {
    const contract = await loadCompiled(name);
    const text = initialTarget(contract, name);
    await writeFile(join(dir, 'target.yaml'), text);
    const names = [...text.matchAll(/\$\{(\w+)\}/g)]
      .map(([, variable]) => variable!)
      .filter((variable) => variable !== 'NAME');
    const environment = Object.fromEntries(
      names.map((variable) => [
        variable,
        /URL|URI/.test(variable)
          ? 'https://api.example/v1'
          : /ASSERTION/.test(variable)
            ? '{"kty":"EC"}'
            : variable.toLowerCase(),
      ]),
    );
    const target = (await loadTarget(join(dir, 'target.yaml'), environment)).target(contract);
    t.equal(target.safety.destructive, false, name);
    const uncommented = text
      .split('\n')
      .filter((line) => !line.trimStart().startsWith('#'))
      .join('\n');
    t.notMatch(uncommented, /secret: (?!\$\{|null)/, `${name}: no secret stands in the file`);
  }
});

t.test('init as typed: writes, lists the variables, does not overwrite', async (t) => {
  const dir = t.testdir();
  const file = join(dir, 'target.yaml');
  const { code, stdout } = await run('init', 'piaxis', '-o', file);
  t.equal(code, 0);
  t.match(stdout, /PIAXIS_MERCHANT_KEY_SECRET/);
  await writeFile(file, 'mine');
  const again = await run('init', 'piaxis', '-o', file);
  t.match(again, { code: 2, stdout: '', stderr: /is there already.*--force/ });
  t.equal(await readFile(file, 'utf8'), 'mine');
  t.equal((await run('init', 'piaxis', '-o', file, '--force')).code, 0);
  t.match(await run('init', 'piaxis', '-o', '-'), { code: 0, stdout: /^# yaml-language-server/ });
  t.match(await run('init', 'piaxsi'), { code: 2, stderr: /did you mean "piaxis"/ });
});

t.test('doctor as typed', { timeout: 290_000 }, async (t) => {
  const server = await startSandbox({ contracts: ['piaxis'], control: false });
  const secure = await startSandbox({ contracts: ['piaxis'], control: false, tls: true });
  t.teardown(() => Promise.all([server.close(), secure.close()]));
  const right = goodTarget(server.url('piaxis'));
  const healthy = await run('doctor', '--target', join(t.testdir({ 'target.yaml': right }), 'target.yaml'));
  t.match(healthy, { code: 0, stderr: '' });
  t.match(healthy.stdout, /2 of 2 credentials are taken/);
  t.match(healthy.stdout, /note .*capabilities\.otp: .*\(\d+ checks are not run\)/);
  t.match(healthy.stdout, /is ready/);

  const url = server.url('piaxis');
  const mistakes: readonly (readonly [what: string, text: string, code: number, said: RegExp])[] = [
    [
      'nothing listens',
      right.replace(url, 'http://127.0.0.1:1'),
      3,
      /problem {2}the connection, base_url: nothing listens at 127\.0\.0\.1:1/,
    ],
    [
      'no such host',
      right.replace(url, 'http://no-such-host.invalid'),
      3,
      /problem {2}your configuration, base_url: there is no host called no-such-host\.invalid/,
    ],
    [
      'https for http',
      right.replace(url, url.replace('http:', 'https:')),
      1,
      /problem {2}your configuration, base_url: .*does not speak TLS\n.*write http:\/\//,
    ],
    [
      'http for https',
      right.replace(url, secure.url('piaxis').replace('https:', 'http:')),
      1,
      /problem {2}your configuration, base_url: .*speaks TLS\n.*write https:\/\//,
    ],
    [
      'a certificate that is not trusted',
      right.replace(url, secure.url('piaxis')),
      1,
      /problem {2}your configuration, base_url: the certificate .*not trusted.*\n.*tls\.ca/,
    ],
    [
      'a wrong path',
      right.replace(url, `${url}/v9`),
      1,
      new RegExp(`every path of the contract is 404 below.*\\n.*write base_url: ${url} `),
    ],
    [
      'a path left out',
      right.replace(url, url.replace('/piaxis', '')),
      1,
      new RegExp(`every path of the contract is 404 below.*\\n.*write base_url: ${url} `),
    ],
    [
      'a wrong key',
      right.replace('pk_test_nile_market', 'pk_test_wrong'),
      1,
      /problem {2}your configuration, credentials\.keys\[0\] .*the server refuses it: .* 401/,
    ],
    [
      'an unknown client',
      right.replace(`client_id: ${TENANT}`, 'client_id: nobody'),
      1,
      /problem {2}your configuration, credentials\.clients\[0\] \(nobody\): the server refuses it: .*invalid_client/,
    ],
    [
      'a redirect URI that is not registered',
      right.replace('yourapp.com/callback', 'yourapp.com/callback/'),
      1,
      /problem {2}your configuration, credentials\.clients\[0\]\.redirect_uris\[0\]: .*not registered/,
    ],
    [
      'no control plane there',
      right.replace('otp: none', `control: ${server.control}`),
      1,
      /capabilities\.control: .* is no control plane/,
    ],
    [
      'plain HTTP beside plain HTTP',
      `${right}tls: { plain_http: "${url}" }\n`,
      0,
      /note {5}your configuration, tls\.plain_http: .* base_url is plain HTTP itself\n/,
    ],
    ['an unset variable', right.replace('pk_test_nile_market', '${NOBODY_SET_THIS}'), 2, /NOBODY_SET_THIS is not set/],
    ['no contract', right.replace('contract: piaxis\n', ''), 2, /names no contract/],
    [
      'a key that is only said to be blocked',
      right.replace('secret: pk', 'status: blocked\n      secret: pk'),
      1,
      /listed as blocked, and the server takes it/,
    ],
  ];
  const dir = t.testdir(Object.fromEntries(mistakes.map(([, text], i) => [`${i}.yaml`, text])));
  const all = await Promise.all(mistakes.map(async (_, i) => run('doctor', '--target', join(dir, `${i}.yaml`))));
  for (const [i, [what, , code, said]] of mistakes.entries()) {
    const ended = all[i]!;
    t.equal(ended.code, code, `${what}: ${ended.stdout}${ended.stderr}`);
    t.match(`${ended.stdout}${ended.stderr}`, said, what);
    t.notMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |pk_test_(wrong|nile_market)/, 'no stack trace, no secret');
  }
});

t.test("doctor: a clock that is wrong and a server that breaks are the server's", async (t) => {
  const server = createServer((request, response) => {
    const status = request.url?.includes('/api/authorize') === true ? 500 : 401;
    response
      .writeHead(status, { Date: new Date(Date.now() - 600_000).toUTCString(), 'Content-Type': 'application/json' })
      .end('{"error":"no"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const dir = t.testdir({ 'target.yaml': goodTarget(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) });
  const { findings } = await diagnose(contract, (await loadTarget(join(dir, 'target.yaml'), {})).target(contract));
  t.match(
    findings.find(({ where }) => where === 'clock'),
    { whose: 'server', level: 'problem', message: /10 min behind this machine's/ },
  );
  t.match(
    findings.find(({ where }) => where === 'authorize'),
    { whose: 'server', level: 'problem', message: /answered with 500/ },
  );
});
