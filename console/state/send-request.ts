/** Sends a request of the reader's own to a provider of the sandbox, as a client would. */
import { signal } from '@preact/signals';
import type { PreparedRequest } from './types.ts';

/** What a browser sets itself, and lets no page set. @see https://fetch.spec.whatwg.org/#forbidden-request-header */
const FORBIDDEN = ['cookie', 'date', 'host', 'origin', 'content-length', 'connection', 'expect', 'via', 'te'];

export interface Answered {
  readonly status: number;
  readonly ms: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** The number of its entry in the journal. */
  readonly entry: string | undefined;
  /** The token that it gave out, where it did. */
  readonly token: string | undefined;
}

/** Why the page cannot send it, where it cannot; the curl line can. */
export function cannotSend({ url, headers }: PreparedRequest): string | undefined {
  const forbidden = headers.find(([name = '']) => FORBIDDEN.includes(name.toLowerCase()))?.[0];
  if (forbidden !== undefined) return `A browser lets no page set the header ${forbidden}.`;
  if (new URL(url).origin !== location.origin)
    return `This provider stands at another address (${new URL(url).origin}) than this page, and need not let it in.`;
  return undefined;
}

interface KnownToken {
  readonly contract: string;
  readonly name: string;
  readonly value: string;
}

const KEPT = 'tollgate-tokens';

/** Tokens that answers gave out, the newest first: the next request may carry them. Kept as long as the tab is open. */
export const tokens = signal<readonly KnownToken[]>(
  JSON.parse(sessionStorage.getItem(KEPT) ?? '[]') as readonly KnownToken[],
);

const MOST_TOKENS = 50;

function tokensIn(value: unknown, found: (name: string, token: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && /token$|^session|_session|jwt/i.test(name) && inner.length > 7) found(name, inner);
    else tokensIn(inner, found);
  }
}

function remember(contract: string, body: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const found: { contract: string; name: string; value: string }[] = [];
  tokensIn(value, (name, token) => {
    // A refresh token opens nothing itself.
    if (!/refresh|id_?token/i.test(name)) found.push({ contract, name, value: token });
  });
  if (found.length > 0) tokens.value = [...found, ...tokens.value].slice(0, MOST_TOKENS);
  sessionStorage.setItem(KEPT, JSON.stringify(tokens.value));
  return found[0]?.value;
}

/** @throws Error where no answer comes */
export async function sendRequest(contract: string, request: PreparedRequest): Promise<Answered> {
  const started = performance.now();
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers.map(([name = '', value = '']) => [name, value] as [string, string]),
    ...(request.body !== undefined && { body: request.body }),
    // A cookie of the person's own browser is no part of the request.
    credentials: 'omit',
    redirect: 'manual',
  });
  const body = await response.text();
  return {
    token: remember(contract, body),
    status: response.status,
    ms: performance.now() - started,
    headers: [...response.headers],
    body,
    entry: response.headers.get('x-tollgate-request') ?? undefined,
  };
}
