/** No record of one tenant is reachable by another. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledResource,
} from '../../../mock/contract/compiled-contract.ts';
import { recordsIn } from './support/answer-records.ts';
import { OBJECT_LEVEL, failureBasis, standardBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import {
  allPages,
  changedIn,
  askFor,
  create,
  idBeside,
  idsOf,
  mayChange,
  resourceOf,
  someone,
  someoneElse,
  text,
  verb,
} from './support/make-records.ts';
import type { Actor } from './support/make-records.ts';

const parted = (operation: CompiledOperation, contract: CompiledContract): CompiledResource | undefined => {
  const resource = resourceOf(contract, operation);
  return resource?.partition === 'none' ? undefined : resource;
};

/** The id of a record that one tenant has and the other has not. */
const ownId = (context: Context, owner: Actor, other: Actor, resource: CompiledResource): Promise<string> =>
  idBeside(
    context,
    owner,
    resource,
    async (list) => new Set(idsOf(await allPages(context, other, list, resource), resource)),
    `the tenant has no ${resource.name} of its own`,
  );

const REACHING = ['resource.get', 'resource.update', 'resource.delete', 'resource.transition'];

const record: Case = {
  id: 'isolation.record',
  title: (operation) => `${named(operation)} does not find another tenant's record`,
  needs: ['second_tenant', 'destructive'],
  applies: (operation, contract) =>
    parted(operation, contract) !== undefined && REACHING.includes(operation.action.type),
  basis: (operation, contract) => failureBasis(contract, operation, 'not_found'),
  async run(context: Context, operation) {
    const resource = parted(operation, context.contract)!;
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const id = await ownId(context, owner, stranger, resource);
    const get = operation.method === 'GET' ? undefined : verb(context.contract, resource.name, 'get');
    const before = get && recordsIn(context.contract, get, await askFor(owner, get, id), resource.name)[0];
    const answer = await askFor(stranger, operation, id);
    context.expect.failure(
      answer,
      operation,
      operation.stepUp === undefined ? ['not_found', 'deleted'] : ['not_found', 'otp_required'],
    );
    if (get === undefined) return;
    const after = await askFor(owner, get, id);
    context.expect.success(after, get);
    const [record] = recordsIn(context.contract, get, after, resource.name);
    context.expect.that(record !== undefined, 'the record still with its owner', 'an answer without it', after);
    const other = before && changedIn(resource, before, record);
    context.expect.that(
      other === undefined,
      `${other ?? ''} as before another tenant's request`,
      JSON.stringify(record[other ?? '']),
      after,
    );
  },
};

const list: Case = {
  id: 'isolation.list',
  title: (operation) => `${named(operation)} shows no other tenant's records`,
  needs: ['second_tenant'],
  applies: (operation, contract) =>
    parted(operation, contract) !== undefined && operation.action.type === 'resource.list',
  basis: (operation, contract) => standardBasis(contract, operation, ...OBJECT_LEVEL),
  async run(context: Context, operation) {
    const resource = parted(operation, context.contract)!;
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const fixed = new Set((resource.fixed ?? []).map((one) => text(one[resource.id])));
    if (mayChange(context) && verb(context.contract, resource.name, 'create')) await create(context, owner, resource);
    // At the same moment, each with the credential in hand: two who ask alike get each their own.
    await Promise.all([owner.caller(operation), stranger.caller(operation)]);
    const [own, pages] = await Promise.all([
      allPages(context, owner, operation, resource),
      allPages(context, stranger, operation, resource),
    ]);
    const mine = new Set(idsOf(own, resource));
    const leaked = idsOf(pages, resource).filter((id) => mine.has(id) && !fixed.has(id));
    context.expect.that(mine.size > 0, 'records to tell apart', 'none', pages[0]!.exchange);
    context.expect.that(
      leaked.length === 0,
      'records of the calling tenant alone',
      `those of another too (${leaked.slice(0, 3).join(', ')})`,
      pages.at(-1)!.exchange,
    );
  },
};

export const isolation: CheckFamily = (suite) => [record, list].flatMap((rule) => perOperation(suite, rule));
