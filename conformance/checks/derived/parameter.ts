/** Query and header parameters outside the contract, and those that it does not know. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { RequestParts } from '../../check-context.ts';
import { judgesOwnRequest } from '../../../mock/contract/reachable-failures.ts';
import type {
  CompiledContract,
  CompiledOperation,
  CompiledParameter,
} from '../../../mock/contract/compiled-contract.ts';
import { exampleParameter } from '../../driver/contract-examples.ts';
import { caller } from './support/ask-as-caller.ts';
import { elementBasis, failureBasis, operationBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { misfits } from './support/misfits.ts';
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

/** What a lenient parser takes for a number: one that begins as one, and one of another notation. */
const ALMOST_NUMBERS = ['5x', '0x10'];

/** Nothing is no value; white space around one of a header or a cookie is not part of it (RFC 9110 §5.5), nor a line feed in it. */
const canCarry = ({ in: place }: CompiledParameter, text: string): boolean =>
  text !== '' && (place === 'query' || (text === text.trim() && !text.includes('\n')));

/** Text that does not fit the parameter; a page size over its maximum is cut, not refused. */
function texts(contract: CompiledContract, parameter: CompiledParameter): readonly string[] {
  const { schema, paging } = parameter;
  if (paging === 'filter') return [];
  const beside = misfits(schema, exampleParameter(contract, parameter))
    .filter(({ rule }) => !(paging === 'size' && /^(exclusiveM|m)aximum/.test(rule)))
    .map(({ value }) => String(value));
  switch (schema.type) {
    case 'integer':
      return ['not-a-number', '1.5', ...ALMOST_NUMBERS, ...beside];
    case 'number':
      return ['not-a-number', ...ALMOST_NUMBERS, ...beside];
    case 'boolean':
      return ['perhaps'];
    case 'string':
      return beside.filter((text) => canCarry(parameter, text));
    default:
      return [];
  }
}

const judged = ({ action, parameters }: CompiledOperation): readonly CompiledParameter[] =>
  judgesOwnRequest(action) ? [] : parameters.filter(({ in: place }) => place !== 'path');

const outside: Case = {
  id: 'parameter.outside',
  title: (operation) => `${named(operation)} refuses a parameter outside its bounds`,
  applies: (operation, contract) => judged(operation).some((parameter) => texts(contract, parameter).length > 0),
  basis: (operation, contract) => failureBasis(contract, operation, 'invalid_parameter'),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    for (const parameter of judged(operation)) {
      for (const value of texts(context.contract, parameter))
        context.expect.failure(
          await ask(given(parts, parameter, value)),
          operation,
          'invalid_parameter',
          `${parameter.name} is ${JSON.stringify(value)}`,
        );
    }
  },
};

/** Values at the ends of what a schema allows, and each of a list. */
function edges({ schema: { type, enum: values, minimum, maximum }, paging }: CompiledParameter): readonly string[] {
  if (paging === 'filter') return [];
  if (values !== undefined) return values.filter((value) => value !== null && value !== '').map(String);
  if (type === 'boolean') return ['true', 'false'];
  return type === 'integer' || type === 'number'
    ? [minimum, maximum].flatMap((value) => (value === undefined ? [] : [`${value}`]))
    : [];
}

const edge: Case = {
  id: 'parameter.edge',
  title: (operation) => `${named(operation)} takes a parameter at its bounds, and each value that it may have`,
  applies: (operation) =>
    operation.method === 'GET' &&
    operation.action.type === 'resource.list' &&
    judged(operation).some((parameter) => edges(parameter).length > 0),
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const { request: parts, ask } = await caller(context, operation);
    for (const parameter of judged(operation))
      for (const value of edges(parameter)) {
        const exchange = await ask(given(parts, parameter, value));
        context.expect.that(
          exchange.status < 400,
          `a good answer: ${parameter.name} may be ${value}`,
          `status ${exchange.status}`,
          exchange,
        );
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
  [outside, edge, missing, unknown].flatMap((rule) => perOperation(suite, rule));
