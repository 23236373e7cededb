/** Many requests at once, of which one may win. */
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';

export const isGood = ({ status }: Exchange): boolean => status >= 200 && status < 400;

/** Sends all of them without waiting for any. */
export const atOnce = (context: Context, requests: readonly RequestParts[]): Promise<readonly Exchange[]> =>
  Promise.all(requests.map((parts) => context.send(parts, { atOnce: true })));

/** Exactly one of the answers is good. */
export function expectOneGood(context: Context, exchanges: readonly Exchange[], { id }: CompiledOperation): void {
  const good = exchanges.filter(isGood);
  const statuses = exchanges
    .map(({ status }) => status)
    .sort((a, b) => a - b)
    .join(' ');
  context.expect.that(
    good.length === 1,
    `exactly one of ${exchanges.length} simultaneous requests of ${id} to succeed`,
    `${good.length} successes (${statuses})`,
    good[1] ?? exchanges[0],
  );
}
