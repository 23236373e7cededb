/** Gathers what a turn of the event loop asks of hashes that stand together into one call of the script. */
import { soon } from '../clock.ts';
import type { RedisClient } from './redis-client.ts';
import type { Pulse } from './redis-heartbeat.ts';
import { StoreUnavailable } from './store-unavailable.ts';

/** What a verb of the script answers. */
export type Answer = string | number | null | readonly Answer[];

/** Asks a verb of a hash, in the next call. @throws StoreUnavailable */
export interface Ask {
  <T>(read: (answer: Answer) => T, hash: string, verb: string, ...args: readonly string[]): Promise<T>;
  /** Asks for an entry's text; of the same entry once a call, unless it is written to in between. */
  entry(hash: string, key: string): Promise<string | null>;
}

/** An answer as it is. */
export const asItIs = (answer: Answer): Answer => answer;

const asText = (answer: Answer): string | null => answer as string | null;

/** Verbs in a call at most: no call may keep other processes waiting for long. */
const MOST = 256;

/** Errors of a server that is there but cannot serve. */
const UNFIT = /^(LOADING|MASTERDOWN|READONLY|CLUSTERDOWN|TRYAGAIN|OOM|MISCONF|BUSY|NOREPLICAS|NOAUTH|UNKILLABLE)/;

/** Has the script do what the words say. */
export type RunScript = (hashes: readonly string[], deadline: number, words: readonly string[]) => Promise<unknown>;

interface Asked {
  readonly take: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Call {
  readonly hashes: string[];
  readonly words: string[];
  readonly asked: Asked[];
  /** Entries that the call asks for, by hash and key. */
  readonly entries: Map<string, Map<string, Promise<string | null>>>;
}

const emptyCall = (): Call => ({ hashes: [], words: [], asked: [], entries: new Map() });

/** Errors that are the script's own, and so a defect of ours, stay what they are. */
function reasonOf(error: unknown): Error {
  if (error instanceof StoreUnavailable || !(error instanceof Error))
    return error instanceof Error ? error : new Error(String(error));
  return error.name === 'ReplyError' && !UNFIT.test(error.message) ? error : new StoreUnavailable(error.message);
}

/**
 * While a call is on its way the next one is gathered: the busier the process, the more one call carries.
 *
 * @returns what gives the verbs of hashes that stand together: one call carries no others
 */
export function createBatches(run: RunScript, pulse: Pulse): (place: string) => Ask {
  const gathered = new Map<string, Call[]>();
  const onTheWay = new Set<string>();

  const send = async ({ hashes, words, asked }: Call): Promise<void> => {
    try {
      const [time, ...answers] = (await pulse.within(run(hashes, pulse.deadline(), words))) as [number, ...Answer[]];
      pulse.heard(time);
      if (answers.length < asked.length) throw new StoreUnavailable('it came to the call too late');
      asked.forEach(({ take }, i) => take(answers[i]!));
    } catch (error) {
      const reason = reasonOf(error);
      for (const { reject } of asked) reject(reason);
    }
  };

  const sendFrom = (place: string): void => {
    const calls = gathered.get(place);
    gathered.delete(place);
    if (calls === undefined) onTheWay.delete(place);
    // What the answers lead to asks first, however many promises later, and so do requests that came meanwhile.
    else void Promise.all(calls.map(send)).then(() => soon(() => sendFrom(place)));
  };

  const callTo = (place: string): Call => {
    let calls = gathered.get(place);
    if (calls === undefined) gathered.set(place, (calls = [emptyCall()]));
    if (!onTheWay.has(place)) {
      onTheWay.add(place);
      soon(() => sendFrom(place));
    }
    const last = calls.at(-1)!;
    if (last.asked.length < MOST) return last;
    const next = emptyCall();
    calls.push(next);
    return next;
  };

  const push = <T>(
    call: Call,
    read: (answer: Answer) => T,
    hash: string,
    verb: string,
    args: readonly string[],
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      let index = call.hashes.indexOf(hash);
      if (index === -1) index = call.hashes.push(hash) - 1;
      call.words.push(verb, String(index + 1), ...args);
      call.asked.push({ take: (answer) => resolve(read(answer)), reject });
    });

  return (place) =>
    Object.assign(
      <T>(read: (answer: Answer) => T, hash: string, verb: string, ...args: readonly string[]): Promise<T> => {
        const call = callTo(place);
        if (verb === 'clear') call.entries.delete(hash);
        else call.entries.get(hash)?.delete(args[0]!);
        return push(call, read, hash, verb, args);
      },
      {
        entry(hash: string, key: string): Promise<string | null> {
          const call = callTo(place);
          let asked = call.entries.get(hash);
          if (asked === undefined) call.entries.set(hash, (asked = new Map<string, Promise<string | null>>()));
          let entry = asked.get(key);
          if (entry === undefined) asked.set(key, (entry = push(call, asText, hash, 'get', [key])));
          return entry;
        },
      },
    );
}

/** How many bytes each word has, and all of them in one text. */
function packed(words: readonly string[]): readonly [lengths: string, text: string] {
  const text = words.join('');
  const plain = Buffer.byteLength(text) === text.length;
  return [words.map((word) => (plain ? word.length : Buffer.byteLength(word))).join(','), text];
}

/** Runs a script by its hash; the server is told the script where it does not know it, as after a restart. */
export function scriptRunner(client: RedisClient, script: string, sha: string): RunScript {
  return async (hashes, deadline, words) => {
    const rest = [hashes.length, ...hashes, String(deadline), ...packed(words)] as const;
    try {
      return await client.evalsha(sha, ...rest);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return client.eval(script, ...rest);
    }
  };
}
