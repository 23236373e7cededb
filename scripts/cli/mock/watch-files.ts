/** Tells of files that change, however an editor writes them: in place, in pieces, or by another file of their name. */
import { unwatchFile, watchFile } from 'node:fs';
import { after } from '../../../mock/state/clock.ts';

export interface FileWatch {
  /** Which files are watched from now on. */
  follow(files: Iterable<string>): void;
  close(): void;
}

/** Milliseconds between two looks at a file: no notification is relied on, which mounted folders of containers lack. */
const LOOK_EVERY = 200;
/** Milliseconds without a change before they are told of, so that what is written in pieces is whole. */
const QUIET = 300;

/** @param changed called with the files that changed since it was called last, none of them a moment ago */
export function watchFiles(changed: (files: ReadonlySet<string>) => void): FileWatch {
  const listeners = new Map<string, () => void>();
  let found = new Set<string>();
  let stop = (): void => undefined;
  const note = (file: string): void => {
    found.add(file);
    stop();
    stop = after(QUIET, () => {
      const files = found;
      found = new Set();
      changed(files);
    });
  };
  return {
    follow(files) {
      for (const file of files) {
        if (listeners.has(file)) continue;
        const listener = (): void => note(file);
        listeners.set(file, listener);
        watchFile(file, { interval: LOOK_EVERY, persistent: false }, listener);
      }
    },
    close() {
      stop();
      for (const [file, listener] of listeners) unwatchFile(file, listener);
    },
  };
}
