/** Token and authorization endpoints for tokens that a document asks for, at the paths that its flows name. */
import type { InferredCredential } from './inferred-credential.ts';
import { isJson } from './walk-openapi.ts';
import type { Json } from './walk-openapi.ts';

/** The path of a URL, without what the API's own servers stand below. */
function pathOf(url: unknown, bases: readonly string[]): string | undefined {
  if (typeof url !== 'string' || url === '' || url.includes('{')) return undefined;
  try {
    const { pathname } = new URL(url, 'http://localhost');
    const base = bases.find((one) => pathname.startsWith(`${one}/`)) ?? '';
    const path = pathname.slice(base.length).replace(/(.)\/+$/, '$1');
    return /^\/[\w./~-]+$/.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

export function serverBases(document: Json): string[] {
  const servers = Array.isArray(document['servers']) ? document['servers'] : [];
  return servers.flatMap((server) => {
    const url: unknown = isJson(server) ? server['url'] : undefined;
    if (typeof url !== 'string' || url.includes('{')) return [];
    const path = new URL(url, 'http://localhost').pathname.replace(/\/+$/, '');
    return path === '' ? [] : [path];
  });
}

const jsonBody = (schema: Json, examples: Json): Json => ({ 'application/json': { schema, ...examples } });
const text = (more: Json = {}): Json => ({ type: 'string', ...more });

const OAUTH_ERROR: Json = {
  type: 'object',
  required: ['error'],
  properties: { error: text(), error_description: text({ 'x-fill': 'failure.detail' }) },
};

const TOKENS: Json = {
  type: 'object',
  required: ['access_token', 'token_type'],
  properties: {
    access_token: text({ format: 'password', 'x-fill': 'token.access_token' }),
    token_type: text({ 'x-fill': 'token.token_type' }),
    expires_in: { type: 'integer', 'x-fill': 'token.expires_in' },
    refresh_token: text({ format: 'password', 'x-fill': 'token.refresh_token' }),
    scope: text({ 'x-fill': 'token.scope' }),
  },
};

const CHALLENGE: Json = { 'WWW-Authenticate': { schema: text(), 'x-fill': 'challenge' } };
const NO_STORE: Json = { 'Cache-Control': { schema: text({ const: 'no-store' }) } };
const LOCATION: Json = { Location: { schema: text(), 'x-fill': 'location' } };

const refusal = (error: string, failures: readonly string[]): Json => ({ value: { error }, 'x-failure': failures });

/** The fields of a flow that say where an endpoint is. */
const ENDPOINTS = ['tokenUrl', 'refreshUrl', 'authorizationUrl'] as const;

/** Whether the document has clients hand over passwords. */
export const takesPasswords = ({ flows }: InferredCredential): boolean => isJson(flows['password']);

/** What a token endpoint takes; a `refreshUrl` of its own takes the last of them alone. */
const grantsOf = (credential: InferredCredential): readonly string[] => [
  'client_credentials',
  'authorization_code',
  ...(takesPasswords(credential) ? ['password'] : []),
  'refresh_token',
];

const tokenOperation = (credential: string, operationId: string, grants: readonly string[]): Json => ({
  operationId,
  summary: 'Get a token',
  description: 'Added by the import: the document names the endpoint and does not describe it.',
  security: [],
  'x-action': {
    type: 'token.issue',
    credential,
    grants,
    client_authentication: ['client_secret_basic', 'client_secret_post'],
  },
  'x-evidence': 'assumed',
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          properties: {
            grant_type: text({ examples: [grants[0]!] }),
            scope: text(),
            code: text({ format: 'password' }),
            redirect_uri: text(),
            code_verifier: text({ format: 'password' }),
            client_id: text(),
            client_secret: text({ format: 'password' }),
            refresh_token: text({ format: 'password' }),
            ...(grants.includes('password') && { username: text(), password: text({ format: 'password' }) }),
          },
        },
      },
    },
  },
  responses: {
    '200': {
      description: 'The tokens.',
      headers: NO_STORE,
      content: jsonBody(TOKENS, {
        example: { access_token: 'token', token_type: 'Bearer', expires_in: 3600, scope: '' },
      }),
    },
    '400': {
      description: 'The request is refused (RFC 6749 §5.2).',
      content: jsonBody(OAUTH_ERROR, {
        examples: {
          request: refusal('invalid_request', ['invalid_request']),
          grant: refusal('invalid_grant', ['invalid_grant']),
          client: refusal('unauthorized_client', ['unauthorized_client']),
          type: refusal('unsupported_grant_type', ['unsupported_grant_type']),
          scope: refusal('invalid_scope', ['invalid_scope']),
        },
      }),
    },
    '401': {
      description: 'The client is unknown, or its secret is wrong.',
      headers: CHALLENGE,
      content: jsonBody(OAUTH_ERROR, { examples: { client: refusal('invalid_client', ['invalid_client']) } }),
    },
  },
});

const page = (title: string, failures?: readonly string[]): Json => ({
  description: title,
  content: { 'text/html': { schema: text(), example: `<!doctype html><title>${title}</title>` } },
  ...(failures && { 'x-failure': failures }),
});

const QUERY = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
];

/** @param implicit whether the document declares that tokens come at once */
const authorizeOperation = (credential: string, operationId: string, implicit: boolean): Json => ({
  operationId,
  summary: 'Ask a person for access',
  description: 'Added by the import: the document names the endpoint and does not describe it.',
  security: [],
  'x-action': {
    type: 'authorize',
    credential,
    code_lifetime: 'PT1M',
    pkce: 'optional',
    ...(implicit && { response_types: ['code', 'token'] }),
  },
  'x-evidence': 'assumed',
  parameters: QUERY.map((name) => ({ name, in: 'query', schema: text() })),
  responses: {
    '200': page('The consent page'),
    '302': { description: 'Back to the app, with `code` or with `error`.', headers: LOCATION },
    '400': page('This link cannot be followed', ['unknown_client', 'invalid_redirect_uri', 'invalid_request']),
  },
});

const decideOperation = (operationId: string): Json => ({
  operationId,
  summary: 'Answer the consent page',
  security: [],
  'x-action': { type: 'authorize.decide' },
  'x-evidence': 'assumed',
  requestBody: {
    required: true,
    content: {
      'application/x-www-form-urlencoded': {
        schema: {
          type: 'object',
          required: ['transaction', 'decision'],
          properties: { transaction: text({ minLength: 1 }), decision: text({ enum: ['approve', 'deny'] }) },
        },
      },
    },
  },
  responses: {
    '303': { description: 'Back to the app.', headers: LOCATION },
    '400': page('This form was already answered', ['invalid_consent', 'invalid_request']),
  },
});

/** @see OpenID Connect Discovery 1.0 §4 */
const DISCOVERY = '/.well-known/openid-configuration';
const KEYS = '/.well-known/jwks.json';

const discoveryOperation = (type: 'metadata' | 'jwks', credential: string, operationId: string): Json => ({
  operationId,
  summary: type === 'jwks' ? 'Get the keys that tokens are signed with' : 'Find the endpoints',
  description: 'Added by the import: a security scheme points to the discovery document.',
  security: [],
  'x-action': { type, credential },
  'x-evidence': 'assumed',
  responses: {
    '200': {
      description: 'Where what is.',
      content: jsonBody({ type: 'object' }, { example: type === 'jwks' ? { keys: [] } : {} }),
    },
  },
});

const flowsOf = ({ flows }: InferredCredential): readonly Json[] => Object.values(flows).filter(isJson);

function operationIds(document: Json): Set<string> {
  return new Set(
    Object.values(document['paths'] as Json).flatMap((item) =>
      Object.values(item as Json).flatMap((one) =>
        isJson(one) && typeof one['operationId'] === 'string' ? [one['operationId']] : [],
      ),
    ),
  );
}

/**
 * The operation that a flow's `tokenUrl` leads to, where the document describes it: an example would be no token. One
 * that makes tokens for a credential before is not taken again.
 */
function describedToken(item: unknown): Json | undefined {
  const operation = isJson(item) ? item['post'] : undefined;
  return isJson(operation) && isJson(operation['x-action']) && operation['x-action']['type'] === 'reply'
    ? operation
    : undefined;
}

/**
 * @param credentials those of kind `token`
 * @returns what was added
 */
export function inferTokenEndpoints(document: Json, credentials: readonly InferredCredential[]): string[] {
  const paths = document['paths'] as Json;
  const bases = serverBases(document);
  const ids = operationIds(document);
  const unique = (id: string): string => {
    let free = id;
    for (let i = 2; ids.has(free); i++) free = `${id}${i}`;
    ids.add(free);
    return free;
  };
  const added: string[] = [];
  // A path that leads elsewhere already is replaced by one that is free.
  const promised = new Set(
    credentials
      .flatMap(flowsOf)
      .flatMap((flow) => ENDPOINTS.map((name) => pathOf(flow[name], bases)))
      .filter((path) => path !== undefined),
  );
  const place = (wanted: string | undefined, fallback: string): string => {
    const isFree = (path: string): boolean =>
      paths[path] === undefined && !Object.keys(paths).some((one) => clashes(one, path));
    if (wanted !== undefined && isFree(wanted)) return wanted;
    let free = fallback;
    // Where another flow's URL leads is left to that one.
    for (let i = 2; !isFree(free) || promised.has(free); i++) free = `${fallback}-${i}`;
    return free;
  };
  for (const credential of credentials) {
    const flows = flowsOf(credential);
    const declared = flows.map((flow) => pathOf(flow['tokenUrl'], bases)).find((path) => path !== undefined);
    const described = declared === undefined ? undefined : describedToken(paths[declared]);
    if (described !== undefined) {
      const { operationId, summary, description = summary, tags } = described;
      const made = tokenOperation(credential.name, operationId as string, grantsOf(credential));
      (paths[declared!] as Json)['post'] = { ...made, summary, description, ...(tags !== undefined && { tags }) };
      added.push(`POST ${declared!} (in the place of the document's own)`);
    } else {
      const token = place(declared, '/oauth/token');
      paths[token] = { post: tokenOperation(credential.name, unique('issueToken'), grantsOf(credential)) };
      added.push(`POST ${token}`);
    }
    const refresh = flows.map((flow) => pathOf(flow['refreshUrl'], bases)).find((path) => path !== undefined);
    if (refresh !== undefined && place(refresh, refresh) === refresh) {
      paths[refresh] = { post: tokenOperation(credential.name, unique('refreshToken'), ['refresh_token']) };
      added.push(`POST ${refresh}`);
    }
    const wanted = flows.map((flow) => pathOf(flow['authorizationUrl'], bases)).find((path) => path !== undefined);
    const authorize = place(wanted, '/oauth/authorize');
    paths[authorize] = {
      get: authorizeOperation(credential.name, unique('authorize'), isJson(credential.flows['implicit'])),
      post: decideOperation(unique('decideAuthorization')),
    };
    added.push(`GET ${authorize}`);
    if (credential.isDiscovered)
      for (const [type, path, id] of [
        ['metadata', DISCOVERY, 'getDiscovery'],
        ['jwks', KEYS, 'getKeys'],
      ] as const) {
        const free = place(path, path);
        paths[free] = { get: discoveryOperation(type, credential.name, unique(id)) };
        added.push(`GET ${free}`);
      }
  }
  return added;
}

/** Whether one path's template takes another path. */
function clashes(template: string, path: string): boolean {
  const [left, right] = [template.split('/'), path.split('/')];
  return (
    left.length === right.length &&
    left.every(
      (segment, i) => segment === right[i] || (segment.includes('{') && i === left.length - 1 && left.length === 2),
    )
  );
}
