/** Late, refused, lost and broken answers: what is asked for, and asking for more. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Choice } from '../parts/choice.tsx';
import { chosenOf, ContractChoice } from '../parts/contract-choice.tsx';
import { Action, Field, fieldsOf, useActing } from '../parts/form.tsx';
import { Await, Empty, Fault as FaultText } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import { useOperations } from '../state/operations.ts';
import type { Contract, Fault } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted } from '../state/words.ts';

interface Kind {
  readonly words: string;
  readonly fields: readonly (readonly [name: string, words: string, value: string])[];
  readonly fault: Readonly<Record<string, unknown>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  status: {
    words: 'answers with a status',
    fields: [
      ['status', 'Status', '503'],
      ['retry_after', 'Retry-After, in seconds', ''],
    ],
    fault: {},
  },
  late: { words: 'answers late', fields: [['latency_ms', 'Milliseconds', '2000']], fault: {} },
  drop: { words: 'ends the connection without an answer', fields: [], fault: { drop: true } },
  lost: { words: 'takes effect, and loses the answer', fields: [], fault: { drop: true, after: true } },
  cut: { words: 'cuts the body in the middle', fields: [], fault: { cut_body: true, after: true } },
  slow: { words: 'sends the body slowly', fields: [['slow_body_ms', 'Milliseconds', '5000']], fault: {} },
  unknown_field: { words: 'adds a field that nobody knows', fields: [], fault: { unknown_field: true } },
};

const asNumbers = (fields: Readonly<Record<string, string>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, Number(text)]));

function Add({ contracts, reload }: { readonly contracts: readonly Contract[]; readonly reload: () => void }): VNode {
  const acting = useActing(reload);
  const kind = useSignal('status');
  const contract = chosenOf(contracts);
  const operations = useOperations(contract === undefined ? [] : [contract.name]);
  const { fields, fault } = KINDS[kind.value]!;
  return (
    <form
      class="fields"
      aria-label="Ask for a fault"
      onSubmit={(event) => {
        event.preventDefault();
        const { operation, kind: _, ...numbers } = fieldsOf(event.currentTarget);
        void acting.act(() =>
          ask(`/faults/${contract!.name}`, {
            method: 'POST',
            body: { ...fault, ...asNumbers(numbers), ...(operation !== undefined && { operation }) },
          }),
        );
      }}
    >
      <ContractChoice contracts={contracts} />
      <Choice
        label="What it does"
        name="kind"
        chosen={kind}
        options={Object.entries(KINDS).map(([name, { words }]) => [name, words])}
      />
      {fields.map(([name, words, value]) => (
        <Field key={name} name={words}>
          <input name={name} type="number" min={0} defaultValue={value} />
        </Field>
      ))}
      <Field name="How many requests (empty: all)">
        <input name="next" type="number" min={1} defaultValue="1" />
      </Field>
      <Field name="Operation (empty: any)">
        <input name="operation" autocomplete="off" list="operations" />
      </Field>
      <datalist id="operations">
        {(operations.get(contract?.name ?? '') ?? []).map(({ id, summary }) => (
          <option key={id} value={id}>
            {summary}
          </option>
        ))}
      </datalist>
      <button type="submit" class="primary" disabled={acting.busy || contract === undefined}>
        Add the fault
      </button>
      {acting.fault !== undefined && <FaultText text={acting.fault} />}
    </form>
  );
}

function oftenWords({ asked: { operation, credential, first, next, every } }: Fault): string {
  const often =
    first !== undefined
      ? `the first ${counted(first, 'request')}`
      : next !== undefined
        ? `the next ${counted(next, 'request')}`
        : every !== undefined
          ? `one request in ${every}`
          : 'each request';
  return `${often} of ${operation ?? 'any operation'}${credential === undefined ? '' : `, with ${credential}`}`;
}

function Asked({ fault, reload }: { readonly fault: Fault; readonly reload: () => void }): VNode {
  const acting = useActing(reload);
  return (
    <li>
      <h3>
        {fault.does.charAt(0).toUpperCase() + fault.does.slice(1)} {fault.spent && <span class="chip">spent</span>}
      </h3>
      <p class="quiet">
        {fault.contract}: {oftenWords(fault)}. It fitted {counted(fault.fitted, 'request')} so far.
      </p>
      {acting.fault !== undefined && <FaultText text={acting.fault} />}
      <p class="actions">
        <Action
          acting={acting}
          danger
          label={`End it: fault ${fault.id} of ${fault.contract}`}
          does={() => ask(`/faults/${fault.contract}/${fault.id}`, { method: 'DELETE' })}
        >
          End it
        </Action>
      </p>
    </li>
  );
}

export function Faults({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const asked = useAsked<{ readonly faults: readonly Fault[] }>('/faults', {}, true);
  return (
    <>
      <h1>Faults</h1>
      <p class="lead">
        See what your client makes of a provider that is late, busy or breaks off. A status comes in the provider’s own
        error shape.
      </p>
      <Add contracts={contracts} reload={asked.reload} />
      <Await asked={asked}>
        {({ faults }) =>
          faults.length === 0 ? (
            <Empty title="No fault is set" />
          ) : (
            <ul class="cards">
              {faults.map((fault) => (
                <Asked key={`${fault.contract} ${fault.id}`} fault={fault} reload={asked.reload} />
              ))}
            </ul>
          )
        }
      </Await>
    </>
  );
}
