/** Whether the client, tenant and person behind a token, code or session still exist. */
import { NO_CHANGES } from '../sandboxes/people.ts';
import type { Changed } from '../sandboxes/people.ts';
import type { World } from '../sandboxes/sandbox.ts';

/** Whom a token, a code or a session is of. */
interface Bearer {
  /** Null where it is not of a client. */
  readonly client: string | null;
  readonly tenant: string;
  readonly user: string | null;
}

const bornOf = (list: readonly Changed<unknown>[], id: string): number =>
  list.find((change) => change.id === id)?.born ?? 0;

/**
 * Tells the client and the user of a token from others of the same ids, made after these were deleted.
 *
 * @returns undefined if one of them is gone; empty for the contract's own
 */
export function lineage({ people, contract }: World, { client, tenant, user }: Bearer): string | undefined {
  const { changes } = people;
  if (changes === NO_CHANGES) return '';
  if (client !== null && !people.clients.has(client)) return undefined;
  // A tenant may speak for itself.
  if (user !== null && !people.users.has(user) && (contract.users.has(user) || user !== tenant)) return undefined;
  const born = [client === null ? 0 : bornOf(changes.clients, client), user === null ? 0 : bornOf(changes.users, user)];
  return born.every((number) => number === 0) ? '' : born.join('.');
}

/** Whether the client and the user that it was given for are still there. */
export function stillThere(world: World, bearer: Bearer & { readonly lineage?: string | undefined }): boolean {
  return lineage(world, bearer) === (bearer.lineage ?? '');
}
