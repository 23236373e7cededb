/**
 * The samples of the documents in the languages that they are written in, call by call, with nothing changed but base URLs and
 * credentials: curl and Python here, JavaScript in `clients-documents.test.ts`. What becomes of each is said in `docs/samples.md`.
 * The samples themselves are not ours to copy: their calls are made anew, in fewer lines.
 */
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import type { Test } from 'tap';
import { startSandbox } from '../index.ts';
import type { SandboxHandle } from '../index.ts';

t.setTimeout(120_000);

const SAMPLES = fileURLToPath(new URL('../../../mock/test/fixtures/document_samples.py', import.meta.url));
const { NODE_OPTIONS: _hooks, ...env } = process.env;

const needs = (what: string, how: string, command: string, ...args: readonly string[]): string | false => (spawnSync(command, args).status === 0 ? false : `needs ${what}; install with: ${how}`);
const noCurl = needs('curl', 'apt-get install curl', 'curl', '--version');
const noRequests = needs('requests for python3', 'apt-get install python3-requests', 'python3', '-c', 'import requests');

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

async function python(sample: string, { sandbox, base }: Awaited<ReturnType<typeof serve>>, more: Readonly<Record<string, object>> = {}): Promise<any> {
  const given = Object.fromEntries(Object.entries(more).map(([name, value]) => [name, JSON.stringify(value)]));
  const { stdout } = await promisify(execFile)('python3', [SAMPLES, sample], { env: { ...env, BASE: base, CONTROL: sandbox.control, ...given } });
  return JSON.parse(stdout);
}

t.test('curl: Revenue, a token, a code, a revocation', { skip: noCurl }, async (t) => {
  const { base, sandbox } = await serve(t, 'engagifii-revenue');
  await sandbox.settings.change('engagifii-revenue', { consent: 'headless' });
  const client = '-d "client_id=revenue-service" -d "client_secret=secret_sandbox_revenue_service"';
  const form = '-H "Content-Type: application/x-www-form-urlencoded"';
  const token = await curl(`curl -X POST ${base}/oauth/token ${form} -d "grant_type=client_credentials" ${client} -d "scope=revenue.api.full"`);
  t.match(token, { status: 200, body: { token_type: 'Bearer', expires_in: 3600, scope: 'revenue.api.full' } });
  const read = (): Promise<Answer> => curl(`curl ${base}/api/1.0/invoice -H "Authorization: Bearer ${token.body.access_token as string}" -H "tenant-code: TENANT123" -H "api-version: 1.0"`);
  t.equal((await read()).status, 200);
  t.equal((await curl(`curl -X POST ${base}/oauth/revoke ${form} -d "token=${token.body.access_token as string}" -d "token_type_hint=access_token" ${client}`)).status, 200);
  t.match(await read(), { status: 401, body: { error: 'unauthorized' } });
  t.match(await curl(`curl -X POST ${base}/oauth/token ${form} -d "grant_type=authorization_code" -d "code=AUTHORIZATION_CODE" ${client} -d "redirect_uri=https://yourapp.com/callback"`), { status: 400 }, 'a placeholder is no code');
});

t.test('curl: Revenue, an API key and its secret', { skip: noCurl }, async (t) => {
  const { base } = await serve(t, 'engagifii-revenue');
  const ask = (key: string, secret: string): Promise<Answer> => curl(`curl -X GET ${base}/api/1.0/invoice -H "X-API-Key: ${key}" -H "X-API-Secret: ${secret}" -H "tenant-code: TENANT123" -H "api-version: 1.0"`);
  t.equal((await ask('pk_test_abc123', 'sk_sandbox_xyz789')).status, 200);
  t.equal((await ask('pk_live_abc123', 'no-secret')).status, 401, 'the sample\'s own key is nobody\'s here');
});

t.test('curl: Voucherify, a client-side validation', { skip: noCurl }, async (t) => {
  const { base } = await serve(t, 'voucherify');
  const line = `curl -X GET -H "X-Client-Application-Id: voucherify-client" -H "X-Client-Token: pk_test_voucherify_client" -H "Content-Type: application/json" -H "origin: yourdomain.com" -d '{"order": {"amount": 20000}}' "${base}/client/v1/validate?code=BLCKFRDY"`;
  t.match(await curl(line), { status: 200, body: { valid: true, code: 'BLCKFRDY' } });
});

t.test('Python: Revenue, invoices and payments', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'engagifii-revenue');
  const INVOICE = { customerName: 'Maria Delgado', customerEmail: 'maria.delgado@example.com', memo: 'Dues', dueDate: '2030-02-01', totalAmount: 12.5 };
  const PAYMENT = { invoiceId: 'INV-123456', amount: 480, paymentMethod: 'CreditCard', payerName: 'Maria Delgado' };
  t.match(await python('revenue', served, { INVOICE, PAYMENT }), { found: /^[1-9]/, number: String, total: Number, made: 'pending', paid: 'completed', fetched: 1 });
});

t.test('Python: Revenue, a 429 is waited out', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'engagifii-revenue');
  await served.sandbox.settings.change('engagifii-revenue', { rate_limits: { default: { limit: 2, window_seconds: 1 } } });
  const { waits, statuses } = await python('revenue_retry', served);
  t.strictSame(statuses, [200, 200, 200, 200]);
  t.ok(served.sandbox.journal.list({ status: 429 }).length === waits, `${waits} waits`);
});

t.test('Python: Training, awards and a registration', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'engagifii-training');
  const REGISTRATION = { classId: '6f0a4b7d-1c2e-4d58-9a3b-8e7f5c6d1a20', firstName: 'Nora', lastName: 'Whitfield', email: 'nora@northfield.example', registrationType: 'Member' };
  t.match(await python('training', served, { REGISTRATION }), { awards: /^[1-9]/, registered: 'Registered' });
});

t.test('Python: Piaxis, authorization, refresh and a one-time password', { skip: noRequests }, async (t) => {
  const served = await serve(t, 'piaxis');
  await served.sandbox.settings.change('piaxis', { consent: 'headless' });
  t.strictSame(await python('piaxis', served), { placeholder: [400, 'invalid_grant'], scope: 'payments:create escrow:create', expires_in: 3600, refreshed: 200, verified: 'success' });
});

t.test('the page of fates names tests that there are', (t) => {
  const tests = ['document-samples', 'clients-documents'].map((name) => readFileSync(`mock/test/${name}.test.ts`, 'utf8')).join('\n');
  const rows = [...readFileSync('docs/samples.md', 'utf8').matchAll(/^\| (?!sample|-)(.+?) \| (.+?) \| (.+?) \| (.+?) \|$/gm)];
  t.ok(rows.length > 20, `${rows.length} samples`);
  for (const [, sample, , fate, why] of rows) {
    if (fate === 'works') t.ok(tests.includes(`t.test('${why!}'`), `${sample!}: ${why!}`);
    else t.match(fate, /^(?:refused on purpose|cannot work|calls nothing|not run)$/, sample!);
  }
  t.end();
});
