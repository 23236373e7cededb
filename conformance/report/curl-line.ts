/** A curl line that sends a request again. Redacted parts are left for the reader to fill in. */
import { quote } from '../../mock/contract/shell-quote.ts';
import type { Exchange } from '../exchange.ts';

/** Headers that curl makes itself. */
const OWN = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

export function curlLine({ method, url, headers, body }: Exchange): string {
  const words = ['curl', '-i'];
  if (method === 'HEAD') words.push('-I');
  else if (method !== (body === undefined ? 'GET' : 'POST')) words.push('-X', method);
  for (const [name, value] of headers) if (!OWN.has(name.toLowerCase())) words.push('-H', `${name}: ${value}`);
  if (body !== undefined) words.push('--data-binary', body);
  return [...words, url].map(quote).join(' ');
}
