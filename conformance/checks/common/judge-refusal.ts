/** Judges a refusal by the contract's wording, or by its status alone where the wording is an assumption. */
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';
import type { Context } from '../../check-context.ts';
import { isRefusal } from '../../driver/is-refusal.ts';
import { wordingEvidence } from '../../evidence-marks.ts';
import type { Exchange } from '../../exchange.ts';

/**
 * The request was refused, for one of these reasons. Where nobody documents how a real target words the refusal, any
 * answer of 4xx (but for the quota's 429) will do.
 *
 * @param why what the request did, where neither the check's title nor the exchange shows it
 */
export function refused(
  context: Context,
  exchange: Exchange,
  operation: CompiledOperation,
  failures: Failure | readonly Failure[],
  why?: string,
): void {
  const possible = [failures].flat().filter((failure) => operation.refusals.has(failure));
  if (
    possible.length > 0 &&
    (context.target.isMock ||
      possible.every((failure) => wordingEvidence(context.contract, operation, failure) !== 'assumed'))
  ) {
    context.expect.failure(exchange, operation, possible, why);
    return;
  }
  context.expect.that(
    isRefusal(exchange),
    `a refusal (4xx)${why === undefined ? '' : `: ${why}`}`,
    `${exchange.status}`,
    exchange,
  );
}
