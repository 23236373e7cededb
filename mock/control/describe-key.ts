/** A key as the control plane shows it. */
import { visibleSecret } from '../auth/api-keys/key-management.ts';
import type { KeyRecord } from '../auth/api-keys/key-records.ts';
import { keyCertificateOf } from './made-certificate.ts';
import { isoSeconds } from '../state/clock.ts';
import type { World } from '../sandboxes/sandbox.ts';
import type { components } from '../../specs/generated/control.ts';

export type KeyDescription = components['schemas']['Key'];

/**
 * A key as the control plane shows it.
 *
 * @param visible the secret as it may be shown: what the contract's rules say, unless the key was made in this very call
 */
export async function describeKey(
  world: World,
  record: KeyRecord,
  visible: string | null = visibleSecret(world, record),
): Promise<KeyDescription> {
  const certificate = await keyCertificateOf(world, record, visible);
  const secret = visible === '' || certificate !== undefined ? null : visible;
  const { public_key: publicKey, user, name, role, platform, scopes, allowed_addresses } = record;
  const note = world.contract.seed.keys?.find(
    (key) => key.credential === record.credential && key.id === record.id,
  )?.note;
  return {
    credential: record.credential,
    id: record.id,
    secret,
    secret_hidden: visible === null,
    ...(typeof publicKey === 'string' && record.certificate === null && { public_key: publicKey }),
    ...(certificate !== undefined && { certificate }),
    ...(record.certificate !== null && { certificate_name: record.certificate }),
    tenant: record.tenant,
    ...(user !== null && { user }),
    ...(name !== null && { name }),
    ...(role !== null && { role }),
    ...(platform !== null && { platform }),
    ...(scopes !== null && { scopes }),
    ...(allowed_addresses !== null && { allowed_addresses }),
    primary: record.primary,
    status: record.status === 'blocked' ? 'blocked' : 'active',
    created_at: isoSeconds(record.created_at),
    ...(record.previous !== null &&
      record.status === 'active' &&
      world.clock.now() < record.previous.until && { old_secret_until: isoSeconds(record.previous.until) }),
    ...(note !== undefined && { note }),
  };
}
