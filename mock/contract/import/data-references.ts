/**
 * A `$ref` in an example, a default or another tool's key may be data: SCIM, FHIR and JSON Schema itself have such a
 * field. One that leads to nothing that may be read is taken for that, and kept as it is.
 */
import { isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

/** Stands in the place of `$ref` while references are followed; no document has such a key. */
const SET_ASIDE = '\u0000data';

/** Keys whose value is a map from names, which may be called anything. */
const MAPS = new Set([
  ...['paths', 'webhooks', 'pathItems', 'callbacks', 'links', 'content', 'headers', 'encoding', 'variables'],
  ...['schemas', 'responses', 'parameters', 'requestBodies', 'securitySchemes', 'securityDefinitions'],
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'],
]);

const DATA = new Set(['example', 'default', 'const', 'enum', 'value']);

/**
 * @param isReadable whether what a reference names can be read
 * @returns whether there was any; it is set aside in place
 */
export function setDataAside(node: unknown, isReadable: (reference: string) => boolean): boolean {
  let found = false;
  const inData = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(inData);
    if (!isJson(value)) return;
    const { $ref } = value;
    if (typeof $ref === 'string' && !$ref.startsWith('#') && !isReadable($ref)) {
      renameKey(value, '$ref', SET_ASIDE);
      found = true;
    }
    Object.values(value).forEach(inData);
  };
  const inDocument = (value: unknown, isMap = false): void => {
    if (Array.isArray(value)) for (const one of value) inDocument(one);
    if (!isJson(value)) return;
    for (const [key, child] of Object.entries(value))
      if (isMap) inDocument(child);
      else if (DATA.has(key) || key.startsWith('x-') || (key === 'examples' && Array.isArray(child))) inData(child);
      else if (key === 'examples' && isJson(child)) Object.values(child).forEach(inExample);
      else inDocument(child, MAPS.has(key));
  };
  // An Example Object may be a reference itself; of Swagger 2.0 it is the example.
  const inExample = (value: unknown): void =>
    isJson(value) && typeof value['$ref'] === 'string' && Object.keys(value).length === 1 ? undefined : inData(value);
  inDocument(node);
  return found;
}

/** Undoes {@link setDataAside}, in place. */
export function bringDataBack(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if (isJson(node) && Object.hasOwn(node, SET_ASIDE)) renameKey(node, SET_ASIDE, '$ref');
  for (const child of Object.values(node)) bringDataBack(child);
}

/** In the same place: what is shown is shown in its order. */
function renameKey(node: Json, from: string, to: string): void {
  const entries = Object.entries(node);
  for (const [key] of entries) delete node[key];
  for (const [key, value] of entries) node[key === from ? to : key] = value;
}
