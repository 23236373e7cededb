/** Whether the target has what a check needs; if not, the reason why the check is not run. */
import type { Need } from './check.ts';
import type { Target } from './target/target.ts';

/** What stands after "needs". */
export const NEED_WORDS: Readonly<Record<Need, string>> = {
  control: 'a control plane',
  clock: 'a clock that can be moved',
  wait: 'a clock that can be moved, or time to wait (safety.longest_wait)',
  otp: 'a way to read one-time passwords',
  consent: 'a way to give consent',
  dead_key: 'a key that the target says is deleted or replaced, or keys that can be',
  consent_page: 'a consent page whose form the suite can fill in (capabilities.consent: form)',
  second_tenant: 'credentials of a second tenant',
  second_client: 'a second client',
  exhaust: 'permission to exhaust quotas (safety.exhaust_rate_limits)',
  destructive: 'permission to change and delete records (safety.destructive)',
  keys: 'keys that can be blocked, deleted and regenerated',
  blocked_key: 'a key that the target says is blocked, or keys that can be',
  renew_keys: 'permission to replace the secrets of keys for a while (safety.renew_keys)',
  tls: 'a target that speaks HTTPS',
};

const tenantsOf = ({ credentials: { clients, keys, users } }: Target): number =>
  new Set([...clients, ...keys, ...users].map(({ tenant }) => tenant)).size;

export const movesClock = ({ control, clock }: Target): boolean => control !== undefined && clock !== false;

const MET: Readonly<Record<Need, (target: Target) => boolean>> = {
  control: ({ control }) => control !== undefined,
  clock: movesClock,
  wait: (target) => movesClock(target) || target.safety.longestWaitMs > 0,
  otp: ({ otp, control }) => otp.kind !== 'none' && (otp.kind !== 'control' || control !== undefined),
  consent: ({ consent }) => consent.kind !== 'none',
  dead_key: ({ control, credentials: { keys } }) =>
    control !== undefined || keys.some(({ status }) => status === 'deleted' || status === 'replaced'),
  consent_page: ({ consent, control }) => control !== undefined || consent.kind === 'form',
  second_tenant: (target) => tenantsOf(target) > 1,
  second_client: ({ credentials: { clients, keys } }) => clients.length > 1 || keys.length > 1,
  // A world of the check's own may be used up and changed: it is thrown away.
  exhaust: ({ control, safety }) => control !== undefined || safety.exhaustRateLimits,
  destructive: ({ control, safety }) => control !== undefined || safety.destructive,
  keys: ({ control }) => control !== undefined,
  blocked_key: ({ control, credentials: { keys } }) =>
    control !== undefined || keys.some(({ status }) => status === 'blocked'),
  renew_keys: ({ control, safety }) => control !== undefined || safety.renewKeys === true,
  tls: ({ baseUrl }) => baseUrl.startsWith('https:'),
};

/** The first need that the target does not meet, in words; undefined if it meets all. */
export function unmetNeed(needs: readonly Need[], target: Target): string | undefined {
  const unmet = needs.find((need) => !MET[need](target));
  return unmet && `needs ${NEED_WORDS[unmet]}`;
}
