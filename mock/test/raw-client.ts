/** An HTTP client for tests that sends what it is told: repeated headers, bodies on GET, paths as they are. */
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { at } from '../contract/openapi-document.ts';

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** What stands at a JSON pointer of the body; undefined where there is none. */
  at(pointer: string): unknown;
}

export type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface RawOptions {
  /** GET without a body, POST with one, unless told. */
  readonly method?: string;
  /** A list is a header that comes as often. */
  readonly headers?: Headers;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type RawSend = (path: string, options?: RawOptions) => Promise<RawReply>;

const FORM = 'application/x-www-form-urlencoded';

function payloadOf({ json, form, body }: RawOptions): { readonly payload?: string | Buffer; readonly type?: string } {
  if (json !== undefined) return { payload: JSON.stringify(json), type: 'application/json' };
  if (form !== undefined) return { payload: new URLSearchParams(form).toString(), type: FORM };
  return body === undefined ? {} : { payload: body };
}

const parse = (text: string): unknown => (/^[[{]/.test(text) ? JSON.parse(text) : undefined);

/** @param headers sent with every request */
export function rawClient(base: string, headers: Headers = {}): RawSend {
  const { hostname, port, pathname } = new URL(base);
  const prefix = pathname === '/' ? '' : pathname;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return (path, options = {}) =>
    new Promise((resolve, reject) => {
      const { payload, type } = payloadOf(options);
      const all: Headers = {
        ...headers,
        ...(type !== undefined && { 'content-type': type }),
        ...(payload !== undefined && { 'content-length': String(Buffer.byteLength(payload)) }),
        ...options.headers,
      };
      const sent = Object.entries(all).map(([name, value]): [string, string | string[]] => [
        name,
        typeof value === 'string' ? value : [...value],
      ]);
      const outgoing = request(
        {
          agent,
          hostname,
          port,
          path: prefix + path,
          method: options.method ?? (payload === undefined ? 'GET' : 'POST'),
          headers: Object.fromEntries(sent),
        },
        (response) => {
          let text = '';
          response
            .setEncoding('utf8')
            .on('data', (chunk: string) => (text += chunk))
            .on('error', reject)
            .on('end', () => {
              const parsed = parse(text);
              resolve({
                status: response.statusCode!,
                headers: response.headers,
                text,
                at: (pointer) => at(parsed, pointer),
              });
            });
        },
      );
      outgoing.on('error', reject).end(payload);
    });
}
