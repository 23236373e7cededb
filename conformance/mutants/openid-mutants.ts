/** OpenID Connect: ID tokens that lie, sessions that go on or do not, log-outs that go anywhere. */
import { generateKeyPairSync } from 'node:crypto';
import type { LoginSession } from '../../mock/auth/openid/login-sessions.ts';
import { chain } from '../../mock/state/awaitable.ts';
import { decodeJwt, signJwt } from '../../mock/auth/oauth/signed-jwt.ts';
import type { Claims } from '../../mock/auth/oauth/signed-jwt.ts';
import type { Call } from '../../mock/request/call.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';
import type { SigningKey } from '../../mock/state/signing-keys.ts';
import { mutants } from './mutant.ts';
import type { Mutant } from './mutant.ts';
import { formOf, withHeaders, withPeople, withQuery, withWorld } from './wrap/wrap-call.ts';
import { all, has, token } from './wrap/breakable-contracts.ts';
import { credentialsAs, rewritten } from './wrap/wrap-document.ts';
import { bodyAs, headerAs, ofAction, replying, without } from './wrap/wrap-reply.ts';
import { acting, actingOn, identifying, saying, telling } from './wrap/wrap-steps.ts';
import { inStore, notTaking, seeing } from './wrap/wrap-store.ts';

const signsIn = token(({ id_token: openid }) => openid !== undefined);

/** ID tokens with other claims, well signed. */
const claiming = (change: (claims: Claims, call: Call) => Claims, key?: (call: Call) => SigningKey): Seams =>
  saying('token.issue', (outcome, call) => {
    const facts = outcome.answer?.facts;
    const jwt = decodeJwt(String(facts?.['token.id_token']));
    if (facts === undefined || jwt === undefined) return outcome;
    const signed = signJwt(key?.(call) ?? call.world.keys.get('RS256'), change(jwt.claims as Claims, call));
    return chain(signed, (made) => ({ answer: { ...outcome.answer, facts: { ...facts, 'token.id_token': made } } }));
  });

/** The same for those of a refresh alone. */
const onRefresh = (change: (claims: Claims) => Claims): Seams =>
  claiming((claims, call) => (formOf(call)['grant_type'] === 'refresh_token' ? change(claims) : claims));

/** Access tokens by the ID tokens that they came with. */
const accessBeside = new Map<string, string>();

const nonceAs =
  (change: (nonce: string) => string | undefined) =>
  ({ nonce, ...claims }: Claims): Claims => {
    const changed = typeof nonce === 'string' ? change(nonce) : undefined;
    return changed === undefined ? claims : { ...claims, nonce: changed };
  };

const signsUserInfo: Mutant['applies'] = ({ clients }) =>
  [...clients.values()].some(({ userinfo_signed_response_alg: alg }) => alg !== undefined);

const number = (value: unknown): number => Number(value);

let stranger: SigningKey | undefined;

/** A key of the same name that nobody published. */
function strange(call: Call): SigningKey {
  stranger ??= {
    ...call.world.keys.get('RS256'),
    key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  };
  return stranger;
}

/** The authorization endpoint sees another query. */
const asked = (change: (query: Call['request']['query']) => Readonly<Record<string, string | undefined>>): Seams =>
  acting('authorize', (call) => withQuery(call, change(call.request.query)));

const loggingOut = (change: (call: Call) => Readonly<Record<string, string | undefined>>): Seams =>
  acting('end_session', (call) => withQuery(call, change(call)));

const tellsInFrames: Mutant['applies'] = ({ clients }) =>
  [...clients.values()].some(({ frontchannel_logout_uri: uri }) => uri !== undefined);

/** The page after a log-out, changed. */
const loggedOut = (change: (body: string) => string): Seams =>
  replying(ofAction('end_session'), ({ body }) => ({ body: change(String(body)) }));

const isNone = ({ prompt }: Call['request']['query']): boolean => prompt === 'none';

let counter = 0;

/** Parameters that mean nothing to this provider, and that it stumbles over. */
const STUMBLES = ['ui_locales', 'acr_values', 'display', 'login_hint', 'extra'] as const;

const STUMBLED: Readonly<Record<(typeof STUMBLES)[number], string>> = {
  ui_locales: 'openid.ui-locales',
  acr_values: 'openid.acr-values',
  display: 'openid.display',
  login_hint: 'openid.login-hint',
  extra: 'openid.unknown-parameter',
};

const stumbling = STUMBLES.map((name) => ({
  id: `openid.refuses-${name.replace('_', '-')}`,
  title: `An authorization request with ${name} is refused.`,
  killedBy: [STUMBLED[name]],
  seams: asked((query) => (name in query ? { response_type: 'nonsense' } : {})),
}));

const SCOPES = ['profile', 'email', 'phone', 'address'] as const;

const scopeMutants = SCOPES.map((scope) => ({
  id: `openid.scope-${scope}-empty`,
  title: `The scope ${scope} opens nothing.`,
  killedBy: [`openid.scope-${scope}`],
  seams: credentialsAs('token', ({ id_token: openid }) => {
    if (openid !== undefined) openid.scope_claims = { ...openid.scope_claims, [scope]: ['sub'] };
  }),
}));

export const OPENID: readonly Mutant[] = mutants(all(signsIn, has('userinfo')), [
  {
    id: 'openid.no-id-token',
    title: 'No answer carries an ID token.',
    killedBy: ['openid.id-token'],
    seams: telling('token.issue', ({ 'token.id_token': _, ...facts }) => facts),
  },
  {
    id: 'openid.id-token-always',
    title: 'An ID token comes without the scope openid.',
    killedBy: ['openid.id-token'],
    seams: saying('token.issue', (outcome, call) => {
      const facts = outcome.answer?.facts;
      if (facts === undefined || facts['token.id_token'] !== undefined) return outcome;
      return chain(signJwt(call.world.keys.get('RS256'), { sub: 'someone', aud: 'web' }), (made) => ({
        answer: { ...outcome.answer, facts: { ...facts, 'token.id_token': made } },
      }));
    }),
  },
  {
    id: 'openid.id-token-issuer-wrong',
    title: 'iss of ID tokens is another issuer.',
    killedBy: ['openid.id-token-issuer'],
    seams: claiming((claims) => ({ ...claims, iss: 'https://issuer.example' })),
  },
  {
    id: 'openid.id-token-audience-wrong',
    title: 'aud of ID tokens is another client.',
    killedBy: ['openid.id-token-audience', 'value.token.id_token*'],
    seams: claiming((claims) => ({ ...claims, aud: 'somebody-else' })),
  },
  {
    id: 'openid.id-token-azp-wrong',
    title: 'azp of ID tokens is another client.',
    killedBy: ['openid.id-token-audience'],
    seams: claiming((claims) => ({ ...claims, azp: 'somebody-else' })),
  },
  {
    id: 'openid.id-token-ended',
    title: 'ID tokens have ended when they are issued.',
    killedBy: ['openid.id-token-times'],
    seams: claiming((claims) => ({ ...claims, exp: number(claims['iat']) - 1 })),
  },
  {
    id: 'openid.id-token-in-milliseconds',
    title: 'iat and exp of ID tokens are milliseconds.',
    killedBy: ['openid.id-token-times'],
    seams: claiming((claims) => ({ ...claims, iat: number(claims['iat']) * 1000, exp: number(claims['exp']) * 1000 })),
  },
  {
    id: 'openid.subject-new-every-time',
    title: 'sub of ID tokens is another one at each sign-in.',
    killedBy: ['openid.id-token-subject'],
    seams: claiming((claims) => ({ ...claims, sub: `${String(claims['sub'])}-${++counter}` })),
  },
  {
    id: 'openid.introspection-knows-another',
    title: 'Introspection names a person by another sub than the ID token.',
    killedBy: ['openid.introspect-subject'],
    seams: telling('token.introspect', (facts) =>
      facts['token.active'] === true ? { ...facts, 'token.subject': `${String(facts['token.subject'])}-2` } : facts,
    ),
  },
  {
    id: 'openid.id-token-signed-by-stranger',
    title: 'ID tokens are signed with a key that is not published.',
    killedBy: ['openid.id-token-signature'],
    seams: claiming((claims) => claims, strange),
  },
  {
    id: 'openid.nonce-left-out',
    title: 'ID tokens carry no nonce.',
    killedBy: ['openid.nonce'],
    seams: claiming(({ nonce: _, ...claims }) => claims),
  },
  {
    id: 'openid.nonce-made-up',
    title: 'ID tokens carry a nonce that nobody sent.',
    killedBy: ['openid.nonce-absent'],
    seams: claiming((claims) => ({ nonce: 'made-up', ...claims })),
  },
  {
    id: 'openid.at-hash-wrong',
    title: 'at_hash is of another access token.',
    killedBy: ['openid.at-hash'],
    seams: claiming((claims) => ({ ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })),
  },
  {
    id: 'openid.only-first-scope',
    title: 'openid counts only as the first scope.',
    killedBy: ['openid.scope-order'],
    seams: telling('token.issue', (facts) =>
      String(facts['token.scope']).startsWith('openid') ? facts : { ...facts, 'token.id_token': undefined },
    ),
  },
  {
    id: 'openid.refresh-is-sign-in',
    title: 'A refresh counts as signing in.',
    killedBy: ['openid.id-token-refreshed'],
    seams: claiming((claims, call) =>
      formOf(call)['grant_type'] === 'refresh_token'
        ? { ...claims, auth_time: number(claims['auth_time']) + 1 }
        : claims,
    ),
  },
  {
    id: 'openid.id-token-for-others-too',
    title: 'ID tokens are for another audience besides the client.',
    killedBy: ['value.token.id_token*', 'openid.id-token'],
    seams: claiming((claims) => ({ ...claims, aud: [String(claims['aud']), 'account'] })),
  },
  {
    id: 'openid.id-token-not-yet',
    title: 'ID tokens are good from half a minute after their issue.',
    killedBy: ['value.token.id_token*', 'openid.id-token'],
    seams: claiming((claims) => ({ ...claims, nbf: number(claims['iat']) + 30 })),
  },
  {
    id: 'openid.amr-text',
    title: 'amr is a text.',
    killedBy: ['value.token.id_token*', 'openid.id-token'],
    seams: claiming((claims) => ({ ...claims, amr: 'pwd otp' })),
  },
  {
    id: 'openid.refresh-nonce-empty',
    title: 'ID tokens of a refresh have an empty nonce.',
    killedBy: ['value.token.id_token*', 'openid.id-token-refreshed'],
    seams: onRefresh((claims) => ({ ...claims, nonce: '' })),
  },
  {
    id: 'openid.refresh-azp',
    title: 'ID tokens of a refresh have an azp, which the first had not.',
    killedBy: ['value.token.id_token*', 'openid.id-token-refreshed'],
    seams: onRefresh((claims) => ({ ...claims, azp: claims['aud'] })),
  },
  {
    id: 'openid.refresh-at-hash-old',
    title: 'at_hash of an ID token of a refresh is of the access token before.',
    killedBy: ['value.token.id_token*', 'openid.id-token-refreshed'],
    seams: onRefresh((claims) => ({ ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })),
  },
  {
    id: 'openid.refresh-iat-old',
    title: 'iat of an ID token of a refresh is that of the sign-in.',
    killedBy: ['value.token.id_token*', 'openid.id-token-refreshed'],
    seams: onRefresh((claims) => ({ ...claims, iat: claims['auth_time'] ?? claims['iat'] })),
  },
  {
    id: 'openid.nonce-trimmed',
    title: 'The nonce comes back without white space around it.',
    killedBy: ['openid.nonce'],
    seams: claiming(nonceAs((nonce) => nonce.trim())),
  },
  {
    id: 'openid.nonce-composed',
    title: 'The nonce comes back in the composed form of Unicode.',
    killedBy: ['openid.nonce'],
    seams: claiming(nonceAs((nonce) => nonce.normalize('NFC'))),
  },
  {
    id: 'openid.nonce-zero-dropped',
    title: 'The nonce 0 is taken for none.',
    killedBy: ['openid.nonce'],
    seams: claiming(nonceAs((nonce) => (nonce === '0' ? undefined : nonce))),
  },
  {
    id: 'openid.max-age-zero-ignored',
    title: 'max_age=0 is taken for none.',
    killedBy: ['openid.max-age-reached'],
    seams: asked(({ max_age: age }) => (age === '0' ? { max_age: undefined } : {})),
  },
  {
    id: 'openid.claims-subject-ignored',
    title: 'The sub that an ID token is asked for is ignored.',
    killedBy: ['openid.claims-subject'],
    seams: asked(({ claims }) => (typeof claims === 'string' && claims.includes('"sub"') ? { claims: undefined } : {})),
  },
  {
    id: 'openid.id-token-as-access',
    title: 'UserInfo takes an ID token.',
    killedBy: ['openid.id-token-as-access'],
    seams: {
      ...telling('token.issue', (facts) => {
        accessBeside.set(String(facts['token.id_token']), String(facts['token.access_token']));
        return facts;
      }),
      ...identifying((call) => {
        const { authorization } = call.request.headers;
        const access = accessBeside.get(String(authorization).slice('Bearer '.length));
        return access === undefined ? call : withHeaders(call, { authorization: `Bearer ${access}` });
      }),
    },
  },
  {
    id: 'openid.userinfo-post-poorer',
    title: 'UserInfo tells less by POST.',
    killedBy: ['openid.userinfo-post'],
    seams: replying(
      (call) => call.operation.action.type === 'userinfo' && call.request.method === 'POST',
      bodyAs(({ sub }) => ({ sub })),
    ),
  },
  {
    id: 'openid.userinfo-internals',
    title: 'UserInfo tells what no scope opens.',
    killedBy: ['openid.scope-*'],
    seams: replying(
      ofAction('userinfo'),
      bodyAs((body) => ({ ...body, id: 42 })),
    ),
  },
  {
    id: 'openid.userinfo-unsigned',
    title: 'UserInfo as a JWT has no signature.',
    applies: signsUserInfo,
    killedBy: ['openid.userinfo-signed'],
    seams: replying(ofAction('userinfo'), ({ body, contentType }) =>
      contentType?.includes('jwt') === true ? { body: String(body).replace(/[^.]*$/, '') } : {},
    ),
  },
  {
    id: 'openid.userinfo-jwt-as-json',
    title: 'UserInfo as a JWT is said to be JSON.',
    applies: signsUserInfo,
    killedBy: ['openid.userinfo-signed'],
    seams: replying(ofAction('userinfo'), ({ contentType }) =>
      contentType?.includes('jwt') === true ? { contentType: 'application/json' } : {},
    ),
  },
  {
    id: 'openid.refresh-without-offline-access',
    title: 'Refresh tokens come without offline_access.',
    killedBy: ['openid.offline-access'],
    seams: credentialsAs('token', ({ refresh }) => {
      if (refresh !== undefined) delete refresh.scope;
    }),
  },
  {
    id: 'openid.userinfo-of-another',
    title: 'sub at UserInfo is not that of the ID token.',
    killedBy: ['openid.userinfo-subject'],
    seams: replying(
      ofAction('userinfo'),
      bodyAs((body) => ({ ...body, sub: 'somebody-else' })),
    ),
  },
  {
    id: 'openid.userinfo-get-only',
    title: 'UserInfo takes no POST.',
    killedBy: ['openid.userinfo-post'],
    seams: replying(
      (call) => call.operation.action.type === 'userinfo' && call.request.method === 'POST',
      () => ({ status: 405 }),
    ),
  },
  {
    id: 'openid.userinfo-tells-all',
    title: 'UserInfo tells all that it knows, whatever the scope.',
    killedBy: ['openid.scope-*'],
    seams: credentialsAs('token', ({ id_token: openid }) => {
      if (openid === undefined) return;
      const all = [...new Set(Object.values(openid.scope_claims).flat())] as string[];
      for (const scope of Object.keys(openid.scope_claims))
        openid.scope_claims = { ...openid.scope_claims, [scope]: all };
    }),
  },
  ...scopeMutants,
  {
    id: 'openid.claims-ignored',
    title: 'The claims parameter is ignored.',
    killedBy: ['openid.claims-parameter'],
    seams: asked(() => ({ claims: undefined })),
  },
  {
    id: 'openid.pairwise-is-public',
    title: 'Pairwise subjects are the ids that everybody knows.',
    killedBy: ['openid.subject-pairwise'],
    seams: rewritten((document) => {
      for (const client of document['x-seed']?.clients ?? []) client.subject_type = 'public';
    }),
  },
  {
    id: 'openid.prompt-none-ignored',
    title: 'prompt=none is ignored: whoever is not signed in is asked.',
    killedBy: ['openid.prompt-none-signed-out'],
    seams: asked((query) => (isNone(query) ? { prompt: undefined } : {})),
  },
  {
    id: 'openid.prompt-none-never',
    title: 'prompt=none finds nobody signed in.',
    killedBy: ['openid.prompt-none-signed-in'],
    seams: acting('authorize', (call) =>
      isNone(call.request.query) ? withHeaders(call, { cookie: undefined }) : call,
    ),
  },
  {
    id: 'openid.prompt-none-beside-others',
    title: 'prompt=none beside another value is taken.',
    killedBy: ['openid.prompt-none-alone'],
    seams: asked(({ prompt }) =>
      typeof prompt === 'string' && prompt.includes(' ') ? { prompt: prompt.replace('none ', '') } : {},
    ),
  },
  {
    id: 'openid.agreed-to-all',
    title: 'Who agreed once has agreed to everything.',
    killedBy: ['openid.prompt-none-consent'],
    seams: inStore(
      seeing<readonly string[]>('agreed:', (scopes) => [
        ...scopes,
        'profile',
        'email',
        'phone',
        'address',
        'offline_access',
      ]),
    ),
  },
  {
    id: 'openid.prompt-login-ignored',
    title: 'prompt=login is ignored.',
    killedBy: ['openid.prompt-login'],
    seams: asked(({ prompt }) => (prompt === 'login' ? { prompt: undefined } : {})),
  },
  {
    id: 'openid.max-age-ignored',
    title: 'max_age is ignored.',
    killedBy: ['openid.max-age-reached'],
    seams: asked(() => ({ max_age: undefined })),
  },
  {
    id: 'openid.max-age-is-login',
    title: 'Whoever sends max_age signs in anew.',
    killedBy: ['openid.max-age-in-time'],
    seams: asked((query) => ('max_age' in query ? { max_age: '0' } : {})),
  },
  {
    id: 'openid.auth-time-left-out',
    title: 'ID tokens do not say when the person signed in.',
    killedBy: ['openid.max-age-in-time'],
    seams: claiming(({ auth_time: _, ...claims }) => claims),
  },
  {
    id: 'openid.auth-time-of-issue',
    title: 'auth_time is the time of the ID token.',
    killedBy: ['openid.max-age-in-time'],
    seams: claiming((claims) => ({ ...claims, auth_time: claims['iat'] })),
  },
  {
    id: 'openid.hint-ignored',
    title: 'id_token_hint is ignored.',
    killedBy: ['openid.id-token-hint'],
    seams: asked(() => ({ id_token_hint: undefined })),
  },
  {
    id: 'openid.acr-ignored',
    title: 'A request that insists on a class of sign-in is passed over.',
    killedBy: ['openid.acr-essential'],
    seams: asked((query) => (String(query['claims']).includes('"acr"') ? { claims: undefined } : {})),
  },
  {
    id: 'openid.request-object-ignored',
    title: 'A request object is ignored.',
    killedBy: ['openid.request-object'],
    seams: asked(() => ({ request: undefined })),
  },
  ...stumbling,
  {
    id: 'openid.authorize-get-only',
    title: 'The authorization endpoint takes no POST.',
    killedBy: ['openid.authorize-post'],
    seams: replying(
      (call) => call.operation.action.type === 'authorize' && call.request.method === 'POST',
      () => ({ status: 400, headers: [] }),
    ),
  },
  {
    id: 'openid.configuration-short',
    title: 'The configuration does not say which subjects there are.',
    killedBy: ['openid.configuration'],
    seams: replying(
      ofAction('metadata'),
      bodyAs(({ subject_types_supported: _, ...body }) => body),
    ),
  },
  {
    id: 'openid.configuration-without-rs256',
    title: 'The configuration does not offer RS256.',
    killedBy: ['openid.configuration'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, id_token_signing_alg_values_supported: ['ES256'] })),
    ),
  },
  {
    id: 'openid.configuration-of-another',
    title: 'The issuer of the configuration is below the URL that it was asked of.',
    killedBy: ['openid.configuration-issuer'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, issuer: `${String(body['issuer'])}/realm` })),
    ),
  },
]);

export const LOGOUT: readonly Mutant[] = mutants(all(signsIn, has('end_session')), [
  {
    id: 'logout.session-goes-on',
    title: 'Signing out ends no session.',
    killedBy: ['openid.logout'],
    seams: actingOn('end_session', notTaking('login:')),
  },
  {
    id: 'logout.state-dropped',
    title: 'The state of a log-out does not come back.',
    killedBy: ['openid.logout'],
    seams: loggingOut(() => ({ state: undefined })),
  },
  {
    id: 'logout.state-made-up',
    title: 'A log-out without state comes back with one.',
    killedBy: ['openid.logout-no-state'],
    seams: replying(
      (call) => call.operation.action.type === 'end_session' && !('state' in call.request.query),
      headerAs('location', (value) => `${value}?state=`),
    ),
  },
  {
    id: 'logout.post-goes-nowhere',
    title: 'A log-out by POST sends nobody back.',
    killedBy: ['openid.logout-post'],
    seams: replying(
      (call) => call.operation.action.type === 'end_session' && call.operation.method === 'POST',
      headerAs('location', (value) => value.replace('state=', 'status=')),
    ),
  },
  {
    id: 'logout.redirects-anywhere',
    title: 'After signing out the browser goes wherever the request says.',
    killedBy: ['openid.logout-redirect-exact'],
    seams: acting('end_session', (call) => {
      const uri = call.request.query['post_logout_redirect_uri'];
      if (typeof uri !== 'string') return call;
      const { clients } = call.world.people;
      return withPeople(call, {
        clients: new Map([...clients].map(([id, one]) => [id, { ...one, post_logout_redirect_uris: [uri] }])),
      });
    }),
  },
  {
    id: 'logout.redirects-below',
    title: 'After signing out the browser goes to anything that begins like a registered URI.',
    killedBy: ['openid.logout-redirect-exact'],
    seams: acting('end_session', (call) => {
      const uri = call.request.query['post_logout_redirect_uri'];
      if (typeof uri !== 'string') return call;
      const { clients } = call.world.people;
      return withPeople(call, {
        clients: new Map(
          [...clients].map(([id, one]) => {
            const list = one.post_logout_redirect_uris ?? [];
            const fits = list.some((registered) => uri.startsWith(registered));
            return [id, fits ? { ...one, post_logout_redirect_uris: [...list, uri] } : one];
          }),
        ),
      });
    }),
  },
  {
    id: 'logout.hint-not-checked',
    title: 'Any hint will do to sign out and be sent on.',
    killedBy: ['openid.logout-bad-hint'],
    seams: loggingOut(({ request: { query }, world }) => {
      const { post_logout_redirect_uri: uri, id_token_hint: hint } = query;
      const client = [...world.people.clients.values()].find(({ post_logout_redirect_uris: list = [] }) =>
        list.includes(String(uri)),
      );
      return hint === undefined || client === undefined
        ? {}
        : { id_token_hint: undefined, client_id: client.client_id };
    }),
  },
  {
    id: 'logout.always-redirects',
    title: 'A log-out that names no place to go to is sent to the first one there is.',
    killedBy: ['openid.logout-no-redirect'],
    seams: loggingOut(({ request: { query } }) =>
      'post_logout_redirect_uri' in query ? {} : { post_logout_redirect_uri: 'https://client.example/' },
    ),
  },
  {
    id: 'logout.no-frames',
    title: 'The page of a log-out loads nothing of the clients that are told so.',
    applies: tellsInFrames,
    killedBy: ['openid.logout-front-channel'],
    seams: loggedOut((body) => body.replaceAll('<iframe', '<p')),
  },
  {
    id: 'logout.frame-without-session',
    title: 'A frame of a log-out does not say whose session has ended.',
    applies: tellsInFrames,
    killedBy: ['openid.logout-front-channel'],
    seams: loggedOut((body) => body.replaceAll(/&amp;sid=[^"]*/g, '')),
  },
  {
    id: 'logout.frame-of-another-issuer',
    title: 'A frame of a log-out names an issuer that nobody knows.',
    applies: tellsInFrames,
    killedBy: ['openid.logout-front-channel'],
    seams: loggedOut((body) => body.replaceAll(/([?;]iss=)[^&"]*/g, '$1https%3A%2F%2Felsewhere.example')),
  },
  {
    id: 'logout.frames-forbidden',
    title: 'The page of a log-out forbids the browser to load its own frames.',
    applies: tellsInFrames,
    killedBy: ['openid.logout-front-channel'],
    seams: replying(
      ofAction('end_session'),
      headerAs('content-security-policy', (value) => value.replace(/; frame-src .*$/, '')),
    ),
  },
  {
    id: 'logout.stays-on-frames',
    title: 'The page of a log-out loads its frames and goes nowhere.',
    applies: tellsInFrames,
    killedBy: ['openid.logout-front-channel'],
    seams: replying(ofAction('end_session'), without('refresh')),
  },
  {
    id: 'logout.frames-of-strangers',
    title: 'The page of a log-out loads what clients registered that the person never signed in to.',
    applies: tellsInFrames,
    killedBy: ['openid.logout-front-channel-others'],
    seams: acting('end_session', (call) => {
      const clients = [...call.world.people.clients.keys()];
      const everywhere = seeing<LoginSession>('login:', (session) => ({ ...session, clients }));
      return withWorld(call, { store: everywhere(call.world.store) });
    }),
  },
  {
    id: 'logout.front-channel-denied',
    title: 'The configuration says that no browser tells clients of a log-out.',
    applies: tellsInFrames,
    killedBy: ['openid.logout-front-channel-told'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, frontchannel_logout_supported: false })),
    ),
  },
  {
    id: 'logout.asks-nobody',
    title: 'Anybody can sign a person out with a link.',
    killedBy: ['openid.logout-asks'],
    seams: acting('end_session', (call) =>
      withWorld(call, { settings: { ...call.world.settings, consent: 'headless' } }),
    ),
  },
]);
