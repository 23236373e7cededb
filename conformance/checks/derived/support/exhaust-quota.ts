/** Using up a quota, on a clock that stands still where it can be made to. */
import type { Check } from '../../../check.ts';
import type { Context } from '../../../check-context.ts';
import type { Exchange } from '../../../exchange.ts';
import type { CompiledOperation, CompiledContract } from '../../../../mock/contract/compiled-contract.ts';
import { monotonic } from '../../../machine-clock.ts';
import { caller } from './ask-as-caller.ts';
import { figureIn, figures, lasting, remainingHeader, windowsOf } from './read-quota.ts';
import { signs } from '../../../../mock/contract/signature-kinds.ts';

export interface Quota {
  readonly contract: CompiledContract;
  /** The class's name. */
  readonly name: string;
  readonly operation: CompiledOperation;
}

/** A check of a class, to which the class's own evidence is added. */
export type QuotaCheck = Omit<Check, 'evidence' | 'citation'>;

/** So many requests are sent one after the other. */
const MOST = 150;
/** What the sandbox is asked to make of a larger quota, by checks that are not about its figure. */
const SMALL = 20;
/** Of a larger quota that is used up whole, so many requests at the end are looked at one by one. */
const LOOKED_AT = 5;

/** A quota of a real target is used up only if that leaves requests for the other checks. */
const LARGEST_SHARE = 0.5;

/**
 * Stops the clock where it can be, so that a window ends when the check says.
 *
 * @param whole whether it is the contract's own figure that is tried, however large, with all of its windows
 * @returns the limit in force
 */
export async function prepare(context: Context, { contract, name }: Quota, whole = false): Promise<number> {
  const { limit } = figures(contract, name)!;
  const { control, safety } = context.target;
  if (control === undefined) {
    return limit > safety.maxRequests * LARGEST_SHARE
      ? context.notRun(
          `using up a quota of ${limit} would take more than half of the requests that a run may send (safety.max_requests)`,
        )
      : limit;
  }
  await context.clock.freeze();
  if (whole || (limit <= MOST && windowsOf(contract, name).length === 1)) return limit;
  // A quota that is set there has no window but this one.
  const set = limit <= MOST ? limit : SMALL;
  await limitTo(context, { contract, name }, set);
  return set;
}

/** Has the sandbox allow so many requests in the quota's own window. */
export function limitTo(context: Context, { contract, name }: Omit<Quota, 'operation'>, limit: number): Promise<void> {
  const { windowMs } = figures(contract, name)!;
  return context.settings({ rate_limits: { [name]: { limit, window_seconds: windowMs / 1000 } } });
}

export type Send = (options?: { readonly impatient: boolean }) => Promise<Exchange>;

/** Valid requests of one caller, signed anew where that is needed; a 429 is what is looked for. */
export async function sender(context: Context, operation: CompiledOperation): Promise<Send> {
  const { authenticate } = await caller(context, operation, lasting(operation));
  return async (options = { impatient: true }) => context.send(await authenticate(), options);
}

/**
 * The first request. A real target's quota may have been used before: until there is some left, and (where answers do
 * not say how much) all of it, it is waited for.
 */
async function firstOf(context: Context, { operation, contract, name }: Quota, send: Send): Promise<Exchange> {
  if (context.target.control !== undefined) return send();
  if (remainingHeader(operation) === undefined) await context.clock.wait(figures(contract, name)!.windowMs);
  return send({ impatient: false });
}

/** Sends so many requests, none of which may be refused over a quota. */
export async function admitted(context: Context, send: Send, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const answer = await send();
    context.expect.that(
      answer.status !== 429,
      `${count} more requests to be let through`,
      `request ${i + 1} of them refused`,
      answer,
    );
  }
}

/**
 * The same for a great many, of which nothing but the statuses is looked at. A signature is good for one request, so
 * those are sent as always.
 */
async function admittedAtOnce(context: Context, { operation }: Quota, send: Send, count: number): Promise<void> {
  const options = lasting(operation);
  if (options?.requirement !== undefined && signs(options.requirement.method)) return admitted(context, send, count);
  const { authenticate } = await caller(context, operation, options);
  const refused = (await context.burst(await authenticate(), count)).findIndex(({ status }) => status === 429);
  return context.expect.that(
    refused < 0,
    `${count} more requests to be let through`,
    `request ${refused + 1} of them refused`,
  );
}

/** Uses the quota up. @param whole as in `prepare`. @returns what sends a request that is one too many */
export async function exhaust(context: Context, quota: Quota, whole = false): Promise<Send> {
  const limit = await prepare(context, quota, whole);
  const send = await sender(context, quota.operation);
  const first = await firstOf(context, quota, send);
  const started = monotonic();
  context.expect.that(first.status !== 429, 'a first request within the quota', 'status 429', first);
  const left = figureIn(quota.operation, first, 'rate.remaining') ?? limit - 1;
  context.expect.that(left < limit, `less than ${limit} remaining`, `${left}`, first);
  const atOnce = context.target.control !== undefined && left > MOST ? left - LOOKED_AT : 0;
  if (atOnce > 0) await admittedAtOnce(context, quota, send, atOnce);
  await admitted(context, send, left - atOnce);
  const { windowMs } = figures(quota.contract, quota.name)!;
  if (context.target.control === undefined && monotonic() - started >= windowMs)
    context.notRun(`the target is too slow to use ${left} requests up within ${windowMs / 1000} s`);
  return send;
}

/**
 * Uses the quota up, and once more. On a clock that goes on, a window may have ended meanwhile: hardly twice.
 *
 * @returns the answer to the request too many
 */
export async function overrun(
  context: Context,
  quota: Quota,
  whole = false,
): Promise<{ readonly over: Exchange; readonly send: Send }> {
  const send = await exhaust(context, quota, whole);
  const over = await send();
  if (over.status === 429 || context.target.control !== undefined) return { over, send };
  const again = await exhaust(context, quota, whole);
  return { over: await again(), send: again };
}
