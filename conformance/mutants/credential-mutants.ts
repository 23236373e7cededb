/** Keys and identifiers that are not looked at closely. */
import { chain } from '../../mock/state/awaitable.ts';
import { findKey, listKeys } from '../../mock/auth/api-keys/key-records.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import { present } from '../../mock/auth/presented-credentials.ts';
import type { CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Failure, Identifier } from '../../specs/generated/vocabulary.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutant.ts';
import { withCall, withHeaders, withRequest } from './wrap/wrap-call.ts';
import { addresses, all, any, credential, identifier, required, roles } from './wrap/breakable-contracts.ts';
import { excusing, identifying, identifyingBy, lettingThrough, onGuard } from './wrap/wrap-steps.ts';
import { seeing } from './wrap/wrap-store.ts';

/** Whatever secret is presented is taken for the key's. */
function anySecret(call: Call): (record: KeyRecord) => KeyRecord {
  const pairs = call.operation.requirements
    .filter(({ method }) => method.kind === 'key_pair')
    .flatMap(({ method }) => present(call, method) ?? []);
  return (record) => ({ ...record, secret: pairs.find(({ id }) => id === record.id)?.secret ?? record.secret });
}

/** A lone key that is known but for the case of its letters. */
async function spelledRight(call: Call): Promise<Call | undefined> {
  const keys = await listKeys(call.world);
  const { headers } = call.request;
  for (const [name, value] of Object.entries(headers)) {
    const key = keys.find(
      ({ secret, credential: kind }) =>
        typeof value === 'string' &&
        secret !== value &&
        secret.toLowerCase() === value.toLowerCase() &&
        call.world.contract.credentials.get(kind)?.kind === 'api_key',
    );
    if (key) return withHeaders(call, { [name]: key.secret });
  }
  return undefined;
}

/** The value of a key part where the contract does not want it: in the query in place of a header. */
function fromQuery(call: Call): Call {
  const found = Object.fromEntries(
    call.world.contract.methods
      .flatMap(({ parts }) => parts)
      .flatMap((part) => {
        const value =
          part.in === 'header'
            ? Object.entries(call.request.query).find(([name]) => name.toLowerCase() === part.name)?.[1]
            : undefined;
        return typeof value === 'string' ? [[part.name, value]] : [];
      }),
  );
  return Object.keys(found).length === 0
    ? call
    : withHeaders(call, { ...found, ...(call.request.headers as Record<string, string>) });
}

const keys = (change: (record: KeyRecord) => Partial<KeyRecord>) =>
  identifyingBy(seeing<KeyRecord>('key:', (record) => ({ ...record, ...change(record) })));

const headerOf =
  (name: string) =>
  ({ headers }: Call['request']): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };

const cookieOf = (request: Call['request']): string | undefined =>
  /(?:^|; *)(?:access_token|token)=([^;]+)/.exec(headerOf('cookie')(request) ?? '')?.[1];

/** A credential of one part, which is looked for in another place too. */
const alone = ({ requirements, anonymous }: CompiledOperation): boolean =>
  !anonymous &&
  requirements.some(
    ({ method: { parts } }) => parts.length === 1 && ['header', 'authorization'].includes(parts[0]!.in),
  );

/** The part that the operation wants, taken from there where it is missing. */
const fromElsewhere =
  (read: (request: Call['request']) => string | undefined) =>
  (call: Call): Call => {
    const value = read(call.request);
    const part = call.operation.requirements.find(({ method: { parts } }) => parts.length === 1)?.method.parts[0];
    if (value === undefined || part === undefined || !alone(call.operation)) return call;
    const proof = value.replace(/^\w+ +/, '');
    const name = part.in === 'authorization' ? 'authorization' : part.name.toLowerCase();
    if (call.request.headers[name] !== undefined) return call;
    return withHeaders(call, { [name]: part.in === 'authorization' ? `${part.name} ${proof}` : proof });
  };

const ELSEWHERE: readonly (readonly [id: string, read: (request: Call['request']) => string | undefined])[] = [
  ['cookie', cookieOf],
  ...['proxy-authorization', 'x-authorization', 'x-forwarded-authorization', 'x-access-token', 'x-auth-token'].map(
    (name) => [name, headerOf(name)] as const,
  ),
];

export const MISPLACED: readonly Mutant[] = ELSEWHERE.map(([id, read]) => ({
  id: `credential.in-${id}`,
  title: `A credential is looked for in ${id}, too.`,
  applies: ({ operations }) => operations.filter(alone).length > 2,
  killedBy: ['credential.misplaced'],
  spread: 3,
  seams: identifying(fromElsewhere(read)),
}));

export const KEYS = mutants(credential('api_key', 'key_pair'), [
  {
    id: 'credential.dropped-for-more',
    title: 'Where reading needs no credential, writing needs none either.',
    applies: ({ operations }) =>
      operations.some(({ anonymous, requirements }) => anonymous && requirements.length > 0) &&
      operations.some(
        ({ anonymous, requirements }) => !anonymous && requirements.some(({ scopes }) => scopes.length > 0),
      ),
    killedBy: ['scope.left-out'],
    seams: lettingThrough('authentication', ['missing_credentials']),
  },
  {
    id: 'credential.not-demanded',
    title: 'A request without credentials is served.',
    applies: ({ operations }) =>
      operations.some(({ anonymous, requirements }) => !anonymous && requirements.length > 0),
    killedBy: ['credential.absent'],
    seams: lettingThrough('authentication', ['missing_credentials']),
  },
  {
    id: 'key.secret-ignored',
    title: "A key's secret is not compared.",
    applies: credential('key_pair'),
    killedBy: ['credential.wrong'],
    seams: identifyingBy((store, call) => seeing('key:', anySecret(call))(store)),
  },
  {
    id: 'key.case-ignored',
    title: 'A key is known again without regard to case.',
    applies: credential('api_key'),
    killedBy: ['credential.near-miss'],
    seams: excusing(['invalid_credentials'], spelledRight),
  },
  {
    id: 'key.blocked-accepted',
    title: 'A blocked key is accepted.',
    killedBy: ['credential.blocked', 'keys.known-blocked', 'keys.block'],
    seams: keys(({ status }) => (status === 'blocked' ? { status: 'active' } : {})),
  },
  {
    id: 'key.deleted-accepted',
    title: 'A deleted key is accepted.',
    killedBy: ['keys.delete'],
    seams: keys(({ status }) => (status === 'deleted' ? { status: 'active' } : {})),
  },
  {
    id: 'credential.unusable-ignored',
    title: 'Where no credential is needed, an Authorization header that cannot be read is passed over.',
    killedBy: ['credential.unusable'],
    applies: ({ operations }) =>
      operations.some(
        ({ anonymous, requirements }) =>
          anonymous && requirements.some(({ method }) => method.parts.some((part) => part.in === 'authorization')),
      ),
    seams: excusing(['malformed_credentials'], (call) =>
      call.operation.anonymous ? withHeaders(call, { authorization: undefined }) : undefined,
    ),
  },
  {
    id: 'key.in-query',
    title: 'A key in the query is accepted where the contract has it in a header.',
    killedBy: ['credential.misplaced'],
    seams: identifying(fromQuery),
    applies: ({ methods }) =>
      methods.some(
        ({ parts, kind }) =>
          kind !== 'token' &&
          parts.every((part) => part.in === 'header') &&
          !methods.some(
            (other) => other !== undefined && other.kind === kind && other.parts.some((part) => part.in === 'query'),
          ),
      ),
  },
  {
    id: 'credential.any-kind',
    title: 'An operation takes credentials of kinds that it should not.',
    applies: ({ methods, operations }) =>
      new Set(methods.map((method) => method.credential)).size > 1 &&
      operations.some(
        ({ requirements }) =>
          requirements.length > 0 && !methods.every((method) => requirements.some((one) => one.method === method)),
      ),
    killedBy: ['credential.not-accepted'],
    seams: lettingThrough('authentication', ['credential_not_accepted']),
  },
  {
    id: 'credential.two-accepted',
    title: 'Of two credentials in one request the second is passed over.',
    applies: all(credential('token'), credential('api_key', 'key_pair')),
    killedBy: ['credential.two-methods'],
    seams: excusing(['multiple_credentials'], (call) => withHeaders(call, { authorization: undefined })),
  },
  {
    id: 'credential.header-twice',
    title: 'Of two Authorization headers the second is passed over.',
    applies: credential('token'),
    killedBy: ['credential.twice'],
    seams: excusing(['multiple_credentials'], (call) => withRequest(call, { rawHeaders: [] })),
  },
  {
    id: 'key.half-accepted',
    title: 'The id of a key is enough.',
    applies: credential('key_pair'),
    killedBy: ['credential.half'],
    seams: {
      identify: (identify) => (call) =>
        chain(identify(call), (found) => {
          if (found.state === 'good') return found;
          for (const requirement of call.operation.requirements) {
            const part =
              requirement.method.kind === 'key_pair'
                ? requirement.method.parts.find((one) => one.part === 'id' && one.in === 'header')
                : undefined;
            const id = part && call.request.headers[part.name];
            if (
              typeof id !== 'string' ||
              requirement.method.parts.some(
                (one) => one.part === 'secret' && one.in === 'header' && call.request.headers[one.name] !== undefined,
              )
            )
              continue;
            return chain(findKey(call.world, requirement.method.credential, id), (key) =>
              key === undefined
                ? found
                : {
                    state: 'good',
                    caller: {
                      credential: key.credential,
                      id: key.id,
                      tenant: key.tenant,
                      method: requirement.method,
                      requirement,
                      key,
                      scopes: undefined,
                      allowedAddresses: undefined,
                    },
                  },
            );
          }
          return found;
        }),
    },
  },
  {
    id: 'key.role-ignored',
    title: 'A key may do what its role may not.',
    applies: any(roles, ({ seed }) => (seed.keys ?? []).some(({ scopes }) => scopes !== undefined)),
    killedBy: ['keys.role-forbids', 'scope.missing'],
    seams: lettingThrough(
      'permission',
      ['insufficient_role', 'insufficient_scope'],
      (call) => call.identification.state === 'good' && call.identification.caller.token === undefined,
    ),
  },
  {
    id: 'address.ignored',
    title: 'Address lists are not looked at.',
    applies: addresses,
    killedBy: ['address.key', 'address.token'],
    seams: lettingThrough('permission', ['address_not_allowed']),
  },
  {
    id: 'tenant.ignored',
    title: "A credential of one tenant is good at another's.",
    applies: identifier('tenant'),
    killedBy: ['credential.other-tenant'],
    seams: lettingThrough('permission', ['tenant_mismatch']),
  },
]);

type Kind = Identifier['kind'];

const UNKNOWN: Readonly<Record<Kind, Failure>> = {
  tenant: 'unknown_tenant',
  developer: 'unknown_developer',
  version: 'unsupported_version',
  origin: 'origin_not_allowed',
};

const missing = (kind: Kind): Mutant => ({
  id: `${kind}.missing-accepted`,
  title: `A request that names no ${kind} is served.`,
  applies: required(kind),
  killedBy: [`identifier.${kind}-missing`],
  seams: lettingThrough('identifier', [`missing_${kind}`]),
});

const unknown = (kind: Kind): Mutant => ({
  id: `${kind}.unknown-accepted`,
  title: `A request that names an unknown ${kind} is served.`,
  applies: identifier(kind),
  killedBy: [`identifier.${kind}-unknown`],
  seams: lettingThrough('identifier', [UNKNOWN[kind]]),
});

const KINDS: readonly Kind[] = ['tenant', 'developer', 'version', 'origin'];

/** A refused identifier is passed where `fits` holds for one that is known. */
const loosely = (kind: Kind, fits: (given: string, known: string) => boolean) =>
  onGuard(
    'identifier',
    (guard, { identifiers }) =>
      (call) =>
        chain(guard(call), (refusal) => {
          if (refusal?.failure !== UNKNOWN[kind]) return refusal;
          const parameter = identifiers.find(({ identifier: rule }) => rule?.kind === kind)!;
          const given = String(
            call.request.headers[parameter.name.toLowerCase()] ?? call.request.query[parameter.name],
          );
          const known =
            kind === 'origin'
              ? (call.world.settings.origins ?? parameter.identifier?.allow ?? [])
              : [...call.world.people.tenants.keys()];
          const meant = known.find((one) => fits(given, one));
          if (meant === undefined) return refusal;
          if (kind === 'tenant') call.tenant = meant;
          return undefined;
        }),
  );

const host = (origin: string): string => origin.replace(/^[a-z]+:\/\//i, '').split(/[:/]/, 1)[0]!;

export const IDENTIFIERS: readonly Mutant[] = [
  ...KINDS.map(missing),
  ...KINDS.map(unknown),
  ...mutants(identifier('tenant'), [
    {
      id: 'tenant.case-ignored',
      title: 'Tenants are compared without regard to case.',
      killedBy: ['identifier.tenant-case', 'tenant.other-case'],
      seams: loosely('tenant', (given, known) => given.toLowerCase() === known.toLowerCase()),
    },
    {
      id: 'tenant.prefix',
      title: 'A tenant is known by its first letters.',
      killedBy: ['tenant.prefix', 'tenant.longer'],
      seams: loosely('tenant', (given, known) => given.startsWith(known) || known.startsWith(given)),
    },
  ]),
  ...mutants(identifier('developer'), [
    {
      id: 'developer.ambiguous-accepted',
      title: 'Of two different identifiers in header and query the first counts.',
      applies: ({ operations }) =>
        operations.some(
          ({ identifiers }) => identifiers.filter(({ identifier: rule }) => rule?.kind === 'developer').length > 1,
        ),
      killedBy: ['identifier.developer-ambiguous'],
      seams: lettingThrough('identifier', ['ambiguous_identifier']),
    },
    {
      id: 'developer.header-only',
      title: 'An identifier in the query is not read.',
      applies: ({ operations }) => operations.some(({ identifiers }) => identifiers.some((one) => one.in === 'query')),
      killedBy: ['identifier.developer-places'],
      seams: onGuard('identifier', (guard, { identifiers }) => (call) => {
        const names = identifiers.filter((one) => one.in === 'query').map(({ name }) => name);
        return guard(withCall(call, withoutQuery(call, names)));
      }),
    },
  ]),
  ...mutants(identifier('origin'), [
    {
      id: 'origin.prefix',
      title: 'An origin that begins like an allowed one is accepted.',
      killedBy: ['origin.suffix'],
      seams: loosely('origin', (given, known) => !known.startsWith('.') && host(given).startsWith(host(known))),
    },
    {
      id: 'origin.suffix',
      title: 'An origin that ends like an allowed one is accepted.',
      killedBy: ['origin.prefix', 'origin.domain-lookalike', 'origin.subdomain'],
      seams: loosely('origin', (given, known) => host(given).endsWith(host(known).replace(/^\./, ''))),
    },
    {
      id: 'origin.contains',
      title: 'An origin that contains an allowed one is accepted.',
      killedBy: ['origin.userinfo', 'origin.prefix', 'origin.path'],
      seams: loosely('origin', (given, known) => given.includes(host(known).replace(/^\./, ''))),
    },
    {
      id: 'origin.case',
      title: 'Origins are compared with regard to case.',
      killedBy: ['origin.upper-case'],
      seams: onGuard('identifier', (guard) => (call) => {
        const { origin } = call.request.headers;
        return typeof origin === 'string' && origin !== origin.toLowerCase()
          ? guard(withHeaders(call, { origin: 'https://origin.invalid' }))
          : guard(call);
      }),
    },
    {
      id: 'origin.bare-refused',
      title: 'A bare host is not taken for an origin.',
      killedBy: ['origin.bare'],
      seams: onGuard('identifier', (guard) => (call) => {
        const { origin } = call.request.headers;
        return typeof origin === 'string' && !origin.includes('://')
          ? guard(withHeaders(call, { origin: 'https://origin.invalid' }))
          : guard(call);
      }),
    },
    {
      id: 'origin.no-subdomains',
      title: 'Subdomains of an allowed domain are refused.',
      applies: ({ operations }) =>
        operations.some(({ identifiers }) =>
          identifiers.some(({ identifier: rule }) => rule?.allow?.some((entry) => entry.startsWith('.')) === true),
        ),
      killedBy: ['origin.www', 'origin.deep-subdomain'],
      seams: onGuard('identifier', (guard, { identifiers }) => (call) => {
        const { origin } = call.request.headers;
        const list = identifiers.flatMap(({ identifier: rule }) => rule?.allow ?? []);
        return typeof origin === 'string' && list.some((entry) => entry.startsWith('.') && host(origin).endsWith(entry))
          ? guard(withHeaders(call, { origin: 'https://origin.invalid' }))
          : guard(call);
      }),
    },
  ]),
];

function withoutQuery(call: Call, names: readonly string[]): Partial<Call> {
  const query = Object.fromEntries(Object.entries(call.request.query).filter(([name]) => !names.includes(name)));
  return { request: withRequest(call, { query }).request };
}
