/**
 * Which of the target's credentials is good (or not good enough) for an operation. Nothing is asked of the target here.
 */
import type { Grant } from '../../specs/generated/vocabulary.ts';
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../mock/contract/compiled-contract.ts';
import type { CredentialOptions } from '../check-context.ts';
import type { Target, TargetClient, TargetKey, TargetUser } from '../target/target.ts';
import { keyAsClient } from './key-clients.ts';
import { addressOf, publicClient, sendingOf } from './link-driver.ts';
import { covers, declaredScopes, permits } from './scope-coverage.ts';
import { signs } from '../../mock/contract/signature-kinds.ts';

/** A credential that can be had, and from what. */
export type WantedCredential = {
  readonly requirement: CompiledRequirement;
  readonly tenant: string;
  /** The other credentials that the requirement wants. */
  readonly also?: readonly WantedCredential[];
} & (
  | { readonly by: 'key'; readonly key: TargetKey }
  | { readonly by: 'token'; readonly client: TargetClient; readonly grant: Grant; readonly scope: string | undefined }
  | { readonly by: 'login'; readonly user: TargetUser }
  | {
      readonly by: 'message';
      readonly operation: CompiledOperation;
      readonly user: TargetUser;
      /** Of tokens: whom they are for, by id. */
      readonly client?: string;
    }
  | { readonly by: 'link'; readonly operation: CompiledOperation; readonly key: TargetKey }
);

interface CheckedTarget {
  readonly contract: CompiledContract;
  readonly target: Target;
}

const ofTenant =
  ({ tenant, notTenant, notUser }: CredentialOptions) =>
  (one: { readonly tenant: string; readonly id?: string }): boolean =>
    (tenant === undefined || one.tenant === tenant) &&
    (notTenant === undefined || one.tenant !== notTenant) &&
    (notUser === undefined || one.id !== notUser);

/** What a key may do, by its role or its own list. */
export function keyPermissions(
  contract: CompiledContract,
  { credential: name, role, scopes }: TargetKey,
): readonly string[] {
  const credential = contract.credentials.get(name);
  if (role === null) return scopes ?? ['*'];
  return credential !== undefined && 'roles' in credential ? (credential.roles?.[role] ?? []) : ['*'];
}

/** Keys that work from here. */
export function usableKeys({ credentials, baseUrl }: Target, credential: string): TargetKey[] {
  return credentials.keys.filter(
    ({ credential: name, status, allowed_addresses: addresses, secret, certificate }) =>
      name === credential &&
      status === 'active' &&
      addresses === null &&
      // Over plain HTTP nobody can show a certificate.
      (certificate === undefined ? secret !== '' : baseUrl.startsWith('https:')),
  );
}

/**
 * What a credential that lacks a scope must not do: neither what this requirement wants nor what an alternative does.
 */
const wantedBy = ({ alternatives = [] }: CredentialOptions, requirement: CompiledRequirement) =>
  [requirement, ...alternatives.filter(({ method }) => method.credential === requirement.method.credential)].map(
    ({ scopes }) => scopes,
  );

function chooseKey(
  { contract, target }: CheckedTarget,
  requirement: CompiledRequirement,
  options: CredentialOptions,
): WantedCredential | undefined {
  const key = usableKeys(target, requirement.method.credential)
    .filter(ofTenant(options))
    .find((one) =>
      options.lacking === true
        ? wantedBy(options, requirement).every((scopes) => !permits(keyPermissions(contract, one), scopes))
        : permits(keyPermissions(contract, one), requirement.scopes),
    );
  return key && { by: 'key', requirement, tenant: key.tenant, key };
}

/**
 * The scope to ask for, so that the token covers what is wanted, or does not; null where no token of this client does.
 */
function scopeFor(
  { contract }: CheckedTarget,
  credentialName: string,
  client: TargetClient,
  wanted: readonly string[],
  lacking: readonly (readonly string[])[] | undefined,
): string | undefined | null {
  const credential = contract.credentials.get(credentialName);
  if (lacking) {
    const declared = declaredScopes(contract.document, credentialName);
    const may = (declared.length > 0 ? declared : client.scopes).filter((scope) =>
      covers(credential, client.scopes, [scope]),
    );
    return may.find((scope) => lacking.every((scopes) => !covers(credential, [scope], scopes))) ?? null;
  }
  if (!covers(credential, client.scopes, wanted)) return null;
  if (wanted.length === 0) return undefined;
  if (wanted.every((scope) => client.scopes.includes(scope))) return wanted.join(' ');
  return client.scopes.find((scope) => covers(credential, [scope], wanted)) ?? client.scopes.join(' ');
}

/** Ways in which a secret is sent as it is. */
const PLAIN = ['client_secret_basic', 'client_secret_post'];

/** Whether a client gets a token only where it connects with a certificate. */
function needsCertificate(
  { credentials, clients }: CompiledContract,
  name: string,
  clientId: string,
  registered: string | undefined,
): boolean {
  const credential = credentials.get(name);
  return (
    registered?.endsWith('tls_client_auth') === true ||
    clients.get(clientId)?.tls_client_certificate_bound_access_tokens === true ||
    (credential?.kind === 'token' && credential.certificate_bound === 'required')
  );
}

/** Clients of a token endpoint; keys stand for them where the contract says `security`. */
export function clientsAt(
  { contract, target }: CheckedTarget,
  operation: CompiledOperation,
  grant: string,
): TargetClient[] {
  const { action } = operation;
  if (!('client_authentication' in action)) return [];
  if (action.client_authentication.includes('security')) {
    return operation.requirements
      .flatMap(({ method }) => usableKeys(target, method.credential))
      .map((key) => keyAsClient(contract, action.credential, key, keyPermissions(contract, key)));
  }
  const methods = action.client_authentication;
  const clients = target.credentials.clients.filter((client) => {
    const { client_id, grants, allowed_addresses, client_secret } = client;
    // A client that always sends proofs is asked by the checks of these.
    if (contract.clients.get(client_id)?.dpop_bound_access_tokens === true) return false;
    const registered = client.token_endpoint_auth_method ?? contract.clients.get(client_id)?.token_endpoint_auth_method;
    if (allowed_addresses !== null || !grants.includes(grant)) return false;
    if (client.certificate === undefined && needsCertificate(contract, action.credential, client_id, registered))
      return false;
    // A client authenticates in the one way that it is registered with; those that sign are asked by checks of their own.
    if (registered !== undefined) return methods.some((method) => method === registered && !method.endsWith('_jwt'));
    return client_secret === null ? methods.includes('none') : methods.some((method) => PLAIN.includes(method));
  });
  return 'credential' in action ? clients.map((client) => withScopesOf(contract, action.credential, client)) : clients;
}

/** A client of several kinds of token may ask for more scopes than one kind has. */
function withScopesOf(contract: CompiledContract, credential: string, client: TargetClient): TargetClient {
  const known = declaredScopes(contract.document, credential);
  const scopes = client.scopes.filter((scope) => known.includes(scope));
  return scopes.length === 0 || scopes.length === client.scopes.length ? client : { ...client, scopes };
}

/** Whether somebody, or nobody, has to agree before a code is given, and can. */
export function consentPossible({ contract, target }: CheckedTarget, credential: string): boolean {
  const operation = contract.operations.find(
    ({ action }) => action.type === 'authorize' && action.credential === credential,
  );
  if (operation?.action.type !== 'authorize') return false;
  return target.consent.kind !== 'none' || operation.action.consent === 'headless';
}

const GRANTS: readonly Grant[] = ['client_credentials', 'authorization_code'];

function chooseToken(
  checked: CheckedTarget,
  requirement: CompiledRequirement,
  options: CredentialOptions,
): WantedCredential | undefined {
  const { credential } = requirement.method;
  if (options.lacking && requirement.scopes.length === 0) return undefined;
  const lacking = options.lacking ? wantedBy(options, requirement) : undefined;
  for (const grant of GRANTS) {
    if (grant === 'authorization_code' && !consentPossible(checked, credential)) continue;
    for (const operation of checked.contract.operations) {
      const { action } = operation;
      if (action.type !== 'token.issue' || action.credential !== credential || !action.grants.includes(grant)) continue;
      for (const client of clientsAt(checked, operation, grant).filter(ofTenant(options))) {
        const scope = scopeFor(checked, credential, client, requirement.scopes, lacking);
        if (scope !== null) return { by: 'token', requirement, tenant: client.tenant, client, grant, scope };
      }
    }
  }
  if (options.lacking) return undefined;
  for (const operation of checked.contract.operations) {
    const sent = chooseMessage(checked, operation, requirement, options);
    if (sent) return sent;
  }
  return undefined;
}

/** Whether somebody can read what people are sent. */
const readsMessages = ({ otp }: Target): boolean => otp.kind !== 'none' && otp.kind !== 'fixed';

/** What a link gives to somebody who can be sent one. */
function chooseMessage(
  { contract, target }: CheckedTarget,
  operation: CompiledOperation,
  requirement: CompiledRequirement,
  options: CredentialOptions,
): WantedCredential | undefined {
  const { action } = operation;
  const { credential } = requirement.method;
  if (action.type !== 'link.redeem' || action.credential !== credential || !readsMessages(target)) return undefined;
  const sends = sendingOf({ contract }, operation);
  for (const user of target.credentials.users.filter(ofTenant(options))) {
    if (addressOf(contract, sends, user) === undefined) continue;
    const found = { by: 'message', requirement, tenant: user.tenant, operation, user } as const;
    if (action.client === undefined) return found;
    // A link gives all the scopes that its client may have.
    const app = publicClient(
      target,
      ({ tenant, scopes }) =>
        tenant === user.tenant && covers(contract.credentials.get(credential), scopes, requirement.scopes),
    );
    if (app) return { ...found, client: app.client_id };
  }
  return undefined;
}

function chooseSession(
  { contract, target }: CheckedTarget,
  requirement: CompiledRequirement,
  options: CredentialOptions,
): WantedCredential | undefined {
  const { credential } = requirement.method;
  if (options.lacking) return undefined;
  for (const operation of contract.operations) {
    const { action } = operation;
    if (action.type === 'session.open' && action.credential === credential) {
      const user = target.credentials.users.filter(ofTenant(options)).find(({ password }) => password !== null);
      if (user) return { by: 'login', requirement, tenant: user.tenant, user };
    }
    const sent = chooseMessage({ contract, target }, operation, requirement, options);
    if (sent) return sent;
    if (action.type === 'sso.enter' && action.session === credential) {
      const key = linkKeys({ contract, target }, operation).find(ofTenant(options));
      if (key) return { by: 'link', requirement, tenant: key.tenant, operation, key };
    }
  }
  return undefined;
}

/** Keys that sign-on links may name. */
export function linkKeys({ contract, target }: CheckedTarget, { action }: CompiledOperation): TargetKey[] {
  if (action.type !== 'sso.enter') return [];
  const credential =
    action.key_credential ?? [...contract.credentials].find(([, { kind }]) => kind === 'key_pair')?.[0];
  return credential === undefined ? [] : usableKeys(target, credential);
}

function chooseMain(
  checked: CheckedTarget,
  requirement: CompiledRequirement,
  options: CredentialOptions,
): WantedCredential | undefined {
  if (requirement.method.kind === 'token') return chooseToken(checked, requirement, options);
  return requirement.method.kind === 'session'
    ? chooseSession(checked, requirement, options)
    : chooseKey(checked, requirement, options);
}

/** The caller's credential, with those that it must come with. */
function chooseOne(
  checked: CheckedTarget,
  requirement: CompiledRequirement,
  options: CredentialOptions,
): WantedCredential | undefined {
  const main = chooseMain(checked, requirement, options);
  if (main === undefined || requirement.also === undefined) return main;
  const also = requirement.also.flatMap((other) => chooseMain(checked, other, { tenant: main.tenant }) ?? []);
  return also.length === requirement.also.length ? { ...main, also } : undefined;
}

/** How much has to be asked of the target first. */
function cost(found: WantedCredential): number {
  if (found.by === 'key') return signs(found.requirement.method) ? 1 : 0;
  if (found.by === 'token') return found.grant === 'client_credentials' ? 2 : 4;
  return 3;
}

/** The cheapest credential that fits, by the order of the operation's alternatives; undefined where there is none. */
export function chooseCredential(
  checked: CheckedTarget,
  { requirements }: CompiledOperation,
  given: CredentialOptions = {},
): WantedCredential | undefined {
  const options = { ...given, alternatives: requirements };
  const wanted = options.requirement ? [options.requirement] : requirements;
  const found = wanted.flatMap((requirement) => chooseOne(checked, requirement, options) ?? []);
  return found.reduce<WantedCredential | undefined>(
    (best, one) => (best === undefined || cost(one) < cost(best) ? one : best),
    undefined,
  );
}

/** Whose the calls of an operation are, where nobody says. */
export function defaultTenant(checked: CheckedTarget, operation: CompiledOperation): string {
  const { tenants } = checked.target.credentials;
  return (
    chooseCredential(checked, operation)?.tenant ??
    (tenants.find(({ require_token }) => require_token !== true) ?? tenants[0])?.id ??
    ''
  );
}
