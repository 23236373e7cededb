/** Whether a resource has the properties its `x-resource` speaks of. */
import type { Move } from '../../../../specs/generated/vocabulary.ts';
import { escapePointer, follow } from '../../openapi-document.ts';
import type { Document, Schema } from '../../openapi-document.ts';
import { bodyProperty, bodySchemas, operationsOf, propertiesOf, unknownName } from './walk-document.ts';
import type { Report } from './walk-document.ts';

export function checkResources(document: Document, report: Report): void {
  const maskable = new Set<Schema>();
  for (const [schemaName, schema] of Object.entries(document.components?.schemas ?? {})) {
    const resource = schema['x-resource'];
    if (resource === undefined) continue;
    const pointer = `#/components/schemas/${escapePointer(schemaName)}/x-resource`;
    checkMasks(document, schemaName, schema, maskable, report);
    const properties = [...propertiesOf(document, schema).keys()];
    unknownName(report, `${pointer}/id`, `property of ${schemaName} called`, resource.id, properties);
    (resource.fixed ?? []).forEach((record, i) => {
      for (const name of Object.keys(record))
        unknownName(
          report,
          `${pointer}/fixed/${i}/${escapePointer(name)}`,
          `property of ${schemaName} called`,
          name,
          properties,
        );
    });
    (resource.moves ?? []).forEach((move, i) =>
      checkMove(document, schema, move, { schemaName, pointer: `${pointer}/moves/${i}` }, report),
    );
  }
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {}))
    checkStray(schema, `#/components/schemas/${escapePointer(name)}`, maskable, report);
  for (const { operation, pointer } of operationsOf(document)) {
    checkStray(operation.requestBody, `${pointer}/requestBody`, maskable, report);
    checkStray(operation.responses, `${pointer}/responses`, maskable, report);
  }
}

/** What a mask would not do its work on: it is for texts of a record, which is not found by them. */
function checkMasks(
  document: Document,
  schemaName: string,
  schema: Schema,
  maskable: Set<Schema>,
  report: Report,
): void {
  const action = (type: string) =>
    operationsOf(document).filter(
      ({ operation: { 'x-action': own } }) =>
        own?.type === type && 'resource' in own && own.resource === schema['x-resource']?.name,
    );
  const filters = action('resource.list').flatMap(({ parameters }) =>
    parameters
      .filter(({ node }) => ['filter', 'sort_by'].includes(node['x-paging'] ?? ''))
      .map(({ node }) => node.name),
  );
  const bodies = [...action('resource.create'), ...action('resource.update')];
  const looked = action('resource.check').flatMap(({ operation: { 'x-action': own } }) =>
    own?.type === 'resource.check' ? [own.field, ...Object.keys(own.when ?? {})] : [],
  );
  for (const [name, property] of propertiesOf(document, schema)) {
    const { node } = follow(document, { node: property, pointer: '#' });
    if (node['x-masked'] === undefined) continue;
    maskable.add(node);
    const pointer = `#/components/schemas/${escapePointer(schemaName)}/properties/${escapePointer(name)}/x-masked`;
    const problem = (message: string, suggestion: string): void =>
      report({ rule: 'masked', pointer, message, suggestion });
    if (![node.type].flat().includes('string')) problem(`${schemaName}.${name} is no text`, 'give it type: string');
    else if (node.format !== 'password')
      problem(`${schemaName}.${name} is a secret that is not called one`, 'give it format: password');
    else if (node.readOnly === true || node['x-fill'] !== undefined)
      problem(`${schemaName}.${name} is the server's, so that no client hands it over`, 'leave x-masked out');
    else if (!fitsMask(node, node['x-masked'].shown))
      problem(
        `${schemaName}.${name} has bounds that what is shown would break`,
        'leave pattern, enum, const and lengths to the schema of the request',
      );
    else if (name === schema['x-resource']?.id || filters.includes(name) || looked.includes(name))
      problem(
        `${schemaName}.${name} is what records are found by, and its value is not kept`,
        'leave x-masked out, or do not look by it',
      );
    for (const place of bodies) {
      const { 'x-action': own } = place.operation;
      const { schema: sent } = bodyProperty(
        document,
        bodySchemas(document, place),
        `${own !== undefined && 'body' in own ? (own.body ?? '') : ''}/${name}`,
      );
      if (sent !== undefined && follow(document, { node: sent, pointer: '#' }).node.format !== 'password')
        report({
          rule: 'masked',
          pointer: `${place.pointer}/requestBody`,
          message: `"${name}" of the body is a secret that is not called one`,
          suggestion: 'give it format: password',
        });
    }
  }
}

/** Whether a schema takes eight asterisks with what is shown after them, and without. */
const fitsMask = (
  { pattern, enum: values, const: only, minLength = 0, maxLength = Infinity }: Schema,
  shown: number,
): boolean =>
  pattern === undefined && values === undefined && only === undefined && minLength <= 8 && maxLength >= 8 + shown;

/** Reports masks in places where nothing is kept. */
function checkStray(node: unknown, pointer: string, maskable: ReadonlySet<unknown>, report: Report): void {
  if (typeof node !== 'object' || node === null) return;
  if ('x-masked' in node && !maskable.has(node))
    report({
      rule: 'masked',
      pointer: `${pointer}/x-masked`,
      message: 'this is no property of a resource, so nothing is kept of it',
      suggestion: 'put x-masked on the property of the schema with x-resource',
    });
  for (const [key, child] of Object.entries(node))
    if (key !== 'x-resource' && key !== 'example' && key !== 'examples')
      checkStray(child, `${pointer}/${escapePointer(key)}`, maskable, report);
}

interface Place {
  readonly schemaName: string;
  readonly pointer: string;
}

/** A move's properties are there, its states are values that its field may have, and its end is not its start. */
function checkMove(
  document: Document,
  schema: Schema,
  move: Move,
  { schemaName, pointer }: Place,
  report: Report,
): void {
  const properties = propertiesOf(document, schema);
  const known = [...properties.keys()];
  const property = (name: string, at: string): void =>
    unknownName(report, `${pointer}/${at}`, `property of ${schemaName} called`, name, known);
  property(move.field, 'field');
  property(move.since, 'since');
  if (move.stamp !== undefined) property(move.stamp, 'stamp');
  for (const name of Object.keys(move.when ?? {})) property(name, `when/${escapePointer(name)}`);
  const field = properties.get(move.field);
  const states = field && follow(document, { node: field, pointer }).node.enum;
  if (states !== undefined)
    for (const end of ['from', 'to'] as const)
      unknownName(report, `${pointer}/${end}`, `value of ${move.field}`, move[end], states.map(String));
  if (move.from === move.to)
    report({
      rule: 'move',
      pointer: `${pointer}/to`,
      message: `the move ends where it starts, at "${move.to}"`,
      suggestion: 'let "to" be another state',
    });
}
