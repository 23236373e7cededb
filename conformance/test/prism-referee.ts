/**
 * Prism as a referee over every answer that the suite gets.
 *
 * The suite talks to the sandbox through a front that lets everything pass untouched and keeps the answers. Each answer is then
 * shown to `prism proxy`, whose upstream is a server that plays it back. Putting Prism itself in the way would change what is
 * tested: it follows redirects, folds repeated headers, parses bodies before it sends them on, and knows no HEAD.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request as send } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';

/** What Prism says of one answer. */
export interface Violation {
  readonly location: readonly (string | number)[];
  readonly severity: string;
  readonly code?: string | number;
  readonly message: string;
}

export interface Remark {
  readonly method: string;
  /** Path and query, below the contract. */
  readonly url: string;
  readonly status: number;
  readonly violation: Violation;
}

export interface Referee extends AsyncDisposable {
  /** Stands for the sandbox's origin. */
  readonly origin: string;
  /** Has Prism judge what was kept. */
  judge(): Promise<{ readonly answers: number; readonly judged: number; readonly remarks: readonly Remark[] }>;
}

interface Answer {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly string[];
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The test runner's hooks stay out. */
const { NODE_OPTIONS: _hooks, ...env } = process.env;

async function startPrism(file: string, upstream: string): Promise<{ readonly url: string; stop(): Promise<unknown> }> {
  const child = spawn(process.execPath, [join('node_modules', '.bin', 'prism'), 'proxy', file, upstream, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'], env });
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

/** Headers without some, in the raw form: name, value, name, value. */
const without = (headers: readonly string[], names: readonly string[]): string[] => headers.filter((_, i, all) => !names.includes(all[i - (i % 2)]!.toLowerCase()));

/** Of a JSON text its structure, with short words as they are: what is alike in this is judged a few times only. */
function shape(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text) as unknown, (_, value: unknown) => (Array.isArray(value) ? value.slice(0, 1) : typeof value === 'string' ? (/^[a-z_A-Z]{1,30}$/.test(value) ? value : '…') : typeof value === 'number' ? 0 : value));
  } catch {
    return text.slice(0, 15);
  }
}

const ALIKE = 3;

/** Drops answers that are alike: Prism takes some 10 ms for each, and a suite gets thousands. */
function sample(answers: readonly Answer[]): readonly Answer[] {
  const counts = new Map<string, number>();
  return answers.filter(({ method, url, status, headers, body }) => {
    const path = new URL(url, 'http://x').pathname.split('/').map((part) => (/\d/.test(part) ? '#' : part)).join('/');
    const key = [method, path, status, without(headers, ['content-length', 'date']).filter((_, i) => i % 2 === 0).join(), shape(body.toString())].join(' ');
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= ALIKE;
  });
}

const INDEX = 'x-referee-answer';
const AT_A_TIME = 4;

/**
 * @param file of the contract
 * @param sandbox origin of the sandbox
 * @param contract path segment of the contract in it
 */
export async function startReferee(file: string, sandbox: string, contract: string): Promise<Referee> {
  const agent = new Agent({ keepAlive: true });
  const below = new RegExp(`^(?:/~[^/]+)?/${contract}(/.*)$`);
  const kept: Answer[] = [];
  let judged: readonly Answer[] = [];

  const front = createServer((incoming, response) => {
    const { method = 'GET', url = '/' } = incoming;
    let answered = false;
    const outgoing = send(sandbox, { agent, method, path: url, headers: [...incoming.rawHeaders] }, (answer) => {
      answered = true;
      buffer(answer).then((body) => {
        const status = answer.statusCode ?? 502;
        const path = below.exec(url)?.[1];
        if (path !== undefined) kept.push({ method, url: path, requestHeaders: incoming.rawHeaders, status, headers: answer.rawHeaders, body });
        response.writeHead(status, answer.rawHeaders).end(body);
      }, () => response.destroy());
    });
    // A body that is too large is answered before it was all sent.
    outgoing.on('error', () => {
      if (!answered) response.destroy();
    });
    incoming.pipe(outgoing);
  });

  const playback = createServer((incoming, response) => {
    incoming.resume();
    const { status, headers, body } = judged[Number(incoming.headers[INDEX])]!;
    // Without Location, Prism does not go after a redirect.
    response.writeHead(status, without(headers, ['location', 'transfer-encoding', 'connection', 'keep-alive'])).end(body);
  });
  const prism = await startPrism(file, await listen(playback));

  async function ask(index: number): Promise<readonly Remark[]> {
    const { method, url, requestHeaders, status } = judged[index]!;
    const headers = [...without(requestHeaders, ['host', 'content-length', 'content-type', 'transfer-encoding', 'authorization', 'expect']), 'Host', new URL(prism.url).host, INDEX, String(index), 'Content-Length', '0'];
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      send(prism.url, { agent, method, path: url, headers }, resolve).on('error', reject).end();
    });
    answer.resume();
    const said = answer.headers['sl-violations'];
    return said === undefined ? [] : (JSON.parse(String(said)) as readonly Violation[]).map((violation) => ({ method, url, status, violation }));
  }

  return {
    origin: await listen(front),
    async judge() {
      judged = sample(kept.filter(({ method }) => method !== 'HEAD'));
      const remarks: Remark[] = [];
      let next = 0;
      const work = async (): Promise<void> => {
        for (let i = next++; i < judged.length; i = next++) remarks.push(...(await ask(i)));
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, work));
      return { answers: kept.length, judged: judged.length, remarks };
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await prism.stop();
      for (const server of [front, playback]) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
    },
  };
}
