/** Sends a request, and says what became of it: its metrics are tagged by operation and kind of failure. */
import { b64encode } from 'k6/encoding';
import http from 'k6/http';
import type { Template } from '../profile.ts';
import { now } from './k6-clock.ts';
import { IN_JSON, IN_URL, fill } from './fill-placeholders.ts';
import type { PlaceholderValues } from './fill-placeholders.ts';
import { at, parse } from './read-json.ts';
import { failed, failedAt, failures, limited, limitedUnexpectedly, refusedAt, refusedRightly } from './metrics.ts';
import type { Kind } from './metrics.ts';
import { profile } from './run-profile.ts';
import { expectsRefusals } from './quotas.ts';
import { refusalText } from './refusal-texts.ts';
import { countFailure, logFailure } from './log-channel.ts';

export interface Answer {
  readonly status: number;
  /** Whether it is one of the operation's good answers, or one that was expected. */
  readonly good: boolean;
  readonly text: string;
  header(name: string): string | undefined;
  /** What the answer says, where the contract has this fact. */
  fact(name: string): string | undefined;
}

export type Response = ReturnType<typeof send>;

export interface Asking {
  /** A label, for metrics. */
  readonly caller: string;
  /** Statuses that are right this time, beside the good ones. */
  readonly also?: readonly number[];
  /** What has to be refused: these statuses alone are right. */
  readonly refusal?: Refusal;
}

export interface Refusal {
  readonly statuses: readonly number[];
  /** What is wrong where it is taken, for people. */
  readonly taken: string;
}

const RATE_LIMITED = 429;
const TIMED_OUT = 1050;

type ResponseCallback = ReturnType<typeof http.expectedStatuses>;

const callbacks = new Map<string, ResponseCallback>();

function expecting(statuses: readonly number[]): ResponseCallback {
  const key = statuses.join();
  let callback = callbacks.get(key);
  if (callback === undefined) callbacks.set(key, (callback = http.expectedStatuses(...statuses)));
  return callback;
}

const rightOnes = ({ good }: Template, { also = [], refusal }: Asking): readonly number[] =>
  refusal === undefined ? [...good, ...also] : refusal.statuses;

const expected = (template: Template, asking: Asking): readonly number[] => [
  ...rightOnes(template, asking),
  ...(expectsRefusals(template.quota) ? [RATE_LIMITED] : []),
];

/** Everything that `http.request` and `http.batch` take. */
export function written(template: Template, placeholders: PlaceholderValues, asking: Asking) {
  const { operation, method, url, headers, body, encoding, basic } = template;
  const filled = Object.fromEntries(headers.map(([name, value]) => [name, fill(value, placeholders)]));
  if (basic !== null)
    filled['Authorization'] =
      `Basic ${b64encode(`${encodeURIComponent(basic.id)}:${encodeURIComponent(fill(basic.secret, placeholders))}`)}`;
  return {
    method,
    url: fill(url, placeholders, IN_URL),
    body: body === null ? null : fill(body, placeholders, encoding === 'form' ? IN_URL : IN_JSON),
    params: {
      headers: filled,
      redirects: 0,
      timeout: `${profile.timeoutSeconds}s`,
      responseType: 'text' as const,
      tags: { operation, name: operation, credential: asking.caller },
      responseCallback: expecting(expected(template, asking)),
      // Cookies are sent where the contract has them, and nowhere else.
      jar: new http.CookieJar(),
    },
  };
}

function send(template: Template, placeholders: PlaceholderValues, asking: Asking) {
  const { method, url, body, params } = written(template, placeholders, asking);
  return http.request(method, url, body, params);
}

function kindOf({ status, error_code: code }: Response): Kind {
  if (status === 0) return code === TIMED_OUT ? 'timeout' : 'connection';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === RATE_LIMITED) return 'unexpected_429';
  if (status >= 500) return 'server_error';
  return status >= 400 ? 'client_error' : 'unexpected_status';
}

function count(operation: string, kind: Kind): void {
  failures.add(1, { operation, kind });
  failedAt.add(now(), { kind });
  countFailure();
}

/** Counts as gone wrong what no status shows. */
export function fault({ operation }: Template, caller: string, kind: Kind, words: string): void {
  failed.add(true, { operation });
  count(operation, kind);
  logFailure(operation, caller, kind, 0, words);
}

/** Whether the end of the run cut the request off, which says nothing about the target. */
const isCutOff = ({ status, error }: Response): boolean => status === 0 && error.includes('context canceled');

/** Counts an answer. */
export function judge(
  template: Template,
  placeholders: PlaceholderValues,
  asking: Asking,
  response: Response,
): boolean {
  const { operation, quota } = template;
  const { caller, refusal } = asking;
  const { status } = response;
  const rights = rightOnes(template, asking);
  const good = rights.includes(status);
  if (isCutOff(response)) return good;
  if (status === RATE_LIMITED && !good) (expectsRefusals(quota) ? limited : limitedUnexpectedly).add(1, { operation });
  const right = good || (status === RATE_LIMITED && expectsRefusals(quota));
  if (refusal !== undefined && good) refusedRightly.add(1, { operation });
  failed.add(!right, { operation });
  if (right) return good;
  if (refusal !== undefined && template.good.includes(status)) {
    count(operation, 'still_alive');
    logFailure(operation, caller, 'still_alive', status, refusal.taken);
    return false;
  }
  const kind = kindOf(response);
  count(operation, kind);
  if (kind === 'unauthorized') refusedAt.add(now(), { credential: caller });
  logFailure(operation, caller, kind, status, status === 0 ? response.error : refusalText(response, placeholders));
  return false;
}

export function ask(template: Template, placeholders: PlaceholderValues, asking: Asking): Answer {
  const response = send(template, placeholders, asking);
  const good = judge(template, placeholders, asking, response);
  const lower = new Map(Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]));
  // Without a connection there is no body at all.
  const text = (response.body as string | null) ?? '';
  let body: unknown;
  return {
    status: response.status,
    good,
    text,
    header: (name) => lower.get(name),
    fact(name) {
      body ??= parse(text);
      const value = (template.facts[name] ?? [])
        .map((pointer) => at(body, pointer))
        .find((one) => typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean');
      return value === undefined ? undefined : String(value);
    },
  };
}
