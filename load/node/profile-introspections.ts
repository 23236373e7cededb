/** Clients that may ask what a token is. */
import { clientsAt } from '../../conformance/driver/choose-credential.ts';
import type { TargetClient } from '../../conformance/target/target.ts';
import type { Grant } from '../../specs/generated/vocabulary.ts';
import type { Introspection, Template } from '../k6/profile.ts';
import { getters } from './token-getters.ts';
import type { Getter } from './token-getters.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { clientForm } from './profile-tokens.ts';

const GRANTS: readonly Grant[] = ['client_credentials', 'authorization_code'];

/** Asks about a token of this client: the client itself, or one of its tenant that has a secret. */
export async function introspectTemplate(
  inputs: ProfileInputs,
  { credential, client }: Getter,
): Promise<Template | undefined> {
  const operation = inputs.contract.operations.find(
    ({ action }) => action.type === 'token.introspect' && action.credential === credential,
  );
  if (operation?.action.type !== 'token.introspect') return undefined;
  const { parameter = 'token' } = operation.action;
  const may: readonly TargetClient[] = GRANTS.flatMap((grant) => clientsAt(inputs, operation, grant)).filter(
    ({ client_secret }) => client_secret !== null,
  );
  const asker =
    may.find(({ client_id }) => client_id === client.client_id) ?? may.find(({ tenant }) => tenant === client.tenant);
  return asker && clientForm(inputs, operation, asker, { [parameter]: '__TOKEN__' }, ['token.active']);
}

export async function introspections(inputs: ProfileInputs): Promise<Introspection[]> {
  const found = await Promise.all(
    (await getters(inputs)).map(async (one) => ({
      caller: one.label,
      introspect: await introspectTemplate(inputs, one),
    })),
  );
  return found.flatMap(({ caller, introspect }) => (introspect === undefined ? [] : [{ caller, introspect }]));
}
