/**
 * An Engagifii Training server in plain Fastify, written by hand from the provider's document alone: nothing of the
 * sandbox is used, nor the contract. It is right, and words what the document does not quote in its own way.
 */
import { createHash, createSign, generateKeyPairSync, randomBytes, randomUUID, verify } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** How a window ends: with the second of the clock; or never, whatever is told. */
export type QuotaManner = 'aligned' | 'lying';

interface Client {
  readonly secret: string;
  readonly tenant: string;
  readonly grants: readonly string[];
  readonly scopes: readonly string[];
}

const ALL = ['AccreditationAPI', 'Awards.Read', 'Awards.Write', 'Registrations.Write'];
const SERVICE = ['client_credentials'];
const PORTAL = ['authorization_code', 'refresh_token'];
export const SECRETS = {
  TRAINING_SERVICE_SECRET: 'own-service-6f1b',
  TRAINING_PORTAL_SECRET: 'own-portal-91cc',
  TRAINING_READER_SECRET: 'own-reader-07ad',
  TRAINING_OTHER_SECRET: 'own-other-55e0',
  TRAINING_KEY: 'ownkey-main-3b',
  TRAINING_READER_KEY: 'ownkey-reader-7d',
  TRAINING_OTHER_KEY: 'ownkey-other-9e',
} as const;
const CLIENTS: Readonly<Record<string, Client>> = {
  service: { secret: SECRETS.TRAINING_SERVICE_SECRET, tenant: 'org-12345', grants: SERVICE, scopes: ALL },
  portal: { secret: SECRETS.TRAINING_PORTAL_SECRET, tenant: 'org-12345', grants: PORTAL, scopes: ALL },
  reader: { secret: SECRETS.TRAINING_READER_SECRET, tenant: 'org-12345', grants: SERVICE, scopes: ['Awards.Read'] },
  other: { secret: SECRETS.TRAINING_OTHER_SECRET, tenant: 'acme-corp', grants: SERVICE, scopes: ALL },
};
const KEYS: Readonly<Record<string, { readonly tenant: string; readonly scopes: readonly string[] }>> = {
  [SECRETS.TRAINING_KEY]: { tenant: 'org-12345', scopes: ALL },
  [SECRETS.TRAINING_READER_KEY]: { tenant: 'org-12345', scopes: ['Awards.Read'] },
  [SECRETS.TRAINING_OTHER_KEY]: { tenant: 'acme-corp', scopes: ALL },
};
const TENANTS = ['org-12345', 'acme-corp', 'secure-academy'];
const DEMANDING = ['secure-academy'];
const CALLBACKS = ['https://yourapp.com/callback', 'http://localhost:3000/callback'];
const ISSUER = 'https://auth.training.example';
const AUDIENCE = 'https://api.training.example';
const HOUR_SECONDS = 3600;
const CODE_SECONDS = 60;
const WINDOW_MS = 1000;
const LIMIT = 10;

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const seconds = (): number => Math.floor(Date.now() / 1000);
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const opaque = (): string => randomBytes(32).toString('base64url');

interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly jti: string;
  readonly org: string;
  readonly scope: string;
}

function issue(claims: Omit<Claims, 'exp' | 'jti'>): { token: string; jti: string } {
  const jti = randomUUID();
  const input = `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded({
    iss: ISSUER,
    aud: AUDIENCE,
    iat: seconds(),
    exp: seconds() + HOUR_SECONDS,
    jti,
    ...claims,
  })}`;
  return { token: `${input}.${createSign('sha256').update(input).sign(privateKey, 'base64url')}`, jti };
}

function read(token: string): Claims | undefined {
  const parts = token.split('.');
  const [head = '', body = '', signature = ''] = parts;
  // What decodes is not always what was encoded: stray bits and other alphabets are no signature of ours.
  if (parts.length !== 3 || Buffer.from(signature, 'base64url').toString('base64url') !== signature) return undefined;
  if (!verify('sha256', Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')))
    return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
}

class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly more: { readonly details?: object; readonly challenge?: string; readonly retryAfter?: number };

  constructor(status: number, code: string, message: string, more: ApiError['more'] = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.more = more;
  }
}

/** RFC 6749 §5.2. */
class TokenError extends Error {
  readonly error: string;
  readonly status: number;
  readonly isBasic: boolean;

  constructor(error: string, description: string, status = 400, isBasic = false) {
    super(description);
    this.error = error;
    this.status = status;
    this.isBasic = isBasic;
  }
}

interface Grant {
  readonly client: string;
  readonly scope: string;
  readonly sub: string;
}

interface Code extends Grant {
  readonly redirectUri: string | undefined;
  readonly challenge: string | undefined;
  readonly method: string;
  readonly until: number;
  used: boolean;
}

/** What a code, and all refreshes after it, gave out. */
interface Family {
  readonly jtis: string[];
  alive: boolean;
}

interface Registration {
  readonly classId?: string;
  readonly registrationType?: string;
}

const UUID = '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$';
const short = (maxLength: number, minLength = 0): object => ({ type: 'string', minLength, maxLength });
const REGISTRATION = {
  type: 'object',
  properties: {
    classId: { type: 'string', pattern: UUID },
    firstName: short(100, 1),
    lastName: short(100, 1),
    email: { type: 'string', format: 'email' },
    organization: short(200),
    registrationType: { enum: ['Member', 'NonMember', 'Guest'] },
    notes: short(2000),
  },
};

export interface TrainingServer extends AsyncDisposable {
  readonly baseUrl: string;
}

/** @param manner of its quotas; without one there is no limit, as on a system for tests */
export async function startTrainingServer(manner?: QuotaManner): Promise<TrainingServer> {
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, { readonly grant: Grant; readonly family: Family; used: boolean }>();
  const families = new Map<string, Family>();
  const consents = new Map<string, URLSearchParams>();
  const revoked = new Set<string>();
  const counts = new Map<string, number>();
  const awards = new Map(
    TENANTS.map((tenant) => [
      tenant,
      Array.from({ length: 7 }, (_, i) => ({
        id: randomUUID(),
        name: `Award ${'GADFBEC'[i]!}`,
        levelType: 'Foundation',
        price: 25.5 * i,
        isActive: i % 2 === 0,
        createdDate: new Date(Date.UTC(2024, 3, 1 + i)).toISOString(),
      })),
    ]),
  );

  const app = Fastify({
    exposeHeadRoutes: true,
    bodyLimit: 1_048_576,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(body as string)),
  );
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(new ApiError(400, 'UNREADABLE', 'That is no JSON'));
    }
  });

  // Pages call the API themselves, as the document's samples do.
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/api/') && !request.url.startsWith('/token')) return done();
    reply.header('access-control-allow-origin', '*');
    if (request.method !== 'OPTIONS') return done();
    void reply
      .headers({
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, tenant-code, x-api-key, content-type',
      })
      .code(204)
      .send();
  });
  for (const path of ['/api/*', '/token']) app.options(path, () => undefined);

  // --- the API: quota, tenant, token, authorization, in this order

  function withinQuota(tenant: string): void {
    if (manner === undefined) return;
    const window = `${tenant} ${manner === 'lying' ? 'for ever' : String(Math.floor(Date.now() / WINDOW_MS))}`;
    const count = (counts.get(window) ?? 0) + 1;
    counts.set(window, count);
    if (count > LIMIT) throw new ApiError(429, 'SLOW_DOWN', 'That was too fast', { retryAfter: 1 });
  }

  function allowed({ headers, ip }: FastifyRequest, scope: string, anonymous: boolean): string {
    const tenant = headers['tenant-code'];
    withinQuota(typeof tenant === 'string' ? tenant : ip);
    if (tenant === undefined || tenant === '')
      throw new ApiError(400, 'MISSING_TENANT', 'The tenant-code header is required');
    if (!TENANTS.includes(String(tenant)))
      throw new ApiError(404, 'INVALID_TENANT', 'The specified tenant code is not valid');
    const key = headers['x-api-key'];
    const { authorization } = headers;
    if (key !== undefined && authorization !== undefined)
      throw new ApiError(400, 'ONE_CREDENTIAL_PLEASE', 'A token or a key, not both');
    if (key === undefined && authorization === undefined) {
      if (anonymous && !DEMANDING.includes(String(tenant))) return String(tenant);
      throw new ApiError(401, 'INVALID_TOKEN', 'Who are you?', { challenge: 'Bearer' });
    }
    const holder = key === undefined ? bearer(authorization!) : KEYS[String(key)];
    if (holder === undefined) throw new ApiError(401, 'BAD_KEY', 'Nobody has this key', { challenge: 'Bearer' });
    if (holder.tenant !== tenant)
      throw new ApiError(403, 'INSUFFICIENT_PERMISSIONS', 'This credential belongs to somebody else');
    if (!holder.scopes.includes(scope) && !holder.scopes.includes('AccreditationAPI'))
      throw new ApiError(403, 'INSUFFICIENT_PERMISSIONS', 'You do not have permission to access this resource', {
        details: { required_scope: scope, your_scopes: holder.scopes },
        challenge: `Bearer error="insufficient_scope", scope="${scope}"`,
      });
    return tenant;
  }

  function bearer(authorization: string): { readonly tenant: string; readonly scopes: readonly string[] } {
    const challenge = 'Bearer error="invalid_token"';
    const claims = read(/^bearer +(\S+)$/i.exec(authorization)?.[1] ?? '');
    if (claims === undefined || revoked.has(claims.jti))
      throw new ApiError(401, 'INVALID_TOKEN', 'The access token is invalid', { challenge });
    if (claims.exp <= seconds())
      throw new ApiError(401, 'TOKEN_EXPIRED', 'The access token has expired', {
        challenge,
        details: { expired_at: new Date(claims.exp * 1000).toISOString() },
      });
    return { tenant: claims.org, scopes: claims.scope.split(' ') };
  }

  app.get<{ Querystring: Readonly<Record<string, string>> }>('/api/v1/Awards/List', (request) => {
    const own = awards.get(allowed(request, 'Awards.Read', true))!;
    const { page = '1', pageSize = '50', sortBy, sortDirection = 'asc' } = request.query;
    if (![page, pageSize].every((one) => /^[1-9]\d*$/.test(one)) || !['asc', 'desc'].includes(sortDirection))
      throw new ApiError(400, 'BAD_QUERY', 'There is no such page');
    const size = Math.min(200, Number(pageSize));
    const by = (award: object): number | string => (award as Record<string, number | string>)[sortBy ?? ''] ?? 0;
    const sorted = own.toSorted((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));
    if (sortDirection === 'desc') sorted.reverse();
    return sorted.slice((Number(page) - 1) * size, Number(page) * size);
  });

  app.post<{ Body: Registration }>(
    '/api/v1/registration/ClassRegistration',
    {
      schema: { body: REGISTRATION },
      onRequest(request, _reply, done) {
        allowed(request, 'Registrations.Write', false);
        done();
      },
    },
    (request, reply) =>
      reply.code(201).send({
        registrationType: 'Member',
        ...request.body,
        id: randomUUID(),
        confirmationNumber: `REG-${String(randomBytes(4).readUInt32BE() % 1e8).padStart(8, '0')}`,
        status: 'Registered',
        registeredDate: new Date().toISOString(),
      }),
  );

  // --- the auth host

  const page = (reply: FastifyReply, status: number, html: string): FastifyReply =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('X-Frame-Options', 'DENY')
      .send(`<!doctype html><title>Training</title>${html}`);

  function back(
    query: URLSearchParams,
    reply: FastifyReply,
    answer: Record<string, string>,
    status = 302,
  ): FastifyReply {
    const url = new URL(query.get('redirect_uri')!);
    const state = query.get('state') ?? '';
    for (const [name, value] of Object.entries({ ...answer, ...(state !== '' && { state }) }))
      url.searchParams.set(name, value);
    return reply.code(status).header('location', url.href).send();
  }

  app.get('/authorize', (request, reply) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    const twice = new Set([...query.keys()].filter((name) => query.getAll(name).length > 1));
    const client = CLIENTS[query.get('client_id') ?? ''];
    if (
      client === undefined ||
      twice.has('client_id') ||
      twice.has('redirect_uri') ||
      !CALLBACKS.includes(query.get('redirect_uri') ?? '')
    )
      return page(reply, 400, '<p>Nothing to see here.</p>');
    const fail = (error: string): FastifyReply => back(query, reply, { error, error_description: 'No' });
    const type = query.get('response_type') ?? '';
    const challenge = query.get('code_challenge');
    const method = query.get('code_challenge_method');
    if (twice.size > 0 || type === '') return fail('invalid_request');
    if (type !== 'code') return fail('unsupported_response_type');
    if (!client.grants.includes('authorization_code')) return fail('unauthorized_client');
    const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    if (scopes.some((scope) => !client.scopes.includes(scope))) return fail('invalid_scope');
    if (challenge === null ? method !== null : !/^[\w.~-]{43,128}$/.test(challenge)) return fail('invalid_request');
    if (!['S256', 'plain'].includes(method ?? 'plain')) return fail('invalid_request');
    const transaction = opaque();
    consents.set(transaction, query);
    return page(
      reply,
      200,
      `<form method="post" action="/authorize"><input type="hidden" name="transaction" value="${transaction}">` +
        '<button name="decision" value="approve">Yes</button><button name="decision" value="deny">No</button></form>',
    );
  });

  app.post<{ Body?: unknown }>('/authorize', (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const transaction = form.get('transaction') ?? '';
    const query = consents.get(transaction);
    if (query === undefined) return page(reply, 400, '<p>That was answered before.</p>');
    consents.delete(transaction);
    if (form.get('decision') !== 'approve') return back(query, reply, { error: 'access_denied' }, 303);
    const code = opaque();
    codes.set(code, {
      client: query.get('client_id')!,
      redirectUri: query.get('redirect_uri') ?? undefined,
      scope: query.get('scope') ?? 'AccreditationAPI',
      sub: 'member-1',
      challenge: query.get('code_challenge') ?? undefined,
      method: query.get('code_challenge_method') ?? 'plain',
      until: seconds() + CODE_SECONDS,
      used: false,
    });
    return back(query, reply, { code }, 303);
  });

  function clientOf({ headers }: FastifyRequest, form: Readonly<Record<string, string>>): string {
    const basic = /^basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    if (basic !== undefined && form['client_secret'] !== undefined)
      throw new TokenError('invalid_request', 'The client proved itself twice');
    const pair = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString().split(':');
    const [id = '', ...rest] = pair ?? [form['client_id'], form['client_secret'] ?? ''];
    const read = (text: string): string => (pair === undefined ? text : decodeURIComponent(text.replaceAll('+', ' ')));
    const known = Object.hasOwn(CLIENTS, read(id)) ? CLIENTS[read(id)] : undefined;
    if (pair !== undefined && form['client_id'] !== undefined && form['client_id'] !== read(id))
      throw new TokenError('invalid_request', 'Two clients');
    if (known?.secret !== read(rest.join(':')))
      throw new TokenError('invalid_client', 'No', 401, headers.authorization !== undefined);
    return read(id);
  }

  /** @param whole what a refresh token is for, where less was asked for this once */
  function answer(reply: FastifyReply, grant: Grant, family?: Family, whole = grant): FastifyReply {
    const { token, jti } = issue({
      sub: grant.sub,
      org: CLIENTS[grant.client]!.tenant,
      scope: grant.scope,
    });
    family?.jtis.push(jti);
    const refreshToken = family && opaque();
    if (family) refreshTokens.set(refreshToken!, { grant: whole, family, used: false });
    return reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send({
      access_token: token,
      token_type: 'Bearer',
      expires_in: HOUR_SECONDS,
      ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      scope: grant.scope,
    });
  }

  function end(family: Family): void {
    family.alive = false;
    for (const jti of family.jtis) revoked.add(jti);
  }

  const within = (scope: string, most: readonly string[]): boolean =>
    scope.split(' ').every((one) => most.includes(one) || (most.includes('AccreditationAPI') && ALL.includes(one)));

  app.post('/token', (request, reply) => {
    if (!(request.body instanceof URLSearchParams)) throw new TokenError('invalid_request', 'Send a form');
    const names = [...request.body.keys()];
    if (new Set(names).size < names.length) throw new TokenError('invalid_request', 'Say everything once');
    const form = Object.fromEntries([...request.body].filter(([, value]) => value !== ''));
    const { grant_type: type, scope } = form;
    if (type === undefined) throw new TokenError('invalid_request', 'Which grant?');
    if (![...SERVICE, ...PORTAL].includes(type)) throw new TokenError('unsupported_grant_type', 'Not here');
    const id = clientOf(request, form);
    const client = CLIENTS[id]!;
    if (!client.grants.includes(type)) throw new TokenError('unauthorized_client', 'Not for you');
    if (type === 'client_credentials') {
      const wanted =
        scope ?? (client.scopes.includes('AccreditationAPI') ? 'AccreditationAPI' : client.scopes.join(' '));
      if (!within(wanted, client.scopes)) throw new TokenError('invalid_scope', 'Too much');
      return answer(reply, { client: id, scope: wanted, sub: id });
    }
    if (type === 'refresh_token') {
      if (form['refresh_token'] === undefined) throw new TokenError('invalid_request', 'Which token?');
      const found = refreshTokens.get(form['refresh_token']);
      if (found === undefined || found.grant.client !== id || !found.family.alive)
        throw new TokenError('invalid_grant', 'Not a token of yours');
      if (found.used) {
        end(found.family);
        throw new TokenError('invalid_grant', 'Used before');
      }
      if (scope !== undefined && !within(scope, found.grant.scope.split(' ')))
        throw new TokenError('invalid_scope', 'More than was granted');
      found.used = true;
      return answer(reply, { ...found.grant, scope: scope ?? found.grant.scope }, found.family, found.grant);
    }
    const code = codes.get(form['code'] ?? '');
    if (form['code'] === undefined) throw new TokenError('invalid_request', 'Which code?');
    if (
      code === undefined ||
      code.client !== id ||
      code.until <= seconds() ||
      code.redirectUri !== form['redirect_uri']
    )
      throw new TokenError('invalid_grant', 'Not a code of yours');
    if (code.used) {
      end(families.get(form['code'])!);
      throw new TokenError('invalid_grant', 'Used before');
    }
    const verifier = form['code_verifier'];
    if (verifier !== undefined && !/^[\w.~-]{43,128}$/.test(verifier))
      throw new TokenError('invalid_grant', 'No verifier');
    const made =
      verifier !== undefined && code.method === 'S256'
        ? createHash('sha256').update(verifier).digest('base64url')
        : verifier;
    if (made !== code.challenge) throw new TokenError('invalid_grant', 'Another verifier');
    code.used = true;
    const family = { jtis: [], alive: true };
    families.set(form['code'], family);
    return answer(reply, code, family);
  });

  // --- errors

  function apiError(reply: FastifyReply, { status, code, message, more }: ApiError): FastifyReply {
    if (more.challenge !== undefined) reply.header('www-authenticate', more.challenge);
    if (more.retryAfter !== undefined) reply.header('retry-after', String(more.retryAfter));
    return reply.code(status).send({
      error: code,
      message,
      statusCode: status,
      timestamp: new Date().toISOString(),
      ...(more.details && { details: more.details }),
    });
  }

  app.setErrorHandler((error: Error & { readonly statusCode?: number }, request, reply) => {
    if (error instanceof ApiError) return apiError(reply, error);
    const status = error.statusCode ?? 500;
    if (!request.url.startsWith('/token') && !(error instanceof TokenError))
      return apiError(reply, new ApiError(status, `E${String(status)}`, 'That did not work'));
    const refusal = error instanceof TokenError ? error : new TokenError('invalid_request', 'No', status);
    if (refusal.isBasic) reply.header('www-authenticate', 'Basic realm="training"');
    return reply
      .code(refusal.status)
      .headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
      .send({ error: refusal.error, error_description: refusal.message });
  });
  app.setNotFoundHandler((_request, reply) => apiError(reply, new ApiError(404, 'NOWHERE', 'There is nothing here')));

  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    baseUrl: `http://127.0.0.1:${String((app.server.address() as AddressInfo).port)}`,
    async [Symbol.asyncDispose]() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
