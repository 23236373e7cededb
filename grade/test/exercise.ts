/** `tollgate exercise` as typed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { COMMAND, runWith } from '../../scripts/test/command.ts';
import { runWarm } from '../../scripts/test/warm-command.ts';
import type { Ended } from '../../scripts/test/command.ts';
import { plainly } from '../../scripts/test/plainly.ts';

/** Signs each request anew, and comes back as late as it is told, or later each time. */
const SIGNS = `
const { createHmac } = require('node:crypto');
const env = process.env;
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function ask() {
  for (let tries = 0; tries < 7; tries++) {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const hash = createHmac('sha256', env.FORTIS_USER_HASH_SECRET).update(env.FORTIS_USER_HASH_ID + timestamp);
    const headers = { 'developer-id': env.FORTIS_DEVELOPER, 'user-id': env.FORTIS_USER_HASH_ID, timestamp, 'hash-key': hash.digest('hex') };
    const answer = await fetch(env.FORTIS_BASE_URL + '/v2/transactions', { headers }).then(async (reply) => (await reply.text(), reply)).catch(() => undefined);
    if (answer !== undefined && ![429, 503].includes(answer.status)) return;
    const told = Number(answer?.headers.get('retry-after') ?? 0) * 1000;
    await wait((told || 100 * 2.5 ** tries) * (1.1 + tries * 0.07 + Math.random() * 0.2));
  }
}
(async () => { for (let i = 0; i < 6; i++) await ask(); })();
`;

const SERVICE = fileURLToPath(new URL('../../../grade/test/exercised/service.mjs', import.meta.url));

const PLAN = `description: A short outage, and a token that ends early.
steps:
  - fault: { on: call, status: 503, skip: 1, next: 3 }
  - fault: { on: token, unknown_field: true, next: 1 }
  - fault: { operation: listInvoices, status: 401, skip: 2, next: 1 }
  - { after_requests: 2, signing_keys: rotate }
`;

/** One that leaves a process behind, and both wait. */
const STAYS = `
const { spawn } = require('node:child_process');
const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
console.log(process.pid + ' ' + left.pid);
setInterval(() => {}, 1000);
`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

export async function exercise(t: Test): Promise<void> {
  const folder = t.testdir({
    'plan.yaml': PLAN,
    'wrong.yaml': 'steps:\n  - { falt: { status: 503 } }\n',
    'late.yaml':
      'steps:\n  - { after_requests: 1000, signing_keys: rotate }\n  - { after: 1h, clock: 1h }\n  - fault: { on: call, status: 503, skip: 50, next: 1 }\n',
    'two.yaml': 'steps:\n  - clock: 1h\n    signing_keys: rotate\n  - clock: soon\n',
  });
  const plan = join(folder, 'plan.yaml');
  const run = (...args: readonly string[]): Promise<Ended> => runWith({}, 'exercise', ...args);
  const service = (...args: readonly string[]): Promise<Ended> =>
    run('engagifii-revenue', '--plan', plan, '--', process.execPath, SERVICE, ...args);

  const good = await service();
  t.equal(good.code, 0, good.stderr);
  t.match(
    good.stdout,
    /^page 1: 200\npage 2: 200\npage 3: 200\npage 4: 200\n\S+ \S+: \d+ held, 0 broken, \d+ not seen, \d+ do not apply; \d+ requests\n/,
  );

  for (const id of [
    'retry.backs-off',
    'token.one-retry-after-401',
    'token.revoked-at-the-end',
    'json.unknown-fields-ignored',
  ])
    t.match(good.stdout, new RegExp(`^held .*\\[${id.replaceAll('.', '\\.')}`, 'm'));

  const page = join(folder, 'card.html');
  const bad = await run(
    'engagifii-revenue',
    '--plan',
    plan,
    '--json',
    '--report',
    `html=${page}`,
    '--',
    process.execPath,
    SERVICE,
    'careless',
  );
  t.equal(bad.code, 1);
  const { results } = JSON.parse(bad.stdout) as { results: { id: string; state: string; entries?: number[] }[] };
  const [hammered, ...more] = results.filter(({ state }) => state === 'broken');
  t.match(hammered, { id: 'retry.backs-off', entries: [Number, Number, Number, Number] });
  t.strictSame(more, []);
  t.match(await readFile(page, 'utf8'), /Failed: 1 rule [^]*id="retry\.backs-off"[^]*<summary>#\d+ GET [^<]* 503</);
  t.match(bad.stderr, /^page 1: 200$/m, 'what the client prints does not spoil the JSON');

  const failing = await service('failing');
  t.match(failing, {
    code: 1,
    stdout: / 0 broken/,
    stderr: /^tollgate: the client itself failed, with exit code 3\n$/m,
  });

  for (const [args, said] of [
    [
      ['piaxis', '--plan', 'outag', '--', 'true'],
      /^tollgate: there is no plan "outag"; did you mean "outage"\? \(.*\)\n$/,
    ],
    [
      ['piaxis', '--plan', join(folder, 'wrong.yaml'), '--', 'true'],
      /^tollgate: \S+wrong\.yaml:2:\d+ unknown-key unknown key "falt" in "steps\.0" \(did you mean "fault"\?\)\n$/,
    ],
    [
      ['piaxis', '--plan', join(folder, 'two.yaml'), '--', 'true'],
      /^tollgate: \S+two\.yaml:2:\d+ value the step has clock and signing_keys .*\ntollgate: \S+two\.yaml:4:\d+ value "clock" is soon \(write a duration.*\)\n$/,
    ],
    [
      ['piaxis', '--plan', 'calm', '--', '/no/such/program'],
      /^tollgate: cannot run \/no\/such\/program: there is no such program\n$/m,
    ],
    [['piaxis'], /^tollgate: exercise needs a command to run: .*\n$/],
  ] as const)
    t.match(await runWarm('exercise', ...args), { code: 2, stderr: said });
  t.match(await run('piaxis', '--plan', 'calm', '--', 'true'), {
    code: 1,
    stderr:
      /^tollgate: in the client's environment: TOLLGATE_URL, PIAXIS_BASE_URL, [^]*\ntollgate: the client asked nothing of the sandbox; it is at PIAXIS_BASE_URL, .*\n$/,
  });

  // A step whose time never comes ends with the client, and is told.
  const late = await run(
    'engagifii-revenue',
    '--plan',
    join(folder, 'late.yaml'),
    '--report',
    `junit=${page}`,
    '--',
    process.execPath,
    SERVICE,
  );
  t.equal(late.code, 0, late.stderr);
  t.match(
    late.stdout,
    /^not met .*\n +- new signing keys: comes after 1000 requests, and there were \d+\n +- the clock moves by 1h: comes after 1h, and the client had ended\n +- a 503 on a call: make \d+ more calls of one operation\n/m,
  );
  t.match(late.stdout, /^no use .*sign-in \(5\).*--verbose/m);
  t.match(await readFile(page, 'utf8'), /name="plan\.met[^]*planned, but not met: new signing keys/);

  // One that gives up: what to do stands first, and the report of an earlier run is gone where there is no card.
  const given = await run(
    'engagifii-revenue',
    '--plan',
    'outage',
    '--report',
    'github',
    '--',
    process.execPath,
    SERVICE,
    'impatient',
  );
  t.equal(given.code, 1);
  const [first = ''] = given.stdout.split('\n');
  t.match(
    first,
    /^::error title=The client itself failed%3A retry\.after-refusal::Retry after a 503: [^%]*%0ASeen: the client itself failed, with exit code 1; #\d+ GET \S+ 503 never got through\.%0ARFC 9110/,
  );
  t.ok(first.length < 450, `${first.length} characters`);
  t.match(
    given.stdout,
    /^::notice title=Planned%2C but not met::a dropped connection on a read \(GET\): make \d more/m,
  );
  t.equal(
    (await runWarm('exercise', 'engagifii-revenue', '--plan', 'outag', '--report', `html=${page}`, '--', 'true')).code,
    2,
  );
  await t.rejects(readFile(page), { code: 'ENOENT' }, 'no old card');

  // A contract of many operations, which signs requests and no tokens.
  const signing = await run('fortis', '--', process.execPath, '-e', SIGNS);
  t.equal(signing.code, 0, signing.stderr);
  t.match(signing.stdout, / 0 broken, [^]*^ +- new signing keys: fortis signs no tokens\n(?! +- new signing keys)/m);
  // It met a 401 that the plan played, and signed anew: there was no token to renew.
  t.notMatch(signing.stdout, /with a new token/);

  t.match((await runWarm('exercise', '--list')).stdout, /^limits .* within 3 calls of one operation/m);
  const names = (await runWarm('env', 'engagifii-revenue', '--names')).stdout;
  t.match(names, /^TOLLGATE_URL\nENGAGIFII_REVENUE_BASE_URL\n[^]*ENGAGIFII_REVENUE_CLIENT_SECRET\n$/);
  t.match(given.stderr, names.trim().split('\n').join(', '), 'and those are told at start');

  const [program, words] = plainly([
    process.execPath,
    COMMAND,
    'exercise',
    'piaxis',
    '--plan',
    'calm',
    '--',
    process.execPath,
    '-e',
    STAYS,
  ]);
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const pids = line.split(' ').map(Number);
  t.ok(pids.length === 2 && pids.every(isAlive), 'the client and what it started run');
  child.kill('SIGTERM');
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  t.equal(code, 1);
  t.match(said, /^tollgate: stopped by SIGTERM; the client was sent it too$/m);
  t.strictSame(pids.filter(isAlive), [], 'no process is left over');
}
