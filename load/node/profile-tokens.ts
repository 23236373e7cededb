/** How a client gets tokens, as templates. */
import { authorizeQuery } from '../../conformance/driver/authorize-query.ts';
import { authenticationOf, formRequest } from '../../conformance/driver/client-form.ts';
import { GRANT_TYPE } from '../../conformance/driver/grant-types.ts';
import type { Authentication, Form } from '../../conformance/driver/client-form.ts';
import { clientsAt, consentPossible } from '../../conformance/driver/choose-credential.ts';
import { mustPush } from '../../conformance/driver/oauth-driver.ts';
import { covers, declaredScopes } from '../../conformance/driver/scope-coverage.ts';
import type { TargetClient } from '../../conformance/target/target.ts';
import { contractMs } from '../../mock/contract/durations.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { Grant, TokenCredential } from '../../specs/generated/vocabulary.ts';
import type { Template, TokenSource } from '../k6/profile.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { templateOf } from './request-template.ts';

export const TOKEN_FACTS: readonly Fact[] = ['token.access_token', 'token.refresh_token', 'token.expires_in'];

/** A client, and the grant by which it gets a credential. */
export interface Grantee {
  readonly credential: string;
  readonly client: TargetClient;
  readonly grant: Grant;
}

/**
 * All that a client may do: its umbrella scopes, and what they leave out. Every caller has one token for all its calls.
 */
export function wholeScope({ contract }: ProfileInputs, name: string, client: TargetClient): string | undefined {
  const credential = contract.credentials.get(name);
  const declared = declaredScopes(contract.document, name);
  // A client of several kinds of token has the scopes of all of them.
  const scopes = client.scopes.filter((scope) => declared.length === 0 || declared.includes(scope));
  const umbrellas =
    credential?.kind === 'token'
      ? Object.keys(credential.scope_implies ?? {}).filter((scope) => scopes.includes(scope))
      : [];
  const asked = [...umbrellas, ...scopes.filter((scope) => !covers(credential, umbrellas, [scope]))];
  return asked.length === 0 ? undefined : asked.join(' ');
}

const endpoint = ({ contract }: ProfileInputs, credential: string, grant: string): CompiledOperation | undefined =>
  contract.operations.find(
    ({ action }) =>
      action.type === 'token.issue' && action.credential === credential && action.grants.some((one) => one === grant),
  );

/** How a client authenticates: as it is registered, else in the form where it may, else in a header. */
function wayOf(inputs: ProfileInputs, operation: CompiledOperation, client: TargetClient): Authentication | undefined {
  const methods = 'client_authentication' in operation.action ? operation.action.client_authentication : [];
  if (methods.includes('security')) return undefined;
  const registered = inputs.contract.clients.get(client.client_id)?.token_endpoint_auth_method;
  const mayPost = client.client_secret !== null && methods.includes('client_secret_post');
  return registered === undefined && mayPost ? 'post' : authenticationOf(inputs, operation, client);
}

/**
 * A form with the client's authentication. A header is made by the script, because its secret is a placeholder here.
 */
export async function clientForm(
  inputs: ProfileInputs,
  operation: CompiledOperation,
  client: TargetClient,
  fields: Form,
  facts: readonly Fact[] = [],
): Promise<Template> {
  const way = wayOf(inputs, operation, client);
  const authenticate = way === 'basic' ? 'none' : way;
  const parts = await formRequest(
    inputs,
    operation,
    client,
    fields,
    authenticate === undefined ? {} : { authenticate },
  );
  return templateOf(inputs, operation, parts, {
    facts,
    basic: way === 'basic' ? { id: client.client_id, secret: client.client_secret ?? '' } : null,
  });
}

const authorizeAt = ({ contract }: ProfileInputs, credential: string): CompiledOperation | undefined =>
  contract.operations.find(({ action }) => action.type === 'authorize' && action.credential === credential);

async function authorizeTemplate(inputs: ProfileInputs, { credential, client }: Grantee): Promise<Template | null> {
  const operation = authorizeAt(inputs, credential);
  if (operation?.action.type !== 'authorize') return null;
  const scope = wholeScope(inputs, credential, client);
  const challenge =
    operation.action.pkce === 'off' ? {} : { code_challenge: '__CHALLENGE__', code_challenge_method: 'S256' };
  const { query } = authorizeQuery(inputs, operation, client, {
    state: '__STATE__',
    ...(scope !== undefined && { scope }),
    ...challenge,
  });
  return templateOf(inputs, operation, await inputs.context.request(operation, { body: undefined, query }));
}

export async function tokenSource(inputs: ProfileInputs, grantee: Grantee): Promise<TokenSource> {
  const { credential: name, client, grant } = grantee;
  const operation = endpoint(inputs, name, grant)!;
  const credential = inputs.contract.credentials.get(name) as TokenCredential;
  const byCode = grant === 'authorization_code';
  const authorize = byCode ? await authorizeTemplate(inputs, grantee) : null;
  const issue = await clientForm(
    inputs,
    operation,
    client,
    {
      grant_type: GRANT_TYPE[grant],
      ...(byCode
        ? {
            code: '__CODE__',
            redirect_uri: client.redirect_uris[0],
            code_verifier: authorize?.url.includes('__CHALLENGE__') === true ? '__VERIFIER__' : undefined,
          }
        : { scope: wholeScope(inputs, name, client) }),
    },
    TOKEN_FACTS,
  );
  const refreshAt = endpoint(inputs, name, 'refresh_token');
  const refreshed =
    refreshAt !== undefined &&
    client.grants.includes('refresh_token') &&
    credential.refresh?.grants.some((one) => one === grant) === true;
  const refresh = refreshed
    ? await clientForm(
        inputs,
        refreshAt,
        client,
        { grant_type: 'refresh_token', refresh_token: '__REFRESH_TOKEN__' },
        TOKEN_FACTS,
      )
    : null;
  return { authorize, issue, refresh, lifetimeSeconds: contractMs(credential.lifetime) / 1000 };
}

/** Whether every token must be bound to a key or a certificate: the scripts make no proofs, and have no certificates. */
function provesKeys({ contract }: ProfileInputs, name: string): boolean {
  const credential = contract.credentials.get(name);
  return (
    credential?.kind === 'token' && (credential.dpop?.required === true || credential.certificate_bound === 'required')
  );
}

/** Every client that a run can get tokens for, one for each way. */
export function grantees(inputs: ProfileInputs): Grantee[] {
  return inputs.contract.operations.flatMap((operation) => {
    const { action } = operation;
    if (action.type !== 'token.issue' || provesKeys(inputs, action.credential)) return [];
    const authorize = authorizeAt(inputs, action.credential);
    const grants = (['client_credentials', 'authorization_code'] as const).filter(
      (grant) =>
        action.grants.includes(grant) && (grant === 'client_credentials' || consentPossible(inputs, action.credential)),
    );
    return grants.flatMap((grant) =>
      clientsAt(inputs, operation, grant)
        // A run asks with the parameters in the URL: it pushes none.
        .filter(
          (client) =>
            grant === 'client_credentials' ||
            (client.redirect_uris.length > 0 && !(authorize && mustPush(inputs.contract, authorize, client))),
        )
        .map((client) => ({ credential: action.credential, client, grant })),
    );
  });
}
