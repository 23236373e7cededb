/** Who exists in a world: the contract's tenants, users and clients, with what the control plane changed of them. */
import type { SeedClient, SeedTenant, SeedUser } from '../../specs/generated/vocabulary.ts';
import type { CompiledContract } from '../contract/compiled-contract.ts';

/** One that was made, changed or deleted since the sandbox started. */
export type Changed<T> = {
  readonly id: string;
  /**
   * Number of the change that made it; 0 for the contract's own. Another one of the same id is another client or user.
   */
  readonly born: number;
  /** Null: one of the contract's that was deleted. */
  readonly entry: T | null;
};

/** What has to be kept, and where several processes serve the sandbox shared, to know who exists. */
export type PeopleChanges = {
  /** How many were made. */
  readonly made: number;
  readonly tenants: readonly Changed<SeedTenant>[];
  readonly users: readonly Changed<SeedUser>[];
  readonly clients: readonly Changed<SeedClient>[];
};

export const NO_CHANGES: PeopleChanges = { made: 0, tenants: [], users: [], clients: [] };

export interface People {
  readonly tenants: ReadonlyMap<string, SeedTenant>;
  readonly users: ReadonlyMap<string, SeedUser>;
  readonly clients: ReadonlyMap<string, SeedClient>;
  /** Registered with every client that may ask for authorization codes, by how the server was started. */
  readonly redirectUris: readonly string[];
  /** What makes them differ from the contract's. */
  readonly changes: PeopleChanges;
}

/** A change, and what the one who asked for it is told; without `value` nothing changes. */
export interface PeopleChange<T> {
  readonly value?: PeopleChanges;
  readonly result: T;
}

function withChanges<T>(seeded: ReadonlyMap<string, T>, changes: readonly Changed<T>[]): ReadonlyMap<string, T> {
  if (changes.length === 0) return seeded;
  const all = new Map(seeded);
  for (const { id, entry } of changes) {
    if (entry === null) all.delete(id);
    else all.set(id, entry);
  }
  return all;
}

const takesCodes = ({ grants }: SeedClient): boolean => grants.includes('authorization_code');

function withRedirects(
  clients: ReadonlyMap<string, SeedClient>,
  uris: readonly string[],
): ReadonlyMap<string, SeedClient> {
  if (uris.length === 0) return clients;
  return new Map(
    [...clients].map(([id, client]) => [
      id,
      takesCodes(client)
        ? { ...client, redirect_uris: [...new Set([...(client.redirect_uris ?? []), ...uris])] }
        : client,
    ]),
  );
}

/** @param redirectUris registered with every client that may ask for authorization codes */
export function peopleOf(contract: CompiledContract, changes: PeopleChanges, redirectUris: readonly string[]): People {
  return {
    tenants: withChanges(contract.tenants, changes.tenants),
    users: withChanges(contract.users, changes.users),
    clients: withRedirects(withChanges(contract.clients, changes.clients), redirectUris),
    redirectUris,
    changes,
  };
}
