/** How many of the messages that arrived nobody has looked at. */
import { computed, effect, signal } from '@preact/signals';
import { ask } from './ask.ts';
import { pulse } from './journal-feed.ts';
import { access, connection, sandbox } from './session.ts';
import type { Message } from './types.ts';

const messages = signal<readonly Message[]>([]);
/** The number of the newest that was looked at, by sandbox. */
const seen = signal<ReadonlyMap<string, number>>(new Map());

export const unseenMessages = computed(
  () => messages.value.filter(({ id }) => id > (seen.value.get(sandbox.value) ?? 0)).length,
);

/** Somebody looks at them. */
export function sawMessages(shown: readonly Message[]): void {
  const newest = Math.max(0, ...shown.map(({ id }) => id));
  if (seen.peek().get(sandbox.peek()) !== newest) seen.value = new Map([...seen.peek(), [sandbox.peek(), newest]]);
}

export function startInbox(): void {
  effect(() => {
    void pulse.value;
    const of = sandbox.value;
    if (connection.value !== 'live' || access.value.state !== 'open') return;
    ask<{ readonly messages: readonly Message[] }>('/otp').then(
      (told) => {
        if (sandbox.peek() === of) messages.value = told.messages;
      },
      // Whoever shows the connection says so.
      () => undefined,
    );
  });
}
