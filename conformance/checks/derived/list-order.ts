/** Lists in the order that is asked for, and of the records that are. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { CompiledOperation, CompiledParameter } from '../../../mock/contract/compiled-contract.ts';
import { filled, recordsIn } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { elementBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withQuery } from './support/change-parts.ts';
import { allPages, resourceOf, someone, text } from './support/make-records.ts';
import type { Actor } from './support/make-records.ts';

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

/** A field that the list can be sorted by, whose values differ and stand in no order yet. */
function sortableBy(records: readonly Json[], { schema }: CompiledParameter): string | undefined {
  const fields = (schema.enum ?? []).filter((value): value is string => typeof value === 'string');
  return sortable(
    fields.length === 0
      ? records
      : records.map((record) => Object.fromEntries(fields.map((key) => [key, record[key]]))),
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
    const sort = role(operation, 'sort_by')!;
    const { name } = sort;
    const records = await everything(context, operation);
    const field = sortableBy(records, sort) ?? context.notRun('the records are in every order already');
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

const numbered = (records: readonly Json[], field: string): boolean =>
  records.every((record) => typeof record[field] === 'number');

/** Fields to sort by: one of numbers, where their order is not the one of their digits, and one of text. */
function telling(records: readonly Json[], { schema }: CompiledParameter): readonly string[] {
  const allowed = schema.enum;
  const fields = Object.keys(records[0] ?? {}).filter(
    (field) =>
      (allowed === undefined || allowed.includes(field)) &&
      records.every((record) => isPlain(record[field])) &&
      new Set(records.map((record) => record[field])).size > 2,
  );
  const texts = (field: string): string =>
    [...records]
      .map((record) => text(record[field]))
      .sort()
      .join();
  const numbers = fields.find(
    (field) =>
      numbered(records, field) &&
      [...records]
        .sort((a, b) => Number(a[field]) - Number(b[field]))
        .map((record) => text(record[field]))
        .join() !== texts(field),
  );
  const words = fields.find(
    (field) => records.every((record) => /^[ -~]+$/.test(text(record[field]))) && !numbered(records, field),
  );
  // Of records that are alike, which comes first is for the server to say; once on all pages.
  const alike = Object.keys(records[0] ?? {}).find(
    (field) =>
      field !== numbers &&
      field !== words &&
      (allowed === undefined || allowed.includes(field)) &&
      records.every((record) => isPlain(record[field])) &&
      new Set(records.map((record) => record[field])).size < records.length,
  );
  return [numbers, words, alike].filter((field) => field !== undefined);
}

const PAGES = 3;

const sortedPages: Case = {
  id: 'paging.sort-pages',
  title: (operation) =>
    `${named(operation)} is in order over all of its pages, numbers as numbers, and the other way round`,
  applies: (operation, contract) =>
    operation.action.type === 'resource.list' &&
    role(operation, 'sort_by') !== undefined &&
    role(operation, 'size') !== undefined &&
    resourceOf(contract, operation) !== undefined,
  basis: basis('sort_by'),
  async run(context: Context, operation) {
    const sort = role(operation, 'sort_by')!;
    const order = role(operation, 'sort_order');
    const down = order?.schema.enum?.find((value) => typeof value === 'string' && /^d/i.test(value));
    const resource = resourceOf(context.contract, operation)!;
    const records = await everything(context, operation);
    const size = Math.max(1, Math.ceil(records.length / PAGES));
    const fields = telling(records, sort);
    if (fields.length === 0) context.notRun('the records have no field to sort by');
    const actor = await someone(context, operation);
    for (const field of fields) {
      for (const descending of down === undefined ? [false] : [false, true]) {
        const wanted: [string, string][] = [
          [sort.name, field],
          ...(descending ? [[order!.name, text(down)] as [string, string]] : []),
        ];
        const pages = await allPages(context, asking(actor, wanted), operation, resource, size);
        const found = pages.flatMap(({ records: shown }) => shown);
        const answer = pages.at(-1)!.exchange;
        sameRecords(context, found, records, resource.id, answer);
        context.expect.that(
          found.length === records.length &&
            new Set(found.map((record) => text(record[resource.id]))).size === found.length,
          `each of the ${records.length} records once, on pages of ${size}`,
          `${found.length}`,
          answer,
        );
        context.expect.that(
          ordered(descending ? found.toReversed() : found, field),
          `all pages by ${field}${descending ? ', the greatest first' : ''}`,
          found
            .map((record) => text(record[field]))
            .join(', ')
            .slice(0, 200),
          answer,
        );
      }
    }
  },
};

/** The same caller, with query parameters of every request. */
const asking = (actor: Actor, query: readonly (readonly [string, string])[]): Actor => ({
  ...actor,
  async caller(operation) {
    const own = await actor.caller(operation);
    return { ...own, request: query.reduce((parts, [name, value]) => withQuery(parts, name, value), own.request) };
  },
});

const filtersOf = ({ parameters }: CompiledOperation): readonly CompiledParameter[] =>
  parameters.filter(({ paging, alias }) => paging === 'filter' && alias === undefined);

/** Whether a record has a value, or has it among its values. */
const hasValue = (record: Json, name: string, value: string): boolean =>
  [record[name]].flat().some((one) => isPlain(one) && text(one) === value);

const accented = (value: string): string => value.replace(/[aeiou]/i, (letter) => `${letter}\u0301`.normalize('NFC'));

/**
 * Nearly the value: what a search, a pattern or a careless comparison would take for it, and
 * the word for none.
 */
const nearly = (value: string): readonly string[] => [
  `${value} `,
  accented(value),
  `_${value.slice(1)}`,
  'null',
  value.slice(0, -1),
  `${value}x`,
  value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase(),
  `${value.slice(0, 1)}%`,
  '*',
];

const filteredExactly: Case = {
  id: 'paging.filter-exact',
  title: (operation) => `${named(operation)} compares its filters to the letter`,
  applies: filtered.applies,
  basis: basis('filter'),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const records = await everything(context, operation);
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    let tried = false;
    for (const { name, schema } of filtersOf(operation)) {
      const value = records.map((record) => record[name]).find((one) => typeof one === 'string' && one.length > 1);
      if (typeof value !== 'string') continue;
      const other = records.map((record) => text(record[name])).find((one) => one !== '' && one !== value);
      // Of a list of values a comma may stand between two.
      const joined = schema.type === 'array' ? [] : [`${value},${other ?? 'other'}`];
      for (const near of [...joined, ...nearly(value)].filter((one) => one !== value && one !== '')) {
        const answer = await ask(withQuery(request, name, near));
        if (answer.status >= 400) continue;
        tried = true;
        const wrong = recordsIn(context.contract, operation, answer, resource.name).find(
          (record) => !hasValue(record, name, near),
        );
        context.expect.that(
          wrong === undefined,
          `no record but those with ${name} ${near}`,
          text(wrong?.[name]),
          answer,
        );
      }
    }
    if (!tried) context.notRun('no filter is about a text');
  },
};

/** Filters and pairs of them that one check tries. */
const MOST_TOGETHER = 4;

const filteredTogether: Case = {
  id: 'paging.filter-whole',
  title: (operation) =>
    `${named(operation)} shows all records that fit its filters, each of them, and counts no others`,
  applies: filtered.applies,
  basis: basis('filter'),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const records = await everything(context, operation);
    const names = filtersOf(operation)
      .map(({ name }) => name)
      .filter(
        (name) =>
          new Set(
            records
              .map((record) => record[name])
              .filter(isPlain)
              .map(text),
          ).size > 0,
      );
    const pairs = names.flatMap((name, i) => names.slice(i + 1).map((other) => [name, other]));
    const tried = [...pairs, ...names.map((name) => [name])]
      .flatMap((together) => {
        const values = valuesFor(records, together);
        return values === undefined ? [] : [{ together, values }];
      })
      .slice(0, MOST_TOGETHER);
    if (tried.length === 0) context.notRun('no filter tells one record from another');
    const actor = await someone(context, operation);
    for (const { together, values } of tried) {
      const fitting = records.filter((record) => together.every((name, i) => hasValue(record, name, values[i]!)));
      const sort = role(operation, 'sort_by');
      const field = sort === undefined ? undefined : sortableBy(fitting, sort);
      const pages = await allPages(
        context,
        asking(actor, [
          ...together.map((name, i) => [name, values[i]!] as const),
          ...(field === undefined ? [] : [[sort!.name, field] as const]),
        ]),
        operation,
        resource,
        // On several pages: each is filtered.
        role(operation, 'size') && Math.max(1, Math.ceil(fitting.length / 2)),
      );
      const shown = pages.flatMap(({ records: some }) => some);
      const found = shown.map((record) => text(record[resource.id]));
      const said = together.map((name, i) => `${name} ${values[i]!}`).join(' and ');
      context.expect.that(
        found.length === fitting.length && fitting.every((record) => found.includes(text(record[resource.id]))),
        `the ${fitting.length} records with ${said}`,
        `${found.length}`,
        pages[0]!.exchange,
      );
      context.expect.that(
        field === undefined || ordered(shown, field),
        `records with ${said} by ${field ?? ''}`,
        shown
          .map((record) => text(record[field ?? '']))
          .join(', ')
          .slice(0, 200),
        pages[0]!.exchange,
      );
      const total = filled(context.contract, operation, pages[0]!.exchange, 'page.total');
      context.expect.that(
        total === undefined || total === fitting.length,
        `a total of ${fitting.length}, of records with ${said}`,
        JSON.stringify(total),
        pages[0]!.exchange,
      );
    }
  },
};

/**
 * Values that some records have, and not all of them; of two fields, so that more records have either than both: that
 * tells "and" from "or", and from one alone. Undefined where there are none.
 */
function valuesFor(records: readonly Json[], names: readonly string[]): readonly string[] | undefined {
  const choices = records
    .map((record) => names.map((name) => record[name]))
    .filter((values): values is (string | number)[] => values.every(isPlain))
    .map((values) => values.map(text));
  const some = (values: readonly string[], which: readonly string[]): number =>
    records.filter((record) => which.every((name) => hasValue(record, name, values[names.indexOf(name)]!))).length;
  return choices.find((values) =>
    names.length === 1
      ? some(values, names) < records.length
      : names.every((name) => some(values, [name]) > some(values, names)),
  );
}

export const listOrder: CheckFamily = (suite) =>
  [sorted, sortedPages, filtered, filteredExactly, filteredTogether].flatMap((rule) => perOperation(suite, rule));
