/**
 * The samples of the documents in the languages that they are written in, call by call, with nothing changed but base
 * URLs and credentials: curl, Python, C# and what uses axios here, other JavaScript in `clients-documents.test.ts`.
 * What becomes of each is said in `docs/samples.md`. The samples themselves are not ours to copy: their calls are made
 * anew, in fewer lines.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axios from 'axios';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import { isThere, skipWithout } from '../../scripts/test/programs.ts';
import { axiosForm, axiosJson, axiosService } from './document-axios.ts';
import type { SandboxHandle } from '../index.ts';
import type { Service } from './document-axios.ts';

t.setTimeout(120_000);

const SAMPLES = fileURLToPath(new URL('../../../mock/test/fixtures/document_samples.py', import.meta.url));
const SHARP = fileURLToPath(new URL('../../../mock/test/fixtures/document_samples.cs', import.meta.url));
const { NODE_OPTIONS: _hooks, ...env } = process.env;

const noCurl = skipWithout('curl', isThere('curl'));
const noRequests = skipWithout('requests for python3', spawnSync('python3', ['-c', 'import requests']).status === 0);

/** Where Debian keeps Json.NET, which the C# samples use; the compiler does not look there by itself. */
const JSON_NET = '/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll';
const noSharp = skipWithout('mcs', isThere('mcs') && existsSync(JSON_NET));

const INVOICE = {
  customerName: 'Maria Delgado',
  customerEmail: 'maria.delgado@example.com',
  memo: 'Dues',
  dueDate: '2030-02-01',
  totalAmount: 12.5,
};
const REGISTRATION = {
  classId: '6f0a4b7d-1c2e-4d58-9a3b-8e7f5c6d1a20',
  firstName: 'Nora',
  lastName: 'Whitfield',
  email: 'nora@northfield.example',
  registrationType: 'Member',
};
const REVENUE: Omit<Service, 'base'> = {
  tokenPath: '/oauth/token',
  clientId: 'revenue-service',
  clientSecret: 'secret_sandbox_revenue_service',
  scope: 'revenue.api.full',
  headers: { 'Content-Type': 'application/json', 'tenant-code': 'TENANT123', 'api-version': '1.0' },
};
const TRAINING: Omit<Service, 'base'> = {
  tokenPath: '/token',
  clientId: 'training-service',
  clientSecret: 'secret_sandbox_training_service',
  scope: 'AccreditationAPI',
  headers: { 'tenant-code': 'org-12345' },
};

async function serve(t: Test, contract: string): Promise<{ readonly sandbox: SandboxHandle; readonly base: string }> {
  const sandbox = await startSandbox({ contracts: [contract], strict: true, portPerContract: true });
  t.teardown(() => sandbox.close());
  return { sandbox, base: sandbox.url(contract) };
}

interface Answer {
  readonly status: number;
  readonly body: any;
}

/** A line as it is pasted into a shell, with the status asked for besides. */
async function curl(line: string): Promise<Answer> {
  const { stdout } = await promisify(execFile)('sh', ['-c', `${line} -s -w '\\n%{http_code}'`], { env });
  const lines = stdout.split('\n');
  const status = Number(lines.pop());
  return { status, body: JSON.parse(lines.join('\n') || 'null') };
}

async function python(
  sample: string,
  { sandbox, base }: Awaited<ReturnType<typeof serve>>,
  more: Readonly<Record<string, object>> = {},
): Promise<any> {
  const given = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, JSON.stringify(value)]));
  const { stdout } = await promisify(execFile)('python3', [SAMPLES, sample], {
    env: { ...env, BASE: base, CONTROL: sandbox.control, ...given },
  });
  return JSON.parse(stdout);
}

t.test('curl: Revenue, a token, a code, a revocation', { skip: noCurl }, async (t) => {
  const { base, sandbox } = await serve(t, 'engagifii-revenue');
  await sandbox.settings.change('engagifii-revenue', { consent: 'headless' });
  const client = '-d "client_id=revenue-service" -d "client_secret=secret_sandbox_revenue_service"';
  const form = '-H "Content-Type: application/x-www-form-urlencoded"';
  const token = await curl(
    `curl -X POST ${base}/oauth/token ${form} -d "grant_type=client_credentials" ${client} -d "scope=revenue.api.full"`,
  );
  t.match(token, { status: 200, body: { token_type: 'Bearer', expires_in: 3600, scope: 'revenue.api.full' } });
  const read = (): Promise<Answer> =>
    curl(
      `curl ${base}/api/1.0/invoice -H "Authorization: Bearer ${token.body.access_token as string}" -H "tenant-code: TENANT123" -H "api-version: 1.0"`,
    );
  t.equal((await read()).status, 200);
  t.equal(
    (
      await curl(
        `curl -X POST ${base}/oauth/revoke ${form} -d "token=${token.body.access_token as string}" -d "token_type_hint=access_token" ${client}`,
      )
    ).status,
    200,
  );
  t.match(await read(), { status: 401, body: { error: 'unauthorized' } });
  t.match(
    await curl(
      `curl -X POST ${base}/oauth/token ${form} -d "grant_type=authorization_code" -d "code=AUTHORIZATION_CODE" ${client} -d "redirect_uri=https://yourapp.com/callback"`,
    ),
    { status: 400 },
    'a placeholder is no code',
  );
});

t.test('curl: Revenue, an API key and its secret', { skip: noCurl }, async (t) => {
  const { base } = await serve(t, 'engagifii-revenue');
  const ask = (key: string, secret: string): Promise<Answer> =>
    curl(
      `curl -X GET ${base}/api/1.0/invoice -H "X-API-Key: ${key}" -H "X-API-Secret: ${secret}" -H "tenant-code: TENANT123" -H "api-version: 1.0"`,
    );
  t.equal((await ask('pk_test_abc123', 'sk_sandbox_xyz789')).status, 200);
  t.equal((await ask('pk_live_abc123', 'no-secret')).status, 401, "the sample's own key is nobody's here");
});

t.test('curl: Voucherify, a client-side validation', { skip: noCurl }, async (t) => {
  const { base } = await serve(t, 'voucherify');
  const line = `curl -X GET -H "X-Client-Application-Id: voucherify-client" -H "X-Client-Token: pk_test_voucherify_client" -H "Content-Type: application/json" -H "origin: yourdomain.com" -d '{"order": {"amount": 20000}}' "${base}/client/v1/validate?code=BLCKFRDY"`;
  t.match(await curl(line), { status: 200, body: { valid: true, code: 'BLCKFRDY' } });
});

t.test('Python: Revenue, invoices and payments', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'engagifii-revenue');
  const PAYMENT = { invoiceId: 'INV-123456', amount: 480, paymentMethod: 'CreditCard', payerName: 'Maria Delgado' };
  t.match(await python('revenue', served, { INVOICE, PAYMENT }), {
    found: /^[1-9]/,
    number: String,
    total: Number,
    made: 'pending',
    paid: 'completed',
    fetched: 1,
  });
});

t.test('Python: Revenue, a 429 is waited out', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'engagifii-revenue');
  await served.sandbox.settings.change('engagifii-revenue', {
    rate_limits: { default: { limit: 2, window_seconds: 1 } },
  });
  const { waits, statuses } = await python('revenue_retry', served);
  t.strictSame(statuses, [200, 200, 200, 200]);
  t.ok(served.sandbox.journal.list({ status: 429 }).length === waits, `${waits} waits`);
});

t.test('Python: Training, awards and a registration', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'engagifii-training');
  t.match(await python('training', served, { REGISTRATION }), { awards: /^[1-9]/, registered: 'Registered' });
});

t.test('Python: Piaxis, authorization, refresh and a one-time password', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'piaxis');
  await served.sandbox.settings.change('piaxis', { consent: 'headless' });
  t.strictSame(await python('piaxis', served), {
    placeholder: [400, 'invalid_grant'],
    scope: 'payments:create escrow:create',
    expires_in: 3600,
    refreshed: 200,
    verified: 'success',
  });
});

t.test('axios: Revenue, invoices, and again after a 401', async (t) => {
  const { base } = await serve(t, 'engagifii-revenue');
  const { client, spoil, fetched } = axiosService({ ...REVENUE, base });
  t.match((await client.get('/api/1.0/invoice/INV-123456')).data, { id: 'INV-123456', totalAmount: 480 });
  t.match((await client.post('/api/1.0/invoice', INVOICE)).data, {
    invoiceNumber: String,
    totalAmount: 12.5,
    status: 'pending',
  });
  t.match((await client.get('/api/1.0/invoice', { params: { status: 'pending', limit: 10 } })).data, {
    items: [{ status: 'pending' }],
  });
  t.equal(fetched(), 1);
  spoil();
  t.equal((await client.get('/api/1.0/invoice/INV-123456')).status, 200);
  t.equal(fetched(), 2);
});

t.test('axios: Training, awards, a registration, and again after a 401', async (t) => {
  const { base } = await serve(t, 'engagifii-training');
  const { client, spoil, fetched } = axiosService({ ...TRAINING, base });
  t.match((await client.get('/api/v1/Awards/List')).data, [{ id: String }]);
  t.match((await client.post('/api/v1/registration/ClassRegistration', REGISTRATION)).data, { status: 'Registered' });
  spoil();
  t.match(
    (
      await client.post('/api/v1/registration/ClassRegistration', {
        ...REGISTRATION,
        email: 'again@northfield.example',
      })
    ).data,
    { status: 'Registered' },
    'its body is sent again, too',
  );
  t.equal(fetched(), 2);
});

t.test('axios: Piaxis, authorization, refresh and a one-time password', async (t) => {
  const { base, sandbox } = await serve(t, 'piaxis');
  await sandbox.settings.change('piaxis', { consent: 'headless' });
  const clientId = '096b723a-45c5-4957-94d7-747835136265';
  const redirectUri = 'https://yourapp.com/callback';
  const exchange = (code: string): Promise<any> =>
    axiosForm(`${base}/api/oauth/token`, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
    });
  await t.rejects(
    exchange('auth_code_here'),
    { message: 'Request failed with status code 400' },
    'a placeholder is no code',
  );
  const query = new URLSearchParams({
    merchant_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'payments:create escrow:create',
    state: 'random-state-string',
  });
  // The browser's part: the sandbox consents by itself here.
  const { headers } = await axios.get(`${base}/api/authorize?${query.toString()}`, {
    maxRedirects: 0,
    validateStatus: (status) => status < 400,
  });
  const token = await exchange(new URL(String(headers['location'])).searchParams.get('code')!);
  t.match(token, { scope: 'payments:create escrow:create', expires_in: 3600 });
  t.match(
    await axiosForm(`${base}/api/oauth/refresh`, {
      grant_type: 'refresh_token',
      refresh_token: token.refresh_token,
      client_id: clientId,
    }),
    { access_token: String },
  );
  const key = 'pk_test_nile_market';
  const otp = await axiosJson<any>(
    `${base}/api/auth/request-otp`,
    { operation: 'escrow_release', escrow_id: 'e123e4567-e89b-12d3-a456-426614174000', phone_number: '+256700000000' },
    key,
  );
  const { data } = await axios.get<{ code: string }>(`${sandbox.control}/otp/latest`);
  t.match(await axiosJson(`${base}/api/auth/verify-otp`, { otp_id: otp.otp_id, otp_code: data.code }, key), {
    status: 'success',
  });
});

t.test("C#: the samples' calls, with the types that they leave out", { skip: noSharp }, async (t) => {
  const program = join(t.testdir(), 'samples.exe');
  await promisify(execFile)(
    'mcs',
    ['-r:System.Net.Http.dll', '-r:Microsoft.CSharp.dll', `-r:${JSON_NET}`, `-out:${program}`, SHARP],
    { env },
  );
  const sharp = async (sample: string, base: string): Promise<unknown> => {
    const given = { BASE: base, INVOICE: JSON.stringify(INVOICE), REGISTRATION: JSON.stringify(REGISTRATION) };
    const { stdout } = await promisify(execFile)('mono', [program, sample], {
      env: { ...env, ...given, MONO_PATH: dirname(JSON_NET) },
    });
    return JSON.parse(stdout);
  };
  await t.test('C#: Revenue, invoices', async (t) => {
    const { base } = await serve(t, 'engagifii-revenue');
    t.match(await sharp('revenue', base), {
      number: '2024-0042',
      total: 480,
      found: /^[1-9]/,
      made: 'pending',
      fetched: 1,
      again: 'the request was sent already',
    });
  });
  await t.test('C#: Training, awards and a registration', async (t) => {
    const { base } = await serve(t, 'engagifii-training');
    t.match(
      await sharp('training', base),
      { awards: /^[1-9]/, registered: 'Registered', again: /^[1-9]/, fetched: 2 },
      'a token request that carries a refused token, too',
    );
  });
});

t.test('the page of fates names tests that there are', (t) => {
  const tests = ['document-samples', 'clients-documents']
    .map((name) => readFileSync(`mock/test/${name}.test.ts`, 'utf8'))
    .join('\n');
  const rows = [
    ...readFileSync('docs/samples.md', 'utf8').matchAll(/^\| (?!sample|-)(.+?) \| (.+?) \| (.+?) \| (.+?) \|$/gm),
  ];
  t.ok(rows.length > 20, `${rows.length} samples`);
  for (const [, sample, , fate, why] of rows) {
    if (fate!.startsWith('works')) t.ok(tests.includes(`t.test('${why!}'`), `${sample!}: ${why!}`);
    else t.match(fate, /^(?:refused on purpose|cannot work|calls nothing|not run)$/, sample!);
  }
  t.end();
});
