/** The control plane of a sandbox, as a target may have one: clock, inbox, keys, settings, worlds. */
import type { Exchange } from '../exchange.ts';
import { parseJson } from './json-values.ts';
import type { HttpRequest } from './http-client.ts';
import { Unreachable } from './unreachable.ts';

export interface ControlPlane {
  /** The sandbox acted on; `undefined` for the default one. */
  readonly sandbox: string | undefined;
  /**
   * Calls a route, with the sandbox in the query.
   *
   * @returns the parsed answer; undefined for 204
   * @throws {Unreachable} for a refusal: the suite's own request is at fault, or the plane is
   */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** The same plane, for another sandbox. */
  of(sandbox: string): ControlPlane;
}

export function createControlPlane(
  baseUrl: string,
  send: (request: HttpRequest) => Promise<Exchange>,
  token?: string,
  sandbox?: string,
): ControlPlane {
  const carried = token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const];
  return {
    sandbox,
    async call<T>(method: string, path: string, body?: unknown) {
      const query =
        sandbox === undefined || path.startsWith('/sandboxes')
          ? ''
          : `${path.includes('?') ? '&' : '?'}sandbox=${encodeURIComponent(sandbox)}`;
      const text = body === undefined ? undefined : JSON.stringify(body);
      const { status, answerBody } = await send({
        method,
        url: `${baseUrl}${path}${query}`,
        headers: [...carried, ...(text === undefined ? [] : [['Content-Type', 'application/json'] as const])],
        body: text,
      });
      if (status >= 300)
        throw new Unreachable(
          `the control plane answers ${method} ${path} with ${status}: ${answerBody.slice(0, 300)}`,
        );
      return (status === 204 ? undefined : parseJson(answerBody)) as T;
    },
    of: (name) => createControlPlane(baseUrl, send, token, name),
  };
}
