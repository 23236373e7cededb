/**
 * The sandbox as a real server would be: without a control plane, by a target file. No false alarm, and what was not
 * run says why.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { run } from '../../scripts/test/command.ts';
import { loadSources } from '../cited-facts.ts';
import { jsonReport } from '../report/json-report.ts';
import { loadTarget } from '../target/load-target.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { allChecks } from '../all-checks.ts';
import { assumedFamilies } from '../assumed.ts';
import { identifyingBy } from '../mutants/wrap/wrap-steps.ts';
import { seeing, TOKENS_KEPT } from '../mutants/wrap/wrap-store.ts';
import { readTargetFile } from '../target/target-file.ts';
import type { Report, Totals } from '../verdict-report.ts';
import { loadCompiled, verify } from '../verify.ts';
import { roomy, writeTarget } from './written-target.ts';

interface Told {
  readonly results: readonly {
    readonly id: string;
    readonly needs: readonly string[];
    readonly evidence: string;
    readonly state: string;
    readonly reason?: string;
  }[];
  readonly totals: Totals;
}

/** What nobody can do without a control plane. */
const NEEDY = ['control', 'clock', 'keys'];

const CLEAN = { failed: 0, warned: 0, informed: 0, suiteErrors: 0, unreachable: 0, knownFailing: 0 };

t.setTimeout(300_000);

/** Whose families of assumptions are named in the target file. */
const assuming = (file: string, assume: readonly string[]): string =>
  assume.length === 0 ? file : `${file}assume: [${assume.join(', ')}]\n`;

/** Holds what every run without a control plane has in common. */
function held(t: Test, told: Told, assume: readonly string[]): Told {
  const { results, totals } = told;
  t.match(totals, CLEAN, 'no false alarm');
  t.equal(totals.passed + totals.notRun, results.length, 'every check is counted');
  t.strictSame(
    results.filter(({ state, reason }) => state === 'not_run' && !reason),
    [],
    'what was not run says why',
  );
  t.strictSame(
    results.filter(({ needs, state }) => state !== 'not_run' && needs.some((need) => NEEDY.includes(need))),
    [],
    'what needs a control plane was not run',
  );
  const assumed = results.filter(({ evidence }) => evidence === 'assumed');
  if (assume.length === 0)
    t.ok(
      assumed.every(({ reason = '' }) => reason.startsWith('it is only assumed, no document says it')),
      'assumptions are for the sandbox, and for those who ask',
    );
  else t.ok(assumed.filter(({ state }) => state === 'passed').length > 0.4 * assumed.length, 'assumptions are checked');
  return told;
}

/** As `tollgate verify --target` is typed. */
async function verified(
  t: Test,
  file: string,
  assume: readonly string[] = [],
  ...args: readonly string[]
): Promise<Told> {
  const dir = t.testdir({ 'target.yaml': assuming(file, assume) });
  const report = join(dir, 'report.json');
  const { code, stdout, stderr } = await run(
    'verify',
    '--target',
    join(dir, 'target.yaml'),
    '--report',
    `json=${report}`,
    '--verbose',
    ...args,
  );
  t.equal(code, 0, `${stdout}${stderr}`.slice(0, 4000));
  const {
    reports: [told],
  } = JSON.parse(await readFile(report, 'utf8')) as { reports: [Told] };
  const { totals } = held(t, told, assume);
  if (assume.length > 0) t.match(stdout, /^Assumed, though no document says it: /m);
  t.match(stdout, new RegExp(`${totals.passed} passed, 0 failed.*${totals.notRun} not run`));
  if (args.length === 0)
    t.match(stdout, /Not run, [1-9]\d*: needs a (clock that can be moved|wait of \d+ s; safety.longest_wait)/);
  return told;
}

/** The same by the library: a command for each run would take most of its time to start. */
async function verifiedHere(
  t: Test,
  contract: CompiledContract,
  file: string,
  assume: readonly string[] = [],
): Promise<Told> {
  const dir = t.testdir({ 'target.yaml': assuming(file, assume) });
  const { target } = await loadTarget(join(dir, 'target.yaml'));
  const report = await verify({ contract: contract.name, compiled: contract, target: target(contract) });
  const { reports } = JSON.parse(jsonReport([report], loadSources())) as { reports: [Told] };
  return held(t, reports[0], assume);
}

const CAUTIOUS = { pace: '0ms', longest_wait: '100ms' };
const BOLD = { pace: '0ms', destructive: true, max_requests: 20_000, longest_wait: '100ms' };

/** At least so many checks pass when little stands in the way: a run of nothing but "not run" would be clean, too. */
const LEAST: Readonly<Record<string, number>> = {
  'engagifii-revenue': 250,
  'engagifii-training': 175,
  fortis: 290,
  oauth2: 105,
  oidc: 200,
  piaxis: 175,
  voucherify: 500,
};

/** Contracts whose sandbox is held to what they assume, too: one of either size. */
const ASSUMING: readonly string[] = ['piaxis', 'engagifii-training'];

/** Contracts with records that are used up, and with identifiers that can be taken. */
const TWICE: readonly string[] = ['piaxis', 'voucherify'];

/** The contract whose runs are typed, as a user types them. */
const TYPED = 'engagifii-training';

for (const name of builtInNames()) {
  const runOf = (t: Test, contract: CompiledContract, file: string, assume?: readonly string[]): Promise<Told> =>
    name === TYPED ? verified(t, file, assume) : verifiedHere(t, contract, file, assume);

  t.test(`${name}: cautious, with the contract's own quotas, which end soon`, async (t) => {
    const contract = await loadCompiled(name);
    await using written = await writeTarget(contract);
    const { totals } = await runOf(t, contract, written.file({ safety: CAUTIOUS }));
    t.ok(totals.passed > 30, `${totals.passed} pass`);
  });

  t.test(
    `${name}: with permission to change things, consent by its page, passwords by a command, and quota to spare`,
    async (t) => {
      const contract = await loadCompiled(name);
      await using written = await writeTarget(contract);
      written.sandbox.settings.change(name, { rate_limits: roomy(contract) });
      const file = written.file({
        capabilities: { consent: 'form', otp: { command: written.otpCommand } },
        safety: BOLD,
      });
      const families = ASSUMING.includes(name) ? assumedFamilies(allChecks(contract)) : [];
      const { totals, results } = await runOf(t, contract, file, families);
      t.equal(results.length, allChecks(contract).length, 'every check of the contract is told');
      t.ok(totals.passed >= LEAST[name]!, `${totals.passed} pass`);
      if (TWICE.includes(name))
        t.strictSame(
          (await runOf(t, contract, file, families)).totals,
          totals,
          'a second run finds what the first left, and judges the same',
        );
    },
  );
}

/** Piaxis, but that everything ends after a second or two. */
const brief = (text: string): string =>
  text.replaceAll(/\b(code_lifetime|verification_lifetime|lifetime|remember): PT\w+/g, (_whole, name: string) =>
    name === 'lifetime' ? 'lifetime: PT2S' : `${name}: PT1S`,
  );

const ENDS = [
  'credential.expired',
  'oauth.token-expires',
  'oauth.code-lifetime',
  'oauth.code-short-lived',
  'otp.expiry',
  'step-up.expiry',
  'idempotency-key.remembered',
];

t.test('what ends by itself is waited for, all of it at once', async (t) => {
  const dir = t.testdir({ 'brief.yaml': brief(await readFile('specs/piaxis.yaml', 'utf8')) });
  const path = join(dir, 'brief.yaml');
  const contract = await loadCompiled(path);
  const found = async (longest_wait: string, seams: Seams = {}): Promise<Report> => {
    await using written = await writeTarget(contract, { path, seams });
    written.sandbox.settings.change(contract.name, { rate_limits: roomy(contract) });
    const file = join(dir, 'target.yaml');
    await writeFile(
      file,
      written.file({
        capabilities: { consent: 'form', otp: { command: written.otpCommand } },
        safety: { ...BOLD, longest_wait },
        assume: ['credential', 'oauth', 'otp', 'step-up', 'idempotency-key'],
      }),
    );
    const { target } = await readTargetFile(file, path);
    return await verify({ contract: path, compiled: contract, target, only: ENDS });
  };
  const stateOf = ({ results }: Report): Readonly<Record<string, string>> =>
    Object.fromEntries(
      results.map(({ check: { id }, outcome }) => [id, outcome.state === 'not_run' ? outcome.reason : outcome.state]),
    );
  const right = await found('5s');
  t.match(right.totals, { failed: 0, warned: 0, suiteErrors: 0 });
  t.ok(right.totals.passed >= 18, `${right.totals.passed} checks waited`);
  t.ok(right.duration < right.totals.passed * 500, `and took ${Math.round(right.duration)} ms, not 2 s each`);
  t.match(stateOf(right), { 'oauth.code-short-lived': 'needs a wait of 600 s; safety.longest_wait is 5 s' });

  const undying = await found(
    '5s',
    identifyingBy(seeing<TokenRecord>(TOKENS_KEPT, (record) => ({ ...record, expires_at: 4_102_444_800 }))),
  );
  t.match(stateOf(undying), {
    'credential.expired:getPayment': 'failed',
    'oauth.token-expires': 'failed',
    'otp.expiry:verifyOtp': 'passed',
  });
  const hasty = stateOf(await found('1s'));
  t.equal(hasty['credential.expired:getPayment'], 'needs a wait of 2 s; safety.longest_wait is 1 s');
  t.equal(
    stateOf(await found('0s'))['oauth.token-expires'],
    'needs a clock that can be moved, or time to wait (safety.longest_wait)',
  );
});

t.test('quotas are used up where that is allowed, and waited for', async (t) => {
  await using written = await writeTarget(await loadCompiled('engagifii-training'));
  const { results } = await verified(
    t,
    written.file({ safety: { pace: '0ms', exhaust_rate_limits: true, longest_wait: '5s' } }),
    [],
    '--only',
    'rate-limit',
  );
  t.match(
    results.find(({ id }) => id === 'rate-limit.exact:default'),
    { state: /^(passed|not_run)$/ },
  );
});

t.test('of three quotas one is used up, and those that are too large for the run are left alone', async (t) => {
  await using written = await writeTarget(await loadCompiled('piaxis'));
  const { results } = await verified(
    t,
    written.file({ safety: { pace: '0ms', exhaust_rate_limits: true, max_requests: 500, longest_wait: '100ms' } }),
    [],
    '--only',
    'rate-limit.exact',
  );
  t.match(Object.fromEntries(results.map(({ id, state, reason }) => [id.split(':')[1], reason ?? state])), {
    authentication: 'passed',
    escrow: /a quota of 500 .* half of the requests/,
    retrieval: /a quota of 5000 .* half of the requests/,
  });
});
