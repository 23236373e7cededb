/** What a finding says where an answer lacks a figure, or carries something else than one: never NaN or undefined. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { startMockTarget } from '../mock-target.ts';
import { withStore } from '../mutants/wrap/wrap-call.ts';
import { headerAs, replying, without, always } from '../mutants/wrap/wrap-reply.ts';
import { onGuard } from '../mutants/wrap/wrap-steps.ts';
import { runChecks } from '../runner.ts';
import { allChecks, fitsId, selectChecks } from '../all-checks.ts';
import { loadCompiled, verify } from '../verify.ts';
import { assumeFindings } from '../target/doctor/capabilities.ts';
import { client, foreignTarget } from './foreign-target.ts';

t.setTimeout(290_000);

/** The findings of the checks of quotas that count with what remains. */
async function findings(
  contract: string,
  seams: Seams,
  patterns = ['rate-limit.counts', 'rate-limit.refused-requests-count', 'rate-limit.*apart', 'rate-limit.shared'],
): Promise<readonly { readonly id: string; readonly text: string }[]> {
  const compiled = await loadCompiled(contract);
  await using running = await startMockTarget(contract, compiled, { seams });
  const checks = allChecks(compiled).filter(({ id }) => patterns.some((pattern) => fitsId(pattern, id)));
  const { results } = await runChecks({
    contract: compiled,
    target: running.target,
    checks,
    concurrency: 8,
    timeoutMs: 60_000,
    known: new Map(),
  });
  return results.map(({ check: { id }, outcome }) => ({
    id,
    text: 'finding' in outcome ? `expected ${outcome.finding.expected}, got ${outcome.finding.got}` : outcome.state,
  }));
}

for (const contract of ['engagifii-revenue', 'voucherify']) {
  t.test(`${contract}: no header, and one that cannot be read`, async (t) => {
    const remaining = /^x-rate-?limit-remaining$/;
    const absent = await findings(contract, replying(always, without(remaining)));
    t.ok(absent.length > 3, 'several checks count');
    for (const { id, text } of absent)
      t.match(
        text,
        /^expected X-Rate-?Limit-Remaining with a whole number, got no X-Rate-?Limit-Remaining header$/,
        id,
      );
    for (const { id, text } of await findings(
      contract,
      replying(
        always,
        headerAs(remaining, () => 'plenty'),
      ),
    ))
      t.match(text, /, got X-Rate-?Limit-Remaining: plenty$/, id);
  });
}

/** A server whose metadata name a token endpoint, and neither user information nor introspection. */
t.test('what a server does not offer is listed as not run, with the member that its metadata lack', async (t) => {
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    const issuer = `http://127.0.0.1:${port}`;
    response.statusCode = request.url?.includes('/.well-known/') ? 200 : 404;
    response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}/token` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const target = foreignTarget('bare', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [
    client('app', 'app-secret', 'home', ['client_credentials']),
  ]);
  const only = ['credential', 'oauth.introspect-active', 'oauth.pkce-plain'];
  const { results } = await verify({ contract: 'oauth2', target, only, concurrency: 4 });
  const wanted = selectChecks(allChecks(await loadCompiled('oauth2')), { only });
  t.strictSame(results.map(({ check: { id } }) => id).sort(), wanted.map(({ id }) => id).sort(), 'none is dropped');
  const reasons = Object.fromEntries(
    results.map(({ check: { id }, outcome }) => [id, outcome.state === 'not_run' ? outcome.reason : outcome.state]),
  );
  t.match(reasons, {
    'credential.absent:getUserInfo': "the server's metadata name no userinfo_endpoint",
    'oauth.introspect-active': "the server's metadata name no introspection_endpoint",
    'oauth.pkce-plain': "the server's metadata name no authorization_endpoint",
  });
});

t.test('a family in which nothing is assumed is refused by name, with those that there are', async (t) => {
  const target = foreignTarget('nobody', 'http://127.0.0.1:9', []);
  const ask = { contract: 'engagifii-training', target } as const;
  await t.rejects(verify({ ...ask, assume: ['keis'] }), {
    name: 'InputError',
    message:
      /^verify: the option assume: no check of a family "keis" is assumed; did you mean "keys"\? the families that assume are answer, .*\bkeys\b/,
  });
  await t.rejects(verify({ ...ask, target: { ...target, assume: ['otp'] } }), {
    name: 'InputError',
    message: /^the target: "assume": no check of a family "otp" is assumed/,
  });
  t.match(assumeFindings(await loadCompiled('engagifii-training'), { ...target, assume: ['keys', 'otp'] }), [
    { level: 'problem', where: 'assume', message: 'no check of a family "otp" is assumed' },
  ]);
  await t.rejects(verify({ ...ask, target: 'mock', assume: ['keys'] }), {
    message: 'verify: the option assume is for a real target; at the sandbox every check is run',
  });
});

/** Windows end with the minute or hour of the clock, whenever they were begun. */
const aligned: Seams = onGuard(
  'rate_limit',
  (guard) => (call) =>
    guard(
      withStore(call, (store) => ({
        ...store,
        incr: (key, by, lastsMs) =>
          store.incr(key, by, lastsMs === undefined ? lastsMs : lastsMs - (call.now % lastsMs)),
      })),
    ),
);

t.test('windows that end with the clock are right, if they end when they are said to', async (t) => {
  const about = ['rate-limit.recovery', 'rate-limit.headers', 'rate-limit.counts', 'value.rate.*'];
  for (const contract of ['piaxis', 'voucherify', 'engagifii-revenue']) {
    const told = await findings(contract, aligned, about);
    t.strictSame(
      told.filter(({ text }) => !/^(passed|not_run)$/.test(text)),
      [],
      contract,
    );
    const lied = () =>
      findings(
        contract,
        {
          ...aligned,
          ...replying(
            ({ now }, { status }) => status === 429 && now > 0,
            headerAs('retry-after', (value) => String(Math.max(1, Number(value) - 2))),
          ),
        },
        ['rate-limit.recovery'],
      );
    const isSeen = ({ text }: { readonly text: string }): boolean => text.includes('status 429');
    let late = await lied();
    // In the last seconds of a window there is nothing to lie about, and then the next has just begun.
    if (!late.some(isSeen)) late = await lied();
    t.ok(late.some(isSeen), `${contract}: told two seconds too soon`);
    for (const { id, text } of late)
      t.match(
        text,
        /expected a request let through after Retry-After, got status 429|not_run|passed/,
        `${contract} ${id}`,
      );
  }
});
