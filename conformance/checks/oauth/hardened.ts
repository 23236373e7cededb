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
import { rfc } from './oauth-citation.ts';
import { expectRefusal, redirectedError } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const PKCE = rfc(9700, '2.1.1', 'Authorization servers MUST support PKCE');
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
  return [
    ...(mode !== undefined && mode.startsWith('required') && mode !== authorize?.action.pkce
      ? [pkceRule(subject, mode)]
      : []),
    ...(rotates ? [rotationRule(subject)] : []),
  ];
});
