/** Compiles parameters and request bodies. */
import { escapePointer, follow } from '../openapi-document.ts';
import type { Document, MediaType, Operation, Parameter, PathItem, RequestBody, Schema } from '../openapi-document.ts';
import type { CompiledBody, CompiledParameter } from '../compiled-contract.ts';
import { flatten } from '../json-schemas.ts';
import { FORM, MULTIPART, bareType } from '../media-types.ts';
import { JSON_TEXT, encodingOf } from '../value-encoding.ts';
import type { Encoding } from '../value-encoding.ts';

/** Header parameters of these names are ignored (OpenAPI 3.1 §4.8.12.1): the headers say what they always say. */
const IGNORED = new Set(['accept', 'content-type', 'authorization']);

/** How a parameter's value is written; undefined for a single value. Path parameters are taken as they stand. */
export function parameterEncoding(
  document: Document,
  { in: place, style, explode, content }: Parameter,
  schema: Schema,
): Encoding | undefined {
  if (place === 'path') return undefined;
  if (content !== undefined) return JSON_TEXT;
  return encodingOf(document, schema, style ?? (place === 'header' ? 'simple' : 'form'), explode);
}

/** The path's parameters and the operation's; of two with the same name and place the operation's counts. */
export function compileParameters(
  document: Document,
  item: PathItem,
  operation: Operation,
  pointer: string,
): CompiledParameter[] {
  const pathPointer = pointer.slice(0, pointer.lastIndexOf('/'));
  const located = [
    ...(item.parameters ?? []).map((node, i) => ({ node, pointer: `${pathPointer}/parameters/${i}` })),
    ...(operation.parameters ?? []).map((node, i) => ({ node, pointer: `${pointer}/parameters/${i}` })),
  ];
  const byPlace = new Map<string, CompiledParameter>();
  for (const place of located) {
    const { node, pointer: at } = follow<Parameter>(document, place);
    if (node.in === 'header' && IGNORED.has(node.name.toLowerCase())) continue;
    const own = node.schema ?? Object.values(node.content ?? {})[0]?.schema ?? {};
    const schema = flatten(document, { node: own, pointer: `${at}/schema` }).node;
    const encoding = parameterEncoding(document, node, schema);
    byPlace.set(`${node.in}:${node.name.toLowerCase()}`, {
      name: node.name,
      in: node.in,
      required: node.required ?? false,
      schema,
      ...(encoding && { encoding }),
      pointer: at,
      ...(node['x-identifier'] && { identifier: node['x-identifier'] }),
      ...(node['x-idempotency'] && { idempotency: node['x-idempotency'] }),
      ...(node['x-paging'] && { paging: node['x-paging'] }),
      ...(node['x-alias'] !== undefined && { alias: node['x-alias'] }),
      secret: schema.format === 'password',
    });
  }
  return withAliases([...byPlace.values()]);
}

/**
 * An alias stands for its parameter in everything, and after it: anyone who looks for a role finds the parameter
 * itself.
 */
function withAliases(parameters: readonly CompiledParameter[]): CompiledParameter[] {
  const own = parameters.filter(({ alias }) => alias === undefined);
  const aliases = parameters.flatMap((parameter) => {
    const { paging } = own.find(({ in: place, name }) => place === 'query' && name === parameter.alias) ?? {};
    return parameter.alias === undefined ? [] : [{ ...parameter, ...(paging && { paging }) }];
  });
  return [...own, ...aliases];
}

export function compileRequestBody(
  document: Document,
  operation: Operation,
  pointer: string,
): CompiledBody | undefined {
  if (operation.requestBody === undefined) return undefined;
  const { node, pointer: at } = follow<RequestBody>(document, {
    node: operation.requestBody,
    pointer: `${pointer}/requestBody`,
  });
  const entries = Object.entries(node.content ?? {}).map(
    ([type, media]) => [bareType(type), media, `${at}/content/${escapePointer(type)}/schema`] as const,
  );
  return {
    required: node.required ?? false,
    // Of a type that stands there twice the first counts.
    content: new Map(
      entries
        .filter(([type], i) => entries.findIndex(([other]) => other === type) === i)
        .map(([type, , pointer]) => [type, pointer] as const),
    ),
    fields: new Map(
      entries.flatMap(([type, media]) => {
        const encoding = FORM === type || MULTIPART === type ? formEncoding(document, media) : undefined;
        return encoding ? [[type, encoding] as const] : [];
      }),
    ),
  };
}

/** A form's fields: lists come field by field, objects in brackets, unless `encoding` says otherwise. */
function formEncoding(document: Document, { schema = {}, encoding = {} }: MediaType): Encoding | undefined {
  const whole = encodingOf(document, schema, 'form', true, true);
  if (whole === undefined) return undefined;
  const { node } = flatten(document, { node: schema, pointer: '#' });
  const told = Object.entries(encoding).map(([name, { style = 'form', explode }]) => [
    name,
    encodingOf(document, node.properties?.[name] ?? {}, style, explode, explode !== false),
  ]);
  return { ...whole, properties: { ...whole.properties, ...(Object.fromEntries(told) as Encoding['properties']) } };
}
