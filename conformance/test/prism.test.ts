/** Every kind of answer that the whole suite gets of the sandbox, judged by Prism's proxy: the contract's words, read by somebody else. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startMockTarget } from '../mock-target.ts';
import type { Target } from '../target/target.ts';
import { loadPlan, verify } from '../verify.ts';
import { startReferee } from './prism-referee.ts';
import type { Remark } from './prism-referee.ts';

const CONTRACTS = ['engagifii-revenue', 'engagifii-training', 'fortis', 'oauth2', 'piaxis', 'voucherify'];

/** Of the test file, all contracts together; the suite is quick, Prism is not. */
const TIMEOUT_MS = 300_000;

/**
 * What Prism says that is nothing against the answer:
 * - of the request, which the suite breaks on purpose;
 * - that no operation has such a path or method: such answers (404, 405) belong to no operation;
 * - that Location is missing: the referee takes it away, since Prism would go there.
 */
const isExempt = ({ violation: { location, code, message } }: Remark): boolean =>
  location[0] !== 'response' || (code === 'required' && /property 'location'/.test(message));

interface Verdict {
  readonly answers: number;
  readonly judged: number;
  readonly remarks: readonly string[];
  readonly failed: readonly string[];
}

/** @param file of the contract that Prism reads */
async function judged(name: string, file: string, only: readonly string[] = []): Promise<Verdict> {
  await using mock = await startMockTarget(name, await loadPlan(name));
  const { origin } = new URL(mock.target.baseUrl);
  await using referee = await startReferee(file, origin, name);
  const target: Target = { ...mock.target, baseUrl: `${referee.origin}/${name}`, control: mock.target.control?.replace(origin, referee.origin) };
  const { results } = await verify({ contract: name, target, only });
  const { answers, judged: shown, remarks } = await referee.judge();
  return {
    answers,
    judged: shown,
    remarks: remarks.filter((remark) => !isExempt(remark)).map(({ method, url, status, violation: { location, message } }) => `${method} ${url} ${status} ${location.join('.')}: ${message}`),
    failed: results.filter(({ outcome: { state } }) => state !== 'passed' && state !== 'not_run').map(({ check: { id } }) => id),
  };
}

t.setTimeout(TIMEOUT_MS);
t.jobs = 2;

for (const name of CONTRACTS) {
  t.test(`Prism finds no fault in an answer of ${name}`, { timeout: TIMEOUT_MS }, async (t) => {
    const verdict = await judged(name, `specs/${name}.yaml`);
    t.strictSame(verdict.remarks, []);
    t.strictSame(verdict.failed, [], 'checks that fail behind the front');
    t.ok(verdict.answers > 500 && verdict.judged > 80, `${verdict.answers} answers, of which ${verdict.judged} differ`);
  });
}

t.test('and would find one', { timeout: TIMEOUT_MS }, async (t) => {
  const dir = t.testdir({ 'oauth2.yaml': readFileSync('specs/oauth2.yaml', 'utf8').replace('required: [sub]', 'required: [sub, nickname]') });
  const { remarks } = await judged('oauth2', join(dir, 'oauth2.yaml'), ['answer.success']);
  t.ok(remarks.some((remark) => /^GET \/userinfo 200 response\.body: .*nickname/.test(remark)), remarks.join('\n'));
});
