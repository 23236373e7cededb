/** Keys, managed over the control plane as in a dashboard. */
import { NotRun } from '../check.ts';
import type { KeyDriver } from '../check-drivers.ts';
import type { TargetKey } from '../target/target.ts';
import type { DriverCore } from './driver-core.ts';
import { keyFrom } from './listed-credentials.ts';
import type { SheetKey } from './listed-credentials.ts';

export function createKeys({ contract, control, secret }: Omit<DriverCore, 'context'>): KeyDriver {
  function plane(): NonNullable<DriverCore['control']> {
    if (control === undefined) throw new NotRun('keys are managed over a control plane, and the target has none');
    return control;
  }
  const all = `/keys/${encodeURIComponent(contract.name)}`;
  const one = ({ credential, id }: TargetKey): string =>
    `${all}/${encodeURIComponent(credential)}/${encodeURIComponent(id)}`;
  const kept = (key: SheetKey): TargetKey => {
    if (key.secret !== null) secret(key.secret);
    return keyFrom(key);
  };
  return {
    create: async (credential, tenant, options = {}) =>
      kept(await plane().call<SheetKey>('POST', all, { credential, tenant, ...options })),
    block: (key) => plane().call('POST', `${one(key)}/block`),
    unblock: (key) => plane().call('POST', `${one(key)}/unblock`),
    remove: async (key) => plane().call<undefined>('DELETE', one(key)),
    regenerate: async (key, overlap) =>
      kept(
        await plane().call<SheetKey>('POST', `${one(key)}/regenerate`, overlap === undefined ? undefined : { overlap }),
      ),
    shown: async (key) => (await plane().call<SheetKey>('GET', one(key))).secret !== null,
  };
}
