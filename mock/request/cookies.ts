/** Cookies of a request (RFC 6265 §5.4). */
import type { Incoming } from './call.ts';

/** A value may stand in quotation marks (RFC 6265 §4.1.1), and characters that no cookie may have are percent-encoded. */
function written(text: string): string {
  const bare = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  if (!bare.includes('%')) return bare;
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

/** Every value of a cookie that came, each once. */
export function cookieValues(request: Incoming, name: string): readonly string[] {
  const header = request.headers.cookie as string | undefined;
  const values = new Set<string>();
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === name) values.add(written(pair.slice(at + 1).trim()));
  }
  return [...values];
}

/** The first that came: clients send first what is set for the longer path. */
export const cookie = (request: Incoming, name: string): string | undefined => cookieValues(request, name)[0];
