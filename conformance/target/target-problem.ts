/** What is wrong with a target file, and where: always the user's configuration, never the server's fault. */
export interface TargetProblem {
  readonly rule: 'syntax' | 'unknown-key' | 'missing-key' | 'value' | 'environment' | 'reference';
  /** JSON pointer into the file: `#/credentials/keys/0/secret`. */
  readonly pointer: string;
  /** As the user named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
  /** How to mend it. */
  readonly suggestion?: string | undefined;
}

/** A target file cannot be used; `problems` says why, each in one line. */
export class TargetError extends Error {
  readonly problems: readonly TargetProblem[];

  constructor(problems: readonly TargetProblem[]) {
    super(problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('; '));
    this.name = 'TargetError';
    this.problems = problems;
  }
}
