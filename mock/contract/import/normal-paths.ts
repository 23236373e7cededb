/** Names that routes can carry: parameters in paths are called by letters, digits and underscores. */
import { isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

/** A whole segment is a parameter, or none of it is. */
const ROUTABLE = /^(\/(\{[^{}/]+\}|[^{}/:*]*))+$/;

/** @returns which paths cannot be told apart by their segments, in sentences; they are taken out */
export function normalisePaths(document: Json): string[] {
  const told: string[] = [];
  const paths: Json = {};
  for (const [path, item] of Object.entries(document['paths'] as Json)) {
    if (!isJson(item)) continue;
    if (!ROUTABLE.test(path)) {
      told.push(`${path} is not served: a parameter is a part of a segment there`);
      continue;
    }
    const target = resolved(document, item);
    if (!isJson(target)) continue;
    const own = target === item ? item : (JSON.parse(JSON.stringify(target)) as Json);
    const names = new Map([...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => [name!, safe(name!)]));
    const renamed = path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => `{${names.get(name)!}}`);
    paths[renamed] = own;
    const lists = [own, ...Object.values(own).filter((one) => isJson(one) && isJson(one['responses']))] as Json[];
    for (const node of lists) renameIn(document, node, names);
    declareAll(document, own, names);
  }
  document['paths'] = paths;
  return told;
}

const safe = (name: string): string => {
  const plain = name.replaceAll(/\W/g, '_');
  return /^\d/.test(plain) ? `_${plain}` : plain;
};

function renameIn(document: Json, node: Json, names: ReadonlyMap<string, string>): void {
  if (!Array.isArray(node['parameters'])) return;
  node['parameters'] = (node['parameters'] as unknown[]).flatMap((parameter): unknown[] => {
    const target: unknown = resolved(document, parameter);
    if (!isJson(target) || target['in'] !== 'path') return [parameter];
    const name = names.get(target['name'] as string);
    // A parameter that the path does not have is sent by nobody.
    if (name === undefined) return [];
    return name === target['name'] && target['required'] === true ? [parameter] : [{ ...target, name, required: true }];
  });
}

/** A parameter of the path that no list describes takes any text. */
function declareAll(document: Json, item: Json, names: ReadonlyMap<string, string>): void {
  const declared = (node: Json): string[] =>
    (Array.isArray(node['parameters']) ? (node['parameters'] as unknown[]) : []).flatMap((parameter) => {
      const target: unknown = resolved(document, parameter);
      return isJson(target) && target['in'] === 'path' ? [target['name'] as string] : [];
    });
  const operations = Object.values(item).filter((one): one is Json => isJson(one) && isJson(one['responses']));
  for (const operation of operations) {
    const known = [...declared(item), ...declared(operation)];
    const missing = [...names.values()].filter((name) => !known.includes(name));
    if (missing.length > 0)
      operation['parameters'] = [
        ...(Array.isArray(operation['parameters']) ? (operation['parameters'] as unknown[]) : []),
        ...missing.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ];
  }
}
