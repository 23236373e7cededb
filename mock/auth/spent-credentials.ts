/**
 * What was taken out of the store because it works once, remembered for a day, so that anyone who brings it again is
 * told that it was used and not that nobody knows it. Nothing but explanations looks at this.
 */
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { instant, span } from '../state/instant-texts.ts';
import type { World } from '../sandboxes/sandbox.ts';

const REMEMBERED_MS = 24 * 3_600_000;

const spentKey = (key: string): string => `spent:${key}`;

type Spent = {
  readonly tenant: string;
  /** Epoch milliseconds. */
  readonly at: number;
};

/** @param key where it stood in the store */
export function rememberSpent({ store }: World, key: string, tenant: string, now: number): Awaitable<boolean> {
  return store.set<Spent>(spentKey(key), { tenant, at: now }, { expiresAt: now + REMEMBERED_MS, unrefused: true });
}

/** @returns when it was used, in words: `at …, 2 s ago`; undefined if it never was, or was another tenant's */
export function spentText({ store }: World, key: string, tenant: string, now: number): Awaitable<string | undefined> {
  return chain(store.get<Spent>(spentKey(key)), (spent) =>
    spent?.tenant === tenant ? `at ${instant(spent.at)}, ${span(now - spent.at)} ago` : undefined,
  );
}
