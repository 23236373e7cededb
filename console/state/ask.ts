/** Asks the control plane. */
import { access, connection, CONTROL, sandbox, token } from './session.ts';

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** What the control plane refused, in its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The server cannot be reached. */
export class Unreachable extends Error {}

export function controlUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  if (sandbox.value !== 'default') search.set('sandbox', sandbox.value);
  const text = search.toString();
  return `${CONTROL}${path}${text === '' ? '' : `?${text}`}`;
}

async function detailOf(response: Response): Promise<string> {
  try {
    const { detail } = (await response.json()) as { detail?: string };
    return detail ?? `The control plane answered ${response.status}.`;
  } catch {
    return `The control plane answered ${response.status}.`;
  }
}

/** @throws {Refused} @throws {Unreachable} */
export async function send(path: string, { method = 'GET', query, body, signal }: Ask = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(controlUrl(path, query), {
      method,
      headers: {
        Accept: 'application/json',
        ...(token.value !== '' && { Authorization: `Bearer ${token.value}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    connection.value = 'lost';
    throw new Unreachable('The sandbox does not answer.', { cause: error });
  }
  if (response.ok) return response;
  const why = await detailOf(response);
  if (response.status === 401) access.value = { state: 'token' };
  if (response.status === 403) access.value = { state: 'closed', why };
  throw new Refused(response.status, why);
}

/** @throws {Refused} @throws {Unreachable} */
export async function ask<T>(path: string, options?: Ask): Promise<T> {
  const response = await send(path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** One sentence for whatever went wrong. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
