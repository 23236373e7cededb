/** `resource.list`: a page of the records of the caller's partition. */
import { chain } from '../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../request/call.ts';
import type { CompiledOperation, CompiledParameter, CompiledContract } from '../contract/compiled-contract.ts';
import { actionOf, resourceOf } from '../request/operation-action.ts';
import { partitionIn } from './record-keys.ts';
import { findRecords } from './query-records.ts';
import type { Query } from './query-records.ts';
import { textOf } from '../contract/text-of.ts';

/** Where neither the request nor the contract says how long a page is. */
const DEFAULT_SIZE = 20;

interface Roles {
  readonly page: string | undefined;
  readonly size: CompiledParameter | undefined;
  readonly sortBy: string | undefined;
  readonly sortOrder: string | undefined;
  readonly cursor: string | undefined;
  readonly filters: readonly string[];
}

function rolesOf({ parameters }: CompiledOperation): Roles {
  const named = (role: CompiledParameter['paging']): string | undefined =>
    parameters.find(({ paging }) => paging === role)?.name;
  return {
    page: named('page'),
    size: parameters.find(({ paging }) => paging === 'size'),
    sortBy: named('sort_by'),
    sortOrder: named('sort_order'),
    cursor: named('cursor'),
    filters: parameters
      .filter(({ paging, alias }) => paging === 'filter' && alias === undefined)
      .map(({ name }) => name),
  };
}

type Given = Call['parameters'];

function filled(given: Given, name: string | undefined): string | undefined {
  const value = name === undefined ? undefined : given[name];
  return value === '' ? undefined : textOf(value);
}

/** A number, whatever type its parameter has; text that is none counts as not given. */
function whole(text: string | undefined): number | undefined {
  const number = text === undefined ? NaN : Math.floor(Number(text));
  return Number.isFinite(number) ? number : undefined;
}

function pageSize({ size }: Roles, given: Given): number {
  if (size === undefined) return DEFAULT_SIZE;
  const wanted = whole(filled(given, size.name)) ?? whole(textOf(size.schema.default)) ?? DEFAULT_SIZE;
  return Math.max(1, Math.min(wanted, size.schema.maximum ?? Infinity));
}

/** `sort=-created` sorts downwards, as a sort order that starts with `d` does. */
function sortOf({ sortBy, sortOrder }: Roles, given: Given): Query['sort'] {
  const by = filled(given, sortBy);
  const order = filled(given, sortOrder);
  if (by === undefined && order === undefined) return undefined;
  const minus = by?.startsWith('-') ?? false;
  return { field: by?.replace(/^[-+]/, ''), descending: minus || (order?.toLowerCase().startsWith('d') ?? false) };
}

function filtersOf({ filters }: Roles, given: Given): Query['filters'] {
  let found: [string, string | readonly string[]][] | undefined;
  for (const name of filters) {
    const value = given[name];
    // Several values of one filter: a record has any of them.
    const wanted = Array.isArray(value)
      ? value.map((one) => textOf(one) ?? '').filter((one) => one !== '')
      : filled(given, name);
    if (wanted !== undefined && wanted.length > 0) (found ??= []).push([name, wanted]);
  }
  return found;
}

export function resourceList(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'resource.list');
  const resource = resourceOf(contract, operation, action.resource);
  const roles = rolesOf(operation);
  const paged = roles.page !== undefined || roles.size !== undefined || roles.cursor !== undefined;
  return (call) => {
    const { world, parameters } = call;
    const number = Math.max(1, whole(filled(parameters, roles.page)) ?? 1);
    const size = paged ? pageSize(roles, parameters) : Infinity;
    const query: Query = {
      offset: paged ? (number - 1) * size : 0,
      size,
      filters: filtersOf(roles, parameters),
      sort: sortOf(roles, parameters),
      after: filled(parameters, roles.cursor),
    };
    return chain(
      findRecords(world, resource, partitionIn(call, resource), query),
      ({ records, total, left }): Outcome => ({
        answer: {
          facts: {
            records,
            'page.number': number,
            'page.size': paged ? size : total,
            'page.total': total,
            'page.count': paged ? Math.ceil(total / size) : 1,
            'page.has_next': left,
            'page.has_previous': number > 1 && total > 0,
            'page.returned': records.length,
          },
        },
      }),
    );
  };
}
