/** Sends a request of the reader's own to a provider of the sandbox, as a client would. */
import { rememberTokens } from './tokens.ts';
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
  const entry = response.headers.get('x-tollgate-request') ?? undefined;
  return {
    token: rememberTokens(contract, body, entry),
    status: response.status,
    ms: performance.now() - started,
    headers: [...response.headers],
    body,
    entry,
  };
}
