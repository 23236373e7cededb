/** Authorization requests that are pushed, and taken for more or less than they are. */
import type { PushedRequest } from '../../mock/auth/oauth/pushed-requests.ts';
import type { Call } from '../../mock/request/call.ts';
import { chain } from '../../mock/state/awaitable.ts';
import type { Store, Value } from '../../mock/state/stores/store.ts';
import { mutants } from './mutant.ts';
import { all, grant, has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { formOf, withForm, withPeople } from './wrap/wrap-call.ts';
import { acting, actingOn, telling } from './wrap/wrap-steps.ts';
import { bodyAs, ofAction, replying } from './wrap/wrap-reply.ts';
import { inStore, keeping, notTaking, seeing } from './wrap/wrap-store.ts';

const PUSHED = 'pushed:';
const LATEST = 4_102_444_800_000;

/** Some seeded client must push. */
const pushing: Has = ({ clients }) =>
  [...clients.values()].some(({ require_pushed_authorization_requests: push }) => push === true);

/** The secret that comes with a request. */
function secretIn(call: Call): string | undefined {
  const { authorization } = call.request.headers;
  const basic = typeof authorization === 'string' ? /^basic +(.+)$/i.exec(authorization)?.[1] : undefined;
  if (basic === undefined) return formOf(call)['client_secret'];
  return decodeURIComponent(Buffer.from(basic, 'base64').toString().split(':').slice(1).join(':'));
}

/** What is not there is taken for what was pushed last. */
function answeringLast(store: Store): Store {
  let last: string | undefined;
  return {
    ...store,
    set(key, value, options) {
      if (key.startsWith(PUSHED)) last = key;
      return store.set(key, value, options);
    },
    get: <V extends Value>(key: string) =>
      chain(store.get<V>(key), (value) =>
        value === undefined && key.startsWith(PUSHED) && last !== undefined ? store.get<V>(last) : value,
      ),
    take: <V extends Value>(key: string) =>
      chain(store.take<V>(key), (value) =>
        value === undefined && key.startsWith(PUSHED) && last !== undefined ? store.take<V>(last) : value,
      ),
  };
}

/** The form of a pushed request is taken for another one. */
const asking = (change: (form: Readonly<Record<string, string>>) => Readonly<Record<string, string | undefined>>) =>
  acting('authorize.push', (call) => withForm(call, change(formOf(call))));

export const PUSHED_REQUESTS = mutants(all(grant('authorization_code'), has('authorize.push')), [
  {
    id: 'pushed.same-uri',
    title: 'Every pushed request gets the same request_uri.',
    killedBy: ['oauth.pushed'],
    seams: telling('authorize.push', (facts) =>
      facts['pushed.request_uri'] === undefined
        ? facts
        : { ...facts, 'pushed.request_uri': 'urn:ietf:params:oauth:request_uri:the-one' },
    ),
  },
  {
    id: 'pushed.lifetime-halved',
    title: 'A request_uri is said to be good for half as long as it is.',
    killedBy: ['oauth.pushed-figures', 'value.pushed.expires_in*'],
    seams: telling('authorize.push', (facts) =>
      facts['pushed.expires_in'] === undefined
        ? facts
        : { ...facts, 'pushed.expires_in': Math.floor(Number(facts['pushed.expires_in']) / 2) },
    ),
  },
  {
    id: 'pushed.parameters-lost',
    title: 'The state of a pushed request is forgotten.',
    killedBy: ['oauth.pushed-code', 'oauth.pushed-beside'],
    seams: actingOn(
      'authorize.push',
      keeping<PushedRequest>(PUSHED, ({ parameters: { state: _, ...parameters }, ...others }, options) => [
        { ...others, parameters },
        options,
      ]),
    ),
  },
  {
    id: 'pushed.query-wins',
    title: 'Parameters beside a request_uri count more than those that were pushed.',
    killedBy: ['oauth.pushed-beside'],
    seams: actingOn('authorize', (store, { request: { query } }) =>
      seeing<PushedRequest>(PUSHED, (found) => ({ ...found, parameters: { ...found.parameters, ...query } }))(store),
    ),
  },
  {
    id: 'pushed.again',
    title: 'A request_uri works again and again.',
    killedBy: ['oauth.pushed-once'],
    seams: actingOn('authorize', notTaking(PUSHED)),
  },
  {
    id: 'pushed.any-client',
    title: 'A request_uri is good to every client.',
    killedBy: ['oauth.pushed-other-client'],
    seams: actingOn('authorize', (store, { request: { query } }) =>
      seeing<PushedRequest>(PUSHED, (found) => ({ ...found, client: String(query['client_id']) }))(store),
    ),
  },
  {
    id: 'pushed.burned-by-others',
    title: 'A client that has no right to a request_uri uses it up.',
    killedBy: ['oauth.pushed-other-client'],
    seams: actingOn('authorize', (store, { request: { query } }) => ({
      ...store,
      get: (key) =>
        key.startsWith(PUSHED) && query['request_uri'] !== undefined ? (store.take(key) as never) : store.get(key),
    })),
  },
  {
    id: 'pushed.never-expires',
    title: 'A request_uri never expires.',
    killedBy: ['oauth.pushed-expired'],
    seams: actingOn(
      'authorize',
      seeing<PushedRequest>(PUSHED, (found) => ({ ...found, expires_at: LATEST })),
    ),
  },
  {
    id: 'pushed.any-uri',
    title: 'A request_uri that nobody was given stands for the last request that was pushed.',
    killedBy: ['oauth.pushed-unknown'],
    seams: inStore(answeringLast),
  },
  {
    id: 'pushed.nested',
    title: 'A pushed request may have a request_uri of its own, which is left out of account.',
    killedBy: ['oauth.pushed-nested'],
    seams: asking(({ request_uri: uri, ...others }) =>
      uri === undefined ? others : { ...others, request_uri: undefined },
    ),
  },
  {
    id: 'pushed.by-anybody',
    title: 'Clients need not authenticate to push a request.',
    killedBy: ['oauth.pushed-by-nobody'],
    seams: acting('authorize.push', (call) =>
      withPeople(call, {
        clients: new Map(
          [...call.world.people.clients].map(([id, { client_secret: own, ...client }]) => [
            id,
            { ...client, ...(own !== undefined && { client_secret: secretIn(call) ?? own }) },
          ]),
        ),
      }),
    ),
  },
  {
    id: 'pushed.not-validated',
    title: 'A pushed request is looked at only when the browser comes.',
    killedBy: [
      'oauth.pushed-response-type',
      'oauth.pushed-scope',
      'oauth.pushed-redirect-uri',
      'oauth.pushed-incomplete',
    ],
    seams: asking(({ scope, response_type, redirect_uri, ...others }) => ({
      ...others,
      response_type: response_type === 'nonsense' ? 'code' : response_type,
      scope: scope?.startsWith('no.such') === true ? undefined : scope,
      redirect_uri,
    })),
  },
  {
    id: 'pushed.redirect-uri-any',
    title: 'The redirect URI of a pushed request is not compared with those registered.',
    killedBy: ['oauth.pushed-redirect-uri'],
    seams: asking(({ redirect_uri: uri, ...others }) => ({
      ...others,
      redirect_uri: uri?.includes('elsewhere') === true ? 'https://client.example/callback' : uri,
    })),
  },
  {
    id: 'pushed.required-ignored',
    title: 'A client that must push its requests need not.',
    applies: pushing,
    killedBy: ['oauth.pushed-required'],
    seams: acting('authorize', (call) =>
      withPeople(call, {
        clients: new Map(
          [...call.world.people.clients].map(([id, client]) => [
            id,
            { ...client, require_pushed_authorization_requests: false },
          ]),
        ),
      }),
    ),
  },
  {
    id: 'pushed.method-guessed',
    title: 'A pushed challenge of an unknown method is taken for S256.',
    killedBy: ['oauth.pushed-challenge'],
    seams: asking(({ code_challenge_method: method }) => ({
      code_challenge_method: method === undefined ? undefined : 'S256',
    })),
  },
  {
    id: 'pushed.type-guessed',
    title: 'A pushed request without response_type is taken for one of a code.',
    killedBy: ['oauth.pushed-incomplete'],
    seams: asking(({ response_type: type = 'code' }) => ({ response_type: type })),
  },
  {
    id: 'pushed.required-told',
    title: 'The metadata says that every request must be pushed, and none must.',
    applies: has('metadata'),
    killedBy: ['oauth.metadata-abilities'],
    seams: replying(
      ofAction('metadata'),
      bodyAs((body) => ({ ...body, require_pushed_authorization_requests: true })),
    ),
  },
]);
