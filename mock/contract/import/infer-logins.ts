/**
 * Operations that sign a person in: their body has a name and a password, and their answer the token that other
 * operations ask for. No flow of OAuth says so, and an example would be no token.
 */
import { escapePointer } from '../openapi-document.ts';
import { contractMs } from '../durations.ts';
import { typesOf } from '../sample-value.ts';
import { fits, flat, sample, successOf } from './document-schemas.ts';
import { operationsIn } from './infer-credentials.ts';
import type { InferredCredential } from './inferred-credential.ts';
import { copyOf, isJson, resolved } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

/** How the people of the sandbox sign in. */
export interface InferredLogin {
  /** `POST /auth/login` */
  readonly operation: string;
  readonly credential: string;
  /** What the seeded users are called there, and their passwords, in the order of {@link PEOPLE}. */
  readonly users: readonly { readonly username: string; readonly password: string }[];
}

/** Who signs in: their ids and tenants. */
export const PEOPLE = [
  { id: 'alice', tenant: 'acme', name: 'Alice' },
  { id: 'gus', tenant: 'globex', name: 'Gus' },
] as const;

/** How long the token of a log-in lives. */
const LIFETIME = 'PT1H';

const SIGNS_IN = /log-?_?in|sign-?_?in|authenticate|\bauth\b|sessions?\b|tokens?\b/i;
const DOES_MORE = /regist|sign-?_?up|reset|forgot|change|verif|confirm|refresh|revoke|log-?_?out/i;
const NAMES = /^(?:e-?_?mail(?:_?address)?|user_?name|login|user|user_?id|account|identifier)$/i;
const PASSWORDS = /^(?:password|passwd|pass|pwd|user_?password)$/i;
const TOKENS = /^(?:(?:access|auth|session|bearer|api|jwt)_?token|jwt|token|session_?(?:id|key))$/i;
/** Of an `apiKey` scheme: what may carry the token of a log-in. */
const CARRIES = /auth|token|session/i;

const isText = (document: Json, node: unknown): boolean => typesOf(flat(document, node)).includes('string');

/** The schema of a JSON body; undefined where there is none. */
function bodySchema(document: Json, described: unknown): unknown {
  const node = resolved(document, described);
  const content = isJson(node) && isJson(node['content']) ? node['content'] : {};
  const media = Object.entries(content).find(([type]) => type.includes('json'))?.[1];
  return isJson(media) ? media['schema'] : undefined;
}

interface Found {
  /** Names of properties, from the outermost in. */
  readonly path: readonly string[];
  readonly schema: unknown;
}

/** The first property of such a name that holds a text: at the top, else one level below. */
function textCalled(document: Json, schema: unknown, names: RegExp): Found | undefined {
  const properties = Object.entries(flat(document, schema).properties ?? {});
  for (const [name, node] of properties)
    if (names.test(name) && isText(document, node)) return { path: [name], schema: node };
  for (const [outer, node] of properties) {
    const inner = Object.entries(flat(document, node).properties ?? {}).find(
      ([name, one]) => names.test(name) && isText(document, one),
    );
    if (inner !== undefined) return { path: [outer, inner[0]], schema: inner[1] };
  }
  return undefined;
}

const pointerTo = (path: readonly string[]): string => path.map((name) => `/${escapePointer(name)}`).join('');

/** A schema whose property at a path says what fills it; a copy, since others may refer to the original. */
function filledAt(document: Json, schema: unknown, [name, ...rest]: readonly string[]): Json {
  const copy = copyOf(flat(document, schema)) as unknown as Json;
  const properties = copy['properties'] as Json;
  const node = properties[name!];
  properties[name!] =
    rest.length > 0
      ? filledAt(document, node, rest)
      : { ...copyOf(flat(document, node)), format: 'password', 'x-fill': 'session.token' };
  return copy;
}

/** What an answer says of its token beside it, where it says it in the usual words. */
const BESIDE: readonly (readonly [names: RegExp, value: unknown])[] = [
  [/^token_?type$/i, 'Bearer'],
  [/^expires_?in(?:_?seconds)?$/i, contractMs(LIFETIME) / 1_000],
];

function answerExample(document: Json, schema: unknown, path: readonly string[]): unknown {
  const value = sample(document, schema);
  const beside = path.slice(0, -1).reduce<unknown>((node, name) => (isJson(node) ? node[name] : undefined), value);
  if (!isJson(beside)) return value;
  for (const name of Object.keys(beside)) {
    const usual = BESIDE.find(([names]) => names.test(name));
    const before = beside[name];
    if (usual === undefined) continue;
    beside[name] = usual[1];
    if (!fits(document, schema, value)) beside[name] = before;
  }
  return value;
}

/** Names and passwords that a body's schemas let in; undefined where none of the usual ones does. */
function usersOf(document: Json, name: Found, password: Found): InferredLogin['users'] | undefined {
  const users = PEOPLE.flatMap(({ id, tenant }) => {
    const address = `${id}@${tenant}.example`;
    const called = /mail/i.test(name.path.at(-1)!) ? [address] : [id, address];
    const username = called.find((one) => fits(document, name.schema, one));
    const secret = [`password_sandbox_${id}`, `Sandbox-${id}-1`, `Pass-${id}1`].find((one) =>
      fits(document, password.schema, one),
    );
    return username === undefined || secret === undefined ? [] : [{ username, password: secret }];
  });
  return users.length === PEOPLE.length ? users : undefined;
}

interface Candidate {
  readonly credential: InferredCredential;
  /** Operations that ask for it. */
  readonly uses: number;
  readonly bearer: boolean;
}

/** Credentials whose secret may be the token of a log-in, the one that most operations ask for first. */
function candidates(document: Json, credentials: readonly InferredCredential[]): readonly InferredCredential[] {
  const schemes = (document['components'] as Json)['securitySchemes'];
  const all = credentials.flatMap((credential): Candidate[] => {
    const [name = ''] = credential.schemes;
    const scheme = isJson(schemes) ? schemes[name] : undefined;
    if (!isJson(scheme) || credential.schemes.length > 1 || Object.keys(credential.flows).length > 0) return [];
    const bearer = scheme['type'] === 'http' && /^bearer$/i.test(String(scheme['scheme']));
    const carried =
      scheme['type'] === 'apiKey' && scheme['in'] !== 'query' && CARRIES.test(`${name} ${String(scheme['name'])}`);
    if (!bearer && !carried) return [];
    const uses = operationsIn(document).filter(({ operation }) => asksFor(operation, name)).length;
    return [{ credential, uses, bearer }];
  });
  return all.sort((a, b) => b.uses - a.uses || Number(b.bearer) - Number(a.bearer)).map(({ credential }) => credential);
}

const requirementsOf = (operation: Json): readonly Json[] => {
  const { security } = operation;
  return Array.isArray(security) ? security.filter(isJson) : [];
};

const asksFor = (operation: Json, scheme: string): boolean =>
  requirementsOf(operation).some((one) => Object.hasOwn(one, scheme));

/** Nobody could sign in with the token that signing in gives: who asks for it means the rest of the document. */
function mayBeAnonymous(operation: Json, scheme: string): boolean {
  const all = requirementsOf(operation);
  return all.every((one) => Object.keys(one).every((name) => name === scheme));
}

function loginOf(document: Json, credential: InferredCredential): InferredLogin | undefined {
  const [scheme = ''] = credential.schemes;
  for (const { path, method, operation } of operationsIn(document)) {
    const said = `${path} ${operation['operationId'] as string}`;
    if (method !== 'post' || !SIGNS_IN.test(said) || DOES_MORE.test(said)) continue;
    if ((operation['x-action'] as Json)['type'] !== 'reply' || !mayBeAnonymous(operation, scheme)) continue;
    const asked = bodySchema(document, operation['requestBody']);
    const success = successOf(document, operation);
    if (asked === undefined || success?.type === undefined || success.schema === undefined) continue;
    const name = textCalled(document, asked, NAMES);
    const password = textCalled(document, asked, PASSWORDS);
    const token = textCalled(document, success.schema, TOKENS);
    if (name === undefined || password === undefined || token === undefined) continue;
    const users = usersOf(document, name, password);
    if (users === undefined) continue;
    operation['x-action'] = {
      type: 'session.open',
      credential: credential.name,
      login: { username: pointerTo(name.path) },
      password: pointerTo(password.path),
    };
    operation['x-evidence'] = 'assumed';
    operation['security'] = [];
    const response = copyOf(success.response);
    const media = (response['content'] as Json)[success.type] as Json;
    const shown = media['example'] !== undefined || media['examples'] !== undefined;
    media['schema'] = filledAt(document, success.schema, token.path);
    if (!shown) media['example'] = answerExample(document, success.schema, token.path);
    (operation['responses'] as Json)[success.status] = response;
    return { operation: `POST ${path}`, credential: credential.name, users };
  }
  return undefined;
}

/**
 * Makes the first operation that signs people in do so: it opens sessions, whose token is the credential.
 *
 * @param credentials as they were inferred of the security schemes
 */
export function inferLogin(document: Json, credentials: readonly InferredCredential[]): InferredLogin | undefined {
  for (const credential of candidates(document, credentials)) {
    const login = loginOf(document, credential);
    if (login === undefined) continue;
    (document['x-credentials'] as Json)[credential.name] = {
      kind: 'session',
      idle: LIFETIME,
      sliding: false,
      'x-evidence': 'assumed',
    };
    return login;
  }
  return undefined;
}
