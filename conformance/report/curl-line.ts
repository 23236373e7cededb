/** A curl line that sends a request again. Redacted parts are left for the reader to fill in. */
import { headerText, urlOptions } from '../../mock/contract/curl-arguments.ts';
import { quote } from '../../mock/contract/shell-quote.ts';
import type { Exchange } from '../exchange.ts';

/** Headers that curl makes itself. */
const OWN = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

export function curlLine({ method, url, headers, body }: Exchange): string {
  const words = ['curl', '-i'];
  if (method === 'HEAD') words.push('-I');
  else if (method !== (body === undefined ? 'GET' : 'POST')) words.push('-X', method);
  for (const [name, value] of headers) if (!OWN.has(name.toLowerCase())) words.push('-H', headerText(name, value));
  // curl would call a body a form of its own accord, and read a file for one that begins with @.
  if (body !== undefined) {
    if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) words.push('-H', 'Content-Type:');
    words.push('--data-raw', body);
  }
  return [...words, ...urlOptions(url), url].map(quote).join(' ');
}
