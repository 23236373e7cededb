/** Which fields of a request break its contract, by the suite's own validators. */
import { at } from '../../mock/contract/openapi-document.ts';
import type { Schema } from '../../mock/contract/openapi-document.ts';
import { flatten } from '../../mock/contract/json-schemas.ts';
import { isObject, parseJson } from '../driver/json-values.ts';
import { faultyFields } from '../driver/answer-schema.ts';
import type { ObservedAnswer } from './answer-context.ts';

/** The last name on a path, however paths are written: `/order/amount`, `order.amount`, `order[0].amount`. */
export const lastName = (path: string): string =>
  path
    .replace(/\[(\d+)\]/g, '.$1')
    .split(/[/.]/)
    .filter((part) => part !== '' && !/^\d+$/.test(part))
    .at(-1) ?? '';

function properties(schema: Schema | undefined, { contract }: ObservedAnswer): readonly string[] {
  return schema === undefined
    ? []
    : Object.keys(flatten(contract.document, { node: schema, pointer: '#' }).node.properties ?? {});
}

/** Names that a list of violations may carry: of parameters, and of fields that do not fit their schema. */
export function faultyNames(observed: ObservedAnswer): ReadonlySet<string> {
  const { contract, operation, request } = observed;
  const names = new Set(operation.parameters.map(({ name }) => name));
  for (const { name } of operation.identifiers) names.add(name);
  for (const pointer of operation.body?.content.values() ?? []) {
    const schema = at(contract.document, pointer) as Schema | undefined;
    const read = request.body === undefined ? undefined : parseJson(request.body);
    const body =
      request.body === undefined || read !== undefined ? read : Object.fromEntries(new URLSearchParams(request.body));
    // What is wrong with a body as a whole has no field's name.
    if (body !== undefined && !isObject(body)) names.add('body');
    if (body === undefined) for (const name of ['body', ...properties(schema, observed)]) names.add(name);
    else
      for (const field of faultyFields(contract.document, pointer, body))
        for (const name of field === '' ? ['', 'body'] : [lastName(field)]) names.add(name);
  }
  return names;
}
