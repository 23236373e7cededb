/**
 * A family is everything that descends from one authorization: its code, access tokens and refresh tokens. It is
 * revoked by a mark of its own, so that tokens still being minted while it is revoked are born dead.
 *
 * @see RFC 6749 §4.1.2, RFC 9700 §4.14.2
 */
import { familyKey } from './token-records.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { World } from '../../sandboxes/sandbox.ts';

export function revokeFamily(world: World, family: string): Awaitable<boolean> {
  return world.store.set(familyKey(family), 'revoked', { unrefused: true });
}

export function familyMark(world: World, family: string): Awaitable<string | undefined> {
  return world.store.get<string>(familyKey(family));
}
