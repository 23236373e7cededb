/** What a check needs, held against what the target has. */
import type { Need } from './check.ts';
import type { Target } from './target/target.ts';

/** Why a need is not met; undefined where it is. */
type Judge = (target: Target) => string | undefined;

const tenantsOf = ({ credentials: { clients, keys, users } }: Target): number => new Set([...clients, ...keys, ...users].map(({ tenant }) => tenant)).size;

const unless = (met: boolean, reason: string): string | undefined => (met ? undefined : reason);

const JUDGES: Readonly<Record<Need, Judge>> = {
  control: ({ control }) => unless(control !== undefined, 'needs a control plane'),
  clock: ({ control, clock }) => unless(control !== undefined && clock !== false, 'needs a clock that can be moved'),
  otp: ({ otp, control }) => unless(otp.kind !== 'none' && (otp.kind !== 'control' || control !== undefined), 'needs a way to read one-time passwords'),
  consent: ({ consent }) => unless(consent.kind !== 'none', 'needs a way to give consent'),
  second_tenant: (target) => unless(tenantsOf(target) > 1, 'needs credentials of a second tenant'),
  second_client: ({ credentials: { clients, keys } }) => unless(clients.length > 1 || keys.length > 1, 'needs a second client'),
  // A world of the check's own may be used up and changed: it is thrown away.
  exhaust: ({ control, safety }) => unless(control !== undefined || safety.exhaustRateLimits, 'needs leave to use up quotas (safety.exhaust_rate_limits)'),
  destructive: ({ control, safety }) => unless(control !== undefined || safety.destructive, 'needs leave to change and delete records (safety.destructive)'),
  keys: ({ control }) => unless(control !== undefined, 'needs keys that can be blocked, deleted and regenerated'),
  tls: ({ baseUrl }) => unless(baseUrl.startsWith('https:'), 'needs a target that speaks HTTPS'),
};

/** The first need that the target does not meet, in words; undefined if it meets all. */
export function unmetNeed(needs: readonly Need[], target: Target): string | undefined {
  for (const need of needs) {
    const reason = JUDGES[need](target);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
