/** Clients that trade assertions of their own for tokens. */
import { formRequest } from '../../conformance/driver/client-form.ts';
import { GRANT_TYPE } from '../../conformance/driver/grant-types.ts';
import type { TargetClient } from '../../conformance/target/target.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { AssertionFlow, AssertionRecipe, Call } from '../k6/profile.ts';
import { labelOf, refusedWith } from './profile-calls.ts';
import { readAs } from './profile-reads.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { KEY_SLOT } from './placeholders.ts';
import { templateOf } from './request-template.ts';
import { TOKEN_FACTS } from './profile-tokens.ts';

/** By the key's type, where it does not say; undefined for a key that k6's scripts cannot sign with. */
function algorithmOf({ kty, crv, alg }: Readonly<Record<string, unknown>>): AssertionRecipe['algorithm'] | undefined {
  const own = kty === 'RSA' ? 'RS256' : kty === 'EC' && crv === 'P-256' ? 'ES256' : undefined;
  return alg === undefined || alg === own ? own : undefined;
}

async function flowOf(
  inputs: ProfileInputs,
  operation: CompiledOperation,
  credential: string,
  client: TargetClient,
): Promise<AssertionFlow | undefined> {
  const algorithm = client.assertion_key === null ? undefined : algorithmOf(client.assertion_key);
  if (algorithm === undefined) return undefined;
  // The assertion is the client's proof, and its scope is what the endpoint grants where none is named (RFC 7521 §4.1).
  const parts = await formRequest(inputs, operation, undefined, {
    grant_type: GRANT_TYPE['jwt_bearer'],
    assertion: '__ASSERTION__',
  });
  const issue = templateOf(inputs, operation, parts, { facts: TOKEN_FACTS });
  const caller = labelOf('assertion', client.client_id);
  // Nobody gets this caller's tokens but by assertions: it is no caller as others are.
  const read: Call | undefined = await readAs(
    { ...inputs, callers: new Map() },
    { credential, client, grant: 'jwt_bearer' },
  );
  return {
    caller,
    issue,
    read: read ? { ...read, caller } : null,
    dead: refusedWith(operation, 'invalid_grant'),
    recipe: { client: client.client_id, audience: issue.url, algorithm, key: String(client.assertion_key![KEY_SLOT]) },
  };
}

export async function assertions(inputs: ProfileInputs): Promise<AssertionFlow[]> {
  const found: AssertionFlow[] = [];
  for (const operation of inputs.contract.operations) {
    const { action } = operation;
    if (action.type !== 'token.issue' || !action.grants.includes('jwt_bearer')) continue;
    const clients = inputs.target.credentials.clients.filter(
      ({ grants, allowed_addresses }) => grants.includes('jwt_bearer') && allowed_addresses === null,
    );
    for (const client of clients)
      found.push(...[await flowOf(inputs, operation, action.credential, client)].filter((flow) => flow !== undefined));
  }
  return found;
}
