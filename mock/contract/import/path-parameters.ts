/** Each operation describes the parameters that its path has, and no others of a path. */
import { copyOf, isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export function declarePathParameters(document: Json): void {
  const paths = document['paths'] as Json;
  for (const [path, item] of Object.entries(paths)) {
    const target = resolved(document, item);
    if (!isJson(target)) {
      delete paths[path];
      continue;
    }
    const own = target === item ? target : copyOf(target);
    paths[path] = own;
    const names = new Set([...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name]) => name!));
    const operations = Object.values(own).filter((one): one is Json => isJson(one) && isJson(one['responses']));
    for (const node of [own, ...operations]) keepNamed(document, node, names);
    for (const operation of operations) declareAll(document, own, operation, names);
  }
}

const listOf = (node: Json): readonly unknown[] => (Array.isArray(node['parameters']) ? node['parameters'] : []);

/** A parameter that the path does not have is sent by nobody. */
function keepNamed(document: Json, node: Json, names: ReadonlySet<string>): void {
  if (!Array.isArray(node['parameters'])) return;
  node['parameters'] = listOf(node).flatMap((parameter) => {
    const target = resolved(document, parameter);
    if (!isJson(target) || target['in'] !== 'path') return [parameter];
    if (!names.has(target['name'] as string)) return [];
    return target['required'] === true ? [parameter] : [{ ...target, required: true }];
  });
}

/** A parameter of the path that no list describes takes any text. */
function declareAll(document: Json, item: Json, operation: Json, names: ReadonlySet<string>): void {
  const known = [...listOf(item), ...listOf(operation)].flatMap((parameter) => {
    const target = resolved(document, parameter);
    return isJson(target) && target['in'] === 'path' ? [target['name']] : [];
  });
  const missing = [...names].filter((name) => !known.includes(name));
  if (missing.length > 0)
    operation['parameters'] = [
      ...listOf(operation),
      ...missing.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ];
}
