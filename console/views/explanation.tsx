/** One request: why it was refused, what to do next, and what was sent and answered. */
import type { VNode } from 'preact';
import { Code, Value } from '../parts/copy.tsx';
import { Action, useActing } from '../parts/form.tsx';
import { Words } from '../parts/prose.tsx';
import { Await, Fault } from '../parts/state.tsx';
import { attemptOf, getToken, tryRequest } from '../state/attempts.ts';
import type { Attempt } from '../state/attempts.ts';
import { sandboxNow } from '../state/clock.ts';
import { titleOf, useOperations } from '../state/operations.ts';
import { go, hrefOf } from '../state/route.ts';
import { sandbox } from '../state/session.ts';
import type { Entry, EntryDetail, KeptMessage, Operation, Refusal } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { clockTime, counted, duration, fromNow, plain, sentence } from '../state/words.ts';
import { NextSteps } from './next-steps.tsx';

type Explanation = NonNullable<Refusal['explanation']>;

export const toneOf = ({ status, refusal, fault }: Entry): 'refused' | 'fault' | 'fine' | 'redirect' =>
  fault?.lost === true || (fault !== undefined && refusal !== undefined)
    ? 'fault'
    : refusal !== undefined || status >= 400
      ? 'refused'
      : status >= 300
        ? 'redirect'
        : 'fine';

export const statusWord = ({ status }: Entry): string => (status === 0 ? '—' : String(status));

export const headline = ({ refusal, fault, status }: Entry): string => {
  if (refusal?.explanation !== undefined) return refusal.explanation.finding;
  if (refusal !== undefined) return refusal.meaning;
  if (fault !== undefined) return `A fault met it: ${fault.did}.`;
  return status < 400 ? 'It was answered; no rule refused it.' : 'It was answered with an error of the contract.';
};

/** Two texts that ought to be one, with the place where they part. */
function Compared({ compared }: { readonly compared: NonNullable<Explanation['compared']> }): VNode {
  const { expected, got, differs_at: at } = compared;
  const parted = (text: string): VNode => (
    <code>
      {text.slice(0, at)}
      <mark>{at < text.length ? text.slice(at) : '⏎'}</mark>
    </code>
  );
  return (
    <dl class="compared">
      <dt>Expected</dt>
      <dd>{parted(expected)}</dd>
      <dt>Came</dt>
      <dd>{parted(got)}</dd>
    </dl>
  );
}

/** Sends a request of this page once more; of another one, its operation can be tried. */
function Again({ entry }: { readonly entry: Entry }): VNode | null {
  const acting = useActing();
  const attempt = attemptOf(String(entry.id));
  const { contract, operation, refusal } = entry;
  const isMessenger = useOperations([contract])
    .get(contract)
    ?.some(({ id, sends_message: sends }) => id === operation && sends === true);
  const needsToken = /token|missing_credentials/.test(refusal?.failure ?? '');
  const asked = useAsked<Operation>(
    needsToken && operation !== undefined ? `/operations/${contract}/${encodeURIComponent(operation)}` : undefined,
  );
  const taker = asked.data?.requirements.find(({ from = [] }) => from.length > 0);
  const giver = taker?.from?.[0];
  const again = async (attempted: Attempt): Promise<void> => {
    const { answer } = await tryRequest(attempted);
    if (answer?.entry !== undefined) go('requests', answer.entry);
  };
  if (operation === undefined) return null;
  return (
    <>
      <p class="actions">
        {attempt !== undefined && (
          <Action acting={acting} primary does={() => again(attempt)}>
            Try again
          </Action>
        )}
        {giver !== undefined && (
          <Action
            acting={acting}
            does={async () => {
              const secret = await getToken(contract, giver);
              if (secret === undefined)
                throw new Error(`${giver} gave out no token: open it in the API reference, and send it from there.`);
              if (attempt === undefined) go('reference', contract, operation);
              else
                await again({
                  ...attempt,
                  request: { ...attempt.request, credentials: [{ credential: taker!.credential, secret }] },
                });
            }}
          >
            Get a new token and try again
          </Action>
        )}
        <a href={hrefOf('reference', contract, operation)}>{titleOf(contract, operation)}, in the API reference</a>
        {isMessenger && entry.status < 300 && <a href={hrefOf('inbox')}>What it sent is in the inbox</a>}
      </p>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
    </>
  );
}

function Guards({ guards }: { readonly guards: NonNullable<Entry['guards']> }): VNode {
  return (
    <ol class="guards" aria-label="Steps that judged the request, in order">
      {guards.passed.map((name) => (
        <li key={name}>
          <span aria-hidden="true">✓</span> {plain(name)}
          <span class="hidden"> passed</span>
        </li>
      ))}
      {guards.refused !== undefined && (
        <li class="stop">
          <span aria-hidden="true">✕</span> {plain(guards.refused)}
          <span class="hidden"> refused it</span>
        </li>
      )}
    </ol>
  );
}

/** How well a rule is known. */
const EVIDENCE: Readonly<Record<string, string>> = {
  documented: 'the provider’s document says so',
  sample: 'a sample of the provider’s document shows it',
  public: 'public material of the provider shows it',
  standard: 'a standard says so',
  assumed: 'assumed: nothing that is public says it',
};

function Rule({ refusal }: { readonly refusal: Refusal }): VNode {
  const { rule, expected, got, place, pointer, evidence, citations = [] } = refusal;
  return (
    <section>
      <h3>The rule</h3>
      <p>
        <Words text={sentence(rule)} />
      </p>
      <dl class="facts">
        {expected !== undefined && (
          <>
            <dt>Expected</dt>
            <dd>
              <Words text={expected} />
            </dd>
          </>
        )}
        {got !== undefined && (
          <>
            <dt>Came</dt>
            <dd>
              <Words text={got} />
            </dd>
          </>
        )}
        <dt>In the contract</dt>
        <dd>
          <Value
            text={place === undefined ? pointer : `${place.file}:${place.line}`}
            of="where the rule stands in the contract"
          />
        </dd>
        {evidence !== undefined && (
          <>
            <dt>Evidence</dt>
            <dd>{EVIDENCE[evidence] ?? evidence}</dd>
          </>
        )}
      </dl>
      {citations.map(({ fact, says, quote, document: source, section, url }) => (
        <figure key={fact} class="citation">
          <p>
            <Words text={says} />
          </p>
          {quote !== undefined && (
            <blockquote>
              “<Words text={quote} />”
            </blockquote>
          )}
          {(source !== undefined || url !== undefined) && (
            <figcaption>
              {url === undefined ? (
                source
              ) : (
                <a href={url} rel="noreferrer" target="_blank">
                  {source ?? url}
                </a>
              )}
              {section !== undefined && `, ${section.replace(/:$/, '')}`}
            </figcaption>
          )}
        </figure>
      ))}
    </section>
  );
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

function Message({ title, kept }: { readonly title: string; readonly kept: KeptMessage }): VNode {
  return (
    <details class="message">
      <summary>
        {title} <small>{counted(kept.bytes, 'byte')} of body</small>
      </summary>
      <dl class="headers">
        {kept.headers.map(([name, value], i) => (
          <div key={i}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {kept.body !== undefined && kept.body !== '' && <Code text={readable(kept.body)} of={`body of ${title}`} />}
    </details>
  );
}

/** Where nobody is known to have called. */
function callerWords({ credential, guards }: EntryDetail): string {
  if (credential !== undefined) return 'not recognised';
  const isJudged = guards?.refused === 'authentication' || guards?.passed.includes('authentication') === true;
  return isJudged ? 'no credential came' : 'nobody was asked who it is';
}

function Details({ entry }: { readonly entry: EntryDetail }): VNode {
  return (
    <>
      {entry.refusal !== undefined && <Rule refusal={entry.refusal} />}
      <section>
        <h3>The request</h3>
        <dl class="facts">
          <dt>Operation</dt>
          <dd>
            {entry.operation === undefined ? (
              'none of the contract matches'
            ) : (
              <a href={hrefOf('reference', entry.contract, entry.operation)}>{entry.operation}</a>
            )}
          </dd>
          <dt>Caller</dt>
          <dd>{entry.caller ?? callerWords(entry)}</dd>
          {entry.credential !== undefined && (
            <>
              <dt>Credential</dt>
              <dd>{plain(entry.credential)}</dd>
            </>
          )}
          <dt>Came from</dt>
          <dd>
            {entry.address}, answered in {duration(entry.duration_ms)}
          </dd>
          {entry.request_id !== undefined && (
            <>
              <dt>Provider’s id</dt>
              <dd>
                <Value text={entry.request_id} of="the provider’s id of the request" />
              </dd>
            </>
          )}
          <dt>In a terminal</dt>
          <dd>
            <Value
              text={`tollgate explain ${entry.id}${sandbox.value === 'default' ? '' : ` --sandbox ${sandbox.value}`}`}
              of="the command that explains this request"
            />
          </dd>
        </dl>
        {entry.request !== undefined && <Message title="What was sent" kept={entry.request} />}
        {entry.answer !== undefined && <Message title="What was answered" kept={entry.answer} />}
        {!entry.kept && (
          <p class="quiet">
            Its headers and bodies are no longer kept: the journal keeps those of the newest requests.
          </p>
        )}
      </section>
    </>
  );
}

/** A clock that still goes may be put back behind a request; one that is a second apart was read late. */
const whenWords = (at: number, now: number): string =>
  at > now + 2_000 ? 'before the clock was put back' : fromNow(at, now);

export function ExplainedEntry({ entry }: { readonly entry: Entry }): VNode {
  const asked = useAsked<EntryDetail>(`/journal/${entry.id}`);
  const explanation = entry.refusal?.explanation ?? asked.data?.refusal?.explanation;
  const now = sandboxNow.value;
  return (
    <article class="explained" aria-label={`Request ${entry.id}`}>
      <header class={`hero ${toneOf(entry)}`}>
        <p class="what">
          <span class={`status ${toneOf(entry)}`}>{statusWord(entry)}</span> <b>{entry.method}</b>{' '}
          <span class="url">{entry.url}</span>
        </p>
        <h2>{explanation?.finding ?? headline(entry)}</h2>
        {explanation?.compared !== undefined && <Compared compared={explanation.compared} />}
        <p class="quiet">
          {entry.refusal !== undefined && explanation !== undefined && `${entry.refusal.meaning} `}
          Request {entry.id}, {clockTime(entry.epoch_ms)} UTC
          {now !== undefined && `, ${whenWords(entry.epoch_ms, now)}`}.
        </p>
        {entry.fault !== undefined && entry.refusal !== undefined && (
          <p class="quiet">A fault met it: {entry.fault.did}.</p>
        )}
      </header>
      <Again entry={entry} />
      {explanation !== undefined && <NextSteps next={explanation.next} />}
      {entry.guards !== undefined && <Guards guards={entry.guards} />}
      <Await asked={asked}>{(detail) => <Details entry={detail} />}</Await>
    </article>
  );
}
