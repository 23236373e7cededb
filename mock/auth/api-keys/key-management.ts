/** What a provider's dashboard does with keys. Rate limits, tokens and requests see a change at once. */
import type { IdFormat } from '../../../specs/generated/vocabulary.ts';
import { contractMs } from '../../contract/durations.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import { findKey, listKeys, putKey } from './key-records.ts';
import type { KeyRecord } from './key-records.ts';
import { keyCredential } from './key-rules.ts';
import { checkNewKey, UnfitKey } from './new-key.ts';
import type { NewKey } from './new-key.ts';

const ID_FORMAT: IdFormat = { alphabet: 'uuid' };
const SECRET_FORMAT: IdFormat = { alphabet: 'base62', length: 40 };

async function freshId(world: World, credential: string, format: IdFormat): Promise<string> {
  for (;;) {
    const id = world.ids.make(format);
    if ((await findKey(world, credential, id)) === undefined) return id;
  }
}

/** A tenant has one primary key of a kind at a time. */
async function refuseSecondPrimary(world: World, { credential, tenant }: NewKey): Promise<void> {
  const other = (await listKeys(world)).find(
    (key) => key.credential === credential && key.tenant === tenant && key.primary && key.status !== 'deleted',
  );
  if (other) throw new UnfitKey(`The tenant "${tenant}" has the primary key "${other.id}" already; delete it first.`);
}

/**
 * Makes a key, with id and secret from the seeded source.
 *
 * @throws UnfitKey where the contract has no such credential, tenant, user, role or platform
 */
export async function createKey(world: World, key: NewKey): Promise<KeyRecord> {
  const { id_format = ID_FORMAT, secret_format = SECRET_FORMAT } = checkNewKey(world, key);
  if (key.primary === true) await refuseSecondPrimary(world, key);
  const now = world.clock.now();
  const record: KeyRecord = {
    credential: key.credential,
    id: await freshId(world, key.credential, id_format),
    secret: world.ids.make(secret_format),
    previous: null,
    tenant: key.tenant,
    user: key.user ?? null,
    name: key.name ?? null,
    role: key.role ?? null,
    platform: key.platform ?? null,
    primary: key.primary ?? false,
    status: 'active',
    allowed_addresses: key.allowed_addresses ?? null,
    scopes: key.scopes ?? null,
    created_at: now,
    secret_made_at: now,
    regenerated: false,
    ended_at: null,
  };
  await putKey(world, record);
  return record;
}

async function replace(world: World, record: KeyRecord, change: Partial<KeyRecord>): Promise<KeyRecord> {
  const changed = { ...record, ...change };
  await putKey(world, changed);
  return changed;
}

/** Stops a key until it is unblocked; blocking a blocked one changes nothing. */
export async function blockKey(world: World, record: KeyRecord): Promise<KeyRecord> {
  return record.status === 'active'
    ? replace(world, record, { status: 'blocked', ended_at: world.clock.now() })
    : record;
}

export async function unblockKey(world: World, record: KeyRecord): Promise<KeyRecord> {
  return record.status === 'blocked' ? replace(world, record, { status: 'active', ended_at: null }) : record;
}

/** Stops a key for good. A blocked key's tokens keep the end they had. */
export async function deleteKey(world: World, record: KeyRecord): Promise<KeyRecord> {
  return replace(world, record, { status: 'deleted', ended_at: record.ended_at ?? world.clock.now() });
}

/**
 * Gives a key a new secret, and the time for which it is shown starts again.
 *
 * @param renewal the secret, made up by default; and milliseconds for which the old one goes on, by default what the
 *   contract says, which mostly is none
 */
export async function regenerateKey(
  world: World,
  record: KeyRecord,
  renewal: { readonly secret?: string | undefined; readonly overlap?: number | undefined } = {},
): Promise<KeyRecord> {
  const { secret_format = SECRET_FORMAT, rotation } = keyCredential(world.contract, record.credential) ?? {};
  const now = world.clock.now();
  const span = renewal.overlap ?? (rotation?.overlap === undefined ? 0 : contractMs(rotation.overlap));
  const previous = span > 0 ? { secret: record.secret, until: now + span } : null;
  return replace(world, record, {
    secret: renewal.secret ?? world.ids.make(secret_format),
    previous,
    secret_made_at: now,
    regenerated: true,
  });
}

/** A key that was not deleted. */
export async function findLiveKey(world: World, credential: string, id: string): Promise<KeyRecord | undefined> {
  const record = await findKey(world, credential, id);
  return record?.status === 'deleted' ? undefined : record;
}

export { visibleSecret } from './secret-visibility.ts';
