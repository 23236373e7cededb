/** More connections than a process may have, and many that say nothing. */
import { once } from 'node:events';
import { request } from 'node:http';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { AnswerCount, clearLines } from './answers.ts';
import { hold } from './broken.ts';
import { Skip } from './scenario.ts';
import type { Ground, Scenario, Served } from './scenario.ts';

interface Crowd {
  readonly sockets: readonly Socket[];
  /** Connections that this machine or the server did not take. */
  readonly refused: number;
  leave(): void;
}

/** Connections that come at once. */
const TOGETHER = 50;

/** Opens connections on which nothing is said. */
async function crowd({ running }: Served, size: number, { teardown }: Ground): Promise<Crowd> {
  const { hostname, port } = new URL(running.url);
  let refused = 0;
  const sockets: Socket[] = [];
  const leave = (): void => sockets.forEach((socket) => socket.destroy());
  teardown(leave);
  for (let from = 0; from < size; from += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, size - from) }, () =>
      createConnection(Number(port), hostname).on('error', () => void refused++),
    );
    sockets.push(...some);
    await Promise.all(
      some.map((socket) => Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined)),
    );
  }
  return {
    sockets,
    get refused() {
      return refused;
    },
    leave,
  };
}

const IDLE = 2_000;

const idle: Scenario = {
  name: 'idle-connections',
  kind: 'crowd',
  places: ['memory', 'file'],
  done: `${IDLE} connections are open and say nothing`,
  holds: 'others are answered as before',
  async run(ground) {
    const served = await ground.shared();
    const { leave, refused } = await crowd(served, IDLE, ground);
    if (refused > 0) throw new Skip(`needs more open files than this shell allows: ulimit -n ${IDLE + 500}`);
    const answers = new AnswerCount();
    const begun = performance.now();
    for (let i = 0; i < 20; i++) hold((await answers.read(served.client)) === 200, 'others are refused');
    const took = performance.now() - begun;
    hold(took < 5_000, `20 answers took ${Math.round(took)} ms`);
    leave();
    return `${answers.text} in ${Math.round(took)} ms`;
  },
};

/** What macOS gives a process unless told otherwise; elsewhere it is more. */
const FILES = 256;
const MORE = 400;

/** A request on one connection that stays open. */
async function ask(
  agent: Agent,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly [number, string]> {
  const sent = request(url, { agent, headers, timeout: 5_000 });
  sent.on('timeout', () => sent.destroy(new Error('no answer within 5 s')));
  sent.end();
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return [reply.statusCode!, await text(reply)];
}

const fewFiles: Scenario = {
  name: 'few-file-descriptors',
  kind: 'crowd',
  places: ['memory', 'file'],
  done: `a process that may open ${FILES} files (ulimit -n) gets ${MORE} connections`,
  holds:
    'whoever is connected is answered right, refusals with their reason too; the others come in once there is room',
  async run(ground) {
    const behind = ['/bin/sh', '-c', `ulimit -n ${FILES}; exec "$@"`, 'sh'];
    const served = await ground.startIn({ behind }, '--workers', '1');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    ground.teardown(() => agent.destroy());
    const url = `${served.client.oauth.base}/api/1.0/invoice`;
    const good = {
      'api-version': '1.0',
      'tenant-code': 'TENANT123',
      'x-api-key': 'pk_test_abc123',
      'x-api-secret': 'sk_sandbox_xyz789',
    };
    hold((await ask(agent, url, good))[0] === 200, 'it does not serve');
    const { leave } = await crowd(served, MORE, ground);
    await sleep(100);
    const [status] = await ask(agent, url, good);
    hold(status === 200, `who is connected gets ${status}`);
    const [wrong, body] = await ask(agent, url, { ...good, 'x-api-secret': 'wrong' });
    hold(wrong === 401, `a wrong secret gets ${wrong}: ${body.slice(0, 200)}`);
    const entry = `${served.running.control}/journal/3`;
    const [told, problem] = await ask(agent, entry, {});
    hold(
      told === 200 || (told === 503 && problem.includes('ulimit -n')),
      `the control plane answers ${told}: ${problem}`,
    );
    leave();
    await sleep(100);
    const [, journal] = await ask(agent, entry, {});
    hold(journal.includes('"mistake"'), `the refusal is not explained: ${journal.slice(0, 300)}`);
    const answers = new AnswerCount();
    for (let i = 0; i < 10; i++) hold((await answers.read(served.client)) === 200, 'it does not go on');
    const { code, stderr } = await served.running.end();
    hold(code === 0, `told to end, it ended with ${String(code)}`);
    clearLines(stderr);
    return `200 and 401 meanwhile, ${answers.text} afterwards`;
  },
};

export const CROWDS: readonly Scenario[] = [idle, fewFiles];
