/** Talking to a target outside a run of checks: for the doctor, and for differences. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Context } from '../check-context.ts';
import { createContext } from '../driver/create-context.ts';
import { createControlPlane } from '../driver/control-client.ts';
import { createHttpClient } from '../driver/http-client.ts';
import { createTransport } from '../driver/transport.ts';
import { createWorlds } from '../driver/check-world.ts';
import { pause } from '../machine-clock.ts';
import { createRedaction } from '../exchange-redaction.ts';
import type { Redaction } from '../exchange-redaction.ts';
import type { Target } from './target.ts';

export interface Session {
  /** For the target as it is, or a variant of it: another base URL, fewer credentials. */
  context(variant?: Target): Context;
  /** In a world of its own, where the target has worlds; `leave` forgets it. */
  enter(): Promise<{ readonly context: Context; leave(): Promise<void> }>;
  readonly redaction: Redaction;
  close(): void;
}

export function openSession(contract: CompiledContract, target: Target): Session {
  const client = createHttpClient(target.tls);
  const { maxRequests, paceMs, longestWaitMs } = target.safety;
  const transport = createTransport(client, {
    maxRequests,
    paceMs,
    longestWaitMs,
    timeoutMs: target.timeoutMs,
    patient: true,
  });
  const redaction = createRedaction();
  const plane =
    target.control === undefined ? undefined : createControlPlane(target.control, transport.aside, target.controlToken);
  const openWorld = createWorlds(contract, target, plane);
  const outside = {
    contract,
    send: transport.send,
    burst: transport.burst,
    secret: redaction.add,
    wait: pause,
    rest: pause,
    allow: () => undefined,
  };
  return {
    context: (variant = target) => createContext({ ...outside, target: variant, control: undefined }),
    async enter() {
      const world = await openWorld({ quotas: 'generous' });
      return {
        context: createContext({ ...outside, target: world.target, control: world.control }),
        leave: world.close,
      };
    },
    redaction,
    close: client.close,
  };
}
