/** How the client behaved, rule by rule. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Await } from '../parts/state.tsx';
import { hrefOf } from '../state/route.ts';
import type { ReportCard } from '../state/types.ts';
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

function Graded({
  result,
  tone,
  word,
}: {
  readonly result: Result;
  readonly tone: string;
  readonly word: string;
}): VNode {
  const { title, level, why, needs, mend, says, entries = [] } = result;
  return (
    <li class="graded">
      <h2>
        <span class={`chip ${tone}`}>{word}</span> {title}
        {level === 'should' && <small> (should)</small>}
      </h2>
      <p>{sentence(why ?? needs ?? '')}</p>
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

export function ReportCardPlace(): VNode {
  const ended = useSignal(false);
  const asked = useAsked<ReportCard>('/grade', { ended: ended.value }, true);
  return (
    <>
      <h1>Report card</h1>
      <p class="lead">
        How your client behaved, by the rules of the providers’ documents and the standards. It looks at all requests of
        the journal as those of one client.
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
                  .map((result) => <Graded key={result.id} result={result} tone={tone} word={word} />),
              )}
            </ul>
          </>
        )}
      </Await>
    </>
  );
}
