/** Records that a request may name: found at the target, or made there first. */
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import { isObject, objectsWith, parseJson } from './json-values.ts';
import type { JsonObject } from './json-values.ts';
import type { DriverCore } from './driver-core.ts';
import { chooseCredential } from './choose-credential.ts';

export interface RecordWish {
  /** Whose; any where records belong to nobody. */
  readonly tenant: string;
  readonly fits?: (record: JsonObject) => boolean;
  /** Whether the call changes the record: then one of the suite's own is better than one that was there. */
  readonly own?: boolean;
}

interface Search extends RecordWish {
  readonly id: string;
}

const usable = ({ contract, target }: DriverCore, operation: CompiledOperation, tenant: string | undefined): boolean =>
  operation.anonymous ||
  chooseCredential({ contract, target }, operation, tenant === undefined ? {} : { tenant }) !== undefined;

function operationsFor(
  core: DriverCore,
  type: 'resource.list' | 'resource.create',
  resource: string,
  tenant: string | undefined,
): CompiledOperation[] {
  return core.contract.operations.filter((operation) => {
    const { action, stepUp } = operation;
    if (action.type !== type || action.resource !== resource || !usable(core, operation, tenant)) return false;
    return stepUp === undefined || stepUp.amount !== undefined;
  });
}

async function ask(
  core: DriverCore,
  operation: CompiledOperation,
  { id, fits = () => true }: Search,
  tenant: string | undefined,
): Promise<JsonObject | undefined> {
  const { status, answerBody } = await core.context.call(operation, tenant === undefined ? {} : { tenant });
  return status < 300 ? objectsWith(parseJson(answerBody), id).find(fits) : undefined;
}

/**
 * A record of the resource as the target shows it; the contract's own fixed ones last. Undefined where none can be had.
 */
export async function existingRecord(
  core: DriverCore,
  name: string,
  wish: RecordWish,
): Promise<JsonObject | undefined> {
  const resource = core.contract.resources.get(name);
  if (resource === undefined) return undefined;
  const tenant = resource.partition === 'none' ? undefined : wish.tenant;
  const lists = operationsFor(core, 'resource.list', name, tenant);
  const creates =
    core.target.control === undefined && !core.target.safety.destructive
      ? []
      : operationsFor(core, 'resource.create', name, tenant);
  for (const operation of [...(wish.own ? creates : lists), ...(wish.own ? lists : creates)].slice(0, 3)) {
    const found = await ask(core, operation, { ...wish, id: resource.id }, tenant);
    if (found) return found;
  }
  return resource.fixed?.filter(isObject).find(wish.fits ?? (() => true));
}

/** The record's id, as text. */
export function recordId(core: DriverCore, name: string, record: JsonObject | undefined): string | undefined {
  const id = record?.[core.contract.resources.get(name)?.id ?? ''];
  return typeof id === 'string' || typeof id === 'number' ? `${id}` : undefined;
}
