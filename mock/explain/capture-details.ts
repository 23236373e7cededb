/** What is kept of one exchange: both messages without their secrets, and the explanation of a refusal. */
import { present } from '../auth/presented-credentials.ts';
import { chain } from '../state/awaitable.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';
import type { Reply } from '../pipeline/reply.ts';
import type { Call } from '../request/call.ts';
import type { Explain } from './explain-refusal.ts';
import { faultAdvice } from './fault-advice.ts';
import type { Sandboxes } from '../sandboxes/sandbox.ts';
import type { Details, Explanation } from '../journal/journal.ts';
import { markOfCredential, marksIn, marksInUrl } from '../journal/secret-marks.ts';
import type { Mark } from '../journal/secret-marks.ts';
import { SHORTEST_SECRET, createMessageRedactor } from '../journal/message-redaction.ts';
import { REDACTED } from '../journal/path-redaction.ts';
import type { MessageRedactor } from '../journal/message-redaction.ts';
import { mediaType } from '../request/media-type.ts';
import { readBody } from '../request/parsed-body.ts';

const redactors = new WeakMap<CompiledContract, MessageRedactor>();

function redactorOf(contract: CompiledContract): MessageRedactor {
  let found = redactors.get(contract);
  if (found === undefined) redactors.set(contract, (found = createMessageRedactor(contract)));
  return found;
}

/** What the request proves itself with, wherever else it may come up. */
function secretsOf(call: Call): readonly string[] {
  const { contract } = call.world;
  const presented = contract.methods.flatMap((method) => {
    const found = present(call, method);
    return found === undefined ? [] : [found.secret, found.signature];
  });
  return presented.filter((text): text is string => (text?.length ?? 0) >= SHORTEST_SECRET);
}

/** The same in every process and every request of a sandbox, and another in every other. */
const saltOf = ({ world: { sandbox } }: Call): string => `${sandbox.seed}/${sandbox.name}`;

function cameMarks(call: Call): readonly Mark[] {
  const salt = saltOf(call);
  const body = readBody(call);
  return [
    ...call.world.contract.methods.flatMap((method) =>
      markOfCredential(salt, method.credential, present(call, method)?.secret),
    ),
    ...marksIn(salt, call.request.query),
    ...marksIn(salt, body.state === 'form' ? body.fields : body.state === 'json' ? body.value : undefined),
  ];
}

/** A fault may have cut it. */
function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function givenMarks(call: Call, { body, contentType, headers }: Reply): readonly Mark[] {
  const salt = saltOf(call);
  const location = headers.find(({ name }) => name === 'location')?.value;
  return [
    ...(location === undefined ? [] : marksInUrl(salt, location)),
    ...(body?.startsWith('{') === true && contentType?.includes('json') === true
      ? marksIn(salt, jsonOrNothing(body))
      : []),
  ];
}

/** Loaded with the first refusal: a sandbox that refuses nothing needs none of it. */
let explain: Explain | undefined;

function explained(call: Call, { refusal }: Reply, sandboxes: Sandboxes): Awaitable<Explanation | undefined> {
  if (refusal === undefined) return undefined;
  if (call.fault?.answered === true) return faultAdvice(call.fault, call.world.contract.name);
  if (explain !== undefined) return explain(call, refusal, sandboxes);
  return import('./explain-refusal.ts').then((loaded) => (explain = loaded.explainRefusal)(call, refusal, sandboxes));
}

const masked = <T>(value: T, hidden: readonly string[]): T => {
  if (typeof value === 'string')
    return hidden.reduce<string>((text, secret) => text.replaceAll(secret, REDACTED), value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => masked(each, hidden)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, masked<unknown>(each, hidden)])) as T;
};

/** An explanation may name the path, and a path may hold a secret. */
function withoutPathSecrets(
  explanation: Explanation | undefined,
  path: string,
  shown: string,
): Explanation | undefined {
  if (explanation === undefined || path === shown) return explanation;
  const left = new Set(shown.split('/'));
  const hidden = path.split('/').filter((part) => part.length >= SHORTEST_SECRET && !left.has(part));
  return masked(explanation, hidden);
}

function details(call: Call, reply: Reply, explanation: Explanation | undefined): Details {
  const { request, world } = call;
  const redactor = redactorOf(world.contract);
  const secrets = secretsOf(call);
  const answerHeaders = reply.headers.flatMap(({ name, value }) => [name, value]);
  if (reply.contentType !== undefined && reply.body !== undefined)
    answerHeaders.push('content-type', reply.contentType);
  return {
    request: {
      headers: redactor.headers(request.rawHeaders, secrets),
      body: redactor.body(request.rawBody, mediaType(request.headers['content-type']), secrets),
      bytes: request.rawBody?.length ?? 0,
    },
    answer: {
      headers: redactor.headers(answerHeaders, secrets),
      body: redactor.body(reply.body, mediaType(reply.contentType), secrets),
      bytes: Buffer.byteLength(reply.body ?? ''),
    },
    explanation,
    came: cameMarks(call),
    given: givenMarks(call, reply),
  };
}

/**
 * Headers, bodies and explanation of an exchange, before anything keeps them.
 *
 * @param shownPath the request's path without its secrets
 */
export function captureDetails(call: Call, reply: Reply, sandboxes: Sandboxes, shownPath: string): Awaitable<Details> {
  return chain(explained(call, reply, sandboxes), (explanation) =>
    details(call, reply, withoutPathSecrets(explanation, call.request.path, shownPath)),
  );
}
