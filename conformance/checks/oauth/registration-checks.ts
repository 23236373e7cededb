/**
 * Clients that register themselves, and manage that.
 *
 * @see [RFC 7591](https://www.rfc-editor.org/rfc/rfc7591), [RFC 7592](https://www.rfc-editor.org/rfc/rfc7592)
 */
import { askCode, redeem } from './ask-endpoint.ts';
import { dpopClient } from './dpop-client.ts';
import { expectRefusal, jsonOf, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor, GRANT_TYPE, takes } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import {
  managing,
  METADATA,
  REDIRECT_URI,
  registerClient,
  sendRegistration,
} from '../../driver/registration-requests.ts';
import type { Registered } from '../../driver/registration-requests.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import type { CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

const INFORMATION = rfc(
  7591,
  '3.2.1',
  'Additionally, the authorization server MUST return all registered metadata about this client, including any fields provisioned by the authorization server itself.',
);
const EXPIRES = rfc(7591, '3.2.1', 'Time at which the client secret will expire or 0 if it will not expire.');
const DEFAULTS = rfc(
  7591,
  '2',
  'If omitted, the default behavior is that the client will use only the "authorization_code" Grant Type.',
);
const REDIRECTS = rfc(7591, '2', 'clients using flows with redirection MUST register their redirection URI values.');
const BAD_REDIRECT = rfc(7591, '3.2.2', 'The value of one or more redirection URIs is invalid.');
const BAD_METADATA = rfc(
  7591,
  '3.2.2',
  'The value of one of the client metadata fields is invalid and the server has rejected this request.',
);
const KEYS = rfc(
  7591,
  '2',
  'The "jwks_uri" and "jwks" parameters MUST NOT both be present in the same request or response.',
);
const UNKNOWN = rfc(
  7591,
  '2',
  'The authorization server MUST ignore any client metadata sent by the client that it does not understand',
);
const INITIAL = rfc(
  7591,
  '3',
  'The client registration endpoint MAY be an OAuth 2.0 [RFC6749] protected resource and it MAY accept an initial access token',
);
const PROVES = rfc(9449, '5.2', 'A boolean value specifying whether the client always uses DPoP for token requests.');
const READ = rfc(
  7592,
  '2.1',
  'Upon successful read of the information for a currently active client, the authorization server responds with an HTTP 200 OK',
);
const TOKEN = rfc(
  7592,
  '2',
  'The client MUST use its registration access token in all calls to this endpoint as an OAuth 2.0 Bearer Token',
);
const REPLACED = rfc(
  7592,
  '2.2',
  "Omitted fields MUST be treated as null or empty values by the server, indicating the client's request to delete them from the client's registration.",
);
const OWN_ID = rfc(
  7592,
  '2.2',
  'The client MUST include its "client_id" field in the request, and it MUST be the same as its currently issued client identifier.',
);
const OWN_SECRET = rfc(
  7592,
  '2.2',
  'The client MUST NOT be allowed to overwrite its existing client secret with its own chosen value.',
);
const DELETED = rfc(
  7592,
  '2.3',
  'A successful delete action will invalidate the "client_id", "client_secret", and "registration_access_token" for this client',
);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const registered = (context: Context, subject: Subject, metadata?: Registered['body']): Promise<Registered> =>
  registerClient(context, subject.register!.operation, metadata);

/** The answer to a registration that is right. */
async function goodClient(context: Context, subject: Subject, metadata?: Registered['body']): Promise<Registered> {
  const found = await registered(context, subject, metadata);
  context.expect.that(
    found.exchange.status === 201 && typeof found.body['client_id'] === 'string',
    '201 with a client_id',
    `status ${found.exchange.status}`,
    found.exchange,
  );
  return found;
}

/** As the suite's own drivers know clients. */
function asClient(context: Context, subject: Subject, { body }: Registered): TargetClient {
  return {
    client_id: String(body['client_id']),
    client_secret: typeof body['client_secret'] === 'string' ? body['client_secret'] : null,
    tenant: context.target.credentials.tenants[0]?.id ?? '',
    grants: [...subject.grants].filter((grant) => list(body['grant_types']).includes(GRANT_TYPE[grant])),
    scopes: typeof body['scope'] === 'string' ? body['scope'].split(' ') : [scopeOf(subject)],
    redirect_uris: list(body['redirect_uris']).map(String),
    post_logout_redirect_uris: [],
    allowed_addresses: null,
    assertion_key: null,
    token_endpoint_auth_method: String(body['token_endpoint_auth_method']),
  };
}

/** Everything that was sent comes back. */
function expectTold(context: Context, { exchange, body }: Registered, wanted: Registered['body']): void {
  for (const [name, value] of Object.entries(wanted))
    context.expect.that(
      JSON.stringify(body[name]) === JSON.stringify(value),
      `${name} ${JSON.stringify(value)}`,
      show(body[name]),
      exchange,
    );
}

/** Refused, or registered with something else: a server may replace what it was asked for (RFC 7591 §3.2.1). */
export async function expectUnregistered(
  context: Context,
  subject: Subject,
  metadata: Registered['body'],
  why: string,
  isThere: (body: Registered['body']) => boolean,
): Promise<void> {
  const { operation } = subject.register!;
  const exchange = await sendRegistration(context, operation, metadata);
  const body = jsonOf(exchange) ?? {};
  if (!context.target.isMock && exchange.status < 300) {
    context.expect.that(!isThere(body), `no such registration: ${why}`, 'a registration with it', exchange);
    return;
  }
  expectRefusal(context, exchange, operation, 'invalid_client_metadata', why);
}

/** A scope that clients may have. */
function scopeOf({ contract }: Subject): string {
  return [...contract.clients.values()][0]?.scopes[0] ?? '';
}

const inSuite = (subject: Subject): Registered['body'] => ({
  client_name: 'Suite',
  redirect_uris: [REDIRECT_URI, 'https://registered.example/other?x=1'],
  grant_types: [...subject.grants].filter((grant) => grant === 'authorization_code' || grant === 'refresh_token'),
  response_types: ['code'],
  token_endpoint_auth_method: takes(subject, 'client_secret_post') ? 'client_secret_post' : 'client_secret_basic',
  scope: scopeOf(subject),
});

/** A client may register that it always proves a key. */
function registeringProofs(subject: Subject): Rule {
  return {
    id: 'register-dpop',
    title: 'A client that registers to send proofs gets no token without one',
    citation: PROVES,
    about: `#/x-credentials/${subject.name}/dpop`,
    needs: ['destructive', 'consent'],
    async run(context: Context) {
      const wanted = { ...inSuite(subject), dpop_bound_access_tokens: true };
      const found = await goodClient(context, subject, wanted);
      // What a server does not understand it leaves out.
      if (!context.target.isMock && found.body['dpop_bound_access_tokens'] !== true)
        context.notRun('the server registers no client for proofs');
      expectTold(context, found, wanted);
      const client = asClient(context, subject, found);
      const code = await askCode(context, subject, { client });
      const dpop = dpopClient(context, subject);
      const { operation } = endpointFor(subject, 'authorization_code');
      const failures: readonly Failure[] = context.target.isMock
        ? ['invalid_dpop_proof']
        : ['invalid_dpop_proof', 'invalid_request', 'invalid_grant'];
      expectRefusal(context, await redeem(context, subject, code), operation, failures, 'there is no proof');
      if (context.target.isMock)
        context.oauth.tokens(
          await redeem(context, subject, code, {}, (one, form) => dpop.token(one, form, 'authorization_code')),
        );
    },
  };
}

const provingRules = (subject: Subject): readonly Rule[] =>
  subject.credential.dpop === undefined || subject.authorize === undefined ? [] : [registeringProofs(subject)];

function registering(subject: Subject): Rule[] {
  const { operation } = subject.register!;
  const common = { about: operation.pointer, needs: ['destructive'] as const };
  return [
    {
      id: 'register',
      title: 'A client that registers is told its id, and all that was registered',
      citation: INFORMATION,
      ...common,
      async run(context: Context) {
        const wanted = inSuite(subject);
        const found = await goodClient(context, subject, wanted);
        expectTold(context, found, wanted);
        // The RFC shows it, and does not demand it.
        if (context.target.isMock)
          context.expect.header(found.exchange, 'Cache-Control', (value) => /no-store/.test(value ?? ''), 'no-store');
        const issued = found.body['client_id_issued_at'];
        if (issued === undefined && !context.target.isMock) return;
        const now = Math.floor((await context.clock.now()) / 1000);
        context.expect.that(
          typeof issued === 'number' && Math.abs(issued - now) < 60,
          `client_id_issued_at now, ${now}`,
          show(issued),
          found.exchange,
        );
      },
    },
    {
      id: 'register-secret',
      title: 'A client that authenticates by a secret gets one, and is told when it ends; a public client gets none',
      citation: EXPIRES,
      ...common,
      async run(context: Context) {
        const { body, exchange } = await goodClient(context, subject);
        const { client_secret: secret, client_secret_expires_at: ends } = body;
        context.expect.that(
          typeof secret === 'string' && secret.length >= 16,
          'a client_secret that nobody guesses',
          show(typeof secret),
          exchange,
        );
        const now = Math.floor((await context.clock.now()) / 1000);
        context.expect.that(
          context.target.isMock ? ends === 0 : typeof ends === 'number' && (ends === 0 || ends > now),
          'client_secret_expires_at 0, or later',
          show(ends),
          exchange,
        );
        if (!takes(subject, 'none')) return;
        const open = await goodClient(context, subject, { ...METADATA, token_endpoint_auth_method: 'none' });
        context.expect.that(open.body['client_secret'] === undefined, 'no client_secret', 'one', open.exchange);
      },
    },
    {
      id: 'register-defaults',
      title: 'What a client leaves out takes the defaults',
      citation: DEFAULTS,
      ...common,
      async run(context: Context) {
        expectTold(context, await goodClient(context, subject), {
          grant_types: ['authorization_code'],
          response_types: ['code'],
          token_endpoint_auth_method: 'client_secret_basic',
        });
      },
    },
    {
      id: 'register-unknown',
      title: 'Metadata that the server does not know are ignored',
      citation: UNKNOWN,
      ...common,
      async run(context: Context) {
        await goodClient(context, subject, { ...METADATA, 'client_name#fr': 'Suite', suite_member: { deep: [1] } });
      },
    },
    {
      id: 'register-used',
      title: 'A client that registered itself gets tokens, and goes nowhere but where it registered',
      citation: REDIRECTS,
      ...common,
      needs: ['destructive', 'consent'],
      async run(context: Context) {
        const client = asClient(context, subject, await goodClient(context, subject, inSuite(subject)));
        await context.oauth.authorizationCode(client);
        const elsewhere = await context.oauth.authorize(client, {
          redirect_uri: 'https://registered.example/elsewhere',
        });
        context.expect.that(
          elsewhere.location === undefined,
          'no redirect to what was not registered',
          'a redirect',
          elsewhere.exchange,
        );
      },
    },
    {
      id: 'register-redirect',
      title: 'A redirect URI with a fragment is invalid_redirect_uri',
      citation: BAD_REDIRECT,
      ...common,
      async run(context: Context) {
        for (const uri of [`${REDIRECT_URI}#part`, 'callback'])
          expectRefusal(
            context,
            await sendRegistration(context, operation, { ...METADATA, redirect_uris: [REDIRECT_URI, uri] }),
            operation,
            'unfit_redirect_uri',
            `${uri} cannot be one`,
          );
      },
    },
    {
      id: 'register-no-redirect',
      title: 'A client of the authorization code flow has to register where it may be redirected to',
      citation: REDIRECTS,
      ...common,
      async run(context: Context) {
        const exchange = await sendRegistration(context, operation, { client_name: 'Suite' });
        expectRefusal(context, exchange, operation, ['unfit_redirect_uri', 'invalid_client_metadata'], 'it has none');
      },
    },
    {
      id: 'register-grant',
      title: 'A client is not registered for a grant or a way to authenticate that there is not',
      citation: BAD_METADATA,
      ...common,
      async run(context: Context) {
        await expectUnregistered(
          context,
          subject,
          { ...METADATA, grant_types: ['authorization_code', 'urn:suite:none'] },
          'there is no such grant',
          ({ grant_types: types }) => list(types).includes('urn:suite:none'),
        );
        await expectUnregistered(
          context,
          subject,
          { ...METADATA, token_endpoint_auth_method: 'suite_none' },
          'there is no such way to authenticate',
          ({ token_endpoint_auth_method: way }) => way === 'suite_none',
        );
        await expectUnregistered(
          context,
          subject,
          { ...METADATA, response_types: ['suite_none'] },
          'there is no such response type',
          ({ response_types: types }) => list(types).includes('suite_none'),
        );
      },
    },
    {
      id: 'register-keys',
      title: 'A client has its keys by value or by reference, and not both',
      citation: KEYS,
      ...common,
      async run(context: Context) {
        await expectUnregistered(
          context,
          subject,
          { ...METADATA, jwks: { keys: [] }, jwks_uri: 'http://localhost:3000/jwks.json' },
          'both are there',
          ({ jwks, jwks_uri: uri }) => jwks !== undefined && uri !== undefined,
        );
      },
    },
    {
      id: 'register-types',
      title: 'Metadata of another type are invalid_client_metadata',
      citation: BAD_METADATA,
      ...common,
      async run(context: Context) {
        for (const metadata of [
          { ...METADATA, grant_types: 'authorization_code' },
          { ...METADATA, client_name: 7 },
        ])
          expectRefusal(
            context,
            await sendRegistration(context, operation, metadata),
            operation,
            'invalid_client_metadata',
            'a member is of another type',
          );
      },
    },
    ...(subject.register?.action.initial_access_token === undefined ? [] : [initialToken(operation)]),
  ];
}

const initialToken = (operation: CompiledOperation): Rule => ({
  id: 'register-initial-token',
  title: 'Nobody registers a client without the initial access token',
  citation: INITIAL,
  about: operation.pointer,
  needs: ['destructive'],
  async run(context: Context) {
    for (const [token, failure] of [
      ['', 'missing_credentials'],
      ['not-the-token', 'invalid_token'],
    ] as const) {
      const parts = await context.request(operation, {
        headers: [
          ['Content-Type', 'application/json'],
          ...(token === '' ? [] : [['Authorization', `Bearer ${token}`] as const]),
        ],
        body: JSON.stringify(METADATA),
      });
      context.expect.failure(await context.send(parts), operation, failure);
    }
  },
});

/** A client and how its registration is managed, where that stands where the suite looks for it. */
async function managed(context: Context, subject: Subject): Promise<Registered> {
  const found = await goodClient(context, subject, inSuite(subject));
  const { registration_client_uri: uri, registration_access_token: token } = found.body;
  context.expect.that(
    typeof uri === 'string' && URL.canParse(uri) && typeof token === 'string' && token.length >= 16,
    'a registration_client_uri and a registration_access_token',
    `${show(uri)} and ${show(typeof token)}`,
    found.exchange,
  );
  const read = subject.manage.get('GET') ?? context.notRun('the contract reads no registrations');
  const there = (context.target.endpoints[read.id] ?? context.target.baseUrl + read.path).replace(
    /\{[^}]+\}/,
    String(found.body['client_id']),
  );
  if (!context.target.isMock && uri !== there) context.notRun('registrations are managed elsewhere');
  context.expect.that(uri === there, `registration_client_uri ${there}`, uri, found.exchange);
  return found;
}

const manageOf = (context: Context, subject: Subject, method: string): CompiledOperation =>
  subject.manage.get(method) ?? context.notRun(`the contract has no ${method} for registrations`);

async function read(context: Context, subject: Subject, found: Registered, as?: string): Promise<Exchange> {
  return context.send(
    await managing(context, manageOf(context, subject, 'GET'), found, as === undefined ? {} : { as }),
  );
}

async function put(context: Context, subject: Subject, found: Registered, body: Registered['body']): Promise<Exchange> {
  const exchange = await context.send(await managing(context, manageOf(context, subject, 'PUT'), found, { put: body }));
  const { client_secret: secret } = jsonOf(exchange) ?? {};
  if (typeof secret === 'string') context.secret(secret);
  return exchange;
}

/** With the token that is in force after an answer: a server may replace it (RFC 7592 §5). */
function afterwards(context: Context, found: Registered, exchange: Exchange): Registered {
  const { registration_access_token: token } = jsonOf(exchange) ?? {};
  if (typeof token !== 'string') return found;
  context.secret(token);
  return { ...found, body: { ...found.body, registration_access_token: token } };
}

const STABLE = ['client_id', 'client_secret', 'client_secret_expires_at', 'client_id_issued_at'] as const;

function managingRules(subject: Subject): Rule[] {
  const about = (method: string): string | undefined => subject.manage.get(method)?.pointer;
  const needs = ['destructive'] as const;
  const change = { ...METADATA, client_name: 'Suite, renamed' };
  return [
    {
      id: 'registration-read',
      title: 'A client reads its registration, as it was told',
      citation: READ,
      about: about('GET'),
      needs,
      async run(context: Context) {
        const found = await managed(context, subject);
        const exchange = await read(context, subject, found);
        context.expect.status(exchange, 200, 'the token is the one that it got');
        const body = jsonOf(exchange) ?? {};
        const { registration_access_token: token, ...rest } = found.body;
        expectTold(context, { exchange, body }, rest);
        context.expect.that(
          context.target.isMock ? body['registration_access_token'] === token : true,
          'the registration_access_token in force',
          'another, or none',
          exchange,
        );
      },
    },
    {
      id: 'registration-token',
      title: "Nobody manages a registration without its token, or by another client's",
      citation: TOKEN,
      about: about('GET'),
      needs,
      async run(context: Context) {
        const [found, other] = [await managed(context, subject), await managed(context, subject)];
        const operation = manageOf(context, subject, 'GET');
        const anonymous = await context.send({ ...(await managing(context, operation, found)), headers: [] });
        context.expect.failure(anonymous, operation, 'missing_credentials');
        for (const token of ['not-the-token', String(other.body['registration_access_token'])]) {
          for (const method of ['GET', 'PUT', 'DELETE']) {
            const at = manageOf(context, subject, method);
            const body = method === 'PUT' ? { put: { ...change, client_id: found.body['client_id'] } } : {};
            const exchange = await context.send(await managing(context, at, found, { as: token, ...body }));
            if (context.target.isMock) context.expect.failure(exchange, at, 'invalid_token');
            else context.expect.status(exchange, [401, 403], 'the token is not that of the client');
          }
        }
        context.expect.status(await read(context, subject, found), 200, 'nothing was changed');
      },
    },
    {
      id: 'registration-update',
      title: 'A client replaces its registration: what it leaves out is registered no more',
      citation: REPLACED,
      about: about('PUT'),
      needs,
      async run(context: Context) {
        const found = await managed(context, subject);
        const exchange = await put(context, subject, found, { ...change, client_id: found.body['client_id'] });
        context.expect.status(exchange, 200, 'the registration is right');
        const after = await read(context, subject, afterwards(context, found, exchange));
        if (context.target.isMock) expectTold(context, { exchange, body: jsonOf(exchange) ?? {} }, jsonOf(after) ?? {});
        for (const told of [exchange, after]) {
          const body = jsonOf(told) ?? {};
          expectTold(context, { exchange: told, body }, change);
          if (context.target.isMock)
            expectTold(
              context,
              { exchange: told, body },
              Object.fromEntries(STABLE.map((name) => [name, found.body[name]])),
            );
          context.expect.that(
            JSON.stringify(body['grant_types'] ?? ['authorization_code']) === '["authorization_code"]',
            'grant_types as where they are left out',
            show(body['grant_types']),
            told,
          );
        }
      },
    },
    {
      id: 'registration-update-id',
      title: 'A replacement names the client that it is of',
      citation: OWN_ID,
      about: about('PUT'),
      needs,
      async run(context: Context) {
        const found = await managed(context, subject);
        for (const client_id of ['another', undefined]) {
          const exchange = await put(context, subject, found, { ...change, client_id });
          expectRefusal(
            context,
            exchange,
            manageOf(context, subject, 'PUT'),
            'invalid_client_metadata',
            'client_id is not its own',
          );
        }
      },
    },
    {
      id: 'registration-update-secret',
      title: 'A client does not choose its secret',
      citation: OWN_SECRET,
      about: about('PUT'),
      needs,
      async run(context: Context) {
        const found = await managed(context, subject);
        const client_id = found.body['client_id'];
        const chosen = { ...change, client_id, client_secret: 'a-secret-of-its-own-choice' };
        const exchange = await put(context, subject, found, chosen);
        expectRefusal(
          context,
          exchange,
          manageOf(context, subject, 'PUT'),
          'invalid_client_metadata',
          'the secret is another',
        );
        const same = { ...change, client_id, client_secret: found.body['client_secret'] };
        context.expect.status(await put(context, subject, found, same), 200, 'the secret is its own');
      },
    },
    {
      id: 'registration-update-judged',
      title: 'A replacement is judged as a registration is',
      citation: BAD_REDIRECT,
      about: about('PUT'),
      needs,
      async run(context: Context) {
        const found = await managed(context, subject);
        const bad = { ...METADATA, client_id: found.body['client_id'], redirect_uris: [`${REDIRECT_URI}#part`] };
        const exchange = await put(context, subject, found, bad);
        expectRefusal(context, exchange, manageOf(context, subject, 'PUT'), 'unfit_redirect_uri', 'it has a fragment');
      },
    },
    {
      id: 'registration-delete',
      title: 'A client that ended its registration is gone, and what it was given is dead',
      citation: DELETED,
      about: about('DELETE'),
      needs: ['destructive', 'consent'],
      async run(context: Context) {
        const found = await managed(context, subject);
        const client = asClient(context, subject, found);
        const tokens = await context.oauth.authorizationCode(client);
        const operation = manageOf(context, subject, 'DELETE');
        const gone = await context.send(await managing(context, operation, found));
        context.expect.status(gone, 204, 'the token is its own');
        context.expect.status(await read(context, subject, found), 401, 'there is no such client any more');
        const refused = await context.oauth.token(client, {
          grant_type: 'refresh_token',
          refresh_token: tokens.refresh_token ?? 'none',
        });
        context.expect.that(
          jsonOf(refused)?.['error'] === 'invalid_client',
          'invalid_client: there is no such client any more',
          show(jsonOf(refused)?.['error']),
          refused,
        );
      },
    },
  ];
}

export const registrations = oauthFamily((subject) =>
  subject.register === undefined
    ? []
    : [...registering(subject), ...provingRules(subject), ...(subject.manage.size === 0 ? [] : managingRules(subject))],
);
