/** What is measured: one request of the sandbox beside a bare route that answers the same bytes. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Case {
  readonly name: string;
  /** What the ratio must reach; the figure is reported either way. */
  readonly target: number;
  /** Status that every answer must have. */
  readonly status: number;
  readonly contract: string;
  /** The rate-limit class that the run lifts. */
  readonly quota?: string;
  /** Prepares the sandbox and gives the request to send, as method, path, headers and body. */
  prepare(base: string): Promise<Prepared>;
}

export interface Prepared {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const FORM = 'application/x-www-form-urlencoded';

/** The request as it goes on the wire. */
export function wire({ method, path, headers, body = '' }: Prepared): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = method === 'POST' ? `content-length: ${Buffer.byteLength(body)}\r\n` : '';
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines}${length}\r\n${body}`;
}

async function token(base: string, path: string, headers: Record<string, string>, form: Record<string, string>): Promise<string> {
  const response = await fetch(base + path, { method: 'POST', headers: { 'content-type': FORM, ...headers }, body: new URLSearchParams(form) });
  return ((await response.json()) as { access_token: string }).access_token;
}

const REVENUE_CLIENT = { grant_type: 'client_credentials', client_id: 'revenue-service', client_secret: 'secret_sandbox_revenue_service', scope: 'revenue.api.full' };

const UNCAPPED = 'uncapped';

const DEVELOPER = 'fortis-developer';

/** Voucherify lets a project have 1,000 live tokens; a run issues more, so it uses the contract without that line. */
function uncapped(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'tollgate-bench-')), `${UNCAPPED}.yaml`);
  writeFileSync(file, readFileSync('specs/voucherify.yaml', 'utf8').replace(/^ *max_live: .*$/m, ''));
  return file;
}

/** What the measured sandbox serves. */
export const BENCH_CONTRACTS: readonly string[] = ['engagifii-revenue', 'fortis', uncapped()];

export const CASES: readonly Case[] = [
  {
    name: 'authenticated GET', target: 0.75, status: 200, contract: 'engagifii-revenue', quota: 'default',
    async prepare(base) {
      const bearer = await token(base, '/oauth/token', {}, REVENUE_CLIENT);
      return { method: 'GET', path: '/engagifii-revenue/api/1.0/invoice/INV-123456', headers: { authorization: `Bearer ${bearer}`, 'tenant-code': 'TENANT123', 'api-version': '1.0' } };
    },
  },
  {
    name: 'opaque token', target: 0.65, status: 200, contract: UNCAPPED, quota: 'api_calls',
    prepare: () => Promise.resolve({
      method: 'POST', path: `/${UNCAPPED}/v1/oauth/token`, body: 'grant_type=client_credentials&scope=vouchers',
      headers: { 'content-type': FORM, 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_voucherify_primary' },
    }),
  },
  {
    name: 'HMAC GET', target: 0.55, status: 200, contract: 'fortis',
    prepare: () => {
      const timestamp = String(Math.floor(Date.now() / 1000));
      const id = '11e95f8ec39de8fbdb0a4f1a';
      const hash = createHmac('sha256', 'my_user_hash_key').update(id + timestamp).digest('hex');
      return Promise.resolve({ method: 'GET', path: '/fortis/v2/transactions', headers: { 'developer-id': DEVELOPER, 'user-id': id, timestamp, 'hash-key': hash } });
    },
  },
];
