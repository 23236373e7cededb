/** Documents that anybody may read: metadata and keys. */
import { jsonOf } from './judge-answer.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';

export async function readDocument(
  context: Context,
  operation: CompiledOperation,
): Promise<{ readonly exchange: Exchange; readonly body: Readonly<Record<string, unknown>> }> {
  const exchange = await context.call(operation);
  const body = jsonOf(exchange);
  context.expect.status(exchange, 200, 'anybody may read it');
  context.expect.that(body !== undefined, 'a JSON object', 'something else', exchange);
  return { exchange, body };
}
