/** Commands that ask a running sandbox, as typed. */
import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import t from 'tap';
import { startSandbox } from '../../mock/index.ts';
import { rawClient } from '../../mock/test/raw-client.ts';
import { COMMAND } from './command.ts';
import type { Ended } from './command.ts';
import { runWarmWith as runWith } from './warm-command.ts';

const sandbox = await startSandbox({
  contracts: ['fortis', 'piaxis', 'engagifii-revenue', 'oauth2'],
  seed: 'commands',
});
t.teardown(() => sandbox.close());
const ci = await sandbox.open('ci-7');
const url = new URL(sandbox.control).origin;

const tollgate = (...args: readonly string[]): Promise<Ended> => runWith({ TOLLGATE_URL: url }, ...args);
const json = async (...args: readonly string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await tollgate(...args, '--json')).stdout) as Record<string, unknown>;

const USER = '11e95f8ec39de8fbdb0a4f1a';
async function signWrongly(base: string): Promise<string> {
  const ts = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', 'my_user_hash_key').update(`${USER}:${ts}`).digest('hex');
  const reply = await rawClient(base)('/v2/transactions', {
    headers: { 'developer-id': 'fortis-developer', 'user-id': USER, timestamp: ts, 'hash-key': signature },
  });
  return String(reply.headers['x-tollgate-request']);
}

t.test('explain: the cause, the line of the contract, the sentence that says so, and what to type', async (t) => {
  const id = await signWrongly(sandbox.url('fortis'));
  await rawClient(sandbox.url('piaxis'))('/api/profile', { headers: { 'api-key': 'pk_test_nile_market' } });
  const { code, stdout, stderr } = await tollgate('explain', id);
  t.equal(code, 0, stderr);
  for (const expected of [
    /^#\d+ {2}401 {2}GET \/fortis\/v2\/transactions$/m,
    /^why +The client joined the parts by ":", where nothing is wanted between them\./m,
    /^wanted +11e95f8ec39de8fbdb0a4f1a\d{10}\nsent +11e95f8ec39de8fbdb0a4f1a:\d{10}\n {34}\^ they differ from character 25 on$/m,
    /^contract +\S*specs\/fortis\.yaml:\d+:\d+$/m,
    /“This method uses the user-id, timestamp and hash-key as inputs\.”/,
    /^guards +passed rate_limit, identifier; refused by authentication$/m,
    /openssl dgst -sha256 -hmac "\$SECRET"/,
  ])
    t.match(stdout, expected);
  t.notMatch(stdout, 'my_user_hash_key');
  t.equal((await tollgate('explain')).stdout, stdout, 'without an id it is the newest refusal');
  t.match((await tollgate('explain', 'last')).stdout, /^#\d+ {2}200 [\s\S]*why +It was not refused\./);
  t.match(await json('explain', id), { refusal: { explanation: { mistake: 'hmac-separator' } }, kept: true });
  const missing = await tollgate('explain', '4711');
  t.equal(missing.code, 2);
  t.match(
    missing.stderr,
    /^tollgate: The journal of this sandbox has no request "4711", or has it no longer\. .* \(http:\/\/\S+ was asked\)\n$/,
  );
});

t.test('faults: added, listed, met, told and ended', async (t) => {
  t.match(await tollgate('faults'), { code: 0, stdout: 'There are no faults.\n' });
  const added = await tollgate('faults', 'piaxis', 'add', '--status', '429', '--retry-after', '2', '--next', '1');
  t.match(
    added.stdout,
    /^ {2}f1 +piaxis +all calls +the next 1 +answered 429, Retry-After 2 s +0 so far\n$/,
    added.stderr,
  );
  const key = { headers: { 'api-key': 'pk_test_nile_market' } };
  t.equal((await rawClient(sandbox.url('piaxis'))('/api/profile', key)).status, 429);
  t.match(
    (await tollgate('explain', 'last')).stdout,
    /why +Nothing is wrong with the request: the fault f1[\s\S]*tollgate faults piaxis delete f1/,
  );
  t.match((await tollgate('faults')).stdout, / spent\n$/);
  t.match(await json('faults', 'piaxis', 'add', '--drop', '--after', '--every', '2'), {
    id: 'f2',
    asked: { drop: true, after: true, every: 2 },
  });
  t.equal((await tollgate('faults', 'piaxis', 'delete', 'f1')).stdout, 'f1 is ended.\n');
  t.equal((await tollgate('faults', 'piaxis', 'clear')).code, 0);
  t.match(await json('faults'), { faults: [] });
  for (const [args, said] of [
    [
      ['piaxis', 'add', '--latency', 'soon'],
      /^tollgate: --latency soon is no duration; write one such as 500ms or 2s\n$/,
    ],
    [
      ['piaxis', 'add', '--operation', 'getProfil', '--drop'],
      /^tollgate: There is no operation "getProfil"; did you mean "getProfile"\?\n$/,
    ],
    [['piaxis', 'remove'], /^tollgate: .*"remove".*list, add, delete, clear.*\n$/],
    [['piaxis', 'list', '--drop'], /^tollgate: faults list takes no fault; .*\n$/],
  ] as const)
    t.match(await tollgate('faults', ...args), { code: 2, stderr: said });
});

t.test('grade: the card of what was asked, from the sandbox and from files', async (t) => {
  const own = await sandbox.open('graded');
  own.settings.change('engagifii-revenue', { consent: 'headless' });
  const base = own.url('engagifii-revenue');
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: 'revenue-web',
    redirect_uri: 'http://localhost:3000/callback',
    state: '1',
  });
  await fetch(`${base}/oauth/authorize?${asked.toString()}`, { redirect: 'manual' });
  await fetch(`${base}/api/1.0/invoice`);
  const folder = t.testdir({});
  const card = await tollgate(
    'grade',
    '--sandbox',
    'graded',
    '--report',
    `junit=${folder}/card.xml`,
    '--report',
    `md=${folder}/card.md`,
  );
  t.equal(card.code, 1, card.stderr);
  t.match(card.stdout, /^the client at \S+: \d+ held, 2 broken, \d+ not seen, \d+ do not apply; 2 requests\n/);
  t.match(
    card.stdout,
    /BROKEN +A state is random.* {2}\[state\.unguessable\]\n +seen: a state of 1 character could be guessed\n +in: +#\d+ GET \/~graded\/engagifii-revenue\/oauth\/authorize 302\n +mend: .*\n +says: RFC 6749 §10\.12 "The binding value/,
  );
  t.match(await readFile(join(folder, 'card.xml'), 'utf8'), /failures="2"[^]*state\.unguessable/);
  t.match(
    await readFile(join(folder, 'card.md'), 'utf8'),
    /\| \*\*broken\*\* \| Authorization requests carry a PKCE challenge/,
  );

  for (const [path, file] of [
    ['journal?details=true&limit=100&', 'journal.json'],
    ['journal/har?', 'journal.har'],
  ] as const) {
    const text = await (await fetch(`${sandbox.control}/${path}sandbox=graded`)).text();
    await writeFile(join(folder, file), text);
    const { results } = JSON.parse((await tollgate('grade', '--journal', join(folder, file), '--json')).stdout) as {
      results: { id: string; state: string }[];
    };
    t.strictSame(
      results.flatMap(({ id, state }) => (state === 'broken' ? [id] : [])),
      ['state.unguessable', 'pkce.s256'],
      file,
    );
  }
  await writeFile(join(folder, 'no.json'), '{"a":1}');
  for (const [args, said] of [
    [
      ['--journal', join(folder, 'no.json')],
      /^tollgate: \S+no\.json does not say which contract it is about; name it: .*\n$/,
    ],
    [['piaxis', '--journal', join(folder, 'no.json')], /^tollgate: \S+no\.json is no journal: .*\n$/],
    [['--journal', join(folder, 'none.json')], /^tollgate: cannot read the journal \S+: there is no such file\n$/],
    [['--report', 'pdf=x'], /there is no format "pdf"/],
  ] as const)
    t.match(await tollgate('grade', ...args), { code: 2, stderr: said });
  await own.close();
});

t.test('logs: lists, filters, follows', async (t) => {
  const { stdout } = await tollgate('logs', '--refused', '--rule', 'hmac-separator');
  t.match(stdout, /^ +\d+ {2}\S+ {2}401 {2}GET \/fortis\/v2\/transactions {2}invalid_signature: The client joined/);
  t.equal(stdout.trim().split('\n').length, 1);
  t.match((await tollgate('logs', '--status', '200', '--contract', 'piaxis')).stdout, /GET \/piaxis\/api\/profile\n$/);
  t.match(await tollgate('logs', '--rule', 'nothing-of-the-kind'), { code: 0, stderr: /has no such request/ });

  const child = spawn(process.execPath, [COMMAND, 'logs', '-f', '--json', '--url', url, '-n', '1']);
  const line = (): Promise<string> =>
    new Promise((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
  t.match(JSON.parse(await line()), { contract: 'piaxis' }, 'what was there');
  const next = line();
  const id = await signWrongly(sandbox.url('fortis'));
  t.match(JSON.parse(await next), { id: Number(id), refusal: { failure: 'invalid_signature' } }, 'and what comes');
  child.kill();
  await new Promise((resolve) => child.once('close', resolve));
});

t.test('clock, otp, reset', async (t) => {
  t.match((await tollgate('clock', 'set', '2030-01-01T00:00:00Z')).stdout, /^2030-01-01T00:00:00Z\n$/);
  t.match((await tollgate('clock', 'freeze')).stdout, /, and stands still\n$/);
  t.match(await json('clock', 'advance', '1h'), { now: /^2030-01-01T01:0\d/, frozen: true });
  t.match(await tollgate('clock', 'advance'), { code: 2, stderr: /^tollgate: clock advance needs a duration/ });
  t.match(await tollgate('clock', 'wind'), { code: 2, stderr: /"wind" is no action on the clock/ });
  t.equal((await tollgate('clock', 'reset')).code, 0);
  t.ok(Math.abs(sandbox.clock.now() - Date.now()) < 60_000);

  t.match(await tollgate('otp'), { code: 2, stderr: /^tollgate: [^\n]+\n$/ }, 'none yet');
  const send = rawClient(sandbox.url('piaxis'), { 'api-key': 'pk_test_nile_market' });
  await send('/api/auth/request-otp', { json: { operation: 'account_settings', phone_number: '+256700000000' } });
  const { code } = sandbox.otp.latest()!;
  t.equal((await tollgate('otp')).stdout, `${code}\n`, 'alone, for a shell');
  t.match((await tollgate('otp', '--all')).stdout, code);

  t.match((await tollgate('reset', '--sandbox', 'ci-7')).stdout, 'The sandbox "ci-7" is as new.');
  t.ok(sandbox.otp.latest(), 'the other one stays as it is');
  t.equal((await tollgate('reset')).code, 0);
  t.notOk(sandbox.otp.latest());
});

t.test('creds, env, keys, clients', async (t) => {
  t.match((await tollgate('creds', 'piaxis')).stdout, /^Piaxis API\n {2}base URL {2}http[\s\S]*pk_test_nile_market/);
  t.match((await tollgate('creds', 'piaxi')).stderr, /^tollgate: .*piaxis/, 'with the name that was meant');
  const { stdout } = await tollgate('env', 'piaxis', '--sandbox', 'ci-7');
  t.match(stdout, `export PIAXIS_BASE_URL='${ci.url('piaxis')}'\n`);
  t.match(stdout, /^export PIAXIS_\w+_SECRET=pk_test_nile_market$/m);
  t.match(stdout, `export TOLLGATE_URL=${url}\n`);

  const [first] = (await json('keys', 'fortis'))['keys'] as { id: string }[];
  t.ok(first);
  t.match((await tollgate('keys', 'piaxis', 'block', 'nobody')).stderr, /has no key "nobody"/);
  const key = ((await json('keys', 'piaxis'))['keys'] as { id: string; status: string }[]).find(
    ({ status }) => status === 'active',
  )!;
  t.match(await json('keys', 'piaxis', 'block', key.id), { id: key.id, status: 'blocked' });
  t.match(await json('keys', 'piaxis', 'unblock', key.id), { status: 'active' });

  t.match((await tollgate('clients', 'engagifii-revenue')).stdout, 'revenue-web');
  t.match((await tollgate('clients', 'oauth2')).stdout, /^ +service-jwt +\(key pair\) [^]*^ +app +\(public\) /m);
  const uri = 'http://localhost:8080/callback';
  t.match((await tollgate('clients', 'engagifii-revenue', 'revenue-web', '--redirect-uri', uri)).stdout, uri);
  const asked = `/oauth/authorize?response_type=code&client_id=revenue-web&state=s&redirect_uri=${encodeURIComponent(uri)}`;
  t.ok((await rawClient(sandbox.url('engagifii-revenue'))(asked)).status < 400, 'and it is registered');
});

t.test('a sandbox that is not there, or is something else, is one line with the mend', async (t) => {
  const stranger = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  t.teardown(() => stranger.close());
  await new Promise((resolve) => stranger.once('listening', resolve));
  const other = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  t.match(await tollgate('explain', '--url', other), {
    code: 2,
    stderr: /^tollgate: what answers at \S+ is no sandbox .*--url or TOLLGATE_URL\n$/,
  });
  stranger.close();
  const gone = await startSandbox({ contracts: ['piaxis'], controlToken: 'letmein' });
  const at = new URL(gone.control).origin;
  t.match(await tollgate('clock', '--url', at), {
    code: 2,
    stderr: /^tollgate: .*--control-token or TOLLGATE_CONTROL_TOKEN\)\n$/,
  });
  t.equal((await tollgate('clock', '--url', at, '--control-token', 'letmein')).code, 0);
  await gone.close();
  t.match(await tollgate('clock', '--url', at), {
    code: 3,
    stderr:
      /^tollgate: no sandbox answers at \S+ \(ECONNREFUSED\); start one with "tollgate mock", or say where it is with --url or TOLLGATE_URL\n$/,
  });
  t.match(await tollgate('clock', '--url', 'nonsense'), { code: 2, stderr: /^tollgate: --url nonsense is no address/ });
  t.match(await tollgate('explain', '--sandbox', 'nowhere'), { code: 2, stderr: /^tollgate: .*nowhere/ });
});

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

t.test('a browser is told what this is, and a client is not', async (t) => {
  const get = async (path: string, accept = BROWSER): Promise<{ status: number; type: string; text: string }> => {
    const response = await fetch(url + path, { headers: { accept } });
    return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
  };
  for (const path of ['/', '/_tollgate', '/_tollgate/']) {
    const { status, type, text } = await get(path);
    t.equal(status, 200, path);
    t.match(type, /^text\/html/);
    t.match(text, '<meta name="tollgate-control" content="/_tollgate">', `${path}: the console`);
    t.match((await get(path, 'application/json')).type, /json/, `${path}: JSON for others`);
    t.equal((await get(path, '*/*')).status, path === '/' ? 404 : 200);
  }
  const about = await get('/piaxis');
  t.equal(about.status, 200);
  t.match(about.text, /<h1>Piaxis API<\/h1>[\s\S]*curl [\s\S]*POST {3}\/api\/payments\/create/);
  t.match(await get('/piaxis', 'application/json'), { status: 404, text: /NOT_FOUND/ }, "the contract's own 404");
  t.match(await get('/piaxis/nowhere'), { status: 404, text: /NOT_FOUND/ }, 'and below it for everyone');
  t.match(about.text, 'href="/_tollgate#/providers/piaxis"', 'which leads to the console');
  t.match((await get('/~ci-7/piaxis')).text, 'href="/_tollgate?sandbox=ci-7#/providers/piaxis"');
  t.match((await get('/~ci-7/')).text, '<meta name="tollgate-sandbox" content="ci-7">');
  t.equal((await get('/~nowhere/piaxis')).status, 404);
});
