/** The records that a request's path names above those that it is about: the same ones all through a check. */
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { parentsOf } from '../../mock/contract/resource-parents.ts';
import type { Context } from '../check-context.ts';
import type { DriverCore } from './driver-core.ts';
import { existingRecord, recordId } from './existing-records.ts';

const chosen = new WeakMap<Context, Map<string, Promise<string | undefined>>>();

/** @returns path parameters with their values */
export async function parentParameters(
  core: DriverCore,
  { action }: CompiledOperation,
  tenant: string,
): Promise<Readonly<Record<string, string>>> {
  const name = 'resource' in action && action.type.startsWith('resource.') ? action.resource : undefined;
  const resource = core.contract.resources.get(name ?? '');
  const found: Record<string, string> = {};
  for (const { resource: above, parameter } of resource === undefined ? [] : parentsOf(core.contract, resource)) {
    const known = chosen.get(core.context) ?? new Map<string, Promise<string | undefined>>();
    chosen.set(core.context, known);
    const key = `${above.name} ${tenant}`;
    const id =
      known.get(key) ?? existingRecord(core, above.name, { tenant }).then((one) => recordId(core, above.name, one));
    known.set(key, id);
    found[parameter] = (await id) ?? core.context.notRun(`the target has no ${above.name} for records to be below`);
  }
  return found;
}
