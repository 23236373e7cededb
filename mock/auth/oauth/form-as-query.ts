/** Parameters that may come in the query or, by POST, in a form. @see RFC 6749 §3.1, OpenID Connect Core §3.1.2.1 */
import type { Call, Incoming, Refusal } from '../../request/call.ts';
import { readForm } from './endpoint-form.ts';
import type { Form } from './endpoint-form.ts';
import { isRefusal } from './found-or-refused.ts';

type Query = Incoming['query'];

/** The call with other parameters than those of its query. @param queryString as they came, where they came so */
export function withParameters(call: Call, query: Query, queryString = ''): Call {
  const own = call.request;
  const request: Incoming = {
    method: own.method,
    path: own.path,
    base: own.base,
    queryString,
    headers: own.headers,
    rawHeaders: own.rawHeaders,
    whenGone: own.whenGone,
    query,
    params: own.params,
    rawBody: own.rawBody,
    address: own.address,
    origin: own.origin,
    certificate: own.certificate,
  };
  return Object.create(call, { request: { value: request } }) as Call;
}

/** The fields of a form as parameters of a query; one that came more than once is a list there. */
export const formQuery = ({ texts }: Form): Query =>
  Object.fromEntries(
    Object.entries(texts).map(([name, value = '']) => [name, typeof value === 'string' ? value : [...value]]),
  );

/** The call with the form's fields where the query's are; every other call as it is. */
export function fromForm(call: Call): Call | Refusal {
  if (call.request.method !== 'POST') return call;
  const form = readForm(call);
  if (isRefusal(form)) return form;
  return withParameters(call, formQuery(form), call.request.rawBody?.toString('utf8'));
}
