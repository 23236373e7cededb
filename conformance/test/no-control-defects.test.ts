/**
 * What the target file says is enough to notice: planted defects, found on sandboxes without a control plane, by checks
 * that pass on a right one.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { parse, stringify } from 'yaml';
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

/** Each mutant, and the operation that it lets a key do after its end. */
const DEAD = [
  ['state.deleted-key-resource.create', 'state.key-deleted:api_key', 'engagifii-training', 'api_key'],
  ['state.old-secret-resource.create', 'state.key-renewed:api_key', 'engagifii-training', 'api_key'],
  ['state.deleted-key-otp.request', 'state.key-deleted:merchant_key', 'piaxis', 'merchant_key'],
  ['state.old-secret-profile.get', 'state.key-renewed:merchant_key', 'piaxis', 'merchant_key'],
] as const;

interface SheetKey {
  readonly credential: string;
  readonly id: string;
  readonly secret: string;
  readonly tenant: string;
}

for (const [mutant, check, name, credential] of DEAD)
  t.test(`${mutant}: a deleted key, and a secret that was replaced, are named by the file`, async (t) => {
    const contract = await loadCompiled(name);
    const outcome = async (seams = {}): Promise<string | undefined> => {
      // The dashboard in which a team deletes its keys; the suite knows nothing of it.
      await using written = await writeTarget(contract, { control: true, seams });
      written.sandbox.settings.change(name, { rate_limits: roomy(contract) });
      const keys = `${written.sandbox.control}/keys/${name}`;
      const call = async (url: string, method: string, body?: object): Promise<SheetKey> => {
        const answer = await fetch(url, {
          method,
          ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
        });
        return (answer.status === 204 ? {} : await answer.json()) as SheetKey;
      };
      const tenant = contract.seed.tenants[0]!.id;
      const made = (): Promise<SheetKey> => call(keys, 'POST', { credential, tenant });
      const [gone, renewed] = [await made(), await made()];
      await call(`${keys}/${credential}/${gone.id}`, 'DELETE');
      await call(`${keys}/${credential}/${renewed.id}/regenerate`, 'POST');
      const dead = [gone, renewed].map(({ secret }, i) => ({
        credential,
        id: `old-${i}`,
        secret,
        tenant,
        status: ['deleted', 'replaced'][i],
      }));
      const file = join(t.testdir(), 'target.yaml');
      const given = parse(written.file({ capabilities: { otp: { command: written.otpCommand } } })) as {
        readonly credentials: { readonly keys: readonly object[] };
      };
      const credentials = { ...given.credentials, keys: [...given.credentials.keys, ...dead] };
      const safety = { pace: '0ms', destructive: true };
      await writeFile(file, stringify({ ...given, credentials, safety, assume: assumedFamilies(allChecks(contract)) }));
      const { target } = await readTargetFile(file);
      const { results } = await verify({ contract: name, compiled: contract, target, only: [check] });
      const [found] = results.filter((result) => result.check.id === check);
      return found?.outcome.state === 'not_run' ? found.outcome.reason : found?.outcome.state;
    };
    t.equal(await outcome(), 'passed', 'a right server passes');
    t.equal(await outcome(MUTANTS.find(({ id }) => id === mutant)?.seams), 'failed', 'a wrong one does not');
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
