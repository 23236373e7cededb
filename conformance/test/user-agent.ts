/** A browser's stand-in for flows, as `specs/flows/user-agent.yaml` describes it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface UserAgent extends AsyncDisposable {
  readonly url: string;
}

interface Visit {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** @param base URL of the API it visits, without a trailing slash */
export async function startUserAgent(base: string): Promise<UserAgent> {
  const cookies = new Map<string, string>();

  async function go(url: URL, init: RequestInit): Promise<object> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, ...(cookie !== '' && { headers: { cookie } }), redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    const target = response.headers.get('location');
    const next = target === null ? url : new URL(target, url);
    if (target !== null && next.origin === url.origin) return go(next, {});
    return {
      status: response.status,
      location: next.origin + next.pathname,
      parameters: Object.fromEntries(next.searchParams),
      text: await response.text(),
    };
  }

  function visit({ path, query, form }: Visit): Promise<object> {
    const url = new URL(base + path);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value);
    return go(url, form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) });
  }

  const server = createServer((request, response) => {
    json(request)
      .then((body) => visit(body as Visit))
      .then(
        (page) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(page)),
        (error: unknown) => response.writeHead(400, { 'Content-Type': 'text/plain' }).end(String(error)),
      );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
