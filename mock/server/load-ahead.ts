/**
 * Loads what is loaded on demand before a crowd of connections leaves the process no file to open: a module that could not
 * be loaded once, Node never loads again, and what it does would be missing for good.
 */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections at once: fewer by far than any system's usual limit of open files. */
const CROWD = 100;

/** A process that may open fewer files than it may have connections can be full before a crowd was noticed. */
const FEW_FILES = 11_000;

const load = (): Promise<unknown> =>
  Promise.allSettled([
    import('../explain/explain-refusal.ts'),
    import('../control/dispatch.ts'),
    import('@faker-js/faker/locale/en'),
  ]);

/** How many files the process may open, where the system tells it in a file (Linux). */
function mostFiles(): number {
  try {
    return Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

export function loadAheadOfCrowds(server: Server): void {
  if (mostFiles() <= FEW_FILES) {
    void load();
    return;
  }
  let open = 0;
  const count = (socket: Socket): void => {
    if (++open === CROWD) {
      server.off('connection', count);
      void load();
    } else socket.once('close', () => open--);
  };
  server.on('connection', count);
}
