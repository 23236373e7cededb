/** What is stricter while the sandbox's `hardened` setting is on. */
import {
  askAuthorization,
  askCode,
  challengeOf,
  NO_CHALLENGE,
  PLAIN_CHALLENGE,
  refreshable,
  S256_CHALLENGE,
  VERIFIER,
  pastLeeway,
} from './ask-endpoint.ts';
import { askFor } from './ask-response-type.ts';
import { readDocument } from './json-document.ts';
import { rfc } from './oauth-citation.ts';
import { expectUnregistered } from './registration-checks.ts';
import { METADATA } from '../../driver/registration-requests.ts';
import { expectRefusal, redirectedError, show } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const PKCE = rfc(9700, '2.1.1', 'Authorization servers MUST support PKCE');
const FRONT_CHANNEL = rfc(9700, '2.1.2', 'other response types issuing access tokens in the authorization response');
const ROTATION = rfc(9700, '4.14.2', 'The previous refresh token is invalidated');

function pkceRule(subject: Subject, mode: string): Rule {
  return {
    id: 'hardened-pkce',
    title: `A hardened server wants a challenge${mode === 'required_s256' ? ' of S256' : ''}`,
    citation: PKCE,
    about: subject.authorize?.operation.pointer,
    evidence: 'assumed',
    needs: ['control'],
    async run(context: Context) {
      await context.settings({ hardened: true });
      for (const query of mode === 'required_s256' ? [NO_CHALLENGE, PLAIN_CHALLENGE] : [NO_CHALLENGE]) {
        const answer = await askAuthorization(context, subject, query);
        redirectedError(context, answer, 'invalid_request', 'the server is hardened');
      }
      await askCode(context, subject, { query: S256_CHALLENGE });
    },
  };
}

function rotationRule(subject: Subject): Rule {
  return {
    id: 'hardened-rotation',
    title: 'A hardened server gives a new refresh token for every old one, and takes no old one twice',
    citation: ROTATION,
    about: `#/x-credentials/${subject.name}/refresh`,
    evidence: 'assumed',
    needs: ['control'],
    async run(context: Context) {
      await context.settings({ hardened: true });
      const query = subject.authorize?.action.hardened?.pkce?.startsWith('required')
        ? S256_CHALLENGE
        : challengeOf(subject);
      const { client, refresh_token } = await refreshable(context, subject, {
        query,
        form: 'code_challenge' in query ? { code_verifier: VERIFIER } : {},
      });
      const next = context.oauth.tokens(await context.oauth.refresh(client, refresh_token));
      context.expect.that(
        next.refresh_token !== undefined && next.refresh_token !== refresh_token,
        'a new refresh token',
        'none, or the old one',
        next.exchange,
      );
      const { operation } = endpointFor(subject, 'refresh_token');
      await pastLeeway(context, subject);
      for (const token of [refresh_token, next.refresh_token]) {
        expectRefusal(
          context,
          await context.oauth.refresh(client, token),
          operation,
          'invalid_grant',
          'a refresh token of this family was used twice',
        );
      }
    },
  };
}

/** @param gone response types that the server gives, and a hardened one does not */
function responseTypesRule(subject: Subject, gone: readonly string[]): Rule {
  return {
    id: 'hardened-response-types',
    title: `A hardened server does not give ${gone.join(', ')} in a redirect`,
    citation: FRONT_CHANNEL,
    about: subject.authorize?.operation.pointer,
    evidence: 'assumed',
    needs: ['control'],
    async run(context: Context) {
      await context.settings({ hardened: true });
      for (const type of gone) {
        const { exchange, told } = await askFor(context, subject, type, { query: S256_CHALLENGE });
        const error = told.get('error');
        context.expect.that(
          error === 'unsupported_response_type' && !told.has('access_token'),
          `error=unsupported_response_type for ${type}: the server is hardened`,
          told.has('access_token') ? 'a token' : `error=${show(error)}`,
          exchange,
        );
      }
      if (subject.metadata === undefined) return;
      const { exchange, body } = await readDocument(context, subject.metadata.operation);
      const told = body['response_types_supported'];
      context.expect.that(
        Array.isArray(told) && gone.every((type) => !told.includes(type)),
        `response_types_supported without ${gone.join(', ')}`,
        show(told),
        exchange,
      );
    },
  };
}

/** Grant types that go with a response type (RFC 7591 §2.1). */
const grantTypesOf = (type: string): readonly string[] => [
  ...(type.split(' ').includes('code') ? ['authorization_code'] : []),
  ...(/token/.test(type) ? ['implicit'] : []),
];

/** @param gone as above */
function registrationRule(subject: Subject, gone: readonly string[]): Rule {
  return {
    id: 'hardened-registration',
    title: `A hardened server registers nobody for ${gone.join(', ')}`,
    citation: FRONT_CHANNEL,
    about: subject.register?.operation.pointer,
    evidence: 'assumed',
    needs: ['control', 'destructive'],
    async run(context: Context) {
      await context.settings({ hardened: true });
      for (const type of gone)
        await expectUnregistered(
          context,
          subject,
          { ...METADATA, response_types: [type], grant_types: grantTypesOf(type) },
          `the server is hardened, and gives no ${type}`,
          ({ response_types: types }) => Array.isArray(types) && types.includes(type),
        );
    },
  };
}

export const hardened = oauthFamily((subject) => {
  const {
    authorize,
    credential: { refresh },
  } = subject;
  const mode = authorize?.action.hardened?.pkce;
  const rotates =
    refresh?.hardened?.rotate === true &&
    !refresh.rotate &&
    subject.grants.has('refresh_token') &&
    refresh.grants.includes('authorization_code');
  const { response_types: types = [], hardened: { response_types: left = types } = {} } = authorize?.action ?? {};
  const gone = types.filter((type) => !left.includes(type));
  return [
    ...(gone.length > 0 ? [responseTypesRule(subject, gone)] : []),
    ...(gone.length > 0 && subject.register !== undefined ? [registrationRule(subject, gone)] : []),
    ...(mode !== undefined && mode.startsWith('required') && mode !== authorize?.action.pkce
      ? [pkceRule(subject, mode)]
      : []),
    ...(rotates ? [rotationRule(subject)] : []),
  ];
});
