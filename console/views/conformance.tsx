/** A run of the suite against a contract of this server: how far it is, what came of it, and the causes. */
import type { VNode } from 'preact';
import { chosenOf, ContractChoice } from '../parts/contract-choice.tsx';
import { Code } from '../parts/copy.tsx';
import { Action, Field, fieldsOf, useActing } from '../parts/form.tsx';
import { Await, Empty, Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import type { ConformanceCause, ConformanceRun, Contract } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { counted, plain, sentence, span } from '../state/words.ts';

/** How often to look how far a run is. */
const LOOK_MS = 1_000;

const TOTALS = [
  ['failed', 'bad'],
  ['warned', 'warn'],
  ['informed', ''],
  ['unreachable', 'bad'],
  ['suite_errors', 'bad'],
  ['passed', 'good'],
  ['not_run', ''],
  ['not_judged', ''],
] as const;

const ALWAYS = ['failed', 'passed'];

const TONES = { must: 'bad', should: 'warn', may: '' } as const;

const ENDS: Partial<Record<ConformanceRun['state'], string>> = {
  ended: 'The run has ended',
  cancelled: 'The run was cancelled',
  failed: 'The run broke off',
};

function Start({
  contracts,
  busy,
  reload,
}: {
  readonly contracts: readonly Contract[];
  readonly busy: boolean;
  readonly reload: () => void;
}): VNode {
  const acting = useActing(reload);
  const contract = chosenOf(contracts);
  return (
    <form
      class="fields"
      aria-label="Start a run"
      onSubmit={(event) => {
        event.preventDefault();
        const { level, only } = fieldsOf(event.currentTarget);
        void acting.act(() =>
          ask('/verify', {
            method: 'POST',
            body: {
              contract: contract!.name,
              ...(level !== undefined && { level }),
              ...(only !== undefined && { only: only.split(/[\s,]+/).filter((each) => each !== '') }),
            },
          }),
        );
      }}
    >
      <ContractChoice contracts={contracts} />
      <Field name="Checks">
        <select name="level">
          <option value="">all</option>
          <option value="should">must and should</option>
          <option value="must">must only</option>
        </select>
      </Field>
      <Field name="Only these, such as oauth.*; all without any">
        <input name="only" autocomplete="off" />
      </Field>
      <button type="submit" class="primary" disabled={acting.busy || busy || contract === undefined}>
        {acting.busy ? 'Starting…' : 'Start the run'}
      </button>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
    </form>
  );
}

function Progress({ run, reload }: { readonly run: ConformanceRun; readonly reload: () => void }): VNode {
  const acting = useActing(reload);
  const { state, checks, done = 0, elapsed_ms: elapsed = 0 } = run;
  return (
    <>
      <progress aria-label="Checks that have ended" {...(checks !== undefined && { max: checks, value: done })} />
      <p class="actions">
        <span class="quiet">
          {checks === undefined
            ? 'Starting'
            : `${done.toLocaleString('en')} of ${counted(checks, 'check')}, in ${span(elapsed)}`}
        </span>
        {state === 'cancelling' ? (
          <span class="chip">coming to its end</span>
        ) : (
          <Action acting={acting} does={() => ask('/verify', { method: 'DELETE' })}>
            Cancel the run
          </Action>
        )}
      </p>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
    </>
  );
}

function Totals({ totals }: { readonly totals: NonNullable<ConformanceRun['totals']> }): VNode {
  return (
    <ul class="totals" aria-label="Totals">
      {TOTALS.filter(([name]) => totals[name] > 0 || ALWAYS.includes(name)).map(([name, tone]) => (
        <li key={name} class={`chip ${totals[name] === 0 ? '' : tone}`}>
          {totals[name].toLocaleString('en')} {plain(name)}
        </li>
      ))}
    </ul>
  );
}

function Ids({ words, ids }: { readonly words: string; readonly ids: readonly string[] }): VNode | null {
  if (ids.length === 0) return null;
  return (
    <details>
      <summary>
        {counted(ids.length, 'check')} {words}
      </summary>
      <ul class="check-ids">
        {ids.map((id) => (
          <li key={id}>
            <code>{id}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Cause({ cause }: { readonly cause: ConformanceCause }): VNode {
  const { number, title, level, says, expected, got, request, answer, again, failed } = cause;
  return (
    <li class="graded">
      <h2>
        <span class={`chip ${TONES[level]}`}>{level.toUpperCase()}</span> {number}. {title}
      </h2>
      <p class="quiet">{says}</p>
      <dl class="compared">
        <dt>Expected</dt>
        <dd>{expected}</dd>
        <dt>Came</dt>
        <dd>{got}</dd>
        {request !== undefined && (
          <>
            <dt>At</dt>
            <dd>
              <code>{request}</code>
            </dd>
          </>
        )}
        {answer !== undefined && answer !== '' && (
          <>
            <dt>Answer</dt>
            <dd>
              <code>{answer}</code>
            </dd>
          </>
        )}
      </dl>
      <Code text={again} of={`Command that shows cause ${number} again`} />
      <Ids words={failed.length === 1 ? 'stumbles over it' : 'stumble over it'} ids={failed} />
      <Ids words="not judged for it" ids={cause.not_judged} />
    </li>
  );
}

function Run({ run, reload }: { readonly run: ConformanceRun; readonly reload: () => void }): VNode {
  const { state, title = '', totals, causes, command, requests, why, elapsed_ms: elapsed = 0 } = run;
  const end = ENDS[state];
  return (
    <section>
      <h2>{title}</h2>
      <p role="status">
        {end !== undefined &&
          `${end}${requests === undefined ? '' : `, after ${counted(requests, 'request')} in ${span(elapsed)}`}. `}
        {end !== undefined && causes !== undefined && causes.length > 0 && `${counted(causes.length, 'cause')}.`}
      </p>
      {why !== undefined && <Fault text={sentence(why)} />}
      {end === undefined && <Progress run={run} reload={reload} />}
      {totals !== undefined && <Totals totals={totals} />}
      {causes !== undefined && causes.length === 0 && state === 'ended' && totals?.passed !== 0 && (
        <Empty title="Nothing is wrong that the suite knows of" />
      )}
      {causes !== undefined && causes.length > 0 && (
        <ul class="report">
          {causes.map((cause) => (
            <Cause key={cause.number} cause={cause} />
          ))}
        </ul>
      )}
      {(run.more_causes ?? 0) > 0 && <p class="quiet">And {counted(run.more_causes!, 'cause')} more.</p>}
      {run.not_run !== undefined && run.not_run.length > 0 && (
        <details>
          <summary>Why some checks were not run</summary>
          <ul class="check-ids">
            {run.not_run.map(({ reason, checks }) => (
              <li key={reason}>
                {counted(checks, 'check')}: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      {command !== undefined && (
        <>
          <p class="quiet">The same in a terminal:</p>
          <Code text={command} of="Command of this run" />
        </>
      )}
    </section>
  );
}

export function Conformance({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const asked = useAsked<ConformanceRun>('/verify', {}, true, LOOK_MS);
  const { data } = asked;
  const isOver = data === undefined || data.state === 'none' || ENDS[data.state] !== undefined;
  return (
    <>
      <h1>Conformance</h1>
      <p class="lead">
        The suite checks what this server makes of a contract, as it would check yours. Each check has a sandbox of its
        own: yours stays as it is.
      </p>
      {data !== undefined && <Start contracts={contracts} busy={!isOver} reload={asked.reload} />}
      <Await asked={asked}>
        {(run) =>
          run.state === 'none' ? <Empty title="No run was started yet" /> : <Run run={run} reload={asked.reload} />
        }
      </Await>
    </>
  );
}
