/** Every scenario's smoke, by the command as typed, against the sandbox, for every contract that it applies to. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { figures } from '../../conformance/checks/derived/support/read-quota.ts';
import { loadCompiled } from '../../conformance/verify.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { secretsOf } from '../../conformance/driver/listed-credentials.ts';
import { reasonAgainst, sandboxOf } from '../cli/load/load-list.ts';
import { buildProfile } from '../../load/node/build-profile.ts';
import { SCENARIOS } from '../../load/node/scenarios.ts';
import { skipWithoutK6 } from './k6.ts';
import { warmHosts } from './warm-command.ts';

/** Some fifty runs of three seconds each, on a machine that may be busy; most of that is waiting. */
t.setTimeout(900_000);
const AT_ONCE = 3;

/** A contract that is not built in, with rules that none of those has. */
const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';
/** For its quotas of several windows. */
const BUOY = 'mock/test/fixtures/buoy.yaml';
/** For its links that sign in. */
const LANTERN = 'mock/test/fixtures/lantern.yaml';

const SCENARIOS_OF: Readonly<Record<string, readonly string[]>> = {
  [BUOY]: ['rate-limit-edge'],
  [LANTERN]: ['magic-link', 'rate-limit-edge'],
};

interface Figures {
  readonly requests: number;
  readonly iterations: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly operations: readonly { readonly operation: string; readonly requests: number }[];
  readonly refusedExpected: number;
  readonly edges: readonly {
    readonly quota: string;
    readonly limit: number;
    readonly lent: boolean;
    readonly offered: number;
    readonly admitted: number;
    readonly faults: number;
  }[];
  readonly undriven: readonly { readonly quota: string; readonly reason: string }[];
}

const all = (operations: Figures['operations'], ...names: readonly RegExp[]): boolean =>
  names.every((name) => operations.some(({ operation }) => name.test(operation)));

/** What a scenario has to have done, beside breaking no threshold. */
const DONE: Readonly<
  Record<string, (t: Pick<Test, 'ok' | 'equal' | 'strictSame'>, figures: Figures, compiled: CompiledContract) => void>
> = {
  'rate-limit-edge'(t, { edges, undriven }, compiled) {
    for (const edge of edges)
      t.ok(
        edge.offered > edge.admitted && edge.admitted >= edge.limit && edge.faults === 0,
        `past the limit: ${JSON.stringify(edge)}`,
      );
    t.strictSame(
      [...edges, ...undriven].map(({ quota }) => quota).sort(),
      [...compiled.rateLimits.keys()].sort(),
      'every class is driven, or told',
    );
    t.ok(
      undriven.every(({ quota }) => {
        const { limit, key } = compiled.rateLimits.get(quota)!;
        return limit === null || key.includes('recipient');
      }),
      'and only what has no limit, or is of whom something is sent to, is not driven',
    );
    for (const { quota, limit, lent } of edges)
      t.equal(limit, lent ? 50 : figures(compiled, quota)!.limit, `${quota}: the contract's own figure`);
  },
  'jwt-bearer'(t, { requests, iterations, refusedExpected, operations }) {
    t.ok(
      refusedExpected === iterations && requests === 3 * iterations && operations.length === 2,
      `${requests} requests: a token, its use, and a refusal each`,
    );
  },
  'token-revocation'(t, { iterations, refusedExpected, operations }) {
    t.ok(
      refusedExpected >= iterations && all(operations, /^revoke/i, /^issue/i),
      `${refusedExpected} of ${iterations} revoked tokens were seen to be dead`,
    );
  },
  'token-introspection'(t, { iterations, refusedExpected, operations }) {
    t.ok(
      refusedExpected === iterations &&
        operations.some(({ operation, requests }) => /^introspect/.test(operation) && requests === 2 * iterations),
      'one live token and one dead one each',
    );
  },
  'sso-entry'(t, { iterations, requests, refusedExpected }) {
    t.ok(
      refusedExpected === iterations && requests === 3 * iterations,
      `${requests} requests: a link, its page, and a refusal each`,
    );
  },
  'magic-link'(t, { operations, iterations, refusedExpected }) {
    t.ok(
      refusedExpected === iterations && all(operations, /^askForLink|^textKeeper/, /^read/),
      `${refusedExpected} of ${iterations} links were refused the second time`,
    );
  },
  'otp-step-up'(t, { operations, iterations }) {
    t.ok(
      operations.length === 3 && operations.every(({ requests }) => requests === iterations),
      'each iteration asks, verifies and acts',
    );
  },
  'idempotent-retry'(t, { requests, iterations }) {
    t.equal(requests, 3 * iterations, 'each request is sent three times');
  },
  'mixed-soak'(t, { operations }) {
    t.ok(operations.length >= 2, operations.map(({ operation }) => operation).join());
  },
};

t.test('profiles hold no secret', async (t) => {
  for (const contract of [...builtInNames(), LIGHTHOUSE]) {
    const compiled = await loadCompiled(contract);
    const secrets = secretsOf(sandboxOf(compiled).credentials);
    for (const scenario of Object.keys(SCENARIOS)) {
      if ((await reasonAgainst(compiled, scenario)) !== undefined) continue;
      const { profile, secrets: slots } = await buildProfile({
        contract: compiled,
        target: sandboxOf(compiled),
        scenario,
        generous: true,
      });
      const text = JSON.stringify(profile);
      t.strictSame(
        secrets.filter((secret) => text.includes(secret)),
        [],
        `${compiled.name} ${scenario}`,
      );
      t.ok(
        slots.every(({ value }) => secrets.some((secret) => value.includes(secret))),
        'and every slot stands for one',
      );
    }
  }
});

t.test('what a target file says is not implemented is left out by name, or the scenario refused', async (t) => {
  const contract = await loadCompiled('piaxis');
  const built = (scenario: string, ...notImplemented: readonly string[]): ReturnType<typeof buildProfile> =>
    buildProfile({ contract, target: { ...sandboxOf(contract), notImplemented }, scenario, generous: true });
  const refused = (...ids: readonly string[]): { readonly name: string; readonly message: string } => ({
    name: 'NotApplicable',
    message: `it needs ${ids.join(' and ')}, which the target file says ${ids.length === 1 ? 'is' : 'are'} not implemented (not_implemented)`,
  });
  const whole = await built('authenticated-reads', 'releaseEscrow');
  t.strictSame(whole.leftOut, [], 'what a scenario does not need is not told');
  const { profile, leftOut } = await built('authenticated-reads', 'getAccountSettings');
  t.strictSame(leftOut, ['getAccountSettings']);
  t.notMatch(JSON.stringify(profile.reads), /"getAccountSettings"/);
  t.match(JSON.stringify(whole.profile.reads), /"getAccountSettings"/);
  await t.rejects(built('otp-step-up', 'verifyOtp'), refused('verifyOtp'));
  await t.rejects(built('token-issue', 'releaseEscrow', 'issueToken'), refused('issueToken'));
  for (const scenario of Object.keys(SCENARIOS)) {
    if ((await reasonAgainst(contract, scenario)) !== undefined) continue;
    for (const { id } of contract.operations) {
      const outcome = await built(scenario, id).catch((error: unknown) => error);
      t.ok(
        outcome instanceof Error ? outcome.message.startsWith(`it needs ${id}, which`) : true,
        `${scenario} without ${id}: ${outcome instanceof Error ? outcome.message : ''}`,
      );
    }
  }
});

t.test('smokes', { skip: await skipWithoutK6() }, async (t) => {
  t.jobs = AT_ONCE;
  const run = warmHosts(AT_ONCE);
  let runs = 0;
  for (const contract of [...builtInNames(), LIGHTHOUSE, BUOY, LANTERN]) {
    const compiled = await loadCompiled(contract);
    for (const scenario of SCENARIOS_OF[contract] ?? Object.keys(SCENARIOS)) {
      const reason = await reasonAgainst(compiled, scenario);
      if (reason !== undefined) {
        t.ok(reason.length > 10, `${scenario} does not apply to ${compiled.name}: ${reason}`);
        continue;
      }
      runs++;
      void t.test(`${compiled.name} ${scenario}`, async (t) => {
        const report = join(t.testdir(), 'load.json');
        const { code, stdout, stderr } = await run(
          'load',
          contract,
          scenario,
          '--mock',
          '--profile',
          'smoke',
          '--duration',
          '1s',
          '--report',
          `json=${report}`,
        );
        t.equal(code, 0, stdout + stderr);
        const found = JSON.parse(await readFile(report, 'utf8')) as Figures;
        t.ok(found.requests > 0 && found.iterations > 0, `${found.requests} requests`);
        t.strictSame(found.failures, {});
        DONE[scenario]?.(t, found, compiled);
      });
    }
  }
  t.ok(runs >= 54, `${runs} smokes ran`);
});
