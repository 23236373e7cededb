/** UserInfo: whom it is about, and which claims. */
import { introspector } from '../oauth/introspector.ts';
import { expectDead, jsonOf, show } from '../oauth/judge-answer.ts';
import { parseJwt } from '../oauth/read-jwt.ts';
import { rfc } from '../oauth/oauth-citation.ts';
import type { Rule } from '../oauth/oauth-check.ts';
import type { Context } from '../../check-context.ts';
import {
  askUserinfo,
  openid,
  openidClient,
  openidFamily,
  signedByPublished,
  signIn,
  userinfo,
} from './openid-check.ts';
import type { OpenIdSubject } from './openid-check.ts';

const SUB = openid(
  'Core',
  '5.3.2',
  'UserInfoResponse',
  'The sub Claim in the UserInfo Response MUST be verified to exactly match the sub Claim in the ID Token; if they do not match, the UserInfo Response values MUST NOT be used.',
);
const METHODS = openid(
  'Core',
  '5.3',
  'UserInfo',
  'The UserInfo Endpoint MUST support the use of the HTTP GET and HTTP POST methods',
);
const SCOPES = openid(
  'Core',
  '5.4',
  'ScopeClaims',
  'For OpenID Connect, scopes can be used to request that specific sets of information be made available as Claim Values.',
);
const CLAIMS = openid(
  'Core',
  '5.5',
  'ClaimsParameter',
  'Requests that the listed individual Claims be returned from the UserInfo Endpoint.',
);
const CONFUSED = rfc(
  8725,
  '3.12',
  'the validation rules for those JWTs MUST be written such that they are mutually exclusive, rejecting JWTs of the wrong kind.',
);
const SIGNED = openid(
  'Core',
  '5.3.2',
  'UserInfoResponse',
  'If the UserInfo Response is signed and/or encrypted, then the Claims are returned in a JWT and the content-type MUST be application/jwt.',
);
const PAIRWISE = openid(
  'Core',
  '8.1',
  'PairwiseAlg',
  'When pairwise Subject Identifiers are used, the OpenID Provider MUST calculate a unique sub (subject) value for each Sector Identifier.',
);

/** Each scope that opens claims. */
function scopeRule(subject: OpenIdSubject, scope: string, names: readonly string[]): Rule {
  return {
    id: `scope-${scope}`,
    title: `The scope ${scope} opens its claims at UserInfo, and those alone`,
    citation: SCOPES,
    about: `#/x-credentials/${subject.name}`,
    needs: ['consent'],
    async run(context: Context) {
      const client = openidClient(context, `openid ${scope}`);
      const { tokens } = await signIn(context, subject, { client, query: { scope: `openid ${scope}` } });
      const { exchange, claims } = await userinfo(context, subject, tokens.access_token);
      if (!context.target.isMock) return;
      const beyond = Object.keys(claims).filter((name) => name !== 'sub' && !names.includes(name));
      context.expect.that(beyond.length === 0, `claims of ${scope} alone`, beyond.join(', '), exchange);
      // Whom a pairwise sub means the suite does not know.
      const people = [...context.contract.users.values()].filter(
        ({ id, tenant }) =>
          tenant === client.tenant && (id === claims['sub'] || !context.contract.users.has(String(claims['sub']))),
      );
      const known = people.some(({ profile = {}, name, username }) =>
        names.every(
          (each) =>
            each in claims ===
            (each in profile ||
              (each === 'name' && name !== undefined) ||
              (each === 'preferred_username' && username !== undefined)),
        ),
      );
      context.expect.that(
        known,
        `what is known of the person, of ${names.join(', ')}`,
        Object.keys(claims).join(', '),
        exchange,
      );
    },
  };
}

/** For clients that registered so, UserInfo is a JWT. */
function signedRules(subject: OpenIdSubject, about: string): readonly Rule[] {
  const seeded = [...subject.contract.clients.values()].find((each) => each.userinfo_signed_response_alg !== undefined);
  if (seeded === undefined) return [];
  return [
    {
      id: 'userinfo-signed',
      title: 'UserInfo for a client that wants it signed is a JWT of the issuer, for that client',
      citation: SIGNED,
      about,
      needs: ['consent', 'control'],
      async run(context: Context) {
        const client = context.target.credentials.clients.find(({ client_id: id }) => id === seeded.client_id);
        if (client === undefined) return context.notRun('no client has UserInfo signed');
        const { tokens, jwt: idToken } = await signIn(context, subject, { client });
        const exchange = await askUserinfo(context, subject, tokens.access_token);
        context.expect.header(
          exchange,
          'content-type',
          (value) => /^application\/jwt(?:;|$)/i.test(value ?? ''),
          'application/jwt',
        );
        const jwt = parseJwt(exchange.answerBody);
        context.expect.that(jwt !== undefined, 'a JWT', 'something else', exchange);
        const { iss, aud, sub } = jwt.claims;
        context.expect.that(
          jwt.header['alg'] === seeded.userinfo_signed_response_alg &&
            (await signedByPublished(context, subject, exchange.answerBody)),
          `a signature with ${seeded.userinfo_signed_response_alg} by a key of the JWK Set`,
          `alg ${show(jwt.header['alg'])}`,
          exchange,
        );
        context.expect.that(iss === idToken.claims['iss'], `iss ${show(idToken.claims['iss'])}`, show(iss), exchange);
        context.expect.that(
          [aud].flat().includes(client.client_id),
          `aud ${show(client.client_id)}`,
          show(aud),
          exchange,
        );
        context.expect.that(sub === idToken.claims['sub'], `sub ${show(idToken.claims['sub'])}`, show(sub), exchange);
      },
    },
  ];
}

export const userinfos = openidFamily((subject) => {
  const about = subject.userinfo?.operation.pointer;
  if (about === undefined) return [];
  const common = { about, needs: ['consent'] as const };
  const opened = Object.entries(subject.openid.scope_claims);
  const [, single] = opened;
  return [
    {
      ...common,
      id: 'userinfo-subject',
      title: 'sub at UserInfo is that of the ID token',
      citation: SUB,
      async run(context: Context) {
        const { jwt, tokens } = await signIn(context, subject);
        const { exchange, claims } = await userinfo(context, subject, tokens.access_token);
        context.expect.that(
          claims['sub'] === jwt.claims['sub'],
          `sub ${show(jwt.claims['sub'])}`,
          show(claims['sub']),
          exchange,
        );
      },
    },
    ...(subject.introspect === undefined
      ? []
      : [
          {
            ...common,
            about: subject.introspect.operation.pointer,
            id: 'introspect-subject',
            title: 'sub at introspection is the one by which the client knows the person',
            level: 'should' as const,
            citation: rfc(7662, '2.2', 'OPTIONAL. Subject of the token, as defined in JWT [RFC7519].'),
            async run(context: Context) {
              const { jwt, tokens, client } = await signIn(context, subject);
              const exchange = await context.oauth.introspect(
                introspector(context, subject, client),
                tokens.access_token,
              );
              const sub = jsonOf(exchange)?.['sub'];
              context.expect.that(
                (sub === undefined && !context.target.isMock) || sub === jwt.claims['sub'],
                `sub ${show(jwt.claims['sub'])}, as in the ID token`,
                show(sub),
                exchange,
              );
            },
          },
        ]),
    {
      ...common,
      id: 'id-token-as-access',
      title: 'An ID token is no access token',
      citation: CONFUSED,
      async run(context: Context) {
        const { client, idToken } = await signIn(context, subject);
        await expectDead(context, idToken, client, 'an ID token is no access token');
      },
    },
    {
      ...common,
      id: 'userinfo-post',
      title: 'UserInfo answers POST as it answers GET',
      citation: METHODS,
      async run(context: Context) {
        const client = openidClient(context);
        const other = opened.map(([scope]) => scope).find((scope) => client.scopes.includes(scope));
        const scope = ['openid', ...(other === undefined ? [] : [other])].join(' ');
        const { tokens } = await signIn(context, subject, { client, query: { scope } });
        const got = await userinfo(context, subject, tokens.access_token);
        const posted = await userinfo(context, subject, tokens.access_token, 'POST');
        const differs = [...new Set([...Object.keys(got.claims), ...Object.keys(posted.claims)])].find(
          (name) => JSON.stringify(posted.claims[name]) !== JSON.stringify(got.claims[name]),
        );
        context.expect.that(
          differs === undefined,
          `${differs} ${show(got.claims[differs!])}`,
          show(posted.claims[differs!]),
          posted.exchange,
        );
      },
    },
    ...opened.map(([scope, names]) => scopeRule(subject, scope, names)),
    ...(single === undefined
      ? []
      : [
          {
            ...common,
            about: subject.authorize.operation.pointer,
            id: 'claims-parameter',
            title: 'A claim that the claims parameter asks for comes without its scope',
            citation: CLAIMS,
            async run(context: Context) {
              const [name] = single[1];
              const query = { claims: JSON.stringify({ userinfo: { [name!]: { essential: true } } }) };
              const { tokens } = await signIn(context, subject, { query });
              const { exchange, claims } = await userinfo(context, subject, tokens.access_token);
              if (context.target.isMock)
                context.expect.that(name! in claims, `the claim ${name}`, Object.keys(claims).join(', '), exchange);
            },
          },
        ]),
    ...signedRules(subject, about),
    ...(subject.openid.subject_types?.includes('pairwise') === true
      ? [
          {
            ...common,
            id: 'subject-pairwise',
            title: 'To a client with pairwise subjects a person is no id that anybody else knows, and always the same',
            citation: PAIRWISE,
            about: `#/x-credentials/${subject.name}`,
            needs: ['consent', 'control'] as const,
            async run(context: Context) {
              const seeded = [...context.contract.clients.values()].find(
                ({ subject_type: type }) => type === 'pairwise',
              );
              const client = context.target.credentials.clients.find(({ client_id: id }) => id === seeded?.client_id);
              if (client === undefined) return context.notRun('no client has pairwise subjects');
              const first = await signIn(context, subject, { client });
              const { sub } = first.jwt.claims;
              context.expect.that(
                !context.contract.users.has(String(sub)),
                'a sub that is no id of the sandbox',
                show(sub),
                first.tokens.exchange,
              );
              const again = await signIn(context, subject, { client });
              context.expect.that(
                again.jwt.claims['sub'] === sub,
                `sub ${show(sub)}`,
                show(again.jwt.claims['sub']),
                again.tokens.exchange,
              );
              const { exchange, claims } = await userinfo(context, subject, first.tokens.access_token);
              context.expect.that(claims['sub'] === sub, `sub ${show(sub)}`, show(claims['sub']), exchange);
            },
          },
        ]
      : []),
  ];
});
