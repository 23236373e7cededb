/**
 * Without a control plane: keys that the API itself renews, and gets their secrets back; and keys that the target file
 * says are blocked.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { refuse } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
import { refusedWith, replying } from '../mutants/wrap/wrap-reply.ts';
import { readTargetFile } from '../target/target-file.ts';
import type { Report } from '../verdict-report.ts';
import { loadCompiled, verify } from '../verify.ts';
import { roomy, writeTarget } from './written-target.ts';

t.setTimeout(120_000);

const RENEWING = [
  'answer.success:setUserApiKey',
  'answer.success:generateUserApiKey',
  'keys.regenerate:user_key',
  'keys.renew:setUserApiKey',
  'keys.renew:generateUserApiKey',
  'keys.renew-other-tenant:setUserApiKey',
  'state.key-renewed:user_key',
];

/** @param leave whether secrets of keys may be replaced */
async function verified(
  t: Test,
  leave: boolean,
  only: readonly string[],
  seams: Seams = {},
  path = 'fortis',
): Promise<{ readonly states: Readonly<Record<string, string>>; readonly report: Report; readonly status: number }> {
  const contract = await loadCompiled(path);
  await using written = await writeTarget(contract, { path, seams });
  written.sandbox.settings.change(contract.name, { rate_limits: roomy(contract) });
  const file = join(t.testdir(), 'target.yaml');
  const safety = { pace: '0ms', destructive: true, max_requests: 20_000, longest_wait: '0s', renew_keys: leave };
  await writeFile(file, written.file({ safety, assume: ['keys', 'state'] }));
  const { target } = await readTargetFile(file, path);
  const report = await verify({ contract: path, compiled: contract, target, only, concurrency: 8 });
  const key = target.credentials.keys.find(({ credential }) => credential === 'user_key');
  const { status } = await fetch(`${target.baseUrl}/v2/contacts`, {
    headers: {
      'developer-id': target.credentials.developers[0]?.id ?? '',
      'user-id': key?.id ?? '',
      'user-api-key': key?.secret ?? '',
    },
  });
  const states = Object.fromEntries(
    report.results.map(({ check: { id }, outcome }) => [
      id,
      'reason' in outcome ? outcome.reason : 'error' in outcome ? outcome.error : outcome.state,
    ]),
  );
  return { states, report, status };
}

t.test('where the file allows it, the API renews a key, and takes its secret back', async (t) => {
  const { states, status, report } = await verified(t, true, [...RENEWING, 'credential.wrong', 'answer.success']);
  t.match(report.totals, { failed: 0, warned: 0, suiteErrors: 0, unreachable: 0 });
  for (const id of RENEWING) t.equal(states[id], 'passed', id);
  t.equal(status, 200, 'the key of the target file works as before');
});

t.test('where it does not, they are not run, and say what it takes', async (t) => {
  const { states, status } = await verified(t, false, RENEWING);
  for (const id of RENEWING)
    t.equal(states[id], 'needs permission to replace the secrets of keys for a while (safety.renew_keys)', id);
  t.equal(status, 200);
});

t.test('a server that keeps the old secret alive is found out, and the key is given back all the same', async (t) => {
  for (const id of ['key.old-secret-accepted', 'key.renewal-without-effect']) {
    const seams = MUTANTS.find(({ id: name }) => name === id)!.seams;
    const { states, status } = await verified(t, true, RENEWING, seams);
    t.match(states, { 'keys.regenerate:user_key': 'failed', 'keys.renew:setUserApiKey': 'failed' }, id);
    t.equal(status, 200, id);
  }
});

t.test('a key that does not get its secret back is told by name, and how to mend it', async (t) => {
  const { states } = await verified(t, true, ['keys.regenerate'], {
    guard: (name, step, { id, pointer }) =>
      id === 'setUserApiKey' && name === 'authentication'
        ? () => refuse('invalid_credentials', 'out of order', pointer)
        : step,
  });
  t.match(
    states['keys.regenerate:user_key'],
    /the user_key "\w+" did not get its secret back \(setUserApiKey: status 401\); set it again, or write the new one/,
  );
});

t.test('a contract whose API gives secrets and takes none is left alone', async (t) => {
  const path = join(t.testdir(), 'target.yaml');
  const contract = await loadCompiled('mock/test/fixtures/lighthouse.yaml');
  await using written = await writeTarget(contract, { path: 'mock/test/fixtures/lighthouse.yaml' });
  await writeFile(path, written.file({ safety: { pace: '0ms', destructive: true, renew_keys: true } }));
  const { target } = await readTargetFile(path, 'mock/test/fixtures/lighthouse.yaml');
  const { results } = await verify({
    contract: contract.name,
    compiled: contract,
    target,
    only: ['keys.regenerate', 'keys.renew'],
  });
  t.ok(results.length > 0);
  for (const { outcome } of results)
    t.match(outcome, { state: 'not_run', reason: 'needs keys that can be blocked, deleted and regenerated' });
});

t.test('a key that the file says is blocked is refused wherever keys are taken', async (t) => {
  const right = await verified(
    t,
    false,
    ['credential.blocked', 'state.key-blocked', 'oauth.key-blocked-no-token'],
    {},
    'voucherify',
  );
  t.match(right.report.totals, { failed: 0, suiteErrors: 0 });
  t.ok(right.report.totals.passed >= 20, `${right.report.totals.passed} pass`);
  t.equal(right.states['oauth.key-blocked-no-token'], 'passed');
  const lax = await verified(
    t,
    false,
    ['credential.blocked', 'state.key-blocked'],
    replying(refusedWith('blocked_key'), () => ({ status: 200 })),
    'voucherify',
  );
  t.equal(lax.report.totals.passed, 0);
  t.ok(lax.report.totals.failed + lax.report.totals.notJudged >= 20);
});
