/**
 * Two sandboxes, one with a thousand live tokens, the other with a million: whether latency stays, and what a token
 * costs.
 */
import { changeSettings, BENCH_CONTRACTS, liftQuotas, mounted, OPAQUE, wire } from '../cases.ts';
import { heapBytes, startProbedSandbox } from '../heap.ts';
import { load } from '../load.ts';
import { originOf } from '../origin.ts';
import { ratios, takeTurns } from '../rounds.ts';
import { ratioRow } from '../rows.ts';
import { SERVER_CORE } from '../cores.ts';
import { withServers } from '../servers.ts';
import type { Started } from '../servers.ts';
import { median } from '../statistics.ts';
import type { Group } from './group.ts';

const FEW = 1_000;
const MANY = 1_000_000;
const QUICK_MANY = 50_000;

const LATENCY_TARGET = 1.25;
const BYTES_TARGET = 400;

/** Long enough that none ends within a run. */
const LIFETIME_SECONDS = 1_000_000;

/** How many tokens take turns: so many that what was used last is no longer in the processor's caches. */
const USED = 100_000;

const FILL_CONNECTIONS = 8;
const PIPELINED = 64;

interface Filled {
  readonly tokens: readonly string[];
  /** Bytes of the heap that one token took, garbage aside. */
  readonly bytesEach: number;
  readonly rssEach: number;
}

/** Has the sandbox issue tokens over HTTP. */
async function fill(server: Started, count: number): Promise<Filled> {
  await liftQuotas(originOf(server), [OPAQUE]);
  await changeSettings(originOf(server), OPAQUE.contract, { token_lifetime: LIFETIME_SECONDS });
  const text = wire(mounted(OPAQUE, await OPAQUE.prepare('')));
  const tokens: string[] = [];
  const keepEvery = Math.max(1, Math.floor(count / USED));
  let issued = 0;
  const issue = (requests: number): ReturnType<typeof load> =>
    load({
      port: server.port,
      request: () => text,
      connections: FILL_CONNECTIONS,
      pipelined: PIPELINED,
      requests,
      expectedStatus: 200,
      onBody: (body) => {
        if (issued++ % keepEvery === 0) tokens.push(/"access_token":"([^"]+)"/.exec(body)![1]!);
      },
    });
  // What the first requests make, such as compiled code, is not the tokens'.
  await issue(FEW);
  if (count === FEW) return { tokens, bytesEach: NaN, rssEach: NaN };
  const [heap, rss] = [await heapBytes(server), server.rssBytes() ?? NaN];
  const { unexpected } = await issue(count - FEW);
  if (unexpected > 0) throw new Error(`${unexpected} tokens of ${count} were refused`);
  const each = (after: number, before: number): number => (after - before) / (count - FEW);
  const bytesEach = each(await heapBytes(server), heap);
  return { tokens, bytesEach, rssEach: each(server.rssBytes() ?? NaN, rss) };
}

/** A read with one of the tokens, each in its turn. */
function reader(tokens: readonly string[]): () => string {
  const texts = tokens.map((token) =>
    wire(
      mounted(OPAQUE, { method: 'GET', path: '/v1/vouchers/BLCKFRDY', headers: { authorization: `Bearer ${token}` } }),
    ),
  );
  let i = 0;
  return () => texts[i++ % texts.length]!;
}

export const LIVE_TOKENS: Group = {
  name: 'live-tokens',
  cases: [],
  async run({ quick, pace }) {
    const many = quick ? QUICK_MANY : MANY;
    // Twice as many as are issued: more than a sandbox keeps unless told.
    const options = ['--max-tokens', String(2 * many)];
    const start = (): Promise<Started> =>
      startProbedSandbox({ core: SERVER_CORE, contracts: BENCH_CONTRACTS, options });
    return withServers([start, start], async ([small, large]) => {
      const few = await fill(small!, FEW);
      const filled = await fill(large!, many);
      const [ofFew = [], ofMany = []] = await takeTurns(
        [
          { name: `the sandbox with ${FEW} tokens`, server: small!, request: reader(few.tokens), status: 200 },
          { name: `the sandbox with ${many} tokens`, server: large!, request: reader(filled.tokens), status: 200 },
        ],
        pace,
      );
      const tails = ratios(ofMany, ofFew, ({ p99 }) => p99);
      const [before, after] = [ofFew, ofMany].map((rounds) => Math.round(median(rounds.map(({ p99 }) => p99))));
      const group = LIVE_TOKENS.name;
      const tokens = many.toLocaleString('en');
      return [
        ratioRow({
          group,
          name: `p99 of an authenticated GET, ${tokens} live tokens`,
          against: `${FEW.toLocaleString('en')} live tokens`,
          better: 'lower',
          target: LATENCY_TARGET,
          value: tails.median,
          spread: tails,
          note: `${after!} µs against ${before!} µs; processor time ${ratios(ofFew, ofMany).median.toFixed(2)} times`,
        }),
        {
          group,
          name: `memory of a live token, of ${tokens}`,
          against: '',
          value: filled.bytesEach,
          unit: 'bytes',
          target: BYTES_TARGET,
          better: 'lower',
          note: `growth of the heap in use (heapUsed and external) after a collection; resident set ${Number.isNaN(filled.rssEach) ? 'unknown' : `${Math.round(filled.rssEach)} bytes`}`,
        },
      ];
    });
  },
};
