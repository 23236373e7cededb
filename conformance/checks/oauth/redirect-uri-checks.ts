/**
 * Where the authorization endpoint sends the browser, and where it never does.
 *
 * @see [RFC 9700 §4.1.3](https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3)
 */
import { askAuthorization, clientsFor } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

const NEVER = rfc(
  6749,
  '4.1.2.1',
  'If the request fails due to a missing, invalid, or mismatching redirection URI, or if the client identifier is missing or invalid, the authorization server SHOULD inform the resource owner of the error and MUST NOT automatically redirect the user-agent to the invalid redirection URI.',
);
const EXACT = rfc(
  9700,
  '2.1',
  'When comparing client redirection URIs against pre-registered URIs, authorization servers MUST utilize exact string matching except for port numbers in localhost redirection URIs of native apps',
);
const FRAGMENT = rfc(6749, '3.1.2', 'The endpoint URI MUST NOT include a fragment component.');

/**
 * Changed addresses, made of one that is registered. Port numbers of localhost are left alone: native apps may change
 * them.
 */
const TRICKS: readonly (readonly [id: string, what: string, change: (uri: string) => string])[] = [
  ['unregistered', 'another site', () => 'https://attacker.example/callback'],
  ['prefix', 'a longer host', (uri) => uri.replace(new URL(uri).host, `${new URL(uri).host}.attacker.example`)],
  ['subdomain', 'a subdomain', (uri) => uri.replace('://', '://evil.')],
  [
    'port',
    'another port',
    (uri) => (/^https:\/\/[^/:]+\//.test(uri) ? uri.replace(/^(https:\/\/[^/]+)/, '$1:8443') : uri),
  ],
  ['suffix', 'a longer path', (uri) => `${uri}/more`],
  ['trailing-slash', 'a trailing slash', (uri) => `${uri}/`],
  ['path-traversal', 'a way up in the path', (uri) => `${uri}/../other`],
  ['encoded-traversal', 'an encoded way up in the path', (uri) => `${uri}/..%2fother`],
  ['extra-query', 'a query of its own', (uri) => `${uri}?next=https://attacker.example`],
  ['userinfo', 'a user name before the host', (uri) => uri.replace('://', '://user@')],
  [
    'userinfo-host',
    'the host as a user name of another',
    (uri) => uri.replace(/:\/\/[^/]+/, (authority) => `${authority}@attacker.example`),
  ],
  ['case', 'capitals in the path', (uri) => uri.replace(/[^/]+$/, (last) => last.toUpperCase())],
  [
    'scheme',
    'another scheme',
    (uri) => (uri.startsWith('https:') ? uri.replace('https:', 'http:') : uri.replace('http:', 'https:')),
  ],
  ['script', 'a script', () => 'javascript:alert(1)'],
];

/** So many registered addresses are tried. */
const MOST_URIS = 3;

const NOT_COMPARED = 'a redirect URI is taken that the client did not register';

/** Nothing of the answer leads to the address: told on a page, or by an answer of the contract's. */
export function expectNoRedirect(
  context: Context,
  subject: Subject,
  { exchange, location }: { readonly exchange: Exchange; readonly location: URL | undefined },
  uri: string,
  failure: Failure,
): void {
  const place = exchange.answerHeaders['location'] ?? location?.href;
  // A server may send the browser to an error page of its own.
  if (
    !context.target.isMock &&
    location !== undefined &&
    location.origin === new URL(exchange.url).origin &&
    !location.searchParams.has('code')
  )
    return;
  context.expect.that(
    place === undefined,
    'no redirect',
    `status ${exchange.status} to ${place ?? ''}`,
    exchange,
    failure === 'invalid_redirect_uri' ? NOT_COMPARED : undefined,
  );
  context.expect.that(
    !/<meta[^>]+http-equiv=["']?refresh/i.test(exchange.answerBody),
    'no redirect',
    `a page that goes on to ${uri} by itself`,
    exchange,
  );
  if (context.target.isMock) context.expect.failure(exchange, subject.authorize!.operation, failure);
}

function trick(subject: Subject, [id, what, change]: (typeof TRICKS)[number]): Rule {
  return {
    id: `redirect-${id}`,
    title: `The authorization endpoint does not redirect to ${what}`,
    citation: id === 'unregistered' ? NEVER : EXACT,
    about: subject.authorize?.operation.pointer,
    async run(context: Context) {
      const client = context.oauth.client('authorization_code', { redirects: true });
      const registered = client.redirect_uris.find((uri) => uri.startsWith('https:')) ?? client.redirect_uris[0]!;
      const uri = change(registered);
      if (client.redirect_uris.includes(uri)) context.notRun(`${uri} is registered`);
      expectNoRedirect(
        context,
        subject,
        await askAuthorization(context, subject, { redirect_uri: uri }, client),
        uri,
        'invalid_redirect_uri',
      );
    },
  };
}

const severalRedirects = (context: Context, subject: Subject): TargetClient =>
  clientsFor(context, subject, 'authorization_code').find(({ redirect_uris }) => redirect_uris.length > 1) ??
  context.notRun('no client has several redirect URIs');

export const redirects = oauthFamily((subject) => {
  const { authorize } = subject;
  if (authorize === undefined) return [];
  const about = authorize.operation.pointer;
  const clientParameter = authorize.action.client_parameter ?? 'client_id';
  return [
    ...TRICKS.map((each) => trick(subject, each)),
    {
      id: 'redirect-fragment',
      title: 'The authorization endpoint does not redirect to an address with a fragment',
      citation: FRAGMENT,
      about,
      async run(context: Context) {
        const client = context.oauth.client('authorization_code', { redirects: true });
        const uri = `${client.redirect_uris[0]!}#fragment`;
        expectNoRedirect(
          context,
          subject,
          await askAuthorization(context, subject, { redirect_uri: uri }, client),
          uri,
          'invalid_redirect_uri',
        );
      },
    },
    {
      id: 'redirect-missing',
      title: 'The authorization endpoint does not choose among several registered addresses',
      citation: rfc(
        6749,
        '3.1.2.3',
        'If multiple redirection URIs have been registered, if only part of the redirection URI has been registered, or if no redirection URI has been registered, the client MUST include a redirection URI with the authorization request using the "redirect_uri" request parameter.',
      ),
      about,
      async run(context: Context) {
        const client = severalRedirects(context, subject);
        // "Parameters sent without a value MUST be treated as if they were omitted" (§3.1).
        for (const redirect_uri of [undefined, ''])
          expectNoRedirect(
            context,
            subject,
            await askAuthorization(context, subject, { redirect_uri }, client),
            'any',
            'invalid_redirect_uri',
          );
      },
    },
    {
      id: 'redirect-other-fault',
      title: 'The authorization endpoint does not redirect to another site to tell what else is wrong',
      citation: NEVER,
      about,
      async run(context: Context) {
        const client = context.oauth.client('authorization_code', { redirects: true });
        const redirect_uri = 'https://attacker.example/callback';
        const faults = [
          { response_type: 'nonsense' },
          { scope: 'no-such-scope' },
          { response_type: undefined },
          ...(subject.credential.id_token === undefined ? [] : [{ scope: 'openid', prompt: 'none' }]),
        ];
        for (const fault of faults)
          expectNoRedirect(
            context,
            subject,
            await askAuthorization(context, subject, { ...fault, redirect_uri }, client),
            redirect_uri,
            'invalid_redirect_uri',
          );
      },
    },
    {
      id: 'redirect-registered',
      title: 'The authorization endpoint answers at whichever registered address the request names',
      citation: rfc(
        6749,
        '4.1.2.1',
        'If the resource owner denies the access request or if the request fails for reasons other than a missing or invalid redirection URI, the authorization server informs the client by adding the following parameters to the query component of the redirection URI using the "application/x-www-form-urlencoded" format',
      ),
      about,
      async run(context: Context) {
        const client = severalRedirects(context, subject);
        for (const redirect_uri of client.redirect_uris.slice(0, MOST_URIS)) {
          const { exchange, location } = await askAuthorization(
            context,
            subject,
            { redirect_uri, response_type: 'nonsense' },
            client,
          );
          context.expect.that(
            location?.href.startsWith(new URL(redirect_uri).href) === true,
            `a redirect to ${redirect_uri}`,
            location === undefined ? `status ${exchange.status} and no redirect` : location.href,
            exchange,
          );
        }
      },
    },
    {
      id: 'redirect-repeated',
      title: 'The authorization endpoint does not redirect where two addresses are given',
      citation: rfc(6749, '3.1', 'Request and response parameters MUST NOT be included more than once.'),
      about,
      async run(context: Context) {
        const client = context.oauth.client('authorization_code', { redirects: true });
        const uris = [client.redirect_uris[0]!, 'https://attacker.example/callback'];
        for (const redirect_uri of [uris, [...uris].reverse()]) {
          expectNoRedirect(
            context,
            subject,
            await askAuthorization(context, subject, { redirect_uri }, client),
            redirect_uri.join(' and '),
            'invalid_redirect_uri',
          );
        }
      },
    },
    {
      id: 'redirect-unknown-client',
      title: 'The authorization endpoint does not redirect for a client that nobody knows',
      citation: NEVER,
      about,
      async run(context: Context) {
        const client = context.oauth.client('authorization_code', { redirects: true });
        for (const id of ['nobody-by-this-name', undefined, '']) {
          expectNoRedirect(
            context,
            subject,
            await askAuthorization(context, subject, { [clientParameter]: id }, client),
            client.redirect_uris[0]!,
            'unknown_client',
          );
        }
      },
    },
    ...(subject.authorize?.action.loopback_port !== 'any'
      ? []
      : [
          {
            id: 'redirect-loopback-port',
            title: 'A loopback redirect URI may name another port than the registered one',
            citation: rfc(
              8252,
              '7.3',
              'The authorization server MUST allow any port to be specified at the time of the request for loopback IP redirect URIs, to accommodate clients that obtain an available ephemeral port from the operating system at the time of the request.',
            ),
            about,
            needs: ['consent'] as const,
            async run(context: Context) {
              const isLoopback = (uri: string): boolean => /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)[:/]/.test(uri);
              const client =
                clientsFor(context, subject, 'authorization_code').find(({ redirect_uris }) =>
                  redirect_uris.some(isLoopback),
                ) ?? context.notRun('no client has a loopback redirect URI');
              const uri = new URL(client.redirect_uris.find(isLoopback)!);
              uri.port = '51004';
              const { location, exchange } = await askAuthorization(
                context,
                subject,
                { redirect_uri: uri.href },
                client,
              );
              context.expect.that(
                location?.host === uri.host && location.searchParams.has('code'),
                `a code at ${uri.href}`,
                location?.href ?? `status ${exchange.status}`,
                exchange,
              );
            },
          },
        ]),
    {
      id: 'redirect-status',
      title: 'The browser is sent back with 302 or 303, never with 307',
      citation: rfc(
        9700,
        '4.12',
        'If an HTTP redirection (and not, for example, JavaScript) is used for such a request, the authorization server SHOULD use HTTP status code 303 (See Other).',
      ),
      level: 'should',
      about,
      needs: ['consent'],
      async run(context: Context) {
        const { exchange, unseen } = await askAuthorization(context, subject, {});
        if (unseen)
          context.notRun(
            'needs consent without help (headless or form): what sends the browser back is not seen otherwise',
          );
        context.expect.status(exchange, [302, 303], 'a browser that gets 307 or 308 posts the form on');
      },
    },
  ];
});
