/** The journal as it is written: what is there already, and then each entry as it comes. */
import { effect, signal } from '@preact/signals';
import { ask, Refused, send } from './ask.ts';
import { access, connection, sandbox, token } from './session.ts';
import type { Entry, JournalPage } from './types.ts';

/** How many are loaded of what happened before the page was opened. */
export const LOADED = 2_000;
/** How many the page holds; older ones are still in the journal. */
const MOST = 20_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
const PULSE_MS = 400;

/** Newest first. */
export const entries = signal<readonly Entry[]>([]);
export const loaded = signal(false);
/** The newest of the journal as it was when it was read last; undefined until then. */
export const firstPage = signal<JournalPage | undefined>(undefined);
/** Why the journal cannot be shown; undefined where it can, or where the sandbox does not answer at all. */
export const journalFault = signal<string | undefined>(undefined);
/** Counts up, not too often, when something has happened: what is shown elsewhere may have changed too. */
export const pulse = signal(0);

let pulsing: ReturnType<typeof setTimeout> | undefined;
export function beat(): void {
  pulsing ??= setTimeout(() => {
    pulsing = undefined;
    pulse.value += 1;
  }, PULSE_MS);
}

let pending: Entry[] = [];
function add(entry: Entry): void {
  pending.push(entry);
  if (pending.length > 1) return;
  // All that comes until the next paint is put down at once.
  requestAnimationFrame(() => {
    entries.value = [...pending.reverse(), ...entries.value].slice(0, MOST);
    pending = [];
    beat();
  });
}

/** The data of each event of a stream. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
async function* eventsOf(response: Response): AsyncGenerator<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += piece.value;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data: '));
      if (data !== undefined) yield data.slice('data: '.length);
    }
  }
}

async function followOnce(signal: AbortSignal): Promise<void> {
  const page = await ask<JournalPage>('/journal', { query: { limit: LOADED }, signal });
  pending = [];
  entries.value = page.entries;
  firstPage.value = page;
  loaded.value = true;
  journalFault.value = undefined;
  access.value = { state: 'open' };
  const stream = await send('/journal/events', { query: { after: page.entries[0]?.id ?? 0 }, signal });
  connection.value = 'live';
  beat();
  for await (const data of eventsOf(stream)) add(JSON.parse(data) as Entry);
}

async function follow(signal: AbortSignal): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  let wait = FIRST_WAIT_MS;
  while (!isOver()) {
    try {
      await followOnce(signal);
      wait = FIRST_WAIT_MS;
    } catch (error) {
      if (isOver()) return;
      if (error instanceof Refused && error.status < 500) {
        // A token or another sandbox will start it again; nothing else would help.
        journalFault.value = error.message;
        loaded.value = true;
        return;
      }
    }
    if (isOver()) return;
    connection.value = 'lost';
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

const restarts = signal(0);

/** Reads the journal anew. */
export function restartFeed(): void {
  restarts.value += 1;
}

export function startFeed(): void {
  effect(() => {
    void [sandbox.value, token.value, restarts.value];
    const controller = new AbortController();
    entries.value = [];
    firstPage.value = undefined;
    loaded.value = false;
    journalFault.value = undefined;
    connection.value = 'connecting';
    void follow(controller.signal);
    return () => controller.abort();
  });
}
