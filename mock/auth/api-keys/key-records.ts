/**
 * Keys as the sandbox keeps them: who they belong to, whether they still work, and how they are found. Found by id
 * (pairs) or by the hash of the secret (lone keys), so that no look-up compares a secret byte by byte.
 */
import type { CertificateName } from '../../../specs/generated/vocabulary.ts';
import { keyName, plainName } from '../../contract/certificate-names.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import { digest, sameSecret } from '../secret-digest.ts';

export type KeyRecord = {
  readonly credential: string;
  /** The public half of a pair; the label of a lone key. */
  readonly id: string;
  /** Shared, or the private key of a pair; empty where the sandbox knows the public one alone. */
  readonly secret: string;
  /** Of a key pair that signs, as PEM. */
  readonly public_key: string | null;
  /** Of a key that is known by its certificate: the name in it. */
  readonly certificate: CertificateName | null;
  /** The secret before this one, while it goes on: until this instant in epoch milliseconds. */
  readonly previous: { readonly secret: string; readonly until: number } | null;
  readonly tenant: string;
  readonly user: string | null;
  readonly name: string | null;
  readonly role: string | null;
  readonly platform: string | null;
  readonly primary: boolean;
  readonly status: 'active' | 'blocked' | 'deleted';
  readonly allowed_addresses: readonly string[] | null;
  readonly scopes: readonly string[] | null;
  /** Epoch milliseconds. */
  readonly created_at: number;
  readonly secret_made_at: number;
  readonly regenerated: boolean;
  /** When it was blocked or deleted; its tokens live on for the credential's `dies_with_key`. */
  readonly ended_at: number | null;
};

const idKey = (credential: string, id: string): string => `key:${credential}:${id}`;
const secretKey = (credential: string, secret: string): string => `keyhash:${credential}:${digest(secret)}`;

export function findKey(world: World, credential: string, id: string): Awaitable<KeyRecord | undefined> {
  return world.store.get<KeyRecord>(idKey(credential, id));
}

export function findKeyBySecret(world: World, credential: string, secret: string): Awaitable<KeyRecord | undefined> {
  return chain(world.store.get<string>(secretKey(credential, secret)), (id) =>
    id === undefined ? undefined : findKey(world, credential, id),
  );
}

/** Where a key of a certificate is found: by its name, as any other is by its secret. */
const nameKeys = ({ credential, id, certificate }: KeyRecord): readonly string[] =>
  certificate === null ? [] : [secretKey(credential, plainName(keyName(id, certificate)))];

/** The first key that registered one of these names. */
export function findKeyByNames(
  world: World,
  credential: string,
  names: readonly string[],
): Awaitable<KeyRecord | undefined> {
  const [first, ...rest] = names;
  return first === undefined
    ? undefined
    : chain(findKeyBySecret(world, credential, first), (key) =>
        key === undefined || key.status === 'deleted' ? findKeyByNames(world, credential, rest) : key,
      );
}

/** Whether a secret is the key's: the one it has, or the one before it while that goes on. */
export function opens({ secret, previous }: KeyRecord, given: string, now: number): boolean {
  return sameSecret(secret, given) || (previous !== null && now < previous.until && sameSecret(previous.secret, given));
}

/** Adds a key that is new. */
export async function addKey(world: World, record: KeyRecord): Promise<void> {
  await world.store.set(idKey(record.credential, record.id), record);
  if (record.secret !== '') await world.store.set(secretKey(record.credential, record.secret), record.id);
  for (const place of nameKeys(record)) await world.store.set(place, record.id);
  await listKeysOf(world, [record]);
}

const secretsOf = ({ secret, previous }: KeyRecord): readonly string[] =>
  (previous === null ? [secret] : [secret, previous.secret]).filter((one) => one !== '');

/**
 * Changes a key that was not deleted, in one step: of two changes at once each is made of what the other left, and a
 * key that one deletes is changed by no other.
 *
 * @param change of the key as it stands; undefined leaves it. It may be asked several times
 * @returns the key as it stands then; undefined if it is not there any more
 */
export async function changeKey(
  world: World,
  { credential, id }: Pick<KeyRecord, 'credential' | 'id'>,
  change: (current: KeyRecord) => Partial<KeyRecord> | undefined,
): Promise<KeyRecord | undefined> {
  const { store } = world;
  const [old, now] = await store.swap<KeyRecord, readonly [KeyRecord, KeyRecord] | readonly []>(
    idKey(credential, id),
    (current) => {
      if (current === undefined || current.status === 'deleted') return { result: [] };
      const changed = change(current);
      if (changed === undefined) return { result: [current, current] };
      const value = { ...current, ...changed };
      return { value, result: [current, value] };
    },
  );
  if (old === undefined || now === undefined || now === old) return now;
  for (const secret of secretsOf(now)) await store.set(secretKey(credential, secret), id);
  for (const secret of secretsOf(old)) {
    if (secretsOf(now).includes(secret)) continue;
    await store.take(secretKey(credential, secret));
    // Another change may have made it the key's again meanwhile.
    const latest = await findKey(world, credential, id);
    if (latest && secretsOf(latest).includes(secret)) await store.set(secretKey(credential, secret), id);
  }
  return now;
}

/** Takes the place of a tenant's one primary key of a kind. @returns the id of the key that has it, if another does */
export async function claimPrimary(
  world: World,
  { credential, tenant, id }: Pick<KeyRecord, 'credential' | 'tenant' | 'id'>,
): Promise<string | undefined> {
  const place = `keyprimary:${credential}:${tenant}`;
  for (;;) {
    const holder = await world.store.get<string>(place);
    const key = holder === undefined ? undefined : await findKey(world, credential, holder);
    if (key !== undefined && key.status !== 'deleted') return key.id;
    const claimed = await world.store.swap<string, boolean>(place, (current) =>
      current === holder ? { value: id, result: true } : { result: false },
    );
    if (claimed) return undefined;
  }
}

/**
 * Adds keys that the contract has; one that is there already stays as it is, whatever became of it. What a store far
 * away is asked goes in as few rounds as can be.
 */
export async function seedKeys(world: World, records: readonly KeyRecord[]): Promise<void> {
  const ifAbsent = true;
  await Promise.all(
    records.flatMap((record) => [
      world.store.set(idKey(record.credential, record.id), record, { ifAbsent, unrefused: true }),
      // After the key got another secret this one leads to it all the same, and is not the key's: it opens nothing.
      ...secretsOf(record).map((secret) =>
        world.store.set(secretKey(record.credential, secret), record.id, { ifAbsent }),
      ),
      ...nameKeys(record).map((place) => world.store.set(place, record.id, { ifAbsent })),
    ]),
  );
  await Promise.all([
    ...records.filter(({ primary }) => primary).map((record) => claimPrimary(world, record)),
    listKeysOf(world, records),
  ]);
}

const listKeysOf = (world: World, records: readonly KeyRecord[]): Awaitable<boolean> =>
  world.store.swap<readonly string[], boolean>('keys', (keys = []) => {
    const added = records.map(({ credential, id }) => `${credential}:${id}`).filter((entry) => !keys.includes(entry));
    return added.length === 0 ? { result: false } : { value: [...keys, ...added], result: true };
  });

/** Every key, deleted ones included, in the order they were made. */
export async function listKeys(world: World): Promise<readonly KeyRecord[]> {
  const entries = (await world.store.get<readonly string[]>('keys')) ?? [];
  const records = await Promise.all(entries.map((entry) => world.store.get<KeyRecord>(`key:${entry}`)));
  return records.filter((record) => record !== undefined);
}
