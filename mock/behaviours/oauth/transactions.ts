/** Authorization requests that wait for a person's decision: answered once, within ten minutes. */
import { digest } from '../digest.ts';
import { chain } from '../../awaitable.ts';
import type { Authorization } from './codes.ts';
import type { ReturnAddress } from './redirect.ts';
import type { Awaitable } from '../../awaitable.ts';
import type { Call } from '../../call.ts';

const LIFETIME_MS = 600_000;

export type Transaction = {
  /** The authorize operation that asked. */
  readonly operation: string;
  readonly authorization: Authorization;
  readonly back: ReturnAddress;
};

const transactionKey = (id: string): string => `consent:${digest(id)}`;

/** @returns its id, which only the page knows: nobody can answer a request they were not shown */
export function openTransaction(call: Call, transaction: Transaction): Awaitable<string> {
  const id = call.world.ids.make({ alphabet: 'base64url', length: 43 });
  return chain(call.world.store.set(transactionKey(id), transaction, { expiresAt: call.now + LIFETIME_MS }), () => id);
}

export function findTransaction(call: Call, id: string): Awaitable<Transaction | undefined> {
  return call.world.store.get<Transaction>(transactionKey(id));
}

/** Of many callers one gets it. */
export function takeTransaction(call: Call, id: string): Awaitable<Transaction | undefined> {
  return call.world.store.take<Transaction>(transactionKey(id));
}
