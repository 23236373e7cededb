/** Which credentials a document asks for, and how the sandbox checks each: from its security schemes. */
import { METHODS } from '../openapi-document.ts';
import { USUAL_SCOPE, scopesOf } from './inferred-credential.ts';
import type { InferredCredential } from './inferred-credential.ts';
import { isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

export interface InferredCredentials {
  readonly credentials: readonly InferredCredential[];
  /** What is not enforced, in sentences. */
  readonly notEnforced: readonly string[];
}

type Requirement = Record<string, readonly string[]>;

/** Schemes of the `Authorization` header in which a secret is more than said. */
const BEYOND_SECRETS = [
  'digest',
  'dpop',
  'gnap',
  'hoba',
  'mutual',
  'negotiate',
  'vapid',
  'scram-sha-1',
  'scram-sha-256',
];

/** Why a scheme cannot be enforced; undefined if it can. */
function unenforceable(scheme: Json): string | undefined {
  const { type } = scheme;
  if (type === 'apiKey')
    return typeof scheme['name'] === 'string' && ['header', 'query', 'cookie'].includes(scheme['in'] as string)
      ? undefined
      : 'it does not say where the key stands';
  if (type === 'http') {
    const name = typeof scheme['scheme'] === 'string' ? scheme['scheme'].toLowerCase() : '';
    if (!/^[a-z\d!#$%&'*+.^_`|~-]+$/.test(name)) return 'it names no scheme of the Authorization header';
    return BEYOND_SECRETS.includes(name) ? `the sandbox has no HTTP ${name} authentication` : undefined;
  }
  return type === 'oauth2' || type === 'openIdConnect' || type === 'mutualTLS'
    ? undefined
    : 'OpenAPI has no such type of security scheme';
}

function kindOf({ type, scheme, bearerFormat }: Json): InferredCredential['kind'] {
  if (type === 'oauth2' || type === 'openIdConnect') return 'token';
  if (type === 'mutualTLS') return 'certificate';
  const name = typeof scheme === 'string' ? scheme.toLowerCase() : '';
  if (type === 'http' && name === 'basic') return 'key_pair';
  return type === 'http' && name === 'bearer' && /jwt/i.test(String(bearerFormat)) ? 'token' : 'api_key';
}

const hasScopes = ({ type }: Json): boolean => type === 'oauth2' || type === 'openIdConnect';

function requirementsOf(value: unknown): Requirement[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value
    .filter(isJson)
    .map((one) =>
      Object.fromEntries(
        Object.entries(one).map(([name, scopes]) => [
          name,
          Array.isArray(scopes) ? [...new Set(scopes.filter((scope) => typeof scope === 'string'))] : [],
        ]),
      ),
    );
}

/** Every operation of a document, with what it asks of its caller. */
export function operationsIn(
  document: Json,
): { readonly path: string; readonly method: string; readonly operation: Json }[] {
  return Object.entries(document['paths'] as Json).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = (item as Json)[method];
      return isJson(operation) ? [{ path, method, operation }] : [];
    }),
  );
}

/** Where a request carries what a scheme asks for. */
const placeOf = ({ type, in: place, name }: Json): string =>
  type === 'mutualTLS'
    ? 'connection'
    : type === 'apiKey' && !(place === 'header' && /^authorization$/i.test(name as string))
      ? `${place as string} ${place === 'header' ? (name as string).toLowerCase() : (name as string)}`
      : 'header authorization';

/** Of schemes that operations ask for together alone, one id and one secret make a pair. */
function pairsOf(all: readonly Requirement[], schemes: ReadonlyMap<string, Json>): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const alone = new Set(all.filter((one) => Object.keys(one).length !== 2).flatMap((one) => Object.keys(one)));
  for (const one of all) {
    const [first, second, ...more] = Object.keys(one);
    if (first === undefined || second === undefined || more.length > 0 || alone.has(first) || alone.has(second))
      continue;
    if ([first, second].some((name) => schemes.get(name)?.['type'] !== 'apiKey')) continue;
    const secretFirst = /secret|token|password/i.test(first) && !/secret|token|password/i.test(second);
    const [id, secret] = secretFirst ? [second, first] : [first, second];
    const isFree = (name: string, partner: string): boolean =>
      [...pairs].every(
        ([a, b]) => (a !== name && b !== name) || (a === name && b === partner) || (b === name && a === partner),
      );
    if (isFree(id, secret) && isFree(secret, id)) pairs.set(id, secret);
  }
  return pairs;
}

const snake = (text: string): string =>
  text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '') || 'key';

/** Writes `x-verify`, `x-credentials` and the requirements that can be enforced into the document. */
export function inferCredentials(document: Json): InferredCredentials {
  const components = (document['components'] ??= {}) as Json;
  const declared = isJson(components['securitySchemes']) ? components['securitySchemes'] : {};
  const notEnforced = new Set<string>();
  const schemes = new Map<string, Json>();
  for (const [name, node] of Object.entries(declared)) {
    const scheme = resolved(document, node);
    if (!isJson(scheme)) continue;
    const why = unenforceable(scheme);
    if (why === undefined) schemes.set(name, { ...scheme });
    else notEnforced.add(`${name}: ${why}`);
  }

  const root = requirementsOf(document['security']);
  delete document['security'];
  const operations = operationsIn(document);
  const asked = operations.map(({ operation }) => requirementsOf(operation['security']) ?? root ?? []);
  const enforceable = (one: Requirement): Requirement => {
    const names = Object.keys(one);
    for (const name of names)
      if (declared[name] === undefined)
        notEnforced.add(`${name}: operations ask for it, and no security scheme is called so`);
    return Object.fromEntries(Object.entries(one).filter(([name]) => schemes.has(name)));
  };
  const possible = asked.map((alternatives) => alternatives.map(enforceable));
  const pairs = pairsOf(possible.flat(), schemes);

  const scopeSets = new Map<string, Map<string, readonly string[]>>();
  operations.forEach(({ operation }, i) => {
    const kept = new Map<string, Requirement>();
    for (const one of possible[i]!) {
      const names = Object.keys(one);
      const places = names.map((name) => placeOf(schemes.get(name)!));
      // One place of a request has room for one credential.
      const used = names.filter((_, i) => places.indexOf(places[i]!) === i);
      for (const name of names.filter((other) => !used.includes(other)))
        notEnforced.add(`${name}, where a credential is asked for that stands in the same place: that one is checked`);
      const scopes = (name: string): readonly string[] => (hasScopes(schemes.get(name)!) ? one[name]! : []);
      const requirement = Object.fromEntries(used.map((name) => [name, scopes(name)]));
      // Of several sets of scopes for one credential the smallest lets in anyone who any of them does.
      const key = used.join(' ');
      const other = kept.get(key);
      if (other === undefined || Object.values(requirement).flat().length < Object.values(other).flat().length)
        kept.set(key, requirement);
    }
    operation['security'] = [...kept.values()];
    for (const [name, scopes] of [...kept.values()].flatMap((one) => Object.entries(one))) {
      const sets = scopeSets.get(name) ?? new Map<string, readonly string[]>();
      scopeSets.set(name, sets.set(scopes.join(' '), scopes));
    }
  });

  const credentials: InferredCredential[] = [];
  const taken = new Set<string>();
  const kept: Json = {};
  for (const [name, scheme] of schemes) {
    if (!scopeSets.has(name) || [...pairs.values()].includes(name)) continue;
    const partner = pairs.get(name);
    const sets = [...scopeSets.get(name)!.values()];
    const same = credentials.findIndex(({ flows }) => shareEndpoint(flows, flowsOf(scheme)));
    if (same !== -1) {
      // One server gives out one kind of token, by however many flows.
      const one = credentials[same]!;
      kept[name] = { ...scheme, 'x-verify': { credential: one.name } };
      credentials[same] = {
        ...one,
        schemes: [...one.schemes, name],
        scopeSets: [...one.scopeSets, ...sets],
        flows: joined(one.flows, flowsOf(scheme)),
      };
      declareScopes(kept[name] as Json, sets.flat());
      continue;
    }
    let credential = snake(name);
    while (taken.has(credential)) credential += '_';
    taken.add(credential);
    const used = partner === undefined ? [name] : [name, partner];
    kept[name] = { ...scheme, 'x-verify': { credential, ...(partner !== undefined && { part: 'id' }) } };
    if (partner !== undefined) kept[partner] = { ...schemes.get(partner)!, 'x-verify': { credential, part: 'secret' } };
    credentials.push({
      name: credential,
      kind: partner === undefined ? kindOf(scheme) : 'key_pair',
      schemes: used,
      scopeSets: sets,
      flows: flowsOf(scheme),
      isDiscovered: scheme['type'] === 'openIdConnect',
    });
    declareScopes(kept[name] as Json, sets.flat());
  }
  for (const name of schemes.keys()) if (kept[name] === undefined) notEnforced.add(`${name}: no operation asks for it`);
  if (Object.keys(kept).length > 0) components['securitySchemes'] = kept;
  else delete components['securitySchemes'];
  if (credentials.length > 0)
    document['x-credentials'] = Object.fromEntries(
      credentials.map((one) => [one.name, describeCredential(one, usualScope(credentials))]),
    );
  return { credentials, notEnforced: [...notEnforced] };
}

const flowsOf = ({ flows }: Json): Json => (isJson(flows) ? flows : {});

/** Where flows ask for tokens, and for people. */
const endpointsOf = (flows: Json): readonly string[] =>
  Object.values(flows)
    .flatMap((flow) => (isJson(flow) ? [flow['tokenUrl'], flow['authorizationUrl']] : []))
    .filter((url): url is string => typeof url === 'string' && url !== '');

const shareEndpoint = (some: Json, others: Json): boolean =>
  endpointsOf(some).some((url) => endpointsOf(others).includes(url));

const scopesIn = ({ scopes }: Json): Json => (isJson(scopes) ? scopes : {});

/** The flows of both; of one that both have, with the scopes of both. */
function joined(some: Json, others: Json): Json {
  const all: Json = { ...some };
  for (const [name, flow] of Object.entries(others)) {
    const before = all[name];
    all[name] =
      isJson(before) && isJson(flow)
        ? { ...flow, ...before, scopes: { ...scopesIn(flow), ...scopesIn(before) } }
        : flow;
  }
  return all;
}

/** What a grant is of where a token has no scopes of its own. */
export const usualScope = (credentials: readonly InferredCredential[]): string =>
  credentials.flatMap(scopesOf)[0] ?? USUAL_SCOPE;

function describeCredential(credential: InferredCredential, usual: string): Json {
  const { kind } = credential;
  if (kind !== 'token') return { kind, 'x-evidence': 'assumed' };
  return {
    kind,
    format: 'jwt',
    algorithm: 'RS256',
    lifetime: 'PT1H',
    claims: ['iss', 'sub', 'exp', 'iat', 'jti', 'client_id', 'scope'],
    ...(scopesOf(credential).length === 0 && { default_scope: usual }),
    refresh: { grants: ['authorization_code'], rotate: true },
    'x-evidence': 'assumed',
  };
}

/** A scope that operations ask for and no flow lists is one all the same. */
function declareScopes(scheme: Json, asked: readonly string[]): void {
  if (!isJson(scheme['flows'])) return;
  for (const flow of Object.values(scheme['flows'])) {
    if (!isJson(flow)) continue;
    flow['scopes'] = isJson(flow['scopes']) ? flow['scopes'] : {};
    for (const scope of asked) (flow['scopes'] as Json)[scope] ??= 'Asked for by operations.';
  }
}
