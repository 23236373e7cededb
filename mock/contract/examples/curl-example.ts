/** A first request that works when pasted into a shell, made from a contract and its seed. */
import { at } from '../openapi-document.ts';
import type { Document, MediaType } from '../openapi-document.ts';
import type {
  CompiledContract,
  CompiledMethod,
  CompiledOperation,
  CompiledPart,
  CompiledRequirement,
} from '../compiled-contract.ts';
import { certificateArguments } from '../certificate-files.ts';
import { headerText, urlOptions } from '../curl-arguments.ts';
import { quote } from '../shell-quote.ts';
import { textOf } from '../text-of.ts';
import { fill } from './example-values.ts';
import type { Filled } from './example-values.ts';
import type {
  SeedClient,
  SeedKey,
  SeedUser,
  SessionOpenAction,
  TokenIssueAction,
} from '../../../specs/generated/vocabulary.ts';

interface CurlRequest extends Filled {
  readonly operation: CompiledOperation;
}

/** The request that {@link exampleRequest} writes. */
function exampleOf(contract: CompiledContract): CurlRequest {
  return (
    readWithKey(contract) ??
    requestToken(contract) ??
    logIn(contract) ??
    readFreely(contract) ??
    askOtherwise(contract) ??
    anyRead(contract)
  );
}

/** The operation of {@link exampleRequest}, by its id. */
export const exampleOperation = (contract: CompiledContract): string => exampleOf(contract).operation.id;

/**
 * One curl line: a list or profile read with a seeded key if the contract allows, else a token request, else a login,
 * else whatever may be read without credentials.
 *
 * @param baseUrl of the contract, without a trailing slash
 */
export function exampleRequest(contract: CompiledContract, baseUrl: string): string {
  const request = exampleOf(contract);
  const query = request.query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const url = `${baseUrl}${encodeURI(request.path)}${query === '' ? '' : `?${query}`}`;
  const cookies = request.cookies.map(([name, value]) => `${name}=${value}`).join('; ');
  const { contentType } = request.operation;
  const named =
    contentType === undefined || request.args.some((arg) => arg.startsWith('Content-Type:'))
      ? []
      : ['-H', `Content-Type: ${contentType}`];
  const together = cookies === '' ? [] : ['-b', cookies];
  return ['curl', ...request.args, ...together, ...named, ...urlOptions(url), url].map(quote).join(' ');
}

/** Reads that show something, the most telling first. */
const READS = ['resource.list', 'profile.get', 'resource.check', 'resource.get', 'metadata', 'jwks', 'page', 'reply'];

function reads(contract: CompiledContract): readonly CompiledOperation[] {
  const found = contract.operations.filter(
    ({ method, action, stepUp, path }) =>
      method === 'GET' && READS.includes(action.type) && stepUp === undefined && !path.includes('{'),
  );
  return [...found].sort((a, b) => READS.indexOf(a.action.type) - READS.indexOf(b.action.type));
}

const readWithKey = (contract: CompiledContract): CurlRequest | undefined => askWithKey(contract, reads(contract));

/** With a key that no list is read with: what changes none, what names no record, or else whatever takes it. */
function askOtherwise(contract: CompiledContract): CurlRequest | undefined {
  const rank = ({ method, path }: CompiledOperation): number =>
    (path.includes('{') ? 2 : 0) + (method === 'GET' ? 0 : 1);
  const request = askWithKey(
    contract,
    contract.operations.filter(({ stepUp }) => stepUp === undefined).sort((a, b) => rank(a) - rank(b)),
  );
  if (request === undefined || request.operation.method === 'GET') return request;
  return {
    ...request,
    args: ['-X', request.operation.method, ...request.args, ...bodyArgs(contract, request.operation)],
  };
}

/** The body that the contract shows, where it shows one of JSON. */
function bodyArgs({ document }: CompiledContract, { body }: CompiledOperation): readonly string[] {
  const pointer = body?.content.get('application/json');
  const media = pointer === undefined ? undefined : (at(document, pointer.slice(0, -'/schema'.length)) as MediaType);
  return media?.example === undefined
    ? []
    : ['-H', 'Content-Type: application/json', '-d', JSON.stringify(media.example)];
}

const SHOWN: readonly CompiledMethod['kind'][] = ['api_key', 'key_pair', 'certificate'];

function askWithKey(contract: CompiledContract, operations: readonly CompiledOperation[]): CurlRequest | undefined {
  for (const operation of operations) {
    for (const requirement of operation.requirements) {
      const { kind } = requirement.method;
      if (requirement.also !== undefined || !SHOWN.includes(kind)) continue;
      const key = (contract.seed.keys ?? []).find((candidate) => mayUse(contract, candidate, requirement));
      const filled = key && fill(contract, operation, key.tenant);
      if (key === undefined || filled === undefined) continue;
      const shown = requirement.method.parts.map((part) => present(contract.document, part, key));
      return {
        operation,
        path: filled.path,
        query: [...filled.query, ...shown.flatMap(({ query }) => query)],
        cookies: [...filled.cookies, ...shown.flatMap(({ cookies }) => cookies)],
        args: [
          ...(kind === 'certificate' ? certificateArguments(key.id) : shown.flatMap(({ args }) => args)),
          ...filled.args,
        ],
      };
    }
  }
  return undefined;
}

/** Whether a seeded key is good for an operation, from anywhere. */
export function mayUse(contract: CompiledContract, key: SeedKey, { method, scopes }: CompiledRequirement): boolean {
  const credential = contract.credentials.get(method.credential);
  if (key.credential !== method.credential || key.status === 'blocked' || key.allowed_addresses !== undefined)
    return false;
  const role =
    key.role !== undefined && credential !== undefined && 'roles' in credential
      ? (credential.roles?.[key.role] ?? [])
      : ['*'];
  const has = (granted: readonly string[]): boolean =>
    granted.includes('*') || scopes.every((scope) => granted.includes(scope));
  return has(role) && has(key.scopes ?? ['*']);
}

/** How a part of a key goes onto the wire. */
function present(document: Document, part: CompiledPart, key: SeedKey): Omit<Filled, 'path'> {
  const { secret = '' } = key;
  const value = part.part === 'id' ? key.id : secret;
  const nothing: Omit<Filled, 'path'> = { query: [], cookies: [], args: [] };
  if (part.in === 'query') return { ...nothing, query: [[part.name, value]] };
  if (part.in === 'cookie') return { ...nothing, cookies: [[part.name, value]] };
  if (part.in === 'authorization')
    return {
      ...nothing,
      args:
        part.name === 'basic'
          ? ['-u', part.part === 'secret' ? `${secret}:` : `${key.id}:${secret}`]
          : ['-H', headerText('Authorization', `${capitalised(part.name)} ${value}`)],
    };
  const name = document.components?.securitySchemes?.[part.scheme]?.name ?? part.name;
  return { ...nothing, args: ['-H', headerText(name, value)] };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function requestToken(contract: CompiledContract): CurlRequest | undefined {
  for (const operation of contract.operations) {
    const { action } = operation;
    if (action.type !== 'token.issue' || !action.grants.includes('client_credentials')) continue;
    const client = exampleClient(contract);
    const filled = client && fill(contract, operation, client.tenant);
    if (client === undefined || filled === undefined) continue;
    const [authentication] = action.client_authentication;
    if (authentication === 'security') continue;
    const form = tokenForm(action, client);
    // Both halves are form-urlencoded before they are joined (RFC 6749 §2.3.1).
    const pair = [client.client_id, client.client_secret!].map(encodeURIComponent).join(':');
    const basic = authentication === 'client_secret_basic' ? ['-u', pair] : [];
    return { operation, ...filled, args: [...basic, ...filled.args, ...formArguments(form)] };
  }
  return undefined;
}

/** What a client that acts for itself asks a token with. */
function tokenForm(action: TokenIssueAction, client: SeedClient): readonly (readonly [string, string])[] {
  return [
    ['grant_type', 'client_credentials'],
    ...(action.client_authentication[0] === 'client_secret_post'
      ? ([
          ['client_id', client.client_id],
          ['client_secret', client.client_secret!],
        ] as const)
      : []),
    ...extras(action.required_parameters ?? [], client),
  ];
}

/** The seeded client that can get a token for itself, from anywhere. */
export const exampleClient = ({ seed }: CompiledContract): SeedClient | undefined =>
  (seed.clients ?? []).find(
    ({ grants, client_secret: secret, allowed_addresses, active }) =>
      grants.includes('client_credentials') &&
      secret !== undefined &&
      allowed_addresses === undefined &&
      active !== false,
  );

/** The seeded user who signs in with a password. */
const exampleUser = ({ seed }: CompiledContract): SeedUser | undefined =>
  (seed.users ?? []).find(({ password }) => password !== undefined);

/** A body that gets the seeded client a token, or signs the seeded user in; undefined for other operations. */
export function exampleBody(contract: CompiledContract, { action }: CompiledOperation): object | undefined {
  if (action.type === 'token.issue' && action.grants.includes('client_credentials')) {
    const client = exampleClient(contract);
    return client && Object.fromEntries(tokenForm(action, client));
  }
  if (action.type !== 'session.open') return undefined;
  const user = exampleUser(contract);
  return user && loginBody(action, user);
}

function loginBody(action: SessionOpenAction, user: SeedUser): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [field, pointer] of Object.entries(action.login))
    put(body, pointer, (user as Readonly<Record<string, unknown>>)[field]);
  put(body, action.password, user.password);
  return body;
}

const formArguments = (fields: readonly (readonly string[])[]): string[] =>
  fields.flatMap(([name = '', value = '']) => ['-d', `${encodeURIComponent(name)}=${encodeURIComponent(value)}`]);

const extras = (required: readonly string[], client: SeedClient): readonly (readonly [string, string])[] =>
  required.includes('scope') ? [['scope', client.scopes.join(' ')]] : [];

function logIn(contract: CompiledContract): CurlRequest | undefined {
  for (const operation of contract.operations) {
    const { action } = operation;
    if (action.type !== 'session.open') continue;
    const user = exampleUser(contract);
    const filled = user && fill(contract, operation, user.tenant);
    if (user === undefined || filled === undefined) continue;
    const body = loginBody(action, user);
    const json = [...(operation.body?.content.keys() ?? [])].some((type) => type.includes('json'));
    const sent = json
      ? ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)]
      : formArguments(Object.entries(body).map(([name, value]) => [name, textOf(value) ?? '']));
    return { operation, ...filled, args: [...filled.args, ...sent] };
  }
  return undefined;
}

/** Sets the value at a JSON pointer, making the objects on the way. */
function put(target: Record<string, unknown>, pointer: string, value: unknown): void {
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = tokens.pop();
  let node = target;
  for (const token of tokens) node = (node[token] ??= {}) as Record<string, unknown>;
  if (last !== undefined) node[last] = value;
}

function readFreely(contract: CompiledContract): CurlRequest | undefined {
  for (const operation of reads(contract)) {
    const filled = operation.anonymous ? fill(contract, operation, contract.seed.tenants[0]?.id) : undefined;
    if (filled !== undefined) return { operation, ...filled };
  }
  return undefined;
}

/** Where nothing can be had without signing or a browser, the refusal at least shows the way. */
function anyRead({ operations }: CompiledContract): CurlRequest {
  const operation =
    operations.find(({ method, path }) => method === 'GET' && !path.includes('{')) ??
    operations.find(({ method }) => method === 'GET') ??
    operations[0]!;
  return {
    operation,
    path: operation.path,
    query: [],
    cookies: [],
    args: operation.method === 'GET' ? ['-i'] : ['-i', '-X', operation.method],
  };
}
