/** A finding of `tollgate doctor`. */

/** Who has to change something: the user's target file (or environment), the server, or the way between them. */
export type Whose = 'configuration' | 'server' | 'connection';

export interface DoctorFinding {
  readonly whose: Whose;
  /** `problem` spoils a run; `note` only makes it say less. */
  readonly level: 'problem' | 'note';
  /** Where to look: `credentials.keys[0] (pk_test_…)`, `base_url`. */
  readonly where: string;
  readonly message: string;
  /** What to change. */
  readonly change: string;
  /** How many checks are not run for it. */
  readonly costs?: number;
}

export interface Diagnosis {
  readonly findings: readonly DoctorFinding[];
  /** What was tried and is in order, one phrase each. */
  readonly good: readonly string[];
  /** Whether the host could be reached at all. */
  readonly reachable: boolean;
  /** Ids of operations that the server has not. */
  readonly missing?: readonly string[];
}

export const WHOSE_WORDS: Readonly<Record<Whose, string>> = {
  configuration: 'your configuration',
  server: 'your server',
  connection: 'the connection',
};
