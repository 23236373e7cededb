/** Which core does what: measured servers have one to themselves, and the load comes from the others. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** How many there are; asked before this process is kept on some of them, which changes the answer. */
export const CORES = availableParallelism();

/** The core that measured servers are kept on. */
export const SERVER_CORE = 1;

const canPin = CORES > SERVER_CORE && spawnSync('taskset', ['--version']).status === 0;

const ALL = `0-${CORES - 1}`;
const OTHERS = CORES === 2 ? '0' : `0,2-${CORES - 1}`;

/** Command prefix that keeps a process on one core, or on none in particular; empty where the system cannot. */
export const onCore = (core: number | undefined): readonly string[] =>
  canPin ? ['taskset', '-c', core === undefined ? ALL : String(core)] : [];

/** Keeps this process, which makes the load, off the servers' core. @returns what to say of it */
export function keepApart(): string {
  if (!canPin)
    return CORES > SERVER_CORE
      ? 'not kept apart: there is no taskset, so the load may take time from the servers'
      : 'not kept apart: there is one core only, so the load takes time from the servers';
  const { status } = spawnSync('taskset', ['-a', '-p', '-c', OTHERS, String(process.pid)]);
  return status === 0
    ? `the servers on core ${SERVER_CORE}, the load on core ${OTHERS}`
    : 'not kept apart: taskset may not move this process';
}
