/** The inbox of a sandbox that several processes serve: a ring in the store. */
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { after, monotonic } from '../../state/clock.ts';
import { fits } from '../../journal/otp-inbox.ts';
import type { Inbox, Message, MessageFilter } from '../../journal/otp-inbox.ts';
import type { Ring, Value } from '../../state/stores/store.ts';

/** Milliseconds between two looks of somebody who waits. */
const LOOK_EVERY = 50;

const pause = (ms: number): Promise<void> => new Promise((resolve) => void after(ms, resolve));

export function createSharedInbox(ring: Ring): Inbox {
  /** Oldest first. */
  const list = (filter: MessageFilter = {}): Awaitable<readonly Message[]> =>
    chain(ring.read(Infinity, ring.capacity), (entries) =>
      entries
        .map(({ id, value }): Message => ({ ...(value as unknown as Omit<Message, 'id'>), id }))
        .filter((message) => fits(message, filter))
        .reverse(),
    );
  const latest = (filter?: MessageFilter): Awaitable<Message | undefined> =>
    chain(list(filter), (messages) => messages.at(-1));
  return {
    deliver: (message) => chain(ring.append(message as unknown as Value), () => undefined),
    list,
    latest,
    dropped: () => ring.dropped(),
    async wait(filter, timeoutMs) {
      const end = monotonic() + timeoutMs;
      for (;;) {
        const message = await latest(filter);
        const left = end - monotonic();
        if (message || left <= 0) return message;
        await pause(Math.min(LOOK_EVERY, left));
      }
    },
    clear: () => ring.clear(),
  };
}
