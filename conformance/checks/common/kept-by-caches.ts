/** What an answer allows caches to do with it. */
import type { Exchange } from '../../exchange.ts';

/**
 * Whether something in the answer lets a cache keep it, the caller's own among them: silence does not, since no answer
 * to POST and no redirect is kept unless it says so (RFC 9111 §3, RFC 9110 §15.1). @returns the header that does
 */
export function letsCachesKeep({ answerHeaders }: Exchange): string | undefined {
  const control = answerHeaders['cache-control'] ?? '';
  if (/\bno-store\b/i.test(control)) return undefined;
  if (/\bpublic\b|\bimmutable\b|\b(?:s-maxage|max-age) *= *"?[1-9]/i.test(control)) return `Cache-Control: ${control}`;
  const expires = Date.parse(answerHeaders['expires'] ?? '');
  const date = Date.parse(answerHeaders['date'] ?? '');
  return /\bmax-age\b|\bno-cache\b/i.test(control) || !(expires > date)
    ? undefined
    : `Expires: ${answerHeaders['expires']}`;
}
