/** The call: one request as guards and actions see it. */
import type { X509Certificate } from 'node:crypto';
import type { Failure, SeedClient, SeedUser } from '../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { KeyRecord } from '../auth/api-keys/key-records.ts';
import type { TokenRecord } from '../auth/oauth/token-records.ts';
import type { CompiledMethod, CompiledOperation, CompiledRequirement } from '../contract/compiled-contract.ts';
import type { Facts, Violation } from '../contract/fill-values.ts';
import type { FaultNote } from '../faults/fault.ts';
import { detailText } from '../contract/failures.ts';
import type { RefusalNote } from '../journal/journal.ts';
import type { Window } from '../sandboxes/quota-windows.ts';
import type { World } from '../sandboxes/sandbox.ts';
import type { Value } from '../state/stores/store.ts';

/** The request as it came, without the server's own objects. */
export interface Incoming {
  readonly method: string;
  /** Path below the world's mount, as sent, without the query. */
  readonly path: string;
  /** Base path of the contract's server that stood before it; undefined where none did. */
  readonly base: string | undefined;
  /** Raw query string, without the question mark. */
  readonly queryString: string;
  /** Names in lower case; a repeated header is joined with `, ` (an array only for `set-cookie`). */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Header names and values in turn, as sent: tells a header that came twice. */
  readonly rawHeaders: readonly string[];
  /** Decoded query parameters; a repeated one is a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Decoded path parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** The body's bytes; undefined if there is none. */
  readonly rawBody: Buffer | undefined;
  /** The client's address, behind trusted proxies too. */
  readonly address: string;
  /** Scheme and host as the client sees them: `http://localhost:4010`. */
  readonly origin: string;
  /** What the client's end of the connection was proved with; undefined without TLS, and for a client that has none. */
  readonly certificate: X509Certificate | undefined;
  /** Calls `then` once the client has hung up without its answer; the returned function cancels. */
  readonly whenGone: (then: () => void) => () => void;
}

/** A body as the contract's content type has it read. */
export type ParsedBody =
  | { readonly state: 'absent' }
  | { readonly state: 'json'; readonly value: unknown }
  /** Form fields; `repeated` names those that came more than once (the first value stands in `fields`). */
  | {
      readonly state: 'form';
      readonly fields: Readonly<Record<string, string>>;
      readonly repeated: readonly string[];
      /** All values; of a repeated field a list. */
      readonly texts: Readonly<Record<string, string | readonly string[] | undefined>>;
      /** What the fields say by the contract's schema: lists, objects, numbers. */
      readonly value: unknown;
      /** How that does not fit the schema. */
      readonly violations: readonly Violation[];
    }
  | { readonly state: 'refused'; readonly refusal: Refusal };

/** Who calls, once a credential proved good. */
export interface Caller {
  readonly credential: string;
  /** Client id, key id or user id: what quotas and idempotency keys are counted by. */
  readonly id: string;
  readonly tenant: string;
  readonly method: CompiledMethod;
  /** The requirement of the operation that it meets; undefined where the operation takes no such credential. */
  readonly requirement: CompiledRequirement | undefined;
  /** Who stands behind the other credentials that the requirement wants. */
  readonly also?: readonly Caller[];
  readonly key?: KeyRecord | undefined;
  readonly token?: TokenRecord | undefined;
  readonly client?: SeedClient | undefined;
  readonly user?: SeedUser | undefined;
  /** Scopes or permissions it was granted; undefined for all. */
  readonly scopes: readonly string[] | undefined;
  /** CIDR ranges it may call from; undefined for any. */
  readonly allowedAddresses: readonly string[] | undefined;
  /** Store key of a sliding session, moved on once the request succeeded. */
  readonly session?: string | undefined;
}

/** What the credential stage found, before anyone judges it. */
export type Identification =
  | { readonly state: 'none' }
  | { readonly state: 'good'; readonly caller: Caller }
  | {
      readonly state: 'bad';
      readonly refusal: Refusal;
      /** The contract's name of what came, where it came alone. */
      readonly credential?: string | undefined;
    };

export interface Refusal {
  readonly failure: Failure;
  readonly note: RefusalNote;
  /** Facts for the answer: `failure.required_scope`, `failure.violations` … */
  readonly facts?: Facts | undefined;
  /** For pages: what a developer can do about it. */
  readonly advice?: readonly Advice[] | undefined;
}

export interface Advice {
  readonly text: string;
  /** What to type, or what to look at. */
  readonly code: string;
}

/** What an action answers. */
export interface Answer {
  readonly facts?: Facts;
  /** Which declared status; default the lowest that is not a refusal. */
  readonly status?: number;
  /** A body in place of the contract's example, for pages: text and content type. */
  readonly body?: string;
  readonly contentType?: string;
  /** Why the answer is a refusal all the same: errors told by a redirect. */
  readonly note?: RefusalNote;
  /** Headers beyond the contract's, for pages and cookies. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type Outcome =
  | { readonly answer: Answer; readonly refusal?: undefined }
  | { readonly refusal: Refusal; readonly answer?: undefined };

/** A window of a quota as it stands after this request was counted. */
export interface QuotaWindow {
  readonly type: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly remaining: number;
  /** Epoch milliseconds at which the full quota, or for a bucket the next token, is there again. */
  readonly resetAt: number;
}

/** What a window comes to with a request. */
export interface Tally {
  /** Whether the window has room for it. */
  readonly admitted: boolean;
  readonly remaining: number;
  readonly resetAt: number;
}

/** The windows that a request was counted in, and one tally for each. */
export interface CountedWindows {
  readonly windows: readonly Window[];
  readonly tallies: readonly Tally[];
}

/** The quota of a request: the window that it is nearest to the end of, and all of them. */
export interface Quota extends QuotaWindow {
  readonly class: string;
  readonly windows: readonly QuotaWindow[];
}

export interface Call {
  readonly world: World;
  /**
   * Path below which the client found the world, without a trailing slash: the world's own, or shorter on a port of the
   * contract's own.
   */
  readonly mount: string;
  readonly operation: CompiledOperation;
  readonly request: Incoming;
  /** The clock's time, in epoch milliseconds, when the request came; all of its rules use this one instant. */
  readonly now: number;
  /** Echoed or made on first use. */
  requestId: string;
  identification: Identification;
  /** From the tenant identifier, or the caller's. */
  tenant: string | undefined;
  quota: Quota | undefined;
  /** What its quota's windows came to, where it was counted before the guards judged. */
  counted: CountedWindows | undefined;
  /** Its place among its caller's requests that are under way, where there are not more than so many. */
  place: Place | undefined;
  /** Query, header and path parameters as the contract's schemas coerce them; set by the validation guard. */
  parameters: Readonly<Record<string, unknown>>;
  /** Parsed on first use. */
  parsedBody: ParsedBody | undefined;
  /** Store key of the verification token that step-up will take. */
  verification: string | undefined;
  /** Store key of the idempotency key that this request claimed. */
  claim: string | undefined;
  /** What the action will read, asked for while the guards judge. */
  ahead: Ahead | undefined;
  /** Steps that judged it, in order, for the journal; the last one gave the answer. */
  steps: string | undefined;
  /** The fault that met it. */
  fault: FaultNote | undefined;
}

/** What of a call is signed: a request that is yet to be sent can be signed as well. */
export interface Signed {
  readonly world: Pick<World, 'contract'>;
  readonly mount: string;
  readonly request: Pick<
    Incoming,
    'method' | 'path' | 'base' | 'queryString' | 'rawHeaders' | 'query' | 'rawBody' | 'origin'
  >;
}

/** A request's place among those under way. */
export interface Place {
  readonly key: string;
  readonly id: string;
}

/** An entry of the store on its way. */
export interface Ahead {
  readonly key: string;
  readonly value: Promise<Value | undefined>;
}

/** A guard refuses by returning a refusal. */
export type GuardStep = (call: Call) => Awaitable<Refusal | undefined>;

/** An action answers or refuses. */
export interface ActionStep {
  (call: Call): Awaitable<Outcome>;
  /**
   * Asks the store for what the action will read, in one round with what the guards ask; only where the store answers
   * later.
   */
  readonly ahead?: (call: Call) => void;
}

/**
 * A refusal, with what would have passed and what came for the journal. Never put a secret into either.
 *
 * @param pointer JSON pointer into the contract: the rule's place
 */
export function refuse(
  failure: Failure,
  rule: string,
  pointer: string,
  details: { readonly expected?: string | undefined; readonly got?: string | undefined; readonly facts?: Facts } = {},
): Refusal {
  const { expected, got, facts } = details;
  return { failure, note: { failure, rule, pointer, expected, got }, facts };
}

/**
 * The same refusal, with less said of it in the answer than in the journal: anyone who guesses must not learn from the
 * answer how near they came.
 *
 * @param got what the answer says
 */
export function hidden(refusal: Refusal, got: string, expected?: string): Refusal {
  return { ...refusal, facts: { ...refusal.facts, 'failure.detail': detailText(refusal.failure, { expected, got }) } };
}
