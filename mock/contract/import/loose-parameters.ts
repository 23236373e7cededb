/**
 * Parameters that hold lists or objects are taken as they come: OpenAPI lets them be written in too many ways to judge.
 */
import { flatten } from '../json-schemas.ts';
import type { Document, Schema } from '../openapi-document.ts';
import { sampleValue, typesOf } from '../sample-value.ts';
import { operationsIn } from './infer-credentials.ts';
import { isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

/** @returns what is not judged, in sentences */
export function loosenParameters(document: Json): string[] {
  const names = new Set<string>();
  const nodes = [
    ...Object.values(document['paths'] as Json).filter(isJson),
    ...operationsIn(document).map(({ operation }) => operation),
  ];
  for (const node of nodes) {
    if (!Array.isArray(node['parameters'])) continue;
    node['parameters'] = node['parameters'].map((reference: unknown) => {
      const parameter = resolved(document, reference);
      if (!isJson(parameter)) return reference;
      const loose = loosened(document as unknown as Document, parameter);
      if (loose === undefined) return reference;
      if (parameter['in'] !== 'path') names.add(parameter['name'] as string);
      return loose;
    });
  }
  return names.size === 0
    ? []
    : [
        `parameters that hold lists or objects are taken as they come, unchecked: ${[...names].slice(0, 5).join(', ')}${names.size > 5 ? ` and ${names.size - 5} more` : ''}`,
      ];
}

/** The parameter with a schema that takes what is sent; undefined where its own is one for texts, numbers or flags. */
function loosened(document: Document, parameter: Json): Json | undefined {
  const content = isJson(parameter['content']) ? Object.values(parameter['content'])[0] : undefined;
  const own = (parameter['schema'] ?? (isJson(content) ? content['schema'] : undefined) ?? {}) as Schema;
  const schema = flatten(document, { node: own, pointer: '#' }).node;
  const types = typesOf(schema);
  const isSimple = types.length > 0 && !types.includes('array') && !types.includes('object') && content === undefined;
  if (isSimple || (types.length === 0 && schema.enum !== undefined)) return undefined;
  const value = sampleValue(document, schema, 'request');
  const item: unknown = Array.isArray(value) ? value[0] : value;
  const {
    content: _content,
    style: _style,
    explode: _explode,
    examples: _examples,
    example: _example,
    ...rest
  } = parameter;
  const shown = isJson(item) || Array.isArray(item) ? JSON.stringify(item) : item;
  return { ...rest, schema: { ...(shown !== undefined && { examples: [shown] }) } };
}
