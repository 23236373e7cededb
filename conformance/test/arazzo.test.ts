/**
 * The happy path of every authentication method, as Arazzo workflows that an outside runner executes against the
 * sandbox.
 */
import { spawn } from 'node:child_process';
import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { SignJWT, importJWK } from 'jose';
import t from 'tap';
import { compileContract } from '../../mock/contract/compile/compile-contract.ts';
import { loadContract } from '../../mock/contract/load-contract.ts';
import type { CompiledMethod } from '../../mock/contract/compiled-contract.ts';
import { startSandbox } from '../../mock/index.ts';
import type { SandboxHandle } from '../../mock/index.ts';
import { plainly } from '../../scripts/test/plainly.ts';
import { startUserAgent } from './user-agent.ts';

/** Name of the contract → name of its source in the workflows. */
const FLOWS = {
  'engagifii-revenue': 'revenue',
  'engagifii-training': 'training',
  fortis: 'fortis',
  piaxis: 'piaxis',
  voucherify: 'voucherify',
};

type Inputs = Readonly<Record<string, string>>;

/** What a client computes for itself. */
const INPUTS: Readonly<Record<string, (sandbox: SandboxHandle) => Promise<Inputs>>> = {
  'engagifii-revenue': async (sandbox) => {
    const { clients } = await sandbox.credentials('engagifii-revenue');
    const { client_id, assertion_key } = clients.find(({ assertion_key }) => assertion_key)!;
    const audience = `${sandbox.url('engagifii-revenue')}/oauth/token`;
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(client_id)
      .setSubject(client_id)
      .setAudience(audience)
      .setExpirationTime('1m')
      .sign(await importJWK({ ...assertion_key! }, 'ES256'));
    return { assertion };
  },
  fortis: async (sandbox) => {
    const { users, keys, developers } = await sandbox.credentials('fortis');
    const user = users.find(({ username }) => username === 'myusername')!;
    const secret = (credential: string): string =>
      keys.find((key) => key.credential === credential && key.user === user.id)!.secret!;
    const timestamp = String(Math.floor(sandbox.clock.now() / 1000));
    const link = JSON.stringify({
      timestamp: Number(timestamp),
      user_id: user.id,
      user_api_key: secret('user_key'),
      location_id: user.tenant,
      contact_api_id: 'flow-1',
      first_name: 'Maria',
      last_name: 'Delgado',
    });
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', Buffer.from(developers[0]!.encryption_key!, 'hex'), iv);
    return {
      basic: Buffer.from(`${user.id}:${secret('user_key')}`).toString('base64'),
      timestamp,
      hash_key: createHmac('sha256', secret('user_hash'))
        .update(user.id + timestamp)
        .digest('hex'),
      data: Buffer.from(link).toString('hex'),
      e_data: Buffer.concat([iv, cipher.update(link), cipher.final()]).toString('hex'),
    };
  },
};

/** The tool speaks to nobody. */
const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' };

async function respect(
  name: string,
  inputs: Inputs,
  servers: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const options = Object.entries(servers).flatMap(([source, url]) => ['--server', `${source}=${url}`]);
  const [program, words] = plainly([
    process.execPath,
    join('node_modules', '.bin', 'redocly'),
    'respect',
    `specs/flows/${name}.arazzo.yaml`,
    '--input',
    JSON.stringify(inputs),
    ...options,
  ]);
  const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, error] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((ended) => child.once('close', ended)),
  ]);
  return { code: child.exitCode, said: out + error };
}

/** What it says of the steps that failed, for the person who has to mend them. */
const failures = (said: string): string =>
  /Failed tests info[\s\S]*?(?=\n *Summary for)/.exec(said)?.[0] ?? 'every step passes';

/** Operations of which every flow file walks each one. */
const WALKED = /^(authorize|token\.(issue|revoke|introspect)|otp\.(request|verify)|session\.(open|close)|sso\.enter)$/;

const presented = ({ parts }: CompiledMethod, flows: string): boolean =>
  parts.every(
    ({ in: place, name }) =>
      place === 'cookie' ||
      (place === 'authorization'
        ? new RegExp(`${name} \\{`, 'i')
        : new RegExp(`in: ${place}, name: ${name},`, 'i')
      ).test(flows),
  );

t.jobs = 2;
for (const [name, source] of Object.entries(FLOWS)) {
  t.test(`every authentication method of ${name} leads to a good answer`, async (t) => {
    await using sandbox = await startSandbox({ contracts: [name] });
    await using userAgent = await startUserAgent(sandbox.url(name));
    const inputs = (await INPUTS[name]?.(sandbox)) ?? {};
    const servers = { [source]: sandbox.url(name), control: sandbox.control, userAgent: userAgent.url };
    const { code, said } = await respect(name, inputs, servers);
    t.equal(code, 0, failures(said));
    t.match(said, /Checks: \d+ passed, \d+ total/);

    const contract = compileContract(name, (await loadContract(name)).document);
    const good = new Set(
      sandbox.journal
        .list()
        .filter(({ refusal }) => refusal === undefined)
        .map(({ operation }) => operation),
    );
    t.strictSame(
      contract.operations.filter(({ id, action }) => WALKED.test(action.type) && !good.has(id)).map(({ id }) => id),
      [],
      'operations of authentication that no flow walks',
    );
    const flows = readFileSync(`specs/flows/${name}.arazzo.yaml`, 'utf8');
    t.strictSame(
      contract.methods
        .filter((method) => !presented(method, flows))
        .map(({ credential, pointer }) => `${credential} ${pointer}`),
      [],
      'credentials that no flow presents',
    );
  });
}

t.test('a flow that goes wrong is a failure', async (t) => {
  await using sandbox = await startSandbox({ contracts: ['fortis'] });
  await using userAgent = await startUserAgent(sandbox.url('fortis'));
  const inputs = await INPUTS['fortis']!(sandbox);
  const servers = { fortis: sandbox.url('fortis'), control: sandbox.control, userAgent: userAgent.url };
  const { code, said } = await respect('fortis', { ...inputs, hash_key: '0'.repeat(64) }, servers);
  t.equal(code, 1);
  t.match(said, /Workflow name: signatureInHeaders/);
  t.match(said, /Workflow name: signatureInQuery/);
  t.notMatch(said, /Workflow name: encryptedLink/);
});
