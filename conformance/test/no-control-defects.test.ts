/**
 * What the target file says is enough to notice: planted defects, found on sandboxes without a control plane, by checks
 * that pass on a right one.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { allChecks } from '../all-checks.ts';
import { assumedFamilies } from '../assumed.ts';
import { MUTANTS } from '../mutants/all-mutants.ts';
import { readTargetFile } from '../target/target-file.ts';
import { loadCompiled, verify } from '../verify.ts';
import { roomy, writeTarget } from './written-target.ts';

t.setTimeout(300_000);
t.jobs = 2;

interface Found {
  readonly mutant: string;
  readonly check: string;
  readonly contract: string;
}

const DEFECTS: readonly Found[] = [
  { mutant: 'consent.denied-gives-code', check: 'oauth.consent-denied', contract: 'engagifii-training' },
  { mutant: 'consent.answered-twice', check: 'oauth.consent-once', contract: 'piaxis' },
  { mutant: 'logout.asks-nobody', check: 'openid.logout-asks', contract: 'oidc' },
  { mutant: 'device.reused', check: 'oauth.device-approved', contract: 'oauth2' },
  { mutant: 'device.denied-ignored', check: 'oauth.device-denied', contract: 'oauth2' },
  { mutant: 'code.race', check: 'oauth.code-race', contract: 'engagifii-training' },
  { mutant: 'refresh.race', check: 'oauth.refresh-race', contract: 'engagifii-training' },
  { mutant: 'race.created-lost', check: 'race.creates:createAward', contract: 'engagifii-training' },
  { mutant: 'race.name-taken-twice', check: 'race.natural-key:createVoucherWithCode', contract: 'voucherify' },
  { mutant: 'near.client-secret-trimmed', check: 'oauth.client-secret-near', contract: 'engagifii-training' },
  { mutant: 'near.password-trimmed', check: 'session.password-near:openSession', contract: 'fortis' },
  { mutant: 'address.ignored', check: 'address.key:api_key_pair', contract: 'engagifii-revenue' },
  { mutant: 'address.believes-x-real-ip', check: 'address.key-forged:api_key_pair', contract: 'engagifii-revenue' },
  { mutant: 'random.verification-counted', check: 'random.verifications:verifyOtp', contract: 'piaxis' },
  { mutant: 'random.password-low-digits', check: 'random.passwords:requestOtp', contract: 'piaxis' },
  { mutant: 'jwt.issuer-wrong', check: 'oauth.jwt-claims', contract: 'engagifii-training' },
  { mutant: 'grant.of-client-ignored', check: 'oauth.unauthorized-client', contract: 'engagifii-training' },
];

/** Pages that no metadata name. */
const PAGES = ['showDevicePage', 'answerDevicePage', 'decideAuthorization'];

/** What came of a check, or why it was not run. */
async function outcomeOf(
  t: Test,
  { check, contract: name }: Omit<Found, 'mutant'>,
  mutant?: string,
  capabilities: object = {},
): Promise<string | undefined> {
  const contract = await loadCompiled(name);
  const seams = MUTANTS.find(({ id }) => id === mutant)?.seams;
  await using written = await writeTarget(contract, seams === undefined ? {} : { seams });
  written.sandbox.settings.change(name, { rate_limits: roomy(contract) });
  const pages = contract.operations.filter(({ id }) => PAGES.includes(id));
  const families = assumedFamilies(allChecks(contract));
  const file = join(t.testdir(), 'target.yaml');
  await writeFile(
    file,
    written.file({
      ...(name === 'oauth2' && {
        endpoints: Object.fromEntries(pages.map(({ id, path }) => [id, `${written.sandbox.url(name)}${path}`])),
      }),
      capabilities: { consent: 'form', otp: { command: written.otpCommand }, ...capabilities },
      // A pace keeps requests apart, but for those that are to race.
      safety: { pace: '20ms', destructive: true, max_requests: 20_000, longest_wait: '5s' },
      ...(families.length > 0 && { assume: families }),
    }),
  );
  const { target } = await readTargetFile(file);
  const { results } = await verify({ contract: name, compiled: contract, target, only: [check] });
  const outcome = results.find((result) => result.check.id === check)?.outcome;
  return outcome?.state === 'not_run' ? outcome.reason : outcome?.state;
}

t.ok(
  DEFECTS.every(({ mutant, contract }) => MUTANTS.some(({ id }) => id === mutant) && builtInNames().includes(contract)),
);

for (const found of DEFECTS)
  t.test(`${found.mutant} is noticed without a control plane`, { buffered: true }, async (t) => {
    t.equal(await outcomeOf(t, found), 'passed', 'a right server passes');
    t.equal(await outcomeOf(t, found, found.mutant), 'failed', 'a wrong one does not');
  });

t.test('what cannot be seen is not run, and says why', async (t) => {
  const denied = { check: 'oauth.consent-denied', contract: 'engagifii-training' };
  t.equal(
    await outcomeOf(t, denied, undefined, { consent: 'prompt' }),
    'needs a consent page whose form the suite can fill in (capabilities.consent: form)',
  );
  const passwords = { check: 'random.passwords:requestOtp', contract: 'piaxis' };
  t.equal(
    await outcomeOf(t, passwords, undefined, { otp: { fixed: '123456' } }),
    'the target file says that every password is the same one',
  );
});
