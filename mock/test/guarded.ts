/** Good calls of each contract that ships, for tests of what stands before the actions. */
import { readFileSync } from 'node:fs';
import type { Document } from '../contract/openapi-document.ts';
import { startSandbox } from '../index.ts';
import type { SandboxHandle, StartOptions } from '../index.ts';
import { rawClient } from './raw-client.ts';
import type { Headers, RawSend } from './raw-client.ts';

/** When the clocks of these tests stand still. */
export const START = Date.UTC(2030, 0, 1);

export const NAMES = ['engagifii-revenue', 'engagifii-training', 'voucherify', 'piaxis', 'fortis'] as const;

export type Name = (typeof NAMES)[number];

export interface Guarded {
  /** A credential that may do everything, with whatever identifiers the provider wants. */
  readonly good: Headers;
  /** The same of another tenant. */
  readonly other: Headers;
  /** A call without a body that `good` may make. */
  readonly read: string;
  /** A call that makes a record, answered with `created`. */
  readonly write: { readonly path: string; readonly json: unknown; readonly created: number };
}

const VERSION = { 'api-version': '1.0' };

export const GUARDED: Readonly<Record<Name, Guarded>> = {
  'engagifii-revenue': {
    good: {
      ...VERSION,
      'tenant-code': 'TENANT123',
      'x-api-key': 'pk_test_abc123',
      'x-api-secret': 'sk_sandbox_xyz789',
    },
    other: {
      ...VERSION,
      'tenant-code': 'TENANT456',
      'x-api-key': 'pk_test_abc456',
      'x-api-secret': 'sk_sandbox_xyz456',
    },
    read: '/api/1.0/invoice',
    write: {
      path: '/api/1.0/invoice',
      json: {
        customerName: 'Maria Delgado',
        customerEmail: 'maria@example.com',
        dueDate: '2030-01-15',
        totalAmount: 480,
      },
      created: 201,
    },
  },
  'engagifii-training': {
    good: { 'tenant-code': 'org-12345', 'x-api-key': 'key_sandbox_northfield_bridge' },
    other: { 'tenant-code': 'acme-corp', 'x-api-key': 'key_sandbox_acme_bridge' },
    read: '/api/v1/Awards/List',
    write: {
      path: '/api/v1/Awards',
      json: { name: 'Certified Board Member', levelType: 'Foundation', objectType: 'Certification', price: 150 },
      created: 201,
    },
  },
  voucherify: {
    good: { 'x-app-id': 'voucherify-app-primary', 'x-app-token': 'secret_sandbox_voucherify_primary' },
    other: { 'x-app-id': 'voucherify-app-coldbrew', 'x-app-token': 'secret_sandbox_voucherify_coldbrew' },
    read: '/v1/vouchers',
    write: {
      path: '/v1/vouchers',
      json: { type: 'DISCOUNT_VOUCHER', discount: { type: 'PERCENT', percent_off: 10 } },
      created: 200,
    },
  },
  piaxis: {
    good: { 'api-key': 'pk_test_nile_market' },
    other: { 'api-key': 'pk_test_kampala_motors' },
    read: '/api/account/settings',
    write: {
      path: '/api/payments/create',
      json: { amount: 5000, currency: 'UGX', payment_method: 'mtn' },
      created: 201,
    },
  },
  fortis: {
    good: {
      'developer-id': 'fortis-developer',
      'user-id': '11e95f8ec39de8fbdb0a4f1a',
      'user-api-key': 'user_api_key_sandbox_john',
    },
    other: {
      'developer-id': 'fortis-developer',
      'user-id': '11e95f8ec39de8fbdb0a4f2a',
      'user-api-key': 'user_api_key_sandbox_ann',
    },
    read: '/v2/contacts',
    write: {
      path: '/v2/contacts',
      json: { contact: { location_id: '11e8aaaa0000000000000001', first_name: 'Jane', last_name: 'Smith' } },
      created: 201,
    },
  },
};

/** A strict sandbox whose clock stands at {@link START}. */
export async function startFrozen(contracts: readonly string[], options: StartOptions = {}): Promise<SandboxHandle> {
  const sandbox = await startSandbox({ contracts, seed: 'guards', strict: true, ...options });
  sandbox.clock.freeze();
  sandbox.clock.set(START);
  return sandbox;
}

/** Takes every quota of a contract out of the way. */
export function unlimit(sandbox: SandboxHandle, contract: string): void {
  const document = JSON.parse(
    readFileSync(new URL(`../../specs/${contract}.json`, import.meta.url), 'utf8'),
  ) as Document;
  const classes = Object.keys(document['x-rate-limits'] ?? {});
  sandbox.settings.change(contract, {
    rate_limits: Object.fromEntries(classes.map((name) => [name, { limit: null, window_seconds: 60 }])),
  });
}

/** A client of a contract; with the good credential unless other headers are given. */
export function clientOf(sandbox: SandboxHandle, contract: Name, headers: Headers = GUARDED[contract].good): RawSend {
  return rawClient(sandbox.url(contract), headers);
}

/** How many times each value is there. */
export function tally(values: readonly (string | number)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** The canonical failure of the last refusal in the journal. */
export function lastFailure(sandbox: SandboxHandle): string | undefined {
  return sandbox.journal.list({ refused: true, limit: 1 })[0]?.refusal?.failure;
}
