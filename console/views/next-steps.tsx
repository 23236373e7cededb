/** What to do about a refusal: what the control plane can do has a button, and what is typed stands below it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Code } from '../parts/copy.tsx';
import { Action, useActing } from '../parts/form.tsx';
import type { Question } from '../parts/form.tsx';
import { Words } from '../parts/prose.tsx';
import { Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import { showClock } from '../state/clock.ts';
import { restartFeed } from '../state/journal-feed.ts';
import { hrefOf } from '../state/route.ts';
import { forgetTokens } from '../state/tokens.ts';
import type { Clock, Refusal } from '../state/types.ts';

type Hint = NonNullable<Refusal['explanation']>['next'][number];

/** What the call does, where the words before it only say when. */
function deed({ method, path, body }: NonNullable<Hint['does']>): string | undefined {
  if (path === '/reset') return 'Put the whole sandbox back';
  if (path === '/clock' && method === 'DELETE') return 'Put the clock back';
  return path === '/clock/advance' ? `Move the clock on by ${String(body?.['by'])}` : undefined;
}

const asLabel = (text: string): string =>
  text
    .replace(/^(Or|To) /, '')
    .replace(/:$/, '')
    .replace(/^./, (one) => one.toUpperCase());

/** `Ask again. To let it in:` as what is read first, and what stands on the button. */
function wordsOf(text: string, does: NonNullable<Hint['does']>): { readonly lead: string; readonly label: string } {
  const told = deed(does);
  if (told !== undefined) return { lead: asLabel(text) === told ? '' : text, label: told };
  const end = text.lastIndexOf('. ');
  return { lead: end < 0 ? '' : text.slice(0, end + 1), label: asLabel(text.slice(end < 0 ? 0 : end + 2)) };
}

/** Where a list that the control plane has is to be seen in this page. */
function placeOf(path: string): { readonly href: string; readonly name: string } | undefined {
  const [, list, contract, operation] = path.split('/');
  if (list === 'credentials' && contract !== undefined) return { href: hrefOf('providers', contract), name: contract };
  if (list === 'operations' && contract !== undefined && operation !== undefined)
    return { href: hrefOf('reference', contract, operation), name: `${operation} gives one out` };
  return undefined;
}

/** What cannot be taken back is asked first. */
function questionOf({ method, path }: NonNullable<Hint['does']>): Question | undefined {
  if (path === '/reset')
    return {
      title: 'Put the whole sandbox back?',
      text: 'Every record, token, key and request that it has goes; what the contracts began with comes back.',
    };
  return method === 'DELETE' && path.startsWith('/keys')
    ? { title: 'Delete it?', text: 'It is gone until the sandbox is reset.' }
    : undefined;
}

function Step({ hint: { text, code, does } }: { readonly hint: Hint }): VNode {
  const acting = useActing();
  const done = useSignal(false);
  const place = does?.method === 'GET' ? placeOf(does.path) : undefined;
  if (code === undefined || does === undefined)
    return (
      <li>
        <span>
          <Words text={text} /> {place !== undefined && <a href={place.href}>{place.name}</a>}
        </span>
        {code !== undefined && <Code text={code} of={text} />}
      </li>
    );
  const { lead, label } = wordsOf(text, does);
  return (
    <li>
      {lead !== '' && <Words text={lead} />}
      <span class="actions">
        {place !== undefined ? (
          <a href={place.href}>{label}</a>
        ) : (
          <Action
            acting={acting}
            asks={questionOf(does)}
            does={async () => {
              const { method, path, body } = does;
              const told = await ask<unknown>(path, { method, ...(body !== undefined && { body }) });
              if (path.startsWith('/clock')) showClock(told as Clock);
              if (path === '/reset') {
                forgetTokens();
                restartFeed();
              }
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

export function NextSteps({ next }: { readonly next: readonly Hint[] }): VNode | null {
  if (next.length === 0) return null;
  return (
    <section class="next">
      <h3>What to do</h3>
      <ul>
        {next.map((hint) => (
          <Step key={hint.text} hint={hint} />
        ))}
      </ul>
    </section>
  );
}
