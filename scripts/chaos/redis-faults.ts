/** A Redis that is away, full, read-only, slow, or hangs up: the sandbox over it answers, and goes on once it is back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisServer } from '../../mock/test/redis-server.ts';
import { AnswerCount, clearLines } from './answers.ts';
import { hold, holdAll } from './broken.ts';
import { checkHistory } from './check-history.ts';
import { askAgain, startLoad } from './load.ts';
import type { Scenario } from './scenario.ts';

interface Fault {
  readonly name: string;
  readonly done: string;
  /** Whether nothing can be kept meanwhile, so that no answer but 503 is right; else there may be either. */
  readonly away: boolean;
  readonly begin: (admin: Redis, redis: RedisServer) => Promise<unknown>;
  readonly end: (admin: Redis, redis: RedisServer) => Promise<unknown>;
}

const nothing = (): Promise<void> => Promise.resolve();

const FAULTS: readonly Fault[] = [
  {
    name: 'restarted',
    done: 'Redis is killed, and started again after a while',
    away: true,
    begin: (_, redis) => redis.kill(),
    end: (_, redis) => redis.restart(),
  },
  {
    name: 'full',
    done: 'Redis has no memory left (maxmemory, noeviction)',
    away: true,
    async begin(admin) {
      await admin.config('SET', 'maxmemory-policy', 'noeviction');
      await admin.config('SET', 'maxmemory', '1');
    },
    end: (admin) => admin.config('SET', 'maxmemory', '0'),
  },
  {
    name: 'read-only',
    done: 'Redis becomes a replica, which is read-only, and a master again',
    away: true,
    begin: (admin) => admin.replicaof('127.0.0.1', 1),
    end: (admin) => admin.replicaof('NO', 'ONE'),
  },
  {
    name: 'without-replicas',
    done: 'Redis misses the replicas that it must have to write (min-replicas-to-write)',
    away: true,
    begin: (admin) => admin.config('SET', 'min-replicas-to-write', '1'),
    end: (admin) => admin.config('SET', 'min-replicas-to-write', '0'),
  },
  {
    name: 'slow',
    done: 'Redis lets everybody wait for a second (CLIENT PAUSE)',
    away: false,
    begin: (admin) => admin.call('CLIENT', 'PAUSE', '1000', 'ALL'),
    end: nothing,
  },
  {
    name: 'stopped',
    done: 'Redis stands still (SIGSTOP)',
    away: true,
    async begin(_, redis) {
      redis.signal('SIGSTOP');
      // What it was sent before may still come.
      await sleep(2_200);
    },
    end(_, redis) {
      redis.signal('SIGCONT');
      return nothing();
    },
  },
  {
    name: 'cut-off',
    done: 'Redis hangs up on everybody, again and again',
    away: false,
    async begin(admin) {
      for (let i = 0; i < 10; i++) {
        await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        await sleep(20);
      }
    },
    end: nothing,
  },
];

const ASKED = 12;

const scenarioOf = ({ name, done, away, begin, end }: Fault): Scenario => ({
  name: `redis-${name}`,
  kind: 'redis',
  places: ['redis'],
  done,
  holds: `${away ? "answers are the provider's 503" : "answers are right or the provider's 503"}, then it goes on by itself, and nothing that was answered is lost`,
  async run({ redis: startRedis, start, seconds, teardown }) {
    const redis = await startRedis('--appendfsync', 'always');
    const admin = new Redis(redis.port, '127.0.0.1', { maxRetriesPerRequest: null });
    admin.on('error', () => undefined);
    teardown(() => admin.disconnect());
    await admin.ping();
    const { running, client } = await start('--store', redis.url, '--workers', '2');
    const load = startLoad(client, { teardown });
    await load.enough();
    await begin(admin, redis);
    const meanwhile = new AnswerCount();
    const until = performance.now() + seconds * 500;
    do {
      const statuses = await Promise.all(Array.from({ length: ASKED }, () => meanwhile.read(client)));
      hold(!away || statuses.every((status) => status === 503), `200 while nothing could be kept`);
    } while (performance.now() < until);
    const control = await client.control('/clock');
    hold(control.status === 200 || control.status === 503, `the control plane answered ${control.status}`);
    await end(admin, redis);
    const begun = performance.now();
    // Each process finds out by itself that it is back; of so many requests at once each process gets some.
    const askAll = () => Promise.all(Array.from({ length: ASKED }, () => new AnswerCount().read(client)));
    while ((await askAll()).some((status) => status !== 200)) {
      hold(performance.now() - begun < 15_000, 'it does not go on');
      await sleep(50);
    }
    await load.stop();
    await askAgain(client, load);
    holdAll(checkHistory(load.history.operations));
    const unknown = load.history.operations
      .slice(-load.history.count('make', 'yes'))
      .filter((one) => one.answer === 'unknown');
    hold(unknown.length === 0, `${unknown.length} requests were refused after it was back`);
    const { code, stderr } = await running.end();
    hold(code === 0, `told to end, it ended with ${String(code)}`);
    clearLines(stderr);
    return `${meanwhile.text} meanwhile; ${load.history.count('make', 'yes')} tokens kept`;
  },
});

const endWithoutStore: Scenario = {
  name: 'redis-gone',
  kind: 'redis',
  places: ['redis'],
  done: 'Redis is gone for good, and the command is told to end',
  holds: 'it ends with 0, without a stack trace',
  async run({ redis: startRedis, start }) {
    const redis = await startRedis();
    const { running, client } = await start('--store', redis.url, '--workers', '2');
    const answers = new AnswerCount();
    await answers.read(client);
    await redis.kill();
    for (let i = 0; i < 6; i++) await answers.read(client);
    const { code, stderr } = await running.end();
    hold(code === 0, `it ended with ${String(code)}`);
    clearLines(stderr);
    return `${answers.text}; ended with 0`;
  },
};

export const REDIS_FAULTS: readonly Scenario[] = [...FAULTS.map(scenarioOf), endWithoutStore];
