/** Asking the person at the terminal, or whatever writes to standard input in that person's place. */
import { createInterface } from 'node:readline';
import type { Interface } from 'node:readline';
import { NotRun } from '../check.ts';
import { after, monotonic } from '../machine-clock.ts';
import type { DriverCore } from './driver-core.ts';
import { CLEAR_LINE } from '../terminal-line.ts';

/** Milliseconds that an answer is waited for. */
const PATIENCE_MS = 10 * 60_000;

/** Questions come one at a time, whatever the concurrency. */
let queue: Promise<unknown> = Promise.resolve();

/** Why nobody is asked any more. */
let over: string | undefined;

let asking = false;

/** Whether a question stands on the terminal now, which nothing else should write over. */
export const isAsking = (): boolean => asking;

/**
 * Standard input that is no terminal: read once for all questions, because a reader takes more than one line at a time.
 */
let piped: { readonly reader: Interface; readonly lines: string[]; ended: boolean; wake: () => void } | undefined;

function openPipe(): NonNullable<typeof piped> {
  const opened = {
    reader: createInterface({ input: process.stdin, terminal: false }),
    lines: [] as string[],
    ended: false,
    wake: (): void => undefined,
  };
  opened.reader.on('line', (line) => {
    opened.lines.push(line);
    opened.wake();
  });
  opened.reader.on('close', () => {
    opened.ended = true;
    opened.wake();
  });
  return opened;
}

/** The next line, `undefined` at the end of input. `onGiveUp` is told how to stop waiting. */
type Read = (prompt: string, onGiveUp: (stop: () => void) => void) => Promise<string | undefined>;

const fromPipe: Read = async (prompt, onGiveUp) => {
  const pipe = (piped ??= openPipe());
  process.stderr.write(prompt);
  if (!pipe.ended) pipe.reader.resume();
  await new Promise<void>((resolve) => {
    pipe.wake = () => {
      if (pipe.lines.length > 0 || pipe.ended) resolve();
    };
    onGiveUp(resolve);
    pipe.wake();
  });
  // A paused input lets the process end.
  if (!pipe.ended) pipe.reader.pause();
  process.stderr.write('\n');
  return pipe.lines.shift();
};

const fromTerminal: Read = (prompt, onGiveUp) =>
  new Promise((resolve) => {
    const reader = createInterface({ input: process.stdin, output: process.stderr });
    const end = (answer: string | undefined): void => {
      resolve(answer);
      reader.close();
    };
    onGiveUp(() => end(undefined));
    reader.on('close', () => resolve(undefined));
    // The terminal hands Ctrl+C to the reader; it is meant for the program, and answers nothing.
    reader.on('SIGINT', () => {
      reader.removeAllListeners('close');
      reader.close();
      process.kill(process.pid, 'SIGINT');
    });
    reader.question(prompt, end);
  });

/**
 * Ctrl+C at a question ends the run as it does at any other time, but the screen is not left in the middle of a line.
 */
function giveUp(): void {
  process.stderr.write('\ntollgate: interrupted at a question; the run is given up, and there is no verdict\n');
  process.kill(process.pid, 'SIGINT');
}

async function ask(intro: string, prompt: string): Promise<string> {
  if (over !== undefined) throw new NotRun(over);
  const read = process.stdin.isTTY ? fromTerminal : fromPipe;
  asking = true;
  process.stderr.write(`${process.stderr.isTTY ? CLEAR_LINE : ''}${intro}`);
  let cancel = (): void => undefined;
  process.once('SIGINT', giveUp);
  const answer = await read(prompt, (stop) => {
    cancel = after(PATIENCE_MS, () => {
      over = `a question was not answered within ${PATIENCE_MS / 60_000} minutes, and no other was asked`;
      stop();
    });
  });
  cancel();
  process.off('SIGINT', giveUp);
  asking = false;
  if (answer !== undefined && answer.trim() !== '') return answer.trim();
  if (answer !== undefined) throw new NotRun('a question was answered with an empty line');
  over ??= 'standard input has come to its end, and nobody can be asked';
  throw new NotRun(over);
}

/**
 * Asks on standard error, and reads a line of standard input. The check is not charged with the time.
 *
 * @param intro lines above the prompt, each with its end
 * @throws {NotRun} for an empty line, and once nobody answers any more
 */
export function askPerson(core: DriverCore, intro: string, prompt: string): Promise<string> {
  const started = monotonic();
  core.allow(PATIENCE_MS);
  const answer = queue.then(() => ask(intro, prompt)).finally(() => core.allow(monotonic() - started - PATIENCE_MS));
  queue = answer.catch(() => undefined);
  return answer;
}
