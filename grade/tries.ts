/** Requests that failed for now, and how long their client waited before it made them again. */
import type { Exchange, Session } from './session.ts';
import { isAction, runsOf } from './tokens.ts';

const MS = 1_000;
export const BUSY: readonly number[] = [429, 503];

/** Milliseconds that an answer asks its client to wait, by Retry-After or by what the provider tells beside it. */
export function waitOf({ got, at }: Exchange): number | undefined {
  const retry = got.headers['retry-after'];
  if (retry !== undefined) return /^\d+$/.test(retry) ? Number(retry) * MS : Date.parse(retry) - at;
  const after = Object.entries(got.headers).find(([name]) => /rate-?limit-reset-after$/.test(name))?.[1];
  return after === undefined || !/^\d+$/.test(after) ? undefined : Number(after) * MS;
}

/** Refused for now, or not answered: trying again may help. */
export const isPassing = (exchange: Exchange): boolean =>
  exchange.status === 0 || exchange.status >= 500 || exchange.status === 429 || exchange.fault?.lost === true;

/** Milliseconds between an answer and the next try. */
export const gapsOf = (run: readonly Exchange[]): readonly number[] =>
  run.slice(1).map((exchange, i) => exchange.at - run[i]!.end);

/** Milliseconds; a try that comes so soon is none that was thought about. */
export const AT_ONCE = 50;

export const failedRuns = (session: Session): readonly Exchange[][] =>
  runsOf(session, isPassing).filter((run) => run.length > 1 && !isAction(run[0]!, 'authorize'));

export const keyOf = ({ operation, sent }: Exchange): string | undefined =>
  operation?.idempotency === undefined ? undefined : sent.headers[operation.idempotency.name.toLowerCase()];
