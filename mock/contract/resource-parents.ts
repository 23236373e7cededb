/** The resources whose records those of another belong to. */
import type { CompiledContract, CompiledResource } from './compiled-contract.ts';

export interface ParentOf {
  readonly resource: CompiledResource;
  /** The path parameter that names its record. */
  readonly parameter: string;
}

/** From the outermost to the nearest. */
export function parentsOf(
  { resources }: Pick<CompiledContract, 'resources'>,
  { parent }: CompiledResource,
): ParentOf[] {
  const resource = parent && resources.get(parent.resource);
  return resource ? [...parentsOf({ resources }, resource), { resource, parameter: parent.path_parameter }] : [];
}
