/** A JSON client for tests. */
import { at } from '../contract/openapi-document.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined where there is none. */
  readonly body: unknown;
  /** What stands at a JSON pointer of the body. */
  at(pointer: string): unknown;
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
}

/** GET without a body, POST with one, unless `method` says otherwise. */
export type Send = (path: string, options?: SendOptions) => Promise<Reply>;

/** @param headers sent with every request */
export function jsonClient(base: string, headers: Readonly<Record<string, string>> = {}): Send {
  return async (path, { method, headers: more, json, body } = {}) => {
    const payload = json === undefined ? body : JSON.stringify(json);
    const response = await fetch(base + path, {
      method: method ?? (payload === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: { ...headers, ...(json === undefined ? {} : { 'content-type': 'application/json' }), ...more },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type')?.includes('json') ?? false) && text !== '';
    const parsed: unknown = isJson ? JSON.parse(text) : undefined;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: parsed,
      at: (pointer) => at(parsed, pointer),
    };
  };
}

/** `count` calls at once. */
export function atOnce<T>(count: number, call: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => call(i)));
}
