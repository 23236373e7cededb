/** The runner: what each end of a check is called, what is not run, what is kept out of reports. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { CheckFailure } from '../check.ts';
import type { Check, Need, Outcome } from '../check.ts';
import type { Context } from '../check-context.ts';
import { staleEntries } from '../known-failing.ts';
import { startMockTarget } from '../mock-target.ts';
import { totalsOf } from '../outcome.ts';
import { runChecks } from '../runner.ts';
import { fitsId, selectChecks } from '../all-checks.ts';
import type { Target } from '../target/target.ts';
import { loadCompiled, verify } from '../verify.ts';

const check = (id: string, run: (context: Context) => Promise<void>, more: Partial<Check> = {}): Check => ({
  id,
  title: id,
  level: 'must',
  evidence: 'documented',
  citation: {},
  needs: [],
  run,
  ...more,
});

t.setTimeout(290_000);

const known = new Map<string, string>();

/** No check of these takes so long, on however busy a machine. */
const PATIENT_MS = 120_000;

async function outcomes(
  checks: readonly Check[],
  change: (target: Target) => Target = (target) => target,
  { concurrency = 4, timeoutMs = PATIENT_MS } = {},
): Promise<readonly Outcome[]> {
  const contract = await loadCompiled('piaxis');
  const running = await startMockTarget('piaxis', contract);
  const { results } = await runChecks({
    contract,
    target: change(running.target),
    checks,
    concurrency,
    timeoutMs,
    known,
  });
  await running.close();
  return results.map(({ outcome }) => outcome);
}

t.test('each end has its name', async (t) => {
  const fail = (): Promise<void> => Promise.reject(new CheckFailure({ expected: 'a', got: 'b' }));
  const [passed, failed, warned, informed, declined, broken, slow] = await outcomes(
    [
      check('a.passed', () => Promise.resolve()),
      check('a.failed', fail),
      check('a.warned', fail, { level: 'should' }),
      check('a.informed', fail, { level: 'may' }),
      check('a.declined', ({ notRun }) => Promise.resolve(notRun('no reason'))),
      check('a.broken', () => Promise.reject(new TypeError('oh'))),
      check('a.slow', () => new Promise(() => undefined)),
    ],
    undefined,
    { timeoutMs: 4_000 },
  );
  t.same(passed, { state: 'passed' });
  t.same(failed, { state: 'failed', finding: { expected: 'a', got: 'b' } });
  t.equal(warned!.state, 'warned');
  t.equal(informed!.state, 'informed');
  t.same(declined, { state: 'not_run', reason: 'no reason' });
  t.match(broken, { state: 'suite_error', error: /TypeError: oh/ });
  t.match(slow, { state: 'suite_error', error: /longer than 4000 ms/ });
});

t.test('without a control plane, what needs one is not run', async (t) => {
  const needs: readonly Need[] = ['control', 'clock', 'otp', 'keys', 'exhaust', 'destructive', 'tls', 'second_tenant'];
  const never = (): Promise<void> => Promise.reject(new Error('must not run'));
  const found = await outcomes(
    needs.map((need) =>
      check(`a.${need}`, need === 'second_tenant' ? () => Promise.resolve() : never, { needs: [need] }),
    ),
    (target) => ({
      ...target,
      control: undefined,
      safety: { ...target.safety, exhaustRateLimits: false, destructive: false },
    }),
  );
  t.strictSame(
    found.map(({ state }) => state),
    [...needs.slice(0, -1).map(() => 'not_run'), 'passed'],
  );
  for (const outcome of found.slice(0, -1))
    t.ok(outcome.state === 'not_run' && outcome.reason.startsWith('needs'), 'with a reason');
});

t.test('a target that does not answer is unreachable, and that is no verdict on it', async (t) => {
  const [outcome] = await outcomes(
    [
      check('a.a', async ({ call, operation }) => {
        await call(operation('profile.get'));
      }),
    ],
    (target) => ({ ...target, control: undefined, baseUrl: 'http://127.0.0.1:9' }),
  );
  t.match(outcome, { state: 'unreachable', reason: /nothing listens there/ });
});

t.test('secrets are taken out of findings', async (t) => {
  const [outcome] = await outcomes([
    check('a.a', async ({ call, operation, expect, target }: Context) => {
      const judge: Context['expect'] = expect;
      const exchange = await call(operation('profile.get'));
      judge.that(false, `the key ${target.credentials.keys[0]!.secret}`, 'nothing', exchange);
    }),
  ]);
  t.equal(outcome!.state, 'failed');
  t.notMatch(JSON.stringify(outcome), 'pk_test_nile_market"');
  t.match(JSON.stringify(outcome), 'the key [redacted]');
});

t.test('each check has a world, a clock and a client of its own', async (t) => {
  const found = await outcomes(
    Array.from({ length: 6 }, (_, i) =>
      check(`a.${i}`, async ({ clock, oauth, otp, keys, expect, target }: Context) => {
        const judge: Context['expect'] = expect;
        const before = await clock.now();
        await clock.advance(3_600_000 * (i + 1));
        await clock.freeze();
        judge.that(
          Math.abs((await clock.now()) - before - 3_600_000 * (i + 1)) < 5_000,
          'a clock moved by whole hours',
          'another',
        );
        const client = oauth.client('authorization_code', { redirects: true });
        const tokens = await oauth.authorizationCode(client, 'profile:read');
        const good = await oauth.useToken(tokens.access_token);
        expect.status(good, 200, 'the token is good');
        expect.status(await oauth.refresh(client, tokens.refresh_token!), 200, 'the refresh token is good');
        judge.that((await otp.verification('bulk_disbursement', undefined)) !== '', 'a verification token', 'none');
        const [key] = target.credentials.keys;
        const fresh = await keys.create(key!.credential, key!.tenant);
        await keys.block(fresh);
        await keys.unblock(fresh);
        const again = await keys.regenerate(fresh);
        judge.that(again.secret !== fresh.secret && (await keys.shown(again)), 'another secret, shown', 'the same');
        await keys.remove(again);
      }),
    ),
  );
  for (const outcome of found) t.same(outcome, { state: 'passed' });
});

t.test('consent is given by filling in the page', async (t) => {
  const [outcome] = await outcomes(
    [
      check('a.a', async ({ oauth }) => {
        await oauth.authorizationCode(oauth.client('authorization_code', { redirects: true }));
      }),
    ],
    (target) => ({ ...target, consent: { kind: 'form' } }),
  );
  t.same(outcome, { state: 'passed' });
});

t.test('quotas are generous, unless the check is about them', async (t) => {
  const limitOf = async ({ call, operation, expect }: Context, wanted: string): Promise<void> =>
    expect.header(await call(operation('profile.get')), 'x-ratelimit-limit', (value) => value === wanted, wanted);
  const found = await outcomes([
    check('a.generous', (context) => limitOf(context, '1000000')),
    check('a.own', (context) => limitOf(context, '5000'), { quotas: 'contract' }),
    check('a.exhaust', (context) => limitOf(context, '5000'), { needs: ['exhaust'] }),
  ]);
  for (const outcome of found) t.same(outcome, { state: 'passed' });
});

t.test('a real target is given time, and no more requests than it allows', async (t) => {
  let calls = 0;
  const server = http.createServer((_, answer) => {
    calls++;
    answer
      .writeHead(calls === 1 ? 429 : 200, {
        'retry-after': '1',
        'content-type': 'application/json',
        'x-twice': ['a', 'b'],
      })
      .end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const found = await outcomes(
    [
      check('a.patient', async ({ send, expect }: Context) => {
        const judge: Context['expect'] = expect;
        const exchange = await send({
          method: 'GET',
          path: '/a//../b',
          query: [
            ['q', 'a b'],
            ['q', '2'],
          ],
          headers: [
            ['X-Two', '1'],
            ['X-Two', '2'],
          ],
          body: 'raw',
        });
        expect.status(exchange, 200, 'after the wait');
        judge.that(exchange.url.endsWith('/a//../b?q=a%20b&q=2'), 'the path as given', exchange.url);
        expect.header(exchange, 'x-twice', (value) => value === 'a, b', 'joined');
      }),
      ...['third', 'fourth'].map((id) =>
        check(`a.${id}`, async ({ send }) => {
          await send({ method: 'GET', path: '/', query: [], headers: [], body: undefined });
        }),
      ),
    ],
    (target) => ({
      ...target,
      control: undefined,
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      safety: { ...target.safety, maxRequests: 3, longestWaitMs: 5_000 },
    }),
    { concurrency: 1 },
  );
  server.closeAllConnections();
  server.close();
  t.equal(found[0]!.state, 'passed');
  t.equal(found.filter(({ state }) => state === 'not_run').length, 1, 'the fourth request is one too many');
});

t.test('selection', (t) => {
  t.ok(fitsId('oauth', 'oauth.code-replay'));
  t.ok(fitsId('oauth.code-replay', 'oauth.code-replay:op'));
  t.ok(fitsId('*:listInvoices', 'credential.absent:listInvoices'));
  t.notOk(fitsId('oauth.code', 'oauth.code-replay'));
  const all = [
    check('a.must', () => Promise.resolve()),
    check('b.may', () => Promise.resolve(), { level: 'may', evidence: 'assumed' }),
  ];
  t.strictSame(
    selectChecks(all, { level: 'should' }).map(({ id }) => id),
    ['a.must'],
  );
  t.strictSame(
    selectChecks(all, { evidence: ['assumed'] }).map(({ id }) => id),
    ['b.may'],
  );
  t.strictSame(
    selectChecks(all, { only: ['a', 'b'], skip: ['*.may'] }).map(({ id }) => id),
    ['a.must'],
  );
  const known = new Map([
    ['a.must', 'reason'],
    ['nothing.like-it', 'reason'],
  ]);
  const results = [{ check: all[0]!, outcome: { state: 'passed' } as const, duration: 1, known: 'reason' }];
  t.strictSame(
    staleEntries(known, all, results).map(({ id }) => id),
    ['a.must', 'nothing.like-it'],
  );
  t.equal(
    totalsOf([{ ...results[0]!, outcome: { state: 'failed', finding: { expected: '', got: '' } } }]).knownFailing,
    1,
  );
  t.end();
});

t.test('verify, as a library', async (t) => {
  let counted = 0;
  const report = await verify({
    contract: 'engagifii-training',
    target: 'mock',
    level: 'must',
    only: ['oauth'],
    seed: 7,
    onResult: () => counted++,
  });
  t.equal(report.contract, 'engagifii-training');
  t.equal(report.results.length, counted);
  t.ok(report.totals.passed > 0 && report.requests > 0 && report.duration > 0);
  t.strictSame(report.stale, []);
});
