/** What to do about a refusal: what the control plane can do has a button, and what is typed stands below it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Code } from '../parts/copy.tsx';
import { Action, useActing } from '../parts/form.tsx';
import { Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import { showClock } from '../state/clock.ts';
import { hrefOf } from '../state/route.ts';
import type { Clock, Refusal } from '../state/types.ts';

type Hint = NonNullable<Refusal['explanation']>['next'][number];

const named = (text: string): string =>
  text
    .replace(/^Or /, '')
    .replace(/:$/, '')
    .replace(/^./, (one) => one.toUpperCase());

function Step({ hint: { text, code, does }, contract }: { readonly hint: Hint; readonly contract: string }): VNode {
  const acting = useActing();
  const done = useSignal(false);
  if (code === undefined || does === undefined)
    return (
      <li>
        {text}
        {code !== undefined && <Code text={code} of={text} />}
      </li>
    );
  const label = named(text);
  return (
    <li>
      <span class="actions">
        {does.method === 'GET' ? (
          <a href={hrefOf('providers', does.path.split('/').pop() ?? contract)}>{label}</a>
        ) : (
          <Action
            acting={acting}
            does={async () => {
              const { method, path, body } = does;
              const told = await ask<unknown>(path, { method, ...(body !== undefined && { body }) });
              if (path.startsWith('/clock')) showClock(told as Clock);
              done.value = true;
            }}
          >
            {label}
          </Action>
        )}
        <span role="status">{done.value && 'Done. Try again.'}</span>
      </span>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <details>
        <summary>In a terminal</summary>
        <Code text={code} of={text} />
      </details>
    </li>
  );
}

export function NextSteps({
  next,
  contract,
}: {
  readonly next: readonly Hint[];
  readonly contract: string;
}): VNode | null {
  if (next.length === 0) return null;
  return (
    <section class="next">
      <h3>What to do</h3>
      <ul>
        {next.map((hint) => (
          <Step key={hint.text} hint={hint} contract={contract} />
        ))}
      </ul>
    </section>
  );
}
