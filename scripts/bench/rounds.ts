/** Several servers under the same load, in turns: what the machine does meanwhile hits them all alike. */
import { load } from './load.ts';
import type { LoadResult } from './load.ts';
import type { Started } from './servers.ts';
import { median } from './statistics.ts';

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

/** Seconds of processor time after which a process has compiled what it uses often. */
const WARM = 0.8;
/** On a busy machine that takes several rounds; a server that mostly waits never gets there. */
const MOST_WARMING = 5;

async function warmUp(contender: Contender, ms: number): Promise<void> {
  const before = contender.server.cpuSeconds() ?? NaN;
  for (let round = 0; round < MOST_WARMING; round++) {
    await once(contender, ms);
    if (!((contender.server.cpuSeconds() ?? NaN) - before < WARM * (contender.processes ?? 1))) return;
  }
}

/** @returns for each contender its rounds, taken when all are warm */
export async function takeTurns(contenders: readonly Contender[], { rounds, ms }: Pace): Promise<Round[][]> {
  for (const contender of contenders) await warmUp(contender, ms);
  const taken: Round[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) taken[i]!.push(await once(contender, ms));
  }
  return taken;
}

/** The median of the rounds' ratios, each of two figures taken one after the other. */
export const medianRatio = (
  ours: readonly Round[],
  theirs: readonly Round[],
  figure: (round: Round) => number = ({ perCpuSecond }) => perCpuSecond,
): number => median(ours.map((round, i) => figure(round) / figure(theirs[i]!)));

export const medianRate = (rounds: readonly Round[]): number => median(rounds.map(({ perCpuSecond }) => perCpuSecond));
