/** Judging refusals no harder than they are known. */
import { at } from '../../../mock/contract/openapi-document.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Evidence, Failure } from '../../../specs/generated/vocabulary.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';

/** Whether the wording of a refusal is anybody's but ours. */
function isAssumed(context: Context, operation: CompiledOperation, failure: Failure): boolean {
  const pointer = operation.refusals.get(failure)?.pointer;
  const node =
    pointer === undefined
      ? undefined
      : (at(context.contract.document, pointer) as { readonly 'x-evidence'?: Evidence } | undefined);
  return node?.['x-evidence'] === 'assumed';
}

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
    (context.target.isMock || !possible.some((failure) => isAssumed(context, operation, failure)))
  ) {
    context.expect.failure(exchange, operation, possible, why);
    return;
  }
  const { status } = exchange;
  context.expect.that(
    status >= 400 && status < 500 && status !== 429,
    `a refusal (4xx)${why === undefined ? '' : `: ${why}`}`,
    `${status}`,
    exchange,
  );
}
