/**
 * Claims about a person, of the seeded profile.
 *
 * @see OpenID Connect Core §5.1, §5.4
 */
import type { IdToken } from '../../../specs/generated/vocabulary.ts';
import type { Value } from '../../state/stores/store.ts';
import type { World } from '../../sandboxes/sandbox.ts';

export type PersonClaims = Readonly<Record<string, Value>>;

/** Names that the scopes open. */
export const claimsOfScopes = ({ scope_claims: opened }: IdToken, scopes: readonly string[]): readonly string[] =>
  scopes.flatMap((scope) => (Object.hasOwn(opened, scope) ? opened[scope]! : []));

/** Every name that any scope opens. */
export const claimsSupported = ({ scope_claims: opened }: IdToken): readonly string[] => [
  ...new Set(Object.values(opened).flat()),
];

/** Those of the names that something is known of; others are left out without an error (§5.5.1). */
export function personClaims({ people }: World, openid: IdToken, user: string, names: readonly string[]): PersonClaims {
  const person = people.users.get(user);
  if (person === undefined) return {};
  const known: Readonly<Record<string, unknown>> = {
    name: person.name,
    preferred_username: person.username,
    ...person.profile,
  };
  const allowed = claimsSupported(openid);
  return Object.fromEntries(
    [...new Set(names)].flatMap((name) =>
      allowed.includes(name) && Object.hasOwn(known, name) && known[name] !== undefined
        ? [[name, known[name] as Value]]
        : [],
    ),
  );
}
