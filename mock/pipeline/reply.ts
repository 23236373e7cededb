/** Turns an answer or a refusal into what goes on the wire: status, headers and body, filled with facts. */
import { capital } from '../contract/capital.ts';
import { errorPage } from '../auth/oauth/error-page.ts';
import type { Answer, Call, Refusal } from '../request/call.ts';
import { challengeFor } from './www-authenticate.ts';
import { isoSeconds } from '../state/clock.ts';
import type { CompiledAnswer } from '../contract/compiled-contract.ts';
import type { Fact, Facts } from '../contract/fill-values.ts';
import { detailText } from '../contract/failures.ts';
import { judgesOwnRequest } from '../contract/reachable-failures.ts';
import type { RefusalNote } from '../journal/journal.ts';
import type { Value } from '../state/stores/store.ts';
import { nonceToTell } from '../auth/oauth/dpop-nonce.ts';
import { QUOTA, RATE_LIMITED } from './retry-after.ts';

export interface SentHeader {
  readonly name: string;
  readonly value: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: readonly SentHeader[];
  readonly contentType: string | undefined;
  readonly body: string | undefined;
  readonly answer: CompiledAnswer;
  readonly refusal: RefusalNote | undefined;
  /** How it goes on the wire, where that is not at once and whole. */
  readonly wire?: Wire | undefined;
}

/** What a fault does to an answer on its way. */
export interface Wire {
  /** Nothing is sent: the connection ends. */
  readonly drop?: boolean | undefined;
  /** The connection ends in the middle of the body. */
  readonly cut?: boolean | undefined;
  /** Milliseconds that the body takes. */
  readonly slow?: number | undefined;
}

/** Facts that hold for any answer. */
const COMMON: Partial<Readonly<Record<Fact, (call: Call) => Value | undefined>>> = {
  'request.id': requestId,
  'answer.id': ({ world }) => world.ids.make(world.contract.answerId),
  'clock.iso': ({ now }) => isoSeconds(now),
  'clock.epoch': ({ now }) => Math.floor(now / 1000),
  'dpop.nonce': nonceToTell,
  ...QUOTA,
};

/** The request's id: the client's own, where the contract takes one, else one from the seeded source. */
export function requestId(call: Call): string {
  if (call.requestId === '') call.requestId = call.world.ids.make(call.world.contract.requestId);
  return call.requestId;
}

/** Characters that RFC 6749 §5.2 keeps out of `error_description`. */
const UNDESCRIBABLE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/g;

/**
 * What is wrong, in words. An OAuth endpoint says by which rule where nothing else tells, and repeats what a client sent
 * in the characters that an error may be described in.
 */
function describeRefusal(call: Call, { failure, note }: Refusal): string {
  const detail = detailText(failure, note);
  if (!judgesOwnRequest(call.operation.action)) return detail;
  const told = note.got === undefined ? `${detail} ${capital(note.rule)}.` : detail;
  return told.replaceAll(UNDESCRIBABLE, '?');
}

/** A fact of this answer, or of any answer. */
function factOf(
  call: Call,
  status: number,
  fact: Fact,
  facts: Facts | undefined,
  refusal: Refusal | undefined,
): unknown {
  const own = facts?.[fact];
  if (own !== undefined) return own;
  if (fact === 'status') return status;
  if (refusal === undefined) return COMMON[fact]?.(call);
  if (fact === 'challenge') return challengeFor(call, refusal);
  if (fact === 'failure.detail') return describeRefusal(call, refusal);
  return (COMMON[fact] ?? (refusal.failure === 'rate_limited' ? RATE_LIMITED[fact] : undefined))?.(call);
}

/** What the body is filled with. */
function bodyFacts(
  call: Call,
  { status, needs }: CompiledAnswer,
  facts: Facts | undefined,
  refusal: Refusal | undefined,
): Facts {
  const wanted = needs();
  if (wanted.length === 0) return facts ?? NO_FACTS;
  const all: Record<string, unknown> = { ...facts };
  for (const fact of wanted) all[fact] = factOf(call, status, fact, facts, refusal);
  return all;
}

const NO_FACTS: Facts = {};

/** @param own headers of this one answer, beyond the contract's */
function headersOf(
  call: Call,
  { headers, status }: CompiledAnswer,
  facts: Facts | undefined,
  refusal: Refusal | undefined,
  own: Answer['headers'],
): readonly SentHeader[] {
  const sent: SentHeader[] = [];
  for (const { name, value } of headers) {
    const text = 'literal' in value ? value.literal : factOf(call, status, value.fact, facts, refusal);
    if (text !== undefined) sent.push({ name, value: `${text as string | number}` });
  }
  for (const name in own) sent.push({ name, value: own[name]! });
  return sent;
}

export function answerReply(call: Call, answer: Answer): Reply {
  const { answers, id } = call.operation;
  const compiled = answer.status === undefined ? answers[0] : answers.find(({ status }) => status === answer.status);
  if (compiled === undefined) throw new Error(`${id} has no ${answer.status ?? 'successful'} answer in its contract`);
  const headers = headersOf(call, compiled, answer.facts, undefined, answer.headers);
  return {
    status: compiled.status,
    headers,
    contentType: answer.contentType ?? compiled.contentType,
    body: answer.body ?? compiled.render?.(bodyFacts(call, compiled, answer.facts, undefined)),
    answer: compiled,
    refusal: answer.note,
  };
}

export function refusalReply(call: Call, refusal: Refusal): Reply {
  const compiled = call.operation.refusals.get(refusal.failure);
  if (compiled === undefined)
    throw new Error(`${call.operation.id} has no answer for ${refusal.failure} in its contract`);
  return compiledReply(call, compiled, refusal);
}

/** A refusal in the wording of any answer of the contract. */
export function compiledReply(call: Call, compiled: CompiledAnswer, refusal: Refusal): Reply {
  const page = compiled.contentType?.startsWith('text/html') === true ? errorPage(refusal) : undefined;
  const headers = headersOf(call, compiled, refusal.facts, refusal, page?.headers);
  return {
    status: compiled.status,
    headers,
    contentType: compiled.contentType,
    body: page?.body ?? compiled.render?.(bodyFacts(call, compiled, refusal.facts, refusal)),
    answer: compiled,
    refusal: refusal.note,
  };
}
