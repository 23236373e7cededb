/**
 * One of the processes that serve a port together; started by `workers.ts`, told by it what to serve and when to end.
 */
import './garbage-collection.ts';
import { once } from 'node:events';
import { complain } from '../command-exit.ts';
import { readyOutput, startMock, tlsWarning } from './start-mock.ts';
import { END, HELLO } from './start-workers.ts';
import type { Assignment, WorkerReady } from './start-workers.ts';

/** The terminal's Ctrl-C reaches the whole group: the one that started this process says when to end. */
process.on('SIGINT', () => undefined);

try {
  const told = once(process, 'message');
  process.send!(HELLO);
  const [{ names, options, ...listening }] = (await told) as [Assignment];
  const { server, contracts } = await startMock(names, options, listening);
  const end = (): void => void server.close().finally(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('disconnect', end);
  process.on('message', (message) => {
    if (message === END) end();
  });
  process.send!({
    port: server.port,
    ownPorts: server.ownPorts,
    output: await readyOutput(server, contracts, options),
    warning: tlsWarning(contracts, options, listening.tls),
  } satisfies WorkerReady);
} catch (error) {
  complain(error);
  process.exit();
}
