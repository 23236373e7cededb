/** Records of a resource: made, listed and named by their ids. */
import { isDeepStrictEqual } from 'node:util';
import type { Context, RequestParts } from '../../../check-context.ts';
import type { Exchange } from '../../../exchange.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledResource,
} from '../../../../mock/contract/compiled-contract.ts';
import { flatten } from '../../../../mock/contract/json-schemas.ts';
import { recordsIn } from './answer-records.ts';
import type { Json } from './answer-records.ts';
import { caller } from './ask-as-caller.ts';
import type { Caller } from './ask-as-caller.ts';
import { valueAt } from '../../../driver/json-values.ts';
import { fieldsOf, withField, withFields } from './invalid-bodies.ts';
import { withPathParameter, withQuery } from './change-parts.ts';

export type ResourceVerb = 'list' | 'get' | 'create' | 'update' | 'delete' | 'transition';

/**
 * The operation that does this to a resource: preferably without a second factor, without another record, and not under
 * one.
 */
export function verb(contract: CompiledContract, name: string, which: ResourceVerb): CompiledOperation | undefined {
  const cost = ({ stepUp, action, path }: CompiledOperation): number =>
    (stepUp === undefined ? 0 : 4) +
    ('references' in action && action.references !== undefined ? 2 : 0) +
    (which === 'create' && path.includes('{') ? 1 : 0);
  return contract.operations
    .filter(({ action }) => action.type === `resource.${which}` && 'resource' in action && action.resource === name)
    .sort((a, b) => cost(a) - cost(b))[0];
}

export const resourceOf = (contract: CompiledContract, { action }: CompiledOperation): CompiledResource | undefined =>
  'resource' in action && action.type.startsWith('resource.')
    ? contract.resources.get(action.resource ?? '')
    : undefined;

export const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : '';

export const idOf = (record: Json, resource: CompiledResource): string => text(record[resource.id]);

const NOBODYS = 2_147_483_646;

/** Makes an operation's request for one record: by its path, or by its body. */
export function forRecord(parts: RequestParts, operation: CompiledOperation, id: string): RequestParts {
  const { action } = operation;
  if ('path_parameter' in action && action.path_parameter !== undefined)
    return withPathParameter(parts, operation, action.path_parameter, id);
  const fields = fieldsOf(parts);
  if (!('id' in action) || action.id === undefined || fields === undefined) return parts;
  // Where ids are numbers, what is no number is one that nobody has.
  const number = Number.isFinite(Number(id)) ? Number(id) : NOBODYS;
  const named = typeof valueAt(fields, action.id) === 'number' ? number : id;
  return withFields(parts, withField(fields, action.id.slice(1).split('/'), named));
}

/** The caller in these checks: one tenant, by whatever credential an operation takes. */
export interface Actor {
  readonly tenant: string;
  caller(operation: CompiledOperation): Promise<Caller>;
}

const as = (context: Context, tenant: string): Actor => ({
  tenant,
  caller: (operation) => caller(context, operation, { tenant }),
});

/** The tenant that an operation's ordinary credential belongs to. */
export const someone = async (context: Context, operation: CompiledOperation): Promise<Actor> =>
  as(
    context,
    operation.requirements.length === 0
      ? (context.target.credentials.tenants[0]?.id ?? '')
      : (await context.credential(operation)).tenant,
  );

export const someoneElse = async (context: Context, operation: CompiledOperation, { tenant }: Actor): Promise<Actor> =>
  as(context, (await context.credential(operation, { notTenant: tenant })).tenant);

/** Makes a record. @returns it, as the answer shows it */
export async function create(context: Context, actor: Actor, resource: CompiledResource): Promise<Json> {
  const operation =
    verb(context.contract, resource.name, 'create') ?? context.notRun(`no operation makes a ${resource.name}`);
  const answer = await (await actor.caller(operation)).ask();
  context.expect.success(answer, operation);
  if (operation.answers.every(({ render }) => render === undefined))
    context.notRun('the answer does not show the new record');
  const [record] = recordsIn(context.contract, operation, answer, resource.name);
  context.expect.that(
    record !== undefined && idOf(record, resource) !== '',
    `the new ${resource.name} with its ${resource.id}`,
    'an answer without it',
    answer,
  );
  return record;
}

export interface Page {
  readonly exchange: Exchange;
  readonly records: readonly Json[];
}

const MOST_PAGES = 40;

/** Every page of a list, by its page parameter or its cursor. */
export async function allPages(
  context: Context,
  actor: Actor,
  operation: CompiledOperation,
  resource: CompiledResource,
  size?: number,
): Promise<readonly Page[]> {
  const role = (paging: string): string | undefined =>
    operation.parameters.find((parameter) => parameter.paging === paging)?.name;
  const number = role('page');
  const cursor = role('cursor');
  const length = role('size');
  const maximum = operation.parameters.find(({ paging }) => paging === 'size')?.schema.maximum;
  const wanted = size ?? maximum;
  const { request, ask } = await actor.caller(operation);
  const base = length === undefined || wanted === undefined ? request : withQuery(request, length, `${wanted}`);
  const pages: Page[] = [];
  for (let i = 1, parts = base; i <= MOST_PAGES; i++) {
    const exchange = await ask(parts);
    context.expect.success(exchange, operation);
    const records = recordsIn(context.contract, operation, exchange, resource.name);
    pages.push({ exchange, records });
    const last = records.at(-1);
    if (last === undefined) break;
    if (number !== undefined) parts = withQuery(base, number, `${i + 1}`);
    else if (cursor !== undefined) parts = withQuery(base, cursor, idOf(last, resource));
    else break;
  }
  return pages;
}

export const idsOf = (pages: readonly Page[], resource: CompiledResource): readonly string[] =>
  pages.flatMap(({ records }) => records.map((record) => idOf(record, resource)));

/**
 * The id of a record of the actor's that is none of some others': made where records can be made, else looked for.
 *
 * @param others ids that are not wanted, by the list of the resource
 * @param none why the check is not run where the actor has no such record
 */
export async function idBeside(
  context: Context,
  actor: Actor,
  resource: CompiledResource,
  others: (list: CompiledOperation) => Promise<ReadonlySet<string>> | ReadonlySet<string>,
  none: string,
): Promise<string> {
  if (verb(context.contract, resource.name, 'create')) return idOf(await create(context, actor, resource), resource);
  const list =
    verb(context.contract, resource.name, 'list') ?? context.notRun(`there is no way to find a ${resource.name}`);
  const unwanted = await others(list);
  const own = idsOf(await allPages(context, actor, list, resource), resource);
  return own.find((id) => !unwanted.has(id)) ?? context.notRun(none);
}

/** Whether a record may be made at the target, or is thrown away with a world of the check's own. */
export const mayChange = ({ target }: Context): boolean => target.control !== undefined || target.safety.destructive;

/** A field that is another than before; what a record changes by itself is not looked at. */
export function changedIn({ moves = [] }: CompiledResource, before: Json, after: Json): string | undefined {
  const moving = new Set(moves.flatMap(({ field, stamp }) => [field, stamp]));
  return Object.keys({ ...before, ...after }).find(
    (name) => !moving.has(name) && !isDeepStrictEqual(before[name], after[name]),
  );
}

/** Calls an operation on one record. */
export async function askFor(actor: Actor, operation: CompiledOperation, id: string): Promise<Exchange> {
  const { request, ask } = await actor.caller(operation);
  return ask(forRecord(request, operation, id));
}

export interface Masked {
  readonly name: string;
  /** How many of the last characters are shown. */
  readonly shown: number;
}

/** Properties of a resource that are stored and shown masked. */
export function maskedOf(contract: CompiledContract, { schema }: CompiledResource): readonly Masked[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, node]) => {
    const rule = flatten(contract.document, { node, pointer: '#' }).node['x-masked'];
    return rule === undefined ? [] : [{ name, shown: rule.shown }];
  });
}
