/** Compiles parameters and request bodies. */
import { escapePointer, follow } from '../openapi-document.ts';
import type { Document, Operation, Parameter, PathItem, RequestBody } from '../openapi-document.ts';
import type { CompiledBody, CompiledParameter } from '../compiled-contract.ts';
import { flatten } from '../json-schemas.ts';

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
    const schema = flatten(document, { node: node.schema ?? {}, pointer: `${at}/schema` }).node;
    byPlace.set(`${node.in}:${node.name.toLowerCase()}`, {
      name: node.name,
      in: node.in,
      required: node.required ?? false,
      schema,
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
 * An alias stands for its parameter in everything, and after it: whoever looks for a role finds the parameter itself.
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
  const content = Object.keys(node.content ?? {}).map(
    (type) => [type.toLowerCase(), `${at}/content/${escapePointer(type)}/schema`] as const,
  );
  return { required: node.required ?? false, content: new Map(content) };
}
