/**
 * Prism between the suite and a sandbox.
 *
 * Prism knows one upstream, and the suite gives each check a world of its own below `/~name`. So two small servers stand around
 * it: the front takes the world off a path and remembers it in a header, the back puts it on again. The control plane is asked directly.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request as send } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What Prism says of one answer. */
export interface Violation {
  readonly location: readonly (string | number)[];
  readonly severity: string;
  readonly code?: string | number;
  readonly message: string;
}

export interface Referee extends AsyncDisposable {
  /** Stands for the sandbox's origin. */
  readonly origin: string;
  /** How many answers Prism saw. */
  seen(): number;
  /** Answers that Prism has something to say of. */
  readonly remarks: readonly { readonly method: string; readonly url: string; readonly status: number; readonly violations: readonly Violation[] }[];
}

const WORLD = 'x-referee-world';
const HOST = 'x-referee-host';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The test runner's hooks stay out. */
const { NODE_OPTIONS: _hooks, ...env } = process.env;

async function startPrism(file: string, upstream: string): Promise<{ readonly url: string; stop(): Promise<unknown> }> {
  const child = spawn(process.execPath, [join('node_modules', '.bin', 'prism'), 'proxy', file, upstream, '--port', '0', '--verboseLevel', 'info'], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const ended = once(child, 'close');
  child.stderr.resume();
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /listening on (http:\S+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    lines.once('close', () => reject(new Error('Prism ended before it listened')));
  });
  return {
    url,
    stop() {
      child.kill();
      return ended;
    },
  };
}

/**
 * @param file of the contract
 * @param sandbox origin of the sandbox
 * @param contract path segment of the contract in it
 */
export async function startReferee(file: string, sandbox: string, contract: string): Promise<Referee> {
  const agent = new Agent({ keepAlive: true });
  const remarks: Referee['remarks'][number][] = [];
  let seen = 0;

  function pass(incoming: IncomingMessage, response: ServerResponse, url: string, headers: readonly string[], note: (answer: IncomingMessage) => void = () => undefined): void {
    const { origin, pathname, search } = new URL(url);
    const outgoing = send(origin, { agent, method: incoming.method, path: pathname + search, headers: [...headers] }, (answer) => {
      note(answer);
      const kept = answer.rawHeaders.filter((_, i, all) => all[i - (i % 2)]!.toLowerCase() !== 'sl-violations');
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(response);
    });
    outgoing.on('error', (error) => response.headersSent ? response.destroy() : response.writeHead(502).end(String(error)));
    incoming.pipe(outgoing);
  }

  const without = (headers: readonly string[], names: readonly string[]): string[] => headers.filter((_, i, all) => !names.includes(all[i - (i % 2)]!.toLowerCase()));

  const back = createServer((incoming, response) => {
    const world = String(incoming.headers[WORLD] ?? '');
    const headers = ['Host', String(incoming.headers[HOST]), ...without(incoming.rawHeaders, [WORLD, HOST, 'host'])];
    pass(incoming, response, `${sandbox}${world}/${contract}${incoming.url ?? '/'}`, headers);
  });
  const prism = await startPrism(file, await listen(back));

  const front = createServer((incoming, response) => {
    const { method = 'GET', url = '/', headers: { host = '' } } = incoming;
    const [, world = '', path] = new RegExp(`^(/~[^/]+)?/${contract}(.*)$`).exec(url) ?? [];
    if (path === undefined) return pass(incoming, response, sandbox + url, incoming.rawHeaders);
    seen++;
    pass(incoming, response, prism.url + (path === '' ? '/' : path), [...without(incoming.rawHeaders, ['host']), 'Host', new URL(prism.url).host, WORLD, world, HOST, host], (answer) => {
      const said = answer.headers['sl-violations'];
      if (said !== undefined) remarks.push({ method, url: path, status: answer.statusCode ?? 0, violations: JSON.parse(String(said)) as readonly Violation[] });
    });
  });
  return {
    origin: await listen(front),
    seen: () => seen,
    remarks,
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await prism.stop();
      for (const server of [front, back]) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}
