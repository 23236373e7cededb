/** Where one-time passwords and links arrive: what a phone or mailbox would have received, bounded, per sandbox. */
import type { Awaitable } from '../state/awaitable.ts';
import { after } from '../state/clock.ts';

export interface Message {
  readonly id: number;
  readonly contract: string;
  /** Whom it was sent to. */
  readonly to: string;
  /** Of a link its token. */
  readonly code: string;
  /** Undefined where the code is typed in. */
  readonly link?: string | undefined;
  readonly otp_id: string;
  readonly operation: string;
  readonly resource: string | null;
  /** ISO 8601, on the sandbox's clock. */
  readonly sent_at: string;
  readonly expires_at: string;
}

export interface MessageFilter {
  readonly contract?: string | undefined;
  readonly to?: string | undefined;
  readonly otp_id?: string | undefined;
  /** Only messages with a greater id. */
  readonly after?: number | undefined;
}

export interface Inbox {
  deliver(message: Omit<Message, 'id'>): Awaitable<void>;
  /** Oldest first. */
  list(filter?: MessageFilter): Awaitable<readonly Message[]>;
  latest(filter?: MessageFilter): Awaitable<Message | undefined>;
  /** How many were dropped for newer ones, since the inbox was last cleared. */
  dropped(): Awaitable<number>;
  /** The latest message that fits, now or within `timeoutMs` of the machine's time. */
  wait(filter: MessageFilter, timeoutMs: number): Promise<Message | undefined>;
  clear(): Awaitable<void>;
}

/** Whether a message is one that was asked for. */
export const fits = (message: Message, { contract, to, otp_id, after: since = 0 }: MessageFilter): boolean =>
  message.id > since &&
  (contract === undefined || message.contract === contract) &&
  (to === undefined || message.to === to) &&
  (otp_id === undefined || message.otp_id === otp_id);

/** @param capacity how many messages it holds; older ones are dropped */
export function createInbox(capacity: number): Inbox {
  let messages: Message[] = [];
  let lastId = 0;
  let clearedTo = 0;
  const waiters = new Set<() => void>();
  const latest = (filter: MessageFilter = {}): Message | undefined =>
    messages.findLast((message) => fits(message, filter));
  return {
    deliver(message) {
      messages.push({ id: ++lastId, ...message });
      if (messages.length > capacity) messages.splice(0, messages.length - capacity);
      for (const wake of [...waiters]) wake();
    },
    list: (filter = {}) => messages.filter((message) => fits(message, filter)),
    latest,
    wait(filter, timeoutMs) {
      const present = latest(filter);
      if (present) return Promise.resolve(present);
      return new Promise((resolve) => {
        const settle = (message: Message | undefined): void => {
          waiters.delete(wake);
          cancel();
          resolve(message);
        };
        const wake = (): void => {
          const message = latest(filter);
          if (message) settle(message);
        };
        const cancel = after(timeoutMs, () => settle(undefined));
        waiters.add(wake);
      });
    },
    dropped: () => lastId - clearedTo - messages.length,
    clear() {
      messages = [];
      clearedTo = lastId;
    },
  };
}
