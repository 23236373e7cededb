/**
 * A piaxis server in plain Fastify, written by hand from the provider's document alone: nothing of the sandbox is used,
 * nor the contract. It is correct, but for the defects that it is told to have.
 */
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { PiaxisDefect } from './piaxis-defects.ts';

export const NILE = '096b723a-45c5-4957-94d7-747835136265';
export const KAMPALA = '5f0c2b1e-8d34-4a6f-9b27-1c3e5a7d9f10';
export const READER = 'c41d7e2a-6b95-4f08-8a1c-2d3e4f5a6b7c';
const PEOPLE: Readonly<Record<string, { readonly id: string; readonly name: string }>> = {
  [NILE]: { id: '7d1f4b52-0c1e-4a3b-9f55-3e0d8a7c6b11', name: 'Joseph Mugisha' },
  [KAMPALA]: { id: '2a8c9e64-5b7d-4c1f-8e32-91f0d4b6a722', name: 'Amina Hassan' },
  [READER]: { id: '7d1f4b52-0c1e-4a3b-9f55-3e0d8a7c6b11', name: 'Joseph Mugisha' },
};
const SCOPES = ['payments:create', 'payments:read', 'escrow:create', 'escrow:manage', 'profile:read'];
const CALLBACKS = ['https://yourapp.com/callback', 'http://localhost:3000/callback'];
const CLIENTS: Readonly<Record<string, { readonly scopes: readonly string[]; readonly refreshes: boolean }>> = {
  [NILE]: { scopes: SCOPES, refreshes: true },
  [KAMPALA]: { scopes: SCOPES, refreshes: true },
  [READER]: { scopes: ['payments:read'], refreshes: false },
};
const KEYS: Readonly<Record<string, string>> = { key_nile_market: NILE, key_kampala_motors: KAMPALA };
const BLOCKED_KEYS: Readonly<Record<string, string>> = { key_nile_market_retired: NILE };
const THRESHOLDS: Readonly<Record<string, number>> = { UGX: 1e6, KES: 35_000, TZS: 700_000, RWF: 380_000, USD: 270 };
/** A test system's: the document's 100 an hour would end a run of tests. */
const QUOTA = 1_000_000;
const HOUR_SECONDS = 3600;
const AUDIENCE = 'https://api.gopiaxis.com';
const SIGNING_KEY = randomBytes(32);

const now = (): number => Math.floor(Date.now() / 1000);
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (input: string): string => createHmac('sha256', SIGNING_KEY).update(input).digest('base64url');

interface Claims {
  readonly sub: string;
  readonly exp: number;
  readonly jti: string;
  readonly client_id: string;
  readonly scope: string;
  readonly token_use: string;
}

function issue(claims: Omit<Claims, 'exp' | 'jti'>, seconds: number): { readonly token: string; readonly jti: string } {
  const jti = randomUUID();
  const whole = { iss: AUDIENCE, aud: AUDIENCE, iat: now(), exp: now() + seconds, jti, ...claims };
  const input = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(whole)}`;
  return { token: `${input}.${sign(input)}`, jti };
}

function readToken(token: string): Claims | undefined {
  const [head = '', body = '', signature, more] = token.split('.');
  if (more !== undefined || signature !== sign(`${head}.${body}`)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
}

function readUnsigned(token: string): Claims | undefined {
  const [head = '', body = ''] = token.split('.');
  if (!/none/i.test(Buffer.from(head, 'base64url').toString())) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly challenge: string | undefined;

  constructor(status: number, code: string, message: string, challenge?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.challenge = challenge;
  }
}

class OAuthRefusal extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

interface Caller {
  readonly tenant: string;
  readonly token?: Claims;
}

interface Rules {
  /** Scope that a token needs; without one, only a key will do. */
  readonly scope?: string;
  /** Whether the merchant itself must have agreed to the token. */
  readonly merchant?: boolean;
}

interface Code {
  readonly client: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly sub: string;
  readonly challenge: string | undefined;
  readonly method: string;
  readonly until: number;
  used: boolean;
}

interface Password {
  readonly tenant: string;
  readonly code: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly until: number;
  tries: number;
}

interface Verification {
  readonly tenant: string;
  readonly operation: string;
  readonly resource: string | undefined;
  readonly until: number;
}

interface Escrow {
  readonly tenant: string;
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  status: string;
  released_at: string | null;
  reversed_at: string | null;
  readonly [more: string]: unknown;
}

const PHONE = { type: 'string', pattern: '^\\+[1-9][0-9]{6,14}$' };
const MONEY = {
  amount: { type: 'number', exclusiveMinimum: 0 },
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  payment_method: { enum: ['mtn', 'airtel', 'card', 'piaxis_external'] },
  reference: { type: 'string', maxLength: 64 },
  webhook_url: { type: ['string', 'null'], format: 'uri', maxLength: 2048 },
};
const object = (required: readonly string[], properties: object, rest: object = {}): { readonly body: object } => ({
  body: { type: 'object', required, properties, ...rest },
});
const BODIES = {
  requestOtp: object(['operation', 'phone_number'], {
    operation: { type: 'string', minLength: 1, maxLength: 64 },
    escrow_id: { type: 'string', minLength: 1 },
    phone_number: PHONE,
  }),
  verifyOtp: object(['otp_id', 'otp_code'], {
    otp_id: { type: 'string', minLength: 1 },
    otp_code: { type: 'string', pattern: '^[0-9]{6}$' },
  }),
  createPayment: object(['amount', 'currency', 'payment_method'], {
    ...MONEY,
    description: { type: 'string', maxLength: 255 },
    customer_name: { type: 'string', maxLength: 120 },
    customer_phone_number: PHONE,
    customer_email: { type: 'string', format: 'email' },
  }),
  createEscrow: object(['amount', 'currency', 'payment_method'], {
    ...MONEY,
    payer_phone_number: PHONE,
    payee_phone_number: PHONE,
    terms: { type: 'string', maxLength: 1000 },
  }),
  moveEscrow: object(['escrow_id'], {
    escrow_id: { type: 'string', minLength: 1 },
    note: { type: 'string', maxLength: 255 },
    reason: { type: 'string', maxLength: 255 },
  }),
  createDisbursement: object(['currency', 'total_amount', 'recipients'], {
    currency: MONEY.currency,
    total_amount: MONEY.amount,
    recipients: {
      type: 'array',
      minItems: 1,
      maxItems: 1000,
      items: {
        type: 'object',
        required: ['phone_number', 'amount'],
        properties: { phone_number: PHONE, name: { type: 'string' }, amount: MONEY.amount },
      },
    },
    narration: { type: 'string', maxLength: 120 },
    reference: MONEY.reference,
  }),
  updateSettings: object(
    [],
    {
      business_name: { type: 'string', minLength: 1, maxLength: 120 },
      support_email: { type: 'string', format: 'email' },
      support_phone_number: PHONE,
      default_currency: MONEY.currency,
      settlement_schedule: { enum: ['daily', 'weekly', 'manual'] },
      settlement_phone_number: PHONE,
      webhook_url: { type: 'string', format: 'uri' },
      receipt_emails: { type: 'boolean' },
    },
    { minProperties: 1, additionalProperties: false },
  ),
};

export interface PiaxisServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** Prints a password that was sent, by its id in `$OTP_ID`. */
  readonly otpCommand: string;
}

/** The class of the document's table in which a request counts. */
function quotaOf({ method, url }: FastifyRequest): string {
  if (/^\/api\/(auth|oauth)/.test(url)) return 'authentication';
  if (method === 'POST' && url.startsWith('/api/payments')) return 'payment_creation';
  return method === 'POST' && /^\/api\/(escrow|disbursements)/.test(url) ? 'escrow' : 'retrieval';
}

/** The tries that a password has. */
const MOST_TRIES = 5;
const OTP_SECONDS = 300;
const VERIFICATION_SECONDS = 600;
const CODE_SECONDS = 60;
const REFRESH_SECONDS = 30 * 24 * HOUR_SECONDS;

export async function startPiaxisServer(defects: readonly PiaxisDefect[] = []): Promise<PiaxisServer> {
  const has = (defect: PiaxisDefect): boolean => defects.includes(defect);
  const inbox = await mkdtemp(join(tmpdir(), 'piaxis-inbox-'));
  const codes = new Map<string, Code>();
  const consents = new Map<string, URLSearchParams>();
  const passwords = new Map<string, Password>();
  let asked = 0;
  const verifications = new Map<string, Verification>();
  const payments = new Map<string, { readonly tenant: string; readonly data: object }>();
  const escrows = new Map<string, Escrow>();
  const settings = new Map<string, Readonly<Record<string, unknown>>>(
    Object.keys(CLIENTS).map((id) => [
      id,
      { business_name: 'Nile Market Ltd', default_currency: 'UGX', settlement_schedule: 'daily' },
    ]),
  );
  const dead = new Set<string>();
  const families = new Map<string, string[]>();
  const counts = new Map<string, number>();

  for (const [id, amount, status] of [
    ['e123e4567-e89b-12d3-a456-426614174000', 2_500_000, 'held'],
    ['e223e456-7e89-4b2d-83a4-564266141740', 150_000, 'held'],
  ] as const)
    escrows.set(id, {
      tenant: NILE,
      id,
      amount,
      currency: 'UGX',
      payment_method: 'mtn',
      status,
      created_at: new Date().toISOString(),
      released_at: null,
      reversed_at: null,
    });

  const app = Fastify({
    bodyLimit: 1_048_576,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allowUnionTypes: true, allErrors: false } },
    exposeHeadRoutes: false,
    genReqId: () => `req_${randomBytes(8).toString('hex')}`,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(new Refusal(400, 'INVALID_REQUEST', 'The request body is not valid JSON'));
    }
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(body as string)),
  );

  const challenge = (scheme: string, error?: string): string =>
    `${scheme} realm="piaxis"${error === undefined ? '' : ` error="${error}"`}`;

  function identify({ headers }: FastifyRequest, { scope, merchant = false }: Rules): Caller {
    const key = headers['api-key'];
    const [, scheme = '', token = ''] = /^(\S+) *(.*)$/.exec(headers.authorization ?? '') ?? [];
    if (key !== undefined && scheme !== '' && scope !== undefined)
      throw new Refusal(400, 'INVALID_REQUEST', 'Send either an API key or an access token, not both');
    const scheme401 = scope === undefined ? 'ApiKey' : 'Bearer';
    if (key !== undefined) {
      const tenant = KEYS[String(key)] ?? (has('blocked-key-taken') ? BLOCKED_KEYS[String(key)] : undefined);
      if (tenant === undefined)
        throw new Refusal(
          401,
          'INVALID_API_KEY',
          'The provided API key is invalid',
          challenge(scheme401, scope === undefined ? undefined : 'invalid_token'),
        );
      return { tenant };
    }
    if (scheme.toLowerCase() !== 'bearer' || scope === undefined)
      throw new Refusal(
        has('absent-403') && scheme === '' ? 403 : 401,
        'INVALID_API_KEY',
        'API key is invalid or missing',
        challenge(scheme401),
      );
    const claims = readToken(token) ?? (has('unsigned-token-taken') ? readUnsigned(token) : undefined);
    if (
      claims === undefined ||
      claims.token_use !== 'access' ||
      dead.has(claims.jti) ||
      (has('token-refused-at-payments') && scope === 'payments:create')
    )
      throw new Refusal(401, 'INVALID_TOKEN', 'The access token is invalid', challenge('Bearer', 'invalid_token'));
    if (claims.exp <= now())
      throw new Refusal(401, 'TOKEN_EXPIRED', 'OAuth access token has expired', challenge('Bearer', 'invalid_token'));
    if (!claims.scope.split(' ').includes(scope))
      throw new Refusal(403, 'INSUFFICIENT_PERMISSIONS', "Token doesn't have required permissions");
    if (merchant && claims.sub !== claims.client_id)
      throw new Refusal(403, 'INSUFFICIENT_PERMISSIONS', 'The merchant must have authorized the token');
    return { tenant: claims.client_id, token: claims };
  }

  const callers = new WeakMap<FastifyRequest, Caller>();
  const callerOf = (request: FastifyRequest): Caller => callers.get(request)!;
  /** Authentication comes before the body is looked at. */
  const guarded = (rules: Rules = {}): { onRequest: onRequestHookHandler } => ({
    onRequest(request, _reply, done) {
      callers.set(request, identify(request, rules));
      done();
    },
  });

  /** Good once, for this merchant, operation and record. */
  function stepUp(request: FastifyRequest, operation: string, resource?: string): string {
    const token = String(request.headers['x-verification-token'] ?? '');
    const found = verifications.get(token);
    if (
      found === undefined ||
      found.until <= now() ||
      found.tenant !== callerOf(request).tenant ||
      found.operation !== operation ||
      found.resource !== resource
    )
      throw new Refusal(403, 'OTP_REQUIRED', 'Operation requires OTP verification');
    return token;
  }

  const isLarge = ({ amount, currency }: { readonly amount: number; readonly currency: string }): boolean =>
    amount >= (THRESHOLDS[currency] ?? THRESHOLDS['UGX']!);

  const meta = (request: FastifyRequest): object => ({ request_id: request.id, timestamp: new Date().toISOString() });

  app.addHook('onRequest', (request, reply, done) => {
    const token = readToken(/^bearer +(.*)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const who = KEYS[String(request.headers['api-key'])] ?? token?.client_id ?? request.ip;
    const kept = `${quotaOf(request)} ${who}`;
    const count = (counts.get(kept) ?? 0) + 1;
    counts.set(kept, count);
    reply.headers({
      'x-request-id': request.id,
      'x-ratelimit-limit': String(QUOTA),
      'x-ratelimit-remaining': has('remaining-in-words') ? 'plenty' : String(QUOTA - count),
    });
    if (!has('reset-header-missing'))
      reply.header('x-ratelimit-reset', String((Math.floor(now() / HOUR_SECONDS) + 1) * HOUR_SECONDS));
    done();
  });

  function refuse(request: FastifyRequest, reply: FastifyReply, { status, code, message, challenge }: Refusal): void {
    if (challenge !== undefined && !has('challenge-missing')) reply.header('www-authenticate', challenge);
    void reply.code(status).send({
      error: {
        code,
        message,
        details: {
          timestamp: new Date().toISOString(),
          ...(!has('error-without-request-id') && { request_id: request.id }),
        },
      },
    });
  }

  const noStore = (reply: FastifyReply): FastifyReply =>
    (has('no-store-missing') ? reply : reply.header('cache-control', 'no-store')).header('pragma', 'no-cache');

  app.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    if (error instanceof OAuthRefusal) {
      if (error.status === 401 && !has('challenge-missing')) reply.header('www-authenticate', challenge('Basic'));
      return noStore(reply).code(error.status).send({ error: error.error, error_description: error.message });
    }
    if (error instanceof Refusal) return refuse(request, reply, error);
    const isOAuth = request.url.startsWith('/api/oauth');
    const status = error.statusCode ?? 500;
    if (isOAuth && status < 500)
      return noStore(reply).code(status).send({ error: 'invalid_request', error_description: error.message });
    const code =
      status === 413
        ? 'PAYLOAD_TOO_LARGE'
        : status === 415
          ? 'UNSUPPORTED_MEDIA_TYPE'
          : status < 500
            ? 'INVALID_REQUEST'
            : 'SERVER_ERROR';
    return refuse(request, reply, new Refusal(status, code, error.message));
  });
  app.setNotFoundHandler((request, reply) =>
    refuse(request, reply, new Refusal(404, 'NOT_FOUND', 'There is nothing at this path')),
  );

  // --- the authorization endpoint

  const page = (reply: FastifyReply, status: number, html: string): FastifyReply =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('X-Frame-Options', 'DENY')
      .send(`<!doctype html><title>Piaxis</title>${html}`);

  function back(
    reply: FastifyReply,
    query: URLSearchParams,
    answer: Readonly<Record<string, string>>,
    status = 302,
  ): void {
    const url = new URL(query.get('redirect_uri')!);
    const state = query.get('state') ?? '';
    for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
    if (state !== '' && !has('state-dropped')) url.searchParams.set('state', state);
    void reply.code(status).header('location', url.href).send();
  }

  const isRegistered = (uri: string | null): boolean =>
    uri !== null && CALLBACKS.some((one) => (has('redirect-prefix') ? uri.startsWith(one) : uri === one));

  app.get('/api/authorize', (request, reply) => {
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    const twice = [...new Set(query.keys())].filter((name) => query.getAll(name).length > 1);
    const client = CLIENTS[query.get('merchant_id') ?? ''];
    if (
      client === undefined ||
      twice.includes('merchant_id') ||
      twice.includes('redirect_uri') ||
      !isRegistered(query.get('redirect_uri'))
    )
      return page(reply, 400, '<p>This link cannot be followed.</p>');
    const fail = (error: string): void => back(reply, query, { error, error_description: 'The request is faulty' });
    if (twice.length > 0) return fail('invalid_request');
    const type = query.get('response_type') ?? '';
    if (type !== 'code') return fail(type === '' ? 'invalid_request' : 'unsupported_response_type');
    const scopes = (query.get('scope') ?? client.scopes.join(' ')).split(' ').filter((scope) => scope !== '');
    if (scopes.some((scope) => !client.scopes.includes(scope))) return fail('invalid_scope');
    if (!['S256', 'plain'].includes(query.get('code_challenge_method') ?? 'plain')) return fail('invalid_request');
    if (query.has('code_challenge_method') && !query.has('code_challenge')) return fail('invalid_request');
    if (query.has('code_challenge') && !/^[\w.~-]{43,128}$/.test(query.get('code_challenge')!))
      return fail('invalid_request');
    const transaction = randomBytes(16).toString('base64url');
    consents.set(transaction, query);
    return page(
      reply,
      200,
      `<form method="post" action="/api/authorize"><input type="hidden" name="transaction" value="${transaction}">` +
        '<button name="decision" value="approve">Allow</button><button name="decision" value="deny">Deny</button></form>',
    );
  });

  app.post<{ Body: URLSearchParams }>('/api/authorize', (request, reply) => {
    const transaction = request.body.get('transaction') ?? '';
    const query = consents.get(transaction);
    if (query === undefined) return page(reply, 400, '<p>This form was already answered.</p>');
    consents.delete(transaction);
    if (request.body.get('decision') !== 'approve') return back(reply, query, { error: 'access_denied' }, 303);
    const client = query.get('merchant_id')!;
    const code = randomBytes(32).toString('base64url');
    codes.set(code, {
      client,
      redirectUri: query.get('redirect_uri')!,
      scope: query.get('scope') ?? CLIENTS[client]!.scopes.join(' '),
      sub: query.get('login_hint') === client ? client : PEOPLE[client]!.id,
      challenge: query.get('code_challenge') ?? undefined,
      method: query.get('code_challenge_method') ?? 'plain',
      until: now() + CODE_SECONDS,
      used: false,
    });
    return back(reply, query, { code }, 303);
  });

  // --- the token endpoints

  function readForm(request: FastifyRequest, grant: string): Readonly<Record<string, string>> {
    const form = request.body instanceof URLSearchParams ? request.body : undefined;
    if (form === undefined) throw new OAuthRefusal('invalid_request', 'Send application/x-www-form-urlencoded', 415);
    const names = [...form.keys()];
    if (new Set(names).size < names.length) throw new OAuthRefusal('invalid_request', 'A parameter is repeated');
    const fields = Object.fromEntries([...form].filter(([, value]) => value !== ''));
    if (fields['grant_type'] === undefined) throw new OAuthRefusal('invalid_request', 'grant_type is missing');
    if (fields['client_id'] === undefined) throw new OAuthRefusal('invalid_request', 'client_id is missing');
    if (CLIENTS[fields['client_id']] === undefined)
      throw new OAuthRefusal('invalid_client', 'The client is unknown', 401);
    if (fields['grant_type'] !== grant)
      throw new OAuthRefusal('unsupported_grant_type', 'This endpoint does not take this grant type');
    return fields;
  }

  function tokens(reply: FastifyReply, client: string, sub: string, scope: string, refreshToken?: string): string[] {
    const access = issue({ sub, client_id: client, scope, token_use: 'access' }, HOUR_SECONDS);
    const refresh = CLIENTS[client]!.refreshes
      ? issue({ sub, client_id: client, scope, token_use: 'refresh' }, REFRESH_SECONDS)
      : undefined;
    const given = refreshToken ?? refresh?.token;
    void noStore(reply).send({
      access_token: access.token,
      token_type: 'Bearer',
      expires_in: has('expires-in-text') ? String(HOUR_SECONDS) : HOUR_SECONDS,
      ...(given !== undefined && { refresh_token: given }),
      scope,
    });
    return [access.jti, ...(refresh === undefined ? [] : [refresh.jti])];
  }

  app.post('/api/oauth/token', (request, reply) => {
    const form = readForm(request, 'authorization_code');
    const { code: value, redirect_uri: redirectUri, code_verifier: verifier, client_id: client } = form;
    if (value === undefined || redirectUri === undefined)
      throw new OAuthRefusal('invalid_request', 'code or redirect_uri is missing');
    const code = codes.get(value);
    if (code === undefined || code.until <= now() || code.client !== client || code.redirectUri !== redirectUri)
      throw new OAuthRefusal('invalid_grant', 'The code is invalid');
    if (code.used && !has('code-twice')) {
      for (const jti of families.get(value) ?? []) dead.add(jti);
      throw new OAuthRefusal('invalid_grant', 'The code was used');
    }
    if (verifier !== undefined && !/^[\w.~-]{43,128}$/.test(verifier))
      throw new OAuthRefusal('invalid_grant', 'The verifier is malformed');
    const made =
      verifier !== undefined && code.method === 'S256'
        ? createHash('sha256').update(verifier).digest('base64url')
        : verifier;
    if (made !== code.challenge) throw new OAuthRefusal('invalid_grant', 'The verifier does not fit');
    code.used = true;
    families.set(value, tokens(reply, client, code.sub, code.scope));
    return reply;
  });

  app.post('/api/oauth/refresh', (request, reply) => {
    const form = readForm(request, 'refresh_token');
    const { refresh_token: value, client_id: client, scope } = form;
    if (value === undefined) throw new OAuthRefusal('invalid_request', 'refresh_token is missing');
    if (!CLIENTS[client!]!.refreshes)
      throw new OAuthRefusal('unauthorized_client', 'This client may not use this grant type');
    const claims = readToken(value);
    if (claims?.token_use !== 'refresh' || claims.client_id !== client || claims.exp <= now() || dead.has(claims.jti))
      throw new OAuthRefusal('invalid_grant', 'The refresh token is invalid');
    if (scope?.split(' ').some((one) => !claims.scope.split(' ').includes(one)) === true)
      throw new OAuthRefusal('invalid_scope', 'The scope exceeds what was granted');
    tokens(reply, client, claims.sub, scope ?? claims.scope, value);
    return reply;
  });

  // --- one-time passwords

  app.post<{ Body: { operation: string; escrow_id?: string } }>(
    '/api/auth/request-otp',
    { ...guarded(), schema: BODIES.requestOtp },
    async (request) => {
      const { tenant } = callerOf(request);
      const { operation, escrow_id: resource } = request.body;
      for (const [id, old] of passwords)
        if (old.tenant === tenant && old.operation === operation && old.resource === resource) passwords.delete(id);
      // Counted, not how many are left: two of one millisecond would be one where an older one went between them.
      const id = `otp_${String(Date.now()).slice(-7)}${String(asked++ % 1000).padStart(3, '0')}`;
      // Each begins with one nought: what loses it loses it always.
      const code = `0${10_000 + (randomBytes(4).readUInt32BE() % 90_000)}`;
      passwords.set(id, { tenant, code, operation, resource, until: now() + OTP_SECONDS, tries: 0 });
      await writeFile(join(inbox, id), has('otp-zero-lost') ? String(Number(code)) : code);
      return { status: 'success', message: 'OTP sent successfully', otp_id: id, expires_in: OTP_SECONDS };
    },
  );

  app.post<{ Body: { otp_id: string; otp_code: string } }>(
    '/api/auth/verify-otp',
    { ...guarded(), schema: BODIES.verifyOtp },
    (request) => {
      const { tenant } = callerOf(request);
      const { otp_id: id, otp_code: code } = request.body;
      const password = passwords.get(id);
      if (password === undefined || password.tenant !== tenant || password.until <= now() || password.code !== code) {
        if (password?.tenant === tenant && ++password.tries >= MOST_TRIES) passwords.delete(id);
        throw new Refusal(400, 'INVALID_OTP', 'OTP code is invalid or expired');
      }
      passwords.delete(id);
      const token = `verify_${randomBytes(24).toString('hex').slice(0, 32)}`;
      const { operation, resource } = password;
      verifications.set(token, { tenant, operation, resource, until: now() + VERIFICATION_SECONDS });
      return { status: 'success', verification_token: token, expires_in: VERIFICATION_SECONDS };
    },
  );

  // --- payments, escrow, disbursements

  app.post<{ Body: { amount: number; currency: string; payment_method: string } }>(
    '/api/payments/create',
    { ...guarded({ scope: 'payments:create' }), schema: BODIES.createPayment },
    (request, reply) => {
      const { tenant, token } = callerOf(request);
      if (request.body.payment_method === 'piaxis_external' && token === undefined)
        throw new Refusal(403, 'INSUFFICIENT_PERMISSIONS', 'Payments by piaxis_external need an OAuth access token');
      if (isLarge(request.body)) verifications.delete(stepUp(request, 'high_value_payment'));
      const created = new Date().toISOString();
      const data = { ...request.body, id: randomUUID(), status: 'pending', created_at: created, updated_at: created };
      payments.set(data.id, { tenant, data });
      return reply.code(201).send({ data, meta: meta(request) });
    },
  );

  app.get<{ Params: { id: string } }>('/api/payments/:id', guarded({ scope: 'payments:read' }), (request) => {
    const found = payments.get(request.params.id);
    if (found?.tenant !== callerOf(request).tenant)
      throw new Refusal(404, 'NOT_FOUND', 'There is no record with this id');
    return { data: found.data, meta: meta(request) };
  });

  app.post<{ Body: { amount: number; currency: string } }>(
    '/api/escrow/create',
    { ...guarded({ scope: 'escrow:create' }), schema: BODIES.createEscrow },
    (request, reply) => {
      const { tenant } = callerOf(request);
      const data = {
        ...request.body,
        id: randomUUID(),
        status: 'held',
        created_at: new Date().toISOString(),
        released_at: null,
        reversed_at: null,
      };
      escrows.set(data.id, { tenant, ...data });
      return reply.code(201).send({ data, meta: meta(request) });
    },
  );

  const escrowOf = (request: FastifyRequest, id: string): Escrow => {
    const found = escrows.get(id);
    if (found?.tenant !== callerOf(request).tenant)
      throw new Refusal(404, 'NOT_FOUND', 'There is no record with this id');
    return found;
  };
  const shown = ({ tenant: _tenant, ...data }: Escrow): object => data;
  const held = (escrow: Escrow): Escrow => {
    if (escrow.status !== 'held')
      throw new Refusal(409, 'ESCROW_NOT_HELD', 'The escrow was already released or reversed');
    return escrow;
  };

  app.get<{ Params: { id: string } }>('/api/escrow/:id', guarded({ scope: 'escrow:manage' }), (request) => ({
    data: shown(escrowOf(request, request.params.id)),
    meta: meta(request),
  }));

  if (!has('release-missing'))
    app.post<{ Body: { escrow_id: string } }>(
      '/api/escrow/release',
      { ...guarded({ scope: 'escrow:manage' }), schema: BODIES.moveEscrow },
      (request) => {
        const escrow = escrowOf(request, request.body.escrow_id);
        const token = isLarge(escrow) ? stepUp(request, 'escrow_release', escrow.id) : '';
        held(escrow);
        verifications.delete(token);
        Object.assign(escrow, { status: 'released', released_at: new Date().toISOString() });
        return { data: shown(escrow), meta: meta(request) };
      },
    );

  app.post<{ Body: { escrow_id: string } }>(
    '/api/escrow/reverse',
    { ...guarded({ scope: 'escrow:manage' }), schema: BODIES.moveEscrow },
    (request) => {
      const escrow = held(escrowOf(request, request.body.escrow_id));
      Object.assign(escrow, { status: 'reversed', reversed_at: new Date().toISOString() });
      return { data: shown(escrow), meta: meta(request) };
    },
  );

  app.post<{ Body: Readonly<Record<string, unknown>> }>(
    '/api/disbursements/create',
    { ...guarded({ scope: 'escrow:manage', merchant: true }), schema: BODIES.createDisbursement },
    (request, reply) => {
      verifications.delete(stepUp(request, 'bulk_disbursement'));
      const data = { ...request.body, id: randomUUID(), status: 'processing', created_at: new Date().toISOString() };
      return reply.code(201).send({ data, meta: meta(request) });
    },
  );

  // --- account

  app.get('/api/account/settings', guarded(), (request) => ({
    data: settings.get(callerOf(request).tenant),
    meta: meta(request),
  }));

  app.patch<{ Body: Readonly<Record<string, unknown>> }>(
    '/api/account/settings',
    { ...guarded(), schema: BODIES.updateSettings },
    (request) => {
      const { tenant } = callerOf(request);
      verifications.delete(stepUp(request, 'account_settings'));
      const data = { ...settings.get(tenant), ...request.body };
      settings.set(tenant, data);
      return { data, meta: meta(request) };
    },
  );

  app.get('/api/profile', guarded({ scope: 'profile:read' }), (request) => {
    const { tenant, token } = callerOf(request);
    const person = token === undefined || token.sub === tenant ? undefined : PEOPLE[tenant];
    return {
      data: person
        ? { id: person.id, full_name: person.name, account_type: 'personal' }
        : { id: tenant, full_name: 'Sarah Nakato', account_type: 'merchant' },
      meta: meta(request),
    };
  });

  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    baseUrl: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    otpCommand: `cat "${inbox}/$OTP_ID"`,
    async [Symbol.asyncDispose]() {
      app.server.closeAllConnections();
      await app.close();
      await rm(inbox, { recursive: true });
    },
  };
}
