/** The responses that an operation declares, read from the document. */
import { at, escapePointer, follow } from '../../mock/contract/openapi-document.ts';
import type {
  Document,
  Example,
  Header,
  Located,
  MediaType,
  Operation,
  Response,
  Schema,
} from '../../mock/contract/openapi-document.ts';
import { bareType, coversType, isJsonType } from '../../mock/contract/media-types.ts';
import type { CompiledAnswer, CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { keyOf } from '../../mock/contract/response-keys.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import { madeOnce } from '../made-once.ts';
import { factPointers, parseJson, valueAt } from './json-values.ts';

/** The operation's own node of the document. */
export function operationNode({ document }: CompiledContract, { pointer }: CompiledOperation): Operation {
  return at(document, pointer) as Operation;
}

/**
 * The response declared for a status: its own, that of its range, or `default`. It is the same object each time, so that
 * what is read from it is read once.
 */
export function declaredResponse(
  contract: CompiledContract,
  operation: CompiledOperation,
  status: number,
): Located<Response> | undefined {
  const known = responsesOf(contract, operation);
  if (!known.has(status)) known.set(status, findResponse(contract, operation, status));
  return known.get(status);
}

type Responses = Map<number, Located<Response> | undefined>;

const responses = new WeakMap<CompiledContract, WeakMap<CompiledOperation, Responses>>();
const responsesOf = (contract: CompiledContract, operation: CompiledOperation): Responses =>
  madeOnce(
    madeOnce(responses, contract, () => new WeakMap<CompiledOperation, Responses>()),
    operation,
    () => new Map<number, Located<Response> | undefined>(),
  );

function findResponse(
  contract: CompiledContract,
  operation: CompiledOperation,
  status: number,
): Located<Response> | undefined {
  const responses = operationNode(contract, operation).responses ?? {};
  const key = keyOf(responses, status);
  if (key === undefined) return undefined;
  return follow<Response>(contract.document, {
    node: responses[key]!,
    pointer: `${operation.pointer}/responses/${key}`,
  });
}

/** What a good answer looks like by the contract: its example, or the first that words no refusal. */
export function goodExample({ document }: CompiledContract, { node, pointer }: Located<MediaType>): unknown {
  const plain = Object.values(node.examples ?? {})
    .map((one) => follow<Example>(document, { node: one, pointer }).node)
    .find((one) => one['x-failure'] === undefined);
  return node.example ?? plain?.value;
}

/** The response that words a refusal: the operation's own, or that of requests which match none. */
export function refusalResponse(
  contract: CompiledContract,
  operation: CompiledOperation,
  refusal: CompiledAnswer,
): Located<Response> | undefined {
  const which = (['unknown_path', 'method_not_allowed'] as const).find((name) => contract.unmatched[name] === refusal);
  const node = which && contract.document['x-unmatched']?.[which];
  if (which === undefined || node === undefined) return declaredResponse(contract, operation, refusal.status);
  return follow<Response>(contract.document, { node, pointer: `#/x-unmatched/${which}` });
}

const media = new WeakMap<Located<Response>, Map<string, Located<MediaType> | undefined>>();

/** The body declared for a media type: its own, else one with the same suffix of a range. */
export function declaredMedia(response: Located<Response>, contentType: string): Located<MediaType> | undefined {
  const known = madeOnce(media, response, () => new Map<string, Located<MediaType> | undefined>());
  const type = mediaTypeOf(contentType);
  if (!known.has(type)) known.set(type, findMedia(response, type));
  return known.get(type);
}

function findMedia({ node, pointer }: Located<Response>, type: string): Located<MediaType> | undefined {
  const entries = Object.entries(node.content ?? {}).sort(
    ([a], [b]) => Number(a.includes('*')) - Number(b.includes('*')),
  );
  for (const [name, media] of entries) {
    if (coversType(bareType(name), type)) return { node: media, pointer: `${pointer}/content/${escapePointer(name)}` };
  }
  return undefined;
}

/** As answers have it, and bare: a target has few, and each answer is asked for it several times. */
const bareTypes = new Map<string, string>();

/** More than any target has in good faith. */
const MOST_TYPES = 200;

export function mediaTypeOf(contentType = ''): string {
  let bare = bareTypes.get(contentType);
  if (bare === undefined) {
    if (bareTypes.size >= MOST_TYPES) bareTypes.clear();
    bareTypes.set(contentType, (bare = bareType(contentType)));
  }
  return bare;
}

export interface DeclaredHeader {
  readonly name: string;
  readonly fact: Fact | undefined;
  readonly schema: Schema | undefined;
  /** JSON pointer of the header in the contract: of the component, where several answers share one. */
  readonly pointer: string;
}

const headers = new WeakMap<Document, WeakMap<Located<Response>, readonly DeclaredHeader[]>>();

export const declaredHeaders = (document: Document, response: Located<Response>): readonly DeclaredHeader[] =>
  madeOnce(
    madeOnce(headers, document, () => new WeakMap<Located<Response>, readonly DeclaredHeader[]>()),
    response,
    () => findHeaders(document, response),
  );

function findHeaders(document: Document, { node, pointer }: Located<Response>): DeclaredHeader[] {
  return Object.entries(node.headers ?? {}).map(([name, reference]) => {
    const { node: header, pointer: own } = follow<Header>(document, {
      node: reference,
      pointer: `${pointer}/headers/${escapePointer(name)}`,
    });
    const schema = header.schema && follow<Schema>(document, { node: header.schema, pointer }).node;
    return { name, fact: header['x-fill'], schema, pointer: own };
  });
}

/** The schemas of an operation's good JSON answers. */
function goodSchemas(contract: CompiledContract, operation: CompiledOperation): Schema[] {
  return operation.answers.flatMap(({ status }) => {
    const response = declaredResponse(contract, operation, status);
    return Object.entries(response?.node.content ?? {}).flatMap(([type, { schema }]) =>
      isJsonType(type) && schema ? [schema] : [],
    );
  });
}

/** What an answer says where the contract has this fact: the id of a one-time password, a session's token. */
export function factOf(
  contract: CompiledContract,
  operation: CompiledOperation,
  fact: Fact,
  answerBody: string,
): string | undefined {
  const body = parseJson(answerBody);
  for (const schema of goodSchemas(contract, operation)) {
    for (const pointer of factPointers(contract.document, schema, fact)) {
      const value = valueAt(body, pointer);
      if (typeof value === 'string' || typeof value === 'number') return `${value}`;
    }
  }
  return undefined;
}
