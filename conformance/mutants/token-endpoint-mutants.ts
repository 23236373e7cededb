/** Token endpoints that answer wrongly. */
import { chain } from '../../mock/state/awaitable.ts';
import { refuse } from '../../mock/request/call.ts';
import type { Call, Outcome } from '../../mock/request/call.ts';
import type { SeedClient } from '../../specs/generated/vocabulary.ts';
import { mutants } from './mutant.ts';
import {
  clientOf,
  formOf,
  withCall,
  withForm,
  withHeaders,
  withPeople,
  withQuery,
  parsedForm,
} from './wrap/wrap-call.ts';
import {
  all,
  any,
  clientBasic,
  clientSecrets,
  grant,
  has,
  keyAsClient,
  token,
  words,
} from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { credentialsAs } from './wrap/wrap-document.ts';
import {
  bodyAs,
  both,
  headerAs,
  ofAction,
  refusedWith,
  replying,
  statusOf,
  succeeded,
  without,
} from './wrap/wrap-reply.ts';
import { acting, insisting, saying, telling, wording } from './wrap/wrap-steps.ts';

const ENDPOINTS = ['token.issue', 'token.revoke', 'token.introspect'] as const;

/** The endpoint knows the client that asks as something else than the contract says. */
function knowing(call: Call, change: (client: SeedClient) => SeedClient): Call {
  const { clients } = call.world.people;
  const client = clients.get(clientOf(call) ?? '');
  return client === undefined
    ? call
    : withPeople(call, { clients: new Map(clients).set(client.client_id, change(client)) });
}

const refused = (call: Call, failure: 'invalid_request' | 'invalid_client'): Outcome => ({
  refusal: refuse(failure, '', call.operation.pointer),
});

/** The whole of what this client, or any, may have. */
const everyScope = ({ world }: Call): readonly string[] => [
  ...new Set([...world.people.clients.values()].flatMap(({ scopes }) => scopes)),
];

const inactive: Has = ({ clients }) => [...clients.values()].some(({ active }) => active === false);

export const TOKEN_ENDPOINT = mutants(has('token.issue'), [
  {
    id: 'grant.unsupported-as-invalid',
    title: 'An unknown grant type is answered invalid_grant.',
    applies: words('invalid_grant'),
    killedBy: ['oauth.grant-type-unsupported'],
    seams: wording('unsupported_grant_type', 'invalid_grant'),
  },
  {
    id: 'grant.unsupported-as-request',
    title: 'An unknown grant type is answered invalid_request.',
    killedBy: ['oauth.grant-type-unsupported'],
    seams: wording('unsupported_grant_type', 'invalid_request'),
  },
  {
    id: 'grant.missing-as-unsupported',
    title: 'A missing grant_type is answered unsupported_grant_type.',
    killedBy: ['oauth.grant-type-missing'],
    seams: saying('token.issue', (outcome, call) =>
      outcome.refusal?.failure === 'invalid_request' && formOf(call)['grant_type'] === undefined
        ? { refusal: { ...outcome.refusal, failure: 'unsupported_grant_type' } }
        : outcome,
    ),
  },
  {
    id: 'grant.unknown-accepted',
    title: 'An unknown grant type is taken for client_credentials.',
    applies: grant('client_credentials'),
    killedBy: ['oauth.grant-type-unsupported'],
    seams: insisting('token.issue', ['unsupported_grant_type'], (call) =>
      withForm(call, { grant_type: 'client_credentials' }),
    ),
  },
  {
    id: 'grant.of-client-ignored',
    title: 'A client may use grants that it is not registered for.',
    applies: all(words('unauthorized_client'), clientSecrets, grant('client_credentials')),
    killedBy: ['oauth.unauthorized-client'],
    seams: acting('token.issue', (call) =>
      knowing(call, (client) => ({
        ...client,
        grants: ['authorization_code', 'client_credentials', 'jwt_bearer', 'refresh_token'],
      })),
    ),
  },
  {
    id: 'grant.refresh-token-for-client',
    title: 'client_credentials gives a refresh token.',
    applies: all(
      grant('client_credentials'),
      token(({ refresh }) => refresh !== undefined),
    ),
    killedBy: ['oauth.client-credentials-no-refresh'],
    seams: credentialsAs('token', ({ refresh }) => refresh?.grants.push('client_credentials')),
  },
  {
    id: 'client.wrong-secret-accepted',
    title: "A client's secret is not compared.",
    applies: clientSecrets,
    killedBy: ['oauth.client-secret-wrong'],
    seams: acting(ENDPOINTS, (call) => {
      const { authorization } = call.request.headers;
      if (typeof authorization !== 'string')
        return formOf(call)['client_secret'] === undefined
          ? call
          : knowing(call, (client) => ({ ...client, client_secret: formOf(call)['client_secret']! }));
      const presented = Buffer.from(authorization.replace(/^basic +/i, ''), 'base64')
        .toString()
        .split(':')
        .slice(1)
        .join(':');
      return knowing(call, (client) => ({ ...client, client_secret: decodeURIComponent(presented) }));
    }),
  },
  {
    id: 'client.inactive-served',
    title: 'An inactive client gets tokens.',
    applies: inactive,
    killedBy: ['oauth.client-inactive'],
    seams: acting('token.issue', (call) => knowing(call, (client) => ({ ...client, active: true }))),
  },
  {
    id: 'client.inactive-as-unknown',
    title: 'An inactive client is answered as one that nobody knows.',
    applies: inactive,
    killedBy: ['oauth.client-inactive'],
    seams: wording('inactive_client', 'invalid_client'),
  },
  {
    id: 'client.inactive-told',
    title: 'That a client is inactive is told to anyone who names it.',
    applies: inactive,
    killedBy: ['oauth.client-inactive-wrong-secret'],
    seams: saying('token.issue', (outcome, call) =>
      outcome.refusal?.failure === 'invalid_client' &&
      call.world.contract.clients.get(clientOf(call) ?? '')?.active === false
        ? { refusal: { ...outcome.refusal, failure: 'inactive_client' } }
        : outcome,
    ),
  },
  {
    id: 'client.no-secret-accepted',
    title: 'A client with a secret need not prove it.',
    applies: clientSecrets,
    killedBy: ['oauth.client-secret-missing'],
    seams: insisting(ENDPOINTS, ['invalid_client'], (call) => {
      const secret = call.world.people.clients.get(clientOf(call) ?? '')?.client_secret;
      return formOf(call)['client_secret'] === undefined &&
        call.request.headers.authorization === undefined &&
        secret !== undefined
        ? withForm(call, { client_secret: secret })
        : undefined;
    }),
  },
  {
    id: 'client.secret-in-query',
    title: 'A client secret in the URL is accepted.',
    applies: clientSecrets,
    killedBy: ['oauth.secret-in-url'],
    seams: acting('token.issue', (call) => {
      const { client_secret: secret, client_id: id } = call.request.query;
      return typeof secret === 'string'
        ? withForm(withQuery(call, { client_secret: undefined }), {
            client_secret: secret,
            ...(typeof id === 'string' ? { client_id: id } : {}),
          })
        : call;
    }),
  },
  {
    id: 'client.two-ways-accepted',
    title: 'A client may authenticate in two ways at once.',
    applies: clientBasic,
    killedBy: ['oauth.client-twice'],
    seams: acting('token.issue', (call) =>
      call.request.headers.authorization === undefined ? call : withForm(call, { client_secret: undefined }),
    ),
  },
  {
    id: 'client.basic-refused',
    title: 'HTTP Basic authentication of clients is not understood.',
    applies: clientBasic,
    killedBy: ['oauth.client-basic'],
    seams: saying('token.issue', (outcome, call) =>
      call.request.headers.authorization === undefined ? outcome : refused(call, 'invalid_client'),
    ),
  },
  {
    id: 'client.basic-not-decoded',
    title: 'HTTP Basic is read in one spelling of the scheme only.',
    applies: clientBasic,
    killedBy: ['oauth.client-basic-case'],
    seams: acting('token.issue', (call) =>
      /^basic/i.test(String(call.request.headers.authorization ?? '')) &&
      !String(call.request.headers.authorization).startsWith('Basic')
        ? withHeaders(call, { authorization: 'Basic !' })
        : call,
    ),
  },
  {
    id: 'client.invalid-as-400',
    title: 'A failed client authentication is answered 400.',
    applies: any(clientSecrets),
    killedBy: ['oauth.client-secret-wrong', 'oauth.client-unknown'],
    seams: statusOf(['invalid_client'], 400),
  },
  {
    id: 'client.invalid-as-grant',
    title: 'A failed client authentication is answered invalid_grant.',
    applies: all(clientSecrets, words('invalid_grant')),
    killedBy: ['oauth.client-secret-wrong'],
    seams: wording('invalid_client', 'invalid_grant'),
  },
  {
    id: 'client.no-challenge',
    title: 'A failed Basic authentication of a client comes without WWW-Authenticate.',
    applies: clientBasic,
    killedBy: ['oauth.client-basic-challenge'],
    seams: replying(both(ofAction('token.issue'), refusedWith('invalid_client')), without('www-authenticate')),
  },
  {
    id: 'client.keyless-accepted',
    title: 'The token endpoint serves callers without a key.',
    applies: keyAsClient,
    killedBy: ['credential.absent:*'],
    seams: {
      identify: (identify, operation) =>
        operation.action.type === 'token.issue'
          ? (call) =>
              chain(identify(call), (found) => {
                if (found.state === 'good') return found;
                const { seed, methods } = call.world.contract;
                const key = seed.keys?.find(
                  ({ status, allowed_addresses: list }) => status !== 'blocked' && list === undefined,
                );
                const method = methods.find(({ credential }) => credential === key?.credential);
                return key === undefined || method === undefined
                  ? found
                  : {
                      state: 'good',
                      caller: {
                        credential: key.credential,
                        id: key.id,
                        tenant: key.tenant,
                        method,
                        requirement: operation.requirements[0],
                        scopes: undefined,
                        allowedAddresses: undefined,
                      },
                    };
              })
          : identify,
    },
  },
  {
    id: 'request.repeated-accepted',
    title: 'A repeated parameter is accepted.',
    killedBy: ['oauth.parameter-repeated'],
    seams: acting('token.issue', (call) => withCall(call, { parsedBody: parsedForm(formOf(call)) })),
  },
  {
    id: 'request.empty-not-omitted',
    title: 'An empty parameter counts as given.',
    killedBy: ['oauth.parameter-empty'],
    seams: saying('token.issue', (outcome, call) =>
      Object.values(formOf(call)).includes('') ? refused(call, 'invalid_request') : outcome,
    ),
  },
  {
    id: 'request.unknown-refused',
    title: 'Unknown parameters are refused.',
    killedBy: ['oauth.parameter-unknown'],
    seams: saying('token.issue', (outcome, call) =>
      Object.keys(formOf(call)).every((name) =>
        [
          'grant_type',
          'code',
          'redirect_uri',
          'client_id',
          'client_secret',
          'scope',
          'refresh_token',
          'code_verifier',
          'assertion',
        ].includes(name),
      )
        ? outcome
        : refused(call, 'invalid_request'),
    ),
  },
  {
    id: 'scope.beyond-client',
    title: 'A client gets scopes that it may not have.',
    applies: all(clientSecrets, grant('client_credentials')),
    killedBy: ['oauth.scope-beyond-client'],
    seams: insisting('token.issue', ['invalid_scope'], (call) =>
      knowing(call, (client) => ({ ...client, scopes: everyScope(call) })),
    ),
  },
  {
    id: 'scope.unknown-dropped',
    title: 'Unknown scopes are granted by leaving them out in silence.',
    applies: words('invalid_scope'),
    killedBy: ['oauth.scope-unknown'],
    seams: insisting('token.issue', ['invalid_scope'], (call) => withForm(call, { scope: undefined })),
  },
  {
    id: 'scope.case-ignored',
    title: 'Scopes are compared without regard to case.',
    applies: ({ clients }) => [...clients.values()].some(({ scopes }) => scopes.length > 0),
    killedBy: ['oauth.scope-case'],
    seams: acting('token.issue', (call) => {
      const known = everyScope(call);
      const wanted = formOf(call)['scope'];
      return wanted === undefined
        ? call
        : withForm(call, {
            scope: wanted
              .split(' ')
              .map((one) => known.find((scope) => scope.toLowerCase() === one.toLowerCase()) ?? one)
              .join(' '),
          });
    }),
  },
  {
    id: 'scope.request-ignored',
    title: 'The scope asked for is ignored: every client gets all it may have.',
    applies: grant('client_credentials'),
    killedBy: ['oauth.scope-granted'],
    seams: acting('token.issue', (call) =>
      formOf(call)['grant_type'] === 'client_credentials' && formOf(call)['scope'] !== undefined
        ? withForm(call, {
            scope: call.world.people.clients.get(clientOf(call) ?? '')?.scopes.join(' ') ?? everyScope(call).join(' '),
          })
        : call,
    ),
  },
  {
    id: 'scope.told-wrong',
    title: 'The answer tells another scope than was granted.',
    killedBy: ['oauth.scope-granted'],
    seams: telling('token.issue', (facts) => ({ ...facts, 'token.scope': 'everything' })),
  },
  {
    id: 'scope.default-wrong',
    title: 'Without a scope the client gets its last scope alone.',
    applies: all(
      clientSecrets,
      grant('client_credentials'),
      token(({ default_scope: text }) => text !== undefined),
    ),
    killedBy: ['oauth.scope-default'],
    seams: acting('token.issue', (call) =>
      formOf(call)['grant_type'] === 'client_credentials' && formOf(call)['scope'] === undefined
        ? withForm(call, { scope: call.world.people.clients.get(clientOf(call) ?? '')?.scopes.at(-1) })
        : call,
    ),
  },
  {
    id: 'answer.cacheable',
    title: 'Answers with tokens may be cached.',
    killedBy: ['oauth.no-store'],
    seams: replying(both(ofAction('token.issue'), succeeded), without('cache-control')),
  },
  {
    id: 'answer.cached',
    title: 'Answers with tokens are told to be cached for an hour.',
    killedBy: ['oauth.no-store'],
    seams: replying(
      ofAction('token.issue'),
      headerAs('cache-control', () => 'public, max-age=3600'),
    ),
  },
  {
    id: 'answer.type-wrong',
    title: 'token_type says mac.',
    killedBy: ['oauth.token-type'],
    seams: telling('token.issue', (facts) => ({ ...facts, 'token.token_type': 'mac' })),
  },
  {
    id: 'answer.expires-in-lies',
    title: 'expires_in says twice as long as the token lives.',
    killedBy: ['oauth.token-expires'],
    seams: telling('token.issue', (facts) => ({ ...facts, 'token.expires_in': Number(facts['token.expires_in']) * 2 })),
  },
  {
    id: 'answer.expires-in-milliseconds',
    title: 'expires_in is told in milliseconds.',
    killedBy: ['oauth.token-expires'],
    seams: telling('token.issue', (facts) => ({
      ...facts,
      'token.expires_in': Number(facts['token.expires_in']) * 1000,
    })),
  },
  {
    id: 'answer.no-token',
    title: 'The answer carries no access token.',
    killedBy: ['oauth.client-credentials', 'oauth.authorization-code'],
    seams: replying(
      both(ofAction('token.issue'), succeeded),
      bodyAs(({ access_token: _, ...rest }) => rest),
    ),
  },
  {
    id: 'answer.as-html',
    title: 'The token endpoint says that its JSON is HTML.',
    killedBy: ['oauth.token-json'],
    seams: replying(ofAction('token.issue'), () => ({ contentType: 'text/html' })),
  },
  {
    id: 'answer.error-as-200',
    title: 'Errors of the token endpoint come with status 200.',
    killedBy: ['oauth.grant-type-unsupported'],
    seams: replying(
      (call, reply) => ofAction('token.issue')(call, reply) && reply.refusal !== undefined,
      () => ({ status: 200 }),
    ),
  },
  {
    id: 'answer.secret-echoed',
    title: "A refused client's secret stands in the error.",
    applies: clientSecrets,
    killedBy: ['secret.body-not-echoed'],
    seams: replying(
      (call, reply) => ofAction('token.issue')(call, reply) && reply.refusal !== undefined,
      (reply, call) =>
        bodyAs((body) => ({ ...body, error_description: `cannot serve ${JSON.stringify(formOf(call))}` }))(reply, call),
    ),
  },
  {
    id: 'answer.cacheable-on-refresh',
    title: 'Caches may keep what a refresh answers.',
    applies: grant('refresh_token'),
    killedBy: ['value.declared*', 'oauth.refresh'],
    spread: 2,
    seams: replying(
      both(ofAction('token.issue'), succeeded, (call) => formOf(call)['grant_type'] === 'refresh_token'),
      without('cache-control'),
    ),
  },
  {
    id: 'answer.mistyped-on-refresh',
    title: 'token_type is a number where a refresh answers.',
    applies: grant('refresh_token'),
    killedBy: ['value.declared*', 'oauth.refresh'],
    spread: 2,
    seams: replying(
      both(ofAction('token.issue'), succeeded, (call) => formOf(call)['grant_type'] === 'refresh_token'),
      bodyAs((body) => ({ ...body, token_type: 7 })),
    ),
  },
]);

/** Endpoints of clients besides the token endpoint. */
const OTHERS = [
  ['token.introspect', 'introspect'],
  ['token.revoke', 'revoke'],
  ['authorize.push', 'push'],
  ['device.authorize', 'device'],
] as const;

const usesBasic = (call: Call): boolean => /^basic /i.test(String(call.request.headers['authorization']));

/** What clients are forgiven at one endpoint, while the token endpoint is strict. */
const FORGIVEN: readonly (readonly [id: string, title: string, change: (call: Call) => Call])[] = [
  [
    'two-ways',
    'takes a secret in the form beside HTTP Basic',
    (call) => (usesBasic(call) ? withForm(call, { client_secret: undefined }) : call),
  ],
  [
    'contradicted',
    'does not look at a client_id beside HTTP Basic',
    (call) => (usesBasic(call) ? withForm(call, { client_id: undefined }) : call),
  ],
  [
    'in-url',
    'reads client_id and client_secret in the URL',
    (call) => {
      const { client_id: id, client_secret: secret } = call.request.query;
      return typeof id === 'string' && typeof secret === 'string'
        ? withForm(withQuery(call, { client_secret: undefined }), { client_id: id, client_secret: secret })
        : call;
    },
  ],
];

export const OTHER_ENDPOINTS = OTHERS.flatMap(([type, slug]) =>
  mutants(
    ({ operations }) =>
      operations.some(
        ({ action }) =>
          action.type === type &&
          (['client_secret_basic', 'client_secret_post'] as const).every((way) =>
            action.client_authentication.includes(way),
          ),
      ),
    FORGIVEN.map(([id, title, change]) => ({
      id: `client-once.${slug}-${id}`,
      title: `The endpoint of ${type} ${title}.`,
      killedBy: [`oauth.client-once-${slug}`],
      spread: 2,
      seams: acting(type, change),
    })),
  ),
);
