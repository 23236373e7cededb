/** A control plane's credential sheet, as a target's credentials. */
import type { components } from '../../specs/generated/control.ts';
import type { Seed } from '../../specs/generated/vocabulary.ts';
import type { TargetCredentials, TargetKey } from '../target/target.ts';

type Schemas = components['schemas'];

export type CredentialSheet = Schemas['CredentialSheet'];
export type SheetKey = Schemas['Key'];

/** A secret that is no longer shown is empty: the key cannot be used. */
export function keyFrom({
  credential,
  id,
  secret,
  certificate,
  tenant,
  role,
  scopes,
  user,
  status,
  allowed_addresses,
}: SheetKey): TargetKey {
  return {
    credential,
    id,
    secret: secret ?? '',
    ...(certificate !== undefined && { certificate }),
    tenant,
    role: role ?? null,
    scopes: scopes ?? null,
    user: user ?? null,
    status,
    allowed_addresses: allowed_addresses ?? null,
  };
}

/** @param seed of the contract: it has the secrets that the sheet no longer shows */
export function credentialsFrom(
  { tenants, developers, clients, keys, users }: CredentialSheet,
  seed: Seed,
): TargetCredentials {
  const seeded = (key: SheetKey): SheetKey =>
    key.secret === null
      ? {
          ...key,
          secret:
            seed.keys?.find(({ credential, id }) => credential === key.credential && id === key.id)?.secret ?? null,
        }
      : key;
  const clientsThat = (wanted: boolean): TargetCredentials['clients'] =>
    clients
      .filter(({ active }) => active === wanted)
      .map(({ allowed_addresses, assertion_key, token_endpoint_auth_method: method, ...client }) => ({
        client_id: client.client_id,
        client_secret: client.client_secret,
        tenant: client.tenant,
        grants: client.grants,
        scopes: client.scopes,
        redirect_uris: client.redirect_uris,
        post_logout_redirect_uris: client.post_logout_redirect_uris ?? [],
        allowed_addresses: allowed_addresses ?? null,
        assertion_key: assertion_key === undefined ? null : { ...assertion_key },
        ...(method !== undefined && { token_endpoint_auth_method: method }),
        ...(client.response_types !== undefined && { response_types: client.response_types }),
        ...(client.certificate !== undefined && { certificate: client.certificate }),
        ...(client.require_pushed_authorization_requests !== undefined && {
          require_pushed_authorization_requests: client.require_pushed_authorization_requests,
        }),
      }));
  return {
    tenants: tenants.map(({ id, require_token, webhook_secret }) => ({
      id,
      ...(require_token !== undefined && { require_token }),
      ...(webhook_secret !== undefined && { webhook_secret }),
    })),
    developers: developers.map(({ id, encryption_key }) => ({ id, encryption_key: encryption_key ?? null })),
    clients: clientsThat(true),
    inactiveClients: clientsThat(false),
    keys: keys.map((key) => keyFrom(seeded(key))),
    users: users.map(({ id, tenant, username, password, domain }) => ({
      id,
      tenant,
      username: username ?? null,
      password: password ?? null,
      domain: domain ?? null,
    })),
  };
}

/** Every value of a target's credentials that no report may show. */
export function secretsOf({ clients, inactiveClients, keys, users, developers }: TargetCredentials): string[] {
  return [
    ...[...clients, ...inactiveClients].flatMap(({ client_secret, assertion_key, certificate }) => [
      client_secret,
      certificate?.key,
      assertion_key?.['d'],
    ]),
    ...keys.flatMap(({ secret, certificate }) => [secret, certificate?.key]),
    ...users.map(({ password }) => password),
    ...developers.map(({ encryption_key }) => encryption_key),
  ].filter((value): value is string => typeof value === 'string' && value !== '');
}
