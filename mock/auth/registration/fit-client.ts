/**
 * Validates a client, whoever registers it: its tenant, grants, scopes and authentication methods must be the contract's.
 */
import { capital } from '../../contract/capital.ts';
import type { ClientAuthentication, SeedClient } from '../../../specs/generated/vocabulary.ts';
import { certificateFlaw } from '../../contract/certificate-names.ts';
import { usesCertificates } from '../../contract/uses-certificates.ts';
import { isCertificateWay } from '../certificates/client-certificate.ts';
import { hasKeys } from '../oauth/client-assertion.ts';
import { isLoopbackUri } from '../../contract/loopback-uri.ts';
import { isRange } from '../api-keys/new-key.ts';
import { holds, typesOf } from '../oauth/response-types.ts';
import { bindScopeRules } from '../oauth/scope-rules.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import type { People } from '../../sandboxes/people.ts';
import { readPublicKey } from '../../contract/public-key.ts';
import { suggestion } from '../../contract/did-you-mean.ts';
import { redirectUriFlaw } from '../../contract/redirect-uri.ts';

const issuing = ({ operations }: CompiledContract) =>
  operations.flatMap(({ action }) => (action.type === 'token.issue' ? [action] : []));

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** Grants that clients can use, by all of the contract's token endpoints. */
export function grantsOf(contract: CompiledContract): readonly string[] {
  return unique(
    issuing(contract)
      .filter(({ client_authentication: ways }) => !ways.includes('security'))
      .flatMap(({ grants }) => grants),
  );
}

/** Ways in which clients authenticate, by all of the contract's token endpoints. */
export const waysOf = (contract: CompiledContract): readonly ClientAuthentication[] =>
  unique(issuing(contract).flatMap(({ client_authentication: ways }) => ways));

/** Every scope that the contract's tokens can carry. */
export function scopesOf(contract: CompiledContract): readonly string[] {
  return unique(
    [...contract.credentials].flatMap(([name, credential]) =>
      credential.kind === 'token' ? [...bindScopeRules(contract, name, credential).known.keys()] : [],
    ),
  );
}

/** What is wrong with a client, in a sentence or two. */
type Flaw = string;

const bad = (detail: Flaw): Flaw => detail;

function unknownName(what: string, name: string, known: readonly string[]): Flaw {
  const hint = suggestion(name, known);
  return `There is no ${what} "${name}"${hint === undefined ? '' : `; ${hint}`}`;
}

const namesOf = (
  contract: CompiledContract,
  { tenant, grants, scopes }: SeedClient,
  people: People,
): Flaw | undefined => {
  if (!people.tenants.has(tenant)) return unknownName('tenant', tenant, [...people.tenants.keys()]);
  if (grantsOf(contract).length === 0)
    return bad(`The contract ${contract.name} has no OAuth clients: its tokens are given to keys`);
  const grant = grants.find((one) => !grantsOf(contract).includes(one));
  if (grant !== undefined)
    return bad(
      `The contract ${contract.name} has no grant "${grant}" for clients; there is ${grantsOf(contract).join(', ')}`,
    );
  const scope = scopes.find((one) => !scopesOf(contract).includes(one));
  return scope === undefined ? undefined : unknownName('scope', scope, scopesOf(contract));
};

const placesOf = (
  {
    redirect_uris: uris = [],
    post_logout_redirect_uris: logouts = [],
    allowed_addresses: ranges = [],
    grants,
  }: SeedClient,
  { redirectUris }: People,
): Flaw | undefined => {
  for (const uri of uris) {
    const flaw = redirectUriFlaw(uri);
    if (flaw !== undefined) return bad(`"${uri}" cannot be a redirect URI: ${flaw}`);
  }
  for (const uri of logouts) {
    const flaw = redirectUriFlaw(uri);
    if (flaw !== undefined) return bad(`"${uri}" cannot be a post_logout_redirect_uri: ${flaw}`);
  }
  if (grants.includes('authorization_code') && uris.length + redirectUris.length === 0)
    return bad('A client that may use authorization_code needs at least one of "redirect_uris"');
  const range = ranges.find((one) => !isRange(one));
  return range === undefined
    ? undefined
    : bad(`"${range}" is neither an IP address nor a CIDR range such as 203.0.113.0/24`);
};

const proofsOf = (contract: CompiledContract, client: SeedClient): Flaw | undefined => {
  const { client_secret: secret, token_endpoint_auth_method: way, jwks, jwks_uri: uri, grants } = client;
  const signs = hasKeys(client);
  const flaw = certificateFlaw(client);
  if (flaw !== undefined) return bad(capital(flaw));
  if (way !== undefined && !waysOf(contract).includes(way))
    return bad(
      `The contract ${contract.name} takes no client that authenticates by ${way}; it takes ${waysOf(contract).join(', ')}`,
    );
  if (way === 'none' && secret !== undefined)
    return bad('A client that authenticates by none has no "client_secret"; leave it out, or set it to null');
  if (way === 'private_key_jwt' && !signs)
    return bad(
      'A client that authenticates by private_key_jwt needs "jwks" or "jwks_uri" with its public keys, or "assertion_key": "ES256" for one that is made here',
    );
  if (way?.startsWith('client_secret') === true && secret === undefined)
    return bad(`A client that authenticates by ${way} needs a "client_secret"`);
  if (uri !== undefined && !isLoopbackUri(uri))
    return bad(`"jwks_uri" must be a loopback URL, such as http://localhost:3000/jwks.json; it is "${uri}"`);
  if (
    secret === undefined &&
    !isCertificateWay(way) &&
    !waysOf(contract).includes('none') &&
    !(signs && waysOf(contract).includes('private_key_jwt')) &&
    grants.some((grant) => grant !== 'jwt_bearer')
  )
    return bad(`The contract ${contract.name} takes no public clients; give it a "client_secret"`);
  const flawed = (jwks?.keys ?? []).findIndex((key) => readPublicKey(key) === undefined);
  if (flawed >= 0)
    return bad(
      `"jwks.keys.${flawed}" is no public key that can check an assertion; send a JWK of type RSA or EC, without its private half`,
    );
  if (grants.includes('jwt_bearer') && !signs)
    return bad(
      'A client that may use jwt_bearer needs "jwks" or "jwks_uri" with its public keys, or "assertion_key": "ES256" for one that is made here',
    );
  if (grants.includes('client_credentials') && secret === undefined && !signs && !isCertificateWay(way))
    return bad('A client that may use client_credentials needs a "client_secret"');
  return undefined;
};

const dpopOf = ({ name, credentials }: CompiledContract, client: SeedClient): Flaw | undefined =>
  client.dpop_bound_access_tokens === true &&
  [...credentials.values()].every((one) => one.kind !== 'token' || one.dpop === undefined)
    ? bad(`The contract ${name} has no DPoP; leave out "dpop_bound_access_tokens"`)
    : undefined;

/** What certificates are for, where the contract looks at them. */
function certificatesOf({ name, credentials, document }: CompiledContract, client: SeedClient): Flaw | undefined {
  if (client.certificate_key !== undefined && !usesCertificates(document))
    return bad(`The contract ${name} looks at no certificates; leave out "certificate_key"`);
  return client.tls_client_certificate_bound_access_tokens === true &&
    [...credentials.values()].every((one) => one.kind !== 'token' || one.certificate_bound === undefined)
    ? bad(
        `The contract ${name} binds no tokens to certificates; leave out "tls_client_certificate_bound_access_tokens"`,
      )
    : undefined;
}

/** What OpenID Connect has, where the contract has it. */
const openidOf = (contract: CompiledContract, client: SeedClient): Flaw | undefined => {
  const {
    subject_type: type,
    post_logout_redirect_uris: uris,
    backchannel_logout_uri: back,
    frontchannel_logout_uri: front,
    userinfo_signed_response_alg: alg,
  } = client;
  const types = [...contract.credentials.values()].flatMap((credential) =>
    credential.kind === 'token' && credential.id_token !== undefined
      ? (credential.id_token.subject_types ?? (['public'] as const))
      : [],
  );
  const given = [type, uris, back, front, alg].some((value) => value !== undefined);
  if (given && types.length === 0)
    return bad(`The contract ${contract.name} signs nobody in; leave out what OpenID Connect alone has`);
  return type === undefined || types.includes(type)
    ? undefined
    : bad(`The contract ${contract.name} has no ${type} subjects; there is ${types.join(', ')}`);
};

/** What no authorization endpoint gives, nobody may ask for. */
const typesAsked = (
  { name, operations }: CompiledContract,
  { response_types: types = [], grants }: SeedClient,
): Flaw | undefined => {
  const given: readonly string[] = operations.flatMap(({ action }) =>
    action.type === 'authorize' ? typesOf(action) : [],
  );
  const strange = types.find((type) => !given.includes(type));
  if (strange !== undefined)
    return bad(
      `The contract ${name} gives no response type ${strange}; there is ${given.length === 0 ? 'none' : [...new Set(given)].join(', ')}`,
    );
  return types.some((type) => holds(type, 'code')) && !grants.includes('authorization_code')
    ? bad('A client that may ask for codes needs the grant authorization_code')
    : undefined;
};

/** What must be pushed needs an endpoint to be pushed to. */
const requestsOf = (
  { name, operations }: CompiledContract,
  { require_pushed_authorization_requests: push }: SeedClient,
): Flaw | undefined =>
  push === true && !operations.some(({ action }) => action.type === 'authorize.push')
    ? bad(
        `The contract ${name} has no pushed authorization requests; leave out "require_pushed_authorization_requests"`,
      )
    : undefined;

/** @returns what is wrong with it */
export const clientFault = (contract: CompiledContract, client: SeedClient, people: People): Flaw | undefined =>
  namesOf(contract, client, people) ??
  placesOf(client, people) ??
  openidOf(contract, client) ??
  dpopOf(contract, client) ??
  certificatesOf(contract, client) ??
  typesAsked(contract, client) ??
  requestsOf(contract, client) ??
  proofsOf(contract, client);
