/** What a client sends to be kept comes back as it was sent, and what is the server's own cannot be sent. */
import { isDeepStrictEqual } from 'node:util';
import type { CheckFamily } from '../../check.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type {
  CompiledContract,
  CompiledOperation,
  CompiledResource,
} from '../../../mock/contract/compiled-contract.ts';
import type { Schema } from '../../../mock/contract/openapi-document.ts';
import { endsInParameter } from '../../../mock/contract/path-template.ts';
import { sentContent } from '../../driver/contract-examples.ts';
import { isObject, recordsIn } from './support/answer-records.ts';
import type { Json } from './support/answer-records.ts';
import { withQuery } from './support/change-parts.ts';
import { named, perOperation } from './support/check-per-operation.ts';
import type { Case } from './support/check-per-operation.ts';
import { bodySchema, fieldsOf, properties, withField, withFields } from './support/invalid-bodies.ts';
import { askFor, create, forRecord, idOf, maskedOf, resourceOf, someone, verb } from './support/make-records.ts';
import type { Actor } from './support/make-records.ts';
import { operationBasis, standardBasis } from './support/operation-citation.ts';
import { anotherValue, isAsSent, strangeValue } from './support/strange-values.ts';
import type { Manner } from './support/strange-values.ts';

const OWASP = [
  'OWASP API Security 2023, API3',
  'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
] as const;

/** Where a record stands in the body: `/contact`. */
export const wrapperOf = ({ action }: CompiledOperation): readonly string[] =>
  'body' in action && typeof action.body === 'string' ? action.body.split('/').slice(1) : [];

/** Names of the body that other rules are about: what a record refers to, what it takes another credential for. */
const ruled = ({ action }: CompiledOperation): readonly string[] =>
  action.type === 'resource.create'
    ? [...Object.keys(action.references ?? {}), ...Object.keys(action.credential_for ?? {})].map(
        (place) => place.split('/').at(-1)!,
      )
    : [];

export const writes = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  ['resource.create', 'resource.update'].includes(operation.action.type) &&
  resourceOf(contract, operation) !== undefined &&
  bodySchema(contract, operation) !== undefined;

/** Properties of the record that a body may set and an answer shows. */
function settable(
  contract: CompiledContract,
  operation: CompiledOperation,
  manner: Manner,
): readonly (readonly [string, Schema])[] {
  const resource = resourceOf(contract, operation)!;
  const wrapper = wrapperOf(operation);
  const hidden = [resource.id, ...ruled(operation), ...maskedOf(contract, resource).map(({ name }) => name)];
  return properties(contract, bodySchema(contract, operation)!).flatMap(({ path, schema, required }) => {
    // Whether something that must be there may be empty is another question.
    if (required && manner === 'empty') return [];
    const name = path.at(-1)!;
    const own = resource.schema.properties?.[name];
    const inPlace = path.length === wrapper.length + 1 && wrapper.every((step, i) => path[i] === step);
    const shown = own !== undefined && own.readOnly !== true && own.writeOnly !== true && own['x-fill'] === undefined;
    return inPlace && shown && !hidden.includes(name) ? [[name, schema] as const] : [];
  });
}

/** A form cannot say nothing, nor an empty list. */
const canBeSent = (operation: CompiledOperation, value: unknown): boolean =>
  /json/i.test(sentContent(operation)?.[0] ?? '') || !(value === null || (Array.isArray(value) && value.length === 0));

/** Whether a body may have one field of the record alone: else an update is the whole record. */
export const changesFields = (contract: CompiledContract, operation: CompiledOperation): boolean =>
  !properties(contract, bodySchema(contract, operation)!).some(
    ({ path, required }) => required && path.length > wrapperOf(operation).length,
  );

export function strangeFields(contract: CompiledContract, operation: CompiledOperation, manner: Manner): Json {
  let texts = 0;
  const fields = settable(contract, operation, manner).flatMap(([name, schema]) => {
    const value = strangeValue(contract, schema, manner, texts);
    if (typeof value === 'string' && schema.format === undefined) texts++;
    return value === undefined || !canBeSent(operation, value) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(fields);
}

/** The operation's request with other fields of the record. */
const setting = (parts: RequestParts, operation: CompiledOperation, fields: Json): RequestParts =>
  withFields(
    parts,
    Object.entries(fields).reduce(
      (body, [name, value]) => withField(body, [...wrapperOf(operation), name], value),
      fieldsOf(parts) ?? {},
    ),
  );

interface Written {
  readonly answer: Exchange;
  /** What the answer shows, and what can be fetched afterwards. */
  readonly shown: readonly { readonly record: Json; readonly exchange: Exchange }[];
}

/** The request of an operation on a record that is there, or for one that gets an identifier of the server's making. */
async function requestOf(context: Context, actor: Actor, operation: CompiledOperation): Promise<RequestParts> {
  const { request } = await actor.caller(operation);
  const resource = resourceOf(context.contract, operation)!;
  return operation.action.type === 'resource.update' && verb(context.contract, resource.name, 'create')
    ? forRecord(request, operation, idOf(await create(context, actor, resource), resource))
    : withFields(request, withField(fieldsOf(request) ?? {}, [...wrapperOf(operation), resource.id], undefined));
}

async function write(
  context: Context,
  actor: Actor,
  operation: CompiledOperation,
  parts: RequestParts,
): Promise<Written> {
  const resource = resourceOf(context.contract, operation)!;
  const answer = await (await actor.caller(operation)).ask(parts);
  if (answer.status >= 400) return { answer, shown: [] };
  const [record] = recordsIn(context.contract, operation, answer, resource.name);
  const get = verb(context.contract, resource.name, 'get');
  const shown = record === undefined ? [] : [{ record, exchange: answer }];
  if (record === undefined || get === undefined || idOf(record, resource) === '') return { answer, shown };
  const exchange = await askFor(actor, get, idOf(record, resource));
  const [kept] = recordsIn(context.contract, get, exchange, resource.name);
  return { answer, shown: kept === undefined ? shown : [...shown, { record: kept, exchange }] };
}

/** A request may only be repeated where its identifier is not in it. */
const repeatable = (operation: CompiledOperation, resource: CompiledResource): boolean =>
  operation.action.type === 'resource.update' || !endsInParameter(operation.path, resource.id);

const keeps =
  (...manners: readonly [Manner, ...(readonly Manner[])]): Case['run'] =>
  async (context: Context, operation) => {
    const actor = await someone(context, operation);
    let fields: Json = {};
    let written: Written | undefined;
    for (const manner of manners) {
      fields = strangeFields(context.contract, operation, manner);
      const request = await requestOf(context, actor, operation);
      // What is empty already stays so, whether or not an update is heeded.
      if (manner === 'empty' && operation.action.type === 'resource.update')
        await write(
          context,
          actor,
          operation,
          setting(request, operation, strangeFields(context.contract, operation, 'plain')),
        );
      const parts = setting(request, operation, fields);
      written = await write(context, actor, operation, parts);
      // A real server may have reasons to refuse some of them.
      if (written.answer.status < 400 || context.target.isMock) break;
    }
    const { answer, shown } = written!;
    if (answer.status >= 400 && !context.target.isMock)
      return context.notRun('the server takes none of the unusual values, which it may');
    context.expect.success(answer, operation);
    for (const { record, exchange } of shown) {
      const other = Object.keys(fields).find(
        (name) => !isAsSent(fields[name], record[name]) && (name in record || fields[name] !== null),
      );
      context.expect.that(
        other === undefined,
        `${other ?? ''} as it was sent, ${JSON.stringify(fields[other ?? ''])}`,
        other !== undefined && other in record ? JSON.stringify(record[other]) : 'nothing',
        exchange,
      );
    }
  };

const kept = (manner: Manner, id: string, what: string, ...otherwise: readonly Manner[]): Case => ({
  id,
  title: (operation) => `${named(operation)} keeps ${what} as they were sent`,
  needs: ['destructive'],
  applies: (operation, contract) =>
    writes(operation, contract) && Object.keys(strangeFields(contract, operation, manner)).length > 0,
  basis: (operation, contract) => operationBasis(contract, operation),
  run: keeps(manner, ...otherwise),
});

const full = kept(
  'full',
  'resource.keeps-values',
  'text of any script, fractions, great numbers and far days',
  'plain',
);
const empty = kept('empty', 'resource.keeps-emptiness', 'empty text, noughts, empty lists and nothing at all');

/** Whether a record that the operation writes has something that is for the server to set. */
export const keepsOwn = (operation: CompiledOperation, contract: CompiledContract): boolean =>
  writes(operation, contract) &&
  repeatable(operation, resourceOf(contract, operation)!) &&
  Object.values(resourceOf(contract, operation)!.schema.properties ?? {}).some(({ readOnly }) => readOnly === true);

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** `created_at` as `CREATED_AT`, `Created_at`, `createdAt`; `createdAt` as `created_at`. */
const spellings = (name: string): readonly string[] =>
  [
    name.toUpperCase(),
    name.charAt(0).toUpperCase() + name.slice(1),
    name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ].filter((other) => other !== name);

const own: Case = {
  id: 'resource.server-owned',
  title: (operation) => `${named(operation)} takes nothing from a client that is for the server to set`,
  needs: ['destructive'],
  applies: keepsOwn,
  basis: (operation, contract) => standardBasis(contract, operation, ...OWASP),
  async run(context: Context, operation) {
    const resource = resourceOf(context.contract, operation)!;
    const actor = await someone(context, operation);
    const parts = await requestOf(context, actor, operation);
    const first = await write(context, actor, operation, parts);
    context.expect.success(first.answer, operation);
    const record = first.shown[0]?.record ?? context.notRun('the answer shows no record');
    const sent = Object.entries(resource.schema.properties ?? {}).flatMap(([name, schema]) => {
      const value = schema.readOnly === true ? anotherValue(context.contract, schema, record[name]) : undefined;
      return value === undefined || isObject(value) ? [] : [[name, value] as const];
    });
    // By other spellings, which some libraries take for the name, and in the query, which some put together with the body.
    const spelled = sent.flatMap(([name, value]) => spellings(name).map((other) => [other, value] as const));
    const asked = sent.flatMap(([name, value]) => (isPlain(value) ? [[name, `${value}`] as const] : []));
    const tries = [
      setting(parts, operation, Object.fromEntries(sent)),
      asked.reduce(
        (request, [name, value]) => withQuery(request, name, value),
        setting(parts, operation, Object.fromEntries(spelled)),
      ),
    ];
    for (const request of tries) {
      const { shown } = await write(context, actor, operation, request);
      // A server that refuses such a request takes nothing either.
      for (const { record: after, exchange } of shown) {
        const taken = sent.find(([name, value]) => isDeepStrictEqual(after[name], value));
        context.expect.that(
          taken === undefined,
          `${taken?.[0] ?? ''} of the server's own`,
          `what the client sent, ${JSON.stringify(taken?.[1])}`,
          exchange,
        );
      }
    }
  },
};

export const keptValues: CheckFamily = (suite) => [full, empty, own].flatMap((rule) => perOperation(suite, rule));
