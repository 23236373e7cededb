/** Pages of a list: as long as asked, none lost, none twice, and a total that is true. */
import type { CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { filled, recordsIn } from './support/answer-records.ts';
import { elementBasis } from './support/operation-citation.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { withQuery } from './support/change-parts.ts';
import { allPages, idsOf, resourceOf, someone } from './support/make-records.ts';

const role = ({ parameters }: CompiledOperation, paging: string) =>
  parameters.find((parameter) => parameter.paging === paging);

const basis =
  (paging: string): Case['basis'] =>
  (operation, contract) =>
    elementBasis(contract, operation, role(operation, paging)?.pointer);

const isList = ({ action }: CompiledOperation): boolean => action.type === 'resource.list';

const size: Case = {
  id: 'paging.size',
  title: (operation) => `${named(operation)} gives as many records as asked, and cuts what is asked beyond the maximum`,
  applies: (operation) => isList(operation) && role(operation, 'size') !== undefined,
  basis: basis('size'),
  async run(context: Context, operation) {
    const {
      name,
      schema: { maximum },
    } = role(operation, 'size')!;
    const resource = resourceOf(context.contract, operation)!;
    const { request: parts, ask } = await (await someone(context, operation)).caller(operation);
    const one = await ask(withQuery(parts, name, '1'));
    const count = recordsIn(context.contract, operation, one, resource.name).length;
    context.expect.that(count === 1, 'one record', `${count}`, one);
    if (maximum === undefined) return;
    const many = await ask(withQuery(parts, name, `${maximum + 1}`));
    context.expect.success(many, operation);
    const given = recordsIn(context.contract, operation, many, resource.name).length;
    const stated = filled(context.contract, operation, many, 'page.size');
    context.expect.that(given <= maximum, `at most ${maximum} records`, `${given}`, many);
    context.expect.that(
      stated === undefined || stated === maximum,
      `a page size of ${maximum}`,
      JSON.stringify(stated),
      many,
    );
  },
};

/** Small enough for several pages, large enough for few requests. */
const PAGE = 3;
const PAGES_READ = 3;

const total: Case = {
  id: 'paging.complete',
  title: (operation) => `the pages of ${named(operation)} hold every record once, and the total says how many`,
  applies: (operation) =>
    isList(operation) &&
    role(operation, 'size') !== undefined &&
    (role(operation, 'page') ?? role(operation, 'cursor')) !== undefined,
  basis: basis('size'),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const whole = idsOf(await allPages(context, actor, operation, resource), resource);
    const pages = await allPages(
      context,
      actor,
      operation,
      resource,
      Math.max(1, Math.ceil(whole.length / PAGES_READ), Math.min(PAGE, whole.length)),
    );
    const pieces = idsOf(pages, resource);
    context.expect.that(new Set(pieces).size === pieces.length, 'every record once', 'some twice', pages[1]?.exchange);
    context.expect.that(
      pieces.length === whole.length && whole.every((id) => pieces.includes(id)),
      `the ${whole.length} records that larger pages hold`,
      `${pieces.length}`,
      pages.at(-1)!.exchange,
    );
    const ended = pages.at(-1)!.records.length === 0;
    for (const [i, { exchange, records }] of pages.entries()) {
      const stated = filled(context.contract, operation, exchange, 'page.total');
      context.expect.that(
        stated === undefined || stated === whole.length,
        `a total of ${whole.length}`,
        JSON.stringify(stated),
        exchange,
      );
      const next = filled(context.contract, operation, exchange, 'page.has_next');
      if (!ended || records.length === 0) continue;
      // The last page may be full.
      const more = i + 2 < pages.length;
      context.expect.that(
        next === undefined || next === more,
        `page.has_next ${JSON.stringify(more)}`,
        JSON.stringify(next),
        exchange,
      );
    }
  },
};

const beyond: Case = {
  id: 'paging.beyond',
  title: (operation) => `${named(operation)} answers a page after the last with an empty one`,
  applies: (operation) => isList(operation) && role(operation, 'page') !== undefined,
  basis: basis('page'),
  async run(context: Context, operation) {
    const {
      name,
      schema: { maximum = 100_000 },
    } = role(operation, 'page')!;
    const resource = resourceOf(context.contract, operation)!;
    const { request, ask } = await (await someone(context, operation)).caller(operation);
    const answer = await ask(withQuery(request, name, `${Math.min(maximum, 100_000)}`));
    // An empty list is a list.
    context.expect.contract(answer, operation);
    const count = recordsIn(context.contract, operation, answer, resource.name).length;
    context.expect.that(count === 0, 'no records', `${count}`, answer);
    const next = filled(context.contract, operation, answer, 'page.has_next');
    context.expect.that(next !== true, 'no next page', 'one more', answer);
  },
};

const figures: Case = {
  id: 'paging.figures',
  title: (operation) => `what ${named(operation)} says about its pages is true`,
  applies: (operation) =>
    isList(operation) &&
    (role(operation, 'page') ?? role(operation, 'cursor')) !== undefined &&
    role(operation, 'size') !== undefined,
  basis: basis('size'),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const pages = await allPages(context, await someone(context, operation), operation, resource, 2);
    // The page after the last is empty; a list too long to be read to its end has none.
    const ended = pages.at(-1)!.records.length === 0;
    const count = ended ? pages.length - 1 : pages.length;
    const stated = (i: number, fill: Parameters<typeof filled>[3]): unknown =>
      filled(context.contract, operation, pages[i]!.exchange, fill);
    const check = (i: number, fill: Parameters<typeof filled>[3], wanted: unknown): void => {
      const value = stated(i, fill);
      context.expect.that(
        value === undefined || value === wanted,
        `${fill} ${JSON.stringify(wanted)}`,
        JSON.stringify(value),
        pages[i]!.exchange,
      );
    };
    for (let i = 0; i < count; i++) {
      check(i, 'page.number', i + 1);
      check(i, 'page.size', 2);
      check(i, 'page.returned', pages[i]!.records.length);
      check(i, 'page.has_previous', i > 0);
      if (ended) check(i, 'page.count', Math.ceil(pages.reduce((sum, { records }) => sum + records.length, 0) / 2));
      if (ended || i + 1 < count) check(i, 'page.has_next', i + 1 < count);
    }
  },
};

export const paging: CheckFamily = (suite) =>
  [size, total, beyond, figures].flatMap((rule) => perOperation(suite, rule));
