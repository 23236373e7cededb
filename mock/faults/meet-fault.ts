/** Which fault a request meets. Counts are in the world's store, so that every process plays the same ones. */
import { decodeBasic, present } from '../auth/presented-credentials.ts';
import { readBody } from '../request/parsed-body.ts';
import type { Call, Identification } from '../request/call.ts';
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { createIds } from '../state/ids.ts';
import type { Fault } from './fault.ts';

/** A fault that meets a request, and how late its answer is. */
export interface Met {
  readonly fault: Fault;
  readonly latency: number;
}

/** Prefix of a fault's counts in the store. */
export const countsOf = (id: string): string => `fault:${id}:`;

/** The count of all requests that fit; `first` has one for each caller beside it. */
export const totalOf = (id: string): string => `${countsOf(id)}all`;

/** Whether a fault asks who calls; a token tells that only to the store. */
export const asksWho = ({ client, first }: Fault): boolean => client !== undefined || first !== undefined;

function clientInBody(call: Call): string | undefined {
  const body = readBody(call);
  const fields = body.state === 'form' ? body.fields : body.state === 'json' ? body.value : undefined;
  const id =
    typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>)['client_id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** Everything that the request calls itself, the surest first. */
function callers(call: Call, identified: Identification | undefined): readonly string[] {
  const { request, world } = call;
  const { authorization } = request.headers;
  const basic =
    typeof authorization === 'string' && /^basic /i.test(authorization)
      ? decodeBasic(authorization.slice('basic '.length))?.id
      : undefined;
  return [
    identified?.state === 'good' ? identified.caller.id : undefined,
    ...world.contract.methods.map((method) => present(call, method)?.id),
    basic,
    clientInBody(call),
    typeof request.query['client_id'] === 'string' ? request.query['client_id'] : undefined,
  ].filter((id): id is string => id !== undefined && id !== '');
}

const presents = (call: Call, credential: string): boolean =>
  call.world.contract.methods.some((method) => method.credential === credential && present(call, method) !== undefined);

function fits(call: Call, { operation, credential, client }: Fault, who: readonly string[]): boolean {
  return (
    (operation === undefined || operation === call.operation.id) &&
    (credential === undefined || presents(call, credential)) &&
    (client === undefined || who.includes(client))
  );
}

const isTurn = ({ next, every, first }: Fault, count: number): boolean =>
  next !== undefined
    ? count <= next
    : every !== undefined
      ? count % every === 0
      : first === undefined || count <= first;

function latencyOf(
  { latency_ms: least = 0, latency_spread_ms: spread = 0, id }: Fault,
  call: Call,
  count: number,
): number {
  const { sandbox, contract } = call.world;
  return spread === 0
    ? least
    : least + createIds(`${sandbox.seed}/${contract.name}/fault/${id}/${count}`).below(spread + 1);
}

/** The first fault that fits and whose turn it is; only those before it are counted. */
function firstOf(call: Call, faults: readonly Fault[], who: readonly string[], i = 0): Awaitable<Met | undefined> {
  const fault = faults[i];
  if (fault === undefined) return undefined;
  if (!fits(call, fault, who)) return firstOf(call, faults, who, i + 1);
  const { store } = call.world;
  const caller = who[0] ?? call.request.address;
  return chain(store.incr(totalOf(fault.id), 1), ({ value: all }) =>
    chain(
      fault.first === undefined ? all : chain(store.incr(`${countsOf(fault.id)}by:${caller}`, 1), ({ value }) => value),
      (count) =>
        isTurn(fault, count) ? { fault, latency: latencyOf(fault, call, all) } : firstOf(call, faults, who, i + 1),
    ),
  );
}

/** @param identified who calls, where that was found out without changing anything */
export const meetFault = (
  call: Call,
  faults: readonly Fault[],
  identified: Identification | undefined,
): Awaitable<Met | undefined> => firstOf(call, faults, faults.some(asksWho) ? callers(call, identified) : []);
