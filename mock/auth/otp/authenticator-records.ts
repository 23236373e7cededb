/** Enrolled authenticators, as the sandbox keeps them: one of each name for each person. */
import type { Authenticator, SeedUser } from '../../../specs/generated/vocabulary.ts';
import { contractMs } from '../../contract/durations.ts';
import type { World } from '../../sandboxes/sandbox.ts';

export type EnrolledRecord = {
  /** In base32. */
  readonly secret: string;
  /** The first counter or period whose code was not used up. */
  readonly next: number;
  /** Wrong codes in a row. */
  readonly wrong: number;
  /** Epoch milliseconds until which every code is refused. */
  readonly locked_until: number;
};

export const enrolledKey = (authenticator: string, user: string): string => `authenticator:${authenticator}:${user}`;

/** What is enrolled at start. */
export function seeded(name: string, { authenticators }: SeedUser): EnrolledRecord | undefined {
  const found = authenticators?.[name];
  return found && { secret: found.secret, next: found.counter ?? 0, wrong: 0, locked_until: 0 };
}

export function authenticatorOf({ contract }: World, name: string): Authenticator {
  const found = contract.document['x-authenticators']?.[name];
  if (found === undefined) throw new Error(`${contract.name} has no authenticator ${name}`);
  return found;
}

export const periodMs = ({ period = 'PT30S' }: Authenticator): number => contractMs(period);
