/**
 * How bad a finding is: an error is what the sandbox cannot serve right, a warning what is most likely a slip, a note
 * what only a reader would miss.
 */
export type Level = 'error' | 'warning' | 'note';

/** What is wrong with a contract, and where. */
export interface ContractProblem {
  /** Default error: a contract with errors is not served. */
  readonly level?: Level | undefined;
  /** Short name of the rule that is broken: `vocabulary`, `missing-failure`, `unresolved-reference` … */
  readonly rule: string;
  /** JSON pointer into the document: `#/paths/~1v2~1token/post`. */
  readonly pointer: string;
  readonly message: string;
  /** How to mend it. */
  readonly suggestion?: string | undefined;
}

/** A contract cannot be served; `problems` says why, each in one line. */
export class ContractError extends Error {
  readonly problems: readonly ContractProblem[];

  constructor(contract: string, problems: readonly ContractProblem[]) {
    super(
      `${contract} cannot be served: ${problems.map((problem) => `${problem.pointer}: ${problem.message}`).join('; ')}`,
    );
    this.name = 'ContractError';
    this.problems = problems;
  }
}
