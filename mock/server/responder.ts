/** Answers the requests of one operation: finds the world, makes the call, and sends it through the pipeline. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CompiledOperation } from '../contract/compiled-contract.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { Call, Identification, ParsedBody } from '../request/call.ts';
import { DEFAULT_SANDBOX } from '../sandboxes/create-world.ts';
import type { Sandbox, World } from '../sandboxes/sandbox.ts';
import { monotonic } from '../state/clock.ts';
import { createCalls } from './create-call.ts';
import { createFinish } from './finish-exchange.ts';
import type { Exchange, FinishOptions } from './finish-exchange.ts';
import { sandboxOf } from './sandbox-urls.ts';
import { refusedSandbox } from './server-problems.ts';
import { sendUnavailable } from './store-unavailable-reply.ts';

/** @param parsedBody set where the server could not even read the body */
export type Responder = (request: FastifyRequest, reply: FastifyReply, parsedBody?: ParsedBody) => void;

/** A call that was begun with the sandbox as this process last saw it. */
interface Ahead {
  readonly call: Call;
  readonly identified: Awaitable<Identification>;
  readonly version: number;
}

export function createResponder(options: FinishOptions, operation: CompiledOperation, pipeline: Pipeline): Responder {
  const { contract, sandboxes, waitForJournal } = options;
  const callOf = createCalls(contract, operation);
  const finish = createFinish(options, contract.operations.includes(operation) ? operation : undefined);
  const worldOf = (sandbox: Sandbox | undefined): World | undefined => sandbox?.worlds.get(contract.name);
  const defaultWorld = sandboxes.shared ? undefined : worldOf(sandboxes.known(DEFAULT_SANDBOX));

  return (request, reply, parsedBody) => {
    const exchange: Exchange = { request, reply, parsedBody, started: monotonic(), reserved: undefined };
    const named = sandboxOf(request.raw);
    if (named === undefined && defaultWorld !== undefined) {
      answer(exchange, defaultWorld);
      return;
    }
    const name = named ?? DEFAULT_SANDBOX;
    if (!answerAsSeen(exchange, name)) answerAnew(exchange, name);
  };

  /**
   * A sandbox far away and a caller that were both seen before: one round tells whether they still are as they were, and
   * does what does not depend on more. If they are not, nothing was done, and the request is answered anew.
   *
   * @returns false where there is no such way
   */
  function answerAsSeen(exchange: Exchange, name: string): boolean {
    const known = sandboxes.recall(name);
    const world = worldOf(known?.sandbox);
    const { identify, ahead } = pipeline;
    if (known === undefined || identify === undefined || ahead === undefined) return false;
    const lastSeen = world?.store.lastSeen;
    // A fault comes before the quota.
    if (world === undefined || lastSeen === undefined || (world.settings.faults ?? []).length > 0) return false;
    const call = callOf(world, exchange.request, exchange.parsedBody);
    const { result: identified, seen } = lastSeen.recalling(() => identify(call));
    if (identified instanceof Promise) {
      // It may have been begun with what is no more; asked for anew in this turn it costs the store nothing.
      identified.catch(() => undefined);
      return false;
    }
    call.identification = identified;
    reserve(exchange, world);
    ahead(call, [known.seen, ...seen])
      .then(
        (stands) => {
          if (stands) answer(exchange, world, { call, identified, version: world.sandbox.version });
          else answerAnew(exchange, name);
        },
        (error: unknown) => finish.failed(exchange, call, error),
      )
      .catch((error: unknown) => exchange.reply.send(error));
    return true;
  }

  function answerAnew(exchange: Exchange, name: string): void {
    const found = sandboxes.get(name);
    if (found instanceof Promise) answerShared(exchange, name, found);
    else answerIn(exchange, name, worldOf(found));
  }

  /** The journal has a place for the request before it is answered, and its entry a moment after. */
  function reserve(exchange: Exchange, { sandbox: { journal }, settings }: World): void {
    // Whoever reads the journal waits for what is on its way: for nothing that is meant to take long.
    if (waitForJournal || settings.latency_ms > 0 || (settings.faults ?? []).length > 0) return;
    exchange.reserved ??= journal.reserve?.();
  }

  /** A sandbox in a shared store: it is looked at anew, and who calls is looked up in the same round. */
  function answerShared(exchange: Exchange, name: string, found: Promise<Sandbox | undefined>): void {
    const seen = worldOf(sandboxes.known(name));
    // After the look at the sandbox and in the same turn: the store answers both in this order.
    const ahead = seen && lookAhead(exchange, seen);
    if (seen !== undefined) reserve(exchange, seen);
    found
      .then(
        (sandbox) => answerIn(exchange, name, worldOf(sandbox), ahead),
        (error: unknown) => {
          if (seen === undefined) sendUnavailable(exchange.reply);
          else finish.failed(exchange, callOf(seen, exchange.request, exchange.parsedBody), error);
        },
      )
      .catch((error: unknown) => exchange.reply.send(error));
  }

  function lookAhead({ request, parsedBody }: Exchange, world: World): Ahead | undefined {
    if (pipeline.identify === undefined) return undefined;
    const call = callOf(world, request, parsedBody);
    const identified = pipeline.identify(call);
    if (!(identified instanceof Promise)) return undefined;
    // The pipeline, which waits for it, hears of a failure.
    identified.catch(() => undefined);
    return { call, identified, version: world.sandbox.version };
  }

  function answerIn(exchange: Exchange, name: string, world: World | undefined, ahead?: Ahead): void {
    if (world === undefined) refusedSandbox(exchange.reply, name);
    else answer(exchange, world, ahead);
  }

  function answer(exchange: Exchange, world: World, ahead?: Ahead): void {
    // What was looked up with another clock, or of a sandbox that was made anew, is no good.
    const good = ahead?.call.world === world && ahead.version === world.sandbox.version ? ahead : undefined;
    const call = good?.call ?? callOf(world, exchange.request, exchange.parsedBody);
    let outcome: Awaitable<Reply>;
    try {
      outcome = pipeline(call, good?.identified);
    } catch (error) {
      // A store that answers at once says at once that it is full.
      finish.failed(exchange, call, error);
      return;
    }
    // Nothing is returned to Fastify: a returned reply is a promise to it, with listeners of its own for each request.
    if (outcome instanceof Promise)
      outcome
        .then((later) => finish.answered(exchange, call, later))
        .catch((error: unknown) => finish.failed(exchange, call, error));
    else finish.answered(exchange, call, outcome);
  }
}
