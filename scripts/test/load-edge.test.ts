/**
 * `rate-limit-edge` where nobody can move the clock: at a server of another make, whose windows begin by the clock on
 * the wall.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { run } from './command.ts';
import { skipWithoutK6 } from './k6.ts';

t.setTimeout(300_000);

const LIMIT = 10;
const WINDOW_MS = 5000;

/** @param admits how many requests it lets in in each window, whatever it says. @returns its URL */
async function limiter(admits: number): Promise<string> {
  let window = 0;
  let count = 0;
  // The first window that a run meets has been used by somebody else.
  let others = 3;
  const server = createServer(({ url }, response) => {
    const now = Date.now();
    const current = Math.floor(now / WINDOW_MS);
    if (url !== '/v/') {
      if (current !== window) [window, count] = [current, 0];
      count += 1 + others;
      others = 0;
    }
    const end = (current + 1) * WINDOW_MS;
    response
      .writeHead(count <= admits ? 200 : 429, {
        'Content-Type': 'application/json',
        'X-Rate-Limit-Limit': LIMIT,
        'X-Rate-Limit-Remaining': Math.max(0, LIMIT - count),
        'X-Rate-Limit-Retry': Math.ceil(end / 1000),
        'Retry-After': Math.max(1, Math.ceil((end - now) / 1000)),
      })
      .end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v`;
}

t.test(
  'windows that are used already, or end meanwhile, are waited out; one request more or less is found',
  { skip: await skipWithoutK6() },
  async (t) => {
    const contract = (await readFile('specs/voucherify.yaml', 'utf8')).replace(
      'business: { limit: 100, window: PT1M }',
      `business: { limit: ${LIMIT}, window: PT${WINDOW_MS / 1000}S }`,
    );
    const cases = [
      [LIMIT, 0, /30 requests offered, 20 let in \(10 in 5 s, fixed window\), exact/],
      [LIMIT + 1, 99, /window 2: 11 of 15 requests are let in, and there was room for 10/],
      [LIMIT - 1, 99, /window 2: 9 of 15 requests are let in, and there was room for 10/],
    ] as const;
    const dir = t.testdir({
      'quota.yaml': contract,
      ...Object.fromEntries(
        await Promise.all(
          cases.map(async ([admits]) => [
            `${admits}.yaml`,
            `base_url: ${await limiter(admits)}
credentials:
  tenants: [{ id: t }]
  keys: [{ credential: application_key, id: key-1, secret: secret-1, tenant: t }]
safety: { exhaust_rate_limits: true }
`,
          ]),
        ),
      ),
    });
    await Promise.all(
      cases.map(async ([admits, code, said]) => {
        const ended = await run(
          'load',
          join(dir, 'quota.yaml'),
          'rate-limit-edge',
          '--target',
          join(dir, `${admits}.yaml`),
        );
        t.equal(ended.code, code, `${admits}: ${ended.stdout}${ended.stderr}`);
        t.match(ended.stdout, said);
      }),
    );
  },
);
