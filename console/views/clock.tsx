/** The sandbox's clock: moving it, stopping it, and going to the next moment at which something ends. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Action, Field, fieldsOf, useActing } from '../parts/form.tsx';
import { Fault } from '../parts/state.tsx';
import { ask } from '../state/ask.ts';
import { hrefOf } from '../state/route.ts';
import { aheadMs, isFrozen, sandboxNow, showClock } from '../state/clock.ts';
import type { Clock, Contract, Delivery, Entry, Message, Quota } from '../state/types.ts';
import { useAsked, useEach } from '../state/use-asked.ts';
import { clockTime, dateTime, plain, span } from '../state/words.ts';

/** How many requests are looked through for tokens. */
const LOOKED_AT = 500;
const SHOWN = 8;
/** Of what has ended. */
const SHOWN_ENDED = 3;
const STEPS = ['1m', '15m', '1h', '1d'] as const;

interface Ending {
  readonly what: string;
  readonly at: number;
  /** What it does then; default `ends`. */
  readonly does?: string;
  /** The request that it comes from, by its number in the journal. */
  readonly entry?: number;
}

/** What an answer says of the life of a token in it: fields such as `expires_in`, wherever they stand. */
function lives(value: unknown, found: (seconds: number) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const hasToken = Object.keys(value).some((name) => /token/i.test(name));
  for (const [name, inner] of Object.entries(value)) {
    if (hasToken && /^(refresh_?)?expires_?in$/i.test(name) && Number(inner) > 0) found(Number(inner));
    else lives(inner, found);
  }
}

function tokensOf(entries: readonly Entry[]): readonly Ending[] {
  return entries.flatMap((entry): readonly Ending[] => {
    const body = entry.answer?.body;
    if (body === undefined || !body.startsWith('{') || entry.status >= 300) return [];
    const endings: Ending[] = [];
    try {
      lives(JSON.parse(body), (seconds) =>
        endings.push({
          what: `the token of request ${entry.id}, from ${entry.operation ?? entry.url} of ${entry.contract}`,
          entry: entry.id,
          at: entry.epoch_ms + seconds * 1_000,
        }),
      );
    } catch {
      // A body that was cut says nothing.
    }
    return endings;
  });
}

interface Endings {
  /** The nearest first. */
  readonly coming: readonly Ending[];
  /** Tokens, passwords and links, the latest first. */
  readonly past: readonly Ending[];
}

/** All that is known to end. */
function useEndings(contracts: readonly Contract[]): Endings {
  const journal = useAsked<{ readonly entries: readonly Entry[] }>(
    '/journal',
    { details: true, refused: false, limit: LOOKED_AT },
    true,
  );
  const inbox = useAsked<{ readonly messages: readonly Message[] }>('/otp', {}, true);
  const webhooks = useAsked<{ readonly deliveries: readonly Delivery[] }>('/webhooks', { status: 'pending' }, true);
  const windows = useEach<{ readonly quotas: readonly Quota[] }>(contracts.map(({ name }) => `/quotas/${name}`));
  const now = sandboxNow.value ?? 0;
  const given: readonly Ending[] = [
    ...tokensOf(journal.data?.entries ?? []),
    ...(inbox.data?.messages ?? []).map(({ to, operation, link, expires_at: at }) => ({
      what: `the ${link === undefined ? 'one-time password' : 'link'} to ${to}, for ${plain(operation)}`,
      at: Date.parse(at),
    })),
  ];
  const all: readonly Ending[] = [
    ...given,
    ...(webhooks.data?.deliveries ?? []).flatMap(({ event, next_attempt_at: at }) =>
      at === undefined ? [] : [{ what: `the wait before ${event} is sent again`, at: Date.parse(at) }],
    ),
    ...windows
      .flatMap(({ quotas }) => quotas)
      .flatMap(({ type, callers }) =>
        callers.flatMap(({ who, resets_at: at }) =>
          at === undefined
            ? []
            : [{ what: `the ${plain(type)} quota of ${who}`, does: 'starts anew', at: Date.parse(at) }],
        ),
      ),
  ];
  return {
    coming: all
      .filter(({ at }) => at > now)
      .toSorted((a, b) => a.at - b.at)
      .slice(0, SHOWN),
    past: given
      .filter(({ at }) => at <= now)
      .toSorted((a, b) => b.at - a.at)
      .slice(0, SHOWN_ENDED),
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Ended({ past, now }: { readonly past: readonly Ending[]; readonly now: number }): VNode | null {
  if (past.length === 0) return null;
  return (
    <section>
      <h2>What has ended</h2>
      <ul class="endings">
        {past.map(({ what, at, entry }) => (
          <li key={`${what} ${at}`}>
            <span>
              {capital(what)}
              <small>
                {' '}
                ended at {clockTime(at)}, {now - at < 1_000 ? 'just now' : `${span(now - at)} ago`}
              </small>
            </span>
            {entry !== undefined && <a href={hrefOf('requests', String(entry))}>request {entry}</a>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const moved = async (clock: Promise<Clock>): Promise<void> => showClock(await clock);

export function ClockPlace({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const acting = useActing();
  const { coming, past } = useEndings(contracts);
  const typed = useSignal('');
  const now = sandboxNow.value;
  const advance = (by: string): Promise<void> => moved(ask<Clock>('/clock/advance', { method: 'POST', body: { by } }));
  const setTo = (ms: number): Promise<void> =>
    moved(ask<Clock>('/clock', { method: 'PUT', body: { now: new Date(ms).toISOString() } }));
  return (
    <>
      <h1>The clock</h1>
      <p class="lead">
        Lifetimes, windows of quotas and timestamps of signatures all go by it. Your client’s own clock stays where it
        is.
      </p>
      <p class="big-clock">
        <time>{now === undefined ? '…' : dateTime(now)}</time> <small>UTC</small>
        {isFrozen.value && <span class="chip warn">stopped</span>}
      </p>
      <p class="quiet">
        {aheadMs.value === 0
          ? 'It shows the same time as this machine’s clock.'
          : `It is ${span(aheadMs.value)} ${aheadMs.value > 0 ? 'ahead of' : 'behind'} this machine’s clock.`}
      </p>
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <p class="actions">
        {STEPS.map((by) => (
          <Action key={by} acting={acting} label={`+${by}: move the clock forward`} does={() => advance(by)}>
            +{by}
          </Action>
        ))}
        <Action
          acting={acting}
          does={() => moved(ask<Clock>('/clock', { method: 'PUT', body: { frozen: !isFrozen.value } }))}
        >
          {isFrozen.value ? 'Let it go on' : 'Stop it'}
        </Action>
        <Action acting={acting} does={() => moved(ask<Clock>('/clock', { method: 'DELETE' }))}>
          Back to real time
        </Action>
      </p>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          const { by } = fieldsOf(event.currentTarget);
          if (by !== undefined) void acting.act(() => advance(by));
        }}
      >
        <Field name="By any span, such as 90s, 1h30m or -1d">
          <input
            name="by"
            required
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
          />
        </Field>
        <button type="submit" disabled={acting.busy}>
          Move
        </button>
      </form>
      <section>
        <h2>To the next expiry</h2>
        {coming.length === 0 ? (
          <p class="quiet">Nothing that the requests tell of is still to end: no token, one-time password or quota.</p>
        ) : (
          <ul class="endings">
            {coming.map(({ what, does = 'ends', at }, i) => (
              <li key={`${what} ${at}`}>
                <span>
                  {capital(what)}
                  <small>
                    {' '}
                    {does} at {clockTime(at)}, in {span(at - (now ?? at))}
                  </small>
                </span>
                <Action acting={acting} primary={i === 0} label={`Go there: the end of ${what}`} does={() => setTo(at)}>
                  Go there
                </Action>
              </li>
            ))}
          </ul>
        )}
      </section>
      {now !== undefined && <Ended past={past} now={now} />}
    </>
  );
}
