/** What a reset does to a sandbox: everything that it remembers goes, then the contract's own keys come back. */
import { seedKeys } from '../auth/api-keys/key-records.ts';
import { keyName, writtenName } from '../contract/certificate-names.ts';
import { halvesOf, newPair, registeredKey } from '../auth/api-keys/key-pairs.ts';
import type { Halves } from '../auth/api-keys/key-pairs.ts';
import type { KeyRecord } from '../auth/api-keys/key-records.ts';
import type { Sandbox, World } from './sandbox.ts';

const isCertificate = ({ contract }: World, credential: string): boolean =>
  contract.credentials.get(credential)?.kind === 'certificate';

/** The key of a seeded certificate is the same in every process, and after each reset. */
const certificateHalves = ({ sandbox, contract }: World, credential: string, id: string): Halves =>
  newPair(
    'ecdsa-p256-sha256',
    contract,
    credential,
    `${sandbox.seed}:${contract.name}:certificate:${credential}:${id}`,
  );

/** The contract's keys; what is there already stays as it is, changed or deleted. @param now when they were made */
export function seedContractKeys(world: World, now = world.clock.now()): Promise<void> {
  return seedKeys(
    world,
    (world.contract.seed.keys ?? []).map(
      ({
        credential,
        id,
        secret = '',
        public_key: registered,
        certificate,
        tenant,
        user,
        name,
        role,
        platform,
        primary,
        status,
        allowed_addresses,
        scopes,
      }): KeyRecord => ({
        credential,
        id,
        ...(registered !== undefined
          ? { ...registeredKey(world.contract, credential, registered), secret }
          : isCertificate(world, credential)
            ? certificateHalves(world, credential, id)
            : halvesOf(world.contract, credential, secret)),
        certificate: isCertificate(world, credential) ? writtenName(keyName(id, certificate)) : null,
        previous: null,
        tenant,
        user: user ?? null,
        name: name ?? null,
        role: role ?? null,
        platform: platform ?? null,
        primary: primary ?? false,
        status: status ?? 'active',
        allowed_addresses: allowed_addresses ?? null,
        scopes: scopes ?? null,
        created_at: now,
        secret_made_at: now,
        regenerated: false,
        ended_at: status === 'blocked' ? now : null,
      }),
    ),
  );
}

/** Forgets passwords sent, the journal, webhooks that wait, and every record, token, session and key. */
export async function emptySandbox({ inbox, journal, worlds }: Sandbox): Promise<void> {
  for (const { webhooks } of worlds.values()) webhooks?.forget();
  await Promise.all([inbox.clear(), journal.clear(), ...[...worlds.values()].map(({ store }) => store.clear(''))]);
}

/** Puts back what each contract has from the start. @param madeAt epoch milliseconds; default now */
export async function seedSandbox({ worlds }: Sandbox, madeAt?: number): Promise<void> {
  await Promise.all([...worlds.values()].map((world) => seedContractKeys(world, madeAt)));
}
