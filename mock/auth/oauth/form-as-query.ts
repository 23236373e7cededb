/** Parameters that may come in the query or, by POST, in a form. @see RFC 6749 §3.1, OpenID Connect Core §3.1.2.1 */
import type { Call, Incoming, Refusal } from '../../request/call.ts';
import { readForm } from './endpoint-form.ts';
import { isRefusal } from './found-or-refused.ts';

/** The call with the form's fields where the query's are; every other call as it is. */
export function fromForm(call: Call): Call | Refusal {
  if (call.request.method !== 'POST') return call;
  const form = readForm(call);
  if (isRefusal(form)) return form;
  const query: Incoming['query'] = {
    ...form.fields,
    ...Object.fromEntries(form.repeated.map((name) => [name, [form.fields[name]!, form.fields[name]!]])),
  };
  const own = call.request;
  const request: Incoming = {
    method: own.method,
    path: own.path,
    base: own.base,
    queryString: own.rawBody?.toString('utf8') ?? '',
    headers: own.headers,
    rawHeaders: own.rawHeaders,
    whenGone: own.whenGone,
    query,
    params: own.params,
    rawBody: own.rawBody,
    address: own.address,
    origin: own.origin,
  };
  return Object.create(call, { request: { value: request } }) as Call;
}
