/** A write that is refused has written nothing: not the fields that were right, and no record. */
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { sentContent } from '../../driver/contract-examples.ts';
import { strangeFields, wrapperOf, writes } from './kept-values.ts';
import { recordsIn } from './support/answer-records.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { bodySchema, fieldsOf, properties, withField, withFields } from './support/invalid-bodies.ts';
import {
  allPages,
  askFor,
  changedIn,
  create,
  forRecord,
  idOf,
  idsOf,
  resourceOf,
  someone,
  verb,
} from './support/make-records.ts';
import { ofWrongType } from './support/misfits.ts';
import { operationBasis } from './support/operation-citation.ts';

interface Wrong {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** The last field of the body that can be of a wrong type: whoever writes one field after the other has written the rest. */
function wrongField(contract: CompiledContract, operation: CompiledOperation): Wrong | undefined {
  const wrapper = wrapperOf(operation);
  return properties(contract, bodySchema(contract, operation)!)
    .filter(({ path }) => path.length === wrapper.length + 1 && wrapper.every((step, i) => path[i] === step))
    .flatMap(({ path, schema }) => {
      const [wrong] = ofWrongType(schema, false);
      return wrong === undefined ? [] : [{ path, value: wrong.value }];
    })
    .at(-1);
}

/** The request with right values in every field but one. */
function half(contract: CompiledContract, operation: CompiledOperation, parts: RequestParts): RequestParts {
  const { path, value } = wrongField(contract, operation)!;
  const right = Object.entries(strangeFields(contract, operation, 'plain')).reduce(
    (fields, [name, one]) => withField(fields, [...wrapperOf(operation), name], one),
    fieldsOf(parts) ?? {},
  );
  return withFields(parts, withField(right, path, value));
}

const isJson = (operation: CompiledOperation): boolean => /json/i.test(sentContent(operation)?.[0] ?? '');

const updated: Case = {
  id: 'resource.refused-changes-nothing',
  title: (operation) => `a refused ${named(operation)} changes nothing of its record`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    operation.action.type === 'resource.update' &&
    isJson(operation) &&
    writes(operation, contract) &&
    wrongField(contract, operation) !== undefined &&
    (['get', 'create'] as const).every(
      (one) => verb(contract, resourceOf(contract, operation)!.name, one) !== undefined,
    ),
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const get = verb(context.contract, resource.name, 'get')!;
    const id = idOf(await create(context, actor, resource), resource);
    const show = async () => recordsIn(context.contract, get, await askFor(actor, get, id), resource.name)[0];
    const before = (await show()) ?? context.notRun('the answer does not show the record');
    const { request, ask } = await actor.caller(operation);
    const answer = await ask(forRecord(half(context.contract, operation, request), operation, id));
    if (answer.status < 400) context.notRun('the server takes a field of the wrong type');
    const after = await show();
    const other = changedIn(resource, before, after ?? {});
    context.expect.that(
      other === undefined,
      `${other ?? ''} as before the request that was refused`,
      JSON.stringify(after?.[other ?? '']),
      answer,
    );
  },
};

const created: Case = {
  id: 'resource.refused-makes-nothing',
  title: (operation) => `a refused ${named(operation)} makes no record`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    operation.action.type === 'resource.create' &&
    isJson(operation) &&
    writes(operation, contract) &&
    wrongField(contract, operation) !== undefined &&
    verb(contract, resourceOf(contract, operation)!.name, 'list') !== undefined,
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const list = verb(context.contract, resource.name, 'list')!;
    const before = new Set(idsOf(await allPages(context, actor, list, resource), resource));
    const { request, ask } = await actor.caller(operation);
    const answer = await ask(half(context.contract, operation, request));
    if (answer.status < 400) context.notRun('the server takes a field of the wrong type');
    const fresh = idsOf(await allPages(context, actor, list, resource), resource).filter((id) => !before.has(id));
    context.expect.that(
      fresh.length === 0,
      'the list as before the request that was refused',
      `${fresh.length} more`,
      answer,
    );
  },
};

export const refusedWrites: CheckFamily = (suite) => [updated, created].flatMap((rule) => perOperation(suite, rule));
