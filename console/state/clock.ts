/** The sandbox's clock, as it goes on between two looks at it. */
import { computed, effect, signal } from '@preact/signals';
import { ask } from './ask.ts';
import { pulse } from './journal-feed.ts';
import { access, connection, sandbox } from './session.ts';
import type { Clock } from './types.ts';

const EVERY_MS = 5_000;
const TICK_MS = 1_000;
/** A clock that differs by less was not moved: the answer took its time. */
const APART_MS = 2_000;

const seen = signal<{ readonly clock: Clock; readonly at: number } | undefined>(undefined);
const ticks = signal(0);

export const showClock = (clock: Clock): void => {
  seen.value = { clock, at: Date.now() };
};

/** Milliseconds since 1970 on the sandbox's clock; undefined until it is known. */
export const sandboxNow = computed(() => {
  void ticks.value;
  if (seen.value === undefined) return undefined;
  const { clock, at } = seen.value;
  return clock.frozen ? clock.epoch_ms : clock.epoch_ms + (Date.now() - at);
});

export const isFrozen = computed(() => seen.value?.clock.frozen === true);

/** How far it is ahead of this machine's clock; 0 where nobody has moved it. */
export const aheadMs = computed(() => {
  if (seen.value === undefined || seen.value.clock.note === undefined) return 0;
  const apart = seen.value.clock.epoch_ms - seen.value.at;
  return Math.abs(apart) < APART_MS ? 0 : apart;
});

export async function readClock(): Promise<void> {
  try {
    showClock(await ask<Clock>('/clock'));
  } catch {
    // Whoever shows the connection says so.
  }
}

export function startClock(): void {
  setInterval(() => (ticks.value += 1), TICK_MS);
  setInterval(() => {
    if (document.visibilityState === 'visible' && connection.value === 'live') void readClock();
  }, EVERY_MS);
  effect(() => {
    void [sandbox.value, pulse.value];
    if (connection.value === 'live' && access.value.state === 'open') void readClock();
  });
}
