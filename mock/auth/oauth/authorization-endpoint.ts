/**
 * The authorization endpoint.
 *
 * @see RFC 6749 §3.1, §4.1; RFC 9207
 */
import { chain } from '../../state/awaitable.ts';
import { contractMs } from '../../contract/durations.ts';
import { findClient, findRedirectUri, parameter, REDIRECTED_CHECKS } from './authorization-checks.ts';
import { bindCredential } from './bound-credential.ts';
import { issueCode } from './authorization-codes.ts';
import { consentPage } from './consent-page.ts';
import type { Party } from './consent-page.ts';
import { issuer } from './issuer.ts';
import { actionOf, isRefusal, operationsWith, refused } from './found-or-refused.ts';
import { pkceMode } from './pkce.ts';
import { encodedState, redirect, redirectError } from './redirect-response.ts';
import { scopeList } from './scopes.ts';
import { openTransaction } from './pending-authorizations.ts';
import type { AuthorizationRequest } from './authorization-checks.ts';
import type { BoundCredential } from './bound-credential.ts';
import type { Authorization } from './authorization-codes.ts';
import type { ReturnAddress } from './redirect-response.ts';
import type { AuthorizeAction, SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';
import type { World } from '../../sandboxes/sandbox.ts';

interface Endpoint {
  readonly operation: CompiledOperation;
  readonly action: AuthorizeAction;
  readonly bound: BoundCredential;
  readonly codeLifetimeMs: number;
  /** Path below the mount that the consent page posts to; undefined where the contract has no such operation. */
  readonly decidePath: string | undefined;
  /** Whether the contract has an answer for the consent page; without it nobody can be asked. */
  readonly hasPage: boolean;
}

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

const signedInFirst = (parties: readonly Party[], id: string): readonly Party[] =>
  [...parties].sort((a, b) => Number(b.id === id) - Number(a.id === id));

function showPage(
  call: Call,
  { action, bound, decidePath }: Endpoint,
  client: SeedClient,
  transaction: string,
  authorization: Authorization,
): Outcome {
  const {
    mount,
    world: { people },
  } = call;
  const { known } = bound.scopes;
  return {
    answer: {
      status: 200,
      ...consentPage({
        client: client.name ?? client.client_id,
        tenant: people.tenants.get(client.tenant)?.name ?? client.tenant,
        redirectUri: authorization.redirect_uri,
        scopes: scopeList(authorization.scope).map((name) => ({ name, description: known.get(name) ?? '' })),
        parties: signedInFirst(partiesOf(call.world, client.tenant, action), authorization.user),
        transaction,
        action: mount + (decidePath ?? ''),
      }),
    },
  };
}

/** Asks a person, or where the contract or a setting says so, takes their consent for granted. */
function askConsent(
  call: Call,
  endpoint: Endpoint,
  client: SeedClient,
  authorization: Authorization,
  back: ReturnAddress,
): Awaitable<Outcome> {
  const { action, operation, codeLifetimeMs } = endpoint;
  const { consent } = call.world.settings;
  const mode = consent === 'contract' ? (action.consent ?? 'page') : consent;
  if (mode === 'headless' || endpoint.decidePath === undefined || !endpoint.hasPage) {
    return chain(issueCode(call, authorization, codeLifetimeMs, action.code_format), (code) =>
      redirect(302, back, { code }),
    );
  }
  return chain(openTransaction(call, { operation: operation.id, authorization, back }), (id) =>
    showPage(call, endpoint, client, id, authorization),
  );
}

function authorizeRequest(call: Call, endpoint: Endpoint): Awaitable<Outcome> {
  const { action, bound } = endpoint;
  const client = findClient(call, action.client_parameter ?? 'client_id');
  if (isRefusal(client)) return refused(client);
  const redirectUri = findRedirectUri(call, client, action.loopback_port === 'any');
  if (isRefusal(redirectUri)) return refused(redirectUri);
  const back: ReturnAddress = {
    redirect_uri: redirectUri.uri,
    state: encodedState(call.request.queryString, parameter(call, 'state')),
    iss: action.iss ? issuer(call, bound.credential) : null,
  };
  const request: AuthorizationRequest = { call, action, bound, client, scope: '', challenge: null };
  for (const check of REDIRECTED_CHECKS) {
    const error = check(request);
    if (error) return redirectError(302, back, error, endpoint.operation.pointer);
  }
  const parties = partiesOf(call.world, client.tenant, action);
  const hint = parameter(call, 'login_hint');
  const authorization: Authorization = {
    client: client.client_id,
    tenant: client.tenant,
    user: (parties.find(({ id }) => id === hint) ?? parties[0]!).id,
    credential: bound.name,
    scope: request.scope,
    redirect_uri: redirectUri.uri,
    redirect_named: redirectUri.named,
    challenge: request.challenge,
    pkce: pkceMode(call, action),
  };
  return askConsent(call, endpoint, client, authorization, back);
}

export function authorize(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'authorize');
  const decisions = operationsWith(contract.operations, 'authorize.decide');
  const endpoint: Endpoint = {
    operation,
    action,
    bound: bindCredential(contract, action.credential),
    codeLifetimeMs: contractMs(action.code_lifetime),
    decidePath: (decisions.find((decision) => decision.operation.path === operation.path) ?? decisions[0])?.operation
      .path,
    hasPage: operation.answers.some(({ status }) => status === 200),
  };
  return (call) => authorizeRequest(call, endpoint);
}
