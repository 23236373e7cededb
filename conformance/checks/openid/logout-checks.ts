/** RP-initiated logout: who is signed out, and where the browser goes. */
import { uriVariants } from '../common/uri-variants.ts';
import type { Rule } from '../oauth/oauth-check.ts';
import { readDocument } from '../oauth/json-document.ts';
import { show } from '../oauth/judge-answer.ts';
import { assemble, parseJwt } from '../oauth/read-jwt.ts';
import type { Context } from '../../check-context.ts';
import { FORM, formBody } from '../../driver/request-parts.ts';
import { cookieHeader, keepCookies } from '../../driver/consent-driver.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import {
  askAs,
  browser,
  expectError,
  openid,
  openidClient,
  openidFamily,
  signIn,
  postOf,
  requirePlace,
} from './openid-check.ts';
import type { Browser, OpenIdSubject, SignedIn } from './openid-check.ts';

const LOGOUT = openid(
  'RP-Initiated Logout',
  '2',
  'RPLogout',
  'An RP requests that the OP log out the End-User by redirecting',
);
const STATE = openid(
  'RP-Initiated Logout',
  '2',
  'RPLogout',
  'If included in the logout request, the OP passes this value back to the RP using the state parameter when redirecting the User Agent back to the RP.',
);
const HINT = openid(
  'RP-Initiated Logout',
  '2',
  'RPLogout',
  'When an id_token_hint parameter is present, the OP MUST validate that it was the issuer of the ID Token.',
);
const POST = openid(
  'RP-Initiated Logout',
  '2',
  'RPLogout',
  'OpenID Providers MUST support the use of the HTTP GET and POST methods defined in RFC 7231 [RFC7231] at the Logout Endpoint.',
);
const ASKS = openid(
  'RP-Initiated Logout',
  '2',
  'RPLogout',
  'the OP MUST ask the End-User this question if an id_token_hint was not provided',
);
const EXACT = openid(
  'RP-Initiated Logout',
  '3',
  'RedirectionAfterLogout',
  'The OP also MUST NOT perform post-logout redirection if the post_logout_redirect_uri value supplied does not exactly match one of the previously registered post_logout_redirect_uris values.',
);

const TOLD = openid(
  'Front-Channel Logout',
  '3',
  'OPLogout',
  'frontchannel_logout_supported OPTIONAL. Boolean value specifying whether the OP supports HTTP-based logout, with true indicating support.',
);
const FRAMES = openid(
  'Front-Channel Logout',
  '3',
  'OPLogout',
  'OPs contact them in parallel using a dynamically constructed page with HTML <iframe src="frontchannel_logout_uri"> tags rendering each logged-in RP\'s logout URI.',
);

interface Session extends SignedIn {
  readonly cookies: Browser;
  readonly uri: string;
}

async function session(context: Context, subject: OpenIdSubject): Promise<Session> {
  const cookies = browser(context);
  const client: TargetClient = openidClient(context);
  const uri = client.post_logout_redirect_uris[0] ?? context.notRun('the client has no post_logout_redirect_uris');
  return { ...(await signIn(context, subject, { client, cookies })), cookies, uri };
}

/** @returns the first answer, which may be a page */
async function askLogOut(
  context: Context,
  { endSession }: OpenIdSubject,
  cookies: Browser,
  query: Readonly<Record<string, string>>,
): Promise<Exchange> {
  const { operation } = endSession ?? context.notRun('the contract has no log-out endpoint');
  return context.send(
    await context.request(operation, { query: Object.entries(query), headers: cookieHeader(cookies), body: undefined }),
  );
}

const logOut = async (
  context: Context,
  subject: OpenIdSubject,
  cookies: Browser,
  query: Readonly<Record<string, string>>,
): Promise<Exchange> =>
  ended(context, await askLogOut(context, subject, cookies, query), cookies, query['post_logout_redirect_uri']);

/** Another provider may ask first, or go by way of pages of its own. @returns the last answer on the way to `uri` */
async function ended(
  context: Context,
  exchange: Exchange,
  cookies: Browser,
  uri: string | undefined,
): Promise<Exchange> {
  keepCookies(cookies, exchange);
  if (context.target.isMock || uri === undefined || exchange.status >= 400) return exchange;
  const { exchange: last } = await context.oauth.follow(exchange, uri, { cookies });
  return last;
}

/** Whether the browser was sent to a place, or to one that begins like it. */
const sentTo = ({ answerHeaders: { location } }: Exchange, uri: string): boolean =>
  location !== undefined && new URL(location, uri).href.startsWith(new URL(uri).href);

function expectSentBack(context: Context, exchange: Exchange, uri: string, state: string): void {
  const { location = '' } = exchange.answerHeaders;
  context.expect.that(
    sentTo(exchange, uri) && new URL(location).searchParams.get('state') === state,
    `a redirect to ${uri} with the state`,
    location === '' ? `status ${exchange.status}` : `a redirect to ${location}`,
    exchange,
  );
}

const silent = (context: Context, subject: OpenIdSubject, { client, cookies }: Session) =>
  askAs(context, subject, { client, cookies, query: { prompt: 'none' } });

/** Whoever may not redirect is not redirected. */
const refused = (context: Context, exchange: Exchange, uri: string): void =>
  context.expect.that(
    exchange.answerHeaders['location'] === undefined || !sentTo(exchange, uri),
    `no redirect to ${uri}`,
    `a redirect to ${exchange.answerHeaders['location'] ?? ''}`,
    exchange,
  );

/** Other addresses, made of the registered one. */
const TRICKS: readonly (readonly [what: string, change: (uri: string) => string])[] = [
  ['another site', () => 'https://attacker.example/'],
  ['a query of its own', (uri) => `${uri}?foo=bar`],
  ['a longer path', (uri) => `${uri.replace(/\/$/, '')}/more`],
  ['another port', (uri) => uri.replace(/^(https?:\/\/[^/:]+)(:\d+)?/, '$1:9443')],
];

/** Addresses that the page loads in frames. */
const framesIn = ({ answerBody }: Exchange): readonly string[] =>
  [...answerBody.matchAll(/<iframe\b[^>]*\bsrc="([^"]*)"/gi)].map(([, src = '']) => src.replaceAll('&amp;', '&'));

/** What a client registered for it is in the contract: of another server's clients nobody knows. */
function frontChannel(subject: OpenIdSubject, about: string): readonly Rule[] {
  const clients = [...subject.contract.clients.values()].filter(
    ({ frontchannel_logout_uri: uri }) => uri !== undefined,
  );
  if (clients.length === 0) return [];
  return [
    {
      id: 'logout-front-channel',
      title: 'The page of a log-out loads what the clients of the session registered for that, and then goes on',
      citation: FRAMES,
      about,
      needs: ['consent', 'control'],
      async run(context: Context) {
        const [registered] = clients;
        const client =
          context.target.credentials.clients.find(({ client_id }) => client_id === registered!.client_id) ??
          context.notRun('the target has no client that is told of log-outs in the browser');
        const cookies = browser(context);
        const { idToken, jwt } = await signIn(context, subject, { client, cookies });
        const back =
          client.post_logout_redirect_uris[0] ?? context.notRun('the client has no post_logout_redirect_uris');
        const exchange = await logOut(context, subject, cookies, {
          id_token_hint: idToken,
          post_logout_redirect_uri: back,
        });
        const wanted = new URL(registered!.frontchannel_logout_uri!);
        const frame = framesIn(exchange).find((src) => src.startsWith(wanted.href));
        context.expect.that(
          exchange.status === 200 && frame !== undefined,
          `a page with a frame of ${wanted.href}`,
          `status ${exchange.status} and ${framesIn(exchange).join(', ') || 'no frame'}`,
          exchange,
        );
        const { searchParams } = new URL(frame);
        for (const name of ['iss', 'sid'])
          context.expect.that(
            searchParams.get(name) === jwt.claims[name],
            `${name} of the session in the frame`,
            searchParams.get(name) ?? 'none',
            exchange,
          );
        context.expect.header(
          exchange,
          'Content-Security-Policy',
          (policy) => policy === undefined || policy.includes(`frame-src ${wanted.origin}`),
          `frames of ${wanted.origin}, where anything is forbidden`,
        );
        context.expect.header(exchange, 'Refresh', (value) => value?.endsWith(`url=${back}`) === true, `on to ${back}`);
      },
    },
    {
      id: 'logout-front-channel-others',
      title: 'The page of a log-out loads nothing of a client that was not signed in to',
      citation: FRAMES,
      about,
      needs: ['consent', 'control'],
      async run(context: Context) {
        const open = await session(context, subject);
        const exchange = await logOut(context, subject, open.cookies, { id_token_hint: open.idToken });
        const told = clients.filter(({ client_id }) => client_id !== open.client.client_id);
        const frame = framesIn(exchange).find((src) =>
          told.some(({ frontchannel_logout_uri: uri }) => src.startsWith(new URL(uri!).href)),
        );
        context.expect.that(frame === undefined, 'frames of the session alone', `a frame of ${frame ?? ''}`, exchange);
      },
    },
    {
      id: 'logout-front-channel-told',
      title: 'The configuration says that browsers tell clients of a log-out',
      citation: TOLD,
      about,
      async run(context: Context) {
        const { operation } = subject.metadata ?? context.notRun('the contract has no configuration');
        const { exchange, body } = await readDocument(context, operation);
        if (!context.target.isMock && body['frontchannel_logout_supported'] !== true)
          return context.notRun('the server tells no client of a log-out by the browser');
        for (const name of ['frontchannel_logout_supported', 'frontchannel_logout_session_supported'])
          context.expect.that(body[name] === true, `${name} true`, show(body[name]), exchange);
      },
    },
  ];
}

export const logouts = openidFamily((subject) => {
  const about = subject.endSession?.operation.pointer;
  if (about === undefined) return [];
  const common = { about, needs: ['consent'] as const };
  const post = postOf(subject, 'end_session');
  const rules: readonly Rule[] = [
    {
      ...common,
      id: 'logout',
      title: 'With an ID token of the session the person is signed out, and sent back with the state',
      citation: STATE,
      async run(context: Context) {
        const open = await session(context, subject);
        const { uri, cookies, idToken } = open;
        const state = 'a b&c=ü';
        // Somebody may have kept the cookies: it is the session that has to end.
        const kept: Browser = new Map(cookies);
        const exchange = await logOut(context, subject, cookies, {
          id_token_hint: idToken,
          post_logout_redirect_uri: uri,
          state,
        });
        if (!context.target.isMock && exchange.status === 200)
          return context.notRun('the server asks the person first, on a page of its own');
        expectSentBack(context, exchange, uri, state);
        for (const each of [cookies, kept])
          expectError(
            context,
            await silent(context, subject, { ...open, cookies: each }),
            ['login_required'],
            'nobody is signed in any more',
          );
      },
    },
    ...frontChannel(subject, about),
    {
      ...common,
      id: 'logout-no-state',
      title: 'A log-out without state comes back without one',
      citation: STATE,
      async run(context: Context) {
        const { uri, cookies, idToken } = await session(context, subject);
        const exchange = await logOut(context, subject, cookies, {
          id_token_hint: idToken,
          post_logout_redirect_uri: uri,
        });
        if (!context.target.isMock && exchange.status === 200)
          return context.notRun('the server asks the person first, on a page of its own');
        context.expect.that(
          exchange.answerHeaders['location'] === uri,
          `a redirect to ${uri}`,
          exchange.answerHeaders['location'] ?? `status ${exchange.status}`,
          exchange,
        );
      },
    },
    ...(post === undefined
      ? []
      : [
          {
            ...common,
            about: post.pointer,
            id: 'logout-post',
            title: 'The log-out endpoint takes POST, and sends the browser on as for GET',
            citation: POST,
            async run(context: Context) {
              requirePlace(context, post);
              const open = await session(context, subject);
              const state = 'a b&c=ü';
              const body = formBody({ id_token_hint: open.idToken, post_logout_redirect_uri: open.uri, state });
              const sent = await context.send(
                await context.request(post, { body, headers: [['Content-Type', FORM], ...cookieHeader(open.cookies)] }),
              );
              const exchange = await ended(context, sent, open.cookies, open.uri);
              if (!context.target.isMock && exchange.status === 200)
                return context.notRun('the server asks the person first, on a page of its own');
              expectSentBack(context, exchange, open.uri, state);
              expectError(
                context,
                await silent(context, subject, open),
                ['login_required'],
                'nobody is signed in any more',
              );
            },
          },
        ]),
    {
      ...common,
      id: 'logout-redirect-exact',
      title: 'The browser is never sent where the client did not register, and then nobody is signed out',
      citation: EXACT,
      async run(context: Context) {
        const open = await session(context, subject);
        const { uri, cookies, idToken } = open;
        const variants = uriVariants(uri, open.client.post_logout_redirect_uris).map((each) => each.uri);
        for (const other of [...TRICKS.map(([, change]) => change(uri)), ...variants]) {
          const exchange = await logOut(context, subject, cookies, {
            id_token_hint: idToken,
            post_logout_redirect_uri: other,
            state: 's',
          });
          refused(context, exchange, other);
        }
        if (!context.target.isMock) return;
        const { location, exchange } = await silent(context, subject, open);
        context.expect.that(
          location?.searchParams.has('code') === true,
          'the session to go on',
          `error ${location?.searchParams.get('error') ?? 'none'}`,
          exchange,
        );
      },
    },
    {
      ...common,
      id: 'logout-bad-hint',
      title: 'A hint that is no ID token of this issuer sends nobody anywhere',
      citation: HINT,
      async run(context: Context) {
        const open = await session(context, subject);
        const { uri, cookies, idToken } = open;
        const jwt = parseJwt(idToken)!;
        const { aud: _, ...claims } = jwt.claims;
        for (const hint of [
          'nonsense',
          assemble({ ...jwt, claims: { ...claims, aud: open.client.client_id, sub: 'other' } }),
        ]) {
          const exchange = await logOut(context, subject, cookies, {
            id_token_hint: hint,
            post_logout_redirect_uri: uri,
          });
          refused(context, exchange, uri);
        }
      },
    },
    {
      ...common,
      id: 'logout-no-redirect',
      title: 'A log-out that names no place to go to ends on a page',
      citation: LOGOUT,
      async run(context: Context) {
        const open = await session(context, subject);
        const exchange = await logOut(context, subject, open.cookies, { id_token_hint: open.idToken });
        if (!context.target.isMock && exchange.status !== 200) return;
        context.expect.status(exchange, 200, 'there is nowhere to go to');
        if (!context.target.isMock) return;
        expectError(context, await silent(context, subject, open), ['login_required'], 'nobody is signed in any more');
      },
    },
    {
      ...common,
      id: 'logout-asks',
      title: 'Without a hint the person is asked before they are signed out',
      citation: ASKS,
      needs: ['consent', 'consent_page'] as const,
      async run(context: Context) {
        if (context.target.control !== undefined) await context.settings({ consent: 'page' });
        const open = await session(context, subject);
        const before = context.target.isMock ? undefined : await silent(context, subject, open);
        if (before?.location?.searchParams.has('code') === false)
          return context.notRun(
            'the provider gives no code without asking, so that nobody sees whether a session goes on',
          );
        const exchange = await askLogOut(context, subject, open.cookies, {
          client_id: open.client.client_id,
          post_logout_redirect_uri: open.uri,
        });
        if (context.target.isMock) context.expect.status(exchange, 200, 'a page asks');
        const { location } = await silent(context, subject, open);
        context.expect.that(
          location?.searchParams.has('code') === true,
          'the session to go on until the page is answered',
          `error ${location?.searchParams.get('error') ?? 'none'}`,
          exchange,
        );
      },
    },
  ];
  return rules;
});
