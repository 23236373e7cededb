/** Which seeded user a login names. */
import type { SeedUser } from '../../../specs/generated/vocabulary.ts';
import type { RecordValue } from '../../contract/fill-values.ts';
import { sameSecret } from '../secret-digest.ts';

/** What an answer may show of a seeded user; never the password. */
export function userFields({ id, name, username, domain, profile }: SeedUser): RecordValue {
  return { id, name, username, domain, ...profile };
}

/**
 * The user whose every field is as given. Each field of each user is compared to the end, so that neither the answer
 * nor its time tells which field was wrong.
 */
export function signIn(users: readonly SeedUser[], given: ReadonlyMap<string, string>): SeedUser | undefined {
  let found: SeedUser | undefined;
  for (const user of users) {
    const fields = user as unknown as Readonly<Record<string, unknown>>;
    let fits = true;
    for (const [field, text] of given) {
      const value = fields[field];
      const same = sameSecret(typeof value === 'string' ? value : '', text);
      fits = typeof value === 'string' && same && fits;
    }
    if (fits) found ??= user;
  }
  return found;
}
