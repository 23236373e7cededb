/** Answers that say how long something lasts. */
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../../mock/contract/fill-values.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import { filled } from './compare-answers-json.ts';

const SECOND = 1000;

/**
 * Where the contract has an answer say a lifetime, it is the contract's, in seconds.
 *
 * @param of what lasts, in a person's words, where the operation does not tell
 */
export function expectSeconds(
  context: Context,
  contract: CompiledContract,
  operation: CompiledOperation,
  fact: Fact,
  lifetimeMs: number,
  exchange: Exchange,
  of?: string,
): void {
  const stated = filled(contract, operation, fact, exchange);
  if (stated === undefined) return;
  const seconds = lifetimeMs / SECOND;
  const expected = of === undefined ? `${seconds} seconds` : `${seconds} seconds for ${of}`;
  context.expect.that(stated === String(seconds), expected, stated, exchange);
}
