/**
 * One request to each host before all others: one that k6 cannot reach, or does not trust, is told once and not by
 * every request.
 */
import http from 'k6/http';
import { profile } from './run-profile.ts';
import { logUnreachable } from './log-channel.ts';

const OPERATION = 'reach';

const ANSWERED = http.expectedStatuses({ min: 100, max: 599 });

/** k6's codes for what it does not trust, or cannot speak with, start here and end before the next hundred. */
const TLS = 1300;

/** Throws where a host cannot be asked; its answer may be anything, and is no failure in any chart. */
export function reach(): void {
  for (const url of profile.origins) {
    const {
      status,
      error,
      error_code: code,
    } = http.get(`${url}/`, {
      redirects: 0,
      timeout: `${profile.timeoutSeconds}s`,
      responseType: 'none',
      responseCallback: ANSWERED,
      tags: { operation: OPERATION, name: OPERATION },
    });
    if (status !== 0) continue;
    const reason =
      code >= TLS && code < TLS + 100 ? `k6 does not trust ${url}: ${error}` : `k6 cannot reach ${url}: ${error}`;
    logUnreachable(reason);
    throw new Error(reason);
  }
}
