/** Whether a resource has the properties its `x-resource` speaks of. */
import { escapePointer } from '../document.ts';
import type { Document } from '../document.ts';
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
  }
}
