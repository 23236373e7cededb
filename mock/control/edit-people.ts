/** Makes, changes and deletes tenants, users and clients; every process of the sandbox sees each change at once. */
import { replaced } from '../sandboxes/changed-entry.ts';
import type { Entries, Kind } from '../sandboxes/changed-entry.ts';
import { NO_CHANGES, peopleOf } from '../sandboxes/people.ts';
import type { People, PeopleChange, PeopleChanges } from '../sandboxes/people.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { Problem } from './control-problem.ts';
import { unknownName } from './unknown-name.ts';

const WORD: Readonly<Record<Kind, string>> = { tenants: 'tenant', users: 'user', clients: 'client' };

/** A refusal, given back instead of thrown: the store calls a change in the middle of its own work. */
type ChangeResult<T> = { readonly entry: T; readonly problem?: undefined } | { readonly problem: Problem };

async function carryOut<T>(
  world: World,
  change: (current: PeopleChanges) => PeopleChange<ChangeResult<T>>,
): Promise<T> {
  const result = await world.changePeople(change);
  if (result === undefined) throw new Problem(404, `There is no sandbox "${world.sandbox.name}" any more`);
  if (result.problem !== undefined) throw result.problem;
  return result.entry;
}

const refuse = (problem: Problem): PeopleChange<{ readonly problem: Problem }> => ({ result: { problem } });

const seen = (world: World, changes: PeopleChanges): People =>
  peopleOf(world.contract, changes, world.people.redirectUris);

/** What is wrong with an entry among those that are there. */
export type Judge<T> = (entry: T, others: People) => Problem | undefined;

/** @throws Problem 409 if the id is taken, and what the judge finds */
export function makeEntry<K extends Kind>(
  world: World,
  kind: K,
  id: string,
  entry: Entries[K],
  judge: Judge<Entries[K]>,
): Promise<Entries[K]> {
  return carryOut<Entries[K]>(world, (current) => {
    const people = seen(world, current);
    if (people[kind].has(id)) return refuse(new Problem(409, `There is a ${WORD[kind]} "${id}" already`));
    const most = world.bounds.maxPeople;
    if (current[kind].length >= most)
      return refuse(
        new Problem(
          507,
          `A sandbox keeps at most ${most} ${kind} that were made or changed; delete some, POST /reset, or start with a higher --max-people`,
        ),
      );
    const problem = judge(entry, people);
    if (problem) return refuse(problem);
    const born = current.made + 1;
    return { value: { ...replaced(current, kind, id, { id, born, entry }), made: born }, result: { entry } };
  });
}

/** @throws Problem 404 if there is none, and what the judge finds */
export function changeEntry<K extends Kind>(
  world: World,
  kind: K,
  id: string,
  make: (old: Entries[K]) => Entries[K],
  judge: Judge<Entries[K]>,
): Promise<Entries[K]> {
  return carryOut<Entries[K]>(world, (current) => {
    // As it was registered, without what the server adds to it.
    const people = peopleOf(world.contract, current, []);
    const old = (people[kind] as ReadonlyMap<string, Entries[K]>).get(id);
    if (old === undefined) return refuse(unknownName(WORD[kind], id, [...people[kind].keys()]));
    const entry = make(old);
    const problem = judge(entry, seen(world, replaced(current, kind, id, { id, born: 0, entry })));
    if (problem) return refuse(problem);
    const born = current[kind].find((change) => change.id === id)?.born ?? 0;
    return { value: replaced(current, kind, id, { id, born, entry }), result: { entry } };
  });
}

/** @throws Problem 404 if there is none, and what the judge finds */
export async function deleteEntry<K extends Kind>(
  world: World,
  kind: K,
  id: string,
  judge: Judge<Entries[K]>,
): Promise<void> {
  await carryOut<Entries[K]>(world, (current) => {
    const people = seen(world, current);
    const old = (people[kind] as ReadonlyMap<string, Entries[K]>).get(id);
    if (old === undefined) return refuse(unknownName(WORD[kind], id, [...people[kind].keys()]));
    const problem = judge(old, people);
    if (problem) return refuse(problem);
    const seeded = peopleOf(world.contract, NO_CHANGES, [])[kind].has(id);
    return {
      value: replaced(current, kind, id, seeded ? { id, born: 0, entry: null } : undefined),
      result: { entry: old },
    };
  });
}

/** @throws Problem 404 */
export function findEntry<K extends Kind>({ people }: World, kind: K, id: string): Entries[K] {
  const entry = (people[kind] as ReadonlyMap<string, Entries[K]>).get(id);
  if (entry === undefined) throw unknownName(WORD[kind], id, [...people[kind].keys()]);
  return entry;
}

/** Takes away the fields that are null. */
export function withoutNulls<T extends object>(fields: T): { readonly [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    readonly [K in keyof T]: Exclude<T[K], null>;
  };
}
