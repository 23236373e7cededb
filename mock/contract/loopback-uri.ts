/** Whether a URL is of this very machine: the only one that a sandbox asks anything of. */
import { LOOPBACK } from './redirect-uri.ts';

export function isLoopbackUri(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, hash } = new URL(text);
  return /^https?:$/.test(protocol) && LOOPBACK.includes(hostname) && username === '' && hash === '';
}
