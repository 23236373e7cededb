/** Tenants, users and clients as the control plane shows them. */
import type { components } from '../../specs/generated/control.ts';
import type { SeedClient, SeedDeveloper, SeedTenant, SeedUser } from '../../specs/generated/vocabulary.ts';
import { assertionKey } from '../auth/oauth/assertion-keys.ts';
import { namesOf } from '../contract/certificate-names.ts';
import { certificateOf } from './made-certificate.ts';
import type { World } from '../sandboxes/sandbox.ts';

type Schemas = components['schemas'];

export const describeTenant = ({ id, name, require_token, profile }: SeedTenant): Schemas['Tenant'] => ({
  id,
  ...(name !== undefined && { name }),
  ...(require_token !== undefined && { require_token }),
  ...(profile !== undefined && { profile }),
});

export const describeDeveloper = ({ id, name, encryption_key }: SeedDeveloper): Schemas['Developer'] => ({
  id,
  ...(name !== undefined && { name }),
  ...(encryption_key !== undefined && { encryption_key }),
});

export function describeUser({
  id,
  tenant: of,
  name,
  username,
  password,
  domain,
  authenticators,
  profile,
}: SeedUser): Schemas['User'] {
  return {
    id,
    tenant: of,
    ...(name !== undefined && { name }),
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(domain !== undefined && { domain }),
    ...(authenticators !== undefined && { authenticators }),
    ...(profile !== undefined && { profile }),
  };
}

export async function describeClient(world: World, client: SeedClient): Promise<Schemas['Client']> {
  const {
    client_id,
    client_secret,
    name,
    tenant: of,
    grants,
    scopes,
    redirect_uris,
    post_logout_redirect_uris,
    backchannel_logout_uri,
    frontchannel_logout_uri,
    response_types,
    subject_type,
    userinfo_signed_response_alg,
    require_pushed_authorization_requests,
    allowed_addresses,
    token_lifetime,
    jwt_bearer_lifetime,
    token_endpoint_auth_method,
    assertion_key,
    jwks,
    jwks_uri,
    dpop_bound_access_tokens,
    tls_client_certificate_bound_access_tokens: bound,
    active,
    note,
  } = client;
  const certificate = await certificateOf(world, client);
  return {
    client_id,
    client_secret: client_secret ?? null,
    ...(name !== undefined && { name }),
    tenant: of,
    grants,
    scopes,
    redirect_uris: redirect_uris ?? [],
    ...(post_logout_redirect_uris !== undefined && { post_logout_redirect_uris }),
    ...(backchannel_logout_uri !== undefined && { backchannel_logout_uri }),
    ...(frontchannel_logout_uri !== undefined && { frontchannel_logout_uri }),
    ...(response_types !== undefined && { response_types }),
    ...(subject_type !== undefined && { subject_type }),
    ...(userinfo_signed_response_alg !== undefined && { userinfo_signed_response_alg }),
    ...(require_pushed_authorization_requests !== undefined && { require_pushed_authorization_requests }),
    ...(allowed_addresses !== undefined && { allowed_addresses }),
    ...(token_lifetime !== undefined && { token_lifetime }),
    ...(jwt_bearer_lifetime !== undefined && { jwt_bearer_lifetime }),
    ...(token_endpoint_auth_method !== undefined && { token_endpoint_auth_method }),
    ...(assertion_key !== undefined && { assertion_key: assertionKey(world, client_id).privateJwk }),
    ...(jwks !== undefined && { jwks }),
    ...(jwks_uri !== undefined && { jwks_uri }),
    ...(dpop_bound_access_tokens !== undefined && { dpop_bound_access_tokens }),
    ...(certificate !== undefined && { certificate }),
    ...Object.fromEntries(namesOf(client)),
    ...(bound !== undefined && { tls_client_certificate_bound_access_tokens: bound }),
    active: active ?? true,
    ...(note !== undefined && { note }),
  };
}
