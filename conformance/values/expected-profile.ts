/** What an answer says of the caller: the user's or tenant's own names and settings. */
import type { JsonObject } from '../driver/json-values.ts';
import { userOf } from './learn-credentials.ts';
import type { Reading } from './read-fields.ts';
import type { Fault } from './expected-record.ts';
import type { ObservedAnswer } from './answer-context.ts';
import { whoCalls } from './requesting-caller.ts';

/** What is known of a user: the sandbox's are the contract's, another target's are those of its file. */
function user({ contract, target }: ObservedAnswer, id: string): JsonObject {
  const { username, domain } = target.credentials.users.find((one) => one.id === id) ?? {};
  const seeded = contract.users.get(id);
  if (!target.isMock || seeded === undefined) return { ...(username && { username }), ...(domain && { domain }) };
  return { name: seeded.name, username: seeded.username, domain: seeded.domain, ...seeded.profile };
}

function tenant({ contract, target }: ObservedAnswer, id: string): JsonObject {
  const seeded = contract.tenants.get(id);
  return target.isMock && seeded !== undefined ? { id, name: seeded.name, ...seeded.profile } : { id };
}

const tenantAgrees = ({ contract }: ObservedAnswer, credential: string): boolean =>
  contract.operations.some(
    ({ action }) =>
      action.type === 'authorize' && action.credential === credential && action.consent_of?.includes('tenant'),
  );

/** Anyone who the answer may be about. */
function candidates(observed: ObservedAnswer): readonly JsonObject[] {
  const { operation, request, target } = observed;
  const { type } = operation.action;
  if (type === 'session.open') {
    const id = userOf(observed);
    return id === undefined ? [] : [user(observed, id)];
  }
  if (type !== 'profile.get' && type !== 'userinfo') return [];
  const who = whoCalls(observed, operation, request);
  if (who?.tenant === undefined) return [];
  if (who.user) return [user(observed, who.user.id)];
  if (who.issued?.own !== false) return [tenant(observed, who.tenant)];
  // A token that was agreed to is of one of the tenant's users, or of the tenant itself where it may agree; which, the
  // suite does not know.
  const users = target.credentials.users.filter((one) => one.tenant === who.tenant).map(({ id }) => user(observed, id));
  return tenantAgrees(observed, who.issued.credential) ? [...users, tenant(observed, who.tenant)] : users;
}

/** @returns undefined where nobody knows whom the answer is about */
export function profileFaults(observed: ObservedAnswer, { named }: Reading): readonly Fault[] | undefined {
  if (observed.memory.profiles === 'changed' || observed.exchange.status >= 300) return undefined;
  const verdicts = candidates(observed).map((known) =>
    Object.entries(known).flatMap(([name, wanted]): Fault[] => {
      const stated = named.get(name);
      if (
        stated === undefined ||
        wanted === undefined ||
        typeof wanted === 'object' ||
        typeof stated.value === 'object' ||
        stated.value === wanted
      )
        return [];
      return [{ place: stated.place, wanted: `the caller's own, ${JSON.stringify(wanted)}`, got: stated.value }];
    }),
  );
  return verdicts.find((faults) => faults.length === 0) ?? verdicts[0];
}
