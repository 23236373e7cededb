/** Operations that say whether a record is good: of one that is, of one that nobody knows; and what it takes off. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import type { Schema } from '../../../mock/contract/openapi-document.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';
import type { Discount, Fill } from '../../../specs/generated/vocabulary.ts';
import { exampleOf } from '../../driver/contract-examples.ts';
import { valueAt, withValue } from '../../driver/json-values.ts';
import { answerSchema, filled, isObject } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { elementBasis, operationBasis } from './support/operation-citation.ts';
import { fieldsOf, withFields } from './support/invalid-bodies.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withPathParameter, withQuery } from './support/change-parts.ts';
import { allPages, create, mayChange, someone, text, verb } from './support/make-records.ts';
import type { Actor } from './support/make-records.ts';

/** The request, asking about this value. */
function about(parts: RequestParts, operation: CompiledOperation, value: string): RequestParts {
  const { action } = operation;
  if (action.type !== 'resource.check') return parts;
  if (action.path_parameter !== undefined) return withPathParameter(parts, operation, action.path_parameter, value);
  if (action.query !== undefined) return withQuery(parts, action.query, value);
  return withFields(parts, withValue(fieldsOf(parts) ?? {}, action.body ?? '', value) as Json);
}

async function goodRecord(context: Context, actor: Actor, operation: CompiledOperation): Promise<Json> {
  const { action } = operation;
  const resource = action.type === 'resource.check' ? context.contract.resources.get(action.resource) : undefined;
  if (action.type !== 'resource.check' || resource === undefined) return context.notRun('it checks no record');
  const fits = (record: Json): boolean =>
    Object.entries(action.when ?? {}).every(([name, value]) => record[name] === value);
  const list = verb(context.contract, resource.name, 'list');
  const found = list && (await allPages(context, actor, list, resource)).flatMap(({ records }) => records).find(fits);
  if (found !== undefined) return found;
  const made = mayChange(context) ? await create(context, actor, resource) : undefined;
  return made !== undefined && fits(made) ? made : context.notRun(`the target has no ${resource.name} that is good`);
}

/** A value that may be asked about, and that no record has. */
function nobodys({ document }: CompiledContract, operation: CompiledOperation): string {
  const { action, body, parameters } = operation;
  if (action.type !== 'resource.check') return NOBODY;
  const [pointer] = body?.content.values() ?? [];
  const inBody =
    action.body === undefined || pointer === undefined
      ? undefined
      : flatten(document, { node: at(document, pointer) as Schema, pointer }).node.properties?.[action.body.slice(1)];
  const schema = inBody ?? parameters.find(({ name }) => name === (action.path_parameter ?? action.query))?.schema;
  if (schema?.pattern === undefined || new RegExp(schema.pattern, 'u').test(NOBODY)) return NOBODY;
  return exampleOf(document, { type: 'string', pattern: schema.pattern }) as string;
}

const NOBODY = 'no-such-record';

const told = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const applies = ({ action }: CompiledOperation): boolean => action.type === 'resource.check';

/** Whether the good answer carries a fact. */
const tells = ({ answers }: CompiledOperation, fact: Fill): boolean =>
  answers.some((answer) => answer.needs().includes(fact));

/** Where the contract says how the discount is known. */
function discountPlaces(contract: CompiledContract, operation: CompiledOperation): readonly string[] {
  const places: string[] = [];
  const visit = (node: unknown, pointer: string): void => {
    if (!isObject(node)) return;
    if (node['x-fill'] === 'verdict.discount') places.push(pointer);
    for (const [name, child] of Object.entries(isObject(node['properties']) ? node['properties'] : {}))
      visit(child, `${pointer}/properties/${name}`);
  };
  const schema = answerSchema(contract, operation);
  const name = Object.entries(contract.document.components?.schemas ?? {}).find(
    ([key, one]) => schema?.$ref === `#/components/schemas/${key}` || one === schema,
  )?.[0];
  if (name !== undefined) visit(contract.document.components?.schemas?.[name], `#/components/schemas/${name}`);
  return places;
}

const basis = (operation: CompiledOperation, contract: CompiledContract) => operationBasis(contract, operation);

const good: Case = {
  id: 'verdict.good',
  title: (operation) => `${named(operation)} calls a record good that is`,
  applies,
  basis,
  async run(context: Context, operation) {
    const actor = await someone(context, operation);
    const record = await goodRecord(context, actor, operation);
    const { request, ask } = await actor.caller(operation);
    const field = operation.action.type === 'resource.check' ? operation.action.field : '';
    const answer = await ask(about(request, operation, text(record[field])));
    context.expect.success(answer, operation);
    context.expect.contract(answer, operation);
    const valid = filled(context.contract, operation, answer, 'verdict.valid');
    context.expect.that(valid === true, 'true for a record that is good', told(valid), answer);
  },
};

const unknown: Case = {
  id: 'verdict.unknown',
  title: (operation) => `${named(operation)} does not call good what nobody knows, and says why`,
  applies,
  basis,
  async run(context: Context, operation) {
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    const answer = await ask(about(request, operation, nobodys(context.contract, operation)));
    context.expect.success(answer, operation);
    context.expect.contract(answer, operation);
    const valid = filled(context.contract, operation, answer, 'verdict.valid');
    context.expect.that(valid === false, 'false for what is not there', told(valid), answer);
    const reasons = operation.action.type === 'resource.check' ? operation.action.reasons : undefined;
    const reason = filled(context.contract, operation, answer, 'verdict.reason');
    if (reasons?.unknown !== undefined)
      context.expect.that(
        typeof reason === 'string' && reason !== '' && (!context.target.isMock || reason === reasons.unknown),
        `the reason, ${JSON.stringify(reasons.unknown)}`,
        told(reason),
        answer,
      );
  },
};

const discountOf = ({ action }: CompiledOperation): Discount | undefined =>
  action.type === 'resource.check' ? action.discount : undefined;

/** The request, asking about this amount. */
function ofAmount(parts: RequestParts, place: string, amount: number): RequestParts {
  const parameter = /^\{(.+)\}$/.exec(place)?.[1];
  return parameter === undefined
    ? withFields(parts, withValue(fieldsOf(parts) ?? {}, place, amount) as Json)
    : withQuery(parts, parameter, `${amount}`);
}

const number = (record: Json, pointer: string | undefined): number | undefined => {
  const value = pointer === undefined ? undefined : valueAt(record, pointer);
  return typeof value === 'number' ? value : undefined;
};

/** Good records, one that takes off a percentage and one that takes off a sum, as far as there are. */
async function discounts(
  context: Context,
  actor: Actor,
  operation: CompiledOperation,
  { percent, fixed }: Discount,
): Promise<readonly Json[]> {
  const { action } = operation;
  const resource = action.type === 'resource.check' ? context.contract.resources.get(action.resource) : undefined;
  const list = resource && verb(context.contract, resource.name, 'list');
  if (action.type !== 'resource.check' || resource === undefined || list === undefined)
    return context.notRun('no operation lists what is checked');
  const records = (await allPages(context, actor, list, resource))
    .flatMap((page) => page.records)
    .filter((record) => Object.entries(action.when ?? {}).every(([name, value]) => record[name] === value));
  const found = [
    records.find((record) => number(record, percent) !== undefined),
    records.find((record) => number(record, percent) === undefined && number(record, fixed) !== undefined),
  ].filter((record) => record !== undefined);
  return found.length > 0 ? found : context.notRun(`the target has no ${resource.name} that takes something off`);
}

const discounted: Case = {
  id: 'verdict.discount',
  title: (operation) => `${named(operation)} takes off what the record says, by the amount`,
  applies: (operation) => discountOf(operation) !== undefined,
  basis: (operation, contract) => elementBasis(contract, operation, ...discountPlaces(contract, operation)),
  async run(context: Context, operation) {
    const rule = discountOf(operation)!;
    const actor = await someone(context, operation);
    for (const record of await discounts(context, actor, operation, rule)) {
      const [percent, fixed = 0] = [number(record, rule.percent), number(record, rule.fixed)];
      const { request, ask } = await actor.caller(operation);
      for (const amount of percent === undefined ? [fixed + 1_000, Math.ceil(fixed / 2)] : [20_000, 1_050]) {
        const answer = await ask(
          ofAmount(
            about(
              request,
              operation,
              text(record[operation.action.type === 'resource.check' ? operation.action.field : '']),
            ),
            rule.amount,
            amount,
          ),
        );
        context.expect.success(answer, operation);
        const wanted = percent === undefined ? Math.min(fixed, amount) : Math.round((amount * percent) / 100);
        for (const [fact, value] of [
          ['verdict.amount', amount],
          ['verdict.discount', wanted],
          ['verdict.total', amount - wanted],
        ] as const) {
          if (!tells(operation, fact)) continue;
          const shown = filled(context.contract, operation, answer, fact);
          // How half a unit is rounded is nobody's word.
          const near = typeof shown === 'number' && Math.abs(shown - value) <= (context.target.isMock ? 0 : 1);
          context.expect.that(near, `${value} of ${amount} (${fact})`, told(shown), answer);
        }
      }
    }
  },
};

export const verdict: CheckFamily = (suite) => [good, unknown, discounted].flatMap((rule) => perOperation(suite, rule));
