/** What a run had to say beside its figures: how refusals explained themselves, and what stopped k6. */
import type { K6Ended, Told } from '../load/run-k6.ts';

const MOST = 10;

const line = ({ operation, caller, kind, status, says, users }: Told): string =>
  `  ${kind.replaceAll('_', ' ')}: ${operation}, ${caller}${status === 0 ? '' : `, status ${status}`}${says === '' ? '' : `: ${says}`} (${users} virtual ${users === 1 ? 'user' : 'users'})`;

export function toldLines({ told, complaints, code }: K6Ended): string[] {
  const most = [...told].sort((a, b) => b.users - a.users);
  return [
    ...most.slice(0, MOST).map(line),
    ...(most.length > MOST ? [`  and ${most.length - MOST} more of the kind`] : []),
    ...complaints.map((words) => `  k6: ${words}`),
    ...(code === 0 || code === 99 ? [] : [`  the run could not be carried out: k6 ended with ${code ?? 'a signal'}`]),
  ];
}
