/** Where in a request each credential and identifier goes. */
import type { components } from '../../specs/generated/control.ts';
import type { MethodPlan, ParameterPlan, PartPlan, Plan } from '../contract/compiled-contract.ts';
import type { World } from '../sandboxes/sandbox.ts';

type Presentation = components['schemas']['Presentation'];
type IdentifierUse = components['schemas']['IdentifierUse'];

/** Header names as people write them; the plan keeps them in lower case. */
const headerName = (name: string): string => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

function partOf({ part, in: place, name }: PartPlan): Presentation['parts'][number] {
  return { part, in: place, name: place === 'header' || place === 'authorization' ? headerName(name) : name };
}

function presentationOf(plan: Plan, { credential, kind, parts }: MethodPlan): Presentation {
  const title = plan.credentials.get(credential)?.title;
  return { credential, kind, ...(title !== undefined && { title }), parts: parts.map(partOf) };
}

/** Each way to present a credential, once. */
export function presentationsOf(plan: Plan): readonly Presentation[] {
  const ways = new Map<string, Presentation>();
  for (const method of plan.methods) {
    const presentation = presentationOf(plan, method);
    ways.set(JSON.stringify(presentation), presentation);
  }
  return [...ways.values()];
}

function valuesOf({ plan, people, settings }: World, { identifier, schema }: ParameterPlan): readonly string[] | undefined {
  switch (identifier?.kind) {
    case 'tenant': return [...people.tenants.keys()];
    case 'developer': return [...plan.developers.keys()];
    case 'origin': return settings.origins ?? identifier.allow;
    default: return (schema.enum ?? (schema.const === undefined ? undefined : [schema.const]))?.map(String);
  }
}

/** Each parameter that identifies a call, once, with the values it takes. */
export function identifiersOf(world: World): readonly IdentifierUse[] {
  const uses = new Map<string, IdentifierUse>();
  for (const parameter of world.plan.operations.flatMap((operation) => operation.identifiers)) {
    const { identifier, in: place, name } = parameter;
    const values = valuesOf(world, parameter);
    if (identifier) uses.set(`${place} ${name}`, { kind: identifier.kind, in: place, name, ...(values && { values }) });
  }
  return [...uses.values()];
}
