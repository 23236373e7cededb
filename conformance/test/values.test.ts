/**
 * Implementations whose answers are well formed and untrue: each is found out by the check of that value, and by its
 * words.
 */
import t from 'tap';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { startMockTarget } from '../mock-target.ts';
import { bodyAs, replying } from '../mutants/wrap/wrap-reply.ts';
import { runChecks } from '../runner.ts';
import { allChecks, feeding, fitsId } from '../all-checks.ts';
import { loadCompiled } from '../verify.ts';

t.setTimeout(290_000);

type Body = Record<string, unknown>;

const refused = replying.bind(undefined, (_call, { refusal }) => refusal !== undefined);
const details = (body: Body, change: (inner: Body) => Body): Body =>
  body['details'] === undefined ? body : { ...body, details: change(body['details'] as Body) };

/** Runs some checks of a contract, and the value checks of an operation, on an implementation. */
async function findings(
  contract: string,
  operation: string,
  feed: readonly string[],
  seams?: Seams,
): Promise<Readonly<Record<string, string>>> {
  const compiled = await loadCompiled(contract);
  await using running = await startMockTarget(contract, compiled, { ...(seams && { seams }) });
  const checks = allChecks(compiled).filter(({ id, watches }) =>
    watches === true ? id.endsWith(`:${operation}`) : feed.some((pattern) => fitsId(pattern, id)),
  );
  const { results } = await runChecks({
    contract: compiled,
    target: running.target,
    checks,
    concurrency: 4,
    timeoutMs: 120_000,
    known: new Map(),
  });
  return Object.fromEntries(
    results
      .filter(({ check }) => check.watches === true)
      .map(({ check: { id }, outcome }) => [
        id.split(':')[0]!,
        'finding' in outcome ? `expected ${outcome.finding.expected}, got ${outcome.finding.got}` : outcome.state,
      ]),
  );
}

const TRAINING = ['credential.expired:listAwards', 'scope.missing:listAwards', 'identifier.tenant-missing:listAwards'];

t.test('the sound sandbox passes what is looked at', async (t) => {
  t.match(await findings('engagifii-training', 'listAwards', TRAINING), {
    'value.status': 'passed',
    'value.clock.iso': 'passed',
    'value.failure.expired_at': 'passed',
    'value.failure.required_scope': 'passed',
    'value.failure.granted_scopes': 'passed',
  });
});

t.test('every statusCode 500, every timestamp 1999', async (t) => {
  t.match(
    await findings(
      'engagifii-training',
      'listAwards',
      TRAINING,
      refused(bodyAs((body) => ({ ...body, statusCode: 500, timestamp: '1999-01-01T00:00:00Z' }))),
    ),
    {
      'value.status': /^expected \/statusCode to be 40\d, got 500/,
      'value.clock.iso': /^expected \/timestamp to be the time of the answer, 20.*, got "1999-01-01T00:00:00Z"/,
      'value.failure.expired_at': 'passed',
    },
  );
});

t.test('another scope, other scopes, another end', async (t) => {
  const lie = bodyAs((body) =>
    details(body, (inner) => ({
      ...inner,
      ...(inner['required_scope'] !== undefined && {
        required_scope: 'Registrations.Write',
        your_scopes: ['AccreditationAPI'],
      }),
      ...(inner['expired_at'] !== undefined && { expired_at: '2001-01-01T00:00:00Z' }),
    })),
  );
  t.match(await findings('engagifii-training', 'listAwards', TRAINING, refused(lie)), {
    'value.failure.required_scope': /a scope that would do: Awards\.Read, got "Registrations\.Write"/,
    'value.failure.granted_scopes': /the caller's own: .*, got \["AccreditationAPI"\]/,
    'value.failure.expired_at': /the token's own end, .*, got "2001/,
    'value.status': 'passed',
  });
});

t.test('no details at all', async (t) => {
  const lie = bodyAs(({ details: _gone, ...body }) => body);
  t.match(await findings('engagifii-training', 'listAwards', TRAINING, refused(lie)), {
    'value.failure.required_scope': /expected \/details\/required_scope in the answer, got an answer without it/,
    'value.failure.expired_at': /got an answer without it/,
  });
});

t.test('one request id for all', async (t) => {
  const lie = replying(
    () => true,
    (reply) => ({
      headers: reply.headers.map(({ name, value }) => ({
        name,
        value: name === 'x-request-id' ? 'req_0000000000000000' : value,
      })),
    }),
  );
  t.match(
    await findings(
      'piaxis',
      'getProfile',
      ['credential', 'answer'].map((family) => `${family}.*:getProfile`),
      lie,
    ),
    { 'value.request.id': /an id of its own|the id in the answer's header/ },
  );
});

t.test("another user's name, a password that ended, a login in 1999", async (t) => {
  const login = (change: Body): Seams =>
    replying(
      (call, { status }) => call.operation.id === 'openSession' && status === 201,
      bodyAs((body) => ({ ...body, token: { ...(body['token'] as Body), ...change } })),
    );
  const feed = ['answer.success:openSession'];
  t.match(await findings('fortis', 'openSession', feed), {
    'value.profile': 'passed',
    'value.session.password_expires_at': 'passed',
    'value.session.opened_at': 'passed',
  });
  t.match(
    await findings(
      'fortis',
      'openSession',
      feed,
      login({ first_name: 'Mallory', password_expire_ts: 1_422_283_692, time: 915_148_800, expire: 16 }),
    ),
    {
      'value.profile': /the caller's own, "John", got "Mallory"/,
      'value.session.password_expires_at': /a time after the answer's/,
      'value.session.opened_at': /the time of the answer/,
      'value.session.idle_minutes': /to be 15, got 16/,
    },
  );
});

t.test('tokens that end in 1970, and one tracking_id for all', async (t) => {
  const token = replying(
    (call, { status }) => call.operation.action.type === 'token.issue' && status === 200,
    bodyAs((body) => ({ ...body, expires_at: 1, client_id: 'somebody' })),
  );
  t.match(
    await findings(
      'voucherify',
      'issueToken',
      ['answer.success:issueToken', 'oauth.client-credentials', 'oauth.expires-in'],
      token,
    ),
    {
      'value.token.expires_at': /the time of issue and expires_in \(900 s\)/,
      'value.token.client_id': /got "somebody"/,
    },
  );
});

t.test('alone, value checks are fed by the others of their operation, which are not reported', async (t) => {
  const all = allChecks(await loadCompiled('engagifii-training'));
  const chosen = all.filter(({ id }) => id === 'value.status:listAwards');
  const fedBut = (skip?: readonly string[]): string[] => feeding(all, chosen, skip).map(({ id }) => id);
  const fed = fedBut();
  t.ok(fed.includes('credential.wrong:listAwards') && !fed.includes('credential.wrong:createAward'));
  t.notOk(
    fedBut(['credential.wrong']).includes('credential.wrong:listAwards'),
    'what a person leaves out is not sent for their sake',
  );
  t.strictSame(
    feeding(
      all,
      all.filter(({ watches }) => watches !== true),
      undefined,
    ),
    [],
  );
});
