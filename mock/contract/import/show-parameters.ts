/**
 * Each parameter shows a value that its schema takes, and that comes back from how it is written: OpenAPI leaves open
 * how lists of lists and such are.
 */
import { parameterEncoding } from '../compile/compile-parameters.ts';
import { flatten } from '../json-schemas.ts';
import type { Document, Parameter, Schema } from '../openapi-document.ts';
import { fitsSchema, sampleValue, sparseValue } from '../sample-value.ts';
import { readValue, writeValue } from '../value-encoding.ts';
import type { Encoding } from '../value-encoding.ts';
import { operationsIn } from './infer-credentials.ts';
import { isJson, resolved, shownValues } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

/** @returns which parameters are taken unchecked, in sentences */
export function showParameters(document: Json): string[] {
  const unchecked = new Set<string>();
  const seen = new Set<Json>();
  const nodes = [
    ...Object.values(document['paths'] as Json).filter(isJson),
    ...operationsIn(document).map(({ operation }) => operation),
  ];
  for (const node of nodes)
    for (const reference of Array.isArray(node['parameters']) ? (node['parameters'] as unknown[]) : []) {
      const parameter = resolved(document, reference);
      if (!isJson(parameter) || seen.has(parameter)) continue;
      seen.add(parameter);
      if (!showOne(document, parameter)) unchecked.add(parameter['name'] as string);
    }
  const [first, ...more] = unchecked;
  return first === undefined
    ? []
    : [
        `parameters that are taken unchecked, since no value was found that fits and can be written: ${[first, ...more.slice(0, 4)].join(', ')}${more.length > 4 ? ` and ${more.length - 4} more` : ''}`,
      ];
}

function showOne(document: Json, parameter: Json): boolean {
  const whole = document as unknown as Document;
  const content = isJson(parameter['content']) ? Object.values(parameter['content'])[0] : undefined;
  const media = isJson(content) ? content : {};
  const schema = (parameter['schema'] ?? media['schema'] ?? {}) as Schema;
  const { node } = flatten(whole, { node: schema, pointer: '#' });
  const encoding = parameterEncoding(whole, parameter as unknown as Parameter, node);
  const shown = [parameter, media].flatMap((one) => [one['example'], ...shownValues(document, one)]);
  const more = node.additionalProperties;
  const candidates = [
    ...shown,
    sampleValue(whole, schema, 'request'),
    sparseValue(whole, schema, 'request'),
    ...(encoding?.kind === 'map' && more !== false
      ? [{ name: sampleValue(whole, typeof more === 'object' ? more : {}, 'request') }]
      : []),
  ];
  delete parameter['examples'];
  delete parameter['example'];
  // An identifier in a path is found or not: it is held to no schema.
  if (parameter['in'] === 'path') {
    const text = candidates.flat().find((one) => ['string', 'number', 'boolean'].includes(typeof one) && one !== '');
    if (text !== undefined) parameter['example'] = text;
    return true;
  }
  const value = candidates.find(
    (one) =>
      one !== undefined && fitsSchema(whole, schema, one) && comesBack(parameter['name'] as string, encoding, one),
  );
  if (value !== undefined) {
    parameter['example'] = value;
    return true;
  }
  for (const key of ['content', 'style', 'explode']) delete parameter[key];
  parameter['schema'] = {};
  parameter['example'] = 'text';
  return false;
}

/** A value as texts, which is what its reader has before they are made numbers. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (isJson(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, asTexts(one)]));
  return String(value);
}

function comesBack(name: string, encoding: Encoding | undefined, value: unknown): boolean {
  if (encoding === undefined) return typeof value !== 'object' && value !== '';
  const texts: Record<string, string | string[]> = {};
  for (const [key, text] of writeValue(name, encoding, value))
    texts[key] = texts[key] === undefined ? text : [texts[key], text].flat();
  const read = readValue(name, encoding, texts);
  return read !== undefined && JSON.stringify(asTexts(read)) === JSON.stringify(asTexts(value));
}
