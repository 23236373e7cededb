/** Cookies of a request (RFC 6265 §5.4). */
import type { Incoming } from './call.ts';

export function cookie(request: Incoming, name: string): string | undefined {
  const header = request.headers.cookie as string | undefined;
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
