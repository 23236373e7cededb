/** A record that was deleted, or moved to its end, is so for every operation that names it. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { valueAt } from '../../driver/json-values.ts';
import { filled, recordsIn } from '../derived/support/answer-records.ts';
import { fieldsOf, withField, withFields } from '../derived/support/invalid-bodies.ts';
import { named, perOperation } from '../derived/support/check-per-operation.ts';
import type { Case } from '../derived/support/check-per-operation.ts';
import { withPathParameter, withQuery } from '../derived/support/change-parts.ts';
import { askFor, create, idOf, resourceOf, someone, text, verb } from '../derived/support/make-records.ts';
import { failureBasis, operationBasis } from '../derived/support/operation-citation.ts';
import type { RequestParts } from '../../check-context.ts';

/** The resource that an operation names a record of, without being about it. */
const referred = ({ action }: CompiledOperation): readonly (readonly [place: string, resource: string])[] =>
  action.type === 'resource.create' ? Object.entries(action.references ?? {}) : [];

const deletable = (contract: CompiledContract, name: string): boolean =>
  verb(contract, name, 'delete') !== undefined && verb(contract, name, 'create') !== undefined;

const NAMING = ['resource.get', 'resource.update', 'resource.transition'];

async function deletedRecord(context: Context, operation: CompiledOperation, name: string): Promise<string> {
  const actor = await someone(context, operation);
  const resource = context.contract.resources.get(name)!;
  const id = idOf(await create(context, actor, resource), resource);
  const remove = verb(context.contract, name, 'delete')!;
  context.expect.success(await askFor(actor, remove, id), remove);
  return id;
}

const gone: Case = {
  id: 'state.deleted-record',
  title: (operation) => `${named(operation)} does not find a record that was deleted`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    NAMING.includes(operation.action.type) && deletable(contract, resourceOf(contract, operation)?.name ?? ''),
  basis: (operation, contract) => failureBasis(contract, operation, 'deleted'),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const id = await deletedRecord(context, operation, resource.name);
    const actor = await someone(context, operation);
    // A verification is for one record: of another it says nothing, there or not.
    const others = operation.stepUp === undefined ? [] : (['otp_required'] as const);
    context.expect.failure(await askFor(actor, operation, id), operation, ['deleted', 'not_found', ...others]);
    // What was refused has brought nothing back.
    const get = verb(context.contract, resource.name, 'get');
    if (get !== undefined && get !== operation)
      context.expect.failure(await askFor(actor, get, id), get, ['deleted', 'not_found']);
  },
};

/** The request with a record's id in a place: `/redeemables/id`, `{code}`. */
function referring(parts: RequestParts, operation: CompiledOperation, place: string, id: string): RequestParts {
  const parameter = /^\{(.+)\}$/.exec(place)?.[1];
  if (parameter !== undefined)
    return operation.path.includes(`{${parameter}}`)
      ? withPathParameter(parts, operation, parameter, id)
      : withQuery(parts, parameter, id);
  const fields = fieldsOf(parts) ?? {};
  return valueAt(fields, place) === undefined
    ? parts
    : withFields(parts, withField(fields, place.slice(1).split('/'), id));
}

const reference: Case = {
  id: 'state.deleted-reference',
  title: (operation) => `${named(operation)} refuses a record that refers to a deleted one`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    referred(operation).some(([place, name]) => deletable(contract, name) && !/\/\d+(\/|$)/.test(place)),
  basis: (operation, contract) => failureBasis(contract, operation, 'not_found'),
  async run(context: Context, operation) {
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    for (const [place, name] of referred(operation)) {
      if (!deletable(context.contract, name) || /\/\d+(\/|$)/.test(place)) continue;
      const parts = referring(request, operation, place, await deletedRecord(context, operation, name));
      context.expect.failure(await ask(parts), operation, ['not_found', 'deleted']);
    }
  },
};

const checked: Case = {
  id: 'state.deleted-checked',
  title: (operation) => `${named(operation)} does not find a deleted record good`,
  needs: ['destructive'],
  applies: ({ action }, contract) =>
    action.type === 'resource.check' &&
    deletable(contract, action.resource) &&
    contract.resources.get(action.resource)?.id === action.field,
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const { action } = operation;
    if (action.type !== 'resource.check') return;
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    const id = await deletedRecord(context, operation, action.resource);
    const place = action.path_parameter ?? action.query;
    const answer = await ask(
      referring(request, operation, place === undefined ? (action.body ?? '') : `{${place}}`, id),
    );
    const verdict = filled(context.contract, operation, answer, 'verdict.valid');
    context.expect.that(
      answer.status >= 400 || verdict === false,
      'a verdict that it is not good',
      `status ${answer.status}, ${text(verdict) || JSON.stringify(verdict)}`,
      answer,
    );
  },
};

/** Pairs of moves of which the one leads where the other does not begin. */
function ends(contract: CompiledContract): readonly Check[] {
  const moves = contract.operations.flatMap((operation) =>
    operation.action.type === 'resource.transition' ? [{ operation, action: operation.action }] : [],
  );
  return moves.flatMap((first): readonly Check[] =>
    moves
      .filter(
        ({ operation, action }) =>
          operation !== first.operation &&
          action.resource === first.action.resource &&
          action.field === first.action.field &&
          !action.from.includes(first.action.to) &&
          verb(contract, action.resource, 'create') !== undefined,
      )
      .map((second) => ({
        id: `state.moved-away:${first.operation.id}/${second.operation.id}`,
        title: `what ${named(first.operation)} has moved on, ${named(second.operation)} does not move any more`,
        level: 'must' as const,
        ...failureBasis(contract, second.operation, 'conflict'),
        needs: ['destructive'] as const,
        async run(context: Context) {
          const actor = await someone(context, first.operation);
          const resource = resourceOf(contract, first.operation)!;
          const id = idOf(await create(context, actor, resource), resource);
          const moved = await askFor(actor, first.operation, id);
          if (moved.status >= 400 && first.operation.stepUp !== undefined)
            context.notRun('the first of the moves wants a verification');
          context.expect.success(moved, first.operation);
          context.expect.failure(await askFor(actor, second.operation, id), second.operation, 'conflict');
          const get = verb(contract, resource.name, 'get');
          if (get === undefined) return;
          const answer = await askFor(actor, get, id);
          const state = recordsIn(contract, get, answer, resource.name)[0]?.[first.action.field];
          context.expect.that(
            state === first.action.to,
            `${first.action.field} ${first.action.to} still`,
            text(state),
            answer,
          );
        },
      })),
  );
}

export const deadRecords: CheckFamily = (suite) => [
  ...[gone, reference, checked].flatMap((one) => perOperation(suite, one)),
  ...ends(suite.contract),
];
