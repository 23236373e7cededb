/** Describes where in a request each credential and identifier goes. */
import type { components } from '../../specs/generated/control.ts';
import type {
  CompiledMethod,
  CompiledParameter,
  CompiledPart,
  CompiledContract,
} from '../contract/compiled-contract.ts';
import type { World } from '../sandboxes/sandbox.ts';

type Presentation = components['schemas']['Presentation'];
type IdentifierUse = components['schemas']['IdentifierUse'];

/** Header names as people write them; the contract keeps them in lower case. */
const headerName = (name: string): string => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

function partOf({ part, in: place, name, parameter }: CompiledPart): Presentation['parts'][number] {
  return {
    part,
    in: place,
    name: place === 'header' || place === 'authorization' ? headerName(name) : name,
    ...(parameter !== undefined && { parameter }),
  };
}

function presentationOf(contract: CompiledContract, { credential, kind, parts }: CompiledMethod): Presentation {
  const title = contract.credentials.get(credential)?.title;
  return { credential, kind, ...(title !== undefined && { title }), parts: parts.map(partOf) };
}

/** Each way to present a credential, once. */
export function presentationsOf(contract: CompiledContract): readonly Presentation[] {
  const ways = new Map<string, Presentation>();
  for (const method of contract.methods) {
    const presentation = presentationOf(contract, method);
    ways.set(JSON.stringify(presentation), presentation);
  }
  return [...ways.values()];
}

function valuesOf(
  { contract, people, settings }: World,
  { identifier, schema }: CompiledParameter,
): readonly string[] | undefined {
  switch (identifier?.kind) {
    case 'tenant':
      return [...people.tenants.keys()];
    case 'developer':
      return [...contract.developers.keys()];
    case 'origin':
      return settings.origins ?? identifier.allow;
    default:
      return (schema.enum ?? (schema.const === undefined ? undefined : [schema.const]))?.map(String);
  }
}

/** Each parameter that identifies a call, once, with the values it takes. */
export function identifiersOf(world: World): readonly IdentifierUse[] {
  const uses = new Map<string, IdentifierUse>();
  for (const parameter of world.contract.operations.flatMap((operation) => operation.identifiers)) {
    const { identifier, in: place, name } = parameter;
    const values = valuesOf(world, parameter);
    if (identifier) uses.set(`${place} ${name}`, { kind: identifier.kind, in: place, name, ...(values && { values }) });
  }
  return [...uses.values()];
}
