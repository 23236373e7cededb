/** What a person sees while k6 runs: one line that changes on a terminal, a line each minute elsewhere. */
import type { Watched } from '../../../load/node/run-k6.ts';
import { CLEAR_LINE } from '../../../conformance/terminal-line.ts';
import { countedNoun } from '../../../conformance/counted-noun.ts';

export interface LoadProgress {
  start(contract: string, scenario: string): void;
  watch(watched: Watched): void;
  /** The run was told to end. */
  stopping(): void;
  /** Takes the changing line away. */
  end(): void;
}

/** A terminal that does not say how wide it is. */
const USUAL_WIDTH = 80;

/** Between two lines where nothing can be overwritten. */
const SECONDS = 60;

export function watchedText({ elapsed, total, iterations, failures }: Watched): string {
  const of = total === undefined ? '' : ` of ${Math.round(total)}`;
  return `${Math.floor(elapsed)}${of} s, ${countedNoun(iterations, 'iteration')}, ${countedNoun(failures, 'failure')}`;
}

/** @param stream where people read: standard error, so that the summary can have standard output */
export function createLoadProgress(stream: NodeJS.WriteStream): LoadProgress {
  let what = '';
  let lines = 0;
  return {
    start(contract, scenario) {
      what = `${contract} ${scenario}`;
      stream.write(stream.isTTY ? `loading ${what}` : `loading ${what}\n`);
    },
    watch(watched) {
      if (stream.isTTY) {
        const { elapsed, total } = watched;
        const share =
          total === undefined || total === 0
            ? ''
            : `${Math.min(100, Math.floor((100 * elapsed) / total))} %`.padStart(5);
        stream.write(
          CLEAR_LINE + `${share}  ${watchedText(watched)}  ${what}`.slice(0, (stream.columns || USUAL_WIDTH) - 1),
        );
      } else if (watched.elapsed >= (lines + 1) * SECONDS) {
        lines++;
        stream.write(`${watchedText(watched)}\n`);
      }
    },
    stopping() {
      stream.write(stream.isTTY ? `${CLEAR_LINE}stopping; once more to stop without a summary` : 'stopping\n');
    },
    end() {
      if (stream.isTTY) stream.write(CLEAR_LINE);
    },
  };
}
