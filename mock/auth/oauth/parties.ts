/** Who may agree to what a client asks for. */
import type { AuthorizeAction } from '../../../specs/generated/vocabulary.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import type { Party } from './consent-page.ts';

/** Who may be signed in at the client's tenant; the first one is, unless the request says otherwise. Never empty. */
export function partiesOf(
  { people }: World,
  tenant: string,
  { consent_of: who = ['user'] }: Pick<AuthorizeAction, 'consent_of'>,
): readonly Party[] {
  const users = who.includes('user') ? [...people.users.values()].filter((user) => user.tenant === tenant) : [];
  const itself: Party = { id: tenant, name: people.tenants.get(tenant)?.name ?? tenant };
  return [
    ...users.map(({ id, name, username }) => ({ id, name: name ?? username ?? id })),
    ...(who.includes('tenant') || users.length === 0 ? [itself] : []),
  ];
}
