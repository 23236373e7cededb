/** Every scenario's smoke, by the command as typed, against the sandbox, for every contract that it applies to. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { loadPlan } from '../../conformance/verify.ts';
import { builtInNames } from '../../mock/contract/built-in.ts';
import { secretsOf } from '../../conformance/driver/sheet.ts';
import { seedCredentials } from '../../conformance/target/from-seed.ts';
import { reasonAgainst, sandboxOf } from '../cli/load-list.ts';
import { buildProfile } from '../load/build-profile.ts';
import { SCENARIOS } from '../load/scenarios.ts';
import { run } from './command.ts';
import { skipWithoutK6 } from './k6.ts';

/** Some forty runs of three seconds each, on a machine that may be busy; most of that is waiting. */
t.setTimeout(900_000);
const AT_ONCE = 3;

/** A contract that is not built in, with rules that none of those has. */
const LIGHTHOUSE = 'mock/test/fixtures/lighthouse.yaml';

interface Figures {
  readonly requests: number;
  readonly iterations: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly operations: readonly { readonly operation: string; readonly requests: number }[];
  readonly edge: { readonly offered: number; readonly admitted: number; readonly faults: number } | null;
}

/** What a scenario has to have done, beside breaking no threshold. */
const DONE: Readonly<Record<string, (t: Pick<Test, 'ok' | 'equal'>, figures: Figures) => void>> = {
  'rate-limit-edge'(t, { edge }) {
    t.ok(edge !== null && edge.offered > edge.admitted && edge.admitted > 0 && edge.faults === 0, `past the limit: ${JSON.stringify(edge)}`);
  },
  'otp-step-up'(t, { operations, iterations }) {
    t.ok(operations.length === 3 && operations.every(({ requests }) => requests === iterations), 'each iteration asks, verifies and acts');
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
    const plan = await loadPlan(contract);
    const secrets = secretsOf(seedCredentials(plan));
    for (const scenario of Object.keys(SCENARIOS)) {
      if ((await reasonAgainst(plan, scenario)) !== undefined) continue;
      const { profile, secrets: slots } = await buildProfile({ plan, target: sandboxOf(plan), scenario, generous: true });
      const text = JSON.stringify(profile);
      t.strictSame(secrets.filter((secret) => text.includes(secret)), [], `${plan.name} ${scenario}`);
      t.ok(slots.every(({ value }) => secrets.includes(value)), 'and every slot stands for one');
    }
  }
});

t.test('smokes', { skip: await skipWithoutK6() }, async (t) => {
  t.jobs = AT_ONCE;
  let runs = 0;
  for (const contract of [...builtInNames(), LIGHTHOUSE]) {
    const plan = await loadPlan(contract);
    for (const scenario of Object.keys(SCENARIOS)) {
      const reason = await reasonAgainst(plan, scenario);
      if (reason !== undefined) {
        t.ok(reason.length > 10, `${scenario} does not apply to ${plan.name}: ${reason}`);
        continue;
      }
      runs++;
      void t.test(`${plan.name} ${scenario}`, async (t) => {
        const report = join(t.testdir(), 'load.json');
        const { code, stdout, stderr } = await run('load', contract, scenario, '--mock', '--profile', 'smoke', '--duration', '1s', '--report', `json=${report}`);
        t.equal(code, 0, stdout + stderr);
        const figures = JSON.parse(await readFile(report, 'utf8')) as Figures;
        t.ok(figures.requests > 0 && figures.iterations > 0, `${figures.requests} requests`);
        t.strictSame(figures.failures, {});
        DONE[scenario]?.(t, figures);
      });
    }
  }
  t.ok(runs >= 40, `${runs} smokes ran`);
});
