/**
 * Clients as they describe themselves, and as the sandbox keeps them.
 *
 * @see RFC 7591 §2, §2.1; RFC 8705 §2.1.2, §3.4; RFC 9449 §5.2; OpenID Connect Dynamic Client Registration §2
 */
import { capital } from '../../contract/capital.ts';
import { refuse } from '../../request/call.ts';
import { redirectUriFlaw } from '../../contract/redirect-uri.ts';
import { GRANTS } from '../oauth/grants/grants.ts';
import { isRefusal, operationsWith } from '../oauth/found-or-refused.ts';
import { holds, responseType, typesInForce } from '../oauth/response-types.ts';
import { ID_TOKEN_ALGORITHM } from '../openid/id-token.ts';
import { CERTIFICATE_NAMES, certificateFlaw, namesOf } from '../../contract/certificate-names.ts';
import { usesCertificates } from '../../contract/uses-certificates.ts';
import { scopesOf } from './fit-client.ts';
import type { Call, Refusal } from '../../request/call.ts';
import type { Settings } from '../../sandboxes/sandbox.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import type { Grant, ResponseType, SeedClient } from '../../../specs/generated/vocabulary.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a client says of itself; who it is, the server says. */
export type Described = Omit<SeedClient, 'client_id' | 'client_secret' | 'tenant'>;

/** Members that are lists of texts. */
const LISTS = ['redirect_uris', 'grant_types', 'response_types', 'post_logout_redirect_uris'] as const;

/** Members that are texts. */
const TEXTS = [
  'client_name',
  'scope',
  'jwks_uri',
  'token_endpoint_auth_method',
  'subject_type',
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
  'userinfo_signed_response_alg',
  'id_token_signed_response_alg',
  ...CERTIFICATE_NAMES,
] as const;

/** Those of OpenID Connect: another server does not know them. */
const OPENID: readonly string[] = [
  'post_logout_redirect_uris',
  'subject_type',
  'backchannel_logout_uri',
  'frontchannel_logout_uri',
  'userinfo_signed_response_alg',
  'id_token_signed_response_alg',
];

/** That of DPoP, which another server does not know either. */
const BOUND = 'dpop_bound_access_tokens';

/** Those of certificates. */
const CERTIFICATE_BOUND = 'tls_client_certificate_bound_access_tokens';
const CERTIFICATES: readonly string[] = [...CERTIFICATE_NAMES, CERTIFICATE_BOUND];

const isText = (value: unknown): value is string => typeof value === 'string';

export const signsIn = ({ credentials }: CompiledContract): boolean =>
  [...credentials.values()].some(
    ({ kind, ...rest }) => kind === 'token' && 'id_token' in rest && rest.id_token !== undefined,
  );

const takesProofs = ({ credentials }: CompiledContract): boolean =>
  [...credentials.values()].some((one) => one.kind === 'token' && one.dpop !== undefined);

/** Says which rule it is that the client does not keep, and what came, in ASCII (RFC 7591 §3.2.2). */
function refuseFor(
  failure: 'invalid_client_metadata' | 'unfit_redirect_uri',
  pointer: string,
  rule: string,
  got: string,
  expected?: string,
): Refusal {
  const wanted = expected === undefined ? '' : ` Expected ${expected}.`;
  const detail = `${capital(rule)}. Got ${got}.${wanted}`.replaceAll(/[^ -~]/g, '?');
  return refuse(failure, rule, pointer, { got, expected, facts: { 'failure.detail': detail } });
}

export const unfit = (pointer: string, rule: string, got: string, expected?: string): Refusal =>
  refuseFor('invalid_client_metadata', pointer, rule, got, expected);

const grantNamed = (name: string): Grant | undefined =>
  (Object.keys(GRANTS) as Grant[]).find((grant) => GRANTS[grant].name === name);

/** Members that are there and understood, each of its type; null counts as left out (RFC 7592 §2.2). */
function readMembers(contract: CompiledContract, body: unknown, pointer: string): Members | Refusal {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return unfit(pointer, 'client metadata must be a JSON object', 'no object');
  const openid = signsIn(contract);
  const dpop = takesProofs(contract);
  const certificates = usesCertificates(contract.document);
  const members = Object.fromEntries(
    Object.entries(body).filter(
      ([name, value]) =>
        value !== null &&
        (openid || !OPENID.includes(name)) &&
        (dpop || name !== BOUND) &&
        (certificates || !CERTIFICATES.includes(name)),
    ),
  );
  const list = LISTS.find(
    (name) => members[name] !== undefined && !(Array.isArray(members[name]) && members[name].every(isText)),
  );
  if (list !== undefined) return unfit(pointer, `${list} must be a list of texts`, `${list} of another type`);
  const text = TEXTS.find((name) => members[name] !== undefined && !isText(members[name]));
  if (text !== undefined) return unfit(pointer, `${text} must be a text`, `${text} of another type`);
  const flag = [BOUND, CERTIFICATE_BOUND].find(
    (name) => members[name] !== undefined && typeof members[name] !== 'boolean',
  );
  if (flag !== undefined) return unfit(pointer, `${flag} must be true or false`, `${flag} of another type`);
  const { jwks } = members;
  if (jwks !== undefined && !(typeof jwks === 'object' && Array.isArray((jwks as Members)['keys'])))
    return unfit(pointer, 'jwks must be a JSON Web Key Set', 'something else');
  return members;
}

/** What the authorization endpoint gives; nothing where there is none. */
function typesGiven(
  { operations }: CompiledContract,
  credential: string,
  settings: Pick<Settings, 'hardened'>,
): readonly ResponseType[] {
  const endpoint = operationsWith(operations, 'authorize').find(({ action }) => action.credential === credential);
  return endpoint === undefined ? [] : typesInForce(settings, endpoint.action);
}

/** The grant types that go with a response type (RFC 7591 §2.1). */
const grantTypesOf = (type: ResponseType): readonly string[] => [
  ...(holds(type, 'code') ? ['authorization_code'] : []),
  ...(holds(type, 'token') || holds(type, 'id_token') ? ['implicit'] : []),
];

/** Of no token endpoint, so that it is none of the contract's grants. */
const IMPLICIT = 'implicit';

/** Grants and response types go together (RFC 7591 §2.1, OpenID Connect Dynamic Client Registration §2). */
function readGrants(
  { grant_types = ['authorization_code'], response_types }: Members,
  given: readonly ResponseType[],
  pointer: string,
): { readonly grants: readonly Grant[]; readonly types: readonly ResponseType[] } | Refusal {
  const names = grant_types as readonly string[];
  const isImplicit = (name: string): boolean =>
    name === IMPLICIT && given.some((type) => grantTypesOf(type).includes(IMPLICIT));
  const own = names.filter((name) => !isImplicit(name));
  const grants = own.map(grantNamed);
  const unknown = own.find((_, i) => grants[i] === undefined);
  if (unknown !== undefined)
    return unfit(pointer, 'every grant type must be one that there is', `grant type ${unknown}`);
  const wanted = names.includes('authorization_code') ? ['code'] : [];
  const asked = (response_types ?? wanted) as readonly string[];
  const types = asked.map(responseType);
  const ungiven = asked.find((_, i) => types[i] === undefined || !given.includes(types[i]));
  const got = `response_types ${JSON.stringify(asked)} with grant_types ${JSON.stringify(names)}`;
  if (ungiven !== undefined)
    return unfit(
      pointer,
      'response_types must be of those that the authorization endpoint gives',
      got,
      given.length === 0 ? 'none' : given.join(' or '),
    );
  const needed = new Set((types as ResponseType[]).flatMap(grantTypesOf));
  const isNeeded = (name: string): boolean => needed.has(name) || !(name === 'authorization_code' || isImplicit(name));
  return names.every(isNeeded) && [...needed].every((name) => names.includes(name))
    ? { grants: grants as Grant[], types: types as ResponseType[] }
    : unfit(
        pointer,
        'response_types must go with grant_types',
        got,
        needed.size === 0
          ? 'response_types that need these grant types'
          : `grant_types with ${[...needed].join(' and ')}`,
      );
}

/** The token endpoints of a credential. */
const issuing = ({ operations }: CompiledContract, credential: string) =>
  operationsWith(operations, 'token.issue').flatMap(({ action }) => (action.credential === credential ? [action] : []));

/** How it authenticates: where it says nothing by the default of RFC 7591 §2, if that is taken here. */
function readWay(
  contract: CompiledContract,
  credential: string,
  { token_endpoint_auth_method: way }: Members,
  pointer: string,
): string | Refusal {
  const ways: readonly string[] = issuing(contract, credential).flatMap(
    ({ client_authentication }) => client_authentication,
  );
  if (way === undefined) return ways.includes('client_secret_basic') ? 'client_secret_basic' : ways[0]!;
  return ways.includes(way as string)
    ? (way as string)
    : unfit(pointer, 'the token endpoint must take its way to authenticate', way as string, ways.join(' or '));
}

/** What a client says of itself at a registration or configuration endpoint, whose call it is. */
export function readMetadata(
  { world: { contract, settings }, operation: { pointer } }: Pick<Call, 'world' | 'operation'>,
  credential: string,
  body: unknown,
): Described | Refusal {
  const members = readMembers(contract, body, pointer);
  if (isRefusal(members)) return members;
  const given = typesGiven(contract, credential, settings);
  const read = readGrants(members, given, pointer);
  if ('failure' in read) return read;
  const { grants, types } = read;
  const taken = issuing(contract, credential).flatMap((action) => action.grants);
  const strange = grants.find((grant) => !taken.includes(grant));
  if (strange !== undefined)
    return unfit(
      pointer,
      'the token endpoint must take its grants',
      GRANTS[strange].name,
      taken.map((grant) => GRANTS[grant].name).join(' or '),
    );
  const way = readWay(contract, credential, members, pointer);
  if (typeof way !== 'string') return way;
  const text = (name: (typeof TEXTS)[number]): string | undefined => members[name] as string | undefined;
  const list = (name: (typeof LISTS)[number]): readonly string[] | undefined =>
    members[name] as readonly string[] | undefined;
  for (const uri of list('redirect_uris') ?? []) {
    const flaw = redirectUriFlaw(uri);
    if (flaw !== undefined)
      return refuseFor('unfit_redirect_uri', pointer, `a URI of redirect_uris cannot be one: ${flaw}`, uri);
  }
  if (types.length > 0 && (list('redirect_uris') ?? []).length === 0)
    return refuseFor(
      'unfit_redirect_uri',
      pointer,
      'a client that sends people to the authorization endpoint registers its redirect URIs',
      'none',
    );
  if (members['jwks'] !== undefined && text('jwks_uri') !== undefined)
    return unfit(pointer, 'jwks and jwks_uri must not both be there', 'both');
  const signed = text('id_token_signed_response_alg');
  for (const algorithm of [signed, text('userinfo_signed_response_alg')])
    if (algorithm !== undefined && algorithm !== ID_TOKEN_ALGORITHM)
      return unfit(pointer, 'what is signed for clients is signed by one algorithm', algorithm, ID_TOKEN_ALGORITHM);
  const told = (['backchannel_logout_uri', 'frontchannel_logout_uri'] as const).find(
    (name) => text(name) !== undefined && !/^https?:\/\/[^#]+$/.test(text(name)!),
  );
  if (told !== undefined) return unfit(pointer, `${told} must be an HTTP URL without a fragment`, text(told)!);
  const said = {
    name: text('client_name'),
    redirect_uris: list('redirect_uris'),
    post_logout_redirect_uris: list('post_logout_redirect_uris'),
    backchannel_logout_uri: text('backchannel_logout_uri'),
    frontchannel_logout_uri: text('frontchannel_logout_uri'),
    // Where there is only one, it need not be said.
    response_types: types.length > 0 && given.length > 1 ? types : undefined,
    subject_type: text('subject_type'),
    userinfo_signed_response_alg: text('userinfo_signed_response_alg'),
    jwks: members['jwks'],
    jwks_uri: text('jwks_uri'),
    dpop_bound_access_tokens: members[BOUND],
    [CERTIFICATE_BOUND]: members[CERTIFICATE_BOUND],
    ...Object.fromEntries(CERTIFICATE_NAMES.map((name) => [name, text(name)])),
  };
  const described = {
    grants,
    scopes: text('scope')?.split(' ').filter(Boolean) ?? scopesOf(contract),
    token_endpoint_auth_method: way,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  } as Described;
  const flaw = certificateFlaw(described);
  return flaw === undefined ? described : unfit(pointer, 'the client must be known by its certificate', flaw);
}

/** Whether it proves itself by a secret. */
export const hasSecret = ({
  token_endpoint_auth_method: way,
}: Pick<SeedClient, 'token_endpoint_auth_method'>): boolean => way?.startsWith('client_secret') === true;

/** All that is registered of it (RFC 7591 §3.2.1). */
export function metadataOf(contract: CompiledContract, client: SeedClient): Members {
  const { name, grants, scopes, redirect_uris: uris = [] } = client;
  const types = client.response_types ?? (grants.includes('authorization_code') ? ['code' as const] : []);
  return {
    client_id: client.client_id,
    ...(client.client_secret !== undefined && { client_secret: client.client_secret, client_secret_expires_at: 0 }),
    ...(name !== undefined && { client_name: name }),
    redirect_uris: uris,
    grant_types: [
      ...grants.map((grant) => GRANTS[grant].name),
      ...(types.some((type) => grantTypesOf(type).includes(IMPLICIT)) ? [IMPLICIT] : []),
    ],
    response_types: types,
    token_endpoint_auth_method: client.token_endpoint_auth_method,
    scope: scopes.join(' '),
    jwks: client.jwks,
    jwks_uri: client.jwks_uri,
    ...(takesProofs(contract) && { [BOUND]: client.dpop_bound_access_tokens ?? false }),
    ...(usesCertificates(contract.document) && {
      ...Object.fromEntries(namesOf(client)),
      [CERTIFICATE_BOUND]: client[CERTIFICATE_BOUND] ?? false,
    }),
    ...(signsIn(contract) && {
      post_logout_redirect_uris: client.post_logout_redirect_uris,
      backchannel_logout_uri: client.backchannel_logout_uri,
      frontchannel_logout_uri: client.frontchannel_logout_uri,
      subject_type: client.subject_type,
      userinfo_signed_response_alg: client.userinfo_signed_response_alg,
      id_token_signed_response_alg: ID_TOKEN_ALGORITHM,
    }),
  };
}
