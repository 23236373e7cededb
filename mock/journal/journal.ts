/** The journal's shape: what a sandbox remembers of each request, secrets already taken out. */
import type { Awaitable } from '../state/awaitable.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { FaultNote } from '../faults/fault.ts';
import type { Reserved } from '../state/stores/store.ts';
import type { Mark } from './secret-marks.ts';

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

/** A step towards a request that passes. */
export interface Hint {
  readonly text: string;
  /** What to type, or what to write in place of what was sent. */
  readonly code?: string | undefined;
  /** The same as a call of the control plane. */
  readonly does?: ControlCall | undefined;
}

export interface ControlCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the control plane's own, without the query that names the sandbox. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/** What was recognised in a refused request. */
export interface Explanation {
  /** Name of the mistake: `hmac-separator`. */
  readonly mistake: string;
  /** What the client did, in a sentence; secrets masked. */
  readonly finding: string;
  readonly next: readonly Hint[];
  /** Two texts that ought to be one, and the first character in which they differ, counted from 0. */
  readonly compared?: { readonly expected: string; readonly got: string; readonly differs_at: number } | undefined;
}

/** Headers as sent, and the body's text where it has one: secrets taken out, long ones cut. */
export interface KeptMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string | undefined;
  /** Bytes of the whole body, as it was sent. */
  readonly bytes: number;
}

/** What is remembered of the newest requests only. */
export interface Details {
  readonly request: KeptMessage;
  readonly answer: KeptMessage;
  readonly explanation?: Explanation | undefined;
  /** Of the secrets that came with the request, and of those that the answer gave out. */
  readonly came?: readonly Mark[] | undefined;
  readonly given?: readonly Mark[] | undefined;
}

export interface JournalEntry {
  readonly id: number;
  /** Epoch milliseconds on the sandbox's clock. */
  readonly time: number;
  /** Milliseconds that clock was ahead of this machine's; undefined while nobody has moved it. */
  readonly clock_ahead?: number | undefined;
  readonly contract: string;
  readonly operation: string | undefined;
  readonly method: string;
  /** Path and query as sent, secrets redacted. */
  readonly url: string;
  /** 0 where a fault ended the connection without an answer. */
  readonly status: number;
  /** Milliseconds from request to answer. */
  readonly duration: number;
  /** The client, key or user who called, where known. */
  readonly caller: string | undefined;
  /** The contract's name of the credential that came, where one did. */
  readonly credential?: string | undefined;
  /** Guards that judged the request, in order, and `action` where it came so far; the last one gave the answer. */
  readonly guards?: string | undefined;
  /** The fault that met it. */
  readonly fault?: FaultNote | undefined;
  readonly address: string;
  readonly request_id: string | undefined;
  readonly refusal: RefusalNote | undefined;
  /** Undefined where they were asked for by nobody, forgotten, or not kept because requests came too fast. */
  readonly details?: Details | undefined;
}

export interface JournalFilter {
  readonly contract?: string | undefined;
  readonly operation?: string | undefined;
  readonly status?: number | undefined;
  readonly refused?: boolean | undefined;
  /** The provider's own id of a request. */
  readonly request_id?: string | undefined;
  readonly credential?: string | undefined;
  /** A canonical failure, the name of a recognised mistake, or words of the rule. */
  readonly rule?: string | undefined;
  /** Epoch milliseconds on the sandbox's clock, both included. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Only entries with a greater id. */
  readonly after?: number | undefined;
  /** At most this many, the newest. */
  readonly limit?: number | undefined;
}

export interface Journal {
  /** @returns the entry's id */
  append(entry: Omit<JournalEntry, 'id'>): Awaitable<number>;
  /** As of a {@link Ring}: the id of an entry that {@link fill} writes once the request is answered. */
  reserve?(): Reserved;
  fill?(id: number, entry: Omit<JournalEntry, 'id'>): void;
  /** Oldest first, without their details. */
  list(filter?: JournalFilter): Awaitable<readonly JournalEntry[]>;
  /** Oldest first, with what details are kept. */
  detailed(filter?: JournalFilter): Awaitable<readonly JournalEntry[]>;
  /** With what details are kept; undefined where it is forgotten, or was never there. */
  find(id: number): Awaitable<JournalEntry | undefined>;
  /** Whether the next entry should come with details. @param at milliseconds of the monotonic clock */
  wantsDetails(at: number, refused: boolean): boolean;
  /** How many it holds at most; older ones are dropped. */
  readonly capacity: number;
  /** How many were, since it was last cleared. */
  dropped(): Awaitable<number>;
  clear(): Awaitable<void>;
}

/** What a journal keeps. */
export interface JournalSize {
  readonly entries: number;
  readonly bytes: number;
}

/** Whether an entry is what was asked for, by what only the whole of it tells. */
export function fitsFilter(
  { time, request_id: requestId, credential, refusal, details }: JournalEntry,
  filter: JournalFilter,
): boolean {
  const { rule } = filter;
  return (
    (filter.request_id === undefined || requestId === filter.request_id) &&
    (filter.credential === undefined || credential === filter.credential) &&
    (filter.since === undefined || time >= filter.since) &&
    (filter.until === undefined || time <= filter.until) &&
    (rule === undefined ||
      (refusal !== undefined &&
        (refusal.failure === rule ||
          details?.explanation?.mistake === rule ||
          refusal.rule.toLowerCase().includes(rule.toLowerCase()))))
  );
}
