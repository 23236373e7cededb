/** Gathers what a turn of the event loop asks of hashes that stand together into one call of the script. */
import { soon } from '../clock.ts';
import type { RedisClient } from './redis-client.ts';
import type { Pulse } from './redis-heartbeat.ts';
import { OVERTAKEN } from './redis-script.ts';
import type { Seen } from './store.ts';
import { StoreUnavailable } from './store-unavailable.ts';

/** What a verb of the script answers. */
export type Answer = string | number | null | readonly Answer[];

/** Asks a verb of a hash, in the next call. @throws StoreUnavailable */
export interface Ask {
  <T>(read: (answer: Answer) => T, hash: string, verb: string, ...args: readonly string[]): Promise<T>;
  /** Asks for an entry's text; of the same entry once a call, unless it is written to in between. */
  entry(hash: string, key: string): Promise<string | null>;
  /** Has a verb done only if entries are still as they were seen. @returns undefined if they are not */
  whileStill<T>(
    seen: readonly Seen[],
    read: (answer: Answer) => T,
    hash: string,
    verb: string,
    ...args: readonly string[]
  ): Promise<T | undefined>;
  /** Asks a verb of a hash that nobody waits for; `take` hears of an answer before anyone who waits does. */
  tell(take: (answer: Answer) => void, hash: string, verb: string, ...args: readonly string[]): void;
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

/** Whether an entry has this text, as the script is to find out. */
interface Check {
  readonly text: string;
  /** Among the checks of its call, from 1. */
  readonly index: string;
}

/** By hash and key. */
type ByEntry<T> = Map<string, Map<string, T>>;

function ofHash<T>(all: ByEntry<T>, hash: string): Map<string, T> {
  let found = all.get(hash);
  if (found === undefined) all.set(hash, (found = new Map<string, T>()));
  return found;
}

interface Call {
  readonly hashes: string[];
  readonly words: string[];
  readonly asked: Asked[];
  /** Entries that the call asks for. */
  readonly entries: ByEntry<Promise<string | null>>;
  readonly checks: ByEntry<Check>;
  checked: number;
}

const emptyCall = (): Call => ({ hashes: [], words: [], asked: [], entries: new Map(), checks: new Map(), checked: 0 });

const nobody = (): void => undefined;

/** Errors that are the script's own, and so a defect of ours, stay what they are. */
function reasonOf(error: unknown): Error {
  if (error instanceof StoreUnavailable || !(error instanceof Error))
    return error instanceof Error ? error : new Error(String(error));
  return error.name === 'ReplyError' && !UNFIT.test(error.message) ? error : new StoreUnavailable(error.message);
}

export interface Batches {
  /** The verbs of hashes that stand together: one call carries no others. */
  at(place: string): Ask;
  /** Comes once nothing is on its way: what nobody waits for was written, or has failed. */
  settled(): Promise<void>;
}

/** While a call is on its way the next one is gathered: the busier the process, the more one call carries. */
export function createBatches(run: RunScript, pulse: Pulse): Batches {
  const gathered = new Map<string, Call[]>();
  const onTheWay = new Set<string>();
  const whenSettled: (() => void)[] = [];

  const send = async ({ hashes, words, asked }: Call): Promise<void> => {
    try {
      const [time, ...answers] = (await pulse.within(() => run(hashes, pulse.deadline(), words))) as [
        number,
        ...Answer[],
      ];
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
    if (calls === undefined) {
      onTheWay.delete(place);
      if (onTheWay.size === 0) for (const resolve of whenSettled.splice(0)) resolve();
    }
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

  const indexOf = ({ hashes }: Call, hash: string): string => {
    const index = hashes.indexOf(hash);
    return String(index === -1 ? hashes.push(hash) : index + 1);
  };

  const push = <T>(
    call: Call,
    read: (answer: Answer) => T,
    hash: string,
    verb: string,
    args: readonly string[],
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      call.words.push(verb, indexOf(call, hash), ...args);
      call.asked.push({ take: (answer) => resolve(read(answer)), reject });
    });

  /** One check an entry and call, unless the entry is written to in between. */
  const check = (call: Call, { hash, key, text }: Seen): string => {
    const known = ofHash(call.checks, hash);
    const asked = known.get(key);
    if (asked?.text === text) return asked.index;
    const index = String(++call.checked);
    known.set(key, { text, index });
    call.words.push('check', indexOf(call, hash), key, text);
    call.asked.push({ take: nobody, reject: nobody });
    return index;
  };

  /** What a call was asked of an entry before it was written to is not what it holds afterwards. */
  const callThatMayWrite = (place: string, hash: string, verb: string, key: string): Call => {
    const call = callTo(place);
    for (const known of [call.entries, call.checks]) {
      if (verb === 'clear') known.delete(hash);
      else known.get(hash)?.delete(key);
    }
    return call;
  };

  const at = (place: string): Ask =>
    Object.assign(
      <T>(read: (answer: Answer) => T, hash: string, verb: string, ...args: readonly string[]): Promise<T> =>
        push(callThatMayWrite(place, hash, verb, args[0]!), read, hash, verb, args),
      {
        entry(hash: string, key: string): Promise<string | null> {
          const call = callTo(place);
          const asked = ofHash(call.entries, hash);
          let entry = asked.get(key);
          if (entry === undefined) asked.set(key, (entry = push(call, asText, hash, 'get', [key])));
          return entry;
        },
        whileStill<T>(
          seen: readonly Seen[],
          read: (answer: Answer) => T,
          hash: string,
          verb: string,
          ...args: readonly string[]
        ): Promise<T | undefined> {
          const call = callThatMayWrite(place, hash, verb, args[0]!);
          const checks = seen.map((one) => check(call, one)).join(' ');
          call.words.push('when', checks);
          return push(call, (answer) => (answer === OVERTAKEN ? undefined : read(answer)), hash, verb, args);
        },
        tell(take: (answer: Answer) => void, hash: string, verb: string, ...args: readonly string[]): void {
          const call = callTo(place);
          call.words.push(verb, indexOf(call, hash), ...args);
          call.asked.push({ take, reject: nobody });
        },
      },
    );

  return {
    at,
    settled: () => (onTheWay.size === 0 ? Promise.resolve() : new Promise((resolve) => void whenSettled.push(resolve))),
  };
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
