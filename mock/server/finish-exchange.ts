/** The end of a request: its reply is held against the contract in strict mode, written to the journal, and sent. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CompiledContract, CompiledOperation } from '../contract/compiled-contract.ts';
import type { Redactor } from '../journal/journal-redaction.ts';
import { withCors } from '../pipeline/cors.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Call, ParsedBody } from '../request/call.ts';
import { monotonic } from '../state/clock.ts';
import { StoreUnavailable } from '../state/stores/store-unavailable.ts';
import { sendUnavailable, unavailableReply } from './store-unavailable-reply.ts';
import { breachOf } from './strict-mode.ts';

/** One request, from when it came to when it is answered. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** When it came, in milliseconds of the monotonic clock. */
  readonly started: number;
  /** Set where the server could not even read the body. */
  readonly parsedBody: ParsedBody | undefined;
}

export interface FinishOptions {
  readonly contract: CompiledContract;
  readonly redact: Redactor;
  readonly strict: boolean;
  readonly log: ((line: string) => void) | undefined;
}

export interface Finish {
  answered(exchange: Exchange, call: Call, outcome: Reply): void;
  failed(exchange: Exchange, call: Call, error: unknown): void;
}

/** Clients that reckon with the server's time are told the one that its rules go by; unmoved, Node tells it. */
function dateOf({ world: { clock, settings }, now }: Call): string | undefined {
  return clock.moved === undefined || settings.date_header === 'machine' ? undefined : new Date(now).toUTCString();
}

function send(reply: FastifyReply, date: string | undefined, { status, headers, contentType, body }: Reply): void {
  reply.code(status);
  if (date !== undefined) reply.header('date', date);
  for (const { name, value } of headers) reply.header(name, value);
  if (contentType !== undefined && body !== undefined) reply.header('content-type', contentType);
  reply.send(body);
}

/** @param known the operation; undefined for requests that match none */
export function createFinish(
  { contract, redact, strict, log }: FinishOptions,
  known: CompiledOperation | undefined,
): Finish {
  function answered({ request, reply, started }: Exchange, call: Call, outcome: Reply): void {
    const breach = strict ? breachOf(contract, outcome) : undefined;
    const { identification } = call;
    const url = redact(known, request.originalUrl);
    const duration = monotonic() - started;
    const written = call.world.sandbox.journal.append({
      time: call.now,
      contract: contract.name,
      operation: known?.id,
      method: request.method,
      url,
      status: outcome.status,
      duration,
      caller: identification.state === 'good' ? identification.caller.id : undefined,
      address: call.request.address,
      request_id: call.requestId === '' ? undefined : call.requestId,
      refusal: outcome.refusal,
    });
    log?.(
      `${request.method} ${url} ${outcome.status} ${duration.toFixed(1)}ms${outcome.refusal ? ` ${outcome.refusal.failure}: ${outcome.refusal.rule}` : ''}`,
    );
    // A client that has the answer finds it in the journal of every process. If the journal cannot be written, what was
    // done stays done, and is answered.
    if (written instanceof Promise) written.then(deliver, deliver);
    else deliver();

    function deliver(): void {
      if (breach === undefined) send(reply, dateOf(call), outcome);
      else breach.send(reply);
    }
  }

  function failed(exchange: Exchange, call: Call, error: unknown): void {
    if (!(error instanceof StoreUnavailable)) {
      exchange.reply.send(error);
      return;
    }
    const outcome = unavailableReply(call);
    if (outcome === undefined) sendUnavailable(exchange.reply);
    else answered(exchange, call, withCors(call, outcome));
  }

  return { answered, failed };
}
