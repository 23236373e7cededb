/** What the tests of shared stores ask of a running command, whichever of its processes answers. */
import { spawnSync } from 'node:child_process';
import { revenue } from '../../mock/test/oauth-revenue.ts';
import type { Revenue } from '../../mock/test/oauth-revenue.ts';
import type { SandboxHandle } from '../../mock/index.ts';
import { jsonClient } from '../../mock/test/json-client.ts';
import type { Send } from '../../mock/test/json-client.ts';
import type { Running } from './command.ts';

export const OAUTH = 'engagifii-revenue';
export const OTP = 'piaxis';

const NO_LIMIT = { limit: null, window_seconds: 3_600 };

export interface Client {
  readonly oauth: Revenue;
  readonly otp: Send;
  readonly control: Send;
}

export function clientOf({ contracts, control }: Running): Client {
  const url = (name: string): string => contracts[name]!;
  return {
    // Only the URL is asked for.
    oauth: revenue({ url } as SandboxHandle),
    otp: jsonClient(url(OTP), { 'api-key': 'pk_test_nile_market' }),
    control: jsonClient(control),
  };
}

/** Takes quotas out of the way, and consents without a page. */
export async function unlimit({ control }: Client): Promise<void> {
  await control(`/settings/${OAUTH}`, {
    method: 'PATCH',
    json: { consent: 'headless', rate_limits: { default: NO_LIMIT } },
  });
  await control(`/settings/${OTP}`, {
    method: 'PATCH',
    json: { rate_limits: { authentication: NO_LIMIT, escrow: NO_LIMIT, retrieval: NO_LIMIT } },
  });
}

/** How many times each status is there. */
export function counted(replies: readonly { readonly status: number }[]): Readonly<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Process ids of a command's workers. */
export function workersOf({ pid }: Running): readonly number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map(Number)
    .filter((id) => id > 0);
}

/** A read that the quota counts, with headers as the key pair's owner sends them. */
export function read(
  { oauth }: Client,
  key: { readonly id: string; readonly secret: string } = { id: 'pk_test_abc123', secret: 'sk_sandbox_xyz789' },
): Promise<Response> {
  return fetch(`${oauth.base}/api/1.0/invoice`, {
    headers: {
      'api-version': '1.0',
      'tenant-code': 'TENANT123',
      'x-api-key': key.id,
      'x-api-secret': key.secret,
    },
    signal: AbortSignal.timeout(20_000),
  });
}
