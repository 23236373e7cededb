/**
 * Authorization requests that are pushed: what the server makes of them, and for whom.
 *
 * @see [RFC 9126](https://www.rfc-editor.org/rfc/rfc9126)
 */
import { runOut } from '../common/run-out.ts';
import { challengeOf, redeem, stopOnSecond, verifierOf, wantsPkce } from './ask-endpoint.ts';
import { expectRefusal, jsonOf, redirectedError, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import { clientsAt } from '../../driver/choose-credential.ts';
import { mustPush } from '../../driver/oauth-driver.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { Failure } from '../../../specs/generated/vocabulary.ts';

const ANSWER = rfc(
  9126,
  '2.2',
  'If the verification is successful, the server MUST generate a request URI and provide it in the response with a 201 HTTP status code.',
);
const LIFETIME = rfc(
  9126,
  '2.2',
  'A JSON number that represents the lifetime of the request URI in seconds as a positive integer.',
);
const BOUND = rfc(
  9126,
  '2.2',
  'The request_uri value MUST be bound to the client that posted the authorization request.',
);
const GUESSED = rfc(
  9126,
  '2.2',
  'it MUST contain some part generated using a cryptographically strong pseudorandom algorithm such that it is computationally infeasible to predict or guess a valid value',
);
const NESTED = rfc(
  9126,
  '2.1',
  'The request_uri authorization request parameter is one exception, and it MUST NOT be provided.',
);
const AUTHENTICATED = rfc(
  9126,
  '2.1',
  'Authenticate the client in the same way as at the token endpoint (Section 2.3 of [RFC6749]).',
);
const VALIDATED = rfc(
  9126,
  '2.1',
  'Validate the pushed request as it would an authorization request sent to the authorization endpoint.',
);
const USED = rfc(
  9126,
  '4',
  'The client uses the request_uri value returned by the authorization server to build an authorization request as defined in [RFC9101].',
);
const ONCE = rfc(
  9126,
  '4',
  'Authorization servers SHOULD treat request_uri values as one-time use but MAY allow for duplicate requests due to a user reloading/refreshing their user agent.',
);
const EXPIRED = rfc(9126, '4', 'An expired request_uri MUST be rejected as invalid.');
const REQUIRED = rfc(
  9126,
  '4',
  'the authorization server will refuse, using the invalid_request error code, to process any request to the authorization endpoint that does not have a request_uri parameter with a value obtained from the PAR endpoint.',
);
const BESIDE = rfc(
  9101,
  '6.3',
  'The authorization server MUST only use the parameters in the Request Object, even if the same parameter is provided in the query parameter.',
);

type Query = Parameters<Context['oauth']['push']>[1];

/** Clients that may push. */
const pushers = ({ contract, target }: Context, subject: Subject): readonly TargetClient[] =>
  clientsAt({ contract, target }, subject.push!.operation, 'authorization_code').filter(
    ({ redirect_uris }) => redirect_uris.length > 0,
  );

const pusher = (context: Context, subject: Subject, other?: TargetClient): TargetClient =>
  pushers(context, subject).find(({ client_id }) => client_id !== other?.client_id) ??
  context.notRun(`the target has no${other ? ' other' : ''} client that may push an authorization request`);

interface Pushed {
  readonly client: TargetClient;
  readonly request_uri: string;
  readonly expires_in: unknown;
  readonly exchange: Exchange;
}

async function push(
  context: Context,
  subject: Subject,
  query: Query = {},
  client = pusher(context, subject),
): Promise<Pushed> {
  const exchange = await context.oauth.push(client, { state: 'pushed', ...challengeOf(subject), ...query });
  const { request_uri, expires_in } = jsonOf(exchange) ?? {};
  context.expect.that(
    exchange.status === 201 && typeof request_uri === 'string',
    '201 with a request_uri',
    `status ${exchange.status}, request_uri ${show(request_uri)}`,
    exchange,
  );
  return { client, request_uri, expires_in, exchange };
}

/** What a browser is answered that brings it. */
const visit = (context: Context, { client, request_uri }: Pick<Pushed, 'client' | 'request_uri'>, query: Query = {}) =>
  context.oauth.authorize(client, { request_uri, ...query });

type Visit = Awaited<ReturnType<typeof visit>>;

/** No code, and no page on which somebody could agree. */
function expectUnusable(context: Context, { exchange, location }: Visit, why: string): void {
  const error = location?.searchParams.get('error') ?? undefined;
  context.expect.that(
    location?.searchParams.has('code') !== true,
    `no code: ${why}`,
    'a redirect with a code',
    exchange,
  );
  context.expect.that(
    exchange.status >= 400 ? exchange.status < 500 : error !== undefined,
    `a refusal: ${why}`,
    `status ${exchange.status} and no error`,
    exchange,
  );
}

function expectCode(context: Context, { exchange, location }: Visit, why: string): string {
  const code = location?.searchParams.get('code');
  context.expect.that(
    typeof code === 'string',
    `a redirect with a code: ${why}`,
    location === undefined
      ? `status ${exchange.status} and no redirect`
      : `error ${location.searchParams.get('error') ?? 'nothing'}`,
    exchange,
  );
  return code;
}

interface Bad {
  readonly id: string;
  readonly title: string;
  readonly citation: Sentence;
  readonly failure: Failure;
  readonly why: string;
  readonly queries: readonly Query[];
  /** What another server may do instead. */
  readonly lenient?: boolean;
}

const BAD: readonly Bad[] = [
  {
    id: 'redirect-uri',
    title: 'A pushed request with a redirect URI that is not registered is refused',
    citation: VALIDATED,
    failure: 'invalid_redirect_uri',
    why: 'the redirect URI is not registered',
    queries: [{ redirect_uri: 'https://elsewhere.example/callback' }],
  },
  {
    id: 'response-type',
    title: 'A pushed request for anything but a code is unsupported_response_type',
    citation: VALIDATED,
    failure: 'unsupported_response_type',
    why: 'only code is offered',
    queries: [{ response_type: 'nonsense' }],
  },
  {
    id: 'scope',
    title: 'A pushed request for an unknown scope is invalid_scope',
    citation: VALIDATED,
    failure: 'invalid_scope',
    why: 'nobody has this scope',
    queries: [{ scope: 'no.such.scope' }],
    lenient: true,
  },
  {
    id: 'incomplete',
    title: 'A pushed request without response_type, or with a parameter twice, is invalid_request',
    citation: VALIDATED,
    failure: 'invalid_request',
    why: 'it is malformed',
    queries: [{ response_type: undefined }, { response_type: ['code', 'code'] }],
  },
];

function bad(subject: Subject, { id, title, citation, failure, why, queries, lenient = false }: Bad): Rule {
  const { operation } = subject.push!;
  return {
    id: `pushed-${id}`,
    title,
    citation,
    about: operation.pointer,
    async run(context: Context) {
      const client = pusher(context, subject);
      for (const query of queries) {
        const exchange = await context.oauth.push(client, { ...challengeOf(subject), ...query });
        // A server may ignore a scope, or grant less (RFC 6749 §3.3).
        if (lenient && !context.target.isMock && exchange.status === 201) continue;
        context.expect.that(
          jsonOf(exchange)?.['request_uri'] === undefined,
          `no request_uri: ${why}`,
          `status ${exchange.status} with a request_uri`,
          exchange,
        );
        if (context.target.isMock) expectRefusal(context, exchange, operation, failure, why);
        else context.expect.status(exchange, [400], why);
      }
    },
  };
}

function required(subject: Subject): Rule {
  return {
    id: 'pushed-required',
    title: 'Where requests must be pushed, one that was not is invalid_request',
    citation: REQUIRED,
    about: subject.push!.operation.pointer,
    needs: ['consent'],
    async run(context: Context) {
      const authorize = subject.authorize!.operation;
      const client =
        pushers(context, subject).find((one) => mustPush(context.contract, authorize, one)) ??
        context.notRun('the target has no client that must push its authorization requests');
      const redirectUri = client.redirect_uris[0]!;
      const scope = client.scopes[0];
      const query: Query = {
        response_type: 'code',
        [subject.authorize!.action.client_parameter ?? 'client_id']: client.client_id,
        redirect_uri: redirectUri,
        ...(scope !== undefined && { scope }),
        state: 's',
        ...challengeOf(subject),
      };
      const pairs = Object.entries(query) as unknown as readonly (readonly [string, string])[];
      const exchange = await context.send(await context.request(authorize, { body: undefined, query: pairs }));
      const answer = await context.oauth.follow(exchange, redirectUri);
      redirectedError(context, answer, 'invalid_request', 'the request was not pushed');
      const pushed = await push(context, subject, scope === undefined ? {} : { scope }, client);
      expectCode(context, await visit(context, pushed), 'this one was');
    },
  };
}

export const pushedRequests = oauthFamily((subject) => {
  if (subject.push === undefined || subject.authorize === undefined) return [];
  const { operation, action } = subject.push;
  const about = operation.pointer;
  const rules: Rule[] = [
    {
      id: 'pushed',
      title: 'A pushed request is answered 201 with a request_uri of its own, and how long it is good',
      citation: ANSWER,
      about,
      async run(context: Context) {
        const first = await push(context, subject);
        const second = await push(context, subject);
        const { expires_in } = first;
        context.expect.that(
          first.request_uri !== second.request_uri,
          'another request_uri for another request',
          'the same again',
          second.exchange,
        );
        context.expect.that(
          typeof expires_in === 'number' && Number.isInteger(expires_in) && expires_in > 0,
          'expires_in, a whole number above 0',
          show(expires_in),
          first.exchange,
        );
      },
    },
    {
      id: 'pushed-figures',
      title: 'A request_uri is good as long as the contract says, and kept by no cache where it says so',
      citation: LIFETIME,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const { expires_in, exchange } = await push(context, subject);
        const wanted = contractMs(action.lifetime) / 1000;
        context.expect.that(expires_in === wanted, `expires_in ${wanted}`, show(expires_in), exchange);
        if (operation.answers.some(({ headers }) => headers.some(({ name }) => /^cache-control$/i.test(name))))
          context.expect.header(exchange, 'Cache-Control', (value) => /\bno-store\b/.test(value ?? ''), 'no-store');
      },
    },
    {
      id: 'pushed-code',
      title: 'A request_uri leads to a code, with nothing beside it but the client',
      citation: USED,
      about,
      needs: ['consent'],
      async run(context: Context) {
        const pushed = await push(context, subject, { state: 'as it was pushed' });
        const back = await visit(context, pushed);
        const code = expectCode(context, back, 'the request was pushed');
        const state = back.location?.searchParams.get('state');
        context.expect.that(state === 'as it was pushed', 'the state that was pushed', show(state), back.exchange);
        const { client } = pushed;
        const redirectUri = client.redirect_uris[0]!;
        const form = wantsPkce(subject) ? verifierOf(subject) : {};
        context.oauth.tokens(await redeem(context, subject, { client, code, redirectUri }, form));
      },
    },
    {
      id: 'pushed-beside',
      title: 'Parameters beside a request_uri do not count',
      citation: BESIDE,
      about,
      needs: ['consent'],
      async run(context: Context) {
        const pushed = await push(context, subject, { state: 'pushed' });
        const back = await visit(context, pushed, {
          state: 'beside',
          // Another server may look at these first.
          ...(context.target.isMock && {
            response_type: 'nonsense',
            redirect_uri: 'https://elsewhere.example/callback',
          }),
        });
        expectCode(context, back, 'what was pushed is good');
        const state = back.location?.searchParams.get('state');
        context.expect.that(state === 'pushed', 'the state that was pushed', show(state), back.exchange);
      },
    },
    {
      id: 'pushed-once',
      title: 'A request_uri works once',
      level: 'should',
      citation: ONCE,
      about,
      needs: ['consent'],
      async run(context: Context) {
        const pushed = await push(context, subject);
        expectCode(context, await visit(context, pushed), 'the request was pushed');
        expectUnusable(context, await visit(context, pushed), 'it was used before');
      },
    },
    {
      id: 'pushed-other-client',
      title: 'A request_uri is no good to another client, who does not use it up either',
      citation: BOUND,
      about,
      needs: ['consent'],
      async run(context: Context) {
        const pushed = await push(context, subject);
        const client = pusher(context, subject, pushed.client);
        expectUnusable(context, await visit(context, { ...pushed, client }), 'another client pushed it');
        expectCode(context, await visit(context, pushed), 'the client that pushed it comes with it');
      },
    },
    {
      id: 'pushed-unknown',
      title: 'A request_uri that nobody was given leads nowhere',
      citation: GUESSED,
      about,
      async run(context: Context) {
        const { client, request_uri } = await push(context, subject);
        const guessed = { client, request_uri: `${request_uri.slice(0, -8)}AAAAAAAA` };
        expectUnusable(context, await visit(context, guessed), 'nobody was given it');
      },
    },
    {
      id: 'pushed-expired',
      title: 'A request_uri is rejected once it has expired',
      citation: EXPIRED,
      about,
      needs: ['wait', 'consent'],
      async run(context: Context) {
        await stopOnSecond(context);
        const [inTime, late] = [await push(context, subject), await push(context, subject)];
        const ms = Number(late.expires_in) * 1000;
        await runOut(context, ms, {
          before: async () => expectCode(context, await visit(context, inTime), 'it has not expired'),
          end: async () => expectUnusable(context, await visit(context, late), 'it has expired'),
        });
      },
    },
    {
      id: 'pushed-nested',
      title: 'A pushed request with a request_uri of its own is invalid_request',
      citation: NESTED,
      about,
      async run(context: Context) {
        const { client, request_uri } = await push(context, subject);
        for (const uri of [request_uri, 'https://client.example/request.jwt']) {
          const exchange = await context.oauth.post(operation, client, {
            response_type: 'code',
            client_id: client.client_id,
            redirect_uri: client.redirect_uris[0],
            scope: client.scopes[0],
            ...challengeOf(subject),
            request_uri: uri,
          });
          // The RFC leaves open which error it is.
          if (context.target.isMock)
            expectRefusal(context, exchange, operation, 'invalid_request', 'request_uri must not be pushed');
          else context.expect.status(exchange, [400], 'request_uri must not be pushed');
        }
      },
    },
    {
      id: 'pushed-by-nobody',
      title: 'Who does not authenticate cannot push a request',
      citation: AUTHENTICATED,
      about,
      async run(context: Context) {
        const client =
          pushers(context, subject).find(({ client_secret }) => client_secret !== null) ??
          context.notRun('the target has no client with a secret that may push an authorization request');
        // An empty secret may as well be a malformed request.
        for (const client_secret of [`${client.client_secret}x`, ...(context.target.isMock ? [''] : [])]) {
          const exchange = await context.oauth.push({ ...client, client_secret }, challengeOf(subject));
          expectRefusal(context, exchange, operation, 'invalid_client', 'the secret is not right');
        }
      },
    },
    required(subject),
    ...BAD.map((each) => bad(subject, each)),
  ];
  if (subject.authorize.action.pkce !== 'off')
    rules.push(
      bad(subject, {
        id: 'challenge',
        title: 'A pushed request with a code challenge of an unknown method is invalid_request',
        citation: VALIDATED,
        failure: 'invalid_request',
        why: 'nobody knows this transformation',
        queries: [{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S512' }],
      }),
    );
  return rules;
});
