/** Operations that say whether a record is good: of one that is, of one that nobody knows. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../context.ts';
import type { OperationPlan, Plan } from '../../../mock/contract/plan.ts';
import { at } from '../../../mock/contract/document.ts';
import type { Schema } from '../../../mock/contract/document.ts';
import { flatten } from '../../../mock/contract/schemas.ts';
import { exampleOf } from '../../driver/examples.ts';
import { withValue } from '../../driver/json.ts';
import { filled } from './support/answer.ts';
import type { Json } from './support/answer.ts';
import { operationBasis } from './support/basis.ts';
import { fieldsOf, withFields } from './support/body.ts';
import { named, perOperation } from './support/case.ts';
import type { Case } from './support/case.ts';
import { withPathParameter, withQuery } from './support/parts.ts';
import { allPages, create, mayChange, someone, text, verb } from './support/records.ts';
import type { Actor } from './support/records.ts';

/** The request, asking about this value. */
function about(parts: RequestParts, operation: OperationPlan, value: string): RequestParts {
  const { action } = operation;
  if (action.type !== 'resource.check') return parts;
  if (action.path_parameter !== undefined) return withPathParameter(parts, operation, action.path_parameter, value);
  if (action.query !== undefined) return withQuery(parts, action.query, value);
  return withFields(parts, withValue(fieldsOf(parts) ?? {}, action.body ?? '', value) as Json);
}

async function goodRecord(context: Context, actor: Actor, operation: OperationPlan): Promise<Json> {
  const { action } = operation;
  const resource = action.type === 'resource.check' ? context.plan.resources.get(action.resource) : undefined;
  if (action.type !== 'resource.check' || resource === undefined) return context.notRun('it checks no record');
  const fits = (record: Json): boolean => Object.entries(action.when ?? {}).every(([name, value]) => record[name] === value);
  const list = verb(context.plan, resource.name, 'list');
  const found = list && (await allPages(context, actor, list, resource)).flatMap(({ records }) => records).find(fits);
  if (found !== undefined) return found;
  const made = mayChange(context) ? await create(context, actor, resource) : undefined;
  return made !== undefined && fits(made) ? made : context.notRun(`the target has no ${resource.name} that is good`);
}

/** A value that may be asked about, and that no record has. */
function nobodys({ document }: Plan, operation: OperationPlan): string {
  const { action, body, parameters } = operation;
  if (action.type !== 'resource.check') return NOBODY;
  const [pointer] = body?.content.values() ?? [];
  const inBody = action.body === undefined || pointer === undefined ? undefined : flatten(document, { node: at(document, pointer) as Schema, pointer }).node.properties?.[action.body.slice(1)];
  const schema = inBody ?? parameters.find(({ name }) => name === (action.path_parameter ?? action.query))?.schema;
  if (schema?.pattern === undefined || new RegExp(schema.pattern, 'u').test(NOBODY)) return NOBODY;
  return exampleOf(document, { type: 'string', pattern: schema.pattern }) as string;
}

const NOBODY = 'no-such-record';

const told = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const applies = ({ action }: OperationPlan): boolean => action.type === 'resource.check';

const basis = (operation: OperationPlan, plan: Plan) => operationBasis(plan, operation);

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
    const valid = filled(context.plan, operation, answer, 'verdict.valid');
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
    const answer = await ask(about(request, operation, nobodys(context.plan, operation)));
    context.expect.success(answer, operation);
    context.expect.contract(answer, operation);
    const valid = filled(context.plan, operation, answer, 'verdict.valid');
    context.expect.that(valid === false, 'false for what is not there', told(valid), answer);
    const reasons = operation.action.type === 'resource.check' ? operation.action.reasons : undefined;
    const reason = filled(context.plan, operation, answer, 'verdict.reason');
    if (reasons?.unknown !== undefined) context.expect.that(typeof reason === 'string' && reason !== '' && (!context.target.isMock || reason === reasons.unknown), `the reason, ${JSON.stringify(reasons.unknown)}`, told(reason), answer);
  },
};

export const verdict: CheckFamily = (suite) => [good, unknown].flatMap((rule) => perOperation(suite, rule));
