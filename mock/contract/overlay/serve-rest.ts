/**
 * What an overlay says nothing of: operations that came into the document after it was written. They answer their
 * examples, and ask for what the document says, as far as the overlay says how that is checked.
 */
import { operationsIn } from '../import/infer-credentials.ts';
import { inferFailures } from '../import/infer-failures.ts';
import { isJson } from '../import/walk-openapi.ts';
import type { Json } from '../import/walk-openapi.ts';

/** @param document is changed in place. @returns the operations, as `GET /things` */
export function serveRest(document: Json): readonly string[] {
  const rest = operationsIn(document).filter(({ operation }) => operation['x-action'] === undefined);
  if (rest.length === 0) return [];
  const components = isJson(document['components']) ? document['components'] : {};
  const schemes = isJson(components['securitySchemes']) ? components['securitySchemes'] : {};
  const isChecked = (name: string): boolean => isJson(schemes[name]) && isJson(schemes[name]['x-verify']);
  for (const { operation } of rest) {
    operation['x-action'] = { type: 'reply' };
    const asked = Array.isArray(operation['security']) ? operation['security'].filter(isJson) : [];
    operation['security'] = asked.map((one) =>
      Object.fromEntries(Object.entries(one).filter(([name]) => isChecked(name))),
    );
  }
  inferFailures(document);
  return rest.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
}
