/** Keys, managed over the control plane as in a dashboard; where there is none, renewed through the API. */
import { NotRun } from '../check.ts';
import type { KeyDriver } from '../check-drivers.ts';
import type { TargetKey } from '../target/target.ts';
import type { BorrowedKeys } from './borrowed-keys.ts';
import type { DriverCore } from './driver-core.ts';
import { keyPermissions, usableKeys } from './choose-credential.ts';
import { permits } from './scope-coverage.ts';
import { keyFrom } from './listed-credentials.ts';
import type { SheetKey } from './listed-credentials.ts';

export function createKeys(
  { contract, control, secret, target }: Omit<DriverCore, 'context'>,
  borrowed: BorrowedKeys | undefined,
): KeyDriver {
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
  const create: KeyDriver['create'] = async (credential, tenant, options = {}) =>
    kept(await plane().call<SheetKey>('POST', all, { credential, tenant, ...options }));
  return {
    create,
    renewable: (credential, tenant) =>
      borrowed === undefined ? create(credential, tenant) : Promise.resolve(borrowed.lend(credential, tenant)),
    another(than, wanted) {
      if (control !== undefined) return create(than.credential, than.tenant);
      const other = usableKeys(target, than.credential).find(
        (key) => key.id !== than.id && key.tenant === than.tenant && permits(keyPermissions(contract, key), wanted),
      );
      if (other === undefined)
        throw new NotRun(`the target names one ${than.credential} of tenant ${than.tenant} that may do this`);
      return Promise.resolve(other);
    },
    block: (key) => plane().call('POST', `${one(key)}/block`),
    unblock: (key) => plane().call('POST', `${one(key)}/unblock`),
    remove: async (key) => plane().call<undefined>('DELETE', one(key)),
    regenerate: async (key, overlap) => {
      if (borrowed !== undefined && overlap === undefined) return borrowed.renew(key);
      return kept(
        await plane().call<SheetKey>('POST', `${one(key)}/regenerate`, overlap === undefined ? undefined : { overlap }),
      );
    },
    shown: async (key) => (await plane().call<SheetKey>('GET', one(key))).secret !== null,
  };
}
