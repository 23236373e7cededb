/** One tenant, user or client among those that were made or changed. */
import type { SeedClient, SeedTenant, SeedUser } from '../../specs/generated/vocabulary.ts';
import type { Changed, PeopleChanges } from './people.ts';

export interface Entries {
  readonly tenants: SeedTenant;
  readonly users: SeedUser;
  readonly clients: SeedClient;
}

export type Kind = keyof Entries;

type Lists = { readonly [K in Kind]: readonly Changed<Entries[K]>[] };

/** @param change undefined where nothing is to be kept of it */
export function replaced<K extends Kind>(
  current: PeopleChanges,
  kind: K,
  id: string,
  change: Changed<Entries[K]> | undefined,
): PeopleChanges {
  const list: Lists[K] = (current as Lists)[kind];
  const kept = list.filter((other) => other.id !== id);
  const place = list.findIndex((other) => other.id === id);
  // A changed one keeps its place in lists.
  const next = change === undefined ? kept : place < 0 ? [...kept, change] : list.with(place, change);
  return { ...current, [kind]: next };
}
