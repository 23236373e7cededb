/** The control plane of the target, where it has one. Its requests are no part of the load. */
import http from 'k6/http';
import { parse } from './read-json.ts';
import { profile } from './run-profile.ts';

const OPERATION = 'control';

/** @returns undefined where there is no control plane, or nothing in the answer; throws for a refusal */
export function control<T>(method: string, path: string, body?: unknown): T | undefined {
  if (profile.control === null) return undefined;
  const { url, sandbox } = profile.control;
  const query = sandbox === null ? '' : `${path.includes('?') ? '&' : '?'}sandbox=${encodeURIComponent(sandbox)}`;
  const answer = http.request(method, `${url}${path}${query}`, body === undefined ? null : JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json' },
    responseType: 'text',
    tags: { operation: OPERATION, name: OPERATION },
  });
  if (answer.status < 200 || answer.status >= 300)
    throw new Error(
      `the control plane answers ${method} ${path} with ${answer.status}: ${(answer.body as string | null)?.slice(0, 200) ?? answer.error}`,
    );
  return answer.status === 204 ? undefined : (parse(answer.body) as T);
}
