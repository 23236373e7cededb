/**
 * Webhooks of a whole server: one courier for all of its worlds, and a look now and then at what other processes left.
 */
import { after } from '../state/clock.ts';
import type { Sandboxes } from '../sandboxes/sandbox.ts';
import { createCourier } from './webhook-sender.ts';
import { isHostRule } from './allowed-receivers.ts';
import { InputError } from '../contract/input-error.ts';
import type { Webhooks } from './webhook-port.ts';
import { createWebhooks } from './world-webhooks.ts';
import type { WebhooksOptions } from './world-webhooks.ts';

/** Milliseconds between two looks, where several processes serve one store. */
const LOOK_EVERY = 1_000;

export interface WebhookService {
  /** Of a world of this sandbox. */
  open(sandbox: string, options: Omit<WebhooksOptions, 'courier'>): Webhooks;
  /** Takes up what was left in the store, and goes on looking. */
  start(sandboxes: Sandboxes): void;
  close(): Promise<void>;
}

/**
 * @param hosts who may be sent to besides this machine and private networks
 * @throws InputError for one that is no host
 */
export function createWebhookService(hosts: readonly string[], process: number | undefined): WebhookService {
  const strange = hosts.find((host) => !isHostRule(host));
  if (strange !== undefined)
    throw new InputError(
      `"${strange}" is no host that webhooks could be sent to; write a name, .example.com for the names below it, an address, a range such as 203.0.113.0/24, or *`,
    );
  const courier = createCourier(hosts, process);
  const opened = new Map<string, Set<Webhooks>>();
  let stop = (): void => undefined;

  const look = async (sandboxes: Sandboxes): Promise<void> => {
    for (const name of [...opened.keys()]) {
      // Its clock, too, may have been moved by another process.
      const sandbox = await sandboxes.get(name);
      if (sandbox === undefined) {
        for (const webhooks of opened.get(name) ?? []) webhooks.forget();
        opened.delete(name);
      }
      for (const world of sandbox?.worlds.values() ?? []) await world.webhooks?.recover();
    }
  };
  return {
    open(sandbox, options) {
      const webhooks = createWebhooks({ ...options, courier });
      opened.set(sandbox, (opened.get(sandbox) ?? new Set()).add(webhooks));
      return webhooks;
    },
    start(sandboxes) {
      if (!sandboxes.shared) return;
      const again = (): void => {
        if (courier.closed) return;
        // A store that does not answer now is asked again.
        void look(sandboxes)
          .catch(() => undefined)
          .then(() => {
            if (!courier.closed) stop = after(LOOK_EVERY, again);
          });
      };
      void Promise.resolve(sandboxes.list())
        .catch(() => undefined)
        .then(again);
    },
    async close() {
      stop();
      for (const all of opened.values()) for (const webhooks of all) webhooks.forget();
      await courier.close();
    },
  };
}
