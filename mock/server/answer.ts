/** Answers one request of a contract: makes its call, sends it through its pipeline, writes the reply and the journal. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Identification, ParsedBody } from '../call.ts';
import { monotonic } from '../clock.ts';
import type { OperationPlan, ParameterPlan, Plan } from '../contract/plan.ts';
import { FastifyIncoming } from '../http/incoming.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Redactor } from '../redact.ts';
import type { Reply } from '../reply.ts';
import type { Sandbox, Sandboxes, World } from '../sandbox.ts';
import { StoreUnavailable } from '../store/unavailable.ts';
import { DEFAULT_SANDBOX } from '../world.ts';
import { refusedSandbox } from './problems.ts';
import { breachOf } from './strict.ts';
import { sendUnavailable, unavailableReply } from './unavailable.ts';
import { sandboxOf } from './urls.ts';

export interface AnswerOptions {
  readonly plan: Plan;
  readonly sandboxes: Sandboxes;
  readonly redact: Redactor;
  readonly strict: boolean;
  readonly log: ((line: string) => void) | undefined;
}

/** @param parsedBody set where the server could not even read the body */
export type Responder = (request: FastifyRequest, reply: FastifyReply, parsedBody?: ParsedBody) => void;

const UNIDENTIFIED: Identification = { state: 'none' };

function createCall(world: World, operation: OperationPlan, request: FastifyRequest, prefix: string, parsedBody: ParsedBody | undefined): Call {
  const incoming = new FastifyIncoming(request, prefix);
  return {
    world,
    operation,
    request: incoming,
    now: world.clock.now(),
    requestId: '',
    identification: UNIDENTIFIED,
    tenant: undefined,
    quota: undefined,
    parameters: incoming.params,
    parsedBody,
    verification: undefined,
    claim: undefined,
  };
}

function write(reply: FastifyReply, { status, headers, contentType, body }: Reply): void {
  reply.code(status);
  for (const { name, value } of headers) reply.header(name, value);
  if (contentType !== undefined && body !== undefined) reply.header('content-type', contentType);
  reply.send(body);
}

/** The header in which the client may choose the request's id, where the operation takes one. */
function requestIdParameter(operation: OperationPlan): ParameterPlan | undefined {
  const plans = [...operation.answers, ...operation.refusals.values()];
  const echoes = (wanted: string): boolean => plans.some(({ headers }) => headers.some(({ name, value }) => name === wanted && 'fact' in value && value.fact === 'request.id'));
  return operation.parameters.find((parameter) => parameter.in === 'header' && echoes(parameter.name.toLowerCase()));
}

/** What an id may be to be echoed: nothing that could break a header or a log line. */
const ECHOABLE = /^[\w.:-]{1,128}$/;
/** What it may be where the contract wants a UUID: the answer keeps its word though the request does not. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function createResponder({ plan, sandboxes, redact, strict, log }: AnswerOptions, operation: OperationPlan, pipeline: Pipeline): Responder {
  const prefix = `/${plan.name}`;
  const idParameter = requestIdParameter(operation);
  const idHeader = idParameter?.name.toLowerCase();
  const echoable = idParameter?.schema.format === 'uuid' ? UUID : ECHOABLE;
  const known = plan.operations.includes(operation) ? operation : undefined;
  const { shared } = sandboxes;
  const defaultWorld = shared ? undefined : sandboxes.known(DEFAULT_SANDBOX)?.worlds.get(plan.name);

  const finish = (call: Call, request: FastifyRequest, reply: FastifyReply, started: number, outcome: Reply): void => {
    const breach = strict ? breachOf(plan, outcome) : undefined;
    const { identification } = call;
    const url = redact(known, request.originalUrl);
    const duration = monotonic() - started;
    const written = call.world.sandbox.journal.append({
      time: call.now,
      contract: plan.name,
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
    log?.(`${request.method} ${url} ${outcome.status} ${duration.toFixed(1)}ms${outcome.refusal ? ` ${outcome.refusal.failure}: ${outcome.refusal.rule}` : ''}`);
    const send = (): void => {
      if (breach === undefined) write(reply, outcome);
      else breach.send(reply);
    };
    // Whoever has the answer finds it in the journal, whichever process they ask. What was done stays done if that fails.
    if (written instanceof Promise) written.then(send, send);
    else send();
  };

  const failed = (call: Call, request: FastifyRequest, reply: FastifyReply, started: number, error: unknown): void => {
    const outcome = error instanceof StoreUnavailable ? unavailableReply(call) : undefined;
    if (outcome !== undefined) finish(call, request, reply, started, outcome);
    else if (error instanceof StoreUnavailable) sendUnavailable(reply);
    else reply.send(error);
  };

  const callOf = (world: World, request: FastifyRequest, parsedBody: ParsedBody | undefined): Call => {
    const call = createCall(world, operation, request, prefix, parsedBody);
    const wanted = idHeader === undefined ? undefined : request.headers[idHeader];
    if (typeof wanted === 'string' && echoable.test(wanted)) call.requestId = wanted;
    return call;
  };

  const serve = (world: World | undefined, name: string, request: FastifyRequest, reply: FastifyReply, started: number, parsedBody: ParsedBody | undefined): void => {
    if (world === undefined) {
      refusedSandbox(reply, name);
      return;
    }
    const call = callOf(world, request, parsedBody);
    const outcome = pipeline(call);
    // Nothing is returned to Fastify: a returned reply is a promise to it, with listeners of its own for each request.
    if (outcome instanceof Promise) outcome.then((later) => finish(call, request, reply, started, later)).catch((error: unknown) => failed(call, request, reply, started, error));
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
    const begin = (sandbox: Sandbox | undefined): void => serve(sandbox?.worlds.get(plan.name), wanted, request, reply, started, parsedBody);
    if (found instanceof Promise) {
      found.then(begin, (error: unknown) => {
        const last = sandboxes.known(wanted)?.worlds.get(plan.name);
        if (last === undefined) sendUnavailable(reply);
        else failed(callOf(last, request, parsedBody), request, reply, started, error);
      }).catch((error: unknown) => reply.send(error));
    } else begin(found);
  };
}
