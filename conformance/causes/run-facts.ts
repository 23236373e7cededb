/** What the operations of a target answered in a run, whoever asked: so that one cause is told from many failures. */

/** Operation → credential that was presented (none: empty) → status → how often. */
export type RunFacts = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<number, number>>>;

export interface RunFactsKept {
  readonly facts: RunFacts;
  answered(operation: string, credential: string | undefined, status: number): void;
}

export function keepRunFacts(): RunFactsKept {
  const facts = new Map<string, Map<string, Map<number, number>>>();
  return {
    facts,
    answered(operation, credential = '', status) {
      const credentials = facts.get(operation) ?? new Map<string, Map<number, number>>();
      const statuses = credentials.get(credential) ?? new Map<number, number>();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      credentials.set(credential, statuses);
      facts.set(operation, credentials);
    },
  };
}

const NOT_THERE = [404, 405, 501];

/** What a server says of a body or a length before it looks for the path. */
const UNREAD = [400, 411, 413, 415, 417];

/** Few requests say little: a record may be what is not there. */
const LEAST = 2;

/**
 * The status with which an operation that is not there answers everything: asked without a credential, too. Undefined
 * where it is there, or too little was asked.
 */
export function missingStatus(facts: RunFacts, operation: string): number | undefined {
  const credentials = facts.get(operation);
  if (credentials === undefined) return undefined;
  const counts = [...credentials.values()]
    .flatMap((statuses) => [...statuses])
    .filter(([status]) => !UNREAD.includes(status));
  const [first, ...others] = [...new Set(counts.map(([status]) => status))];
  const asked = counts.reduce((sum, [, count]) => sum + count, 0);
  return others.length === 0 && NOT_THERE.includes(first!) && asked >= LEAST && credentials.has('') ? first : undefined;
}

/** Whether no request of the operation with this credential was ever served. */
export function neverServed(facts: RunFacts, operation: string, credential = ''): boolean {
  const statuses = [...(facts.get(operation)?.get(credential) ?? [])];
  return statuses.length > 0 && statuses.every(([status]) => status >= 400);
}
