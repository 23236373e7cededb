/** Whether a resource has the properties its `x-resource` speaks of. */
import type { Move } from '../../../specs/generated/vocabulary.ts';
import { escapePointer, follow } from '../document.ts';
import type { Document, Schema } from '../document.ts';
import { propertiesOf, unknownName } from './walk.ts';
import type { Report } from './walk.ts';

export function checkResources(document: Document, report: Report): void {
  for (const [schemaName, schema] of Object.entries(document.components?.schemas ?? {})) {
    const resource = schema['x-resource'];
    if (resource === undefined) continue;
    const pointer = `#/components/schemas/${escapePointer(schemaName)}/x-resource`;
    const properties = [...propertiesOf(document, schema).keys()];
    unknownName(report, `${pointer}/id`, `property of ${schemaName} called`, resource.id, properties);
    (resource.fixed ?? []).forEach((record, i) => {
      for (const name of Object.keys(record)) unknownName(report, `${pointer}/fixed/${i}/${escapePointer(name)}`, `property of ${schemaName} called`, name, properties);
    });
    (resource.moves ?? []).forEach((move, i) => checkMove(document, schema, move, { schemaName, pointer: `${pointer}/moves/${i}` }, report));
  }
}

interface Place {
  readonly schemaName: string;
  readonly pointer: string;
}

/** A move's properties are there, its states are values that its field may have, and its end is not its start. */
function checkMove(document: Document, schema: Schema, move: Move, { schemaName, pointer }: Place, report: Report): void {
  const properties = propertiesOf(document, schema);
  const known = [...properties.keys()];
  const property = (name: string, at: string): void => unknownName(report, `${pointer}/${at}`, `property of ${schemaName} called`, name, known);
  property(move.field, 'field');
  property(move.since, 'since');
  if (move.stamp !== undefined) property(move.stamp, 'stamp');
  for (const name of Object.keys(move.when ?? {})) property(name, `when/${escapePointer(name)}`);
  const field = properties.get(move.field);
  const states = field && follow(document, { node: field, pointer }).node.enum;
  if (states !== undefined) for (const end of ['from', 'to'] as const) unknownName(report, `${pointer}/${end}`, `value of ${move.field}`, move[end], states.map(String));
  if (move.from === move.to) report({ rule: 'move', pointer: `${pointer}/to`, message: `the move ends where it starts, at "${move.to}"`, suggestion: 'let "to" be another state' });
}
