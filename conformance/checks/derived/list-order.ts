/** Lists in the order that is asked for, and of the records that are. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation, CompiledParameter } from '../../../mock/contract/compiled-contract.ts';
import { recordsIn } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { elementBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withQuery } from './support/change-parts.ts';
import { allPages, resourceOf, someone, text } from './support/make-records.ts';

const role = ({ parameters }: CompiledOperation, paging: CompiledParameter['paging']): CompiledParameter | undefined =>
  parameters.find((parameter) => parameter.paging === paging);

const isPlain = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && value !== '');

const basis =
  (paging: CompiledParameter['paging']): Case['basis'] =>
  (operation, contract) =>
    elementBasis(contract, operation, role(operation, paging)?.pointer);

async function everything(context: Context, operation: CompiledOperation): Promise<readonly Json[]> {
  return (
    await allPages(context, await someone(context, operation), operation, resourceOf(context.contract, operation)!)
  ).flatMap(({ records }) => records);
}

/** A field whose values differ and stand in no order yet. */
function sortable(records: readonly Json[]): string | undefined {
  return Object.keys(records[0] ?? {}).find(
    (field) =>
      records.every((record) => isPlain(record[field])) &&
      new Set(records.map((record) => record[field])).size > 1 &&
      !ordered(records, field),
  );
}

const ordered = (records: readonly Json[], field: string): boolean =>
  records.every((record, i) => {
    const [before, after] = [records[i - 1]?.[field], record[field]];
    return (
      i === 0 ||
      (typeof before === 'number' && typeof after === 'number' ? before <= after : text(before) <= text(after))
    );
  });

/** Records that the plain list does not show are another fault than a wrong order: they may be somebody else's. */
function sameRecords(
  context: Context,
  found: readonly Json[],
  listed: readonly Json[],
  id: string,
  answer: Exchange,
): void {
  const known = new Set(listed.map((record) => text(record[id])));
  const strange = found.map((record) => text(record[id])).filter((one) => !known.has(one));
  const expect: Context['expect'] = context.expect;
  expect.that(
    strange.length === 0,
    'records that the list shows without being asked for an order or a filter, too',
    `others (${strange.slice(0, 3).join(', ')})`,
    answer,
    'a list shows records that are not in it without a parameter',
  );
}

const sorted: Case = {
  id: 'paging.sort',
  title: (operation) => `${named(operation)} comes in the order that is asked for`,
  applies: (operation, contract) =>
    operation.action.type === 'resource.list' &&
    role(operation, 'sort_by') !== undefined &&
    resourceOf(contract, operation) !== undefined,
  basis: basis('sort_by'),
  async run(context: Context, operation) {
    const { name, schema } = role(operation, 'sort_by')!;
    const records = await everything(context, operation);
    const fields = (schema.enum ?? []).filter((value): value is string => typeof value === 'string');
    const field =
      sortable(
        fields.length === 0
          ? records
          : records.map((record) => Object.fromEntries(fields.map((key) => [key, record[key]]))),
      ) ?? context.notRun('the records are in every order already');
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    const answer = await ask(withQuery(request, name, field));
    context.expect.success(answer, operation);
    const resource = resourceOf(context.contract, operation)!;
    const found = recordsIn(context.contract, operation, answer, resource.name);
    sameRecords(context, found, records, resource.id, answer);
    context.expect.that(
      ordered(found, field),
      `records by ${field}`,
      found
        .slice(0, 5)
        .map((record) => text(record[field]))
        .join(', '),
      answer,
    );
  },
};

const filtered: Case = {
  id: 'paging.filter',
  title: (operation) => `${named(operation)} shows the records that fit its filter, and no others`,
  applies: (operation, contract) =>
    operation.action.type === 'resource.list' &&
    role(operation, 'filter') !== undefined &&
    resourceOf(contract, operation) !== undefined,
  basis: basis('filter'),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const records = await everything(context, operation);
    const filters = operation.parameters.filter(({ paging, alias }) => paging === 'filter' && alias === undefined);
    const filter =
      filters.find(({ name }) => new Set(records.map((record) => record[name]).filter(isPlain)).size > 1) ??
      context.notRun('no filter tells one record from another');
    const wanted =
      records.map((record) => record[filter.name]).find(isPlain) ??
      context.notRun('no record has a value to filter by');
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    const answer = await ask(withQuery(request, filter.name, `${wanted}`));
    context.expect.success(answer, operation);
    const found = recordsIn(context.contract, operation, answer, resource.name);
    sameRecords(context, found, records, resource.id, answer);
    context.expect.that(
      found.length > 0 && found.every((record) => record[filter.name] === wanted),
      `only records with ${filter.name} ${wanted}`,
      found
        .slice(0, 5)
        .map((record) => text(record[filter.name]))
        .join(', '),
      answer,
    );
  },
};

export const listOrder: CheckFamily = (suite) => [sorted, filtered].flatMap((rule) => perOperation(suite, rule));
