/**
 * Prism as a referee in the line: suite → front → `prism proxy` → back → sandbox.
 *
 * Every request of the suite travels through Prism. The back hands the sandbox the request as the suite sent it, and
 * the front
 * hands the suite the answer as the sandbox gave it: Prism parses and rewrites what it passes on, which is not to be
 * tested.
 */
import { Agent } from 'node:http';
import { startPrism } from './process.ts';
import { createVerdict, judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { LOCATION, ask, field, serve, without } from './wire.ts';
import type { WireAnswer, WireRequest } from './wire.ts';

export interface Referee extends AsyncDisposable {
  /** Stands for the sandbox's origin. */
  readonly origin: string;
  /** Grows as the suite asks. */
  readonly verdict: Verdict;
}

interface Passage {
  readonly request: WireRequest;
  /** Set when Prism has passed the request on. */
  answer?: Promise<WireAnswer>;
}

/** Names the passage on its way through Prism. */
const NUMBER = 'x-referee-number';

/** Each failure takes one connection away, and the suite has a few at a time. */
const AGAIN = 8;

/** Fields of one connection or of the body's framing, which are written anew for the next. */
const HOPS = ['connection', 'keep-alive', 'transfer-encoding'];

/** Prism answers 400 itself where a JSON body cannot be parsed, `--errors` or not. */
function isUnreadable({ headers, body }: WireRequest): boolean {
  if (body.length === 0 || !/json/i.test(field(headers, 'content-type') ?? '')) return false;
  try {
    JSON.parse(body.toString());
    return false;
  } catch {
    return true;
  }
}

/** The request as Prism can carry it; it needs a length to see a body, and reads none where it is 0. */
function carried(request: WireRequest, url: string, host: string, number: number): WireRequest {
  const { method, headers } = request;
  const isBare = isUnreadable(request);
  const body = isBare ? Buffer.alloc(0) : request.body;
  const fields = without(headers, ['host', 'expect', 'content-length', ...HOPS, ...(isBare ? ['content-type'] : [])]);
  return {
    method,
    url,
    headers: [
      'Host',
      host,
      ...fields,
      'Content-Length',
      `${body.length}`,
      'Connection',
      'keep-alive',
      NUMBER,
      `${number}`,
    ],
    body,
  };
}

/**
 * The answer as Prism can take it: it follows redirects, and it parses the body of an answer to HEAD, which has none.
 */
function shown({ method }: WireRequest, { status, headers, body }: WireAnswer): WireAnswer {
  return {
    status,
    headers: without(headers, [...HOPS, LOCATION, ...(method === 'HEAD' ? ['content-type'] : [])]),
    body,
  };
}

/**
 * @param file of the contract
 * @param sandbox its origin
 * @param contract path segment of the contract in it
 */
export async function startReferee(file: string, sandbox: string, contract: string): Promise<Referee> {
  const agent = new Agent({ keepAlive: true });
  const base = new RegExp(`^/~[^/]+/${contract}(?=[/?]|$)`);
  const passages: Passage[] = [];
  const verdict = createVerdict();

  const back = await serve(({ headers }) => {
    const passage = passages[Number(field(headers, NUMBER))]!;
    passage.answer ??= ask(sandbox, agent, passage.request);
    return passage.answer.then((answer) => shown(passage.request, answer));
  });
  const prism = await startPrism(file, back.origin);
  const { host } = new URL(prism.origin);

  /** Prism closes idle connections. A request that met that moment is sent again, if the sandbox has not seen it. */
  async function askPrism(passage: Passage, request: WireRequest, again = AGAIN): Promise<WireAnswer> {
    try {
      return await ask(prism.origin, agent, request);
    } catch (error) {
      if (passage.answer !== undefined || again === 0) throw error;
      return askPrism(passage, request, again - 1);
    }
  }

  const front = await serve(async (request) => {
    const passage: Passage = { request };
    const url = request.url.replace(base, '') || '/';
    const number = passages.push(passage) - 1;
    const said = await askPrism(passage, carried(request, url, host, number));
    const answer = await passage.answer;
    judge(verdict, { ...request, url }, answer, said);
    return answer ?? said;
  });

  return {
    origin: front.origin,
    verdict,
    async [Symbol.asyncDispose]() {
      await prism.stop();
      agent.destroy();
      await Promise.all([front.close(), back.close()]);
    },
  };
}
