/** Tokens that answers gave out, for the next request to carry. Kept as long as the tab is open, and not over a reset. */
import { computed, effect, signal } from '@preact/signals';
import { firstPage, LOADED } from './journal-feed.ts';
import { sandbox } from './session.ts';

export interface KnownToken {
  readonly sandbox: string;
  readonly contract: string;
  readonly name: string;
  readonly value: string;
  /** The number of the request that gave it out; 0 where the journal was cleared since. */
  readonly entry: number;
}

const KEPT = 'tollgate-tokens';
const MOST = 50;

/** Newest first. */
const all = signal<readonly KnownToken[]>(JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as readonly KnownToken[]);

function keep(tokens: readonly KnownToken[]): void {
  all.value = tokens;
  sessionStorage.setItem(KEPT, JSON.stringify(tokens));
}

/** Those of the sandbox that is looked at. */
export const tokens = computed(() => all.value.filter((one) => one.sandbox === sandbox.value));

function tokensIn(value: unknown, found: (name: string, token: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && /token$|^session|_session|jwt/i.test(name) && inner.length > 7) found(name, inner);
    else tokensIn(inner, found);
  }
}

/**
 * @param entry the number of the request in the journal
 * @returns the first token of the answer
 */
export function rememberTokens(contract: string, body: string, entry: string | undefined): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const found: KnownToken[] = [];
  tokensIn(value, (name, token) => {
    // A refresh token opens nothing itself.
    if (!/refresh|id_?token/i.test(name))
      found.push({ sandbox: sandbox.value, contract, name, value: token, entry: Number(entry ?? 0) });
  });
  if (found.length > 0) keep([...found, ...all.value].slice(0, MOST));
  return found[0]?.value;
}

/** No token of before a reset is ever good again. */
export function forgetTokens(): void {
  keep(all.peek().filter((one) => one.sandbox !== sandbox.peek()));
}

/** With the journal goes what a token's age could be told by. */
export function unbindTokens(): void {
  keep(all.peek().map((one) => (one.sandbox === sandbox.peek() ? { ...one, entry: 0 } : one)));
}

/** The sandbox was reset, or started anew, where the journal knows nothing of the request that gave a token out. */
export function startTokens(): void {
  effect(() => {
    const page = firstPage.value;
    if (page === undefined || page.dropped > 0 || page.entries.length === LOADED) return;
    const known = new Set(page.entries.map(({ id }) => id));
    if (tokens.peek().some(({ entry }) => entry > 0 && !known.has(entry))) forgetTokens();
  });
}
