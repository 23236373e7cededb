/**
 * What a person sees while checks run: one line that changes on a terminal. Elsewhere the report tells what is amiss, and
 * a log hears no more than how far a run is that waits for quotas.
 */
import type { Result } from '../../../conformance/check.ts';
import { isAsking } from '../../../conformance/driver/ask-person.ts';
import { monotonic } from '../../../conformance/machine-clock.ts';
import { countedNoun } from '../../../conformance/counted-noun.ts';
import { CLEAR_LINE } from '../../../conformance/terminal-line.ts';

export interface Progress {
  /** A contract's checks begin. */
  start(contract: string, checks: number): void;
  result(result: Result): void;
  /** A quota of the target is waited for, so many milliseconds. */
  wait(ms: number): void;
  /** Takes the changing line away. */
  end(): void;
}

/** Outcomes that the line counts. */
const AMISS = new Set<Result['outcome']['state']>(['failed', 'warned', 'unreachable', 'suite_error']);

/** Milliseconds between two changes of the line: more are not seen, and cost time. */
const FRAME_MS = 50;

/** Milliseconds: shorter waits are nothing to tell. */
const SHORT_WAIT_MS = 5_000;

/** Milliseconds between two lines in a log. */
const LOG_MS = 30_000;

/** A terminal that does not say how wide it is. */
const USUAL_WIDTH = 80;

/** @param stream where people read: standard error, so that reports can have standard output */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  let contract = '';
  let total = 0;
  let done = 0;
  let amiss = 0;
  let drawn = -FRAME_MS;
  let logged = -LOG_MS;

  function draw(now: string): void {
    const time = monotonic();
    if (isAsking() || time - drawn < FRAME_MS) return;
    drawn = time;
    const share = `${Math.floor((100 * done) / total)} %`.padStart(5);
    const line = `${share}  ${done}/${total}${amiss === 0 ? '' : `, ${amiss} amiss`}  ${contract}  ${now}`;
    stream.write(CLEAR_LINE + line.slice(0, (stream.columns || USUAL_WIDTH) - 1));
  }

  return {
    start(name, checks) {
      [contract, total, done, amiss] = [name, checks, 0, 0];
      if (!stream.isTTY) stream.write(`checking ${name}: ${countedNoun(checks, 'check')}\n`);
    },
    result({ check, outcome, known }) {
      done++;
      const isAmiss = AMISS.has(outcome.state) && known === undefined;
      if (isAmiss) amiss++;
      if (stream.isTTY) draw(check.id);
    },
    wait(ms) {
      if (ms < SHORT_WAIT_MS) return;
      const words = `waiting ${Math.ceil(ms / 1000)} s for a quota of the target (Retry-After)`;
      if (stream.isTTY) {
        // Not one frame too soon: nothing else is drawn meanwhile.
        drawn = -FRAME_MS;
        draw(words);
        return;
      }
      const time = monotonic();
      if (time - logged < LOG_MS) return;
      logged = time;
      stream.write(`${contract}: ${done.toLocaleString('en')} of ${countedNoun(total, 'check')}; ${words}\n`);
    },
    end() {
      if (stream.isTTY) stream.write(CLEAR_LINE);
    },
  };
}
