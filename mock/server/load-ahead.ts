/**
 * Loads what is loaded on demand before a crowd of connections leaves the process no file to open: a module that could not
 * be loaded once, Node never loads again, and what it does would be missing for good.
 */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections at once: fewer by far than any system's usual limit of open files. */
const CROWD = 100;

const load = (): Promise<unknown> =>
  Promise.allSettled([
    import('../explain/explain-refusal.ts'),
    import('../control/dispatch.ts'),
    import('@faker-js/faker/locale/en'),
  ]);

export function loadAheadOfCrowds(server: Server): void {
  let open = 0;
  const count = (socket: Socket): void => {
    if (++open === CROWD) {
      server.off('connection', count);
      void load();
    } else socket.once('close', () => open--);
  };
  server.on('connection', count);
}
