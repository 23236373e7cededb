/** The control plane's reference of a contract: its operations, and requests for them that are ready to be sent. */
import type { components } from '../../specs/generated/control.ts';
import type { Action } from '../../specs/generated/vocabulary.ts';
import { exampleBody } from '../contract/examples/curl-example.ts';
import { valueOf } from '../contract/examples/example-values.ts';
import { FAILURES } from '../contract/failures.ts';
import { flatten } from '../contract/json-schemas.ts';
import { at, follow } from '../contract/openapi-document.ts';
import type { Document, MediaType, Operation, Parameter, Response, Schema } from '../contract/openapi-document.ts';
import { sampleValue } from '../contract/sample-value.ts';
import type {
  CompiledContract,
  CompiledOperation,
  CompiledParameter,
  CompiledRequirement,
} from '../contract/compiled-contract.ts';
import { giversOf } from '../contract/giving-operations.ts';
import { reachableFailures } from '../contract/reachable-failures.ts';
import { textOf } from '../contract/text-of.ts';
import { findWorld } from './find-or-refuse.ts';
import type { Handler } from './handler.ts';
import { prepare } from './prepare-request.ts';
import { unknownName } from './unknown-name.ts';

type Schemas = components['schemas'];

const JSON_TYPE = /[/+]json$/;

const nodeOf = ({ document }: CompiledContract, { pointer }: CompiledOperation): Operation & { description?: string } =>
  (at(document, pointer) as Operation | undefined) ?? {};

const MESSENGERS: readonly Action['type'][] = ['otp.request', 'link.request'];

const summaryOf = (contract: CompiledContract, operation: CompiledOperation): Schemas['OperationSummary'] => ({
  id: operation.id,
  method: operation.method,
  path: operation.path,
  ...(nodeOf(contract, operation).summary !== undefined && { summary: nodeOf(contract, operation).summary! }),
  credentials: [...new Set(operation.requirements.map(({ method }) => method.credential))],
  anonymous: operation.anonymous,
  ...(MESSENGERS.includes(operation.action.type) && { sends_message: true }),
});

export const listOperations: Handler<'listOperations'> = ({ sandbox, path }) => {
  const { contract } = findWorld(sandbox, path.contract);
  return { status: 200, body: { operations: contract.operations.map((one) => summaryOf(contract, one)) } };
};

/** @throws Problem 404 */
function findOperation({ operations }: CompiledContract, id: string): CompiledOperation {
  const found = operations.find((operation) => operation.id === id);
  if (found) return found;
  throw unknownName(
    'operation',
    id,
    operations.map((operation) => operation.id),
  );
}

/** `string, one of "a", "b"` */
function typeWords(document: Document, schema: Schema): string {
  const { node } = flatten(document, { node: schema, pointer: '#' });
  const type = [node.type ?? (node.properties ? 'object' : node.items ? 'array' : 'any')].flat().join(' or ');
  const items = node.items && type === 'array' ? ` of ${typeWords(document, node.items)}` : '';
  const values = node.enum?.map((value) => JSON.stringify(value)).join(', ') ?? '';
  const constant = node.const === undefined ? '' : `, always ${JSON.stringify(node.const)}`;
  return `${type}${items}${node.format === undefined ? '' : ` (${node.format})`}${values === '' ? '' : `, one of ${values}`}${constant}`;
}

function parameterOf(contract: CompiledContract, parameter: CompiledParameter): Schemas['OperationParameter'] {
  const { name, in: place, identifier, pointer, schema, secret } = parameter;
  const { description } = (at(contract.document, pointer) as Partial<Parameter> | undefined) ?? {};
  const isWanted = parameter.required || (identifier !== undefined && identifier.required !== false);
  const value = isWanted ? valueOf(contract, parameter, contract.seed.tenants[0]?.id) : undefined;
  return {
    name,
    in: place,
    required: isWanted,
    type: typeWords(contract.document, schema),
    secret,
    ...(description !== undefined && { description }),
    ...(value !== undefined && { value }),
  };
}

/** The header of a one-time password's proof stands among no parameters. */
function parametersOf(contract: CompiledContract, operation: CompiledOperation): Schemas['OperationParameter'][] {
  const { identifiers, parameters, idempotency, stepUp } = operation;
  const all = [...new Set([...identifiers, ...parameters, ...(idempotency ? [idempotency] : [])])];
  // Identifiers of one kind are alternatives: a header before the others.
  const kinds = new Set<string>();
  const inOrder = all.toSorted((a, b) => Number(b.in === 'header') - Number(a.in === 'header'));
  const others = inOrder.filter(({ identifier }) => {
    if (identifier === undefined || !kinds.has(identifier.kind)) {
      if (identifier !== undefined) kinds.add(identifier.kind);
      return false;
    }
    return true;
  });
  const described = all
    .filter(({ alias }) => alias === undefined)
    .map((one): Schemas['OperationParameter'] => {
      const { value, ...rest } = parameterOf(contract, one);
      return others.includes(one) ? { ...rest, required: false } : { ...rest, ...(value !== undefined && { value }) };
    });
  if (stepUp === undefined || described.some(({ name }) => name.toLowerCase() === stepUp.header.toLowerCase()))
    return described;
  return [
    ...described,
    {
      name: stepUp.header,
      in: 'header',
      required: false,
      type: 'string',
      secret: true,
      description: 'The proof of a one-time password, where one is needed.',
    },
  ];
}

function fieldsOf(document: Document, schema: Schema): Schemas['OperationField'][] {
  const { node } = flatten(document, { node: schema, pointer: '#' });
  return Object.entries(node.properties ?? {}).map(([name, property]) => {
    const { node: resolved } = follow(document, { node: property, pointer: '#' });
    return {
      name,
      type: typeWords(document, property),
      required: node.required?.includes(name) === true,
      ...(resolved.description !== undefined && { description: resolved.description }),
    };
  });
}

function bodyText(type: string, value: unknown): string {
  if (JSON_TYPE.test(type)) return JSON.stringify(value, undefined, 2);
  if (typeof value !== 'object' || value === null) return textOf(value) ?? '';
  return new URLSearchParams(
    Object.fromEntries(Object.entries(value).map(([name, one]) => [name, textOf(one) ?? ''])),
  ).toString();
}

function bodiesOf(contract: CompiledContract, operation: CompiledOperation): Schemas['OperationBody'][] {
  return [...(operation.body?.content ?? [])].map(([type, pointer]) => {
    const { document } = contract;
    const schema = (at(document, pointer) as Schema | undefined) ?? {};
    const media = at(document, pointer.replace(/\/schema$/, '')) as MediaType | undefined;
    const example =
      exampleBody(contract, operation) ??
      media?.example ??
      Object.values(media?.examples ?? {})[0]?.value ??
      sampleValue(document, schema, 'request');
    return { type, fields: fieldsOf(document, schema), example: bodyText(type, example) };
  });
}

function answersOf(contract: CompiledContract, operation: CompiledOperation): Schemas['OperationAnswer'][] {
  const { document } = contract;
  const failures = new Map<number, Set<string>>();
  const reachable = new Set(reachableFailures(contract, operation));
  for (const [failure, { status }] of operation.refusals)
    if (reachable.has(failure))
      failures.set(status, (failures.get(status) ?? new Set()).add(FAILURES[failure].meaning));
  return Object.entries(nodeOf(contract, operation).responses ?? {}).map(([status, response]) => {
    const { node }: { node: Response } = follow(document, { node: response, pointer: '#' });
    const [type, media] = Object.entries(node.content ?? {})[0] ?? [];
    const [first] = Object.values(media?.examples ?? {});
    const example: unknown =
      media?.example ?? (first && follow(document, { node: first, pointer: '#' }).node.value) ?? undefined;
    return {
      status,
      meanings: [...(failures.get(Number(status)) ?? [])],
      ...(node.description !== undefined && { description: node.description }),
      ...(type !== undefined && { type }),
      ...(example !== undefined && { example: bodyText(type ?? 'text/plain', example) }),
    };
  });
}

const requirementOf = (
  contract: CompiledContract,
  { method, scopes, also = [] }: CompiledRequirement,
): Schemas['OperationCredential'] => ({
  credential: method.credential,
  kind: method.kind,
  ...(contract.credentials.get(method.credential)?.title !== undefined && {
    title: contract.credentials.get(method.credential)!.title!,
  }),
  scopes: [...scopes],
  also: also.map((one) => one.method.credential),
  from: giversOf(contract, method.credential),
});

/** All that an operation takes and answers. */
export function describeOperation(contract: CompiledContract, operation: CompiledOperation): Schemas['Operation'] {
  const { description } = nodeOf(contract, operation);
  const requirements = new Map(
    operation.requirements.map((one) => [
      [one.method.credential, ...(one.also ?? []).map(({ method }) => method.credential)].join(' '),
      requirementOf(contract, one),
    ]),
  );
  return {
    ...summaryOf(contract, operation),
    ...(description !== undefined && { description }),
    parameters: parametersOf(contract, operation),
    bodies: bodiesOf(contract, operation),
    requirements: [...requirements.values()],
    answers: answersOf(contract, operation),
  };
}

export const getOperation: Handler<'getOperation'> = ({ sandbox, path }) => {
  const { contract } = findWorld(sandbox, path.contract);
  return { status: 200, body: describeOperation(contract, findOperation(contract, path.operation)) };
};

export const prepareRequest: Handler<'prepareRequest'> = async ({ sandbox, path, body, baseUrl }) => {
  const world = findWorld(sandbox, path.contract);
  const operation = findOperation(world.contract, path.operation);
  return { status: 200, body: await prepare(world, operation, baseUrl(world), body) };
};
