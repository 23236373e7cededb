/**
 * Where no clock can be moved, checks of time wait for real, or look a minute to either side of an edge: against
 * sandboxes without a control plane, of contracts in which everything ends soon.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { allChecks } from '../all-checks.ts';
import { assumedFamilies } from '../assumed.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
import { readTargetFile } from '../target/target-file.ts';
import { loadCompiled, verify } from '../verify.ts';
import { roomy, writeTarget } from './written-target.ts';

t.setTimeout(300_000);

/** Most of the time is waiting. */
t.jobs = 3;

interface Case {
  readonly contract: string;
  /** What ends when, in another way. */
  readonly sooner?: readonly (readonly [RegExp, string])[];
  readonly only: readonly string[];
  /** Whether the contract's own quotas stay. */
  readonly quotas?: true;
}

const FORTIS: Case = {
  contract: 'specs/fortis.yaml',
  sooner: [[/idle: PT15M/g, 'idle: PT5S']],
  only: [
    'session.slides:listContacts',
    'session.refused-does-not-slide:getContact',
    'session.close-dead:closeSession',
    'sso.session-idle:enterByLink',
    'sso.expired:enterByLink',
    'hmac.window:listAccountVaults',
    'hmac.future:listAccountVaults',
  ],
};

const PIAXIS: Case = {
  contract: 'specs/piaxis.yaml',
  sooner: [
    [/after: PT\w+/g, 'after: PT2S'],
    [/ lifetime: PT\w+/g, ' lifetime: PT2S'],
  ],
  only: ['resource.moves-1:createPayment', 'oauth.jwt-redated'],
};

const TRAINING: Case = {
  contract: 'specs/engagifii-training.yaml',
  // A second is too short for a machine that is busy with other tests.
  sooner: [[/window: PT1S/g, 'window: PT6S']],
  only: ['rate-limit.refusals-do-not-extend:default'],
  quotas: true,
};

const CASES: readonly Case[] = [
  FORTIS,
  PIAXIS,
  TRAINING,
  { contract: 'specs/engagifii-revenue.yaml', only: ['oauth.assertion-edge'] },
  {
    contract: 'specs/oauth2.yaml',
    sooner: [
      [/interval: PT5S/g, 'interval: PT1S'],
      [/nonce: PT5M/g, 'nonce: PT3S'],
    ],
    only: ['oauth.device-slow-down', 'oauth.dpop-nonce-rotation'],
  },
  {
    contract: 'mock/test/fixtures/lighthouse.yaml',
    sooner: [[/idle: PT30M/g, 'idle: PT5S']],
    only: ['oauth.dpop-window', 'oauth.refresh-leeway-end', 'session.fixed-end:listBookings'],
  },
];

/** What came of the checks, by id: why they were not run, or how they ended. */
async function verified(
  t: Test,
  { contract: from, sooner = [], only, quotas }: Case,
  { wait = '20s', seams = {} }: { readonly wait?: string; readonly seams?: Seams } = {},
): Promise<Readonly<Record<string, string>>> {
  const dir = t.testdir();
  const path = join(dir, 'brief.yaml');
  const text = sooner.reduce((so, [what, by]) => so.replaceAll(what, by), await readFile(from, 'utf8'));
  await writeFile(path, text);
  const contract = await loadCompiled(path);
  await using written = await writeTarget(contract, { path, seams });
  if (quotas === undefined) written.sandbox.settings.change(contract.name, { rate_limits: roomy(contract) });
  const families = assumedFamilies(allChecks(contract));
  const file = join(dir, 'target.yaml');
  await writeFile(
    file,
    written.file({
      capabilities: { consent: 'form', otp: { command: written.otpCommand } },
      safety: { pace: '0ms', destructive: true, exhaust_rate_limits: true, max_requests: 20_000, longest_wait: wait },
      ...(families.length > 0 && { assume: families }),
    }),
  );
  const { target } = await readTargetFile(file, path);
  const { results } = await verify({ contract: path, compiled: contract, target, only });
  return Object.fromEntries(
    results.map(({ check: { id }, outcome }) => [
      id,
      'reason' in outcome
        ? outcome.reason
        : 'finding' in outcome
          ? `${outcome.state}: expected ${outcome.finding.expected}, got ${outcome.finding.got}`
          : outcome.state,
    ]),
  );
}

for (const one of CASES)
  t.test(`${one.contract}: a right server passes by real waits`, { buffered: true }, async (t) => {
    const states = await verified(t, one);
    for (const id of one.only) t.equal(states[id], 'passed', id);
  });

t.test('where nobody allows to wait, they are not run, and say what it takes', async (t) => {
  const states = await verified(t, FORTIS, { wait: '1s' });
  t.equal(states['session.slides:listContacts'], 'needs a wait of 5 s; safety.longest_wait is 1 s');
  t.equal(states['sso.session-idle:enterByLink'], 'needs a wait of 5 s; safety.longest_wait is 1 s');
  t.equal(states['hmac.window:listAccountVaults'], 'passed', 'no time passes for this one');
});

/** Defects of time, the check that finds each by waiting, and where. */
const DEFECTS: readonly (readonly [mutant: string, id: string, of: Case])[] = [
  ['session.not-slid', 'session.slides:listContacts', FORTIS],
  ['session.slid-by-refused', 'session.refused-does-not-slide:getContact', FORTIS],
  ['sso.session-endless', 'sso.session-idle:enterByLink', FORTIS],
  ['hmac.any-future', 'hmac.future:listAccountVaults', FORTIS],
  ['move.never', 'resource.moves-1:createPayment', PIAXIS],
  ['quota.refusals-extend', 'rate-limit.refusals-do-not-extend:default', TRAINING],
];

for (const [mutant, id, of] of DEFECTS)
  t.test(`${mutant}: a wrong server is found out by real waits`, { buffered: true }, async (t) => {
    const seams = MUTANTS.find((one) => one.id === mutant)!.seams;
    const states = await verified(t, { ...of, only: [id] }, { seams, wait: '10s' });
    t.match(states[id], /^failed: /);
  });
