/** What comes with the redirect besides a code, where it must not be seen, or must say what it comes with. */
import { decodeJwt, signJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { Claims } from '../../mock/auth/oauth/signed-jwt.ts';
import type { TokenRecord } from '../../mock/auth/oauth/token-records.ts';
import { chain } from '../../mock/state/awaitable.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { all, token } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { withPeople, withQuery, withWorld } from './wrap/wrap-call.ts';
import { bodyAs, both, headerAs, ofAction, replying } from './wrap/wrap-reply.ts';
import { acting, actingOn, saying, telling } from './wrap/wrap-steps.ts';
import { keeping, TOKENS_KEPT } from './wrap/wrap-store.ts';

const AUTHORIZATION = ['authorize', 'authorize.decide'] as const;

const gives =
  (type: string): Has =>
  ({ operations }) =>
    operations.some(({ action }) => action.type === 'authorize' && action.response_types?.some((one) => one === type));

const goesBackBy =
  (mode: string): Has =>
  ({ operations }) =>
    operations.some(({ action }) => action.type === 'authorize' && action.response_modes?.some((one) => one === mode));

/** Where a browser is sent with something in the fragment it is sent elsewhere. */
const sending = (change: (address: string, told: URLSearchParams) => string): Seams =>
  telling(AUTHORIZATION, (facts) => {
    const [address = '', fragment] = String(facts['location'] ?? '').split('#');
    return fragment === undefined ? facts : { ...facts, location: change(address, new URLSearchParams(fragment)) };
  });

const changing = (change: (told: URLSearchParams) => void): Seams =>
  sending((address, told) => {
    change(told);
    return `${address}#${told.toString()}`;
  });

/** The authorization endpoint sees another query. */
const asked = (change: (query: Call['request']['query']) => Readonly<Record<string, string | undefined>>): Seams =>
  acting('authorize', (call) => withQuery(call, change(call.request.query)));

/** ID tokens of redirects with other claims, well signed. */
const claiming = (change: (claims: Claims) => Claims): Seams =>
  saying(AUTHORIZATION, (outcome, call) => {
    const facts = outcome.answer?.facts;
    const [address = '', fragment] = String(facts?.['location'] ?? '').split('#');
    const told = new URLSearchParams(fragment);
    const jwt = decodeJwt(told.get('id_token') ?? '');
    if (facts === undefined || jwt === undefined) return outcome;
    return chain(signJwt(call.world.keys.get('RS256'), change(jwt.claims as Claims)), (made) => {
      told.set('id_token', made);
      return { answer: { ...outcome.answer, facts: { ...facts, location: `${address}#${told.toString()}` } } };
    });
  });

const hasCode = (told: URLSearchParams): boolean => told.has('code') && told.has('access_token');

const isFormPost = ({ response_mode: mode }: Call['request']['query']): boolean => mode === 'form_post';

const pages = both(
  ofAction('authorize', 'authorize.decide'),
  (_call, { contentType }) => contentType?.includes('html') === true,
);

const metadataAs = (change: (body: Record<string, unknown>) => unknown): Seams =>
  replying(ofAction('metadata'), bodyAs(change));

const HARDENED: readonly Mutant[] = mutants(
  ({ operations }) =>
    operations.some(({ action }) => action.type === 'authorize' && action.hardened?.response_types !== undefined),
  [
    {
      id: 'response-type.hardened-gives-tokens',
      title: 'Access tokens are given in redirects, hardened or not.',
      killedBy: ['oauth.hardened-response-types'],
      seams: acting('authorize', (call) => withWorld(call, { settings: { ...call.world.settings, hardened: false } })),
    },
    {
      id: 'response-type.hardened-untold',
      title: 'The metadata of a hardened server tell what it gives otherwise.',
      killedBy: ['oauth.hardened-response-types'],
      seams: acting('metadata', (call) => withWorld(call, { settings: { ...call.world.settings, hardened: false } })),
    },
  ],
);

const HARDENED_REGISTRATION: readonly Mutant[] = mutants(
  ({ operations }) =>
    operations.some(({ action }) => action.type === 'client.register') &&
    operations.some(({ action }) => action.type === 'authorize' && action.hardened?.response_types !== undefined),
  [
    {
      id: 'response-type.hardened-registers',
      title: 'Clients are registered for access tokens in redirects, hardened or not.',
      killedBy: ['oauth.hardened-registration'],
      seams: acting('client.register', (call) =>
        withWorld(call, { settings: { ...call.world.settings, hardened: false } }),
      ),
    },
  ],
);

const TYPES: readonly Mutant[] = mutants(gives('code token'), [
  {
    id: 'response-type.in-query',
    title: 'A code and a token come back in the query, which servers and logs see.',
    killedBy: ['oauth.response-type-code-token'],
    seams: sending((address, told) => `${address}${hasCode(told) ? '?' : '#'}${told.toString()}`),
  },
  {
    id: 'response-type.token-dead',
    title: 'The token that comes with a code is good for nothing.',
    killedBy: ['oauth.response-type-code-token'],
    seams: actingOn(
      AUTHORIZATION,
      keeping<TokenRecord>(TOKENS_KEPT, (record, options) => [{ ...record, revoked: true }, options]),
    ),
  },
  {
    id: 'response-type.code-dead',
    title: 'The code that comes with a token is another than was made.',
    killedBy: ['oauth.response-type-code-token'],
    seams: changing((told) => {
      if (hasCode(told)) told.set('code', `${told.get('code')!.slice(1)}A`);
    }),
  },
  {
    id: 'response-type.code-left-out',
    title: 'Who asks for a code and a token gets the token alone.',
    killedBy: ['oauth.response-type-code-token'],
    seams: changing((told) => {
      if (hasCode(told)) told.delete('code');
    }),
  },
  {
    id: 'response-type.refreshable',
    title: 'A refresh token comes with the redirect.',
    killedBy: ['oauth.response-type-code-token'],
    seams: changing((told) => {
      if (hasCode(told)) told.set('refresh_token', 'r');
    }),
  },
  {
    id: 'response-type.state-lost',
    title: 'state does not come back beside a code and a token.',
    killedBy: ['oauth.response-type-code-token'],
    seams: changing((told) => {
      if (hasCode(told)) told.delete('state');
    }),
  },
  {
    id: 'response-type.one-order',
    title: 'The words of a response type must come in one order.',
    killedBy: ['oauth.response-type-order'],
    seams: asked(({ response_type: type }) =>
      typeof type === 'string' && /(token id_token|.+ code)$/.test(type) ? { response_type: 'nonsense' } : {},
    ),
  },
]);

const MODES: readonly Mutant[] = [
  ...mutants(goesBackBy('fragment'), [
    {
      id: 'response-mode.fragment-ignored',
      title: 'response_mode=fragment is ignored.',
      killedBy: ['oauth.response-mode-fragment'],
      seams: asked(({ response_mode: mode }) => (mode === 'fragment' ? { response_mode: undefined } : {})),
    },
    {
      id: 'response-mode.query-overruled',
      title: 'response_mode=query for a token is answered as if it were not there.',
      killedBy: ['oauth.response-mode-query'],
      seams: asked(({ response_mode: mode }) => (mode === 'query' ? { response_mode: undefined } : {})),
    },
    {
      id: 'response-mode.unknown-ignored',
      title: 'A response_mode that nobody knows is ignored.',
      killedBy: ['oauth.response-mode-unknown'],
      seams: asked(({ response_mode: mode }) =>
        ['query', 'fragment', 'form_post'].includes(String(mode)) ? {} : { response_mode: undefined },
      ),
    },
    {
      id: 'response-mode.untold',
      title: 'The metadata do not tell the response modes.',
      applies: ({ operations }) => operations.some(({ action }) => action.type === 'metadata'),
      killedBy: ['oauth.metadata-abilities'],
      seams: metadataAs((body) => ({ ...body, response_modes_supported: ['query'] })),
    },
  ]),
  ...mutants(goesBackBy('form_post'), [
    {
      id: 'response-mode.form-post-ignored',
      title: 'response_mode=form_post is ignored.',
      killedBy: ['oauth.response-mode-form-post'],
      seams: asked((query) => (isFormPost(query) ? { response_mode: undefined } : {})),
    },
    {
      id: 'response-mode.form-post-state-raw',
      title: 'The form has state as it stood in the address, still encoded.',
      killedBy: ['oauth.response-mode-form-post'],
      seams: replying(pages, ({ body }) => ({
        body: String(body).replace(
          /(name="state" value=")([^"]*)/,
          (_, start: string, state: string) => start + encodeURIComponent(state),
        ),
      })),
    },
    {
      id: 'response-mode.form-got',
      title: 'The form of response_mode=form_post has no method, so that its fields go into the address.',
      killedBy: ['oauth.response-mode-form-post'],
      seams: replying(pages, ({ body }) => ({ body: String(body).replace(/ method="post"/i, '') })),
    },
    {
      id: 'response-mode.form-post-kept',
      title: 'Caches may keep the page that posts to the client.',
      killedBy: ['oauth.response-mode-form-post-stored'],
      seams: replying(
        pages,
        headerAs('cache-control', () => 'max-age=60'),
      ),
    },
    {
      id: 'response-mode.form-post-unframed',
      title: 'The form of an answer to prompt=none may stand in no frame.',
      applies: token((one) => one.id_token !== undefined),
      killedBy: ['oauth.response-mode-form-post-framed'],
      seams: replying(pages, ({ headers }) => ({ headers: [...headers, { name: 'X-Frame-Options', value: 'DENY' }] })),
    },
    {
      id: 'response-mode.form-post-framed-anywhere',
      title: "The form of an answer to prompt=none may stand in anybody's frame.",
      applies: token((one) => one.id_token !== undefined),
      killedBy: ['oauth.response-mode-form-post-framed'],
      seams: replying(
        pages,
        headerAs('content-security-policy', (policy) => policy.replace(/frame-ancestors [^;]*/, 'frame-ancestors *')),
      ),
    },
    {
      id: 'response-mode.form-post-error-redirected',
      title: 'With response_mode=form_post errors come back by redirect.',
      killedBy: ['oauth.response-mode-form-post-error'],
      seams: asked((query) =>
        isFormPost(query) && (query['prompt'] === 'none' || query['scope'] === 'no.such.scope')
          ? { response_mode: undefined }
          : {},
      ),
    },
  ]),
];

/** Clients that may not ask for everything. */
const limited: Has = (contract) =>
  gives('id_token')(contract) &&
  [...contract.clients.values()].some(({ response_types: types }) => types?.includes('id_token') === false);

const ID_TOKENS: readonly Mutant[] = mutants(
  all(
    token(({ id_token: openid }) => openid !== undefined),
    gives('code id_token token'),
    gives('id_token'),
  ),
  [
    {
      id: 'response-type.client-any',
      title: 'A client may ask for any response type, whatever it registered.',
      applies: limited,
      killedBy: ['oauth.response-type-client'],
      seams: acting('authorize', (call) =>
        withPeople(call, {
          clients: new Map(
            [...call.world.people.clients].map(([id, { response_types: _, ...client }]) => [id, client]),
          ),
        }),
      ),
    },
    {
      id: 'response-type.untold',
      title: 'The metadata tell codes alone.',
      applies: ({ operations }) => operations.some(({ action }) => action.type === 'metadata'),
      killedBy: ['oauth.metadata-abilities'],
      seams: metadataAs((body) => ({ ...body, response_types_supported: ['code'] })),
    },
    {
      id: 'response-type.implicit-untold',
      title: 'The metadata do not tell the implicit grant.',
      applies: ({ operations }) => operations.some(({ action }) => action.type === 'metadata'),
      killedBy: ['oauth.metadata-abilities'],
      seams: metadataAs(({ grant_types_supported: types, ...body }) => ({
        ...body,
        grant_types_supported: (types as string[]).filter((type) => type !== 'implicit'),
      })),
    },
    {
      id: 'front.issuer-wrong',
      title: 'iss of ID tokens of redirects is another issuer.',
      killedBy: ['openid.front-id-token'],
      seams: claiming((claims) => ({ ...claims, iss: 'https://issuer.example' })),
    },
    {
      id: 'front.audience-wrong',
      title: 'aud of ID tokens of redirects is another client.',
      killedBy: ['openid.front-id-token'],
      seams: claiming((claims) => ({ ...claims, aud: 'somebody-else' })),
    },
    {
      id: 'front.nonce-lost',
      title: 'ID tokens of redirects have no nonce.',
      killedBy: ['openid.front-id-token'],
      seams: claiming(({ nonce: _, ...claims }) => claims),
    },
    {
      id: 'front.unsigned',
      title: 'ID tokens of redirects are not signed.',
      killedBy: ['openid.front-id-token'],
      seams: changing((told) => {
        const [head = '', claims = ''] = told.get('id_token')?.split('.') ?? [];
        if (claims !== '') told.set('id_token', `${head}.${claims}.`);
      }),
    },
    {
      id: 'front.nonce-optional',
      title: 'An ID token comes by redirect where the request had no nonce.',
      killedBy: ['openid.front-nonce-missing'],
      seams: asked(({ nonce }) => (nonce === undefined ? { nonce: 'made-up' } : {})),
    },
    {
      id: 'front.at-hash-missing',
      title: 'The ID token of a redirect does not say which access token it comes with.',
      killedBy: ['openid.front-at-hash'],
      seams: claiming(({ at_hash: _, ...claims }) => claims),
    },
    {
      id: 'front.at-hash-wrong',
      title: 'at_hash is the hash of something else.',
      killedBy: ['openid.front-at-hash'],
      seams: claiming((claims) =>
        claims['at_hash'] === undefined ? claims : { ...claims, at_hash: 'LDktKdoQak3Pk0cnXxCltA' },
      ),
    },
    {
      id: 'front.c-hash-missing',
      title: 'The ID token of a redirect does not say which code it comes with.',
      killedBy: ['openid.front-c-hash'],
      seams: claiming(({ c_hash: _, ...claims }) => claims),
    },
    {
      id: 'front.c-hash-wrong',
      title: 'c_hash is the hash of something else.',
      killedBy: ['openid.front-c-hash'],
      seams: claiming((claims) =>
        claims['c_hash'] === undefined ? claims : { ...claims, c_hash: 'LDktKdoQak3Pk0cnXxCltA' },
      ),
    },
    {
      id: 'front.other-person',
      title: 'The ID token of the redirect names somebody else than that of the code.',
      killedBy: ['openid.front-same-person'],
      seams: claiming((claims) => ({ ...claims, sub: `${String(claims['sub'])}-2` })),
    },
    {
      id: 'front.claims-left-out',
      title: 'An ID token that comes alone says no more than sub.',
      killedBy: ['openid.front-claims'],
      seams: claiming(({ iss, sub, aud, exp, iat, nonce }) => ({ iss, sub, aud, exp, iat, nonce })),
    },
    {
      id: 'front.scope-not-needed',
      title: 'An ID token comes by redirect without the scope openid.',
      killedBy: ['openid.front-scope'],
      seams: asked(({ scope, response_type: type }) =>
        typeof scope === 'string' && String(type).includes('id_token') && !scope.split(' ').includes('openid')
          ? { scope: `openid ${scope}` }
          : {},
      ),
    },
    {
      id: 'front.error-in-query',
      title: 'What is wrong with a request for tokens by redirect is told in the query.',
      killedBy: ['openid.front-error'],
      seams: sending((address, told) => `${address}${told.has('error') ? '?' : '#'}${told.toString()}`),
    },
  ],
);

export const RESPONSE_TYPES = [...HARDENED, ...HARDENED_REGISTRATION, ...TYPES, ...MODES, ...ID_TOKENS];
