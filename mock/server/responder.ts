/**
 * Answers one request of a contract: makes its call, sends it through its pipeline, writes the reply and the journal.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Identification, ParsedBody } from '../request/call.ts';
import { monotonic } from '../state/clock.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { withCors } from '../pipeline/cors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Redactor } from '../journal/journal-redaction.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Sandbox, Sandboxes, World } from '../sandboxes/sandbox.ts';
import { StoreUnavailable } from '../state/stores/store-unavailable.ts';
import { DEFAULT_SANDBOX } from '../sandboxes/create-world.ts';
import { createCalls } from './create-call.ts';
import { refusedSandbox } from './server-problems.ts';
import { breachOf } from './strict-mode.ts';
import { sendUnavailable, unavailableReply } from './store-unavailable-reply.ts';
import { sandboxOf } from './sandbox-urls.ts';

export interface AnswerOptions {
  readonly contract: CompiledContract;
  readonly sandboxes: Sandboxes;
  readonly redact: Redactor;
  readonly strict: boolean;
  readonly log: ((line: string) => void) | undefined;
}

/** @param parsedBody set where the server could not even read the body */
export type Responder = (request: FastifyRequest, reply: FastifyReply, parsedBody?: ParsedBody) => void;

/** A request that was begun with the sandbox as this process last saw it. */
interface LookedUp {
  readonly call: Call;
  readonly identified: Promise<Identification>;
  readonly version: number;
}

function write(reply: FastifyReply, { status, headers, contentType, body }: Reply): void {
  reply.code(status);
  for (const { name, value } of headers) reply.header(name, value);
  if (contentType !== undefined && body !== undefined) reply.header('content-type', contentType);
  reply.send(body);
}

export function createResponder(
  { contract, sandboxes, redact, strict, log }: AnswerOptions,
  operation: CompiledOperation,
  pipeline: Pipeline,
): Responder {
  const callOf = createCalls(contract, operation);
  const known = contract.operations.includes(operation) ? operation : undefined;
  const { shared } = sandboxes;
  const defaultWorld = shared ? undefined : sandboxes.known(DEFAULT_SANDBOX)?.worlds.get(contract.name);

  const finish = (call: Call, request: FastifyRequest, reply: FastifyReply, started: number, outcome: Reply): void => {
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
    const send = (): void => {
      if (breach === undefined) write(reply, outcome);
      else breach.send(reply);
    };
    // Whoever has the answer finds it in the journal, whichever process they ask. What was done stays done if that
    // fails.
    if (written instanceof Promise) written.then(send, send);
    else send();
  };

  const failed = (call: Call, request: FastifyRequest, reply: FastifyReply, started: number, error: unknown): void => {
    const outcome = error instanceof StoreUnavailable ? unavailableReply(call) : undefined;
    if (outcome !== undefined) finish(call, request, reply, started, withCors(call, outcome));
    else if (error instanceof StoreUnavailable) sendUnavailable(reply);
    else reply.send(error);
  };

  /**
   * Who calls, looked up in one round with the look at whether the sandbox still stands as this process last saw it.
   */
  const lookAhead = (
    sandbox: Sandbox | undefined,
    request: FastifyRequest,
    parsedBody: ParsedBody | undefined,
  ): LookedUp | undefined => {
    const world = sandbox?.worlds.get(contract.name);
    if (sandbox === undefined || world === undefined || pipeline.identify === undefined) return undefined;
    const call = callOf(world, request, parsedBody);
    const identified = pipeline.identify(call);
    if (!(identified instanceof Promise)) return undefined;
    // Whoever waits for it is told of a failure.
    identified.catch(() => undefined);
    return { call, identified, version: sandbox.version };
  };

  const serve = (
    world: World | undefined,
    name: string,
    request: FastifyRequest,
    reply: FastifyReply,
    started: number,
    parsedBody: ParsedBody | undefined,
    ahead?: LookedUp,
  ): void => {
    if (world === undefined) {
      refusedSandbox(reply, name);
      return;
    }
    // What was looked up with another clock, or of a sandbox that was made anew, is no good.
    const good = ahead?.call.world === world && ahead.version === world.sandbox.version ? ahead : undefined;
    const call = good?.call ?? callOf(world, request, parsedBody);
    const outcome = pipeline(call, good?.identified);
    // Nothing is returned to Fastify: a returned reply is a promise to it, with listeners of its own for each request.
    if (outcome instanceof Promise)
      outcome
        .then((later) => finish(call, request, reply, started, later))
        .catch((error: unknown) => failed(call, request, reply, started, error));
    else finish(call, request, reply, started, outcome);
  };

  return (request, reply, parsedBody) => {
    const started = monotonic();
    const name = sandboxOf(request.raw);
    if (name === undefined && defaultWorld !== undefined) {
      serve(defaultWorld, DEFAULT_SANDBOX, request, reply, started, parsedBody);
      return;
    }
    const wanted = name ?? DEFAULT_SANDBOX;
    const found = sandboxes.get(wanted);
    const begin = (sandbox: Sandbox | undefined, ahead?: LookedUp): void =>
      serve(sandbox?.worlds.get(contract.name), wanted, request, reply, started, parsedBody, ahead);
    if (found instanceof Promise) {
      // After the look at the sandbox and in the same turn: the store answers both in this order.
      const ahead = lookAhead(sandboxes.known(wanted), request, parsedBody);
      found
        .then(
          (sandbox) => begin(sandbox, ahead),
          (error: unknown) => {
            const last = sandboxes.known(wanted)?.worlds.get(contract.name);
            if (last === undefined) sendUnavailable(reply);
            else failed(callOf(last, request, parsedBody), request, reply, started, error);
          },
        )
        .catch((error: unknown) => reply.send(error));
    } else begin(found);
  };
}
