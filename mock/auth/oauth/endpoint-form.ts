/**
 * The parameters of a request to an OAuth endpoint.
 *
 * @see RFC 6749 §3.2: a parameter without a value counts as omitted, none may come twice, unknown ones are ignored
 */
import { readBody } from '../../request/parsed-body.ts';
import { refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';

export interface Form {
  readonly fields: Readonly<Record<string, string>>;
  readonly repeated: readonly string[];
  /** All values; of a repeated field a list. */
  readonly texts: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const EMPTY: Form = { fields: {}, repeated: [], texts: {} };

/** A provider that takes JSON at its token endpoint means the same parameters. */
function jsonForm(value: unknown): Form {
  if (typeof value !== 'object' || value === null) return EMPTY;
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const fields = Object.fromEntries(texts);
  return { fields, repeated: [], texts: fields };
}

/** The body's parameters; a body that cannot be read refuses. */
export function readForm(call: Call): Form | Refusal {
  const body = readBody(call);
  if (body.state === 'form') return body;
  if (body.state === 'refused') return body.refusal;
  return body.state === 'json' ? jsonForm(body.value) : EMPTY;
}

export function field(form: Form, name: string): string | undefined {
  const value = form.fields[name];
  return value === '' ? undefined : value;
}

/** All values of a parameter that may come more than once; empty ones count as none. */
export const valuesOf = ({ texts }: Form, name: string): readonly string[] =>
  [texts[name] ?? []].flat().filter((value) => value !== '');

/** What to say of a parameter that is not in the body: one that came in the URL is told as that (RFC 6749 §3.2). */
export function lackOf(call: Call, name: string): string {
  return call.request.query[name] === undefined ? `no ${name}` : `${name} in the URL's query, and none in the body`;
}

/** Names of the query parameters that came more than once. */
export function repeatedInQuery(call: Call): readonly string[] {
  const { query } = call.request;
  const repeated: string[] = [];
  for (const name in query) if (typeof query[name] !== 'string') repeated.push(name);
  return repeated;
}

/**
 * Refuses parameters that came twice, and a secret in the URL, where logs and histories keep it (RFC 6749 §2.3.1).
 *
 * @param lists parameters that may come more than once
 */
export function refuseMalformed(call: Call, form: Form, lists: readonly string[] = []): Refusal | undefined {
  const twice = form.repeated.filter((name) => !lists.includes(name));
  const repeated = twice.length > 0 ? twice : repeatedInQuery(call);
  const { pointer } = call.operation;
  if (repeated.length > 0) {
    return refuse('invalid_request', 'no parameter may come more than once', pointer, {
      got: `${repeated.join(', ')} more than once`,
    });
  }
  if (call.request.query['client_secret'] !== undefined) {
    return refuse('invalid_request', 'the client secret must not stand in the URL', pointer, {
      expected: 'client_secret in the body or in HTTP Basic',
      got: "client_secret in the URL's query",
    });
  }
  return undefined;
}
