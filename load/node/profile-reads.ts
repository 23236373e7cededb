/** Calls that read, by the credentials that a scenario is about. */
import type { CompiledOperation, CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Call } from '../k6/profile.ts';
import { covers } from '../../conformance/driver/scope-coverage.ts';
import { callOf, callsOf } from './profile-calls.ts';
import type { CredentialKind } from './profile-calls.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import type { Grantee } from './profile-tokens.ts';

/** A run shares its time out among these. */
const MOST_OPERATIONS = 6;

const READS: readonly string[] = ['resource.list', 'profile.get', 'userinfo', 'page', 'reply'];

/** Operations without side effects that name no record, lists first. */
const readable = ({ operations }: CompiledContract): CompiledOperation[] =>
  operations
    .filter(
      ({ method, path, action, stepUp }) =>
        method === 'GET' && READS.includes(action.type) && !path.includes('{') && stepUp === undefined,
    )
    .sort((a, b) => READS.indexOf(a.action.type) - READS.indexOf(b.action.type));

export async function readsBy(inputs: ProfileInputs, ...kinds: readonly CredentialKind[]): Promise<Call[]> {
  const calls: Call[][] = [];
  for (const operation of readable(inputs.contract)) {
    const found = await callsOf(inputs, operation, { kinds, everyWay: kinds.includes('hmac') });
    if (found.length > 0 && calls.length < MOST_OPERATIONS) calls.push(found);
  }
  return calls.flat();
}

/** A read by this client's token; undefined where it may read nothing. */
export async function readAs(inputs: ProfileInputs, { credential, client, grant }: Grantee): Promise<Call | undefined> {
  for (const operation of readable(inputs.contract)) {
    const requirement = operation.requirements.find(
      ({ method, scopes }) =>
        method.credential === credential && covers(inputs.contract.credentials.get(credential), client.scopes, scopes),
    );
    if (requirement)
      return callOf(
        inputs,
        operation,
        { by: 'token', requirement, tenant: client.tenant, client, grant, scope: undefined },
        { kinds: ['token'] },
      );
  }
  return undefined;
}
