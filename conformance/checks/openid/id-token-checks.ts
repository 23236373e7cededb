/** ID tokens: who, for whom, from whom, until when, and bound to what. */
import { contractMs } from '../../../mock/contract/durations.ts';
import { show } from '../oauth/judge-answer.ts';
import type { Rule } from '../oauth/oauth-check.ts';
import type { Context } from '../../check-context.ts';
import { halfHash } from '../../values/id-token-faults.ts';
import { jsonOf } from '../oauth/judge-answer.ts';
import {
  aboutAuthorize,
  aboutToken,
  idTokenOf,
  issuerOf,
  openid,
  openidClient,
  openidFamily,
  signedByPublished,
  signIn,
} from './openid-check.ts';
import type { OpenIdSubject } from './openid-check.ts';

const ISSUED = openid('Core', '3.1.3.3', 'TokenResponse', 'ID Token value associated with the authenticated session.');
const ISSUER = openid(
  'Core',
  '3.1.3.7',
  'IDTokenValidation',
  'The Issuer Identifier for the OpenID Provider (which is typically obtained during Discovery) MUST exactly match the value of the iss (issuer) Claim.',
);
const AUDIENCE = openid(
  'Core',
  '2',
  'IDToken',
  'It MUST contain the OAuth 2.0 client_id of the Relying Party as an audience value.',
);
const TIMES = openid('Core', '2', 'IDToken', 'Expiration time on or after which the ID Token MUST NOT be accepted');
const SUBJECT = openid('Core', '2', 'IDToken', 'It MUST NOT exceed 255 ASCII');
const SIGNED = openid('Core', '2', 'IDToken', 'ID Tokens MUST be signed using JWS');
const NONCE = openid(
  'Core',
  '2',
  'IDToken',
  'If present in the Authentication Request, Authorization Servers MUST include a nonce Claim in the ID Token with the Claim Value being the nonce value sent in the Authentication Request.',
);
const AT_HASH = openid(
  'Core',
  '3.1.3.6',
  'CodeIDToken',
  'Its value is the base64url encoding of the left-most half of the hash of the octets of the ASCII representation of the access_token value',
);
const REFRESHED = openid(
  'Core',
  '12.2',
  'RefreshTokenResponse',
  'its iss Claim Value MUST be the same as in the ID Token issued when the original authentication occurred,',
);
const OFFLINE = openid(
  'Core',
  '11',
  'OfflineAccess',
  "This scope value requests that an OAuth 2.0 Refresh Token be issued that can be used to obtain an Access Token that grants access to the End-User's UserInfo Endpoint even when the End-User is not present (not logged in).",
);
const SCOPE = openid('Core', '3.1.2.1', 'AuthRequest', 'OpenID Connect requests MUST contain the openid scope value.');

/** A scope of the client's with what a refresh token wants. */
const refreshScope = ({ credential: { refresh } }: OpenIdSubject): string =>
  ['openid', ...(refresh?.scope === undefined ? [] : [refresh.scope])].join(' ');

function refreshed(subject: OpenIdSubject): Rule[] {
  const { refresh } = subject.credential;
  if (refresh === undefined || !subject.grants.has('refresh_token')) return [];
  const wanted = refresh.scope;
  const rules: Rule[] = [
    {
      id: 'id-token-refreshed',
      title: 'An ID token that comes with a refresh is of the same person, client, issuer and time of sign-in',
      citation: REFRESHED,
      about: aboutToken(subject),
      needs: ['consent'],
      async run(context: Context) {
        const scope = refreshScope(subject);
        const client = openidClient(context, scope);
        if (!client.grants.includes('refresh_token')) context.notRun('the client may not refresh');
        const { tokens, jwt } = await signIn(context, subject, { client, query: { scope, prompt: 'consent' } });
        if (tokens.refresh_token === undefined) return context.notRun('the server gave no refresh token');
        // So that the time of the sign-in is another than that of the refresh.
        if (context.target.control !== undefined) await context.clock.advance(90_000);
        const answer = await context.oauth.refresh(client, tokens.refresh_token);
        const again = context.oauth.tokens(answer);
        if (jsonOf(again.exchange)?.['id_token'] === undefined && !context.target.isMock)
          return context.notRun('the server gives no ID token with a refresh');
        const { claims } = idTokenOf(context, again.exchange).jwt;
        for (const name of ['iss', 'sub', 'aud', 'auth_time'])
          context.expect.that(
            JSON.stringify(claims[name]) === JSON.stringify(jwt.claims[name]),
            `${name} ${show(jwt.claims[name])}`,
            show(claims[name]),
            again.exchange,
          );
        context.expect.that(
          Number(claims['iat']) >= Number(jwt.claims['iat']),
          'iat of its own',
          show(claims['iat']),
          again.exchange,
        );
      },
    },
  ];
  if (wanted === undefined) return rules;
  return [
    ...rules,
    {
      id: 'offline-access',
      title: `A refresh token takes the scope ${wanted}`,
      citation: OFFLINE,
      about: `#/x-credentials/${subject.name}`,
      needs: ['consent'],
      async run(context: Context) {
        const scope = refreshScope(subject);
        const client = openidClient(context, scope);
        const without = await signIn(context, subject, { client });
        if (context.target.isMock)
          context.expect.that(
            without.tokens.refresh_token === undefined,
            `no refresh token without ${wanted}`,
            'one',
            without.tokens.exchange,
          );
        const { tokens } = await signIn(context, subject, { client, query: { scope, prompt: 'consent' } });
        context.expect.that(
          tokens.refresh_token !== undefined,
          `a refresh token with ${wanted}`,
          'none',
          tokens.exchange,
        );
      },
    },
  ];
}

export const idTokens = openidFamily((subject) => {
  const about = aboutToken(subject);
  const common = { about, needs: ['consent'] as const };
  return [
    {
      ...common,
      id: 'id-token',
      title: 'The answer to a code of the scope openid carries an ID token, and no other does',
      citation: ISSUED,
      async run(context: Context) {
        await signIn(context, subject);
        const client = openidClient(context, 'openid');
        const other = client.scopes.find((scope) => scope !== 'openid' && scope !== subject.credential.refresh?.scope);
        if (other === undefined) return;
        const tokens = await context.oauth.authorizationCode(client, other);
        const { id_token: got } = jsonOf(tokens.exchange) ?? {};
        context.expect.that(got === undefined, 'no id_token without openid', 'one', tokens.exchange);
      },
    },
    {
      ...common,
      id: 'id-token-issuer',
      title: 'iss of the ID token is the issuer of the configuration',
      citation: ISSUER,
      async run(context: Context) {
        const { jwt, tokens } = await signIn(context, subject);
        const issuer = await issuerOf(context, subject);
        context.expect.that(
          jwt.claims['iss'] === issuer,
          `iss ${show(issuer)}`,
          show(jwt.claims['iss']),
          tokens.exchange,
        );
      },
    },
    {
      ...common,
      id: 'id-token-audience',
      title: 'aud of the ID token is the client, and azp where it is there',
      citation: AUDIENCE,
      async run(context: Context) {
        const { jwt, tokens, client } = await signIn(context, subject);
        const { aud, azp } = jwt.claims;
        context.expect.that(
          aud === client.client_id || (Array.isArray(aud) && aud.includes(client.client_id)),
          `aud ${client.client_id}`,
          show(aud),
          tokens.exchange,
        );
        context.expect.that(
          azp === undefined || azp === client.client_id,
          `azp ${client.client_id}, or none`,
          show(azp),
          tokens.exchange,
        );
      },
    },
    {
      ...common,
      id: 'id-token-times',
      title: 'iat of the ID token is now, and exp after it',
      citation: TIMES,
      async run(context: Context) {
        const before = await context.clock.bounds();
        const { jwt, tokens } = await signIn(context, subject);
        const after = await context.clock.bounds();
        const { iat, exp } = jwt.claims;
        context.expect.that(
          typeof iat === 'number' && iat * 1000 >= before.earliest - 2000 && iat * 1000 <= after.latest + 1000,
          'iat of now, in whole seconds',
          show(iat),
          tokens.exchange,
        );
        const lifetime = Math.round(contractMs(subject.openid.lifetime) / 1000);
        context.expect.that(
          typeof exp === 'number' && (context.target.isMock ? exp - iat === lifetime : exp > iat),
          context.target.isMock ? `exp ${lifetime} s after iat` : 'exp after iat',
          show(exp),
          tokens.exchange,
        );
      },
    },
    {
      ...common,
      id: 'id-token-subject',
      title: 'sub of the ID token is of at most 255 ASCII characters, and the same every time',
      citation: SUBJECT,
      async run(context: Context) {
        const client = openidClient(context);
        const { jwt, tokens } = await signIn(context, subject, { client });
        const { sub } = jwt.claims;
        context.expect.that(
          typeof sub === 'string' && /^[\x20-\x7e]{1,255}$/.test(sub),
          'a sub of 1 to 255 ASCII characters',
          show(sub),
          tokens.exchange,
        );
        const again = await signIn(context, subject, { client });
        context.expect.that(
          again.jwt.claims['sub'] === sub,
          `sub ${show(sub)}`,
          show(again.jwt.claims['sub']),
          again.tokens.exchange,
        );
      },
    },
    {
      ...common,
      id: 'id-token-signature',
      title: 'The ID token is signed with RS256 by a published key',
      citation: SIGNED,
      async run(context: Context) {
        const { jwt, idToken, tokens } = await signIn(context, subject);
        context.expect.that(jwt.header['alg'] === 'RS256', 'alg RS256', show(jwt.header['alg']), tokens.exchange);
        context.expect.that(
          await signedByPublished(context, subject, idToken),
          'a signature by a key of the JWK Set',
          'another',
          tokens.exchange,
        );
      },
    },
    {
      ...common,
      id: 'nonce',
      title: 'The nonce of the request comes back in the ID token, as it was sent',
      citation: NONCE,
      async run(context: Context) {
        for (const nonce of ['0', ' u\u0308 & 100% "quoted" ü ', 'x'.repeat(300)]) {
          const { jwt, tokens } = await signIn(context, subject, { query: { nonce } });
          context.expect.that(
            jwt.claims['nonce'] === nonce,
            `nonce ${JSON.stringify(nonce)}`,
            show(jwt.claims['nonce']),
            tokens.exchange,
          );
        }
      },
    },
    {
      ...common,
      id: 'nonce-absent',
      title: 'A code request needs no nonce, and then the ID token has none',
      citation: NONCE,
      async run(context: Context) {
        const { jwt, tokens } = await signIn(context, subject);
        context.expect.that(jwt.claims['nonce'] === undefined, 'no nonce', show(jwt.claims['nonce']), tokens.exchange);
      },
    },
    {
      ...common,
      id: 'at-hash',
      title: 'at_hash, where it is there, is half the hash of the access token',
      citation: AT_HASH,
      async run(context: Context) {
        const { jwt, tokens } = await signIn(context, subject);
        const wanted = halfHash(tokens.access_token);
        const { at_hash: got } = jwt.claims;
        context.expect.that(
          got === wanted || (got === undefined && !context.target.isMock),
          `at_hash ${wanted}`,
          show(got),
          tokens.exchange,
        );
      },
    },
    {
      ...common,
      about: aboutAuthorize(subject),
      id: 'scope-order',
      title: 'openid may stand anywhere in the scope',
      citation: SCOPE,
      async run(context: Context) {
        const client = openidClient(context);
        const other = client.scopes.find((scope) => scope !== 'openid' && scope !== subject.credential.refresh?.scope);
        if (other === undefined) return context.notRun('the client may have no other scope');
        await signIn(context, subject, { client, query: { scope: `${other} openid` } });
      },
    },
    ...refreshed(subject),
  ];
});
