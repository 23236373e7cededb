/** What Prism has against the answers of a run. */
import type { IHttpRequest, IHttpResponse } from '@stoplight/prism-http';
import { violationsOf } from './prism-operations.ts';
import type { Operations } from './prism-operations.ts';
import { field } from './wire.ts';
import type { Fields, WireAnswer, WireRequest } from './wire.ts';

export interface Verdict {
  /** Answers that Prism held against an operation. */
  judged: number;
  /** Of answers that belong to no operation, for which Prism has nothing to hold them against: method and status. */
  readonly unmatched: string[];
  /** What it has against answers, of any severity. */
  readonly faults: string[];
}

export const createVerdict = (): Verdict => ({ judged: 0, unmatched: [], faults: [] });

/** Fields by name; of one that is there several times the values stand together, as Prism reads them. */
function fieldsByName(fields: Fields): Record<string, string> {
  const found: Record<string, string> = {};
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i]!.toLowerCase();
    found[name] = found[name] === undefined ? fields[i + 1]! : `${found[name]},${fields[i + 1]!}`;
  }
  return found;
}

function requestFor({ method, url, headers }: WireRequest): IHttpRequest {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const query = Object.fromEntries([...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]));
  return {
    method: method.toLowerCase() as IHttpRequest['method'],
    url: { path: pathname, query },
    headers: fieldsByName(headers),
  };
}

/** An answer to HEAD has no body to be held against a type. */
function answerFor({ method }: WireRequest, { status, headers, body }: WireAnswer): IHttpResponse {
  const isJson = status !== 204 && /^application\/(?:[^;]+\+)?json/i.test(field(headers, 'content-type') ?? '');
  const text = body.toString();
  return {
    statusCode: status,
    headers: fieldsByName(headers),
    body: isJson && method !== 'HEAD' ? (JSON.parse(text) as unknown) : text,
  };
}

/** Adds one exchange. What Prism has against requests does not count: the suite breaks them on purpose. */
export async function judge(
  verdict: Verdict,
  operations: Operations,
  { request, answer }: { readonly request: WireRequest; readonly answer: WireAnswer },
): Promise<void> {
  const { method, url } = request;
  const violations = await violationsOf(operations, requestFor(request), answerFor(request, answer));
  if (violations === undefined) {
    verdict.unmatched.push(`${method} ${answer.status}`);
    return;
  }
  verdict.judged++;
  verdict.faults.push(
    ...violations.map(
      ({ path = [], message }) => `${method} ${url} ${answer.status} ${['response', ...path].join('.')}: ${message}`,
    ),
  );
}
