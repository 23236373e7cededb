/** What is made is there, what is changed stays changed, what is deleted is gone. */
import { isDeepStrictEqual } from 'node:util';
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledResource,
} from '../../../mock/contract/compiled-contract.ts';
import { isMadeUp } from '../../evidence-marks.ts';
import { isObject, recordsIn } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { failureBasis, operationBasis } from './support/operation-citation.ts';
import { bodySchema, fieldsOf } from './support/invalid-bodies.ts';
import { textOf } from '../../../mock/contract/text-of.ts';
import { valueAt } from '../../driver/json-values.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { pathParameter } from './support/change-parts.ts';
import {
  allPages,
  askFor,
  create,
  forRecord,
  idOf,
  idsOf,
  maskedOf,
  resourceOf,
  someone,
  verb,
} from './support/make-records.ts';
import type { Actor, Page } from './support/make-records.ts';
import { wrapperOf } from './kept-values.ts';

const has =
  (type: string, ...others: readonly ('list' | 'get' | 'create')[]) =>
  (operation: CompiledOperation, contract: CompiledContract): boolean =>
    operation.action.type === type &&
    resourceOf(contract, operation) !== undefined &&
    others.every((other) => verb(contract, resourceOf(contract, operation)!.name, other) !== undefined);

const basis: Case['basis'] = (operation, contract) => operationBasis(contract, operation);

async function made(
  context: Context,
  operation: CompiledOperation,
): Promise<{ readonly actor: Actor; readonly sent: Json; readonly record: Json; readonly id: string }> {
  const actor = await someone(context, operation);
  const { request, ask } = await actor.caller(operation);
  const answer = await ask();
  context.expect.success(answer, operation);
  const resource = resourceOf(context.contract, operation)!;
  const record =
    recordsIn(context.contract, operation, answer, resource.name)[0] ??
    context.notRun('the answer does not show the new record');
  return { actor, sent: fieldsOf(request) ?? {}, record, id: idOf(record, resource) };
}

const fetched: Case = {
  id: 'resource.created-is-fetched',
  title: (operation) => `what ${named(operation)} makes can be fetched, unchanged`,
  needs: ['destructive'],
  applies: has('resource.create', 'get'),
  basis,
  async run(context: Context, operation) {
    const { actor, sent, record, id } = await made(context, operation);
    const resource = resourceOf(context.contract, operation)!;
    const get = verb(context.contract, resource.name, 'get')!;
    const answer = await askFor(actor, get, id);
    context.expect.success(answer, get);
    const [found] = recordsIn(context.contract, get, answer, resource.name);
    const differing = Object.keys(record).filter((name) => !isDeepStrictEqual(found?.[name], record[name]));
    context.expect.that(
      differing.length === 0,
      'the record as it was made',
      `other values for ${differing.join(', ')}`,
      answer,
    );
    const lost = lostOf(context.contract, operation, sent, found);
    context.expect.that(lost.length === 0, 'the values that were sent', `other values for ${lost.join(', ')}`, answer);
  },
};

const missedFirst: Case = {
  id: 'resource.missed-then-made',
  title: (operation) => `a record that was asked for in vain is there once ${named(operation)} has made it`,
  needs: ['destructive'],
  // Where whoever makes it chooses its identifier.
  applies: (operation, contract) =>
    has('resource.create', 'get')(operation, contract) &&
    bodySchema(contract, operation)?.properties?.[resourceOf(contract, operation)!.id] !== undefined,
  basis,
  async run(context: Context, operation) {
    const actor = await someone(context, operation);
    const resource = resourceOf(context.contract, operation)!;
    const { request, ask } = await actor.caller(operation);
    const id =
      textOf(fieldsOf(request)?.[resource.id]) ?? context.notRun(`the request chooses no ${resource.id} of the record`);
    const get = verb(context.contract, resource.name, 'get')!;
    context.expect.failure(await askFor(actor, get, id), get, 'not_found');
    context.expect.success(await ask(request), operation);
    context.expect.success(await askFor(actor, get, id), get);
  },
};

const listed: Case = {
  id: 'resource.created-is-listed',
  title: (operation) => `what ${named(operation)} makes is in the list, unchanged`,
  needs: ['destructive'],
  applies: has('resource.create', 'list'),
  basis,
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const list = verb(context.contract, resource.name, 'list')!;
    // A list that was read before may be remembered somewhere.
    await allPages(context, await someone(context, operation), list, resource);
    const { actor, record, id } = await made(context, operation);
    const pages = await allPages(context, actor, list, resource);
    context.expect.that(
      idsOf(pages, resource).includes(id),
      `${id} in the list`,
      'a list without it',
      pages.at(-1)!.exchange,
    );
    const shown = pages.flatMap(({ exchange, records }) =>
      records.filter((one) => idOf(one, resource) === id).map((one) => ({ exchange, one })),
    )[0]!;
    // A list may leave fields out; what it shows is the record's.
    const differing = Object.keys(shown.one).filter(
      (name) => name in record && !isDeepStrictEqual(shown.one[name], record[name]),
    );
    context.expect.that(
      differing.length === 0,
      'the record in the list as it was made',
      `other values for ${differing.join(', ')}`,
      shown.exchange,
    );
  },
};

/** Fields of a request that are kept as they are sent, and are other in the record. */
function lostOf(
  contract: CompiledContract,
  operation: CompiledOperation,
  sent: Json,
  record?: Json,
): readonly string[] {
  const resource = resourceOf(contract, operation)!;
  const secrets = maskedOf(contract, resource).map(({ name }) => name);
  return Object.entries(wanted(sent, operation))
    .filter(([name]) => {
      const schema = resource.schema.properties?.[name];
      return (
        schema !== undefined &&
        schema.readOnly !== true &&
        schema.writeOnly !== true &&
        schema['x-fill'] === undefined &&
        !secrets.includes(name)
      );
    })
    .filter(([name, value]) => !isDeepStrictEqual(record?.[name], value))
    .map(([name]) => name);
}

/** What a request asks to be set, without the wrapper that the record may stand in. */
function wanted(fields: Json, operation: CompiledOperation): Json {
  const [wrapper] = wrapperOf(operation);
  const inner = wrapper ? fields[wrapper] : fields;
  return isObject(inner) ? inner : {};
}

/** The list after a record of it was changed: in its old place, with its new values. */
async function sameList(
  context: Context,
  actor: Actor,
  list: CompiledOperation,
  resource: CompiledResource,
  before: readonly Page[],
  record: Json,
): Promise<void> {
  const after = await allPages(context, actor, list, resource);
  const answer = after[0]!.exchange;
  const id = idOf(record, resource);
  const shown = after.flatMap(({ records }) => records).find((one) => idOf(one, resource) === id);
  const differing = Object.keys(shown ?? {}).filter(
    (name) => name in record && !isDeepStrictEqual(shown![name], record[name]),
  );
  context.expect.that(
    differing.length === 0,
    'the record in the list as it was changed',
    `other values for ${differing.join(', ')}`,
    answer,
  );
  // Another server may well show first what was changed last.
  if (!context.target.isMock) return;
  const [old, now] = [before, after].map((pages) => idsOf(pages, resource));
  context.expect.that(
    old!.filter((one) => now!.includes(one)).join() === now!.filter((one) => old!.includes(one)).join(),
    'the list in the order it had',
    'another order since a record was changed',
    answer,
  );
}

const changed: Case = {
  id: 'resource.changed-stays-changed',
  title: (operation) => `what ${named(operation)} changes stays changed`,
  needs: ['destructive'],
  applies: has('resource.update', 'get'),
  basis,
  async run(context: Context, operation) {
    const actor = await someone(context, operation);
    const { request: parts, ask } = await actor.caller(operation);
    const resource = resourceOf(context.contract, operation)!;
    const id =
      pathParameter(
        parts,
        operation,
        'path_parameter' in operation.action ? (operation.action.path_parameter ?? '') : '',
      ) ??
      (operation.action.type === 'resource.update' && operation.action.id !== undefined
        ? textOf(valueAt(fieldsOf(parts) ?? {}, operation.action.id))
        : undefined) ??
      context.notRun('the request names no record');
    const get = verb(context.contract, resource.name, 'get')!;
    const list = verb(context.contract, resource.name, 'list');
    // Not the last of its list, whose place would tell nothing.
    if (list !== undefined && verb(context.contract, resource.name, 'create') !== undefined)
      await create(context, actor, resource);
    // What was read before may be remembered somewhere.
    await askFor(actor, get, id);
    const before = list && (await allPages(context, actor, list, resource));
    const answer = await ask();
    context.expect.success(answer, operation);
    const after = await askFor(actor, get, id);
    const [record] = recordsIn(context.contract, get, after, resource.name);
    const differing = lostOf(context.contract, operation, fieldsOf(parts) ?? {}, record);
    context.expect.that(
      differing.length === 0,
      'the values that were set',
      `other values for ${differing.join(', ')}`,
      after,
    );
    if (before !== undefined && record !== undefined) await sameList(context, actor, list!, resource, before, record);
  },
};

const deleted: Case = {
  id: 'resource.deleted-is-gone',
  title: (operation) => `what ${named(operation)} deletes is gone`,
  needs: ['destructive'],
  applies: has('resource.delete', 'get', 'create'),
  basis,
  async run(context: Context, operation) {
    const actor = await someone(context, operation);
    const resource = resourceOf(context.contract, operation)!;
    const id = idOf(await create(context, actor, resource), resource);
    const get = verb(context.contract, resource.name, 'get')!;
    const list = verb(context.contract, resource.name, 'list');
    // What was read before may be remembered somewhere.
    context.expect.success(await askFor(actor, get, id), get);
    if (list !== undefined) await allPages(context, actor, list, resource);
    const { request, ask } = await actor.caller(operation);
    const parts = forRecord(request, operation, id);
    context.expect.success(await ask(parts), operation);
    context.expect.failure(await askFor(actor, get, id), get, 'deleted');
    if (context.target.isMock || !isMadeUp(context.contract, operation, 'deleted'))
      context.expect.failure(await ask(parts), operation, 'deleted');
    if (list === undefined) return;
    const pages = await allPages(context, actor, list, resource);
    context.expect.that(
      !idsOf(pages, resource).includes(id),
      `a list without ${id}`,
      'a list with it',
      pages.at(-1)!.exchange,
    );
  },
};

const unknown: Case = {
  id: 'resource.unknown',
  title: (operation) => `${named(operation)} does not find a record that is not there`,
  applies: (operation, contract) =>
    resourceOf(contract, operation) !== undefined &&
    ['resource.get', 'resource.update', 'resource.delete', 'resource.transition'].includes(operation.action.type),
  basis(operation, contract) {
    const basis = failureBasis(contract, operation, 'not_found');
    // What is gone is as good as deleted, where no document says otherwise (RFC 9110 §9.2.2).
    const may = operation.action.type === 'resource.delete' && isMadeUp(contract, operation, 'not_found');
    return may ? { ...basis, evidence: 'assumed' } : basis;
  },
  async run(context: Context, operation) {
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    for (const id of ['no-such-record', '00000000-0000-4000-8000-000000000000']) {
      const answer = await ask(forRecord(request, operation, id));
      context.expect.failure(
        answer,
        operation,
        operation.stepUp === undefined ? 'not_found' : ['not_found', 'otp_required'],
      );
    }
  },
};

export const resource: CheckFamily = (suite) =>
  [fetched, missedFirst, listed, changed, deleted, unknown].flatMap((rule) => perOperation(suite, rule));
