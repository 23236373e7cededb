/** Records that refer to others, move from state to state, or have names of their own. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledOperation, CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import { endsInParameter } from '../../../mock/contract/path-template.ts';
import { failureBasis } from './support/operation-citation.ts';
import { fieldsOf, withField, withFields } from './support/invalid-bodies.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withPathParameter, withQuery } from './support/change-parts.ts';
import { recordsIn } from './support/answer-records.ts';
import {
  askFor,
  changedIn,
  create,
  forRecord,
  idOf,
  resourceOf,
  someone,
  someoneElse,
  verb,
} from './support/make-records.ts';

/** Where a new record names another: a body pointer, or `{name}` of a parameter. */
function referencesOf({ action }: CompiledOperation): readonly (readonly [place: string, resource: string])[] {
  return action.type === 'resource.create' ? Object.entries(action.references ?? {}) : [];
}

/** A JSON pointer's tokens as a path of field names; undefined where it leads through a list. */
const pathOf = (pointer: string): readonly string[] | undefined => {
  const path = pointer.slice(1).split('/');
  return path.some((token) => /^\d+$/.test(token)) ? undefined : path;
};

/** The request with another record's id in a place; undefined where it cannot be put there. */
function referring(
  parts: RequestParts,
  operation: CompiledOperation,
  place: string,
  id: string,
): RequestParts | undefined {
  const parameter = /^\{(.+)\}$/.exec(place)?.[1];
  if (parameter !== undefined)
    return operation.path.includes(`{${parameter}}`)
      ? withPathParameter(parts, operation, parameter, id)
      : withQuery(parts, parameter, id);
  const path = pathOf(place);
  const fields = fieldsOf(parts);
  return path === undefined || fields === undefined ? undefined : withFields(parts, withField(fields, path, id));
}

const refers = (operation: CompiledOperation): boolean =>
  referencesOf(operation).some(([place]) => place.startsWith('{') || pathOf(place) !== undefined);

const basis: Case['basis'] = (operation, contract) => failureBasis(contract, operation, 'not_found');

const reference: Case = {
  id: 'resource.reference',
  title: (operation) => `${named(operation)} refuses a record that refers to one that is not there`,
  needs: ['destructive'],
  applies: refers,
  basis,
  async run(context: Context, operation) {
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    for (const [place] of referencesOf(operation)) {
      const parts = referring(request, operation, place, '00000000-0000-4000-8000-000000000000');
      if (parts !== undefined) context.expect.failure(await ask(parts), operation, 'not_found');
    }
  },
};

/** Resources of which each tenant has its own, and that a check can make. */
const makeable = (contract: CompiledContract, name: string): boolean =>
  contract.resources.get(name)?.partition !== 'none' && verb(contract, name, 'create') !== undefined;

const strangersReference: Case = {
  id: 'isolation.reference',
  title: (operation) => `${named(operation)} refuses a record that refers to another tenant's`,
  needs: ['second_tenant', 'destructive'],
  applies: (operation, contract) =>
    refers(operation) && referencesOf(operation).some(([, name]) => makeable(contract, name)),
  basis,
  async run(context: Context, operation) {
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const { request, ask } = await stranger.caller(operation);
    for (const [place, name] of referencesOf(operation)) {
      const other = context.contract.resources.get(name);
      if (other === undefined || !makeable(context.contract, name)) continue;
      const parts = referring(request, operation, place, idOf(await create(context, owner, other), other));
      if (parts !== undefined) context.expect.failure(await ask(parts), operation, 'not_found');
    }
  },
};

const movedOnce: Case = {
  id: 'resource.moved-once',
  title: (operation) => `${named(operation)} moves a record on once`,
  needs: ['destructive'],
  applies: ({ action, stepUp }, contract) =>
    action.type === 'resource.transition' &&
    stepUp === undefined &&
    !action.from.includes(action.to) &&
    verb(contract, action.resource, 'create') !== undefined,
  basis: (operation, contract) => failureBasis(contract, operation, 'conflict'),
  async run(context: Context, operation) {
    const actor = await someone(context, operation);
    const resource = resourceOf(context.contract, operation)!;
    const id = idOf(await create(context, actor, resource), resource);
    const { request, ask } = await actor.caller(operation);
    const parts = forRecord(request, operation, id);
    context.expect.success(await ask(parts), operation);
    const get = verb(context.contract, resource.name, 'get');
    const show = async () => get && recordsIn(context.contract, get, await askFor(actor, get, id), resource.name)[0];
    const before = await show();
    const answer = await ask(parts);
    context.expect.failure(answer, operation, 'conflict');
    const after = await show();
    const other = before && changedIn({ ...resource, moves: [] }, before, after ?? {});
    context.expect.that(
      other === undefined,
      `${other ?? ''} as it was before the request that was refused`,
      JSON.stringify(after?.[other ?? '']),
      answer,
    );
  },
};

const taken: Case = {
  id: 'resource.conflict',
  title: (operation) => `${named(operation)} refuses an identifier that is taken`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    operation.action.type === 'resource.create' &&
    endsInParameter(operation.path, resourceOf(contract, operation)?.id ?? ''),
  basis: (operation, contract) => failureBasis(contract, operation, 'conflict'),
  async run(context: Context, operation) {
    // The identifier in the path is one that nobody had yet: not even an earlier run.
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    context.expect.success(await ask(request), operation);
    context.expect.failure(await ask(request), operation, 'conflict');
  },
};

export const recordRules: CheckFamily = (suite) =>
  [reference, strangersReference, movedOnce, taken].flatMap((rule) => perOperation(suite, rule));
