/**
 * Tokens for the resource servers that a client names.
 *
 * @see [RFC 8707](https://www.rfc-editor.org/rfc/rfc8707)
 */
import { askCode, challengeOf, clientsFor, redeem, refreshable, rightForm } from './ask-endpoint.ts';
import { introspector } from './introspector.ts';
import { expectAlive, expectDead, expectRefusal, jsonOf, redirectedError, show } from './judge-answer.ts';
import { rfc } from './oauth-citation.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import { parseJwt } from './read-jwt.ts';
import type { Context } from '../../check-context.ts';
import type { TokenSet } from '../../check-drivers.ts';
import { clientsAt } from '../../driver/choose-credential.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetClient } from '../../target/target.ts';

const AUDIENCE = rfc(
  8707,
  '2.2',
  'The authorization server SHOULD audience-restrict issued access tokens to the resource(s) indicated by the "resource" parameter.',
);
const SEVERAL = rfc(
  8707,
  '2',
  'Multiple "resource" parameters MAY be used to indicate that the requested token is intended to be used at multiple resources.',
);
const URI = rfc(8707, '2', 'Its value MUST be an absolute URI, as specified by Section 4.3 of [RFC3986].');
const INVALID = rfc(8707, '2', 'The requested resource is invalid, missing, unknown, or malformed.');
const ELSEWHERE = rfc(
  7519,
  '4.1.3',
  'If the principal processing the claim does not identify itself with a value in the "aud" claim when this claim is present, then the JWT MUST be rejected.',
);
const NARROWER = rfc(
  8707,
  '2.2',
  'it indicates the target service or protected resource where the client intends to use the requested access token',
);

const NOBODY = 'https://nobody.example/by-this-name';

interface Parts {
  readonly subject: Subject;
  /** What this API goes by, and somebody else. */
  readonly own: (context: Context) => string;
  readonly other: string | undefined;
  readonly parameters: readonly ('resource' | 'audience')[];
}

const partsOf = (subject: Subject): Parts => {
  const { audience, resources } = subject.credential;
  return {
    subject,
    own: ({ target }) => audience ?? target.baseUrl,
    other: resources?.others?.[0],
    parameters: resources?.parameters ?? ['resource'],
  };
};

const somebodyElse = (context: Context, { other }: Parts): string =>
  other ?? context.notRun('tokens are given out for this API alone');

type Asked = TokenSet & { readonly client: TargetClient };

/** A token for these, by the grant that costs least. */
async function tokensFor(context: Context, { subject, parameters }: Parts, names: readonly string[]): Promise<Asked> {
  const parameter = parameters[0]!;
  if (subject.grants.has('client_credentials')) {
    const { client, form } = await rightForm(context, subject, 'client_credentials');
    return { ...context.oauth.tokens(await context.oauth.token(client, { ...form, [parameter]: names })), client };
  }
  if (!parameters.includes('resource')) context.notRun('no authorization request can name them');
  const code = await askCode(context, subject, { query: { resource: names[0] } });
  return { ...context.oauth.tokens(await redeem(context, subject, code)), client: code.client };
}

type Told = readonly [aud: unknown, where: Exchange];

/** Whom introspection says that a token is for; a contract may leave that out (RFC 7662 §2.2). */
async function introspected(context: Context, subject: Subject, { access_token, client }: Asked): Promise<Told> {
  const answer = await context.oauth.introspect(introspector(context, subject, client), access_token);
  return [jsonOf(answer)?.['aud'], answer];
}

/** Whom a token says that it is for. */
async function audienceOf(context: Context, subject: Subject, asked: Asked): Promise<Told> {
  const jwt = subject.credential.format === 'jwt' ? parseJwt(asked.access_token) : undefined;
  if (jwt !== undefined) return [jwt.claims['aud'], asked.exchange];
  if (subject.introspect === undefined) context.notRun('nothing says whom a token is for');
  return introspected(context, subject, asked);
}

function expectNames(context: Context, [told, where]: Told, names: readonly string[]): void {
  const all = [told ?? []].flat();
  context.expect.that(
    all.length === names.length && names.every((name) => all.includes(name)),
    `a token for ${names.join(' and ')} alone`,
    `aud ${show(told)}`,
    where,
  );
}

const expectFor = async (context: Context, subject: Subject, asked: Asked, names: readonly string[]): Promise<void> =>
  expectNames(context, await audienceOf(context, subject, asked), names);

function tokenRules(parts: Parts, about: string): Rule[] {
  const { subject, own, parameters } = parts;
  const grant = subject.grants.has('client_credentials') ? 'client_credentials' : 'authorization_code';
  const { operation } = endpointFor(subject, grant);
  const refusedFor = async (context: Context, name: string, value: string, why: string): Promise<void> => {
    const { client, form } = await rightForm(context, subject, grant);
    const answer = await context.oauth.token(client, { ...form, [name]: value });
    expectRefusal(context, answer, operation, 'invalid_target', why);
  };
  return [
    {
      id: 'resource-audience',
      title: 'A token is for the resource server that its request names',
      level: 'should',
      citation: AUDIENCE,
      about,
      async run(context: Context) {
        const other = somebodyElse(context, parts);
        for (const name of [other, own(context)]) {
          const asked = await tokensFor(context, parts, [name]);
          await expectFor(context, subject, asked, [name]);
          if (subject.introspect === undefined) continue;
          const told = await introspected(context, subject, asked);
          if (told[0] !== undefined) expectNames(context, told, [name]);
        }
      },
    },
    {
      id: 'resource-elsewhere',
      title: 'A token that is for another resource server alone opens nothing here',
      citation: ELSEWHERE,
      about,
      async run(context: Context) {
        const other = somebodyElse(context, parts);
        const here = await tokensFor(context, parts, [own(context)]);
        await expectAlive(context, here.access_token, here.client, 'it is for this API');
        const elsewhere = await tokensFor(context, parts, [other]);
        await expectDead(context, elsewhere.access_token, elsewhere.client, `it is for ${other} alone`);
      },
    },
    {
      id: 'resource-unknown',
      title: 'A resource server that nobody knows is invalid_target',
      citation: INVALID,
      about,
      async run(context: Context) {
        for (const name of parameters) await refusedFor(context, name, NOBODY, 'nobody knows it');
      },
    },
    ...(grant === 'client_credentials'
      ? [
          {
            id: 'resource-several',
            title: 'A token is for every resource server that its request names',
            citation: SEVERAL,
            about,
            async run(context: Context) {
              const names = [own(context), somebodyElse(context, parts)];
              const asked = await tokensFor(context, parts, names);
              await expectFor(context, subject, asked, names);
              await expectAlive(context, asked.access_token, asked.client, 'it is for this API, too');
            },
          },
        ]
      : []),
    ...(parameters.includes('resource')
      ? [
          {
            id: 'resource-malformed',
            title: 'A resource that is no absolute URI, or has a fragment, is invalid_target',
            citation: URI,
            about,
            async run(context: Context) {
              await refusedFor(context, 'resource', '/api', 'it is no absolute URI');
              await refusedFor(context, 'resource', `${own(context)}#fragment`, 'it has a fragment');
            },
          },
        ]
      : []),
  ];
}

/** What an authorization request names bounds what token requests may name. */
function authorizationRules(parts: Parts, about: string): Rule[] {
  const { subject, own } = parts;
  const { operation } = endpointFor(subject, 'authorization_code');
  const rules: Rule[] = [
    {
      id: 'resource-authorize',
      title: 'A resource server that nobody knows is told by redirect as invalid_target',
      citation: INVALID,
      about,
      async run(context: Context) {
        const client = context.oauth.client('authorization_code', { redirects: true });
        const query = { state: 'resource', ...challengeOf(subject), resource: NOBODY };
        redirectedError(context, await context.oauth.authorize(client, query), 'invalid_target', 'nobody knows it');
      },
    },
    {
      id: 'resource-code',
      title: 'A code that is for one resource server gives no token for another',
      citation: NARROWER,
      about,
      async run(context: Context) {
        const other = somebodyElse(context, parts);
        const code = await askCode(context, subject, { query: { resource: other } });
        const wider = await redeem(context, subject, code, { resource: own(context) });
        expectRefusal(context, wider, operation, 'invalid_target', `the code is for ${other}`);
        const tokens = context.oauth.tokens(await redeem(context, subject, code));
        await expectFor(context, subject, { ...tokens, client: code.client }, [other]);
      },
    },
  ];
  if (subject.credential.refresh?.grants.includes('authorization_code') === true && subject.grants.has('refresh_token'))
    rules.push({
      id: 'resource-refresh',
      title: 'A refresh gives tokens for the resource servers of its authorization, and for no others',
      citation: NARROWER,
      about,
      async run(context: Context) {
        const other = somebodyElse(context, parts);
        const { client, refresh_token } = await refreshable(context, subject, { query: { resource: other } });
        const wider = await context.oauth.refresh(client, refresh_token, { resource: own(context) });
        const refresh = endpointFor(subject, 'refresh_token').operation;
        expectRefusal(context, wider, refresh, 'invalid_target', `the authorization is for ${other}`);
        const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
        await expectFor(context, subject, { ...next, client }, [other]);
      },
    });
  if (subject.push !== undefined)
    rules.push({
      id: 'resource-push',
      title: 'A pushed request for a resource server that nobody knows is invalid_target',
      citation: INVALID,
      about,
      async run(context: Context) {
        const { operation: push } = subject.push!;
        const client =
          clientsAt(context, push, 'authorization_code').find(({ redirect_uris }) => redirect_uris.length > 0) ??
          context.notRun('the target has no client that may push an authorization request');
        const answer = await context.oauth.push(client, { ...challengeOf(subject), resource: NOBODY });
        expectRefusal(context, answer, push, 'invalid_target', 'nobody knows it');
      },
    });
  return rules;
}

function otherRules(parts: Parts, about: string): Rule[] {
  const { subject } = parts;
  const rules: Rule[] = [];
  if (subject.device !== undefined && parts.parameters.includes('resource'))
    rules.push({
      id: 'resource-device',
      title: 'A device that wants a token for a resource server that nobody knows is told invalid_target',
      citation: INVALID,
      about,
      async run(context: Context) {
        const { operation } = subject.device!;
        const client =
          clientsFor(context, subject, 'device_code')[0] ?? context.notRun('the target has no client for devices');
        const answer = await context.oauth.post(operation, client, { resource: NOBODY });
        expectRefusal(context, answer, operation, 'invalid_target', 'nobody knows it');
      },
    });
  if (subject.grants.has('token_exchange'))
    rules.push({
      id: 'resource-exchange',
      title: 'A token for another resource server, traded without a name, is for that one still',
      citation: AUDIENCE,
      about,
      evidence: 'assumed',
      async run(context: Context) {
        const other = somebodyElse(context, parts);
        const asked = await tokensFor(context, parts, [other]);
        const client =
          clientsFor(context, subject, 'token_exchange').find(({ tenant }) => tenant === asked.client.tenant) ??
          context.notRun('the target has no client that may use token_exchange');
        const traded = context.oauth.tokens(
          await context.oauth.token(client, {
            grant_type: GRANT_TYPE.token_exchange,
            subject_token: asked.access_token,
            subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
          }),
        );
        await expectFor(context, subject, { ...traded, client }, [other]);
      },
    });
  return rules;
}

export const resourceIndicators = oauthFamily((subject) => {
  if (subject.credential.resources === undefined) return [];
  const about = `#/x-credentials/${subject.name}/resources`;
  const parts = partsOf(subject);
  return [
    ...tokenRules(parts, about),
    ...(subject.authorize !== undefined && parts.parameters.includes('resource')
      ? authorizationRules(parts, about)
      : []),
    ...otherRules(parts, about),
  ];
});
