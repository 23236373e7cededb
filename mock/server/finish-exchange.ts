/** The end of a request: its reply is held against the contract in strict mode, written to the journal, and sent. */
import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fileFault } from '../contract/file-error-words.ts';
import type { CompiledContract, CompiledOperation } from '../contract/compiled-contract.ts';
import type { Redactor } from '../journal/journal-redaction.ts';
import { captureDetails } from '../explain/capture-details.ts';
import type { Details, JournalEntry } from '../journal/journal.ts';
import { refusalLine } from '../journal/refusal-line.ts';
import { withCors } from '../pipeline/cors.ts';
import { settle } from '../pipeline/idempotency.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Call, ParsedBody } from '../request/call.ts';
import type { Sandboxes } from '../sandboxes/sandbox.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { monotonic } from '../state/clock.ts';
import { BoundReached } from '../state/bound-reached.ts';
import type { Reserved } from '../state/stores/store.ts';
import { StoreUnavailable } from '../state/stores/store-unavailable.ts';
import { fullReply, sendFull } from './no-room-reply.ts';
import type { RequestLog } from './server-options.ts';
import { sendUnavailable, unavailableReply } from './store-unavailable-reply.ts';
import { sendBroken } from './send-broken.ts';
import { contentTypeHeader, put, sendWhole } from './send-whole.ts';
import { breachOf } from './strict-mode.ts';

/** One request, from when it came to when it is answered. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** When it came, in milliseconds of the monotonic clock. */
  readonly started: number;
  /** Set where the server could not even read the body. */
  readonly parsedBody: ParsedBody | undefined;
  /** Its place in the journal, where it has one before it is answered. */
  reserved: Reserved | undefined;
}

export interface FinishOptions {
  readonly contract: CompiledContract;
  readonly redact: Redactor;
  readonly strict: boolean;
  /** Whether answers carry {@link REQUEST_HEADER}, where the sandbox's settings do not say otherwise. */
  readonly explainHeader: boolean;
  /** Whether a request is answered only once a journal far away has it. */
  readonly waitForJournal: boolean;
  readonly log: RequestLog | undefined;
  readonly sandboxes: Sandboxes;
}

export interface Finish {
  answered(exchange: Exchange, call: Call, outcome: Reply): void;
  failed(exchange: Exchange, call: Call, error: unknown): void;
}

/** Clients that reckon with the server's time are told the one that its rules go by; unmoved, Node tells it. */
function dateOf({ world: { clock, settings }, now }: Call): string | undefined {
  return clock.moved === undefined || settings.date_header === 'machine' ? undefined : new Date(now).toUTCString();
}

/** Leads from an answer to its entry in the journal. */
const REQUEST_HEADER = 'x-tollgate-request';

const ALLOWED = 'access-control-allow-origin';
const EXPOSED = 'access-control-expose-headers';

/** A page may read the id where it may read the answer. */
function tellId(headers: OutgoingHttpHeaders, method: string, id: number): void {
  headers[REQUEST_HEADER] = String(id);
  if (headers[ALLOWED] === undefined || method === 'OPTIONS') return;
  const exposed = headers[EXPOSED];
  headers[EXPOSED] = exposed === undefined ? REQUEST_HEADER : `${exposed}, ${REQUEST_HEADER}`;
}

const NO_CONTENT = 204;
const RESET_CONTENT = 205;
const NOT_MODIFIED = 304;

const hasBody = (status: number): boolean =>
  status >= 200 && status !== NO_CONTENT && status !== RESET_CONTENT && status !== NOT_MODIFIED;

/** @param id of the journal's entry, where the answer carries it */
function send(
  reply: FastifyReply,
  date: string | undefined,
  { status, headers, contentType, body, wire }: Reply,
  id?: number,
): void {
  const all: OutgoingHttpHeaders = {};
  if (date !== undefined) all['date'] = date;
  for (const { name, value } of headers) put(all, name, value);
  if (id !== undefined) tellId(all, reply.request.method, id);
  const type = contentType === undefined ? undefined : contentTypeHeader(contentType);
  if (type !== undefined && body !== undefined && body !== '' && wire === undefined && hasBody(status)) {
    all['content-type'] = type;
    sendWhole(reply, status, all, body);
    return;
  }
  if (status !== 0) reply.code(status);
  reply.headers(all);
  if (contentType !== undefined && body !== undefined) reply.header('content-type', contentType);
  if (wire === undefined) reply.send(body);
  else sendBroken(reply, body, wire);
}

/** What cannot be told is not: the request is answered all the same. */
const cannotExplain = (error: unknown): void =>
  process.emitWarning(`a request could not be explained: ${fileFault(error, 'read')}`, 'TollgateWarning');

/** @param known the operation; undefined for requests that match none */
export function createFinish(
  { contract, redact, strict, explainHeader, log, sandboxes }: FinishOptions,
  known: CompiledOperation | undefined,
): Finish {
  function captured(call: Call, outcome: Reply): Awaitable<Details | undefined> {
    try {
      return captureDetails(call, outcome, sandboxes, redact(known, call.request.path));
    } catch (error) {
      cannotExplain(error);
      return undefined;
    }
  }

  function answered(exchange: Exchange, call: Call, outcome: Reply): void {
    if (!call.world.sandbox.journal.wantsDetails(exchange.started, outcome.refusal !== undefined))
      return write(exchange, call, outcome, undefined);
    const details = captured(call, outcome);
    if (details instanceof Promise)
      details.then(
        (found) => write(exchange, call, outcome, found),
        (error: unknown) => {
          cannotExplain(error);
          write(exchange, call, outcome, undefined);
        },
      );
    else write(exchange, call, outcome, details);
  }

  function write(
    { request, reply, started, reserved }: Exchange,
    call: Call,
    outcome: Reply,
    details: Details | undefined,
  ): void {
    // A fault may break the contract: that is what it is for.
    const breach = strict && call.fault === undefined ? breachOf(contract, outcome) : undefined;
    const { identification, world } = call;
    const url = redact(known, request.originalUrl);
    const duration = monotonic() - started;
    const entry: Omit<JournalEntry, 'id'> = {
      time: call.now,
      clock_ahead: world.clock.moved?.by,
      contract: contract.name,
      operation: known?.id,
      method: request.method,
      url,
      status: outcome.status,
      duration,
      caller: identification.state === 'good' ? identification.caller.id : undefined,
      credential:
        identification.state === 'good'
          ? identification.caller.credential
          : identification.state === 'bad'
            ? identification.credential
            : undefined,
      guards: call.steps,
      fault: call.fault,
      address: call.request.address,
      request_id: call.requestId === '' ? undefined : call.requestId,
      refusal: outcome.refusal,
      details,
    };
    const { journal } = world.sandbox;
    log?.(
      `${request.method} ${url} ${outcome.status} ${duration.toFixed(1)}ms${outcome.refusal ? `  ${refusalLine(outcome.refusal, details?.explanation?.finding)}` : ''}`,
      outcome.refusal !== undefined,
    );
    // A client that has the answer finds it in the journal of every process: whoever reads waits for a place that is
    // reserved to be filled.
    const place = reserved?.id;
    if (place !== undefined) {
      journal.fill!(place, entry);
      deliver(place);
      return;
    }
    const written = journal.append(entry);
    // If the journal cannot be written, what was done stays done, and is answered.
    if (written instanceof Promise)
      written.then(deliver, () => {
        if (breach === undefined) send(reply, dateOf(call), outcome);
        else breach.send(reply);
      });
    else deliver(written);

    function deliver(id: number): void {
      const told = explainHeader && world.settings.explain_header;
      if (breach !== undefined) breach.send(told ? reply.header(REQUEST_HEADER, String(id)) : reply);
      else send(reply, dateOf(call), outcome, told ? id : undefined);
    }
  }

  function failed(exchange: Exchange, call: Call, error: unknown): void {
    if (error instanceof BoundReached) {
      // An idempotency key then stands for no answer: the request may be sent again.
      const freed = call.claim === undefined ? undefined : settle(call, call.claim, undefined);
      const refuse = (): void => full(exchange, call, error);
      if (freed instanceof Promise) freed.then(refuse, (reason: unknown) => failed(exchange, call, reason));
      else refuse();
      return;
    }
    if (!(error instanceof StoreUnavailable)) {
      exchange.reply.send(error);
      return;
    }
    const outcome = unavailableReply(call);
    if (outcome === undefined) sendUnavailable(exchange.reply);
    else answered(exchange, call, withCors(call, outcome));
  }

  function full(exchange: Exchange, call: Call, error: BoundReached): void {
    const outcome = fullReply(call, error);
    if (outcome === undefined) sendFull(exchange.reply, error);
    else answered(exchange, call, withCors(call, outcome));
  }

  return { answered, failed };
}
