/** Differences of behaviour: what differs alike at many requests is one of them. */
import type { ProbeDifference } from './probe-difference.ts';

export interface Behaviour {
  /** `status`, `header retry-after`, `error code`, `body data.id` */
  readonly what: string;
  readonly one: string;
  readonly other: string;
  /** `createPayment (no credential)`, in the order of the requests. */
  readonly where: readonly string[];
  /** Of the first. */
  readonly pointer: string;
}

const whereOf = ({ operation = '(no operation)', probe }: ProbeDifference): string => `${operation} (${probe})`;

/** The status, with the error code that comes with it. */
function statusWords(all: readonly ProbeDifference[], status: ProbeDifference, side: 'one' | 'other'): string {
  const code = all.find(({ aspect }) => aspect === 'error code')?.[side];
  return code === undefined ? status[side] : `${status[side]} ${code}`;
}

/** Where the statuses differ, headers and codes differ as a matter of course. */
function told(all: readonly ProbeDifference[]): readonly ProbeDifference[] {
  const status = all.find(({ aspect }) => aspect === 'status');
  return status === undefined
    ? all
    : [{ ...status, one: statusWords(all, status, 'one'), other: statusWords(all, status, 'other') }];
}

/** Those that most requests show come first. */
export function behavioursOf(differences: readonly ProbeDifference[]): readonly Behaviour[] {
  const probes = new Map<string, ProbeDifference[]>();
  for (const difference of differences) {
    const where = whereOf(difference);
    probes.set(where, [...(probes.get(where) ?? []), difference]);
  }
  const found = new Map<string, Behaviour>();
  for (const difference of [...probes.values()].flatMap(told)) {
    const { aspect, at, one, other, pointer } = difference;
    const what = at === '' ? aspect : `${aspect} ${at}`;
    const key = JSON.stringify([what, one, other]);
    const known = found.get(key);
    found.set(key, {
      what,
      one,
      other,
      pointer: known?.pointer ?? pointer,
      where: [...(known?.where ?? []), whereOf(difference)],
    });
  }
  return [...found.values()].sort((a, b) => b.where.length - a.where.length);
}
