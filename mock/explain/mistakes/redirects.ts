/** Redirect URIs that are not, to the character, one that is registered. */
import { nearest } from '../../contract/redirect-uri.ts';
import { registering } from '../../auth/oauth/redirect-advice.ts';
import { decodeJwt } from '../../auth/oauth/signed-jwt.ts';
import type { SeedClient } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import { byRule, mistake } from '../mistake.ts';
import type { Found, Mistake } from '../mistake.ts';
import { bodyFields } from '../request-values.ts';
import { compared, hint } from '../words.ts';

interface Asked {
  readonly client: SeedClient;
  readonly uri: string;
  readonly registered: readonly string[];
}

/** Log-out requests come by GET or as a form. */
function fieldOf(call: Call, name: string): string | undefined {
  const value = call.request.query[name] ?? bodyFields(call)[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whose the ID token is that the request brings; the endpoint has found it good. */
function hintedClient(call: Call): string | undefined {
  const claims = decodeJwt(fieldOf(call, 'id_token_hint') ?? '')?.claims;
  const audience = claims?.['aud'];
  return typeof audience === 'string' ? audience : undefined;
}

function asked(call: Call): Asked | undefined {
  const { client_id: id, redirect_uri: uri } = call.request.query;
  const client = typeof id === 'string' ? call.world.people.clients.get(id) : undefined;
  return client === undefined || typeof uri !== 'string'
    ? undefined
    : { client, uri, registered: client.redirect_uris ?? [] };
}

/** What both have in common once the one thing is left out. */
const near = (name: string, what: string, words: string, reduce: (uri: URL, text: string) => string): Mistake =>
  mistake(name, what, ['invalid_redirect_uri'], ({ call }): Found | undefined => {
    const request = asked(call);
    if (request === undefined || !URL.canParse(request.uri)) return undefined;
    const { client, uri, registered } = request;
    const same = registered.find(
      (one) => one !== uri && URL.canParse(one) && reduce(new URL(one), one) === reduce(new URL(uri), uri),
    );
    if (same === undefined) return undefined;
    return {
      finding: `The redirect URI is registered but for ${words}.`,
      compared: compared(same, uri),
      next: [hint('Ask with what is registered:', `redirect_uri=${same}`), ...registering(call, client, uri).slice(-2)],
    };
  });

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

export const REDIRECTS: readonly Mistake[] = [
  byRule(
    'logout-redirect-unregistered',
    'wanted to be sent, after signing out, to a URI that is not registered',
    ['invalid_redirect_uri'],
    /^post_logout_redirect_uri must be/,
    (call, { expected = '', got = '' }) => {
      const client = call.world.people.clients.get(fieldOf(call, 'client_id') ?? hintedClient(call) ?? '');
      if (client === undefined)
        return {
          finding: `The request does not say whose URI ${got} is.`,
          next: [hint(`Send ${expected}.`)],
        };
      const registered = client.post_logout_redirect_uris ?? [];
      const like = nearest(registered, got);
      return {
        finding: `The URI to go to after signing out is none of those registered with ${client.client_id}: ${registered.join(', ') || 'none is'}. They are apart from its redirect URIs.`,
        ...(like !== undefined && { compared: compared(like.uri, got) }),
        next: registering(call, client, got, 'post_logout_redirect_uris').slice(-1),
      };
    },
  ),
  near(
    'redirect-slash',
    'left a slash at the end of the redirect URI out, or put one there',
    'a slash at its end',
    (_url, text) => text.replace(/\/+$/, ''),
  ),
  near('redirect-scheme', 'used http for https in the redirect URI, or the reverse', 'its scheme', (url, text) =>
    text.slice(url.protocol.length),
  ),
  near(
    'redirect-port',
    'used another port in the redirect URI',
    'its port',
    (url) => `${url.protocol}//${url.hostname}${url.pathname}${url.search}`,
  ),
  near(
    'redirect-loopback',
    'used localhost for 127.0.0.1 in the redirect URI, or the reverse',
    'the name of this machine: localhost and 127.0.0.1 are two',
    (url) =>
      `${url.protocol}//${LOOPBACK.test(url.hostname) ? 'loopback' : url.hostname}:${url.port}${url.pathname}${url.search}`,
  ),
  near(
    'redirect-query',
    'put a query behind the redirect URI',
    'its query; what you want to get back goes into state',
    (url) => `${url.origin}${url.pathname}`,
  ),
  near('redirect-case', 'wrote the redirect URI in another case', "letters' case", (_url, text) => text.toLowerCase()),
  near('redirect-path', 'used another path in the redirect URI', 'its path', (url) => url.origin),
  near(
    'redirect-www',
    'used another subdomain in the redirect URI',
    'its subdomain',
    (url) => `${url.protocol}//${url.hostname.split('.').slice(-2).join('.')}${url.pathname}`,
  ),
  mistake('redirect-fragment', 'put a fragment behind the redirect URI', ['invalid_redirect_uri'], ({ call }) => {
    const request = asked(call);
    return request?.uri.includes('#') === true
      ? {
          finding: 'A redirect URI has no fragment (RFC 6749 §3.1.2).',
          next: [hint('Ask with:', `redirect_uri=${request.uri.split('#')[0]!}`)],
        }
      : undefined;
  }),
  mistake('redirect-encoded-twice', 'percent-encoded the redirect URI twice', ['invalid_redirect_uri'], ({ call }) => {
    const request = asked(call);
    return request !== undefined && /^https?%3a/i.test(request.uri)
      ? {
          finding: 'The redirect URI is percent-encoded twice: a library encodes it again.',
          next: [hint('Give the library the plain URI:', decodeURIComponent(request.uri))],
        }
      : undefined;
  }),
  mistake('redirect-missing', 'left the redirect URI out', ['invalid_redirect_uri'], ({ call }) =>
    call.request.query['redirect_uri'] === undefined || call.request.query['redirect_uri'] === ''
      ? {
          finding: 'redirect_uri is missing, and the client has not exactly one.',
          next: [
            hint(
              'Send one that is registered:',
              (call.world.people.clients.get(String(call.request.query['client_id']))?.redirect_uris ?? []).join('\n'),
            ),
          ],
        }
      : undefined,
  ),
  mistake(
    'redirect-unregistered',
    'used a redirect URI that is not registered',
    ['invalid_redirect_uri'],
    ({ call }) => {
      const request = asked(call);
      if (request === undefined) return undefined;
      const { client, uri, registered } = request;
      const like = nearest(registered, uri);
      return {
        finding: `The redirect URI is none of those registered with ${client.client_id}: ${registered.join(', ') || 'none is'}.`,
        ...(like !== undefined && { compared: compared(like.uri, uri) }),
        next: registering(call, client, uri).slice(-2),
      };
    },
  ),
];
