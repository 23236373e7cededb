/** Bodies whose values are the least and the greatest that the contract allows. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Schema } from '../../../mock/contract/openapi-document.ts';
import { judgesOwnRequest } from '../../../mock/contract/reachable-failures.ts';
import { caller } from './support/ask-as-caller.ts';
import { isObject } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { bodySchema, fieldsOf, placesIn, withField, withFields } from './support/invalid-bodies.ts';
import type { Place } from './support/invalid-bodies.ts';
import { operationBasis } from './support/operation-citation.ts';
import { isFree } from './support/schema-types.ts';

export type End = 'least' | 'greatest';

/** Longer texts are more than a check sends for a bound. */
const LONGEST = 5_000;

const isNumeric = ({ type }: Schema): boolean => type === 'integer' || type === 'number';

/** The value at an end of what a schema allows; undefined where it names none. */
export function atEnd(schema: Schema, end: End): unknown {
  const { minimum, maximum, minLength = 0, maxLength = Infinity, multipleOf } = schema;
  if (isNumeric(schema) && schema.enum === undefined && multipleOf === undefined)
    return end === 'least' ? minimum : maximum;
  if (schema.type !== 'string' || !isFree(schema)) return undefined;
  const length = end === 'least' ? minLength : maxLength;
  return length > 0 && length <= LONGEST ? 'x'.repeat(length) : undefined;
}

/** In the body itself and in objects that it has: what else objects want that it has not, nobody knows. */
export function endsOf(contract: CompiledContract, schema: Schema, fields: Json, end: End): readonly Place[] {
  const parent = (path: readonly string[]): unknown =>
    path.slice(0, -1).reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), fields);
  return placesIn(contract, schema, fields).filter(
    (place) => place.path.length > 0 && isObject(parent(place.path)) && atEnd(place.schema, end) !== undefined,
  );
}

const ENDS: readonly End[] = ['least', 'greatest'];

/** An operation of which nothing but the body can be refused with that status, once a body of it was taken. */
export function isJudged(contract: CompiledContract, operation: CompiledOperation): boolean {
  const schema = judgesOwnRequest(operation.action) ? undefined : bodySchema(contract, operation);
  const refused = operation.refusals.get('invalid_body')?.status;
  return (
    schema !== undefined &&
    refused !== undefined &&
    operation.stepUp === undefined &&
    ['resource.create', 'resource.update', 'profile.update'].includes(operation.action.type) &&
    operation.refusals.get('conflict')?.status !== refused &&
    ENDS.some((end) => endsOf(contract, schema, {}, end).length > 0)
  );
}

const edge: Case = {
  id: 'body.edge',
  title: (operation) => `${named(operation)} takes a body whose values stand at their bounds`,
  // What a schema allows may make no sense to who sells it.
  level: 'should',
  needs: ['destructive'],
  applies: (operation, contract) => isJudged(contract, operation),
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const who = await caller(context, operation);
    const fields = fieldsOf(who.request) ?? context.notRun('the request has no body with fields');
    const schema = bodySchema(context.contract, operation)!;
    context.expect.success(await who.ask(), operation);
    for (const end of ENDS) {
      const places = endsOf(context.contract, schema, fields, end);
      if (places.length === 0) continue;
      const exchange = await who.ask(
        withFields(
          who.request,
          places.reduce((body, place) => withField(body, place.path, atEnd(place.schema, end)), fields),
        ),
      );
      context.expect.that(
        exchange.status !== operation.refusals.get('invalid_body')?.status,
        `a good answer: the schema allows the ${end} ${places.map(({ path }) => path.join('.')).join(', ')}`,
        `status ${exchange.status}`,
        exchange,
      );
    }
  },
};

export const bodyEdge: CheckFamily = (suite) => perOperation(suite, edge);
