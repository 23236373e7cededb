/** Idempotency keys that are forgotten, confused or shared. */
import { mutants } from './mutant.ts';
import { idempotent } from './wrap/breakable-contracts.ts';
import { operationsAs } from './wrap/wrap-document.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { Change, Store, Value } from '../../mock/state/stores/store.ts';
import { statusOf } from './wrap/wrap-reply.ts';
import { inStore, racing, rekeyed } from './wrap/wrap-store.ts';

type Entry = { readonly request: string; readonly answer: Value };

/** The memory of a key, as the claim of a request sees it. */
const remembered = (change: (entry: Entry, own: string) => Entry | undefined): Seams => ({
  store: (store): Store => ({
    ...store,
    swap<V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) {
      if (!key.startsWith('idem:')) return store.swap<V, R>(key, next);
      return store.swap<V, R>(key, (current) => {
        const fresh = next(undefined).value as Entry | undefined;
        // Without a value for a fresh key this is the settling of an answer, not a claim.
        if (fresh === undefined || current === undefined) return next(current);
        return next(change(current as unknown as Entry, fresh.request) as unknown as V | undefined);
      });
    },
  }),
});

export const IDEMPOTENCY = mutants(idempotent, [
  {
    id: 'idempotency.missing',
    title: 'Idempotency keys are passed over.',
    killedBy: ['idempotency-key.replay'],
    seams: remembered(() => undefined),
  },
  {
    id: 'idempotency.body-ignored',
    title: 'A key gets its first answer whatever the body.',
    killedBy: ['idempotency-key.other-body'],
    seams: remembered((entry, own) => ({ ...entry, request: own })),
  },
  {
    id: 'idempotency.other-body-served',
    title: 'A key with another body is served as a new request.',
    killedBy: ['idempotency-key.other-body'],
    seams: remembered((entry, own) => (entry.request === own ? entry : undefined)),
  },
  {
    id: 'idempotency.in-flight-served',
    title: 'A request whose twin is still being answered is served too.',
    killedBy: ['idempotency-key.concurrent'],
    seams: inStore(racing('idem:')),
  },
  {
    id: 'idempotency.refusals-block',
    title: 'A refused request keeps its key.',
    killedBy: ['idempotency.refusal-not-remembered'],
    seams: {
      store: (store) => ({ ...store, take: (key) => (key.startsWith('idem:') ? store.get(key) : store.take(key)) }),
    },
  },
  {
    id: 'idempotency.shared',
    title: 'Keys are shared between callers.',
    killedBy: ['idempotency.other-tenant', 'idempotency.other-caller'],
    seams: inStore(rekeyed('idem:', (key) => `idem:${key.split(':').slice(-2).join(':')}`)),
  },
  {
    id: 'idempotency.shared-in-tenant',
    title: 'Keys are shared between the callers of a tenant.',
    killedBy: ['idempotency.other-caller'],
    seams: inStore(rekeyed('idem:', (key) => `idem:${key.split(':')[1] ?? ''}:${key.split(':').slice(-2).join(':')}`)),
  },
  {
    id: 'idempotency.forgotten-early',
    title: 'Keys are remembered for an hour.',
    killedBy: ['idempotency-key.remembered'],
    seams: lasting('PT1H'),
  },
  {
    id: 'idempotency.remembered-late',
    title: 'Keys are remembered for a month.',
    killedBy: ['idempotency-key.remembered'],
    seams: lasting('P30D'),
  },
  {
    id: 'idempotency.mismatch-as-400',
    title: 'A key with another body is answered 400.',
    killedBy: ['idempotency-key.other-body'],
    seams: statusOf(['idempotency_mismatch'], 400),
  },
  {
    id: 'idempotency.replay-created-again',
    title: 'A repeated request is not answered word for word.',
    killedBy: ['idempotency-key.replay'],
    seams: {
      reply: (call, reply) =>
        call.operation.idempotency === undefined ||
        call.claim !== undefined ||
        reply.refusal !== undefined ||
        reply.body === undefined ||
        call.request.headers[call.operation.idempotency.name.toLowerCase()] === undefined
          ? reply
          : { ...reply, body: reply.body.replace(/\}$/, ',"again":true}') },
    },
  },
]);

function lasting(duration: string): Seams {
  return operationsAs((operation, document) => {
    const parameters = [...(operation.parameters ?? []), ...Object.values(document.components?.parameters ?? {})];
    for (const { 'x-idempotency': rule } of parameters) if (rule) rule.remember = duration;
  });
}
