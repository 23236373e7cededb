/** How a request says whether somebody signs in: prompt, max_age, hints, and parameters that change nothing. */
import { show } from '../oauth/judge-answer.ts';
import type { Rule } from '../oauth/oauth-check.ts';
import type { Context } from '../../check-context.ts';
import { cookieHeader } from '../../driver/consent-driver.ts';
import { formBody } from '../../driver/request-parts.ts';
import type { TargetClient } from '../../target/target.ts';
import { challengeOf } from '../oauth/ask-endpoint.ts';
import {
  aboutAuthorize,
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

const REQUEST = (quote: string) => openid('Core', '3.1.2.1', 'AuthRequest', quote);
const NONE = REQUEST('The Authorization Server MUST NOT display any authentication or consent user interface pages.');
const LOGIN = REQUEST('The Authorization Server SHOULD prompt the End-User for reauthentication.');
const MAX_AGE = REQUEST(
  'If the elapsed time is greater than this value, the OP MUST attempt to actively re-authenticate the End-User.',
);
const AUTH_TIME = REQUEST('When max_age is used, the ID Token returned MUST include an auth_time Claim Value.');
const POST = REQUEST('Authorization Servers MUST support the use of the HTTP GET and POST methods');
const UNKNOWN = REQUEST('Other parameters MAY be sent.');
const CERTAIN = openid(
  'Core',
  '3.1.2.2',
  'AuthRequestValidation',
  'If the sub (subject) Claim is requested with a specific value for the ID Token, the Authorization Server MUST only send a positive response if the End-User identified by that sub value has an active session with the Authorization Server or has been Authenticated as a result of the request.',
);
const HINT = REQUEST(
  'the Authorization Server returns a positive response; otherwise, it MUST return an error, such as login_required.',
);
const REQUIRED = openid('Core', '3.1.2.6', 'AuthError', 'The Authorization Server requires End-User authentication.');
const CONSENT = openid('Core', '3.1.2.6', 'AuthError', 'The Authorization Server requires End-User consent.');
const ALONE = REQUEST('If this parameter contains none with any other value, an error is returned.');
const ESSENTIAL = openid(
  'Core',
  '5.5.1.1',
  'acrSemantics',
  'If this is an Essential Claim and the requirement cannot be met, then the Authorization Server MUST treat that outcome as a failed authentication attempt.',
);
const NOT_SUPPORTED = openid(
  'Core',
  '3.1.2.6',
  'AuthError',
  'The OP does not support use of the request parameter defined in Section 6.',
);

/** Parameters that a provider may ignore, and must not stumble over. */
const HARMLESS: readonly (readonly [id: string, what: string, query: Readonly<Record<string, string>>])[] = [
  ['ui-locales', 'ui_locales and claims_locales', { ui_locales: 'xx fr', claims_locales: 'xx fr' }],
  ['acr-values', 'acr_values', { acr_values: '1 2' }],
  ['display', 'display', { display: 'popup' }],
  ['login-hint', 'login_hint', { login_hint: 'nobody@nowhere.example' }],
  ['unknown-parameter', 'a parameter that nobody knows', { extra: 'foobar' }],
];

function harmless(subject: OpenIdSubject, [id, what, query]: (typeof HARMLESS)[number]): Rule {
  return {
    id,
    title: `A request with ${what} succeeds`,
    citation: UNKNOWN,
    about: aboutAuthorize(subject),
    needs: ['consent'],
    async run(context: Context) {
      await signIn(context, subject, { query });
    },
  };
}

/** By the same client in the same browser. */
async function twice(
  context: Context,
  subject: OpenIdSubject,
  second: Readonly<Record<string, string>>,
  between?: () => Promise<void>,
) {
  const cookies = browser(context);
  const client = openidClient(context);
  const first = await signIn(context, subject, { client, cookies, query: { max_age: '15000' } });
  await between?.();
  const again = await signIn(context, subject, { client, cookies, query: { max_age: '15000', ...second } });
  return { first, again, cookies, client };
}

/** Whether the provider shows a page before it gives the client this scope. */
async function isAskedFor(
  context: Context,
  subject: OpenIdSubject,
  { client, cookies, scope }: { readonly client: TargetClient; readonly cookies: Browser; readonly scope: string },
): Promise<boolean> {
  const { operation, action } = subject.authorize;
  const [redirectUri = ''] = client.redirect_uris;
  const query = Object.entries({
    response_type: 'code',
    [action.client_parameter ?? 'client_id']: client.client_id,
    redirect_uri: redirectUri,
    state: 's',
    scope,
    ...challengeOf(subject),
  }).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  const { status, answerHeaders } = await context.send(
    await context.request(operation, { body: undefined, query, headers: cookieHeader(cookies) }),
  );
  const { location = '' } = answerHeaders;
  return status < 400 && !location.startsWith(redirectUri);
}

const authTime = ({ jwt }: SignedIn): number => Number(jwt.claims['auth_time']);

function expectAnew(context: Context, first: SignedIn, again: SignedIn): void {
  context.expect.that(
    authTime(again) > authTime(first),
    `auth_time after ${authTime(first)}`,
    show(again.jwt.claims['auth_time']),
    again.tokens.exchange,
  );
}

export const authentications = openidFamily((subject) => {
  const about = aboutAuthorize(subject);
  const common = { about, needs: ['consent'] as const };
  const post = postOf(subject, 'authorize');
  return [
    {
      ...common,
      id: 'prompt-none-signed-out',
      title: 'prompt=none without a session comes back with login_required, and no page',
      citation: REQUIRED,
      async run(context: Context) {
        const answer = await askAs(context, subject, { query: { prompt: 'none' } });
        expectError(
          context,
          answer,
          context.target.isMock
            ? ['login_required']
            : ['login_required', 'interaction_required', 'account_selection_required'],
          'nobody is signed in',
        );
      },
    },
    {
      ...common,
      id: 'prompt-none-signed-in',
      title: 'prompt=none in a session gives a code at once, for the same person and sign-in',
      citation: NONE,
      async run(context: Context) {
        const { first, again } = await twice(context, subject, { prompt: 'none' });
        for (const name of ['sub', 'auth_time'])
          context.expect.that(
            again.jwt.claims[name] === first.jwt.claims[name],
            `${name} ${show(first.jwt.claims[name])}`,
            show(again.jwt.claims[name]),
            again.tokens.exchange,
          );
      },
    },
    {
      ...common,
      id: 'prompt-none-alone',
      title: 'prompt=none beside another value is refused',
      citation: ALONE,
      async run(context: Context) {
        const answer = await askAs(context, subject, { query: { prompt: 'none login' } });
        expectError(context, answer, ['invalid_request'], 'none stands alone');
      },
    },
    {
      ...common,
      id: 'prompt-none-consent',
      title: 'prompt=none for what was not agreed to comes back with consent_required',
      citation: CONSENT,
      needs: ['consent', 'consent_page'] as const,
      async run(context: Context) {
        if (context.target.control !== undefined) await context.settings({ consent: 'page' });
        const cookies = browser(context);
        const client = openidClient(context);
        await signIn(context, subject, { client, cookies });
        const more = client.scopes.find((scope) => scope !== 'openid');
        if (more === undefined) return context.notRun('the client may have no other scope');
        const scope = `openid ${more}`;
        if (!context.target.isMock && !(await isAskedFor(context, subject, { client, cookies, scope })))
          return context.notRun(`the provider asks nobody whether ${client.client_id} may have ${more}`);
        expectError(
          context,
          await askAs(context, subject, { client, cookies, query: { prompt: 'none', scope } }),
          context.target.isMock ? ['consent_required'] : ['consent_required', 'interaction_required'],
          'it is more',
        );
      },
    },
    {
      ...common,
      id: 'prompt-login',
      title: 'prompt=login signs in anew',
      level: 'should' as const,
      citation: LOGIN,
      async run(context: Context) {
        const { first, again } = await twice(context, subject, { prompt: 'login' }, () => context.clock.wait(2_000));
        expectAnew(context, first, again);
      },
    },
    {
      ...common,
      id: 'max-age-reached',
      title: 'Beyond max_age the person signs in anew, and auth_time says so',
      citation: MAX_AGE,
      async run(context: Context) {
        const wait = (): Promise<void> => context.clock.wait(3_000);
        const { first, again, ...asker } = await twice(context, subject, { max_age: '1' }, wait);
        expectAnew(context, first, again);
        await wait();
        // Nothing is as old as zero seconds: a server that takes 0 for no value lets the session go on.
        expectAnew(context, again, await signIn(context, subject, { ...asker, query: { max_age: '0' } }));
      },
    },
    {
      ...common,
      id: 'max-age-in-time',
      title: 'Within max_age the session goes on, and auth_time stays',
      citation: AUTH_TIME,
      async run(context: Context) {
        const { first, again } = await twice(context, subject, { max_age: '10000' }, () => context.clock.wait(2_000));
        for (const one of [first, again])
          context.expect.that(
            Number.isInteger(one.jwt.claims['auth_time']),
            'an auth_time, in whole seconds',
            show(one.jwt.claims['auth_time']),
            one.tokens.exchange,
          );
        context.expect.that(
          authTime(again) === authTime(first),
          `auth_time ${authTime(first)}`,
          show(authTime(again)),
          again.tokens.exchange,
        );
      },
    },
    {
      ...common,
      id: 'claims-subject',
      title: 'Who asks for an ID token of a certain person gets none of somebody else',
      citation: CERTAIN,
      async run(context: Context) {
        const { isMock, metadata } = context.target;
        if (!isMock && metadata?.['claims_parameter_supported'] !== true)
          context.notRun('the server does not take the claims parameter');
        const cookies = browser(context);
        const client = openidClient(context);
        const { jwt } = await signIn(context, subject, { client, cookies });
        const asked = (sub: unknown) =>
          askAs(context, subject, {
            client,
            cookies,
            query: { prompt: 'none', claims: JSON.stringify({ id_token: { sub: { value: sub } } }) },
          });
        const { exchange, location } = await asked(jwt.claims['sub']);
        context.expect.that(
          location?.searchParams.has('code') === true,
          'a code: the person is the one that was asked for',
          location?.href ?? `status ${exchange.status} and no redirect`,
          exchange,
        );
        expectError(
          context,
          await asked(`${String(jwt.claims['sub'])}-x`),
          ['login_required', 'interaction_required', 'account_selection_required', 'access_denied'],
          'somebody else is signed in',
        );
      },
    },
    {
      ...common,
      id: 'id-token-hint',
      title: 'An id_token_hint of the session is followed; of somebody else it is login_required',
      citation: HINT,
      async run(context: Context) {
        const cookies = browser(context);
        const client = openidClient(context);
        const first = await signIn(context, subject, { client, cookies });
        const query = { prompt: 'none', id_token_hint: first.idToken };
        const again = await signIn(context, subject, { client, cookies, query });
        context.expect.that(
          again.jwt.claims['sub'] === first.jwt.claims['sub'],
          `sub ${show(first.jwt.claims['sub'])}`,
          show(again.jwt.claims['sub']),
          again.tokens.exchange,
        );
        const people = [...context.contract.users.values()].filter(({ tenant }) => tenant === client.tenant);
        const other = people.find(({ id }) => id !== first.jwt.claims['sub']);
        if (!context.target.isMock || other === undefined) return;
        const theirs = await signIn(context, subject, { client, query: { login_hint: other.id } });
        const answer = await askAs(context, subject, {
          client,
          cookies,
          query: { prompt: 'none', id_token_hint: theirs.idToken },
        });
        expectError(context, answer, ['login_required'], 'somebody else is signed in');
      },
    },
    {
      ...common,
      id: 'request-object',
      title: 'A request object that is not taken, or not signed, is refused by name',
      citation: NOT_SUPPORTED,
      async run(context: Context) {
        const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
        const request = `${part({ alg: 'none' })}.${part({ state: 'other' })}.`;
        const answer = await askAs(context, subject, { query: { request } });
        if (answer.location?.searchParams.has('code') === true && !context.target.isMock)
          return context.notRun('the server takes request objects');
        expectError(
          context,
          answer,
          context.target.isMock
            ? [
                subject.authorize.action.request_objects === undefined
                  ? 'request_not_supported'
                  : 'invalid_request_object',
              ]
            : ['request_not_supported', 'invalid_request_object', 'invalid_request'],
          'nobody signed it',
        );
      },
    },
    {
      ...common,
      id: 'acr-essential',
      title: 'A class of sign-in that the request insists on comes in acr, or nobody is signed in',
      citation: ESSENTIAL,
      async run(context: Context) {
        const { acr } = subject.openid;
        if (!context.target.isMock && context.target.metadata?.['claims_parameter_supported'] !== true)
          return context.notRun('the server does not take the claims parameter');
        const asking = (value: string) => ({
          claims: JSON.stringify({ id_token: { acr: { essential: true, values: [value] } } }),
        });
        const answer = await askAs(context, subject, { query: asking('urn:example:no-such-class') });
        // Another provider may ask the person again, on a page of its own.
        if (!context.target.isMock)
          return context.expect.that(
            answer.location?.searchParams.has('code') !== true,
            'no code: nobody is signed in like that',
            'a redirect with a code',
            answer.exchange,
          );
        expectError(context, answer, ['unmet_authentication_requirements'], 'nobody is signed in like that');
        if (acr === undefined) return;
        const { jwt, tokens } = await signIn(context, subject, { query: asking(acr) });
        context.expect.that(jwt.claims['acr'] === acr, `acr ${acr}`, String(jwt.claims['acr']), tokens.exchange);
      },
    },
    ...HARMLESS.map((each) => harmless(subject, each)),
    ...(post === undefined
      ? []
      : [
          {
            ...common,
            about: post.pointer,
            id: 'authorize-post',
            title: 'The authorization endpoint takes POST',
            citation: POST,
            async run(context: Context) {
              requirePlace(context, post);
              const client = openidClient(context);
              const body = formBody({
                response_type: 'code',
                client_id: client.client_id,
                redirect_uri: client.redirect_uris[0],
                scope: 'openid',
                state: 'a&b=c',
                ...challengeOf(subject),
              });
              const exchange = await context.send(await context.request(post, { body }));
              const { location = '' } = exchange.answerHeaders;
              const went = URL.canParse(location) ? new URL(location).searchParams : undefined;
              context.expect.that(
                context.target.isMock
                  ? exchange.status === 200 ||
                      (went?.has('code') === true &&
                        went.get('state') === 'a&b=c' &&
                        (subject.authorize.action.iss !== true || went.get('iss') === context.target.baseUrl))
                  : exchange.status < 400 && went?.has('error') !== true,
                'a page, or a redirect with code, state and, where the contract has it, iss',
                `status ${exchange.status}`,
                exchange,
              );
            },
          },
        ]),
  ];
});
