/** What a provider's dashboard does with keys. Rate limits, tokens and requests see a change at once. */
import type { IdFormat } from '../../../specs/generated/vocabulary.ts';
import { contractMs } from '../../contract/durations.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import { keyName, plainName, writtenName } from '../../contract/certificate-names.ts';
import { addKey, changeKey, claimPrimary, findKey, findKeyByNames } from './key-records.ts';
import type { KeyRecord } from './key-records.ts';
import { keyCredential } from './key-rules.ts';
import { checkNewKey, UnfitKey } from './new-key.ts';
import { halvesOf, keyAlgorithm, newPair, pairAlgorithm, registeredKey } from './key-pairs.ts';
import type { Halves } from './key-pairs.ts';
import type { WrittenKey } from '../../contract/signature-key.ts';
import type { NewKey } from './new-key.ts';

const ID_FORMAT: IdFormat = { alphabet: 'uuid' };
const SECRET_FORMAT: IdFormat = { alphabet: 'base62', length: 40 };

async function freshId(world: World, credential: string, format: IdFormat): Promise<string> {
  for (;;) {
    const id = world.ids.make(format);
    if ((await findKey(world, credential, id)) === undefined) return id;
  }
}

/** A secret, or a key pair, from the seeded source. */
function freshHalves(
  world: World,
  credential: string,
  format: IdFormat,
  algorithm = pairAlgorithm(world.contract, credential),
): Halves {
  return algorithm === undefined
    ? { secret: world.ids.make(format), public_key: null }
    : newPair(algorithm, world.contract, credential, world.ids.make(SECRET_FORMAT));
}

const certificateOf = (
  { contract }: World,
  { credential, certificate }: NewKey,
  id: string,
): KeyRecord['certificate'] =>
  contract.credentials.get(credential)?.kind === 'certificate' ? writtenName(keyName(id, certificate)) : null;

/** The key that has the name already, where the new one would be known by it. */
async function takenName(world: World, key: NewKey, id: string): Promise<string | undefined> {
  const name = certificateOf(world, key, id);
  if (name === null) return undefined;
  return (await findKeyByNames(world, key.credential, [plainName(keyName(id, name))]))?.id;
}

/**
 * Makes a key, with id and secret from the seeded source.
 *
 * @throws UnfitKey where the contract has no such credential, tenant, user, role or platform
 */
export async function createKey(world: World, key: NewKey): Promise<KeyRecord> {
  const { id_format = ID_FORMAT, secret_format = SECRET_FORMAT } = checkNewKey(world, key);
  if (key.id !== undefined && (await findKey(world, key.credential, key.id)) !== undefined)
    throw new UnfitKey(`There is a key "${key.id}" of ${key.credential} already; choose another id.`);
  const now = world.clock.now();
  const id = key.id ?? (await freshId(world, key.credential, id_format));
  const taken = await takenName(world, key, id);
  if (taken !== undefined)
    throw new UnfitKey(
      `The key "${taken}" of ${key.credential} has that name in its certificate already; write another.`,
    );
  const record: KeyRecord = {
    credential: key.credential,
    id,
    ...(key.public_key === undefined
      ? freshHalves(world, key.credential, secret_format)
      : registeredKey(world.contract, key.credential, key.public_key)),
    certificate: certificateOf(world, key, id),
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
  const first = record.primary ? await claimPrimary(world, record) : undefined;
  if (first !== undefined)
    throw new UnfitKey(`The tenant "${key.tenant}" has the primary key "${first}" already; delete it first.`);
  await addKey(world, record);
  return record;
}

/** What becomes of a key; undefined if it was deleted meanwhile. */
type ChangedKey = Promise<KeyRecord | undefined>;

/** Stops a key until it is unblocked; blocking a blocked one changes nothing. */
export function blockKey(world: World, record: KeyRecord): ChangedKey {
  const now = world.clock.now();
  return changeKey(world, record, ({ status }) =>
    status === 'active' ? { status: 'blocked', ended_at: now } : undefined,
  );
}

export function unblockKey(world: World, record: KeyRecord): ChangedKey {
  return changeKey(world, record, ({ status }) =>
    status === 'blocked' ? { status: 'active', ended_at: null } : undefined,
  );
}

/** Stops a key for good. A blocked key's tokens keep the end they had. */
export function deleteKey(world: World, record: KeyRecord): ChangedKey {
  const now = world.clock.now();
  return changeKey(world, record, ({ ended_at }) => ({ status: 'deleted', ended_at: ended_at ?? now }));
}

/**
 * Gives a key a new secret, and the time for which it is shown starts again.
 *
 * @param renewal the secret, made up by default; and milliseconds for which the old one goes on, by default what the
 *   contract says, which mostly is none. Of a key pair that its owner made: the public key
 */
export function regenerateKey(
  world: World,
  record: KeyRecord,
  renewal: {
    readonly secret?: string | undefined;
    readonly overlap?: number | undefined;
    readonly public_key?: WrittenKey | undefined;
  } = {},
): ChangedKey {
  const { secret_format = SECRET_FORMAT, rotation } = keyCredential(world.contract, record.credential) ?? {};
  const now = world.clock.now();
  const span = renewal.overlap ?? (rotation?.overlap === undefined ? 0 : contractMs(rotation.overlap));
  const halves =
    renewal.public_key !== undefined
      ? registeredKey(world.contract, record.credential, renewal.public_key)
      : renewal.secret === undefined
        ? freshHalves(world, record.credential, secret_format, keyAlgorithm(world.contract, record))
        : halvesOf(world.contract, record.credential, renewal.secret);
  return changeKey(world, record, (current) => ({
    ...halves,
    previous: span > 0 ? { secret: current.secret, until: now + span } : null,
    secret_made_at: now,
    regenerated: true,
  }));
}

/** A key that was not deleted. */
export async function findLiveKey(world: World, credential: string, id: string): Promise<KeyRecord | undefined> {
  const record = await findKey(world, credential, id);
  return record?.status === 'deleted' ? undefined : record;
}

export { visibleSecret } from './secret-visibility.ts';
