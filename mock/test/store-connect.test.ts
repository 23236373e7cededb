/**
 * `--store redis://…` and `rediss://…`: TLS, users, databases, and what a wrong one is answered: one line, without a
 * secret.
 */
import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import t from 'tap';
import type { Test } from 'tap';
import { freePort } from '../../scripts/bench/free-port.ts';
import { run, runWith, startWith } from '../../scripts/test/command.ts';
import { startSandbox } from '../index.ts';
import { openStore } from '../state/stores/open-store.ts';
import { selfSigned } from '../server/self-signed-certificate.ts';
import { startRedisCluster } from './redis-cluster.ts';
import { hasRedis, startRedis } from './redis-server.ts';

t.setTimeout(240_000);
// They wait more than they work.
t.jobs = 4;

const refused = (message: RegExp) => ({ name: 'InputError', message });

async function portOf(t: Test, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  return (server.address() as AddressInfo).port;
}

t.test('TLS', { buffered: true }, async (t) => {
  if (!hasRedis(t)) return;
  const [trusted, other] = [await selfSigned('localhost'), await selfSigned('localhost')];
  const dir = t.testdir({ 'ca.pem': trusted.cert, 'other.pem': other.cert, 'server.key': trusted.key });
  const port = await freePort();
  const { port: plain } = await startRedis(
    t,
    '--tls-port',
    String(port),
    '--tls-cert-file',
    join(dir, 'ca.pem'),
    '--tls-key-file',
    join(dir, 'server.key'),
    '--tls-auth-clients',
    'no',
  );
  const url = `rediss://localhost:${port}`;

  const running = await startWith(
    { NODE_EXTRA_CA_CERTS: join(dir, 'ca.pem') },
    'fortis',
    '--store',
    url,
    '--workers',
    '2',
  );
  t.teardown(() => running.end('SIGKILL'));
  t.equal(
    (
      await fetch(`${running.control}/sandboxes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"name":"tls"}',
      })
    ).status,
    201,
  );
  t.strictSame(
    await Promise.all(
      Array.from({ length: 8 }, async () => (await fetch(`${running.control}/clock?sandbox=tls`)).status),
    ),
    Array(8).fill(200),
    'both processes have it',
  );
  const client = new Redis(plain);
  t.match(await client.keys('tollgate:{tls}:*'), [/./], 'and it stands in that Redis');
  client.disconnect();
  t.equal((await running.end()).code, 0);

  const untrusted =
    /^tollgate: --store redis: cannot use rediss:\/\/localhost:\d+: self-signed certificate: .* not trusted here; name .* NODE_EXTRA_CA_CERTS\n$/;
  await Promise.all([
    t.resolveMatch(
      runWith({ NODE_EXTRA_CA_CERTS: join(dir, 'other.pem') }, 'mock', 'fortis', '--port', '0', '--store', url),
      { code: 2, stdout: '', stderr: untrusted },
    ),
    t.resolveMatch(run('mock', 'fortis', '--port', '0', '--store', url, '--workers', '2'), {
      code: 2,
      stdout: '',
      stderr: untrusted,
    }),
    t.rejects(openStore(`redis://localhost:${port}`), refused(/ECONNRESET: .*if it speaks TLS, write rediss:\/\/$/)),
    t.rejects(
      openStore(`rediss://localhost:${plain}`),
      refused(/cannot use rediss:.*(rediss:\/\/ is TLS|no TLS is spoken there)/),
    ),
  ]);
});

/** What a user needs, as the refusal of one who has less says. */
const NEEDED = [
  '~tollgate:*',
  '+@hash',
  '+@sortedset',
  '+@scripting',
  '+@connection',
  '+info',
  '+time',
  '+incr',
  '+unlink',
  '+cluster',
];

t.test('users, passwords and databases', { buffered: true }, async (t) => {
  if (!hasRedis(t)) return;
  const { port } = await startRedis(t);
  const at = (user: string, database = ''): string => `redis://${user}@127.0.0.1:${port}${database}`;
  const admin = new Redis(port);
  t.teardown(() => admin.disconnect());
  await admin.config('SET', 'requirepass', 'top/s#cr@t');
  for (const [name, ...rules] of [
    ['able', ...NEEDED],
    ['unable', '~tollgate:*', '+info', '+incr'],
    ['elsewhere', '~other:*', '+@all'],
  ] as const)
    await admin.call('ACL', 'SETUSER', name, 'on', '>known', ...rules);

  const secret = encodeURIComponent('top/s#cr@t');
  const sandbox = await startSandbox({ contracts: ['fortis'], store: at(`:${secret}`, '/3') });
  await sandbox.close();
  t.match(await admin.info('keyspace'), /db3:keys=/);
  t.notMatch(await admin.info('keyspace'), /db0:/, 'nothing in another database');

  const able = await startSandbox({ contracts: ['fortis'], store: at('able:known') });
  await able.reset();
  t.equal((await fetch(able.url('fortis'))).status, 404);
  await able.close();

  const cases: readonly (readonly [store: string, said: RegExp])[] = [
    [
      at(':guessed'),
      /^--store redis: cannot use redis:\/\/:\*\*\*@127\.0\.0\.1:\d+: WRONGPASS .*: write the right user and password into the URL/,
    ],
    [at('able:guessed'), /cannot use redis:\/\/able:\*\*\*@.* WRONGPASS/],
    [`redis://127.0.0.1:${port}`, /: NOAUTH it wants a password: write the right user and password into the URL/],
    [at('unable:known'), /: NOPERM .*evalsha.*: a user of the store needs the keys tollgate:\*/],
    [at('elsewhere:known'), /: NOPERM .*: a user of the store needs the keys tollgate:\*/],
    [at('able:known', '/99'), /DB index is out of range: it has no such database; choose another number/],
  ];
  for (const [store, message] of cases) await t.rejects(openStore(store), refused(message), store);
  const shown = await run('mock', 'fortis', '--port', '0', '--store', at('able:guessed'), '--workers', '2');
  t.match(shown, { code: 2, stdout: '', stderr: /^tollgate: --store redis: .*WRONGPASS.*\n$/ });
  t.notMatch(shown.stderr, 'guessed');
});

t.test('a cluster has one database, and has to be whole', { buffered: true }, async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedisCluster(t);
  await (await openStore(`${url}/0`)).close();
  await t.rejects(openStore(`${url}/1`), refused(/: a cluster has no database but 0; leave \/1 out of the URL$/));
  const { url: alone } = await startRedis(t, '--cluster-enabled', 'yes');
  await t.rejects(openStore(alone), refused(/: the cluster is down .* every slot must be served$/));
});

t.test('a URL that is none, and an address where no Redis is', { buffered: true }, async (t) => {
  const silent = await portOf(t, createServer());
  const http = await portOf(
    t,
    createHttp((_, answer) => void answer.end('hello')),
  );
  const cases: readonly (readonly [store: string, said: RegExp])[] = [
    ['redis://me:se/cret@127.0.0.1:1', /^--store redis: "redis:\/\/\*\*\*@127\.0\.0\.1:1" is no URL; .* %2F for \//],
    [
      'redis://me:12/cret@127.0.0.1:1',
      /^--store redis: "redis:\/\/\*\*\*@127\.0\.0\.1:1" has something after the host/,
    ],
    ['redis://me:12#cret@127.0.0.1:1', /^--store redis: "redis:\/\/\*\*\*@127\.0\.0\.1:1" goes on with \? or #/],
    ['redis://me:%cret@127.0.0.1:1', /^--store redis: "redis:\/\/\*\*\*@127\.0\.0\.1:1" has a % .*; write %25$/],
    [
      'redis://127.0.0.1:1?password=cret',
      /^--store redis: "redis:\/\/127\.0\.0\.1:1" goes on with \? or #; a store has no options/,
    ],
    ['redis://127.0.0.1:1/cache', /after the host that is no number; only a database may stand there/],
    ['redis://127.0.0.1:99999', /is no URL/],
    ['redis://', /names no host; write redis:\/\/127\.0\.0\.1:6379/],
    ['postgres://me:cret@127.0.0.1', /^a store is memory, .*; this is "postgres:\/\/\*\*\*@127\.0\.0\.1"$/],
    [
      'redis://me:cret@127.0.0.1:1',
      /^--store redis: cannot use redis:\/\/me:\*\*\*@127\.0\.0\.1:1: .*ECONNREFUSED.*: nothing listens there; start Redis, or correct the address$/,
    ],
    ['redis://no-such-host.invalid', /: (ENOTFOUND|.*EAI_AGAIN|.*ENOTFOUND).*: this machine does not know the host/],
    [`redis://127.0.0.1:${http}`, /what answers there is no Redis; correct the address$/],
    [`rediss://127.0.0.1:${http}`, /the TLS handshake failed: no TLS is spoken there; write redis:\/\//],
    [`redis://127.0.0.1:${silent}`, /: no answer within \d+ s; see whether a Redis listens there/],
  ];
  await Promise.all(
    cases.map(async ([store, message]) => {
      const error = await openStore(store).then(
        () => new Error('it opened'),
        (reason: unknown) => reason as Error,
      );
      t.match(error, refused(message), store);
      t.notMatch(error.message, 'cret', 'no secret is shown');
      t.notMatch(error.message, '\n', 'in one line');
    }),
  );
});

t.test('a command that cannot start lets go of its store', { buffered: true }, async (t) => {
  if (!hasRedis(t)) return;
  const { url } = await startRedis(t);
  const port = await portOf(t, createServer());
  t.match(await run('mock', 'fortis', '--port', String(port), '--store', url), {
    code: 2,
    stderr: /^tollgate: cannot listen on .*: the port is taken; .*\n$/,
  });
});
