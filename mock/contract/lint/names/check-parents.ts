/** Whether records that belong to others can be found: each operation about them has to name all that they are below. */
import { escapePointer } from '../../openapi-document.ts';
import type { Document } from '../../openapi-document.ts';
import type { Resource } from '../../../../specs/generated/vocabulary.ts';
import { operationsOf, unknownName } from './walk-document.ts';
import type { OperationAt, Report } from './walk-document.ts';

type Resources = ReadonlyMap<string, Resource>;

export function checkParents(document: Document, report: Report): void {
  const schemas = Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) =>
    schema['x-resource'] ? [[name, schema['x-resource']] as const] : [],
  );
  const resources: Resources = new Map(schemas.map(([, resource]) => [resource.name, resource]));
  for (const [schemaName, { name, parent, partition = 'tenant' }] of schemas) {
    if (parent === undefined) continue;
    const pointer = `#/components/schemas/${escapePointer(schemaName)}/x-resource/parent`;
    unknownName(report, `${pointer}/resource`, 'resource called', parent.resource, [...resources.keys()]);
    const above = resources.get(parent.resource);
    if (above === undefined) continue;
    const problem = (message: string, suggestion: string): void =>
      report({ rule: 'parent', pointer, message, suggestion });
    if (parametersOf(resources, name) === undefined) {
      problem(`"${name}" is below itself`, 'let the outermost of these resources have no parent');
      continue;
    }
    if (partition !== (above.partition ?? 'tenant'))
      problem(
        `"${name}" and its parent "${parent.resource}" are of different partitions`,
        'give both the same partition: records are where their parent is',
      );
    for (const place of operationsOf(document)) checkPlace(place, name, parametersOf(resources, name)!, report);
  }
}

/** Parameters that name the records above; undefined where a resource is above itself. */
function parametersOf(resources: Resources, name: string): readonly string[] | undefined {
  const names: string[] = [];
  const seen = new Set<string>();
  for (let at = resources.get(name); at?.parent !== undefined; at = resources.get(at.parent.resource)) {
    if (seen.has(at.name)) return undefined;
    seen.add(at.name);
    names.push(at.parent.path_parameter);
  }
  return names;
}

/** Which resources an operation looks into. */
function resourcesIn({ operation }: OperationAt): readonly string[] {
  const { 'x-action': action, 'x-step-up': stepUp } = operation;
  return [
    ...(action !== undefined && 'resource' in action && action.resource !== undefined ? [action.resource] : []),
    ...(action?.type === 'resource.create' ? Object.values(action.references ?? {}) : []),
    ...(stepUp?.amount?.record ? [stepUp.amount.record.resource] : []),
  ];
}

function checkPlace(place: OperationAt, name: string, wanted: readonly string[], report: Report): void {
  const action = place.operation['x-action'];
  if (action?.type === 'otp.request' || action?.type === 'authenticator.verify' || !resourcesIn(place).includes(name))
    return;
  const pointer = `${place.pointer}/x-action`;
  if (action?.type.startsWith('resource.') !== true) {
    report({
      rule: 'parent',
      pointer,
      message: `${action?.type ?? 'the operation'} cannot tell below which record its "${name}" is`,
      suggestion: 'name a resource without a parent',
    });
    return;
  }
  for (const parameter of wanted)
    if (!place.path.includes(`{${parameter}}`))
      report({
        rule: 'parent',
        pointer,
        message: `the path does not say below which record its "${name}" is: it has no {${parameter}}`,
        suggestion: `put {${parameter}} into the path, or name the parameter that is there in x-resource/parent`,
      });
}
