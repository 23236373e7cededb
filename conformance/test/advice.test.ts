/** A text that no document quotes is advice: told, counted, in every format, and never a failure unless that is asked. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Ended } from '../../scripts/test/command.ts';
import { runWarm as run } from '../../scripts/test/warm-command.ts';
import { bodyAs, refusedWith, replying } from '../mutants/wrap/wrap-reply.ts';
import { loadCompiled } from '../verify.ts';
import type { Advice } from '../advice.ts';
import { junitFaults, reportSchema, SARIF_SCHEMA, schemaFaults } from './report-schemas.ts';
import type { SarifLog } from './report-schemas.ts';
import { roomy, writeTarget } from './written-target.ts';
import { xmlFault } from './well-formed.ts';

t.setTimeout(120_000);

/** The secret of a key, which a server's texts should not quote; should they, the report does not. */
const SECRET = 'secret_sandbox_voucherify_primary';

/** `tollgate verify` of a server with these words, as far as the checks of one kind go. */
async function verified(
  t: Test,
  contract: string,
  seams: Seams,
  only: readonly string[],
  ...args: readonly string[]
): Promise<Ended & { readonly dir: string }> {
  const compiled = await loadCompiled(contract);
  await using written = await writeTarget(compiled, { path: contract, seams });
  written.sandbox.settings.change(compiled.name, { rate_limits: roomy(compiled) });
  const dir = t.testdir();
  const file = join(dir, 'target.yaml');
  await writeFile(file, written.file({ safety: { pace: '0ms', longest_wait: '0s' } }));
  const ended = await run('verify', '--target', file, ...only.flatMap((id) => ['--only', id]), ...args);
  return { ...ended, dir };
}

const rewording = (change: (body: Record<string, unknown>) => object): Seams =>
  replying(refusedWith('invalid_credentials', 'missing_credentials'), bodyAs(change));

const ABSENT = ['credential.absent', 'credential.wrong'];

t.test('a text of its own is advice, in every format', async (t) => {
  const dir = t.testdir();
  const formats = ['json', 'sarif', 'md', 'junit', 'html', 'tap'];
  const reports = formats.flatMap((format) => ['--report', `${format}=${join(dir, format)}`]);
  const own = rewording((body) => ({ ...body, details: 'Nobody | we <know>' }));
  const { code, stdout, stderr } = await verified(t, 'voucherify', own, ABSENT, ...reports);
  t.equal(code, 0, stderr);
  t.match(stdout, /^Voucherify .*: [1-9]\d* passed, 0 failed, .*[1-9] pieces of advice\./);
  t.notMatch(stdout, /MUST|SHOULD|MAY/, 'it makes no cause');
  t.match(
    stdout,
    /\nAdvice, [1-9]: words that differ from the contract's, and that no document quotes\n[^]* {4}401 \(missing credentials\) \/details: "Send X-App-Id and X-App-Token, or a token in Authorization\." in the contract, "Nobody \| we <know>" here \(\d+ answers, at \w+ and \d+ more operations\)\n {6}says /,
  );
  t.match(stdout.trimEnd().split('\n').at(-1), /^ {6}says /, 'the block comes last');

  const read = (format: string): Promise<string> => readFile(join(dir, format), 'utf8');
  const [json = '', sarif = '', md = '', junit = '', html = '', tap = ''] = await Promise.all(formats.map(read));
  t.strictSame(schemaFaults(reportSchema, json), []);
  const { reports: told } = JSON.parse(json) as { reports: { advice: Advice[]; totals: { advice: number } }[] };
  const { advice, totals } = told[0]!;
  t.equal(totals.advice, advice.length);
  t.ok(advice.length > 1);
  t.match(
    advice.find(({ refusal }) => refusal === '401 (missing credentials)'),
    {
      place: '/details',
      got: '"Nobody | we <know>"',
      evidence: 'public',
      citation: /\S/,
      exchange: { status: 401 },
    },
  );
  t.strictSame(schemaFaults(SARIF_SCHEMA, sarif), []);
  const [{ results }] = (JSON.parse(sarif) as SarifLog).runs as [SarifLog['runs'][number]];
  t.equal(results.length, advice.length);
  t.match(results[0], { ruleId: 'advice /details', kind: 'informational', level: 'none' });
  t.match(
    md,
    /<details><summary>Advice, [1-9]: [^]*\n- 401 \(missing credentials\) \/details: .*"Nobody \\\| we &lt;know&gt;"/,
  );
  t.equal(xmlFault(junit), undefined);
  t.strictSame(junitFaults(junit), []);
  t.match(junit, /<property name="advice" value="401 \(missing credentials\) \/details: .*&lt;know&gt;/);
  t.match(html, /<details class="advice"><summary>Advice, [1-9]: [^]*we &lt;know&gt;/);
  t.match(tap, /^# advice: 401 \(missing credentials\) \/details: /m);
  t.notMatch(tap, /^not ok/m);
});

t.test('it fails the run where that is asked', async (t) => {
  const own = rewording((body) => ({ ...body, details: 'Nobody we know' }));
  const { code, stdout } = await verified(
    t,
    'voucherify',
    own,
    ['credential.absent:listVouchers'],
    '--strict',
    '--brief',
  );
  t.equal(code, 1);
  t.match(stdout, /0 failed.*1 piece of advice[^]*\nAdvice, 1: [^\n]*\n$/);
  const right = await verified(t, 'voucherify', {}, ['credential.absent:listVouchers'], '--strict');
  t.equal(right.code, 0, right.stdout);
  t.notMatch(right.stdout, /dvice/);
  const github = await verified(t, 'voucherify', own, ['credential.absent:listVouchers'], '--report', 'github=-');
  t.match(github, {
    code: 0,
    stdout: /^::notice file=.*target\.yaml,line=\d+,title=Advice::401 \(missing credentials\)/,
  });
});

t.test('a code of its own is a failure: programs read it', async (t) => {
  const { code, stdout } = await verified(
    t,
    'voucherify',
    rewording((body) => ({ ...body, key: 'nobody' })),
    ABSENT,
  );
  t.equal(code, 1);
  t.match(stdout, /MUST .*In the body, \/key should be "unauthorized", and is "nobody"/);
  t.notMatch(stdout, /dvice/);
});

t.test('so is a text that the document quotes', async (t) => {
  const { code, stdout } = await verified(
    t,
    'engagifii-revenue',
    rewording((body) => ({ ...body, error_description: 'Nobody we know' })),
    ABSENT,
  );
  t.equal(code, 1);
  t.match(stdout, /MUST .*\/error_description should be "The access token is invalid or has expired"/);
  t.notMatch(stdout, /dvice/);
});

t.test('words that a standard leaves open, or that we assume, are not even advice', async (t) => {
  const { code, stdout } = await verified(
    t,
    'oauth2',
    replying(
      refusedWith('invalid_grant', 'invalid_client'),
      bodyAs((body) => ({ ...body, error_description: 'No' })),
    ),
    ['oauth.code-*', 'oauth.client-*'],
  );
  t.equal(code, 0, stdout);
  t.notMatch(stdout, /dvice/);
});

t.test('a contract without marks has nobody behind its words: codes are advice, too', async (t) => {
  const path = 'mock/test/fixtures/lighthouse.yaml';
  const { code, stdout } = await verified(
    t,
    path,
    replying(
      (_call, { refusal }) => refusal !== undefined,
      bodyAs((body) => ({ ...body, type: '/problems/nobody' })),
    ),
    ABSENT,
  );
  t.equal(code, 0, stdout);
  t.match(stdout, /\nAdvice, [1-9]: .*\n {4}401 .*here.*\n {6}says /);
});

t.test('what is secret is not quoted', async (t) => {
  const { stdout } = await verified(
    t,
    'voucherify',
    rewording((body) => ({ ...body, details: `Who is ${SECRET}?` })),
    ABSENT,
    '--verbose',
  );
  t.match(stdout, /\nAdvice, [1-9]: /);
  t.notMatch(stdout, SECRET);
});
