/** `tollgate/tap`: a subtest for each check, red where the target is wrong. */
import t from 'tap';
import { startMockTarget } from '../mock-target.ts';
import { loadCompiled } from '../load-for-suite.ts';
import { verifyWith } from '../verify-with-tap.ts';
import type { SubtestLike, TestLike } from '../verify-with-tap.ts';

t.setTimeout(120_000);

t.test('with a test of tap', async (t) => {
  const { totals } = await verifyWith(t, { contract: 'oauth2', target: 'mock', only: ['oauth.state*', 'transport'] });
  t.ok(totals.passed > 2, `${totals.passed} pass`);
  t.equal(totals.notRun, 5);
});

interface Told {
  readonly name: string;
  ended: string;
}

/** Remembers what each subtest came to. */
function recorder(): { readonly test: TestLike; readonly told: Told[] } {
  const told: Told[] = [];
  return {
    told,
    test: {
      async test(name, _options, run) {
        const one = { name, ended: 'passed' };
        told.push(one);
        const subtest: SubtestLike = {
          skip: (reason: string) => {
            one.ended = `skipped: ${reason}`;
          },
        };
        await run(subtest).catch((error: unknown) => {
          one.ended = (error as Error).message;
        });
      },
    },
  };
}

t.test('a defect is a subtest that fails, with the whole story; a known one is skipped', async (t) => {
  const contract = await loadCompiled('piaxis');
  await using running = await startMockTarget('piaxis', contract, {
    seams: { reply: (_call, reply) => (reply.status === 401 ? { ...reply, status: 418 } : reply) },
  });
  const options = { contract: 'piaxis', target: running.target, only: ['credential.wrong', 'oauth.state*'] };
  const { test, told } = recorder();
  const report = await verifyWith(test, options);
  t.equal(told.length, report.results.length, 'one for each check');
  const wrong = told.filter(({ name }) => name.startsWith('credential.wrong'));
  t.ok(wrong.length > 2);
  for (const { ended } of wrong)
    t.match(ended, /\n {2}says .*\n {2}expected .*\n {2}got .*418[^]*reproduce with only: \['credential\.wrong/);
  t.ok(told.some(({ name, ended }) => name.startsWith('oauth.state') && ended === 'passed'));

  const second = recorder();
  await verifyWith(second.test, {
    ...options,
    knownFailing: new Map([
      ['credential.wrong', 'a teapot'],
      ['oauth.state*', 'it never comes back'],
    ]),
  });
  t.match(
    second.told.find(({ name }) => name.startsWith('credential.wrong'))?.ended,
    /^skipped: known failing: a teapot/,
  );
  t.match(second.told.at(-1), { name: 'entries of the known-failing file', ended: /do not fail: oauth\.state\*/ });
});

t.test('what cannot be started is an error, not a row of green tests', async (t) => {
  const { test, told } = recorder();
  await t.rejects(verifyWith(test, { contract: 'no-such-contract', target: 'mock' }), /no-such-contract/);
  t.strictSame(told, []);
});
