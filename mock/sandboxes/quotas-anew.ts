/** What becomes of quotas when a sandbox's clock is put back. */
import { chain } from '../state/awaitable.ts';
import { gather } from '../state/gather.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { World } from './sandbox.ts';

/** What the counts of quotas are called in a world's store. */
export const QUOTA_KEYS = 'rate:';

/**
 * Windows that began at a later time than the clock now shows would stay as they are until it shows that time again,
 * days perhaps: all begin anew.
 */
export const startQuotasAnew = (worlds: Iterable<World>): Awaitable<void> =>
  chain(gather([...worlds].map(({ store }) => store.clear(QUOTA_KEYS))), () => undefined);
