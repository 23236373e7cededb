/**
 * Whether the facts that a successful answer is filled with can ever be there: a fill without its source is left out
 * without a word.
 */
import { follow } from '../../openapi-document.ts';
import type { Document, MediaType, Response } from '../../openapi-document.ts';
import { schemasWithin } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

/** The facts that stand in the body of a response. */
export function fillsOf(document: Document, { content = {} }: Response): ReadonlySet<string> {
  const schemas = Object.values<MediaType>(content).flatMap(({ schema }) =>
    schema === undefined ? [] : [...schemasWithin(document, schema)],
  );
  return new Set(schemas.flatMap((schema) => schema['x-fill'] ?? []));
}

export function checkFills(document: Document, { operation, pointer }: OperationAt, report: Report): void {
  const action = operation['x-action'];
  for (const [status, reference] of Object.entries(operation.responses ?? {})) {
    if (!status.startsWith('2')) continue;
    const response = follow(document, { node: reference, pointer: `${pointer}/responses/${status}` });
    const fills = fillsOf(document, response.node);
    const never = (fill: string, suggestion: string): void =>
      report({
        level: 'warning',
        rule: 'empty-fill',
        pointer: `${pointer}/responses/${status}`,
        message: `the answer has a property with x-fill: ${fill}, and nothing ever stands there`,
        suggestion,
      });
    for (const fill of fills) {
      if (
        /^verdict\.(amount|discount|total)$/.test(fill) &&
        !(action?.type === 'resource.check' && action.discount !== undefined)
      )
        never(fill, 'give the action a discount, or take the fill away');
      if (fill !== 'session.password_expires_at') continue;
      if (action?.type !== 'session.open' && action?.type !== 'link.redeem')
        never(fill, 'only x-action: { type: session.open, … } and { type: link.redeem, … } tell it');
      else if (!(document['x-seed']?.users ?? []).some(({ password_expires_in: end }) => end !== undefined))
        never(fill, 'give a user of x-seed password_expires_in, or take the fill away');
    }
    if (
      action?.type === 'token.issue' &&
      action.grants.includes('token_exchange') &&
      !fills.has('token.issued_token_type')
    )
      report({
        level: 'warning',
        rule: 'empty-fill',
        pointer: `${pointer}/x-action/grants`,
        message: `no property of the ${status} answer tells what kind of token a token exchange gave (RFC 8693 §2.2.1)`,
        suggestion: 'give one x-fill: token.issued_token_type, or take token_exchange away',
      });
    if (
      action?.type === 'resource.check' &&
      action.discount !== undefined &&
      !fills.has('verdict.discount') &&
      !fills.has('verdict.total')
    ) {
      report({
        level: 'warning',
        rule: 'empty-fill',
        pointer: `${pointer}/x-action/discount`,
        message: `no property of the ${status} answer tells the discount`,
        suggestion: 'give one x-fill: verdict.discount, or take discount away',
      });
    }
  }
}
