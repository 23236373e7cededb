/** Writes at the same moment: none is lost, none is done twice. */
import { isDeepStrictEqual } from 'node:util';
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import { isMadeUp } from '../../evidence-marks.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { endsInParameter } from '../../../mock/contract/path-template.ts';
import { needsStepUp } from '../../driver/step-up-request.ts';
import { valueAt } from '../../driver/json-values.ts';
import { escapePointer } from '../../../mock/contract/openapi-document.ts';
import { exampleBody } from '../../driver/contract-examples.ts';
import { atOnce, expectOneGood, isGood } from '../common/race-requests.ts';
import { recordsIn } from '../derived/support/answer-records.ts';
import type { Json } from '../derived/support/answer-records.ts';
import { named, perOperation } from '../derived/support/check-per-operation.ts';
import type { Case } from '../derived/support/check-per-operation.ts';
import { changesFields, strangeFields, wrapperOf, writes } from '../derived/kept-values.ts';
import { bodySchema, fieldsOf, properties, withField, withFields } from '../derived/support/invalid-bodies.ts';
import {
  allPages,
  askFor,
  create,
  forRecord,
  idOf,
  idsOf,
  resourceOf,
  someone,
  text,
  verb,
} from '../derived/support/make-records.ts';
import { operationBasis } from '../derived/support/operation-citation.ts';

const AT_ONCE = 6;

const needs = ['destructive'] as const;

const basis: Case['basis'] = (operation, contract) => operationBasis(contract, operation);

const names = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  endsInParameter(operation.path, resourceOf(contract, operation)?.id ?? '');

const unguarded = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  !needsStepUp(operation, { parameters: {}, body: exampleBody(contract, operation)?.value });

const created: Case = {
  id: 'race.creates',
  title: (operation) => `records that ${named(operation)} makes at the same moment are all there, each by its own id`,
  needs,
  applies: (operation, contract) =>
    operation.action.type === 'resource.create' &&
    resourceOf(contract, operation) !== undefined &&
    !names(operation, contract) &&
    unguarded(operation, contract) &&
    operation.answers.some(({ render }) => render !== undefined),
  basis,
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const { request, authenticate } = await actor.caller(operation);
    const fields = fieldsOf(request) ?? {};
    const wrapper = wrapperOf(operation);
    // A name that the example gives could be taken once only.
    const parts = withFields(request, withField(fields, [...wrapper, resource.id], undefined));
    const answers = await atOnce(
      context,
      await Promise.all(Array.from({ length: AT_ONCE }, () => authenticate(parts))),
    );
    for (const answer of answers) context.expect.success(answer, operation);
    const ids = answers.flatMap((answer) =>
      recordsIn(context.contract, operation, answer, resource.name)
        .slice(0, 1)
        .map((record) => idOf(record, resource)),
    );
    context.expect.that(
      new Set(ids).size === ids.length,
      'an id of its own for each',
      `${new Set(ids).size} ids for ${ids.length} records`,
      answers[0],
    );
    const get = verb(context.contract, resource.name, 'get');
    if (get !== undefined) for (const id of ids) context.expect.success(await askFor(actor, get, id), get);
    const list = verb(context.contract, resource.name, 'list');
    if (list === undefined) return;
    const pages = await allPages(context, actor, list, resource);
    const missing = ids.filter((id) => !idsOf(pages, resource).includes(id));
    context.expect.that(
      missing.length === 0,
      `all ${ids.length} in the list`,
      `a list without ${missing.join(', ')}`,
      pages.at(-1)!.exchange,
    );
  },
};

const sameName: Case = {
  id: 'race.natural-key',
  title: (operation) => `of several ${named(operation)} with one identifier at the same moment one makes the record`,
  needs,
  applies: (operation, contract) => operation.action.type === 'resource.create' && names(operation, contract),
  basis,
  async run(context: Context, operation) {
    const { authenticate } = await (await someone(context, operation)).caller(operation);
    const parts = await authenticate();
    expectOneGood(
      context,
      await atOnce(
        context,
        Array.from({ length: AT_ONCE }, () => parts),
      ),
      operation,
    );
  },
};

/** The requests of several callers for one new record. */
async function onOneRecord(
  context: Context,
  operation: CompiledOperation,
): Promise<{ readonly id: string; readonly requests: readonly RequestParts[] }> {
  const resource = resourceOf(context.contract, operation)!;
  const actor = await someone(context, operation);
  const id = idOf(await create(context, actor, resource), resource);
  const { request, authenticate } = await actor.caller(operation);
  const requests = await Promise.all(
    Array.from({ length: AT_ONCE }, () => authenticate(forRecord(request, operation, id))),
  );
  return { id, requests };
}

const once: Case = {
  id: 'race.once',
  title: (operation) => `of several ${named(operation)} of one record at the same moment one succeeds`,
  needs,
  applies: (operation, contract) => {
    const { action } = operation;
    return (
      (action.type === 'resource.delete' ||
        (action.type === 'resource.transition' && !action.from.includes(action.to))) &&
      verb(contract, action.resource, 'create') !== undefined
    );
  },
  basis,
  async run(context: Context, operation) {
    if (!context.target.isMock && isMadeUp(context.contract, operation, 'deleted'))
      context.notRun('the document does not say what is answered for a record that is deleted');
    const { requests } = await onOneRecord(context, operation);
    const answers = await atOnce(context, requests);
    if (wantsMore(operation, answers)) context.notRun(WANTS_MORE);
    expectOneGood(context, answers, operation);
  },
};

const either: Case = {
  id: 'race.one-end',
  title: (operation) => `of ${named(operation)} and what leads elsewhere, at the same moment, one succeeds`,
  needs,
  applies: (operation, contract) => others(operation, contract).length > 0,
  basis,
  async run(context: Context, operation) {
    const [other] = others(operation, context.contract);
    const actor = await someone(context, operation);
    const { id, requests } = await onOneRecord(context, operation);
    const { request, authenticate } = await actor.caller(other!);
    const elsewhere = await Promise.all(
      Array.from({ length: AT_ONCE }, () => authenticate(forRecord(request, other!, id))),
    );
    const answers = await atOnce(
      context,
      requests.flatMap((parts, i) => [parts, elsewhere[i]!]),
    );
    if (wantsMore(operation, answers)) context.notRun(WANTS_MORE);
    expectOneGood(context, answers, operation);
  },
};

const WANTS_MORE = 'the record wants a verification, which is good once itself';

const wantsMore = ({ stepUp }: CompiledOperation, answers: readonly Exchange[]): boolean =>
  stepUp !== undefined && answers.every(({ status }) => status === 403);

function others({ id, action }: CompiledOperation, contract: CompiledContract): readonly CompiledOperation[] {
  if (action.type !== 'resource.transition' || verb(contract, action.resource, 'create') === undefined) return [];
  return contract.operations.filter(
    (other) =>
      other.id !== id &&
      other.action.type === 'resource.transition' &&
      other.action.resource === action.resource &&
      other.action.field === action.field &&
      !other.action.from.includes(action.to) &&
      !action.from.includes(other.action.to),
  );
}

/**
 * What every body of an update has to have. Whoever replaces the whole record (`PUT`) sends all of it, so that the later
 * of two writes may take back the earlier; a `PATCH` changes what it names beside that.
 */
function demanded(contract: CompiledContract, operation: CompiledOperation, fields: Json): Json {
  const wrapper = wrapperOf(operation);
  return properties(contract, bodySchema(contract, operation)!)
    .filter(({ path, required }) => required && path.some((step, i) => wrapper[i] !== step))
    .reduce<Json>((body, { path }) => withField(body, path, valueAt(fields, pointerOf(path))), {});
}

const pointerOf = (path: readonly string[]): string => path.map((step) => `/${escapePointer(step)}`).join('');

/** Fields that a body may have one of, or leave out. */
const apart = (contract: CompiledContract, operation: CompiledOperation): Json => {
  const always = new Set(
    properties(contract, bodySchema(contract, operation)!)
      .filter(({ required }) => required)
      .map(({ path }) => pointerOf(path)),
  );
  return Object.fromEntries(
    Object.entries(strangeFields(contract, operation, 'plain')).filter(
      ([name]) => !always.has(pointerOf([...wrapperOf(operation), name])),
    ),
  );
};

const updated: Case = {
  id: 'race.updates',
  title: (operation) => `changes of different fields by ${named(operation)} at the same moment are all kept`,
  needs,
  applies: (operation, contract) =>
    operation.action.type === 'resource.update' &&
    writes(operation, contract) &&
    (operation.method === 'PATCH' || changesFields(contract, operation)) &&
    Object.keys(apart(contract, operation)).length > 1 &&
    verb(contract, resourceOf(contract, operation)!.name, 'create') !== undefined &&
    verb(contract, resourceOf(contract, operation)!.name, 'get') !== undefined,
  basis,
  async run(context: Context, operation) {
    if (!context.target.isMock && operation.method !== 'PATCH')
      context.notRun(`a ${operation.method} may well put a whole record in place of what is there`);
    const resource = resourceOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const id = idOf(await create(context, actor, resource), resource);
    const { request, authenticate } = await actor.caller(operation);
    const fields = Object.entries(apart(context.contract, operation));
    const always = demanded(context.contract, operation, fieldsOf(request) ?? {});
    const wrapper = wrapperOf(operation);
    const answers = await atOnce(
      context,
      await Promise.all(
        fields.map(([name, value]) =>
          authenticate(forRecord(withFields(request, withField(always, [...wrapper, name], value)), operation, id)),
        ),
      ),
    );
    for (const answer of answers) context.expect.success(answer, operation);
    const get = verb(context.contract, resource.name, 'get')!;
    const after = await askFor(actor, get, id);
    const [record] = recordsIn(context.contract, get, after, resource.name);
    const lost = fields.filter(([name, value]) => !isDeepStrictEqual(record?.[name], value)).map(([name]) => name);
    context.expect.that(lost.length === 0, 'every change', `without ${lost.join(', ')}`, after);
  },
};

const opened: Case = {
  id: 'race.sessions',
  title: (operation) => `logins by ${named(operation)} at the same moment get a session each`,
  // Elsewhere a login may get the session that its user has.
  needs: ['control'],
  applies: ({ action }) => action.type === 'session.open',
  basis,
  async run(context: Context, operation) {
    const parts = await context.request(operation);
    const answers = await atOnce(
      context,
      Array.from({ length: AT_ONCE }, () => parts),
    );
    const bodies = answers.filter(isGood).map(({ answerBody }) => text(answerBody));
    context.expect.that(
      bodies.length === AT_ONCE && new Set(bodies).size === AT_ONCE,
      `${AT_ONCE} sessions`,
      `${new Set(bodies).size}`,
      answers[0],
    );
  },
};

export const writesAtOnce: CheckFamily = (suite) =>
  [created, sameName, once, either, updated, opened].flatMap((rule) => perOperation(suite, rule));
