/** The journal, live, with the newest request explained. */
import { computed, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { chooseContract, chosenOf, ContractChoice } from '../parts/contract-choice.tsx';
import { Code } from '../parts/copy.tsx';
import { Action, useActing } from '../parts/form.tsx';
import { Empty, Fault } from '../parts/state.tsx';
import { WindowList } from '../parts/window-list.tsx';
import { ask, reasonOf, send } from '../state/ask.ts';
import { plainRequest, tryRequest, wrongOne } from '../state/attempts.ts';
import { entries, journalFault, loaded, restartFeed } from '../state/journal-feed.ts';
import { titleOf, useOperations } from '../state/operations.ts';
import { go, hrefOf, route, slide } from '../state/route.ts';
import { cannotSend } from '../state/send-request.ts';
import { sandbox } from '../state/session.ts';
import { unbindTokens } from '../state/tokens.ts';
import type { Contract, Entry, Operation, OperationSummary, Sheet } from '../state/types.ts';
import { useAsked } from '../state/use-asked.ts';
import { clockTime, counted } from '../state/words.ts';
import { ExplainedEntry, headline, statusWord, toneOf } from './explanation.tsx';

const ROW_HEIGHT = 48;

const wanted = signal('');
const contract = signal('');
const outcome = signal<'all' | 'refused' | 'answered'>('all');
const exportFault = signal<string | undefined>(undefined);

const textOf = ({ method, url, status, operation, caller, credential, contract: of, refusal, fault }: Entry): string =>
  [
    method,
    url,
    status,
    operation,
    caller,
    credential,
    of,
    refusal?.failure,
    refusal?.explanation?.mistake,
    refusal?.explanation?.finding,
    fault?.did,
  ]
    .join(' ')
    .toLowerCase();

const isFiltered = computed(() => wanted.value !== '' || contract.value !== '' || outcome.value !== 'all');

const shown = computed(() => {
  const words = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (!isFiltered.value) return entries.value;
  return entries.value.filter((entry) => {
    const isRefused = entry.refusal !== undefined;
    if (contract.value !== '' && entry.contract !== contract.value) return false;
    if (outcome.value !== 'all' && isRefused !== (outcome.value === 'refused')) return false;
    if (words.length === 0) return true;
    const text = textOf(entry);
    return words.every((word) => text.includes(word));
  });
});

/** The one that the address names, else the newest. */
const explained = computed(() => {
  const [, id] = route.value;
  if (id !== undefined) return entries.value.find((entry) => String(entry.id) === id);
  return shown.value[0];
});

async function saveArchive(): Promise<void> {
  try {
    const query = {
      ...(contract.value !== '' && { contract: contract.value }),
      ...(outcome.value !== 'all' && { refused: outcome.value === 'refused' }),
    };
    const blob = await (await send('/journal/har', { query })).blob();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `tollgate-${sandbox.value}.har`;
    link.click();
    URL.revokeObjectURL(link.href);
    exportFault.value = undefined;
  } catch (error) {
    exportFault.value = reasonOf(error);
  }
}

async function clear(): Promise<void> {
  try {
    await ask('/journal', { method: 'DELETE' });
    unbindTokens();
    exportFault.value = undefined;
    slide('requests');
    restartFeed();
  } catch (error) {
    exportFault.value = reasonOf(error);
  }
}

function Filters({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  return (
    <div class="filters" role="search" aria-label="Filter the requests">
      <input
        type="search"
        aria-label="Words in the request: path, status, operation, caller, reason"
        placeholder="Path, status, caller, reason…"
        value={wanted.value}
        onInput={(event) => (wanted.value = event.currentTarget.value)}
      />
      <select
        aria-label="Provider"
        value={contract.value}
        onChange={(event) => (contract.value = event.currentTarget.value)}
      >
        <option value="">All providers</option>
        {contracts.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <fieldset class="segments">
        <legend class="hidden">Outcome</legend>
        {(['all', 'refused', 'answered'] as const).map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="outcome"
              value={value}
              checked={outcome.value === value}
              onChange={() => (outcome.value = value)}
            />
            <span>{{ all: 'All', refused: 'Refused', answered: 'Answered' }[value]}</span>
          </label>
        ))}
      </fieldset>
      <span class="actions">
        <button type="button" onClick={() => void saveArchive()}>
          Save HAR
        </button>
        <button type="button" onClick={() => void clear()}>
          Clear
        </button>
      </span>
    </div>
  );
}

function Row(entry: Entry): VNode {
  const tone = toneOf(entry);
  return (
    <>
      <span class={`status ${tone}`}>{statusWord(entry)}</span>
      <span class="row-main">
        <span class="row-url">
          <b>{entry.method}</b> {entry.url}
        </span>
        <span class="row-why">
          {tone !== 'fine' && tone !== 'redirect'
            ? headline(entry)
            : entry.operation === undefined
              ? entry.contract
              : titleOf(entry.contract, entry.operation)}
        </span>
      </span>
      <time class="row-time">{clockTime(entry.epoch_ms)}</time>
    </>
  );
}

/** Sends what the contract begins with, or the first operation that asks for a credential with a wrong one. */
async function sendFirst(contract: string, isRefused: boolean): Promise<void> {
  const sheet = await ask<Sheet>(`/credentials/${contract}`);
  const { operations } = await ask<{ readonly operations: readonly OperationSummary[] }>(`/operations/${contract}`);
  const guarded = operations.filter(({ credentials, anonymous }) => credentials.length > 0 && !anonymous);
  const first = guarded.find(({ method, path }) => method === 'GET' && !path.includes('{')) ?? guarded[0];
  const id = (isRefused ? first?.id : undefined) ?? sheet.example_operation ?? operations[0]?.id ?? '';
  const operation = await ask<Operation>(`/operations/${contract}/${encodeURIComponent(id)}`);
  const isLiving = ({ status, secret_hidden: isHidden }: Sheet['keys'][number]): boolean =>
    status === 'active' && !isHidden;
  const taken = operation.requirements.find(({ credential }) =>
    sheet.keys.some((one) => one.credential === credential && isLiving(one)),
  );
  const key = sheet.keys.find((one) => one.credential === taken?.credential && isLiving(one));
  const credential = taken?.credential ?? operation.requirements[0]?.credential;
  const presented =
    credential === undefined || (key === undefined && !isRefused)
      ? []
      : [{ credential, ...(key && { id: key.id }), ...(isRefused && { secret: wrongOne(key?.secret) }) }];
  const { answer, prepared } = await tryRequest({
    contract,
    operation: id,
    request: plainRequest(operation, presented),
  });
  if (answer === undefined) throw new Error(cannotSend(prepared) ?? 'A browser cannot send it.');
}

/** Nothing has come: what this is, and what to send. */
function FirstRequest({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const acting = useActing();
  const contract = chosenOf(contracts);
  const sheet = useAsked<Sheet>(contract && `/credentials/${contract.name}`);
  const example = sheet.data?.example;
  return (
    <Empty title="No request has come yet">
      <p>
        Tollgate plays the API of a provider on this machine, with its keys, tokens and signatures, and says why it
        refuses a request.
      </p>
      {contract !== undefined && (
        <>
          <ContractChoice contracts={contracts} />
          <p class="actions">
            <Action acting={acting} primary does={() => sendFirst(contract.name, true)}>
              Send a request that is refused
            </Action>
            <Action acting={acting} does={() => sendFirst(contract.name, false)}>
              Send one that works
            </Action>
          </p>
        </>
      )}
      {acting.fault !== undefined && <Fault text={acting.fault} />}
      <p>Or point your client at the provider’s base URL: its requests appear here at once.</p>
      {typeof example === 'string' && <Code text={example} of="a request to begin with" />}
      <p>
        <a href={hrefOf('providers')}>All base URLs and credentials</a>
      </p>
    </Empty>
  );
}

/** One that is older than what the list holds, or so new that it has not come to it. */
function NotListed({ id }: { readonly id: string }): VNode {
  const { data, fault } = useAsked<Entry>(`/journal/${encodeURIComponent(id)}`, {}, true);
  if (data !== undefined) return <ExplainedEntry entry={data} />;
  if (fault === undefined) return <p class="loading">Reading the journal…</p>;
  return (
    <Empty title={`Request ${id} is not here`}>
      <p>The journal has dropped it for newer ones, was cleared, or never had it.</p>
    </Empty>
  );
}

export function Requests({ contracts }: { readonly contracts: readonly Contract[] }): VNode {
  const [, id] = route.value;
  const rows = shown.value;
  const entry = explained.value;
  // Other places go on with the provider of the request that was chosen.
  const read = id === undefined ? undefined : entry?.contract;
  useEffect(() => {
    if (read !== undefined) chooseContract(read);
  }, [read]);
  useOperations(contracts.map(({ name }) => name).filter((name) => entries.value.some((one) => one.contract === name)));
  if (journalFault.value !== undefined) return <Fault text={journalFault.value} />;
  if (!loaded.value) return <p class="loading">Reading the journal…</p>;
  return (
    <div class={`requests ${id !== undefined ? 'reading' : entry === undefined ? 'alone' : 'browsing'}`}>
      <section class="list-side" aria-label="Requests">
        <h1 class="hidden">Requests</h1>
        {entries.value.length > 0 && <Filters contracts={contracts} />}
        {exportFault.value !== undefined && <Fault text={exportFault.value} />}
        {rows.length === 0 ? (
          entries.value.length === 0 ? (
            <FirstRequest contracts={contracts} />
          ) : (
            <Empty title="No request fits the filter">
              <button
                type="button"
                onClick={() => {
                  wanted.value = '';
                  contract.value = '';
                  outcome.value = 'all';
                }}
              >
                Show all {entries.value.length.toLocaleString('en')}
              </button>
            </Empty>
          )
        ) : (
          <>
            <p class="count" role="status">
              {isFiltered.value ? `${rows.length.toLocaleString('en')} of ` : ''}
              {counted(entries.value.length, 'request')}, newest first
            </p>
            <WindowList
              label="Requests, newest first"
              rows={rows}
              rowHeight={ROW_HEIGHT}
              idOf={(one) => one.id}
              chosen={entry?.id}
              choose={(one) => (id === undefined ? go : slide)('requests', String(one.id))}
              row={Row}
            />
          </>
        )}
      </section>
      {(entry !== undefined || id !== undefined) && (
        <section class="detail-side" aria-label="The request explained">
          {id !== undefined && (
            <p class="back">
              <a href={hrefOf('requests')}>
                <span class="narrow">← All requests</span>
                <span class="wide">Follow the newest request</span>
              </a>
            </p>
          )}
          {entry === undefined ? <NotListed key={id} id={id!} /> : <ExplainedEntry key={entry.id} entry={entry} />}
        </section>
      )}
    </div>
  );
}
