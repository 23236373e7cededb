/** The frame of the page: where one is, what time it is in the sandbox, and whether it answers. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Await, Empty } from './parts/state.tsx';
import { aheadMs, isFrozen, sandboxNow } from './state/clock.ts';
import { restartFeed } from './state/journal-feed.ts';
import { unseenMessages } from './state/inbox.ts';
import { hrefOf, route } from './state/route.ts';
import { access, chooseSandbox, connection, keepToken, sandbox, token } from './state/session.ts';
import type { Contract, Sandbox } from './state/types.ts';
import { useAsked } from './state/use-asked.ts';
import { clockTime, counted, span } from './state/words.ts';
import { ClockPlace } from './views/clock.tsx';
import { Conformance } from './views/conformance.tsx';
import { Faults } from './views/faults.tsx';
import { Inbox } from './views/inbox.tsx';
import { Providers } from './views/providers.tsx';
import { Quotas } from './views/quotas.tsx';
import { Reference } from './views/reference.tsx';
import { ReportCardPlace } from './views/report-card.tsx';
import { Requests } from './views/requests.tsx';
import { Webhooks } from './views/webhooks.tsx';

type View = (props: { readonly contracts: readonly Contract[] }) => VNode;

const VIEWS: readonly { readonly name: string; readonly title: string; readonly view: View }[] = [
  { name: 'requests', title: 'Requests', view: Requests },
  { name: 'providers', title: 'Providers', view: Providers },
  { name: 'reference', title: 'API reference', view: Reference },
  { name: 'inbox', title: 'One-time passwords', view: Inbox },
  { name: 'webhooks', title: 'Webhooks', view: Webhooks },
  { name: 'clock', title: 'Clock', view: ClockPlace },
  { name: 'quotas', title: 'Quotas', view: Quotas },
  { name: 'faults', title: 'Faults', view: Faults },
  { name: 'report-card', title: 'Report card', view: ReportCardPlace },
  { name: 'conformance', title: 'Conformance', view: Conformance },
];

function Clock(): VNode {
  const now = sandboxNow.value;
  const ahead = aheadMs.value;
  if (now === undefined) return <span class="clock" />;
  return (
    <a class="clock" href={hrefOf('clock')} title="The sandbox’s clock, UTC">
      <span class="hidden">The sandbox’s clock: </span>
      <time>{clockTime(now)}</time>
      {isFrozen.value && <span class="chip warn">stopped</span>}
      {ahead !== 0 && (
        <span class="chip warn">
          {ahead > 0 ? '+' : '−'}
          {span(ahead)}
        </span>
      )}
    </a>
  );
}

/** One check's, gone with it: nobody looks at these. */
const OF_THE_SUITE = /^suite-[0-9a-f]{16}$/;

function SandboxChoice(): VNode | null {
  const { data } = useAsked<{ readonly sandboxes: readonly Sandbox[] }>('/sandboxes', {}, true);
  const there = data?.sandboxes.map(({ name }) => name).filter((name) => !OF_THE_SUITE.test(name)) ?? [];
  const names = new Set([...there, sandbox.value]);
  if (names.size < 2) return null;
  return (
    <select
      class="sandbox"
      aria-label="Sandbox"
      value={sandbox.value}
      onChange={(event) => chooseSandbox(event.currentTarget.value)}
    >
      {[...names].map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

const CONNECTION_WORDS = { live: 'Live', connecting: 'Connecting…', lost: 'Disconnected' } as const;

function Header(): VNode {
  return (
    <header class="top">
      <a class="brand" href={hrefOf('requests')}>
        <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path d="M3 4v13M3 8h13" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" />
          <path d="M8 8v0M12 8v0" stroke="var(--page)" stroke-width="2.5" />
        </svg>
        Tollgate
      </a>
      <SandboxChoice />
      <span class="spacer" />
      <Clock />
      <span class={`connection ${connection.value}`} role="status">
        <span>{CONNECTION_WORDS[connection.value]}</span>
      </span>
    </header>
  );
}

function Navigation({ here }: { readonly here: string }): VNode {
  const bar = useRef<HTMLElement>(null);
  // On a phone the places stand in one line, which is longer than the screen is wide.
  useEffect(
    () => bar.current!.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }),
    [here],
  );
  return (
    <nav class="places" aria-label="Console" ref={bar}>
      <ul>
        {VIEWS.map(({ name, title }) => (
          <li key={name}>
            <a href={hrefOf(name)} aria-current={name === here ? 'page' : undefined}>
              {title}
              {name === 'inbox' && unseenMessages.value > 0 && (
                <span class="chip warn badge">
                  <span aria-hidden="true">{unseenMessages.value}</span>
                  <span class="hidden"> {counted(unseenMessages.value, 'new message')}</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Started with `--control-token`: the reader has to have it. */
function TokenForm(): VNode {
  const text = useSignal('');
  const wasWrong = token.value !== '';
  return (
    <form
      class="gate"
      onSubmit={(event) => {
        event.preventDefault();
        keepToken(text.value.trim());
        access.value = { state: 'open' };
        restartFeed();
      }}
    >
      <h1>This sandbox asks for its control token</h1>
      <p>
        It was started with <code>--control-token</code> or <code>TOLLGATE_CONTROL_TOKEN</code>. The token stays in this
        tab and is forgotten when you close it.
      </p>
      {wasWrong && (
        <p class="fault" role="alert">
          That token is not the one.
        </p>
      )}
      <label>
        Control token
        <input
          type="password"
          autocomplete="off"
          required
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="primary">
        Open the console
      </button>
    </form>
  );
}

function Closed({ why }: { readonly why: string }): VNode {
  return (
    <div class="gate">
      <h1>The console is closed from here</h1>
      <p role="alert">{why}.</p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </div>
  );
}

function CutOff(): VNode | null {
  if (connection.value !== 'lost') return null;
  return (
    <p class="cut-off" role="alert">
      The sandbox does not answer. What you see is what it said last; this page connects again by itself.
    </p>
  );
}

function Place(): VNode {
  const contracts = useAsked<{ readonly contracts: readonly Contract[] }>('/contracts');
  const [name = ''] = route.value;
  const here = VIEWS.find((one) => one.name === (name === '' ? 'requests' : name));
  return (
    <>
      <Navigation here={here?.name ?? ''} />
      <main id="main" tabIndex={-1}>
        {here === undefined ? (
          <Empty whole title="There is no such place in the console">
            <a href={hrefOf('requests')}>To the requests</a>
          </Empty>
        ) : (
          <Await asked={contracts}>{(found) => <here.view contracts={found.contracts} />}</Await>
        )}
      </main>
    </>
  );
}

export function App(): VNode {
  const { value } = access;
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // The fragment is the reader's place in the console.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        Skip to the content
      </a>
      <Header />
      <CutOff />
      {value.state === 'open' ? (
        <div class="body">
          <Place />
        </div>
      ) : (
        <main class="body" id="main" tabIndex={-1}>
          {value.state === 'token' ? <TokenForm /> : <Closed why={value.why} />}
        </main>
      )}
    </>
  );
}
