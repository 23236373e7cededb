/** Every grant from start to end: the token that comes of it works. */
import { anyTokens, codeTokens } from './ask-endpoint.ts';
import { assertionFor } from './assertion.ts';
import { rfc } from './oauth-citation.ts';
import { expectAlive, expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor, hasClients } from './oauth-subject.ts';
import { GRANT_TYPE } from '../../driver/grant-types.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const ISSUES = rfc(
  6749,
  '5.1',
  'The authorization server issues an access token and optional refresh token, and constructs the response by adding the following parameters to the entity-body of the HTTP response with a 200 (OK) status code',
);
const NO_REFRESH = rfc(6749, '4.4.3', 'A refresh token SHOULD NOT be included.');
const UNAUTHORIZED = rfc(
  6749,
  '5.2',
  'The authenticated client is not authorized to use this authorization grant type.',
);

function clientCredentials(subject: Subject): Rule[] {
  const pointer = endpointFor(subject, 'client_credentials').operation.pointer;
  const rules: Rule[] = [
    {
      id: 'client-credentials',
      title: 'A client gets a token for itself, and the token works',
      citation: ISSUES,
      about: pointer,
      async run(context: Context) {
        const client = context.oauth.client('client_credentials');
        const { access_token } = await context.oauth.clientCredentials(client);
        await expectAlive(context, access_token, client, 'it was just issued');
      },
    },
  ];
  const refreshes = subject.credential.refresh?.grants.includes('client_credentials') ?? false;
  if (!refreshes) {
    rules.push({
      id: 'client-credentials-no-refresh',
      title: 'A client that asks for itself gets no refresh token',
      level: 'should',
      citation: NO_REFRESH,
      about: pointer,
      async run(context: Context) {
        const { refresh_token, exchange } = await context.oauth.clientCredentials(
          context.oauth.client('client_credentials'),
        );
        context.expect.that(refresh_token === undefined, 'no refresh token', 'a refresh token', exchange);
      },
    });
  }
  return rules;
}

function authorizationCode(subject: Subject): Rule {
  return {
    id: 'authorization-code',
    title: 'A client trades a code for a token, and the token works',
    citation: ISSUES,
    about: endpointFor(subject, 'authorization_code').operation.pointer,
    async run(context: Context) {
      const { access_token, client } = await codeTokens(context, subject);
      await expectAlive(context, access_token, client, 'it was just issued');
    },
  };
}

function jwtBearer(subject: Subject): Rule {
  return {
    id: 'jwt-bearer',
    title: 'A client trades a signed assertion for a token, and the token works',
    citation: rfc(
      7523,
      '2.1',
      'To use a Bearer JWT as an authorization grant, the client uses an access token request as defined in Section 4 of the OAuth Assertion Framework [RFC7521] with the following specific parameter values and encodings.',
    ),
    about: endpointFor(subject, 'jwt_bearer').operation.pointer,
    async run(context: Context) {
      const { client, assertion } = await assertionFor(context, subject);
      const { access_token } = context.oauth.tokens(
        await context.oauth.token(
          undefined,
          { grant_type: GRANT_TYPE.jwt_bearer, assertion },
          { authenticate: 'none' },
        ),
      );
      await expectAlive(context, access_token, client, 'it was just issued');
    },
  };
}

/** Clients registered for some grants only; where the contract says how that is refused. */
function unauthorized(subject: Subject): Rule {
  return {
    id: 'unauthorized-client',
    title: 'A client may not use a grant that it is not registered for',
    citation: UNAUTHORIZED,
    async run(context: Context) {
      for (const { action, operation } of subject.issue) {
        // Where nothing but the client is needed, nothing else can be what is refused.
        const grants = [...action.grants].sort(
          (a, b) => Number(b === 'client_credentials') - Number(a === 'client_credentials'),
        );
        for (const grant of grants) {
          if (grant === 'jwt_bearer') continue;
          // One that is registered for a single way to authenticate would be refused for that.
          const isUnbound = (id: string): boolean =>
            [undefined, action.client_authentication[0]].includes(
              context.contract.clients.get(id)?.token_endpoint_auth_method,
            );
          const secrets = action.client_authentication.some((way) => way.startsWith('client_secret'));
          const client = context.target.credentials.clients.find(
            ({ client_id, grants, client_secret, allowed_addresses }) =>
              !grants.includes(grant) &&
              allowed_addresses === null &&
              isUnbound(client_id) &&
              (secrets ? client_secret !== null : client_secret === null),
          );
          if (client === undefined) continue;
          const parameters = {
            client_credentials: {},
            authorization_code: { code: 'a-code', redirect_uri: 'https://client.example/callback' },
            refresh_token: { refresh_token: 'a-refresh-token' },
            device_code: { device_code: 'a-device-code' },
            password: { username: 'a-user', password: 'a-password' },
            token_exchange: {
              subject_token: 'a-token',
              subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
            },
          }[grant];
          expectRefusal(
            context,
            await context.oauth.token(client, { grant_type: GRANT_TYPE[grant], ...parameters }),
            operation,
            context.target.isMock ? 'unauthorized_client' : ['unauthorized_client', 'invalid_grant'],
            `the client is not registered for ${grant}`,
          );
          return;
        }
      }
      context.notRun('every client may use every grant');
    },
  };
}

export const grants = oauthFamily((subject) => [
  ...(subject.grants.has('client_credentials') ? clientCredentials(subject) : []),
  ...(subject.grants.has('authorization_code') ? [authorizationCode(subject)] : []),
  ...(subject.grants.has('jwt_bearer') ? [jwtBearer(subject)] : []),
  ...(hasClients(subject) ? [unauthorized(subject)] : []),
  {
    id: 'tokens-differ',
    title: 'Two tokens are never the same',
    citation: rfc(
      6749,
      '10.10',
      'The probability of an attacker guessing generated tokens (and other credentials not intended for handling by end-users) MUST be less than or equal to 2^(-128) and SHOULD be less than or equal to 2^(-160).',
    ),
    // Nothing forbids a server to sign the same claims twice in one second.
    evidence: 'assumed',
    async run(context: Context) {
      const one = await anyTokens(context, subject);
      const other = await anyTokens(context, subject);
      context.expect.that(
        one.access_token !== other.access_token,
        'two different tokens',
        'the same token twice',
        other.exchange,
      );
    },
  },
]);
