/**
 * Every answer that the suite gets, before Prism's validators, for each contract: the contract's words, read by
 * somebody else.
 */
import t from 'tap';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Report } from '../verdict-report.ts';
import { startMockTarget } from '../mock-target.ts';
import { loadCompiled, verifyRunning } from '../verify.ts';
import { startReferee } from './prism/referee.ts';
import type { Verdict } from './prism/verdict.ts';

const CONTRACTS = ['fortis', 'voucherify', 'piaxis', 'engagifii-revenue', 'engagifii-training', 'oauth2', 'oidc'];

/**
 * Answers that belong to no operation, so that Prism has nothing to hold them against. No contract declares HEAD, or
 * the OPTIONS by which a browser asks before a request; paths and methods that are not in the contract are answered
 * with 404 and 405.
 */
const OF_NO_OPERATION = /^(?:HEAD \d+|OPTIONS 204|[A-Z]+ 40[45])$/;

/**
 * What brings nothing new before Prism, and most of the requests: answers that are all alike (a quota used up to its last
 * request, a hundred tokens in a row, many at once), the one refusal of a credential for each way to spoil it, good
 * answers that are searched for something, and paths that a server may take for an operation's, or not, where Prism knows
 * an operation by its plain path. That no check fails by itself is shown elsewhere, without Prism.
 */
const SKIPPED = [
  ...['rate-limit.exact', 'rate-limit.over-however', 'random', 'race', 'burst', 'spelling', 'scheme', 'identifier'],
  ...['near-miss', 'misplaced', 'half', 'twice', 'two-methods', 'not-accepted', 'idle'].map(
    (kind) => `credential.${kind}`,
  ),
  ...['leak', 'secret', 'isolation'],
];

async function throughPrism(
  contract: string,
  only?: readonly string[],
  seams?: Seams,
): Promise<{ readonly report: Report; readonly verdict: Verdict }> {
  const compiled = await loadCompiled(contract);
  await using mock = await startMockTarget(contract, compiled, { seams });
  const { origin } = new URL(mock.target.baseUrl);
  await using referee = await startReferee(`specs/${contract}.yaml`, origin, contract);
  const worlds: typeof mock.worlds = {
    async make(name, settings) {
      const { baseUrl, close } = await mock.worlds.make(name, settings);
      return { baseUrl: baseUrl.replace(origin, referee.origin), close };
    },
  };
  const { target } = mock;
  const skip = only === undefined ? SKIPPED : undefined;
  // Every answer is judged in this process too: a check of thousands of requests takes its time beside other tests.
  const report = await verifyRunning(compiled, { ...mock, worlds }, { contract, target, only, skip, timeout: 120_000 });
  return { report, verdict: await referee.verdict() };
}

t.setTimeout(500_000);

for (const contract of CONTRACTS) {
  t.test(`Prism finds no fault in an answer of ${contract}`, async (t) => {
    const {
      report: { results, requests },
      verdict: { judged, unmatched, faults },
    } = await throughPrism(contract);
    t.strictSame(faults, []);
    t.strictSame(
      results
        .filter(({ outcome: { state } }) => state !== 'passed' && state !== 'not_run')
        .map(({ check: { id }, outcome }) => ({ id, outcome })),
      [],
      'no check fails behind it',
    );
    t.strictSame(
      [...new Set(unmatched)].filter((kind) => !OF_NO_OPERATION.test(kind)),
      [],
      'what it cannot judge belongs to no operation',
    );
    t.equal(judged + unmatched.length, requests, `of ${requests} requests, ${judged} answers were judged`);
  });
}

t.test('and would find one', async (t) => {
  const nameless: Seams = {
    reply: (call, reply) =>
      call.operation.id === 'getUserInfo' && reply.status === 200 ? { ...reply, body: '{}' } : reply,
  };
  const { verdict } = await throughPrism('oauth2', ['answer.success'], nameless);
  t.match(verdict.faults, [/^GET \/userinfo 200 response\.body: Response body must have required property 'sub'$/]);
});
