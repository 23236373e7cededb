/** Records below a record: each has its own, and under one that is not there nothing is found. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type {
  CompiledContract,
  CompiledOperation,
  CompiledResource,
} from '../../../mock/contract/compiled-contract.ts';
import { parentsOf } from '../../../mock/contract/resource-parents.ts';
import type { ParentOf } from '../../../mock/contract/resource-parents.ts';
import { pathParameter, withPathParameter } from './support/change-parts.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import {
  askFor,
  create,
  forRecord,
  idBeside,
  idOf,
  mayChange,
  resourceOf,
  someone,
  someoneElse,
  verb,
} from './support/make-records.ts';
import type { Actor } from './support/make-records.ts';
import { failureBasis, operationBasis } from './support/operation-citation.ts';
import { recordsIn } from './support/answer-records.ts';

/** The nearest resource above; undefined for an operation about records that are below no other. */
function parentOf(contract: CompiledContract, operation: CompiledOperation): ParentOf | undefined {
  const resource = resourceOf(contract, operation);
  return resource && parentsOf(contract, resource).at(-1);
}

const isBelow = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  parentOf(contract, operation) !== undefined;

const refused = (operation: CompiledOperation) =>
  operation.stepUp === undefined
    ? (['not_found', 'deleted'] as const)
    : (['not_found', 'deleted', 'otp_required'] as const);

const unknown: Case = {
  id: 'parent.unknown',
  title: (operation) => `${named(operation)} finds nothing below a record that is not there`,
  applies: isBelow,
  basis: (operation, contract) => failureBasis(contract, operation, 'not_found'),
  async run(context: Context, operation) {
    const { parameter } = parentOf(context.contract, operation)!;
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    for (const id of ['no-such-record', '00000000-0000-4000-8000-000000000000'])
      context.expect.failure(
        await ask(withPathParameter(request, operation, parameter, id)),
        operation,
        refused(operation),
        `named ${id} above`,
      );
  },
};

const elsewhere: Case = {
  id: 'parent.other-tenant',
  title: (operation) => `${named(operation)} finds nothing below another tenant's record`,
  needs: ['second_tenant'],
  applies: (operation, contract) =>
    isBelow(operation, contract) && resourceOf(contract, operation)?.partition !== 'none',
  basis: (operation, contract) => failureBasis(contract, operation, 'not_found'),
  async run(context: Context, operation) {
    const { resource: above, parameter } = parentOf(context.contract, operation)!;
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const { request, ask } = await stranger.caller(operation);
    const own = pathParameter(request, operation, parameter) ?? '';
    const theirs = mayChange(context)
      ? await another(context, owner, above, own)
      : pathParameter((await owner.caller(operation)).request, operation, parameter)!;
    if (theirs === own) context.notRun('both tenants have a record with this identifier');
    context.expect.failure(
      await ask(withPathParameter(request, operation, parameter, theirs)),
      operation,
      refused(operation),
    );
  },
};

/** Another record that the same tenant's may be below. */
const another = (context: Context, actor: Actor, parent: CompiledResource, known: string): Promise<string> =>
  idBeside(context, actor, parent, () => new Set([known]), `the tenant has one ${parent.name} alone`);

const apart: Case = {
  id: 'parent.apart',
  title: (operation) => `what ${named(operation)} makes is below the record that the path names, and below no other`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    isBelow(operation, contract) &&
    operation.action.type === 'resource.create' &&
    (['get', 'list'] as const).some((which) => verb(contract, resourceOf(contract, operation)!.name, which)),
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const { resource: parent, parameter } = parentOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const id = idOf(await create(context, actor, resource), resource);
    const own = pathParameter((await actor.caller(operation)).request, operation, parameter)!;
    const other = await another(context, actor, parent, own);
    const below = (parts: RequestParts, at: CompiledOperation): RequestParts =>
      withPathParameter(parts, at, parameter, other);
    const get = verb(context.contract, resource.name, 'get');
    if (get !== undefined) {
      const { request, ask } = await actor.caller(get);
      context.expect.success(await ask(forRecord(request, get, id)), get);
      context.expect.failure(await ask(below(forRecord(request, get, id), get)), get, ['not_found', 'deleted']);
    }
    const list = verb(context.contract, resource.name, 'list');
    if (list === undefined) return;
    const { request, ask } = await actor.caller(list);
    const answer = await ask(below(request, list));
    context.expect.success(answer, list);
    const shown = recordsIn(context.contract, list, answer, resource.name).map((one) => idOf(one, resource));
    context.expect.that(!shown.includes(id), `a list without ${id}`, 'a list with it', answer);
  },
};

const deleted: Case = {
  id: 'parent.deleted',
  title: (operation) => `what is below a record that ${named(operation)} deletes is gone with it`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    operation.action.type === 'resource.delete' &&
    verb(contract, operation.action.resource, 'create') !== undefined &&
    below(contract, operation.action.resource).length > 0,
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const parent = resourceOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const id = idOf(await create(context, actor, parent), parent);
    context.expect.success(await askFor(actor, operation, id), operation);
    for (const one of below(context.contract, parent.name)) {
      const { request, ask } = await actor.caller(one);
      const { parameter } = parentOf(context.contract, one)!;
      context.expect.failure(await ask(withPathParameter(request, one, parameter, id)), one, ['not_found', 'deleted']);
    }
  },
};

/** Lists of records, or where there is none what makes one, directly below those of a resource. */
const below = (contract: CompiledContract, parent: string): readonly CompiledOperation[] =>
  [...contract.resources.values()]
    .filter((resource) => resource.parent?.resource === parent)
    .flatMap(({ name }) => verb(contract, name, 'list') ?? verb(contract, name, 'create') ?? []);

export const parent: CheckFamily = (suite) =>
  [unknown, elsewhere, apart, deleted].flatMap((rule) => perOperation(suite, rule));
