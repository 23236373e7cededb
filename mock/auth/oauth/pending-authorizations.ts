/** Authorization requests that wait for a person's decision: answered once, within ten minutes. */
import { digest } from '../secret-digest.ts';
import { rememberSpent, spentText } from '../spent-credentials.ts';
import { chain } from '../../state/awaitable.ts';
import type { Authorization } from './authorization-codes.ts';
import type { ReturnAddress } from './redirect-response.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

const LIFETIME_MS = 600_000;
/** How long past its end one is remembered, so that it is refused as expired and not as unknown. */
const REMEMBERED_MS = 24 * 3_600_000;

export type Transaction = {
  /** The authorize operation that asked. */
  readonly operation: string;
  readonly authorization: Authorization;
  readonly back: ReturnAddress;
  /** What the page asks: who it is (and after that whether they agree, or only if they have not yet), or whether. */
  readonly stage: 'login' | 'login and consent' | 'consent';
  /** Epoch milliseconds. */
  readonly expires_at: number;
};

const transactionKey = (id: string): string => `consent:${digest(id)}`;

/** @returns its id, which only the page knows: nobody can answer a request they were not shown */
export function openTransaction(call: Call, transaction: Omit<Transaction, 'expires_at'>): Awaitable<string> {
  const id = call.world.ids.make({ alphabet: 'base64url', length: 43 });
  return chain(
    call.world.store.set(
      transactionKey(id),
      { ...transaction, expires_at: call.now + LIFETIME_MS },
      { expiresAt: call.now + LIFETIME_MS + REMEMBERED_MS },
    ),
    () => id,
  );
}

export function findTransaction(call: Call, id: string): Awaitable<Transaction | undefined> {
  return call.world.store.get<Transaction>(transactionKey(id));
}

/** Of many callers one gets it. */
export function takeTransaction(call: Call, id: string): Awaitable<Transaction | undefined> {
  const { world, now } = call;
  const key = transactionKey(id);
  return chain(
    world.store.take<Transaction>(key),
    (taken) => taken && chain(rememberSpent(world, key, '', now), () => taken),
  );
}

/** What to say of a page that is not there any more. */
export function goneText(call: Call, id: string): Awaitable<string> {
  return chain(spentText(call.world, transactionKey(id), '', call.now), (spent) =>
    spent === undefined ? 'a page that was never shown' : `a page that was answered ${spent}`,
  );
}
