/** One screen that tells the cause: an independent server, right, half broken, and asked again by what the report prints. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { findCauses } from '../causes/find-causes.ts';
import { keepRunFacts } from '../causes/run-facts.ts';
import type { Check, Finding, Level, Result } from '../check.ts';
import { totalsOf } from '../outcome.ts';
import type { Report } from '../verdict-report.ts';
import { loadSources } from '../cited-facts.ts';
import { loadCompiled } from '../load-for-suite.ts';
import { githubReport } from '../report/github-report.ts';
import { htmlReport } from '../report/html-report.ts';
import { markdownReport } from '../report/markdown-report.ts';
import { reproduction } from '../report/reproduce.ts';
import { brokenRule, headerMissing, refusedCall, wrongStatus } from '../symptom.ts';
import type { Symptom } from '../symptom.ts';
import { junitFaults, reportSchema, SARIF_SCHEMA, schemaFaults } from './report-schemas.ts';
import type { SarifLog } from './report-schemas.ts';
import { xmlFault } from './well-formed.ts';
import { everyDefect, PAGE, shownText, steady, verifyPiaxis } from './independent/half-broken-text.ts';
import { startPiaxisServer } from './independent/piaxis-server.ts';
import type { PiaxisDefect } from './independent/piaxis-defects.ts';
import { PIAXIS_ENVIRONMENT, piaxisTarget } from './independent/piaxis-target.ts';
import { startTrainingServer, SECRETS } from './independent/training-server.ts';
import type { QuotaManner } from './independent/training-server.ts';
import { trainingTarget } from './independent/training-target.ts';
import { runWarmWith as runWith } from '../../scripts/test/warm-command.ts';
import type { Ended } from '../../scripts/test/command.ts';

const LONG_MS = 120_000;

/** How the cause of each defect is called. */
const TITLES: Readonly<Record<PiaxisDefect, RegExp>> = {
  'release-missing': /POST \/api\/escrow\/release \(releaseEscrow\) is not there: it answers 404/,
  'reset-header-missing': /The header X-RateLimit-Reset is missing/,
  'remaining-in-words': /The header X-RateLimit-Remaining is wrong: plenty/,
  'challenge-missing': /The header WWW-Authenticate is missing/,
  'no-store-missing': /The header Cache-Control is missing/,
  'absent-403': /The refusal for missing credentials has status 403/,
  'token-refused-at-payments': /A good access token is refused with 401, at createPayment/,
  'blocked-key-taken': /A blocked key is taken/,
  'error-without-request-id': /\/error\/details must have required property 'request_id'/,
  'state-dropped': /The way back to the client has no state/,
  'code-twice': /An authorization code is taken again/,
  'redirect-prefix': /A redirect URI is taken that the client did not register/,
  'otp-zero-lost': /A one-time password arrives short: a leading zero is lost/,
  'expires-in-text': /\/expires_in must be/,
  'unsigned-token-taken': /A token that says it is not signed is taken/,
};

const titlesIn = (text: string): readonly string[] => text.match(/^ ?\d+ {2}(MUST|SHOULD|MAY) .*$/gm) ?? [];

t.test('a right server of one document: no failure, no warning', { timeout: LONG_MS }, async (t) => {
  const { code, stdout, stderr } = await verifyPiaxis(join(t.testdir(), 'target.yaml'), []);
  t.equal(code, 0, stdout + stderr);
  t.match(stdout, /^Piaxis API on our piaxis: [23]\d\d passed, 0 failed, \d+ not run\. /);
  t.strictSame(titlesIn(stdout), []);
});

/** Runs `tollgate verify` on the server of the other document. */
async function verifyTraining(
  file: string,
  manner?: QuotaManner,
  safety?: string,
  ...args: readonly string[]
): Promise<Ended> {
  await using server = await startTrainingServer(manner);
  await writeFile(file, trainingTarget(server, safety));
  return await runWith(SECRETS, 'verify', '--target', file, ...args);
}

t.test('a right server that words its errors in its own way: no failure, no warning', async (t) => {
  const { code, stdout, stderr } = await verifyTraining(join(t.testdir(), 'target.yaml'));
  t.equal(code, 0, stdout + stderr);
  t.match(stdout, /^Engagifii .* on our training: [1-9]\d\d passed, 0 failed, \d+ not run\. /);
  t.strictSame(titlesIn(stdout), []);
});

t.test('a quota whose windows end with the clock is right, and one that does not come back is not', async (t) => {
  const file = join(t.testdir(), 'target.yaml');
  const safety = ', exhaust_rate_limits: true, longest_wait: 3s';
  const right = await verifyTraining(file, 'aligned', safety, '--only', 'rate-limit.*');
  t.match(right.stdout, /on our training: [23] passed, 0 failed/);
  t.strictSame(titlesIn(right.stdout), []);
  const { stdout } = await verifyTraining(file, 'lying', safety, '--only', 'rate-limit.recovery', '--verbose');
  t.match(stdout, /expected {2}a request let through after Retry-After\n {4}got {7}status 429/);
});

t.test('fifteen defects are fifteen causes, on one screen', { timeout: LONG_MS }, async (t) => {
  const dir = t.testdir();
  const file = join(dir, 'target.yaml');
  const formats = ['json', 'sarif', 'md', 'junit', 'html', 'tap', 'github'];
  const wanted = formats.flatMap((format) => ['--report', `${format}=${join(dir, format)}`]);
  const { code, stdout, stderr } = await verifyPiaxis(file, everyDefect, ...wanted);
  t.equal(code, 1, stderr);
  const titles = titlesIn(stdout);
  for (const defect of everyDefect)
    t.equal(titles.filter((title) => TITLES[defect].test(title)).length, 1, `${defect} is told once`);
  t.equal(titles.length, everyDefect.length, 'and nothing else');
  t.ok(stdout.split('\n').length <= 120, `${stdout.split('\n').length} lines`);
  for (const secret of Object.values(PIAXIS_ENVIRONMENT)) t.notMatch(stdout, new RegExp(`${secret}\\b`));
  t.equal(
    steady(stdout),
    shownText(await readFile(PAGE, 'utf8')),
    `${PAGE} shows this run (node dist/conformance/test/independent/half-broken-text.js writes it)`,
  );

  const read = (format: string): Promise<string> => readFile(join(dir, format), 'utf8');
  const texts = await Promise.all(formats.map(read));
  for (const secret of Object.values(PIAXIS_ENVIRONMENT))
    for (const text of texts) t.notMatch(text, new RegExp(`${secret}\\b`));
  const [json = '', sarif = '', md = '', junit = '', html = '', tap = '', github = ''] = texts;
  t.strictSame(schemaFaults(reportSchema, json), [], 'JSON fits the schema that it names');
  t.match(JSON.parse(json), {
    tool: { name: 'tollgate' },
    reports: [{ causes: everyDefect.map((_, i) => ({ number: i + 1 })) }],
  });
  t.strictSame(schemaFaults(SARIF_SCHEMA, sarif), []);
  const [{ results }] = (JSON.parse(sarif) as SarifLog).runs as [SarifLog['runs'][number]];
  t.equal(results.length, everyDefect.length);
  t.equal(new Set(results.map(({ partialFingerprints }) => partialFingerprints['tollgate/v1'])).size, results.length);
  for (const { locations } of results)
    t.match(locations[0], {
      physicalLocation: { artifactLocation: { uri: /target\.yaml$/ }, region: { startLine: 3 } },
    });
  t.equal(md.match(/<details><summary>\d+\. /g)?.length, everyDefect.length);
  t.ok(Buffer.byteLength(md) <= 60_000);
  t.equal(xmlFault(junit), undefined);
  t.strictSame(junitFaults(junit), []);
  t.equal(html.match(/<article class="cause must"/g)?.length, everyDefect.length);
  for (const text of [junit.replaceAll(/^ .*$/gm, ''), tap, github])
    t.notMatch(text, /(the|no) body below/, 'where no body follows, none is promised');
  const sentence = /All API responses include rate limiting information/;
  t.match(
    /"answer\.success:requestOtp[^]*?says.*/.exec(junit)?.[0],
    sentence,
    "a missing header's own rule, everywhere",
  );
  t.match(
    /ok \d+ - answer\.success:requestOtp[^]*?says:[^]*?expected/.exec(tap)?.[0].replaceAll(/\s+/g, ' '),
    sentence,
  );
  t.match(
    /"oauth\.code-replay:[^]*?<\/failure>/.exec(junit)?.[0],
    /\n {2}reproduce\n[^]*\n {4}CODE=\$\(curl/,
    'with the steps that led to it',
  );
  t.notMatch(html, /<(link|img|iframe|script src)|@import|url\(/, 'a page by itself');
  t.ok(html.indexOf('<article') < html.indexOf('<table'), 'causes come first');
});

t.test('what is printed can be pasted', { timeout: LONG_MS }, async (t) => {
  await using server = await startPiaxisServer(['code-twice', 'blocked-key-taken', 'release-missing']);
  const file = join(t.testdir(), 'target.yaml');
  await writeFile(file, piaxisTarget(server));
  const few = ['keys', 'oauth.code-replay', '*absent:releaseEscrow', 'answer.success:releaseEscrow'].flatMap((id) => [
    '--only',
    id,
  ]);
  const verify = async (...args: readonly string[]): Promise<string> =>
    (await runWith(PIAXIS_ENVIRONMENT, 'verify', '--target', file, ...few, ...args)).stdout;
  const shell = async (script: string): Promise<string> =>
    (await promisify(execFile)('sh', ['-euc', script], { env: { ...process.env, ...PIAXIS_ENVIRONMENT } })).stdout;

  const whole = await verify('--verbose');
  t.equal(titlesIn(whole).length, 3);
  t.match(whole, /\n {6}> GET [^]*\n {6}< 200\n[^]*Not run, \d+: needs keys.*\n {4}keys\./);
  const scriptOf = (defect: PiaxisDefect): string =>
    /\n {4}again\n((?: {6}.*\n)+)/.exec(whole.slice(whole.search(TITLES[defect])))?.[1] ?? '';

  const key = scriptOf('blocked-key-taken');
  t.match(key, /"api-key: \$\{PIAXIS_RETIRED_KEY\}"/, 'a secret is the variable of the target file');
  t.match(await shell(key), /^HTTP\/1\.1 200 /);
  const replay = scriptOf('code-twice');
  t.ok(replay.trim().split('\n').length > 2, 'several requests');
  t.match(await shell(replay), /^HTTP\/1\.1 200 [^]*"access_token"/, 'the code is taken again');
  t.match(await shell(scriptOf('release-missing')), /^HTTP\/1\.1 404 /);

  const bailed = await verify('--bail', '--brief');
  t.match(bailed, /: 1 cause: .*1 failed/);
  const one = await verify('--only-cause', '2');
  t.match(one, /^ 2 {2}MUST .*\n {4}says .*[^]*\n {4}again\n {6}/);
  t.equal(titlesIn(one).length, 1);
  t.match(await verify('--only-cause', '9'), /there is no cause 9; they go from 1 to 3/);

  // What the server has not, the file can say.
  const asWritten = await readFile(file, 'utf8');
  const doctor = await runWith(PIAXIS_ENVIRONMENT, 'doctor', '--target', file, '--write');
  t.ok((await readFile(file, 'utf8')).startsWith(asWritten), 'and nothing else of the file is touched');
  t.match(doctor.stdout, /problem {2}your server, releaseEscrow: POST \S+ is not there \(404\)/);
  t.match(await readFile(file, 'utf8'), /\nnot_implemented: \[.*releaseEscrow\]\n$/);
  const again = await verify('--verbose');
  t.equal(titlesIn(again).length, 2);
  t.notMatch(again, /not judged/);
  t.match(again, /Not run, \d+: the target file says that it is not implemented/);
  await writeFile(file, (await readFile(file, 'utf8')).replace('releaseEscrow]', 'releaseEscrow, getProfile]'));
  const noted = await runWith(PIAXIS_ENVIRONMENT, 'doctor', '--target', file);
  t.match(noted.stdout, /note .*not_implemented: getProfile is there/);
  await writeFile(file, (await readFile(file, 'utf8')).replace('getProfile', 'getProfil'));
  const wrong = await runWith(PIAXIS_ENVIRONMENT, 'verify', '--target', file);
  t.match(wrong, { code: 2, stderr: /target\.yaml:\d+:\d+.* has no operation "getProfil".*getProfile/ });
});

t.test('what no report tells is left to the reader, who is told so before anything is sent', async (t) => {
  const forged = { ...EXCHANGE, headers: [['Authorization', 'Bearer [redacted]']] } as const;
  const { lines } = reproduction(
    { target: { variables: [] } },
    { check: 'a.a', finding: { expected: '', got: '', exchange: forged } },
  )!;
  t.match(lines, [/^: "\$\{REDACTED:\?set it first: the check made it/, /Bearer \$\{REDACTED\}"/]);
  await t.rejects(promisify(execFile)('sh', ['-euc', lines.join('\n')]), /REDACTED: set it first/);
});

t.test('at the sandbox, what is printed makes the situation anew', (t) => {
  const target = {
    name: 'the sandbox',
    baseUrl: 'http://127.0.0.1:1',
    variables: [],
    anew: 'tollgate verify piaxis --mock --seed 7',
  };
  t.strictSame(reproduction({ target }, { check: 'otp.expiry', finding: { expected: '', got: '' } }), {
    lines: ['tollgate verify piaxis --mock --seed 7 --only otp.expiry'],
    command: true,
  });
  t.end();
});

// --- the grouping itself

const check = (id: string, level: Level = 'must'): Check => ({
  id,
  title: `${id} holds`,
  level,
  evidence: 'documented',
  citation: {},
  needs: [],
  run: () => Promise.resolve(),
});

const failed = (id: string, symptoms: readonly Symptom[], more: Partial<Finding> = {}): Result => ({
  check: check(id),
  outcome: { state: 'failed', finding: { expected: 'a', got: 'b', symptoms, ...more } },
  duration: 0,
});

const EXCHANGE = {
  method: 'GET',
  url: 'http://127.0.0.1:1/api/profile',
  headers: [['api-key', '${KEY}']],
  body: undefined,
  status: 418,
  answerHeaders: { 'content-type': 'application/json' },
  answerBody: '{"error":"`\u{1F375}`"}',
  duration: 1,
} as const;

const passed = (id: string): Result => ({ check: check(id), outcome: { state: 'passed' }, duration: 0 });

t.test('grouping', async (t) => {
  const contract = await loadCompiled('piaxis');
  const { facts, answered } = keepRunFacts();
  const group = (...results: readonly Result[]) => findCauses(results, facts, contract);
  answered('getProfile', 'merchant_key', 200);
  answered('getProfile', 'access_token', 401);
  answered('releaseEscrow', 'merchant_key', 404);
  answered('releaseEscrow', undefined, 404);
  answered('getPayment', 'merchant_key', 404);
  answered('getPayment', undefined, 401);
  answered('issueToken', undefined, 400);
  answered('issueToken', undefined, 200);

  t.test('a finding with two faults is in two causes', (t) => {
    const both = failed('a.a:getProfile', [headerMissing('X-One'), headerMissing('X-Two')]);
    const { causes } = group(both, failed('b.b', [headerMissing('x-one')]));
    t.strictSame(
      causes.map(({ title, failed: ids }) => [title, ids]),
      [
        ['The header X-One is missing, at getProfile', ['b.b', 'a.a:getProfile']],
        ['The header X-Two is missing, at getProfile', ['a.a:getProfile']],
      ],
    );
    t.end();
  });

  t.test('what is not there is told once, and whatever passed there was not judged', (t) => {
    const { causes, results } = group(
      failed('answer.success:releaseEscrow', [refusedCall('releaseEscrow', 'merchant_key', 404, 'status 404')]),
      failed('a.a:releaseEscrow', [wrongStatus('missing_credentials', 'releaseEscrow', undefined, 404, 'status 404')]),
      passed('b.b:releaseEscrow'),
      passed('b.b:getProfile'),
    );
    t.match(causes, [
      { failed: ['answer.success:releaseEscrow'], notJudged: ['a.a:releaseEscrow', 'b.b:releaseEscrow'] },
    ]);
    t.strictSame(
      results.map(({ outcome: { state } }) => state),
      ['failed', 'not_judged', 'not_judged', 'passed'],
    );
    t.end();
  });

  t.test('a record that is not there is no missing operation', (t) => {
    const { causes } = group(failed('a.a:getPayment', [refusedCall('getPayment', 'merchant_key', 404, 'status 404')]));
    t.match(causes, [
      { title: /^GET \/api\/payments\/\{payment_id\} \(getPayment\) refuses every good request with 404/ },
    ]);
    t.end();
  });

  t.test('a refusal that is not general is the check’s own, and stays failed', (t) => {
    const refused = [refusedCall('issueToken', undefined, 400, 'status 400')];
    const { causes, results } = group(
      failed('oauth.one', refused, { preparation: true }),
      failed('oauth.two', refused, { preparation: true }),
    );
    t.equal(causes.length, 2);
    t.strictSame(
      results.map(({ outcome: { state } }) => state),
      ['failed', 'failed'],
    );
    t.end();
  });

  t.test('a preparation that fails for all leaves one failed', (t) => {
    const lost = [brokenRule('it never arrives', 'nothing')];
    const { causes, results } = group(
      failed('a.one', lost, { preparation: true }),
      failed('a.two', lost, { preparation: true }),
      failed('a.three', lost),
    );
    t.match(causes, [{ title: 'It never arrives', failed: ['a.three'], notJudged: ['a.one', 'a.two'] }]);
    t.strictSame(
      results.map(({ outcome: { state } }) => state),
      ['not_judged', 'not_judged', 'failed'],
    );
    t.end();
  });

  t.test('a good credential that is refused explains other wrong statuses there', (t) => {
    const { causes } = group(
      failed('a.a:getProfile', [refusedCall('getProfile', 'access_token', 401, 'status 401')]),
      failed('scope.missing:getProfile', [
        wrongStatus('insufficient_scope', 'getProfile', 'access_token', 401, 'status 401'),
      ]),
    );
    t.match(causes, [{ title: 'A good access token is refused with 401, at getProfile' }]);
    t.equal(causes.length, 1);
    t.end();
  });

  t.test('to take what is to be refused is a cause each time, and comes first', (t) => {
    const taken = (failure: 'blocked_key' | 'expired_token'): Symptom[] => [
      wrongStatus(failure, 'getProfile', undefined, 200, 'status 200'),
    ];
    const { causes } = group(
      failed('a.a', [headerMissing('X-One')]),
      {
        ...failed('w.w', [headerMissing('X-Two')]),
        outcome: { state: 'warned', finding: { expected: '', got: '', symptoms: [headerMissing('X-Two')] } },
      },
      failed('keys.known-blocked', taken('blocked_key')),
      failed('oauth.expired', taken('expired_token')),
    );
    t.strictSame(
      causes.map(({ check: id, level, number }) => [id, level, number]),
      [
        ['keys.known-blocked', 'must', 1],
        ['oauth.expired', 'must', 2],
        ['a.a', 'must', 3],
        ['w.w', 'should', 4],
      ],
    );
    t.end();
  });

  t.test('what is known to fail is no cause', (t) => {
    t.strictSame(group({ ...failed('a.a', []), known: 'since May' }).causes, []);
    t.end();
  });
  t.end();
});

t.test('reports of many checks stay small', async (t) => {
  const contract = await loadCompiled('piaxis');
  const many = Array.from({ length: 3000 }, (_, i) =>
    i % 4 === 0
      ? failed(`family.case-${i}:getProfile`, [], { exchange: EXCHANGE, expected: 'something <b>else</b> | better' })
      : passed(`family.case-${i}:getProfile`),
  );
  const { causes, results } = findCauses(many, keepRunFacts().facts, contract);
  t.equal(causes.length, 750);
  const report: Report = {
    contract: 'piaxis',
    title: 'Piaxis API',
    target: {
      name: 'ours',
      baseUrl: 'http://127.0.0.1:1',
      variables: [],
      file: { path: 'ci/our target.yaml', line: 7 },
    },
    causes,
    results,
    totals: totalsOf(results),
    advice: [],
    assumed: [],
    stale: [],
    requests: 3000,
    duration: 1000,
  };
  const html = htmlReport([report], loadSources());
  t.ok(Buffer.byteLength(html) < 2_000_000, `${Buffer.byteLength(html)} bytes`);
  t.notMatch(html, '<b>else</b>');
  const md = markdownReport([report], loadSources());
  t.ok(Buffer.byteLength(md) <= 60_000, `${Buffer.byteLength(md)} bytes`);
  t.match(md, /\n…\n$|Left out for want of room: the details of \d+ causes/);
  const few = { ...report, causes: causes.slice(0, 100) };
  const partly = markdownReport([few], loadSources());
  t.match(partly, /Left out for want of room: the details of \d+ causes/);
  t.ok(Buffer.byteLength(partly) <= 60_000);
  const [annotation = ''] = githubReport([report], loadSources()).split('\n');
  t.match(annotation, /^::error file=ci\/our target\.yaml,line=7,title=Does not hold%3A family\.case-0[^:]*::/);
});
