/** How the client behaved, rule by rule. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Code } from '../parts/copy.tsx';
import { chosenOf, ContractChoice } from '../parts/contract-choice.tsx';
import { Action, useActing } from '../parts/form.tsx';
import { Await, Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import { hrefOf } from '../state/route.ts';
import type { Contract, ReportCard } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted, sentence } from '../state/words.ts';

type Result = ReportCard['results'][number];

const STATES = [
  ['broken', 'bad', 'Broken'],
  ['held', 'good', 'Held'],
  ['not_seen', '', 'Not seen'],
] as const;

/** Requests that a rule names at most. */
const MOST = 6;

/** Places of this page where what a client has to meet is set up by hand. */
const PLACES: Readonly<Record<string, string>> = { '/faults': 'faults', '/webhooks': 'webhooks' };
const PLACE_WORDS: Readonly<Record<string, string>> = {
  faults: 'Set it up under Faults',
  webhooks: 'Send one again under Webhooks',
};

/** Plays what the client has not met yet. */
function Play({
  play: { by, does },
  contract,
}: {
  readonly play: NonNullable<Result['play']>;
  readonly contract: Contract | undefined;
}): VNode {
  const acting = useActing();
  const done = useSignal(false);
  const place = does?.method === 'GET' ? PLACES[does.path] : undefined;
  return (
    <>
      <p class="actions">
        {place !== undefined && <a href={hrefOf(place)}>{PLACE_WORDS[place]}</a>}
        {place === undefined && does !== undefined && contract !== undefined && (
          <Action
            acting={acting}
            does={async () => {
              const { method, path, body } = does;
              await ask(path.replace('{contract}', contract.name), { method, ...(body !== undefined && { body }) });
              done.value = true;
            }}
          >
            Play it at {contract.title}
          </Action>
        )}
        <span role="status">
          {done.value &&
            (does?.path.startsWith('/faults') === true
              ? 'The next requests meet it: run your client.'
              : 'Tokens live 10 s now: let your client work for longer than that.')}
        </span>
      </p>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <details>
        <summary>In a terminal</summary>
        <Code text={by} of="the command that plays it" />
      </details>
    </>
  );
}

function Graded({
  result,
  contract,
  tone,
  word,
}: {
  readonly result: Result;
  /** What is played is played here. */
  readonly contract: Contract | undefined;
  readonly tone: string;
  readonly word: string;
}): VNode {
  const { title, level, why, needs, play, mend, says, entries = [] } = result;
  return (
    <li class="graded">
      <h2>
        <span class={`chip ${tone}`}>{word}</span> {title}
        {level === 'should' && <small> (should)</small>}
      </h2>
      <p>{sentence(why ?? play?.needs ?? needs ?? '')}</p>
      {play !== undefined && <Play play={play} contract={contract} />}
      {mend !== undefined && (
        <p>
          <b>Mend:</b> {sentence(mend)}
        </p>
      )}
      {entries.length > 0 && (
        <p>
          Seen in{' '}
          {entries.slice(0, MOST).map((id, i) => (
            <span key={id}>
              {i > 0 && ', '}
              <a href={hrefOf('requests', String(id))}>request {id}</a>
            </span>
          ))}
          {entries.length > MOST && ` and ${entries.length - MOST} more`}
        </p>
      )}
      {result.state === 'broken' && <p class="quiet">{says}</p>}
    </li>
  );
}

export function ReportCardPlace({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const contract = chosenOf(contracts);
  const ended = useSignal(false);
  const asked = useAsked<ReportCard>('/grade', { ended: ended.value }, true);
  return (
    <>
      <h1>Report card</h1>
      <p class="lead">
        How your client behaved, by the rules of the providers’ documents and the standards. It looks at all requests of
        the journal as those of one client.
      </p>
      <p class="actions">
        <ContractChoice contracts={contracts} label="Provider that plays what was not seen" />
      </p>
      <p>
        <label class="check">
          <input type="checkbox" checked={ended.value} onChange={() => (ended.value = !ended.value)} />
          The client has ended: what it has not done by now it will not do
        </label>
      </p>
      <Await asked={asked}>
        {({ results, requests }) => (
          <>
            <p class="totals" role="status">
              {STATES.map(([state, tone, word]) => {
                const count = results.filter((one) => one.state === state).length;
                return (
                  <span key={state} class={`chip ${count === 0 ? '' : tone}`}>
                    {count} {word.toLowerCase()}
                  </span>
                );
              })}{' '}
              <span class="quiet">{counted(requests, 'request')}</span>
            </p>
            <ul class="report">
              {STATES.flatMap(([state, tone, word]) =>
                results
                  .filter((one) => one.state === state)
                  .map((result) => (
                    <Graded key={result.id} result={result} contract={contract} tone={tone} word={word} />
                  )),
              )}
            </ul>
          </>
        )}
      </Await>
    </>
  );
}
