/**
 * What a token means: whom it speaks for, to whom it was given, what for and how long. Nothing that comes with the
 * request for it changes that.
 */
import { anyTokens, askCode, clientsFor, redeem, refreshable } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { introspector } from './introspector.ts';
import { expectScopeRefused, jsonOf } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor, hasClients } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import { parseJwt } from './read-jwt.ts';
import { contained, knownScopes, scopeSet, scopeWithin } from './scope-words.ts';
import type { TokenSet } from '../../check-drivers.ts';
import type { Context } from '../../check-context.ts';
import { basicHeader } from '../../driver/client-form.ts';
import { formBody } from '../../driver/request-parts.ts';
import { covers } from '../../driver/scope-coverage.ts';
import type { TargetClient } from '../../target/target.ts';
import { carryAll } from '../../driver/present-credential.ts';
import { actions } from '../common/find-operations.ts';

const UNKNOWN = rfc(6749, '3.2', 'The authorization server MUST ignore unrecognized request parameters.');
const SAME_SCOPE = rfc(
  6749,
  '6',
  'if omitted is treated as equal to the scope originally granted by the resource owner.',
);
const DEFINED = rfc(6749, '3.3', 'The strings are defined by the authorization server.');
const TOO_LITTLE = rfc(6750, '3.1', 'The request requires higher privileges than provided by the access token.');
const PRIVATE = rfc(
  9068,
  '6',
  'As JWT access tokens carry information by value, it now becomes possible for clients and potentially even end users to directly peek inside the token claims collection of unencrypted tokens.',
);
const IN_BODY = rfc(
  6749,
  '6',
  'the client makes a refresh request to the token endpoint by adding the following parameters using the "application/x-www-form-urlencoded" format per Appendix B with a character encoding of UTF-8 in the HTTP request entity-body',
);

type Meaning = Readonly<Record<string, unknown>>;

/** What is said of a token in the claims of a JWT or by introspection. */
const TOLD = ['iss', 'sub', 'aud', 'client_id', 'username', 'scope', 'tenant'];

const life = ({ exp, iat }: Meaning): unknown =>
  typeof exp === 'number' && typeof iat === 'number' ? exp - iat : undefined;

function told(where: string, values: Meaning | undefined): Meaning {
  if (values === undefined) return {};
  const named = TOLD.filter((name) => values[name] !== undefined).map((name): [string, unknown] => [
    `${name} ${where}`,
    name === 'scope' && typeof values[name] === 'string' ? scopeSet(values[name]) : values[name],
  ]);
  const seconds = life(values);
  return Object.fromEntries(seconds === undefined ? named : [...named, [`seconds from iat to exp ${where}`, seconds]]);
}

/** Everything that can be found out about a token. */
async function meaningOf(
  context: Context,
  subject: Subject,
  client: TargetClient,
  { access_token, scope, expires_in }: TokenSet,
): Promise<Meaning> {
  const answer = {
    ...(scope !== undefined && { 'scope in the answer': scopeSet(scope) }),
    ...(expires_in !== undefined && { 'expires_in in the answer': expires_in }),
  };
  const claims = told('in the token', parseJwt(access_token)?.claims);
  const asker =
    subject.introspect !== undefined && client.client_secret !== null
      ? introspector(context, subject, client)
      : undefined;
  const said = asker && jsonOf(await context.oauth.introspect(asker, access_token));
  return { ...answer, ...claims, ...told('by introspection', said) };
}

/** Seconds that a server may take between issuing a token and saying how long it lives. */
const SLACK_S = 5;

const isSame = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= SLACK_S : JSON.stringify(a) === JSON.stringify(b);

function expectSame(context: Context, tokens: TokenSet, is: Meaning, was: Meaning, why: string): void {
  for (const [name, value] of Object.entries(was))
    context.expect.that(
      is[name] === undefined || isSame(is[name], value),
      `${name} ${JSON.stringify(value)}: ${why}`,
      JSON.stringify(is[name]),
      tokens.exchange,
    );
}

/** Parameters that no grant has, by which a server might be talked into something. */
const STRANGE: readonly Readonly<Record<string, string>>[] = [
  { expires_in: '31536000', lifetime: '31536000', exp: '4102444800' },
  { sub: 'somebody-else', user: 'somebody-else', user_id: 'somebody-else', username: 'somebody-else' },
  { aud: 'https://other.example', iss: 'https://other.example' },
  { tenant: 'somebody-else', tenant_id: 'somebody-else', role: 'admin', admin: 'true' },
];

/** The tokens of a request that is right but for what it says besides; undefined where it is refused for that. */
async function withStrange(
  context: Context,
  client: TargetClient,
  form: Readonly<Record<string, string | undefined>>,
): Promise<TokenSet | undefined> {
  const exchange = await context.oauth.token(client, form);
  return exchange.status >= 400 ? undefined : context.oauth.tokens(exchange);
}

/** A scope that the client may have and a narrower grant lacks; both are the authorization server's. */
function twoScopes(subject: Subject, client: TargetClient): readonly [string, string] | undefined {
  const known = new Set(knownScopes(subject));
  const scopes = client.scopes.filter((each) => known.has(each));
  const narrow = scopes.find((each) => scopes.some((other) => !scopeWithin(subject, other, each)));
  const more = scopes.find((other) => narrow !== undefined && !scopeWithin(subject, other, narrow));
  return narrow === undefined || more === undefined ? undefined : [narrow, more];
}

function ofCodes(subject: Subject): Rule[] {
  if (subject.authorize === undefined || !subject.grants.has('authorization_code')) return [];
  return [
    {
      id: 'code-means',
      title: 'What a code gives was decided when it was asked for: nothing in the token request changes it',
      citation: UNKNOWN,
      async run(context: Context) {
        const client = clientsFor(context, subject, 'authorization_code').find(
          (each) =>
            each.redirect_uris.length > 0 &&
            each.allowed_addresses === null &&
            each.require_pushed_authorization_requests !== true &&
            twoScopes(subject, each) !== undefined,
        );
        const [narrow, more] = (client && twoScopes(subject, client)) ?? [];
        if (client === undefined || narrow === undefined || more === undefined)
          return context.notRun('no client that gets codes has several scopes');
        const ask = () => askCode(context, subject, { client, query: { scope: narrow } });
        const plain = context.oauth.tokens(await redeem(context, subject, await ask()));
        const was = await meaningOf(context, subject, client, plain);
        for (const strange of [{ scope: `${narrow} ${more}` }, { scope: more }, ...STRANGE]) {
          const exchange = await redeem(context, subject, await ask(), strange);
          if (exchange.status >= 400) continue;
          const tokens = context.oauth.tokens(exchange);
          expectSame(
            context,
            tokens,
            await meaningOf(context, subject, client, tokens),
            was,
            `the token request said ${Object.keys(strange).join(', ')} besides`,
          );
        }
      },
    },
  ];
}

function ofClients(subject: Subject): Rule[] {
  if (!subject.grants.has('client_credentials')) return [];
  return [
    {
      id: 'client-means',
      title: "A client's token is its own: nothing in the request makes it another's, or longer",
      citation: UNKNOWN,
      async run(context: Context) {
        const clients = clientsFor(context, subject, 'client_credentials').filter(
          ({ allowed_addresses }) => allowed_addresses === null,
        );
        const client = context.oauth.client('client_credentials');
        const { default_scope } = subject.credential;
        const [scope] = default_scope === undefined ? client.scopes : [];
        const form = { grant_type: GRANT_TYPE.client_credentials, scope };
        const plain = context.oauth.tokens(await context.oauth.token(client, form));
        const was = await meaningOf(context, subject, client, plain);
        const other = clients.find(({ client_id }) => client_id !== client.client_id);
        const named =
          other === undefined ? [] : [{ sub: other.client_id, tenant: other.tenant, user: other.client_id }];
        for (const strange of [...STRANGE, ...named]) {
          const tokens = await withStrange(context, client, { ...form, ...strange });
          if (tokens !== undefined)
            expectSame(
              context,
              tokens,
              await meaningOf(context, subject, client, tokens),
              was,
              `the token request said ${Object.keys(strange).join(', ')} besides`,
            );
        }
      },
    },
    {
      id: 'client-of-each',
      title: 'The token of each client names that client, and its tenant',
      citation: DEFINED,
      async run(context: Context) {
        const clients = clientsFor(context, subject, 'client_credentials').filter(
          ({ allowed_addresses }) => allowed_addresses === null,
        );
        for (const client of clients.slice(0, 3)) {
          const tokens = await context.oauth.clientCredentials(client);
          const meaning = await meaningOf(context, subject, client, tokens);
          for (const where of ['in the token', 'by introspection']) {
            const id = meaning[`client_id ${where}`];
            const tenant = meaning[`tenant ${where}`];
            context.expect.that(
              id === undefined || id === client.client_id,
              `client_id ${client.client_id} ${where}`,
              JSON.stringify(id),
              tokens.exchange,
            );
            context.expect.that(
              tenant === undefined || tenant === client.tenant,
              `tenant ${client.tenant} ${where}`,
              JSON.stringify(tenant),
              tokens.exchange,
            );
          }
        }
      },
    },
  ];
}

const MINUTE = 60_000;

function ofRefreshes(subject: Subject): Rule[] {
  const { refresh } = subject.credential;
  if (
    !subject.grants.has('refresh_token') ||
    refresh?.grants.includes('authorization_code') !== true ||
    subject.authorize === undefined
  )
    return [];
  return [
    {
      id: 'refresh-means',
      title: 'A refreshed token speaks for the same person and client, for the same, and lives its whole life',
      citation: SAME_SCOPE,
      about: `#/x-credentials/${subject.name}/refresh`,
      async run(context: Context) {
        const first = await refreshable(context, subject);
        const was = await meaningOf(context, subject, first.client, first);
        let { refresh_token } = first;
        for (const strange of [{}, ...STRANGE]) {
          // Some time later, so that a life that goes on from the first token's is a shorter one.
          if (context.target.control !== undefined) await context.clock.advance(MINUTE);
          const exchange = await context.oauth.refresh(first.client, refresh_token, strange);
          if (exchange.status >= 400 && Object.keys(strange).length > 0) continue;
          const tokens = context.oauth.tokens(exchange);
          refresh_token = tokens.refresh_token ?? refresh_token;
          expectSame(
            context,
            tokens,
            await meaningOf(context, subject, first.client, tokens),
            was,
            `it was so before the refresh${Object.keys(strange).length === 0 ? '' : `, which said ${Object.keys(strange).join(', ')} besides`}`,
          );
        }
      },
    },
  ];
}

/** Scope names that are almost one of the client's, and not known. */
const nearNames = (scope: string): readonly string[] => [
  scope.slice(0, -1),
  scope.slice(1),
  scope.split(/[.:/_-]/, 1)[0]!,
  `${scope.split(/[.:/_-]/, 1)[0]!}*`,
  '*',
  `${scope}.x`,
  `${scope}:x`,
];

/** Known scopes, one in the other's name, of which neither grants the other: `[held, wanted]`. */
function inOneAnother(subject: Subject): readonly (readonly [held: string, wanted: string])[] {
  const wanted = new Set(
    subject.contract.operations.flatMap(({ requirements }) =>
      requirements.filter(({ method }) => method.credential === subject.name).flatMap(({ scopes }) => scopes),
    ),
  );
  const shared = (a: string, b: string): boolean =>
    a.includes(b) || b.includes(a) || a.split(/[.:/_-]/, 1)[0] === b.split(/[.:/_-]/, 1)[0];
  return knownScopes(subject).flatMap((held) =>
    [...wanted].flatMap((one) =>
      held !== one && shared(held, one) && !covers(subject.credential, [held], [one]) ? [[held, one] as const] : [],
    ),
  );
}

/** So many pairs are tried. */
const MOST_PAIRS = 6;

function ofScopeNames(subject: Subject): Rule[] {
  if (!subject.grants.has('client_credentials')) return [];
  const { operation: endpoint } = endpointFor(subject, 'client_credentials');
  const pairs = inOneAnother(subject);
  return [
    {
      id: 'scope-near',
      title: 'A scope is named whole: a part of its name, or more than it, is another scope',
      citation: DEFINED,
      async run(context: Context) {
        const client = context.oauth.client('client_credentials');
        const scope =
          client.scopes.find((each) => !client.scopes.some((other) => contained(subject, other, each))) ??
          context.notRun('the client has no scope of its own');
        const known = new Set([...client.scopes, ...knownScopes(subject)]);
        for (const near of new Set(nearNames(scope))) {
          if (known.has(near) || near === '') continue;
          const exchange = await context.oauth.token(client, { grant_type: 'client_credentials', scope: near });
          expectScopeRefused(context, exchange, endpoint, near, `nobody has the scope ${near}`);
        }
      },
    },
    ...(pairs.length === 0
      ? []
      : [
          {
            id: 'scope-in-name',
            title: 'A scope does not grant another one that has its name within its own, or begins like it',
            citation: TOO_LITTLE,
            async run(context: Context) {
              let tried = 0;
              for (const [held, wanted] of pairs) {
                if (tried === MOST_PAIRS) break;
                const client = clientsFor(context, subject, 'client_credentials').find(
                  ({ scopes, allowed_addresses }) => allowed_addresses === null && scopes.includes(held),
                );
                const operation = subject.contract.operations.find(
                  ({ requirements, anonymous }) =>
                    !anonymous &&
                    requirements.some(
                      ({ method, scopes }) =>
                        method.credential === subject.name &&
                        scopes.includes(wanted) &&
                        !covers(subject.credential, [held], scopes),
                    ) &&
                    requirements
                      .filter(({ method }) => method.credential === subject.name)
                      .every(({ scopes }) => !covers(subject.credential, [held], scopes)),
                );
                if (client === undefined || operation === undefined) continue;
                const requirement = operation.requirements.find(({ method }) => method.credential === subject.name)!;
                const { access_token: token } = await context.oauth.clientCredentials(client, held);
                const parts = await context.request(operation, {}, { tenant: client.tenant });
                const exchange = await context.send(
                  context.present(parts, {
                    requirement,
                    tenant: client.tenant,
                    token,
                    ...carryAll(context.contract, requirement.method, { secret: token }),
                  }),
                );
                context.expect.failure(
                  exchange,
                  operation,
                  ['insufficient_scope', 'insufficient_role', 'credential_required'],
                  `the token has ${held}, and the operation wants ${wanted}`,
                );
                tried++;
              }
              if (tried === 0) context.notRun('no client may have such a scope');
            },
          } satisfies Rule,
        ]),
  ];
}

/** What nobody else is to read: whoever holds a token can read it. */
function secretsOf({ target: { credentials } }: Context): readonly string[] {
  return [
    ...credentials.clients.map(({ client_secret }) => client_secret),
    ...credentials.keys.map(({ secret }) => secret),
    ...credentials.users.map(({ password }) => password),
  ].filter((text): text is string => typeof text === 'string' && text.length >= 6);
}

/** What a token says to whoever decodes it. */
const decodedParts = (token: string): string =>
  [token, ...token.split(/[.~:]/).map((part) => Buffer.from(part, 'base64').toString('utf8'))].join('\n');

function ofContents(subject: Subject): Rule[] {
  const about = `#/x-credentials/${subject.name}`;
  const tokensOf = async (context: Context): Promise<readonly TokenSet[]> => {
    const any = await anyTokens(context, subject);
    const { authorize, grants } = subject;
    if (authorize === undefined || !grants.has('authorization_code')) return [any];
    const client = context.oauth.client('authorization_code', { redirects: true });
    return [any, context.oauth.tokens(await redeem(context, subject, await askCode(context, subject, { client })))];
  };
  return [
    {
      id: 'token-keeps-secrets',
      title: 'No token carries a password or a secret for everybody to decode',
      citation: PRIVATE,
      about,
      async run(context: Context) {
        for (const { access_token, refresh_token = '', exchange } of await tokensOf(context))
          for (const secret of secretsOf(context))
            context.expect.that(
              !decodedParts(access_token).includes(secret) && !decodedParts(refresh_token).includes(secret),
              'a token without secrets',
              'a token that carries a secret of the target file',
              exchange,
            );
      },
    },
    {
      id: 'token-keeps-people',
      title: 'An access token carries no mail address, and no telephone number, of a person',
      level: 'should',
      citation: PRIVATE,
      about,
      async run(context: Context) {
        for (const { access_token, exchange } of await tokensOf(context)) {
          const claims = parseJwt(access_token)?.claims ?? {};
          const private_ = ['email', 'phone_number', 'birthdate', 'address', 'password'].filter(
            (name) => name in claims,
          );
          context.expect.that(
            private_.length === 0 &&
              !/[\w.+-]+@[\w-]+\.[a-z]{2,}/i.test(decodedParts(access_token).split('\n').slice(1).join(' ')),
            'a token without personal data',
            private_.length > 0 ? `the claims ${private_.join(', ')}` : 'a mail address in the token',
            exchange,
          );
        }
      },
    },
  ];
}

/** Each parameter of a token request in the URL in place of the body, and all of them. */
function ofUrls(subject: Subject): Rule[] {
  if (!hasClients(subject)) return [];
  return [
    {
      id: 'parameters-in-url',
      title: 'Parameters of a token request count in its body, and not in its URL',
      citation: IN_BODY,
      async run(context: Context) {
        const { client, refresh_token } = subject.grants.has('refresh_token')
          ? { ...(await refreshableOr(context, subject)) }
          : { client: context.oauth.client('client_credentials'), refresh_token: undefined };
        const form: Readonly<Record<string, string>> =
          refresh_token === undefined
            ? { grant_type: 'client_credentials' }
            : { grant_type: 'refresh_token', refresh_token };
        const { operation } = endpointFor(
          subject,
          refresh_token === undefined ? 'client_credentials' : 'refresh_token',
        );
        const own: Readonly<Record<string, string>> =
          client.client_secret === null ? { client_id: client.client_id } : {};
        const headers = client.client_secret === null ? [] : [basicHeader(client.client_id, client.client_secret)];
        for (const moved of [...Object.keys(form).map((name) => [name]), Object.keys(form)]) {
          const query = moved.map((name) => [name, form[name]!] as const);
          const body = formBody({
            ...own,
            ...Object.fromEntries(Object.entries(form).filter(([name]) => !moved.includes(name))),
          });
          const request = await context.request(operation, { query, body });
          const exchange = await context.send({ ...request, headers: [...request.headers, ...headers] });
          context.expect.that(
            jsonOf(exchange)?.['access_token'] === undefined,
            `a refusal: ${moved.join(' and ')} stood in the URL`,
            'a token',
            exchange,
          );
          context.expect.that(
            exchange.status >= 400 && exchange.status < 500,
            `a refusal (4xx): ${moved.join(' and ')} stood in the URL`,
            `status ${exchange.status}`,
            exchange,
          );
        }
      },
    },
  ];
}

async function refreshableOr(
  context: Context,
  subject: Subject,
): Promise<{ readonly client: TargetClient; readonly refresh_token: string | undefined }> {
  return subject.authorize !== undefined && subject.credential.refresh?.grants.includes('authorization_code') === true
    ? refreshable(context, subject)
    : { client: context.oauth.client('client_credentials'), refresh_token: undefined };
}

export const tokenMeanings = oauthFamily((subject) => [
  ...ofCodes(subject),
  ...ofClients(subject),
  ...ofRefreshes(subject),
  ...ofScopeNames(subject),
  ...ofContents(subject),
  ...(actions(subject.contract, 'token.issue').some(({ action }) =>
    action.client_authentication.some((way) => way === 'client_secret_basic' || way === 'none'),
  )
    ? ofUrls(subject)
    : []),
]);
