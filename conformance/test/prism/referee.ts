/**
 * Prism as a referee: suite → recorder → sandbox, and each exchange, as it was on the wire, before Prism's own router
 * and validators. In this process and not as a proxy: a proxy parses and rewrites what it passes on, and takes most of
 * its time for that.
 */
import { Agent } from 'node:http';
import { loadOperations } from './prism-operations.ts';
import { createVerdict, judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';
import { ask, serve } from './wire.ts';

export interface Referee extends AsyncDisposable {
  /** Stands for the sandbox's origin. */
  readonly origin: string;
  /** Judges what was recorded so far. */
  verdict(): Promise<Verdict>;
}

/**
 * @param file of the contract
 * @param sandbox its origin
 * @param contract path segment of the contract in it
 */
export async function startReferee(file: string, sandbox: string, contract: string): Promise<Referee> {
  const agent = new Agent({ keepAlive: true });
  const base = new RegExp(`^(?:https?://[^/]+)?/~[^/]+/${contract}(?=[/?]|$)`);
  const exchanges: Parameters<typeof judge>[2][] = [];
  const recorder = await serve(async (request) => {
    const answer = await ask(sandbox, agent, request);
    exchanges.push({ request: { ...request, url: request.url.replace(base, '') || '/' }, answer });
    return answer;
  });
  return {
    origin: recorder.origin,
    async verdict() {
      const operations = await loadOperations(file);
      const verdict = createVerdict();
      for (const exchange of exchanges) await judge(verdict, operations, exchange);
      return verdict;
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await recorder.close();
    },
  };
}
