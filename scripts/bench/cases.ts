/** What is asked of the sandbox: one request of each kind of work. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Prepared {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Case {
  readonly name: string;
  /** As it stands in the sandbox's paths. */
  readonly contract: string;
  /** The rate-limit class that a run would use up. */
  readonly quota: string | undefined;
  /**
   * Prepares a server of the contract, and gives the request to send; its path is below the contract's.
   *
   * @param base URL of the contract, without a trailing slash
   */
  prepare(base: string): Promise<Prepared>;
}

const FORM = 'application/x-www-form-urlencoded';

/** The request as it goes on the wire. */
export function wire({ method, path, headers, body = '' }: Prepared): string {
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const length = method === 'POST' ? `content-length: ${Buffer.byteLength(body)}\r\n` : '';
  return `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines}${length}\r\n${body}`;
}

/** The same request, where the contract is served below its name. */
export const mounted = ({ contract }: Case, prepared: Prepared): Prepared => ({
  ...prepared,
  path: `/${contract}${prepared.path}`,
});

const UNCAPPED = 'uncapped';

/** Voucherify lets a project have 1,000 live tokens; a run issues more, so it uses the contract without that line. */
function uncapped(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, `${UNCAPPED}.yaml`);
  writeFileSync(file, readFileSync('specs/voucherify.yaml', 'utf8').replace(/^ *max_live: .*$/m, ''));
  return file;
}

/** What the measured sandbox serves. */
export const BENCH_CONTRACTS: readonly string[] = ['engagifii-revenue', 'fortis', uncapped()];

const RS256_TOKEN: Prepared = {
  method: 'POST',
  path: '/oauth/token',
  headers: { 'content-type': FORM },
  body: 'grant_type=client_credentials&client_id=revenue-service&client_secret=secret_sandbox_revenue_service&scope=revenue.api.full',
};

const OPAQUE_TOKEN: Prepared = {
  method: 'POST',
  path: '/v1/oauth/token',
  body: 'grant_type=client_credentials&scope=vouchers',
  headers: {
    'content-type': FORM,
    'x-app-id': 'voucherify-app-primary',
    'x-app-token': 'secret_sandbox_voucherify_primary',
  },
};

const get = (path: string, headers: Readonly<Record<string, string>>): Prepared => ({ method: 'GET', path, headers });

export const AUTHENTICATED_GET: Case = {
  name: 'authenticated GET',
  contract: 'engagifii-revenue',
  quota: 'default',
  async prepare(base) {
    const { method, headers, body } = RS256_TOKEN;
    const answer = await fetch(base + RS256_TOKEN.path, { method, headers, body: body! });
    const { access_token: bearer } = (await answer.json()) as { access_token: string };
    return get('/api/1.0/invoice/INV-123456', {
      authorization: `Bearer ${bearer}`,
      'tenant-code': 'TENANT123',
      'api-version': '1.0',
    });
  },
};

export const OPAQUE: Case = {
  name: 'opaque token',
  contract: UNCAPPED,
  quota: 'api_calls',
  prepare: () => Promise.resolve(OPAQUE_TOKEN),
};

export const RS256: Case = {
  name: 'RS256 token',
  contract: 'engagifii-revenue',
  quota: 'default',
  prepare: () => Promise.resolve(RS256_TOKEN),
};

export const HMAC_GET: Case = {
  name: 'HMAC GET',
  contract: 'fortis',
  quota: undefined,
  prepare() {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const id = '11e95f8ec39de8fbdb0a4f1a';
    const hash = createHmac('sha256', 'my_user_hash_key')
      .update(id + timestamp)
      .digest('hex');
    return Promise.resolve(
      get('/v2/transactions', { 'developer-id': 'fortis-developer', 'user-id': id, timestamp, 'hash-key': hash }),
    );
  },
};

const ALL: readonly Case[] = [AUTHENTICATED_GET, OPAQUE, RS256, HMAC_GET];

/** Lifts the quotas that a run would use up: it is not about 429s. */
export async function liftQuotas(origin: string, cases: readonly Case[] = ALL): Promise<void> {
  for (const { contract, quota } of cases) {
    if (quota !== undefined)
      await changeSettings(origin, contract, {
        rate_limits: { [quota]: { limit: 1_000_000_000, window_seconds: 3_600 } },
      });
  }
}

export async function changeSettings(origin: string, contract: string, change: object): Promise<void> {
  const response = await fetch(`${origin}/_tollgate/settings/${contract}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  if (!response.ok) throw new Error(`settings of ${contract}: ${await response.text()}`);
}
