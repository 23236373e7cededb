/** How far a run is, read from what k6 prints each second where its output is no terminal. */
import { durationMs } from '../../mock/contract/durations.ts';

export interface Pace {
  /** Seconds since k6 began, set-up included. */
  readonly elapsed: number;
  /** Seconds that it will have taken; undefined where no rate says how long it goes on. */
  readonly total: number | undefined;
  /** Iterations that are done. */
  readonly iterations: number;
}

const RUNNING = /^running \(([\dhms.]+)\), \d+\/\d+ VUs, (\d+) complete/;

/** The bar of an executor with a rate: what has passed, of what there is. */
const BAR = / ([\dhms.]+)\/([\dhms.]+) +[\d.]+ iters\/s/;

const seconds = (text: string): number => (durationMs(text) ?? 0) / 1000;

/** @returns takes a line; gives the pace when k6 has told a new one, which is with the line after it */
export function paceReader(): (line: string) => Pace | undefined {
  let elapsed = 0;
  let iterations = 0;
  let left: number | undefined;
  return (line) => {
    const [, time, complete] = RUNNING.exec(line) ?? [];
    if (time !== undefined) {
      [elapsed, iterations, left] = [seconds(time), Number(complete), undefined];
      return { elapsed, total: undefined, iterations };
    }
    const [, passed, of] = BAR.exec(line) ?? [];
    if (passed === undefined || of === undefined) return undefined;
    left = Math.max(left ?? 0, seconds(of) - seconds(passed));
    return { elapsed, total: elapsed + left, iterations };
  };
}
