/** The journal's shape: what a sandbox remembers of each request, secrets already taken out. */
import type { Awaitable } from '../state/awaitable.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';

/** Why a request was refused. */
export interface RefusalNote {
  readonly failure: Failure;
  /** The rule in words: `the token must not have expired`. */
  readonly rule: string;
  /** JSON pointer into the contract. */
  readonly pointer: string;
  /** What would have passed, and what came; never a secret. */
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
}

export interface JournalEntry {
  readonly id: number;
  /** Epoch milliseconds on the sandbox's clock. */
  readonly time: number;
  readonly contract: string;
  readonly operation: string | undefined;
  readonly method: string;
  /** Path and query as sent, secrets redacted. */
  readonly url: string;
  readonly status: number;
  /** Milliseconds from request to answer. */
  readonly duration: number;
  /** The client, key or user who called, where known. */
  readonly caller: string | undefined;
  readonly address: string;
  readonly request_id: string | undefined;
  readonly refusal: RefusalNote | undefined;
}

export interface JournalFilter {
  readonly contract?: string | undefined;
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  readonly refused?: boolean | undefined;
  /** Only entries with a greater id. */
  readonly after?: number | undefined;
  /** At most this many, the newest. */
  readonly limit?: number | undefined;
}

export interface Journal {
  append(entry: Omit<JournalEntry, 'id'>): Awaitable<void>;
  /** Oldest first. */
  list(filter?: JournalFilter): Awaitable<readonly JournalEntry[]>;
  /** How many it holds at most; older ones are forgotten. */
  readonly capacity: number;
  clear(): Awaitable<void>;
}

/** How many entries a journal holds unless it is told otherwise. */
export const JOURNAL_CAPACITY = 10_000;
