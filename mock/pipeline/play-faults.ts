/** Plays the faults that somebody asked for: a late answer, another one in the provider's own wording, or none. */
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { CompiledAnswer, CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import { didWords, isInstead } from '../faults/fault.ts';
import type { Fault } from '../faults/fault.ts';
import { asksWho, meetFault } from '../faults/meet-fault.ts';
import type { Met } from '../faults/meet-fault.ts';
import { refuse } from '../request/call.ts';
import type { Call, Identification, QuotaWindow } from '../request/call.ts';
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { after } from '../state/clock.ts';
import { withCors } from './cors.ts';
import { compiledReply } from './reply.ts';
import type { Reply } from './reply.ts';
import type { Identify } from './seams.ts';

/** What a status usually means; the first that a contract words so is taken. */
const USUAL: Readonly<Record<number, readonly Failure[]>> = {
  400: ['invalid_request', 'invalid_body'],
  401: ['invalid_token', 'invalid_credentials', 'missing_credentials', 'invalid_client'],
  403: ['insufficient_scope'],
  404: ['not_found', 'unknown_path'],
  409: ['conflict'],
  429: ['rate_limited'],
  503: ['unavailable'],
};

/** Whose wording another status has where the contract has none for it. */
const ELSE: readonly Failure[] = ['unavailable', 'rate_limited', 'invalid_request', 'not_found'];

interface Worded {
  readonly failure: Failure;
  readonly compiled: CompiledAnswer;
}

const wordedBy = (refusals: CompiledOperation['refusals'], failures: readonly Failure[]): Worded | undefined => {
  for (const failure of failures) {
    const compiled = refusals.get(failure);
    if (compiled !== undefined) return { failure, compiled };
  }
  return undefined;
};

const ofStatus = (refusals: CompiledOperation['refusals'], status: number): CompiledOperation['refusals'] =>
  new Map([...refusals].filter(([, answer]) => answer.status === status));

function wordedIn(refusals: CompiledOperation['refusals'], status: number): Worded | undefined {
  const known = ofStatus(refusals, status);
  return wordedBy(known, USUAL[status] ?? []) ?? wordedBy(known, [...known.keys()]);
}

/** The operation's own answer of this status, else another operation's, else the nearest in shape. */
function wording(contract: CompiledContract, operation: CompiledOperation, status: number): Worded {
  const all = [operation, ...contract.operations].map(({ refusals }) => refusals);
  const of = (find: (refusals: CompiledOperation['refusals']) => Worded | undefined): Worded | undefined => {
    for (const refusals of all) {
      const found = find(refusals);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = of((refusals) => wordedIn(refusals, status)) ?? of((refusals) => wordedBy(refusals, ELSE));
  if (found !== undefined) return { ...found, compiled: { ...found.compiled, status } };
  const { unknown_path: compiled } = contract.unmatched;
  return { failure: 'unknown_path', compiled: { ...compiled, status } };
}

const MS_PER_SECOND = 1_000;

/** A window that is used up: headers and bodies tell of it as the provider does. */
function usedUp({ world, operation, now }: Call, seconds: number): QuotaWindow {
  const rule = world.contract.rateLimits.get(operation.rateLimit ?? '');
  return {
    type: operation.rateLimit ?? 'fault',
    limit: typeof rule?.limit === 'number' ? rule.limit : 1,
    windowMs: Math.max(1, seconds) * MS_PER_SECOND,
    remaining: 0,
    resetAt: now + seconds * MS_PER_SECOND,
  };
}

const RETRY_AFTER = 'retry-after';

/** The wait that a client is told where a 429 comes without one. */
const USUAL_WAIT = 1;

function statusReply(call: Call, { id, retry_after: asked }: Fault, status: number): Reply {
  const { failure, compiled } = wording(call.world.contract, call.operation, status);
  const wait = asked ?? (status === 429 ? USUAL_WAIT : undefined);
  if (wait !== undefined) {
    const window = usedUp(call, wait);
    call.quota = { ...window, class: window.type, windows: [window] };
  }
  const refusal = refuse(failure, `the request may be right: the fault ${id} of this sandbox answers ${status}`, '#', {
    got: 'a request that no rule refused',
    facts: {
      'failure.detail': 'A fault that was asked for answers.',
      ...(wait !== undefined && {
        'rate.retry_after': wait,
        'rate.retry_date': new Date(call.now + wait * MS_PER_SECOND).toUTCString(),
      }),
    },
  });
  const reply = compiledReply(call, compiled, refusal);
  return wait === undefined || reply.headers.some(({ name }) => name === RETRY_AFTER)
    ? reply
    : { ...reply, headers: [...reply.headers, { name: RETRY_AFTER, value: String(wait) }] };
}

/** No answer at all; the journal wants one to tell of. */
function droppedReply(call: Call, { id }: Fault): Reply {
  const { compiled } = wording(call.world.contract, call.operation, 503);
  const { note } = refuse(
    'unavailable',
    `the request may be right: the fault ${id} of this sandbox drops the connection`,
    '#',
  );
  return { status: 0, headers: [], contentType: undefined, body: undefined, answer: compiled, refusal: note };
}

const UNKNOWN_FIELD = 'tollgate_unknown_field';

function withUnknownField(reply: Reply): Reply {
  if (reply.contentType?.includes('json') !== true || reply.body?.startsWith('{') !== true) return reply;
  const body = { ...(JSON.parse(reply.body) as object), [UNKNOWN_FIELD]: { added: 'by a fault' } };
  return { ...reply, body: JSON.stringify(body) };
}

const withWrongState = (reply: Reply): Reply => ({
  ...reply,
  headers: reply.headers.map((header) =>
    header.name === 'location'
      ? { ...header, value: header.value.replace(/([?&#]state=)[^&#]*/, '$1not-the-state-that-was-sent') }
      : header,
  ),
});

/** The answer of the request, made as the fault wants it. */
function changed(call: Call, fault: Fault, reply: Reply): Reply {
  const { status, drop, after: late, cut_body: cut, slow_body_ms: slow } = fault;
  let made = reply;
  if (late === true && drop === true) made = droppedReply(call, fault);
  else if (late === true && status !== undefined) made = withCors(call, statusReply(call, fault, status));
  if (fault.unknown_field === true) made = withUnknownField(made);
  if (fault.wrong_state === true) made = withWrongState(made);
  return drop === true || cut === true || slow !== undefined ? { ...made, wire: { drop, cut, slow } } : made;
}

/** The reply so much later, by the machine's time; at once where nobody waits for it any more. */
const later = ({ request }: Call, ms: number, reply: Reply): Promise<Reply> =>
  new Promise((resolve) => {
    const settle = (): void => {
      cancel();
      stop();
      resolve(reply);
    };
    const cancel = after(ms, settle);
    const stop = request.whenGone(settle);
  });

function play(call: Call, met: Met | undefined, answer: () => Awaitable<Reply>): Awaitable<Reply> {
  if (met === undefined) return answer();
  const { fault, latency } = met;
  const { id, status, drop, cut_body: cut } = fault;
  const instead = isInstead(fault);
  const made = instead
    ? drop === true
      ? droppedReply(call, fault)
      : withCors(call, statusReply(call, fault, status!))
    : answer();
  return chain(made, (reply) => {
    call.fault = {
      id,
      did: didWords(fault),
      answered: status !== undefined || drop === true,
      lost: drop === true || cut === true || (status !== undefined && !instead),
      effect: !instead,
    };
    // Nothing of the contract has judged it, or what it said is not what the client hears.
    if (instead) call.steps = 'fault';
    const sent = changed(call, fault, reply);
    return latency > 0 ? later(call, latency, sent) : sent;
  });
}

/**
 * @param who who calls, or what finds it out without changing anything; undefined where only judging the request tells
 * @param answer judges the request and makes its answer
 */
export function playFaults(
  call: Call,
  faults: readonly Fault[],
  who: Awaitable<Identification> | Identify | undefined,
  answer: () => Awaitable<Reply>,
): Awaitable<Reply> {
  const identified =
    who === undefined || !faults.some(asksWho) ? undefined : typeof who === 'function' ? who(call) : who;
  return chain(
    chain(identified, (found) => meetFault(call, faults, found)),
    (met) => play(call, met, answer),
  );
}
