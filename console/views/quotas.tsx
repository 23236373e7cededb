/** How much of each quota is used, and by whom. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { chosenOf, ContractChoice } from '../parts/contract-choice.tsx';
import { Field, fieldsOf, useActing } from '../parts/form.tsx';
import { Await, Empty, Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import { sandboxNow } from '../state/clock.ts';
import type { Contract, Quota } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted, fromNow, plain, span } from '../state/words.ts';

const NEARLY = 0.8;

function Gauge({ quota, caller }: { readonly quota: Quota; readonly caller: Quota['callers'][number] }): VNode {
  const now = sandboxNow.value;
  const { who, used, remaining, resets_at: resets } = caller;
  const tone = remaining === 0 ? 'bad' : used >= quota.limit * NEARLY ? 'warn' : 'good';
  return (
    <li class="gauge">
      <p>
        <b class="long">{who}</b>{' '}
        <span class="quiet">
          {used.toLocaleString('en')} of {quota.limit.toLocaleString('en')} used
          {remaining === 0 && ', none left'}
          {resets !== undefined && now !== undefined && `, anew ${fromNow(Date.parse(resets), now)}`}
        </span>
      </p>
      <meter
        class={tone}
        min={0}
        max={Math.max(1, quota.limit)}
        value={used}
        aria-label={`${plain(quota.type)}, used by ${who}`}
      />
    </li>
  );
}

interface ClassProps {
  readonly contract: Contract;
  readonly quota: Quota;
  readonly reload: () => void;
}

/** Sets a quota so low that a client meets it soon, or puts it back. */
function Limit({ contract, quota, reload }: ClassProps): VNode {
  const acting = useActing(reload);
  const typed = useSignal('');
  const set = (value: object | null): Promise<unknown> =>
    ask(`/settings/${contract.name}`, { method: 'PATCH', body: { rate_limits: { [quota.class]: value } } });
  return (
    <details>
      <summary>Change the limit</summary>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          const limit = Number(fieldsOf(event.currentTarget)['limit']);
          void acting.act(() => set({ limit })).then((done) => done && (typed.value = ''));
        }}
      >
        <Field name="Another limit, to meet it soon">
          <input
            name="limit"
            type="number"
            min={0}
            required
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
            aria-label={`Another limit for ${plain(quota.class)}`}
          />
        </Field>
        <button type="submit" disabled={acting.busy} aria-label={`Set the limit of ${plain(quota.class)}`}>
          Set
        </button>
        <button
          type="button"
          disabled={acting.busy}
          aria-label={`As the contract has it: ${plain(quota.class)}`}
          onClick={() => void acting.act(() => set(null))}
        >
          As the contract has it
        </button>
      </form>
    </details>
  );
}

function Class({ contract, quota, reload }: ClassProps): VNode {
  return (
    <li>
      <h2>{plain(quota.type)}</h2>
      <p class="quiet">
        {counted(quota.limit, 'request')} in {span(quota.window_seconds * 1_000)}
      </p>
      {quota.callers.length === 0 ? (
        <p class="quiet">Nobody has used any of it.</p>
      ) : (
        <ul class="gauges">
          {quota.callers.map((caller) => (
            <Gauge key={caller.who} quota={quota} caller={caller} />
          ))}
        </ul>
      )}
      <Limit contract={contract} quota={quota} reload={reload} />
    </li>
  );
}

export function Quotas({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const contract = chosenOf(contracts);
  const asked = useAsked<{ readonly quotas: readonly Quota[] }>(contract && `/quotas/${contract.name}`, {}, true);
  return (
    <>
      <h1>Quotas</h1>
      <p class="lead">What the callers of the newest requests have used of each window.</p>
      <p class="actions">
        <ContractChoice contracts={contracts} />
      </p>
      <Await asked={asked}>
        {({ quotas }) =>
          quotas.length === 0 || contract === undefined ? (
            <Empty title="This provider has no quota in force" />
          ) : (
            <ul class="cards">
              {quotas.map((quota, i) => (
                <Class key={i} contract={contract} quota={quota} reload={asked.reload} />
              ))}
            </ul>
          )
        }
      </Await>
    </>
  );
}
