/**
 * What Linux says of a process and those it started (`man 5 proc`). Elsewhere there is nothing to read, and all is
 * undefined.
 */
import { readFileSync, readdirSync } from 'node:fs';

/** The kernel's unit of processor time where it keeps no finer account, and a page of memory. */
const TICKS_PER_SECOND = 100;
const NANOSECONDS = 1e9;
const KIB = 1024;

function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
  return [pid, ...children.flatMap(family)];
}

function summed(pid: number, figure: (pid: number) => number): number | undefined {
  try {
    return family(pid).reduce((sum, member) => sum + figure(member), 0);
  } catch {
    return undefined;
  }
}

/** To the nanosecond. Threads that have ended are not in it: those of Node live as long as it does. */
const scheduledSeconds = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) => sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    0,
  ) / NANOSECONDS;

function tickedSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Seconds of processor time, of all threads. */
export const cpuSeconds = (pid: number): number | undefined =>
  summed(pid, scheduledSeconds) ?? summed(pid, tickedSeconds);

/** Bytes of memory that it has in use (resident set). */
export const rssBytes = (pid: number): number | undefined =>
  summed(
    pid,
    (member) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${member}/status`, 'utf8'))?.[1]) * KIB,
  );
