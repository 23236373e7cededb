/** How long a provider shows a key's secret after it was made. */
import { contractMs } from '../../contract/durations.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import type { KeyRecord } from './key-records.ts';
import { keyCredential } from './key-rules.ts';

/** The plan in force: the control plane's choice, else the one the contract starts with. */
const planInForce = (world: World): string | undefined => world.settings.plan ?? world.contract.seed.plan;

/** @returns the secret, or null where the contract no longer shows it at the clock's time */
export function visibleSecret(world: World, record: KeyRecord): string | null {
  const visibility = keyCredential(world.contract, record.credential)?.visibility;
  if (visibility === undefined) return record.secret;
  const plan = planInForce(world);
  if (plan !== undefined && visibility.never_hidden_on_plans?.includes(plan)) return record.secret;
  const firstOfPrimary = record.primary && !record.regenerated;
  const shown = (firstOfPrimary ? visibility.primary_first : undefined) ?? visibility.otherwise;
  if (shown === 'once') return null;
  return world.clock.now() < record.secret_made_at + contractMs(shown) ? record.secret : null;
}
