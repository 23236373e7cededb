/** Authorization endpoints that send people, codes and state where they should not go. */
import type { Call, Outcome } from '../../mock/request/call.ts';
import type { SeedClient } from '../../specs/generated/vocabulary.ts';
import { mutants } from './mutant.ts';
import { formOf, withForm, withPeople, withQuery } from './wrap/wrap-call.ts';
import { consentsOfTenant } from '../checks/oauth/consent-of-tenant.ts';
import { any, has } from './wrap/breakable-contracts.ts';
import type { Has } from './wrap/breakable-contracts.ts';
import { actionsAs, rewritten } from './wrap/wrap-document.ts';
import { both, headerAs, ofAction, replying, statusOf, succeeded, without } from './wrap/wrap-reply.ts';
import { acting, saying, wording } from './wrap/wrap-steps.ts';
import { inStore, notTaking } from './wrap/wrap-store.ts';

const clientParameter = ({ operation: { action } }: Call): string =>
  action.type === 'authorize' ? (action.client_parameter ?? 'client_id') : 'client_id';

function clientOf(call: Call): SeedClient | undefined {
  return call.world.people.clients.get(String(call.request.query[clientParameter(call)]));
}

/** The redirect URI of the request counts as registered where `fits` holds for one that is. */
const redirects = (fits: (given: string, registered: string) => boolean) =>
  acting('authorize', (call) => {
    const client = clientOf(call);
    const given = call.request.query['redirect_uri'];
    if (
      client === undefined ||
      typeof given !== 'string' ||
      !(client.redirect_uris ?? []).some((registered) => fits(given, registered))
    )
      return call;
    const loose = { ...client, redirect_uris: [...(client.redirect_uris ?? []), given] };
    return withPeople(call, { clients: new Map(call.world.people.clients).set(client.client_id, loose) });
  });

const url = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

const toClient = both(
  ofAction('authorize', 'authorize.decide'),
  (_call, { status }) => status === 302 || status === 303,
);

/** The Location header's URL changed. */
const location = (change: (url: URL) => void) =>
  replying(
    toClient,
    headerAs('location', (value) => {
      const target = new URL(value);
      change(target);
      return target.href;
    }),
  );

const isError = (target: URL): boolean => target.searchParams.has('error');

/** An open redirector: the error goes to whatever address the request names. */
const redirected = (outcome: Outcome, call: Call): Outcome => {
  const given = call.request.query['redirect_uri'];
  return outcome.refusal === undefined || typeof given !== 'string'
    ? outcome
    : { answer: { status: 302, facts: { location: `${given}?error=invalid_request` } } };
};

export const AUTHORIZATION = mutants(has('authorize'), [
  {
    id: 'redirect.any',
    title: 'Any redirect URI is accepted.',
    killedBy: ['oauth.redirect-unregistered'],
    seams: redirects(() => true),
  },
  {
    id: 'redirect.prefix',
    title: 'A redirect URI that begins with a registered one is accepted.',
    killedBy: ['oauth.redirect-prefix', 'oauth.redirect-suffix'],
    seams: redirects((given, registered) => given.startsWith(registered)),
  },
  {
    id: 'redirect.same-host',
    title: 'A redirect URI on a registered host is accepted.',
    killedBy: ['oauth.redirect-path-traversal', 'oauth.redirect-suffix', 'oauth.redirect-trailing-slash'],
    seams: redirects((given, registered) => url(given)?.host === url(registered)?.host),
  },
  {
    id: 'redirect.subdomain',
    title: 'A redirect URI on a subdomain of a registered host is accepted.',
    killedBy: ['oauth.redirect-subdomain'],
    seams: redirects((given, registered) => url(given)?.host.endsWith(`.${url(registered)?.host ?? ''}`) ?? false),
  },
  {
    id: 'redirect.case',
    title: 'Redirect URIs are compared without regard to case.',
    killedBy: ['oauth.redirect-case'],
    seams: redirects((given, registered) => given.toLowerCase() === registered.toLowerCase()),
  },
  {
    id: 'redirect.query',
    title: 'A redirect URI with a query besides is accepted.',
    killedBy: ['oauth.redirect-extra-query'],
    seams: redirects((given, registered) => given.split('?')[0] === registered),
  },
  {
    id: 'redirect.scheme',
    title: 'A redirect URI is accepted with http in place of https.',
    killedBy: ['oauth.redirect-scheme'],
    seams: redirects((given, registered) => given.replace(/^https?:/, '') === registered.replace(/^https?:/, '')),
  },
  {
    id: 'redirect.slash',
    title: 'A trailing slash of a redirect URI is passed over.',
    killedBy: ['oauth.redirect-trailing-slash'],
    seams: redirects((given, registered) => given.replace(/\/$/, '') === registered),
  },
  {
    id: 'redirect.port',
    title: 'The port of a redirect URI is passed over.',
    killedBy: ['oauth.redirect-port'],
    seams: redirects(
      (given, registered) =>
        url(given)?.hostname === url(registered)?.hostname && url(given)?.pathname === url(registered)?.pathname,
    ),
  },
  {
    id: 'redirect.loopback-port-exact',
    title: 'The port of a loopback redirect URI is compared, too.',
    killedBy: ['oauth.redirect-loopback-port'],
    applies: ({ operations }) =>
      operations.some(({ action }) => action.type === 'authorize' && action.loopback_port === 'any'),
    seams: {
      document: (document) => {
        const copy = structuredClone(document);
        for (const item of Object.values(copy.paths ?? {}))
          for (const operation of [item.get, item.post])
            if (operation?.['x-action']?.type === 'authorize')
              Object.assign(operation['x-action'], { loopback_port: 'exact' });
        return copy;
      },
    },
  },
  {
    id: 'redirect.unknown-followed',
    title: 'An unregistered redirect URI is told of its error by redirect.',
    killedBy: ['oauth.redirect-unregistered'],
    seams: saying('authorize', (outcome, call) =>
      outcome.refusal?.failure === 'invalid_redirect_uri' ? redirected(outcome, call) : outcome,
    ),
  },
  {
    id: 'redirect.unknown-client-followed',
    title: "An unknown client's redirect URI is followed.",
    killedBy: ['oauth.redirect-unknown-client'],
    seams: saying('authorize', (outcome, call) =>
      outcome.refusal?.failure === 'unknown_client' ? redirected(outcome, call) : outcome,
    ),
  },
  {
    id: 'authorize.inactive',
    title: 'An inactive client gets authorization codes.',
    killedBy: ['oauth.client-inactive-code'],
    applies: ({ clients }) =>
      [...clients.values()].some(({ active, grants }) => active === false && grants.includes('authorization_code')),
    seams: acting('authorize', (call) => {
      const known = clientOf(call);
      return known === undefined
        ? call
        : withPeople(call, {
            clients: new Map(call.world.people.clients).set(known.client_id, { ...known, active: true }),
          });
    }),
  },
  {
    id: 'redirect.left-out',
    title: 'Without a redirect URI the first registered one is taken.',
    killedBy: ['oauth.redirect-missing'],
    applies: ({ clients }) => [...clients.values()].some(({ redirect_uris: list = [] }) => list.length > 1),
    seams: acting('authorize', (call) =>
      call.request.query['redirect_uri'] === undefined
        ? withQuery(call, { redirect_uri: clientOf(call)?.redirect_uris?.[0] })
        : call,
    ),
  },
  {
    id: 'redirect.307',
    title: 'The browser is redirected with 307, and posts its form on.',
    killedBy: ['oauth.redirect-status'],
    seams: replying(toClient, () => ({ status: 307 })),
  },
  {
    id: 'state.lost',
    title: 'state does not come back.',
    killedBy: ['oauth.state-plain'],
    seams: location((target) => target.searchParams.delete('state')),
  },
  {
    id: 'state.lost-on-error',
    title: 'state does not come back with an error.',
    killedBy: ['oauth.authorize-error-state'],
    seams: location((target) => isError(target) && target.searchParams.delete('state')),
  },
  {
    id: 'state.latin',
    title: 'Letters beyond ASCII become question marks in state.',
    killedBy: ['oauth.state-unicode'],
    seams: location((target) => {
      const state = target.searchParams.get('state');
      if (state !== null) target.searchParams.set('state', state.replaceAll(/[^ -~]/g, '?'));
    }),
  },
  {
    id: 'state.upper-case',
    title: 'state comes back in capitals.',
    killedBy: ['oauth.state-plain'],
    seams: location(
      (target) =>
        target.searchParams.has('state') &&
        target.searchParams.set('state', target.searchParams.get('state')!.toUpperCase()),
    ),
  },
  {
    id: 'state.cut',
    title: 'state comes back without its special characters.',
    killedBy: ['oauth.state-reserved', 'oauth.state-percent'],
    seams: location(
      (target) =>
        target.searchParams.has('state') &&
        target.searchParams.set('state', target.searchParams.get('state')!.replaceAll(/[^\w]/g, '')),
    ),
  },
  {
    id: 'iss.missing',
    title: 'iss is advertised and does not come.',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'authorize' && action.iss === true),
    killedBy: ['oauth.iss'],
    seams: location((target) => target.searchParams.delete('iss')),
  },
  {
    id: 'iss.wrong',
    title: 'iss is another than the metadata say.',
    applies: ({ operations }) => operations.some(({ action }) => action.type === 'authorize' && action.iss === true),
    killedBy: ['oauth.iss'],
    seams: location(
      (target) => target.searchParams.has('iss') && target.searchParams.set('iss', 'https://issuer.example'),
    ),
  },
  {
    id: 'authorize.fragment',
    title: 'The code comes in the fragment.',
    killedBy: ['oauth.authorization-code'],
    seams: location((target) => {
      target.hash = target.search.slice(1);
      target.search = '';
    }),
  },
  {
    id: 'authorize.type-ignored',
    title: 'Any response_type is taken for code.',
    killedBy: ['oauth.response-type-unsupported'],
    seams: acting('authorize', (call) =>
      call.request.query['response_type'] === undefined ? call : withQuery(call, { response_type: 'code' }),
    ),
  },
  {
    id: 'authorize.type-left-out',
    title: 'A missing response_type is taken for code.',
    killedBy: ['oauth.response-type-missing'],
    seams: acting('authorize', (call) =>
      call.request.query['response_type'] === undefined ? withQuery(call, { response_type: 'code' }) : call,
    ),
  },
  {
    id: 'authorize.scope-widened',
    title: 'A client may ask people for scopes that it is not registered for.',
    killedBy: ['oauth.authorize-scope-beyond-client'],
    applies: ({ clients, operations }) =>
      operations.some(({ action }) => action.type === 'authorize') &&
      [...clients.values()].some(
        (client) =>
          client.grants.includes('authorization_code') &&
          [...clients.values()].some(({ scopes }) => scopes.some((scope) => !client.scopes.includes(scope))),
      ),
    seams: acting('authorize', (call) => {
      const known = clientOf(call);
      const scopes = [...new Set([...call.world.people.clients.values()].flatMap((other) => other.scopes))];
      return known === undefined
        ? call
        : withPeople(call, { clients: new Map(call.world.people.clients).set(known.client_id, { ...known, scopes }) });
    }),
  },
  {
    id: 'authorize.scope-unknown',
    title: 'An unknown scope is passed over at the authorization endpoint.',
    killedBy: ['oauth.authorize-scope-unknown'],
    seams: acting('authorize', (call) => {
      const known = new Set([...call.world.people.clients.values()].flatMap((other) => other.scopes));
      const { scope } = call.request.query;
      return typeof scope === 'string' && scope.split(' ').some((one) => !known.has(one))
        ? withQuery(call, { scope: undefined })
        : call;
    }),
  },
  {
    id: 'authorize.error-on-page',
    title: 'Errors that belong to the client are shown on a page.',
    killedBy: ['oauth.authorize-error-state', 'oauth.response-type-unsupported'],
    seams: replying(
      (call, reply) =>
        toClient(call, reply) &&
        /[?&]error=/.test(reply.headers.find(({ name }) => name.toLowerCase() === 'location')?.value ?? ''),
      () => ({ status: 400, headers: [] }),
    ),
  },
  {
    id: 'authorize.repeated-accepted',
    title: 'A repeated parameter of the authorization request is accepted.',
    killedBy: ['oauth.authorize-repeated'],
    seams: acting('authorize', (call) => {
      const first = Object.entries(call.request.query).filter(
        (entry): entry is [string, readonly string[]] => typeof entry[1] !== 'string',
      );
      return first.length === 0
        ? call
        : withQuery(call, Object.fromEntries(first.map(([name, values]) => [name, values[0]])));
    }),
  },
  {
    id: 'consent.answered-twice',
    title: 'A consent page can be answered again.',
    applies: has('authorize.decide'),
    killedBy: ['oauth.consent-once'],
    seams: inStore(notTaking('consent:')),
  },
  {
    id: 'consent.denied-gives-code',
    title: 'A person who denies consent is taken for having given it.',
    applies: has('authorize.decide'),
    killedBy: ['oauth.consent-denied'],
    seams: acting('authorize.decide', (call) =>
      formOf(call)['decision'] === 'deny' ? withForm(call, { decision: 'approve' }) : call,
    ),
  },
  {
    id: 'consent.framable',
    title: 'The consent page may be framed.',
    applies: has('authorize.decide'),
    killedBy: ['oauth.consent-framed'],
    // Where people sign in first, consent is asked for by the answer to that.
    seams: replying(both(ofAction('authorize', 'authorize.decide'), succeeded), (reply) => ({
      ...without(/^(?:x-frame-options|content-security-policy)$/i)(reply, undefined as never),
    })),
  },
  {
    id: 'authorize.denied-as-request',
    title: 'access_denied is told as invalid_request.',
    applies: any(has('authorize.decide')),
    killedBy: ['oauth.consent-denied'],
    seams: location(
      (target) =>
        target.searchParams.get('error') === 'access_denied' && target.searchParams.set('error', 'invalid_request'),
    ),
  },
  {
    id: 'authorize.unknown-client-as-401',
    title: 'An unknown client is answered 200.',
    killedBy: ['oauth.redirect-unknown-client'],
    seams: {
      ...wording('unknown_client', 'invalid_request'),
      ...replying(
        (_call, { refusal }) => refusal?.failure === 'unknown_client',
        () => ({ status: 200 }),
      ),
    },
  },
]);

/** Some operation takes only tokens that the tenant itself agreed to. */
const ofTenant: Has = (contract) => consentsOfTenant({ contract }).length > 0;

export const CONSENT_OF_TENANT = mutants(ofTenant, [
  {
    id: 'consent.person-suffices',
    title: 'A token that a person agreed to does for what the tenant must agree to.',
    killedBy: ['consent.of-tenant'],
    seams: rewritten((document) => {
      for (const scheme of Object.values(document.components?.securitySchemes ?? {}))
        if (scheme['x-verify']) delete scheme['x-verify'].consent_of;
    }),
  },
  {
    id: 'consent.person-stands-in',
    title: 'What the tenant agrees to is counted as agreed to by a person of it.',
    killedBy: ['consent.of-tenant', 'consent.account'],
    seams: actionsAs('authorize', (action) => void delete action.consent_of),
  },
  {
    id: 'consent.as-401',
    title: 'A token of a person, where the tenant must agree, is answered 401.',
    killedBy: ['consent.of-tenant'],
    seams: statusOf(['credential_required'], 401),
  },
]);
