import type { Row } from '../rows.ts';
import type { Pace } from '../rounds.ts';

/** What a group is told of the run. */
export interface Run {
  readonly quick: boolean;
  readonly pace: Pace;
  /** Minutes of the soak. */
  readonly soakMinutes: number;
  /** Whether a case was asked for. */
  wants(name: string): boolean;
}

/** A part of the bench that can be run alone. */
export interface Group {
  readonly name: string;
  /** What it consists of, where that can be asked for too. */
  readonly cases: readonly string[];
  run(run: Run): Promise<Row[]>;
}
