/** Starts sandboxes in a thread of their own. */
import { Worker } from 'node:worker_threads';
import { usesCertificates } from '../../mock/contract/uses-certificates.ts';
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { StartOptions } from '../../mock/index.ts';
import { mockTarget } from '../mock-target.ts';
import type { RunningTarget } from '../mock-target.ts';
import type { Answer, Answers, Request } from './thread-messages.ts';

export interface MockThread {
  /** As {@link startMockTarget}, over there. */
  start(
    contract: string,
    compiled: CompiledContract,
    options: Pick<StartOptions, 'seed' | 'tls' | 'allowRefs'>,
  ): Promise<RunningTarget>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export function startMockThread(): MockThread {
  const worker = new Worker(new URL('./mock-thread.js', import.meta.url));
  const waiting = new Map<number, Waiting>();
  let count = 0;
  worker.on('message', ({ number, value, error }: Answer) => {
    const { resolve, reject } = waiting.get(number)!;
    waiting.delete(number);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  worker.on('error', (error) => {
    for (const { reject } of waiting.values()) reject(error);
  });

  function ask<R extends Request>(request: R): Promise<Answers[R['do']]> {
    return new Promise((resolve, reject) => {
      const number = count++;
      waiting.set(number, { resolve, reject });
      worker.postMessage({ number, request });
    });
  }

  return {
    async start(contract, compiled, { seed, tls, allowRefs }) {
      const { server, baseUrl, control, credentials, ca } = await ask({
        do: 'start',
        contract,
        name: compiled.name,
        seed,
        // Where clients connect with certificates, plain HTTP would show little.
        tls: tls === true || usesCertificates(compiled.document),
        allowRefs,
      });
      const close = (): Promise<void> => ask({ do: 'stop', server });
      /** Told with the next that is made: a message is dear, and every check has a world. */
      const forgotten: string[] = [];
      return {
        target: mockTarget(baseUrl, control, credentials, compiled, ca),
        worlds: {
          async make(world, settings) {
            const forget = forgotten.splice(0);
            return {
              ...(await ask({ do: 'make', server, contract: compiled.name, world, settings, forget })),
              close() {
                forgotten.push(world);
                return Promise.resolve();
              },
            };
          },
        },
        close,
        [Symbol.asyncDispose]: close,
      };
    },
    async close() {
      await worker.terminate();
    },
  };
}
