/**
 * `--workers`: processes that end again and again, a command that is killed, and one that is told to end under load.
 */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { hasRedis, startRedis } from '../../mock/test/redis-server.ts';
import { runWith, start } from './command.ts';
import { clientOf, OAUTH, OTP, read, workersOf } from './workers-client.ts';

t.setTimeout(240_000);

t.test('workers that end before they serve', async (t) => {
  const dir = t.testdir({ 'plant.mjs': "if (process.argv[1]?.endsWith('worker-process.js')) process.exit(7);" });
  t.match(
    await runWith(
      { NODE_OPTIONS: `--import ${join(dir, 'plant.mjs')}` },
      'mock',
      'fortis',
      '--port',
      '0',
      '--workers',
      '2',
      '--store',
      `file:${join(dir, 'state')}`,
    ),
    { code: 1, stdout: '', stderr: /^tollgate: the first worker \d+ ended \(7\) before it served; giving up\n$/ },
  );
});

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

t.test('workers that are killed as soon as they are there', async (t) => {
  const running = await start('fortis', '--workers', '2', '--store', `file:${t.testdir({})}/state`);
  const killed = new Set<number>();
  for (let tries = 0; tries < 2_400 && alive(running.pid); tries++) {
    for (const pid of workersOf(running)) {
      if (killed.has(pid)) continue;
      process.kill(pid, 'SIGKILL');
      killed.add(pid);
    }
    await sleep(50);
  }
  const { code, stderr } = await running.ended;
  t.equal(code, 1);
  t.ok(killed.size >= 5 && killed.size <= 12, `${killed.size} were started, not one after the other for ever`);
  t.match(stderr, /another takes its place\n/);
  t.match(
    stderr,
    /\ntollgate: worker \d+ ended \(SIGKILL\), the 5th in its place within 5 s of its start; giving up\n$/,
  );
  await t.rejects(fetch(running.url), 'nothing listens any more');
});

t.test('the command itself is killed', async (t) => {
  const running = await start('fortis', '--workers', '3', '--store', `file:${t.testdir({})}/state`);
  const workers = workersOf(running);
  t.equal(workers.length, 3);
  await running.end('SIGKILL');
  for (let tries = 0; tries < 400 && workers.some(alive); tries++) await sleep(50);
  t.strictSame(workers.filter(alive), [], 'its workers end with it');
  await t.rejects(fetch(running.url), 'and nothing listens any more');
});

const REQUESTS = 40;

t.test('a command that is told to end answers what it has been asked', async (t) => {
  if (!hasRedis(t)) return;
  const redis = await startRedis(t);
  const running = await start(OAUTH, OTP, '--workers', '2', '--store', redis.url);
  t.teardown(() => running.end('SIGKILL'));
  const client = clientOf(running);
  for (let i = 0; i < 4; i++) t.equal((await read(client)).status, 200);
  // The requests wait for Redis inside the workers when the signal comes.
  redis.signal('SIGSTOP');
  const { hostname, port, pathname } = new URL(client.oauth.base);
  const answers = await Promise.all(
    Array.from({ length: REQUESTS }, async () => {
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
  await sleep(1_000);
  const ended = running.end('SIGTERM');
  await sleep(200);
  redis.signal('SIGCONT');
  await Promise.all(answers.map(({ closed }) => closed));
  const statuses = answers.map(({ read: text }) => /^HTTP\/1\.1 (\d+)/.exec(text())?.[1]);
  t.strictSame(
    statuses.filter((status) => status !== '200' && status !== '503'),
    [],
    'each with the answer, or with 503 where Redis was away for too long',
  );
  t.ok(
    answers.every(({ read: text }) => text().trimEnd().endsWith('}')),
    'whole',
  );
  t.equal((await ended).code, 0);
});
