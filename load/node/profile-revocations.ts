/** Clients that may end a token of their own. */
import { clientsAt } from '../../conformance/driver/choose-credential.ts';
import type { Revocation } from '../k6/profile.ts';
import { getters } from './token-getters.ts';
import type { Getter } from './token-getters.ts';
import { introspectTemplate } from './profile-introspections.ts';
import { readAs } from './profile-reads.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { clientForm } from './profile-tokens.ts';

async function revocationOf(inputs: ProfileInputs, getter: Getter): Promise<Revocation | undefined> {
  const { credential, client, grant, label } = getter;
  const operation = inputs.contract.operations.find(
    ({ action }) => action.type === 'token.revoke' && action.credential === credential,
  );
  if (operation?.action.type !== 'token.revoke') return undefined;
  const own = clientsAt(inputs, operation, grant).find(({ client_id }) => client_id === client.client_id);
  const read = await readAs(inputs, getter);
  const introspect = await introspectTemplate(inputs, getter);
  // Where nothing shows that the token is dead, nothing is proven.
  if (own === undefined || (read === undefined && introspect === undefined)) return undefined;
  const revoke = await clientForm(inputs, operation, own, { [operation.action.parameter ?? 'token']: '__TOKEN__' });
  return { caller: label, revoke, read: read ?? null, introspect: introspect ?? null };
}

export async function revocations(inputs: ProfileInputs): Promise<Revocation[]> {
  const found = await Promise.all((await getters(inputs)).map((one) => revocationOf(inputs, one)));
  return found.filter((one) => one !== undefined);
}
