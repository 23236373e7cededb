/** Nothing of another tenant shows by the way round: in figures, filters, pages, checks, names that are taken, refusals. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { endsInParameter } from '../../../mock/contract/path-template.ts';
import { parseJson } from '../../driver/json-values.ts';
import { leaves } from '../common/compare-answers-json.ts';
import { filled, recordsIn, showsCaller } from './support/answer-records.ts';
import { withPathParameter, withQuery } from './support/change-parts.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { fieldsOf, withField, withFields } from './support/invalid-bodies.ts';
import {
  allPages,
  askFor,
  create,
  idOf,
  idsOf,
  resourceOf,
  someone,
  someoneElse,
  text,
  verb,
} from './support/make-records.ts';
import { OBJECT_LEVEL, operationBasis, standardBasis } from './support/operation-citation.ts';

const basis: Case['basis'] = (operation, contract) => standardBasis(contract, operation, ...OBJECT_LEVEL);

const makes = (operation: CompiledOperation, contract: CompiledContract): boolean => {
  const resource = resourceOf(contract, operation);
  return (
    resource !== undefined && resource.partition !== 'none' && verb(contract, resource.name, 'create') !== undefined
  );
};

const needs = ['second_tenant', 'destructive'] as const;

const isList = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  operation.action.type === 'resource.list' && makes(operation, contract);

const paged = ({ parameters }: CompiledOperation, role: string) => parameters.find(({ paging }) => paging === role);

const SMALL_PAGE = 2;

const figures: Case = {
  id: 'isolation.figures',
  title: (operation) => `${named(operation)} counts no other tenant's records, and shows none on any page`,
  needs,
  applies: (operation, contract) => isList(operation, contract) && paged(operation, 'size') !== undefined,
  basis,
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const stranger = await someone(context, operation);
    const owner = await someoneElse(context, operation, stranger);
    const read = () => allPages(context, stranger, operation, resource, SMALL_PAGE);
    const before = await read();
    const id = idOf(await create(context, owner, resource), resource);
    const after = await read();
    const answer = after[0]!.exchange;
    context.expect.that(
      !idsOf(after, resource).includes(id),
      'no record of another tenant',
      id,
      after.at(-1)!.exchange,
    );
    context.expect.that(
      idsOf(after, resource).join() === idsOf(before, resource).join(),
      'the same pages after another tenant made a record',
      `${idsOf(after, resource).length} records in place of ${idsOf(before, resource).length}, or in another order`,
      answer,
    );
    for (const fill of ['page.total', 'page.count', 'page.has_next'] as const) {
      const [old, now] = [before, after].map((pages) => filled(context.contract, operation, pages[0]!.exchange, fill));
      context.expect.that(
        old === now,
        `${fill} ${JSON.stringify(old)}, as before another tenant made a record`,
        JSON.stringify(now),
        answer,
      );
    }
  },
};

/** Fields of the record that the list can be filtered by. */
const filterNames = ({ parameters }: CompiledOperation): readonly string[] =>
  parameters.flatMap(({ name, paging, alias }) => (paging === 'filter' && alias === undefined ? [name] : []));

const filters: Case = {
  id: 'isolation.filters',
  title: (operation) => `${named(operation)} finds no other tenant's records by a filter, an order or a cursor`,
  needs,
  applies: (operation, contract) =>
    isList(operation, contract) &&
    (filterNames(operation).length > 0 ||
      paged(operation, 'sort_by') !== undefined ||
      paged(operation, 'cursor') !== undefined),
  basis,
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const record = await create(context, owner, resource);
    const id = idOf(record, resource);
    const known = new Set(idsOf(await allPages(context, stranger, operation, resource), resource));
    const { request, ask } = await stranger.caller(operation);
    const order = paged(operation, 'sort_by')?.name;
    const cursor = paged(operation, 'cursor')?.name;
    const asked: [string, string][] = [
      ...filterNames(operation).map((name): [string, string] => [name, text(record[name]) || id]),
      ...filterNames(operation).map((name): [string, string] => [name, id]),
      ...(order === undefined ? [] : [[order, resource.id] as [string, string]]),
      ...(cursor === undefined ? [] : [[cursor, id] as [string, string]]),
    ];
    for (const [name, value] of asked) {
      const answer = await ask(withQuery(request, name, value));
      if (answer.status >= 400) continue;
      const found = recordsIn(context.contract, operation, answer, resource.name);
      const strange = found.map((one) => idOf(one, resource)).find((one) => !known.has(one));
      context.expect.that(
        strange === undefined,
        `no record by ${name} that the tenant's own list has not`,
        strange ?? '',
        answer,
      );
      const total = filled(context.contract, operation, answer, 'page.total');
      const whole = found.length < Number(paged(operation, 'size')?.schema.default ?? Infinity);
      context.expect.that(
        total === undefined || cursor === name || !whole || total === found.length,
        `a total of the ${found.length} records by ${name}`,
        JSON.stringify(total),
        answer,
      );
    }
  },
};

const REACHING = ['resource.get', 'resource.update', 'resource.delete', 'resource.transition'];

/** What differs in every answer: when it was, what it is called, how much is left of a quota. */
const steady = (body: string): ReadonlyMap<string, string> =>
  new Map(
    [...leaves(parseJson(body) ?? {})].filter(
      ([path, value]) => !/time|date|request|reset|trace/i.test(path) && !/^"?\d{4}-\d\d-\d\dT/.test(value),
    ),
  );

const refusal: Case = {
  id: 'isolation.refusal',
  title: (operation) => `${named(operation)} says of another tenant's record what it says of none`,
  needs,
  applies: (operation, contract) =>
    REACHING.includes(operation.action.type) && operation.stepUp === undefined && makes(operation, contract),
  basis,
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const id = idOf(await create(context, owner, resource), resource);
    const nobodys = /^\d+$/.test(id) ? '2147483646' : Array.from(id).reverse().join('');
    const [theirs, none] = [await askFor(stranger, operation, id), await askFor(stranger, operation, nobodys)];
    context.expect.that(theirs.status === none.status, `status ${none.status}`, `${theirs.status}`, theirs);
    const named = (body: string, own: string) =>
      new Map([...steady(body)].map(([path, value]) => [path, value.replaceAll(own, '…')]));
    const [told, untold] = [named(theirs.answerBody, id), named(none.answerBody, nobodys)];
    const more =
      [...told].find(([path, value]) => untold.get(path) !== value) ?? [...untold].find(([path]) => !told.has(path));
    context.expect.that(
      more === undefined,
      'the same words as for a record that nobody has',
      `${more?.[0] ?? ''} ${more?.[1] ?? ''}`,
      theirs,
    );
  },
};

const checked: Case = {
  id: 'isolation.check',
  title: (operation) => `${named(operation)} does not find another tenant's record good`,
  needs,
  applies: ({ action }, contract) =>
    action.type === 'resource.check' &&
    contract.resources.get(action.resource)?.partition !== 'none' &&
    contract.resources.get(action.resource)?.id === action.field &&
    verb(contract, action.resource, 'create') !== undefined,
  basis,
  async run(context: Context, operation) {
    const { action } = operation;
    if (action.type !== 'resource.check') return;
    const resource = context.contract.resources.get(action.resource)!;
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const id = idOf(await create(context, owner, resource), resource);
    const { request, ask } = await stranger.caller(operation);
    const parts =
      action.path_parameter !== undefined
        ? withPathParameter(request, operation, action.path_parameter, id)
        : action.query !== undefined
          ? withQuery(request, action.query, id)
          : withFields(request, withField(fieldsOf(request) ?? {}, (action.body ?? '').split('/').slice(1), id));
    const answer = await ask(parts);
    const verdict = filled(context.contract, operation, answer, 'verdict.valid');
    context.expect.that(
      answer.status >= 400 || verdict === false,
      'a verdict that it is not good',
      `status ${answer.status}, ${JSON.stringify(verdict)}`,
      answer,
    );
  },
};

const names: Case = {
  id: 'isolation.names',
  title: (operation) => `${named(operation)} takes an identifier that only another tenant has`,
  // Two tenants with one name would confuse what other checks find in a world that is not thrown away.
  needs: [...needs, 'control'],
  applies: (operation, contract) => {
    const resource = resourceOf(contract, operation);
    return (
      operation.action.type === 'resource.create' &&
      resource !== undefined &&
      resource.partition !== 'none' &&
      endsInParameter(operation.path, resource.id)
    );
  },
  basis: (operation, contract) => operationBasis(contract, operation),
  async run(context: Context, operation) {
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const first = await owner.caller(operation);
    context.expect.success(await first.ask(), operation);
    const { ask } = await stranger.caller(operation);
    const { path, body } = first.request;
    const own = (await stranger.caller(operation)).request;
    context.expect.success(await ask({ ...own, path, body }), operation);
  },
};

const profiles: Case = {
  id: 'isolation.profile',
  title: (operation) => `${named(operation)} shows each caller its own profile`,
  needs: ['second_tenant'],
  // A token speaks for whoever agreed to it: that may be one person at both.
  applies: ({ action, requirements }) =>
    action.type === 'profile.get' &&
    requirements.length > 0 &&
    requirements.every(({ method }) => method.kind !== 'token'),
  basis,
  async run(context: Context, operation) {
    const owner = await someone(context, operation);
    const stranger = await someoneElse(context, operation, owner);
    const one = await (await owner.caller(operation)).ask();
    const other = await (await stranger.caller(operation)).ask();
    context.expect.success(one, operation);
    context.expect.success(other, operation);
    const { seed } = context.contract;
    const told = [...(seed.users ?? []), ...seed.tenants].some(({ profile = {} }) =>
      Object.keys(profile).some((name) => one.answerBody.includes(`"${name}":`)),
    );
    if (!told && !showsCaller(context.contract, operation, one))
      context.notRun("nothing in the answer is said to be the caller's own");
    const [mine, theirs] = [[...steady(one.answerBody)].join(), [...steady(other.answerBody)].join()];
    context.expect.that(mine !== theirs, 'another profile for another tenant', 'the same one', other);
  },
};

export const isolationBeyond: CheckFamily = (suite) =>
  [figures, filters, refusal, checked, names, profiles].flatMap((rule) => perOperation(suite, rule));
