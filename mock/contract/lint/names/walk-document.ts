/** How the checks go through a document: its operations with their parameters, and the properties a schema has. */
import { METHODS, escapePointer, follow } from '../../openapi-document.ts';
import type { Document, Located, Operation, Parameter, Schema } from '../../openapi-document.ts';
import type { ContractProblem } from '../../contract-problem.ts';
import { suggestion } from '../../did-you-mean.ts';

export type Report = (problem: ContractProblem) => void;

export interface OperationAt {
  readonly operation: Operation;
  /** `#/paths/~1v2~1token/post` */
  readonly pointer: string;
  readonly path: string;
  readonly method: string;
  /** The path's and the operation's own, references followed. */
  readonly parameters: readonly Located<Parameter>[];
}

export function operationsOf(document: Document): readonly OperationAt[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, reference]) => {
    const item = follow(document, { node: reference, pointer: `#/paths/${escapePointer(path)}` });
    const parametersAt = (parameters: readonly Parameter[], pointer: string): Located<Parameter>[] =>
      parameters.map((node, i) => follow(document, { node, pointer: `${pointer}/parameters/${i}` }));
    const shared = parametersAt(item.node.parameters ?? [], item.pointer);
    return METHODS.flatMap((method) => {
      const operation = item.node[method];
      if (operation === undefined) return [];
      const pointer = `${item.pointer}/${method}`;
      return [
        {
          operation,
          pointer,
          path,
          method,
          parameters: [...shared, ...parametersAt(operation.parameters ?? [], pointer)],
        },
      ];
    });
  });
}

/** Reports a name that stands for nothing. `what` completes "there is no …". */
export function unknownName(
  report: Report,
  pointer: string,
  what: string,
  name: string,
  known: readonly string[],
): void {
  if (known.includes(name)) return;
  report({
    rule: 'unknown-name',
    pointer,
    message: `there is no ${what} "${name}"`,
    suggestion: suggestion(name, known),
  });
}

/** Every property an object of a schema may have, in any of its branches. */
export function propertiesOf(document: Document, schema: Schema): ReadonlyMap<string, Schema> {
  const found = new Map<string, Schema>();
  const seen = new Set<Schema>();
  const collect = (part: Schema): void => {
    if (seen.has(part)) return;
    seen.add(part);
    const { node } = follow(document, { node: part, pointer: '#' });
    for (const [name, property] of Object.entries(node.properties ?? {}))
      if (!found.has(name)) found.set(name, property);
    for (const branch of [...(node.allOf ?? []), ...(node.oneOf ?? []), ...(node.anyOf ?? [])]) collect(branch);
  };
  collect(schema);
  return found;
}

/** A schema of an answer, and every schema within it, each once: one that contains itself comes to an end. */
export function schemasWithin(document: Document, schema: Schema): readonly Schema[] {
  const found: Schema[] = [];
  const seen = new Set<Schema>();
  const collect = (part: Schema): void => {
    if (seen.has(part)) return;
    seen.add(part);
    const { node } = follow(document, { node: part, pointer: '#' });
    if (node !== part && seen.has(node)) return;
    seen.add(node);
    found.push(node);
    for (const property of propertiesOf(document, node).values()) collect(property);
    if (node.items) collect(node.items);
  };
  collect(schema);
  return found;
}

/** The schemas of an operation's request body, one for each content type. */
export function bodySchemas(document: Document, { operation, pointer }: OperationAt): readonly Schema[] {
  if (operation.requestBody === undefined) return [];
  const body = follow(document, { node: operation.requestBody, pointer: `${pointer}/requestBody` }).node;
  return Object.values(body.content ?? {}).flatMap(({ schema }) => schema ?? []);
}

/** The schema at a JSON pointer into a body; undefined, with the names that would do, where nothing stands. */
export function bodyProperty(
  document: Document,
  schemas: readonly Schema[],
  pointer: string,
): { schema: Schema | undefined; known: readonly string[] } {
  let current = schemas;
  for (const token of pointer.split('/').slice(1)) {
    const next = current.flatMap((schema) =>
      /^\d+$/.test(token) ? itemsOf(document, schema) : (propertiesOf(document, schema).get(token) ?? []),
    );
    if (next.length === 0)
      return { schema: undefined, known: current.flatMap((schema) => [...propertiesOf(document, schema).keys()]) };
    current = next;
  }
  return { schema: current[0], known: [] };
}

/** The schema of an array's items, in any branch. */
function itemsOf(document: Document, schema: Schema): readonly Schema[] {
  const { node } = follow(document, { node: schema, pointer: '#' });
  if (node.items !== undefined) return [node.items];
  return [...(node.allOf ?? []), ...(node.oneOf ?? []), ...(node.anyOf ?? [])].flatMap((branch) =>
    itemsOf(document, branch),
  );
}
