/** Query and header parameters outside the contract, and those that it does not know. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { RequestParts } from '../../check-context.ts';
import { judgesOwnRequest } from '../../../mock/contract/reachable-failures.ts';
import type { CompiledOperation, CompiledParameter } from '../../../mock/contract/compiled-contract.ts';
import { caller } from './support/ask-as-caller.ts';
import { elementBasis, failureBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withCookie, withHeader, withQuery } from './support/change-parts.ts';

function given(
  parts: RequestParts,
  { in: place, name, encoding }: CompiledParameter,
  value: string | undefined,
): RequestParts {
  if (place === 'cookie') return withCookie(parts, name, value);
  if (place === 'header') return withHeader(parts, name, value);
  // A list or an object may stand under names of its own: `tags[]`, `filter[color]`, a property's.
  const own = (key: string): boolean =>
    key.startsWith(`${name}[`) || (encoding !== undefined && key in encoding.properties);
  return withQuery({ ...parts, query: parts.query.filter(([key]) => !own(key)) }, name, value);
}

/** Text that does not fit the parameter; a page size over its maximum is cut, not refused. */
function misfits({ schema, paging }: CompiledParameter): readonly string[] {
  const { type, enum: values, minimum, maximum, pattern, format, maxLength } = schema;
  if (paging === 'filter') return [];
  if (type === 'integer' || type === 'number') {
    return [
      'not-a-number',
      ...(type === 'integer' ? ['1.5'] : []),
      ...(minimum === undefined ? [] : [`${minimum - 1}`]),
      ...(maximum === undefined || paging === 'size' ? [] : [`${maximum + 1}`]),
    ];
  }
  if (type === 'boolean') return ['perhaps'];
  if (values !== undefined) return ['no-such-value'];
  if (pattern !== undefined && !new RegExp(pattern, 'u').test('~!~')) return ['~!~'];
  if (format === 'uuid' || format === 'date' || format === 'date-time') return ['not-at-all'];
  return maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)];
}

const judged = ({ action, parameters }: CompiledOperation): readonly CompiledParameter[] =>
  judgesOwnRequest(action) ? [] : parameters.filter(({ in: place }) => place !== 'path');

const outside: Case = {
  id: 'parameter.outside',
  title: (operation) => `${named(operation)} refuses a parameter outside its bounds`,
  applies: (operation) => judged(operation).some((parameter) => misfits(parameter).length > 0),
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_parameter'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    for (const parameter of judged(operation)) {
      for (const value of misfits(parameter))
        context.expect.failure(await ask(given(parts, parameter, value)), operation, 'invalid_parameter');
    }
  },
};

const missing: Case = {
  id: 'parameter.missing',
  title: (operation) => `${named(operation)} refuses a request without a required parameter`,
  applies: (operation) => judged(operation).some(({ required }) => required),
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_parameter'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    for (const parameter of judged(operation).filter(({ required }) => required)) {
      context.expect.failure(await ask(given(parts, parameter, undefined)), operation, 'invalid_parameter');
    }
  },
};

const unknown: Case = {
  id: 'parameter.unknown',
  title: (operation) => `${named(operation)} does not mind a filter, or a filter value, that it does not know`,
  level: 'should',
  applies: ({ action }) => action.type === 'resource.list',
  basis: (operation, contract) =>
    elementBasis(contract, operation, operation.parameters.find(({ paging }) => paging === 'filter')?.pointer),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    context.expect.success(await ask(withQuery(parts, 'no_such_filter', 'x')), operation);
    for (const parameter of operation.parameters.filter(({ paging }) => paging === 'filter')) {
      context.expect.success(await ask(given(parts, parameter, 'no-such-value')), operation);
    }
  },
};

export const parameter: CheckFamily = (suite) =>
  [outside, missing, unknown].flatMap((rule) => perOperation(suite, rule));
