/** Several servers under the same load, in turns: what the machine does meanwhile hits them all alike. */
import { load } from './load.ts';
import type { LoadResult } from './load.ts';
import type { Started } from './servers.ts';
import type { Row } from './rows.ts';
import { median, spreadOf } from './statistics.ts';
import type { Spread } from './statistics.ts';

/** How long a run measures. */
export interface Pace {
  readonly rounds: number;
  /** Milliseconds of one round. */
  readonly ms: number;
}

/** Connections of the load to one process, kept alive. */
export const CONNECTIONS = 16;

export interface Contender {
  readonly name: string;
  readonly server: Pick<Started, 'port' | 'cpuSeconds'>;
  /** The next request, as it goes on the wire. */
  readonly request: () => string;
  /** Status that every answer must have. */
  readonly status: number;
  /** How many processes the server is; default 1. */
  readonly processes?: number;
  /** Default {@link CONNECTIONS}. */
  readonly connections?: number;
}

export interface Round extends LoadResult {
  /** Requests per second of the server's processor time: what one core can do, whatever else the machine does. */
  readonly perCpuSecond: number;
}

async function once(
  { name, server, request, status, connections = CONNECTIONS }: Contender,
  ms: number,
): Promise<Round> {
  const before = server.cpuSeconds();
  const result = await load({ port: server.port, request, connections, durationMs: ms, expectedStatus: status });
  const after = server.cpuSeconds();
  if (result.unexpected > 0)
    throw new Error(`${name}: ${result.unexpected} answers of ${result.requests} had another status than ${status}`);
  return {
    ...result,
    perCpuSecond: before === undefined || after === undefined ? result.rate : result.requests / (after - before),
  };
}

/** Requests of one process after which it has compiled what it uses often, however slow the machine is meanwhile. */
const WARM_REQUESTS = 20_000;
/** Seconds of processor time of one process: what takes longer to get there has compiled it too. */
const WARM_SECONDS = 4;
/** A server that mostly waits gets to neither. */
const MOST_WARMING = 30;

async function warmUp(contender: Contender, ms: number): Promise<void> {
  const { name, server, processes = 1 } = contender;
  const begin = server.cpuSeconds() ?? NaN;
  const used = (): number => (server.cpuSeconds() ?? NaN) - begin;
  let requests = 0;
  for (let round = 0; round < MOST_WARMING; round++) {
    const taken = await once(contender, ms);
    requests += taken.requests;
    if (requests >= WARM_REQUESTS * processes || used() >= WARM_SECONDS * processes) break;
  }
  console.error(`warm-up of ${name}: ${requests} requests, ${used().toFixed(1)} s of its processor time`);
}

/**
 * Every other round goes the other way about: what changes in the machine from one end of it to the other falls on all.
 *
 * @returns for each contender its rounds, taken when all are warm
 */
export async function takeTurns(contenders: readonly Contender[], { rounds, ms }: Pace): Promise<Round[][]> {
  for (const contender of contenders) await warmUp(contender, ms);
  const taken: Round[][] = contenders.map(() => []);
  const order = [...contenders.entries()];
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of order) taken[i]!.push(await once(contender, ms));
    order.reverse();
  }
  return taken;
}

/** The rounds' ratios, each of two figures taken one after the other. */
export const ratios = (
  ours: readonly Round[],
  theirs: readonly Round[],
  figure: (round: Round) => number = ({ perCpuSecond }) => perCpuSecond,
): Spread => spreadOf(ours.map((round, i) => figure(round) / figure(theirs[i]!)));

export const medianRate = (rounds: readonly Round[]): number => median(rounds.map(({ perCpuSecond }) => perCpuSecond));

const MICROSECONDS = 1e6;

const costOf = (rounds: readonly Round[]): Spread =>
  spreadOf(rounds.map(({ perCpuSecond }) => MICROSECONDS / perCpuSecond));

/** What a row of two contenders holds: by processor time, and by the clock beside it. */
export function comparison(
  ours: readonly Round[],
  theirs: readonly Round[],
): Required<Pick<Row, 'value' | 'spread' | 'rates' | 'cost' | 'clock'>> {
  const spread = ratios(ours, theirs);
  return {
    value: spread.median,
    spread,
    rates: { ours: medianRate(ours), theirs: medianRate(theirs) },
    cost: { ours: costOf(ours), theirs: costOf(theirs) },
    clock: ratios(ours, theirs, ({ rate }) => rate),
  };
}

/** `19.5 µs of processor time each against 15.4 µs; by the clock 0.78` */
export const costWords = ({ cost, clock }: Pick<ReturnType<typeof comparison>, 'cost' | 'clock'>): string =>
  `${cost.ours.median.toFixed(1)} µs of processor time each against ${cost.theirs.median.toFixed(1)} µs; by the clock ${clock.median.toFixed(2)}`;
