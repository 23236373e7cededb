/** Finding records and filled-in values in an answer, by the contract's schema of it. */
import type { Exchange } from '../../../exchange.ts';
import { at } from '../../../../mock/contract/openapi-document.ts';
import type { Schema } from '../../../../mock/contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../../../../mock/contract/compiled-contract.ts';
import { flatten } from '../../../../mock/contract/json-schemas.ts';
import type { Fill } from '../../../../specs/generated/vocabulary.ts';

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as JSON; undefined if it is none. */
export function jsonOf({ answerBody }: Exchange): unknown {
  try {
    return JSON.parse(answerBody) as unknown;
  } catch {
    return undefined;
  }
}

/** Visits a value together with its schema. */
function walk(
  contract: CompiledContract,
  node: Schema,
  value: unknown,
  visit: (schema: Schema, value: unknown) => void,
): void {
  const { node: schema } = flatten(contract.document, { node, pointer: '#' });
  visit(schema, value);
  for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) walk(contract, branch, value, visit);
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) walk(contract, schema.items, item, visit);
  } else if (isObject(value)) {
    for (const [name, child] of Object.entries(schema.properties ?? {}))
      if (name in value) walk(contract, child, value[name], visit);
  }
}

/** The schema of the operation's good answer. */
export function answerSchema(contract: CompiledContract, { answers }: CompiledOperation): Schema | undefined {
  const pointer = answers.find(({ status, render }) => status < 300 && render !== undefined)?.pointer;
  return pointer === undefined ? undefined : (at(contract.document, `${pointer}/schema`) as Schema | undefined);
}

/** Records of a resource, wherever they stand in an answer. */
export function recordsIn(
  contract: CompiledContract,
  operation: CompiledOperation,
  exchange: Exchange,
  resource: string,
): readonly Json[] {
  const found: Json[] = [];
  const schema = answerSchema(contract, operation);
  if (schema)
    walk(contract, schema, jsonOf(exchange), (node, value) => {
      if (node['x-resource']?.name === resource && isObject(value)) found.push(value);
    });
  return found;
}

/** The value that the contract fills with a fact: `page.total`. */
export function filled(
  contract: CompiledContract,
  operation: CompiledOperation,
  exchange: Exchange,
  fill: Fill,
): unknown {
  let found: unknown;
  const schema = answerSchema(contract, operation);
  if (schema)
    walk(contract, schema, jsonOf(exchange), (node, value) => {
      if (node['x-fill'] === fill) found = value;
    });
  return found;
}

/** Facts about who calls. */
const OF_CALLER = /^(?:user|tenant|client|key|session)\./;

/** Whether the contract fills the answer with something of the caller's. */
export function showsCaller(contract: CompiledContract, operation: CompiledOperation, exchange: Exchange): boolean {
  let found = false;
  const schema = answerSchema(contract, operation);
  if (schema)
    walk(contract, schema, jsonOf(exchange), (node) => {
      found ||= OF_CALLER.test(node['x-fill'] ?? '');
    });
  return found;
}
