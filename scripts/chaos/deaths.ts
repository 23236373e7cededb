/** Processes that are killed, that end again and again, and that are told to end. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runWith, startIn } from '../test/command.ts';
import type { Running } from '../test/command.ts';
import { read, workersOf } from '../test/workers-client.ts';
import { clearLines } from './answers.ts';
import { hold, holdAll } from './broken.ts';
import { checkHistory } from './check-history.ts';
import { askAgain, startLoad } from './load.ts';
import type { Load } from './load.ts';
import type { Ground, Scenario } from './scenario.ts';

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** @throws unless it comes about within ten seconds */
async function comes(what: string, holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (holds()) return;
    await sleep(25);
  }
  hold(false, what);
}

const keptText = ({ history }: Load): string =>
  `${history.count('make', 'yes')} tokens and ${history.count('end', 'yes')} revocations were answered, and are kept`;

async function nothingListens(url: string): Promise<void> {
  hold(
    await fetch(url).then(
      () => false,
      () => true,
    ),
    'something still listens',
  );
}

const workerKilled: Scenario = {
  name: 'worker-killed',
  kind: 'death',
  places: ['file', 'redis', 'cluster'],
  done: 'one of the processes is killed (kill -9) under load',
  holds: 'all that was answered is kept, and another takes its place',
  async run({ shared, seconds, teardown }) {
    const { running, client } = await shared();
    const before = workersOf(running);
    const load = startLoad(client, { teardown });
    await load.enough();
    process.kill(before[1]!, 'SIGKILL');
    await sleep(seconds * 1_000);
    await load.stop();
    await comes('none took its place', () => workersOf(running).length === before.length);
    await askAgain(client, load);
    holdAll(checkHistory(load.history.operations));
    await comes('nothing was said of it', () =>
      /worker \d+ ended \(SIGKILL\); another takes its place/.test(running.stderr()),
    );
    clearLines(running.stderr());
    return keptText(load);
  },
};

const onlyProcessKilled: Scenario = {
  name: 'process-killed',
  kind: 'death',
  places: ['file', 'redis'],
  done: 'the only process is killed (kill -9) under load and started again',
  holds: 'all that was answered is kept, the clock too, and no token is given out twice',
  async run({ start, seconds, teardown }) {
    const options = ['--workers', '1'];
    const first = await start(...options);
    await first.client.control('/clock/advance', { json: { by: '400d' } });
    const load = startLoad(first.client, { teardown });
    await load.enough();
    await sleep(seconds * 500);
    await first.running.end('SIGKILL');
    await load.stop();
    const second = await start(...options, '--port', new URL(first.running.url).port);
    await askAgain(second.client, load);
    holdAll(checkHistory(load.history.operations));
    const now = Date.parse(String((await second.client.control('/clock')).at('/now')));
    hold(now > Date.now() + 399 * 86_400_000, 'the clock went back');
    const after = startLoad(second.client, { teardown });
    await after.enough();
    await after.stop();
    const again = after.history.operations.filter(
      ({ verb, subject }) => verb === 'make' && load.history.operations.some((one) => one.subject === subject),
    );
    hold(again.length === 0, `${again.length} tokens were given out twice`);
    return keptText(load);
  },
};

const toldToEnd: Scenario = {
  name: 'told-to-end',
  kind: 'death',
  places: ['memory', 'file', 'redis', 'cluster'],
  done: 'the command is told to end (SIGTERM) under load',
  holds: 'it answers what it has been asked, ends with 0, and what is durable is kept',
  async run({ place, start, seconds, teardown }) {
    const { running, client } = await start();
    const load = startLoad(client, { teardown });
    await load.enough();
    await sleep(seconds * 300);
    const end = await running.end('SIGTERM');
    await load.stop();
    hold(end.code === 0, `it ended with ${String(end.code ?? end.signal)}`);
    clearLines(end.stderr);
    await nothingListens(running.url);
    if (place === 'memory')
      return `${load.history.count('make', 'yes')} tokens were answered; memory ends with its process`;
    const again = await start('--workers', '1', '--port', new URL(running.url).port);
    await askAgain(again.client, load);
    holdAll(checkHistory(load.history.operations));
    return keptText(load);
  },
};

const IN_FLIGHT = 40;

const toldToEndWhileStopped: Scenario = {
  name: 'told-to-end-in-flight',
  kind: 'death',
  places: ['redis'],
  done: 'the command is told to end while its requests wait for Redis',
  holds: 'each is answered whole, with 200 or 503, and the command ends with 0',
  async run({ start, redis: startRedis }) {
    const redis = await startRedis();
    const { running, client } = await start('--store', redis.url, '--workers', '2');
    for (let i = 0; i < 4; i++) await read(client);
    redis.signal('SIGSTOP');
    const { hostname, port, pathname } = new URL(client.oauth.base);
    const answers = await Promise.all(
      Array.from({ length: IN_FLIGHT }, async () => {
        const socket = createConnection(Number(port), hostname);
        let answer = '';
        socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
        const closed = once(socket, 'close');
        await once(socket, 'connect');
        socket.write(
          `GET ${pathname}/api/1.0/invoice HTTP/1.1\r\nhost: ${hostname}\r\napi-version: 1.0\r\ntenant-code: TENANT123\r\nx-api-key: pk_test_abc123\r\nx-api-secret: sk_sandbox_xyz789\r\n\r\n`,
        );
        return { closed, read: () => answer };
      }),
    );
    await sleep(600);
    const ended = running.end('SIGTERM');
    await sleep(200);
    redis.signal('SIGCONT');
    await Promise.all(answers.map(({ closed }) => closed));
    const texts = answers.map(({ read: text }) => text());
    holdAll(
      texts
        .filter((text) => !/^HTTP\/1\.1 (200|503) /.test(text) || !text.trimEnd().endsWith('}'))
        .map((text) => `an answer is ${JSON.stringify(text.slice(0, 80))}`),
    );
    const { code, stderr } = await ended;
    hold(code === 0, `it ended with ${String(code)}`);
    clearLines(stderr);
    return `${texts.filter((text) => text.startsWith('HTTP/1.1 200')).length} of ${IN_FLIGHT} answered 200, the others 503`;
  },
};

/** A small command, of which only the processes matter. */
async function startSmall({ directory, teardown }: Ground): Promise<Running> {
  const running = await startIn({}, SMALL, '--workers', '2', '--store', `file:${join(await directory(), 'state')}`);
  teardown(() => running.end('SIGKILL'));
  return running;
}

const SMALL = 'fortis';

const PLANT = "if (process.argv[1]?.endsWith('worker-process.js')) process.exit(7);";

const endBeforeTheyServe: Scenario = {
  name: 'workers-never-serve',
  kind: 'death',
  places: ['file'],
  done: 'every process ends before it serves',
  holds: 'the command gives up with one line and 1',
  async run({ directory }) {
    const dir = await directory();
    await writeFile(join(dir, 'plant.mjs'), PLANT);
    const { code, stdout, stderr } = await runWith(
      { NODE_OPTIONS: `--import ${join(dir, 'plant.mjs')}` },
      ...['mock', SMALL, '--port', '0', '--workers', '2', '--store', `file:${join(dir, 'state')}`],
    );
    hold(code === 1 && stdout === '', `it ended with ${String(code)}: ${stdout}`);
    const told = /^tollgate: (the first worker \d+ ended \(7\) before it served; giving up)\n$/.exec(stderr);
    hold(told !== null, `it said ${JSON.stringify(stderr)}`);
    return told[1]!.replace(/worker \d+/, 'worker');
  },
};

const killedAgainAndAgain: Scenario = {
  name: 'workers-killed-again',
  kind: 'death',
  places: ['file'],
  done: 'every process is killed as soon as it is there',
  holds: 'the command starts a few more, one after the other, and gives up with one line and 1',
  async run(ground) {
    const running = await startSmall(ground);
    const killed = new Set<number>();
    for (let tries = 0; tries < 1_200 && alive(running.pid); tries++) {
      for (const pid of workersOf(running)) {
        if (killed.has(pid)) continue;
        process.kill(pid, 'SIGKILL');
        killed.add(pid);
      }
      await sleep(50);
    }
    const { code, stderr } = await running.ended;
    hold(code === 1, `it ended with ${String(code)}`);
    hold(killed.size >= 5 && killed.size <= 12, `${killed.size} were started`);
    clearLines(stderr);
    hold(/another takes its place\n/.test(stderr), 'it did not say that it starts others');
    hold(
      /\ntollgate: worker \d+ ended \(SIGKILL\), the 5th in its place within 5 s of its start; giving up\n$/.test(
        stderr,
      ),
      `its last words: ${stderr.slice(-200)}`,
    );
    await nothingListens(running.url);
    return `${killed.size} killed, then it gave up`;
  },
};

const commandKilled: Scenario = {
  name: 'command-killed',
  kind: 'death',
  places: ['file'],
  done: 'the command that started the processes is killed (kill -9)',
  holds: 'they end with it',
  async run(ground) {
    const running = await startSmall(ground);
    const workers = workersOf(running);
    hold(workers.length === 2, `${workers.length} processes`);
    await running.end('SIGKILL');
    await comes('processes are left behind', () => !workers.some(alive));
    await nothingListens(running.url);
    return '2 of 2 ended';
  },
};

export const DEATHS: readonly Scenario[] = [
  workerKilled,
  onlyProcessKilled,
  toldToEnd,
  toldToEndWhileStopped,
  endBeforeTheyServe,
  killedAgainAndAgain,
  commandKilled,
];
