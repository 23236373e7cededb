/** ID tokens that come with the redirect: bound to the request, and to what they come with. */
import {
  answered,
  askFor,
  clientFor,
  frontChannelTypes,
  holds,
  NONCE,
  PARAMETERS,
} from '../oauth/ask-response-type.ts';
import type { Asked, Part } from '../oauth/ask-response-type.ts';
import { redeem } from '../oauth/ask-endpoint.ts';
import { show } from '../oauth/judge-answer.ts';
import type { Rule } from '../oauth/oauth-check.ts';
import { parseJwt } from '../oauth/read-jwt.ts';
import type { Part as Claims } from '../oauth/read-jwt.ts';
import type { Context } from '../../check-context.ts';
import { halfHash, idTokenFault } from '../../values/id-token-faults.ts';
import {
  aboutAuthorize,
  expectError,
  idTokenOf,
  issuerOf,
  openid,
  openidFamily,
  signedByPublished,
} from './openid-check.ts';
import type { OpenIdSubject } from './openid-check.ts';

const FRAGMENT = openid(
  'Core',
  '3.2.2.5',
  'ImplicitAuthResponse',
  'When using the Implicit Flow, all response parameters are added to the fragment component of the Redirection URI',
);
const NONCE_USED = openid('Core', '3.2.2.10', 'ImplicitIDToken', 'Use of the nonce Claim is REQUIRED for this flow.');
const AT_HASH = openid(
  'Core',
  '3.2.2.10',
  'ImplicitIDToken',
  'Its value is the base64url encoding of the left-most half of the hash of the octets of the ASCII representation of the access_token value',
);
const C_HASH = openid(
  'Core',
  '3.3.2.11',
  'HybridIDToken',
  'Its value is the base64url encoding of the left-most half of the hash of the octets of the ASCII representation of the code value',
);
const SAME = openid(
  'Core',
  '3.3.3.6',
  'HybridIDToken2',
  'the iss and sub Claim Values MUST be identical in both ID Tokens.',
);
const CLAIMS = openid(
  'Core',
  '5.4',
  'ScopeClaims',
  'However, when no Access Token is issued (which is the case for the response_type value id_token), the resulting Claims are returned in the ID Token.',
);
const SCOPE = openid('Core', '3.1.2.1', 'AuthRequest', 'OpenID Connect requests MUST contain the openid scope value.');

/** What a sign-in takes, where a person does it. */
const SIGN_IN_MS = 300_000;

interface Identified extends Asked {
  readonly given: Readonly<Record<Part, string>>;
  readonly claims: Claims;
}

async function identified(
  context: Context,
  subject: OpenIdSubject,
  type: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Identified> {
  const asked = await answered(context, subject, type, { query });
  const jwt = parseJwt(asked.given.id_token);
  context.expect.that(jwt !== undefined, 'an id_token that is a JWT', 'something else', asked.exchange);
  const { earliest, latest } = await context.clock.bounds();
  const fault = idTokenFault(asked.given.id_token, {
    client: asked.client.client_id,
    accessToken: asked.told.get('access_token') ?? undefined,
    code: asked.told.get('code') ?? undefined,
    // A person may take a while to decide.
    at: { from: earliest - SIGN_IN_MS, to: latest },
    isMock: context.target.isMock,
  });
  context.expect.that(fault === undefined, `an ID token with ${fault}`, 'another', asked.exchange);
  return { ...asked, claims: jwt.claims };
}

/** The hash of what an ID token comes with. */
function hashRule(
  subject: OpenIdSubject,
  types: readonly string[],
  claim: 'at_hash' | 'c_hash',
  part: Part,
): Omit<Rule, 'citation'> {
  return {
    id: `front-${claim.replace('_', '-')}`,
    title: `${claim} of an ID token binds it to the ${part === 'code' ? 'code' : 'access token'} that comes with it`,
    about: aboutAuthorize(subject),
    needs: ['consent'],
    async run(context: Context) {
      for (const type of types) {
        const { given, claims, exchange } = await identified(context, subject, type);
        const wanted = halfHash(given[part]);
        context.expect.that(
          claims[claim] === wanted,
          `${claim} ${wanted} for response_type ${type}`,
          show(claims[claim]),
          exchange,
        );
      }
    },
  };
}

/** Nothing was given, and the client is told in the fragment. */
function expectRefused(context: Context, asked: Asked, wanted: readonly string[], why: string): void {
  const { exchange, location, told } = asked;
  expectError(context, asked, wanted, why, told.get('error'));
  context.expect.that(
    new URLSearchParams(location?.hash.slice(1)).has('error'),
    'the error in the fragment',
    'it in the query',
    exchange,
  );
  const given = Object.values(PARAMETERS).filter((name) => told.has(name));
  context.expect.that(given.length === 0, 'nothing but the error', given.join(', '), exchange);
}

export const frontChannel = openidFamily((subject) => {
  const about = aboutAuthorize(subject);
  const common = { about, needs: ['consent'] as const };
  const front = frontChannelTypes(subject);
  const types = front.filter((type) => holds(type, 'id_token'));
  const [first] = types;
  if (first === undefined) return [];
  const withToken = types.filter((type) => holds(type, 'token'));
  const withCode = types.filter((type) => holds(type, 'code'));
  const person = Object.keys(subject.openid.scope_claims).find((scope) => scope === 'profile' || scope === 'email');
  const rules: (Rule | undefined)[] = [
    {
      ...common,
      id: 'front-id-token',
      title: 'An ID token of a redirect is signed by a published key, from the issuer, for the client, with the nonce',
      citation: NONCE_USED,
      async run(context: Context) {
        const issuer = await issuerOf(context, subject);
        for (const type of types) {
          const { claims, client, exchange, given } = await identified(context, subject, type);
          const { iss, aud, nonce } = claims;
          context.expect.that(iss === issuer, `iss ${show(issuer)}`, show(iss), exchange);
          context.expect.that([aud].flat().includes(client.client_id), `aud ${client.client_id}`, show(aud), exchange);
          context.expect.that(nonce === NONCE, `nonce ${NONCE}`, show(nonce), exchange);
          context.expect.that(
            await signedByPublished(context, subject, given.id_token),
            'a signature by a key of the JWK Set',
            'another',
            exchange,
          );
        }
      },
    },
    {
      about,
      id: 'front-nonce-missing',
      title: 'A request for an ID token by redirect without nonce is refused',
      citation: NONCE_USED,
      async run(context: Context) {
        for (const type of types) {
          const asked = await askFor(context, subject, type, { query: { nonce: undefined } });
          expectRefused(context, asked, ['invalid_request'], `response_type ${type} wants a nonce`);
        }
      },
    },
    withToken.length === 0 ? undefined : { ...hashRule(subject, withToken, 'at_hash', 'token'), citation: AT_HASH },
    withCode.length === 0 ? undefined : { ...hashRule(subject, withCode, 'c_hash', 'code'), citation: C_HASH },
    withCode.length === 0
      ? undefined
      : {
          ...common,
          id: 'front-same-person',
          title: 'The ID token of the redirect and that of the code name one issuer and one person',
          citation: SAME,
          async run(context: Context) {
            for (const type of withCode) {
              const { claims, client, given } = await identified(context, subject, type);
              const redirectUri = client.redirect_uris[0]!;
              const exchange = await redeem(context, subject, { client, code: given.code, redirectUri });
              context.oauth.tokens(exchange);
              const { jwt } = idTokenOf(context, exchange);
              for (const name of ['iss', 'sub', 'nonce'])
                context.expect.that(
                  jwt.claims[name] === claims[name],
                  `${name} ${show(claims[name])}`,
                  show(jwt.claims[name]),
                  exchange,
                );
            }
          },
        },
    !types.includes('id_token') || person === undefined
      ? undefined
      : {
          ...common,
          id: 'front-claims',
          title: `An ID token that comes alone has the claims of the scope ${person}`,
          citation: CLAIMS,
          async run(context: Context) {
            const known = subject.openid.scope_claims[person] ?? [];
            const { claims, exchange } = await identified(context, subject, 'id_token', { scope: `openid ${person}` });
            context.expect.that(
              known.some((name) => claims[name] !== undefined),
              `a claim of the scope ${person}: ${known.join(', ')}`,
              Object.keys(claims).join(', '),
              exchange,
            );
          },
        },
    {
      about,
      id: 'front-scope',
      title: 'No ID token comes by redirect without the scope openid',
      citation: SCOPE,
      async run(context: Context) {
        const client = clientFor(context, first);
        const scope = client.scopes.find((each) => each !== 'openid' && each !== subject.credential.refresh?.scope);
        if (scope === undefined) return context.notRun('the client may have no scope but openid');
        const asked = await askFor(context, subject, first, { client, query: { scope } });
        context.expect.that(!asked.told.has('id_token'), 'no id_token', 'one', asked.exchange);
      },
    },
    {
      about,
      id: 'front-error',
      title: 'What is wrong with a request for tokens by redirect is told in the fragment',
      citation: FRAGMENT,
      async run(context: Context) {
        for (const type of front) {
          const asked = await askFor(context, subject, type, { query: { prompt: 'none' } });
          expectRefused(
            context,
            asked,
            context.target.isMock
              ? ['login_required']
              : ['login_required', 'interaction_required', 'account_selection_required'],
            'nobody is signed in',
          );
        }
      },
    },
  ];
  return rules.filter((rule) => rule !== undefined);
});
