/** Example values that a contract gives for parameters and bodies, or the nearest that its schemas allow. */
import { at, follow } from '../../mock/contract/openapi-document.ts';
import type { Document, Example, MediaType, Parameter, Schema } from '../../mock/contract/openapi-document.ts';
import type { CompiledOperation, CompiledParameter, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import { concreteType, isJsonType } from '../../mock/contract/media-types.ts';
import { branchFor, flatten } from '../../mock/contract/json-schemas.ts';

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2025-01-01T00:00:00Z',
  date: '2025-01-01',
  email: 'suite@example.com',
  uri: 'https://example.com/',
  uuid: '3f2b8c1e-5d4a-4f6b-9c7d-8e9f0a1b2c3d',
};

const DEEPEST = 8;

function textFor({ format, minLength = 1, pattern }: Schema): string {
  const known = BY_FORMAT[format ?? ''];
  if (known !== undefined) return known;
  const [, digits] = /^\^?\[0-9\]\{(\d+)\}\$?$/.exec(pattern ?? '') ?? [];
  return digits === undefined ? 'suite'.padEnd(minLength, 'e') : '0'.repeat(Number(digits));
}

/** A value that the schema allows: what it shows, else made from its type. */
export function exampleOf(document: Document, schema: Schema, level = 0): unknown {
  const { node } = branchFor(document, flatten(document, { node: schema, pointer: '#' }), undefined);
  const shown = node.const ?? node.examples?.[0] ?? node.example ?? node.default ?? node.enum?.[0];
  if (shown !== undefined || level > DEEPEST) return shown;
  const type = Array.isArray(node.type) ? (node.type as readonly string[])[0] : (node.type as string | undefined);
  switch (type) {
    case 'integer':
    case 'number':
      return node.minimum ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return node.items ? [exampleOf(document, node.items, level + 1)] : [];
    case 'object': {
      const required = Object.entries(node.properties ?? {}).filter(
        ([name, child]) =>
          node.required?.includes(name) && follow(document, { node: child, pointer: '#' }).node.readOnly !== true,
      );
      return Object.fromEntries(required.map(([name, child]) => [name, exampleOf(document, child, level + 1)]));
    }
    default:
      return textFor(node);
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A value for a parameter. */
export function exampleValue({ document }: CompiledContract, { pointer, schema }: CompiledParameter): unknown {
  const node = at(document, pointer) as
    | (Parameter & { readonly example?: unknown; readonly examples?: Readonly<Record<string, Example>> })
    | undefined;
  const [first] = Object.values(node?.examples ?? {});
  const shown = node?.example ?? (first && follow<Example>(document, { node: first, pointer }).node.value);
  return shown ?? exampleOf(document, schema);
}

/** A value for a parameter, as text. */
export const exampleParameter = (contract: CompiledContract, parameter: CompiledParameter): string =>
  asText(exampleValue(contract, parameter));

export interface ExampleBody {
  /** As it is sent. */
  readonly type: string;
  readonly value: unknown;
}

/** The media type that the suite sends, with the place of its schema: JSON where an operation takes JSON. */
export function sentContent({ body }: CompiledOperation): readonly [type: string, pointer: string] | undefined {
  const types = [...(body?.content ?? [])];
  return types.find(([name]) => isJsonType(name)) ?? types[0];
}

/** An operation's example request body. */
export function exampleBody({ document }: CompiledContract, operation: CompiledOperation): ExampleBody | undefined {
  const [type, pointer] = sentContent(operation) ?? [];
  if (type === undefined || pointer === undefined) return undefined;
  const media = at(document, pointer.slice(0, -'/schema'.length)) as MediaType;
  const [first] = Object.values(media.examples ?? {});
  const shown = media.example ?? (first && follow<Example>(document, { node: first, pointer }).node.value);
  // Where nothing is said of a JSON body, it is JSON at least.
  const unsaid = isJsonType(type) ? {} : exampleOf(document, {});
  return {
    type: concreteType(type),
    value: shown ?? (media.schema === undefined ? unsaid : exampleOf(document, media.schema)),
  };
}
