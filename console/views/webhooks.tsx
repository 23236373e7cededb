/** What webhooks told, whether it arrived, and sending it again in ways that a receiver must notice. */
import type { VNode } from 'preact';
import { Code } from '../parts/copy.tsx';
import { Action, useActing } from '../parts/form.tsx';
import { Await, Empty, Fault } from '../parts/state.tsx';
import { useSignal } from '@preact/signals';
import { ask } from '../state/ask.ts';
import type { Delivery } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { clockTime, counted } from '../state/words.ts';

type Manner = NonNullable<Delivery['attempts'][number]['as']>;

const MANNERS: readonly (readonly [Manner, string])[] = [
  ['again', 'again'],
  ['replayed', 'replayed to the byte'],
  ['tampered', 'with another body than is signed'],
  ['late', 'signed an hour ago'],
  ['duplicate', 'twice in a row'],
  ['unsigned', 'without a signature'],
  ['wrong_secret', 'signed with another secret'],
];

/** Those that have nothing to do with a signature. */
const OF_ALL: readonly Manner[] = ['again', 'replayed', 'duplicate'];

/** Deliveries are made whether requests come or not. */
const LOOKED_AT_EVERY_MS = 1_000;

const TONES = { delivered: 'good', pending: 'warn', failed: 'bad', refused: 'bad' } as const;

function Attempts({ delivery }: { readonly delivery: Delivery }): VNode | null {
  if (delivery.attempts.length === 0) return null;
  return (
    <ul class="attempts">
      {delivery.attempts.map(({ at, status, error, duration_ms: took, as }, i) => (
        <li key={i}>
          {clockTime(Date.parse(at))} {as !== undefined && `${MANNERS.find(([name]) => name === as)?.[1] ?? as}: `}
          {status === undefined ? (error ?? 'no answer') : `answered ${status}`}
          {`, ${took} ms`}
        </li>
      ))}
    </ul>
  );
}

function Told({ delivery, reload }: { readonly delivery: Delivery; readonly reload: () => void }): VNode {
  const acting = useActing(reload);
  const manner = useSignal<Manner>('again');
  const isSigned = delivery.headers !== undefined;
  return (
    <li>
      <h2>
        {delivery.event} <span class={`chip ${TONES[delivery.status]}`}>{delivery.status}</span>
      </h2>
      <p class="quiet">
        {delivery.contract}, about <code class="long">{delivery.record}</code>
      </p>
      <p>
        to <code class="long">{delivery.url}</code>
      </p>
      {delivery.refusal !== undefined && <Fault text={delivery.refusal} />}
      <Attempts delivery={delivery} />
      {delivery.next_attempt_at !== undefined && (
        <p class="quiet">
          It is tried again at {clockTime(Date.parse(delivery.next_attempt_at))} UTC on the sandbox’s clock.
        </p>
      )}
      <details>
        <summary>{isSigned ? 'The body, and what signs it' : 'The body'}</summary>
        <Code text={delivery.body} of={`body of ${delivery.event}`} />
        {Object.entries(delivery.headers ?? {}).map(([name, value]) => (
          <p key={name} class="quiet">
            {name}: <code class="long">{value}</code>
          </p>
        ))}
      </details>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <p class="actions">
        <select
          aria-label={`How ${delivery.event} is sent again`}
          value={manner.value}
          onChange={(event) => (manner.value = event.currentTarget.value as Manner)}
        >
          {MANNERS.filter(([name]) => isSigned || OF_ALL.includes(name)).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        <Action
          acting={acting}
          label={`Send ${delivery.event} again`}
          does={() =>
            ask(`/webhooks/${delivery.contract}/${encodeURIComponent(delivery.id)}/redeliver`, {
              method: 'POST',
              body: { as: manner.value },
            })
          }
        >
          Send
        </Action>
      </p>
    </li>
  );
}

export function Webhooks(): VNode {
  const asked = useAsked<{ readonly deliveries: readonly Delivery[]; readonly dropped: number }>(
    '/webhooks',
    {},
    true,
    LOOKED_AT_EVERY_MS,
  );
  return (
    <>
      <h1>Webhooks</h1>
      <p class="lead">
        What the providers told your receivers, newest first. Send one again as it was, or in a way that a careful
        receiver notices.
      </p>
      <Await asked={asked}>
        {({ deliveries, dropped }) =>
          deliveries.length === 0 ? (
            <Empty title="No webhook was sent">
              <p>Give a provider an address of yours where its API takes one. What it tells then is listed here.</p>
            </Empty>
          ) : (
            <>
              {dropped > 0 && <p class="quiet">{counted(dropped, 'older one')} made room for these.</p>}
              <ul class="cards">
                {deliveries.toReversed().map((delivery) => (
                  <Told key={`${delivery.contract} ${delivery.id}`} delivery={delivery} reload={asked.reload} />
                ))}
              </ul>
            </>
          )
        }
      </Await>
    </>
  );
}
