/** The control plane's operations on webhooks: list deliveries, send one again. */
import { isoSeconds } from '../state/clock.ts';
import type { Delivery } from '../webhooks/webhook-port.ts';
import { findWorld } from './find-or-refuse.ts';
import type { Handler } from './handler.ts';
import { Problem } from './control-problem.ts';

const describe = (contract: string, delivery: Delivery) => ({
  id: delivery.id,
  contract,
  webhook: delivery.webhook,
  event: delivery.event,
  resource: delivery.resource,
  record: delivery.record,
  tenant: delivery.tenant,
  url: delivery.url,
  body: delivery.body,
  time: isoSeconds(delivery.time),
  status: delivery.status,
  ...(delivery.refusal !== null && { refusal: delivery.refusal }),
  ...(delivery.next !== null && { next_attempt_at: isoSeconds(delivery.next) }),
  attempts: delivery.attempts.map(({ at, status, error, duration, manner }) => ({
    at: isoSeconds(at),
    ...(status !== null && { status }),
    ...(error !== null && { error }),
    duration_ms: duration,
    ...(manner !== undefined && { as: manner }),
  })),
  ...(delivery.headers !== null && { headers: delivery.headers }),
});

export const listDeliveries: Handler<'listDeliveries'> = async ({
  sandbox,
  query: { contract, limit = 100, ...filter },
}) => {
  const worlds = contract === undefined ? [...sandbox.worlds.values()] : [findWorld(sandbox, contract)];
  const found = await Promise.all(
    worlds.map(async ({ contract, webhooks }) =>
      ((await webhooks?.list({ ...filter, limit })) ?? []).map((delivery) => ({ contract, delivery })),
    ),
  );
  // Each world's are in order already; a sort keeps that.
  const all = found
    .flat()
    .sort((a, b) => (found.length > 1 ? a.delivery.time - b.delivery.time : 0))
    .slice(-limit);
  const dropped = await Promise.all(worlds.map(({ webhooks }) => webhooks?.dropped() ?? 0));
  return {
    status: 200,
    body: {
      dropped: dropped.reduce((sum, count) => sum + count, 0),
      deliveries: all.map(({ contract, delivery }) => describe(contract.name, delivery)),
    },
  };
};

export const redeliver: Handler<'redeliver'> = async ({ sandbox, path, body }) => {
  const { contract, webhooks } = findWorld(sandbox, path.contract);
  const delivery = await webhooks?.redeliver(path.delivery, body?.as);
  if (delivery === undefined)
    throw new Problem(404, `No delivery of ${contract.name} has the id "${path.delivery}"; GET /webhooks lists them`);
  if (delivery === 'unsigned')
    throw new Problem(409, `The webhooks of ${contract.name} are not signed, so there is no signature to spoil`);
  if (delivery === 'busy')
    throw new Problem(
      409,
      'The delivery is being sent or waits for a retry, or has no body to send; ask for the list in a moment',
    );
  return { status: 200, body: describe(contract.name, delivery) };
};
