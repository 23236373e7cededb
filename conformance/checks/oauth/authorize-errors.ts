/**
 * Errors that the authorization endpoint reports to the client in a redirect.
 *
 * @see [RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)
 */
import { askAuthorization, askCode, clientsFor } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import type { Sentence } from './oauth-citation.ts';
import { redirectedError } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import { knownScopes, scopeWithin } from './scope-words.ts';
import type { Rule } from './oauth-check.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import { missingOnWayBack } from '../../symptom.ts';

const RESPONSE_TYPE = rfc(
  6749,
  '3.1.1',
  'If an authorization request is missing the "response_type" parameter, or if the response type is not understood, the authorization server MUST return an error response as described in Section 4.1.2.1.',
);
const SCOPE = rfc(6749, '4.1.2.1', 'The requested scope is invalid, unknown, or malformed.');
const ONCE = rfc(6749, '3.1', 'Request and response parameters MUST NOT be included more than once.');
const UNKNOWN = rfc(6749, '3.1', 'The authorization server MUST ignore unrecognized request parameters.');
const CHALLENGE_METHOD = rfc(
  7636,
  '4.4.1',
  'If the server supporting PKCE does not support the requested transformation, the authorization endpoint MUST return the authorization error response with "error" value set to "invalid_request".',
);
const STATE = rfc(
  6749,
  '4.1.2.1',
  'REQUIRED if a "state" parameter was present in the client authorization request. The exact value received from the client.',
);

interface Wrong {
  readonly id: string;
  readonly title: string;
  readonly citation: Sentence;
  readonly error: string;
  readonly why: string;
  readonly queries: readonly Readonly<Record<string, string | readonly string[] | undefined>>[];
}

const WRONG: readonly Wrong[] = [
  {
    id: 'response-type-missing',
    title: 'An authorization request without response_type is invalid_request',
    citation: RESPONSE_TYPE,
    error: 'invalid_request',
    why: 'response_type is missing',
    queries: [{ response_type: undefined }, { response_type: '' }],
  },
  {
    id: 'response-type-unsupported',
    title: 'An authorization request for anything but a code is unsupported_response_type',
    citation: RESPONSE_TYPE,
    error: 'unsupported_response_type',
    why: 'only code is offered',
    queries: [{ response_type: 'CODE' }, { response_type: 'nonsense' }, { response_type: 'code nonsense' }],
  },
  {
    id: 'authorize-scope-unknown',
    title: 'An authorization request for an unknown scope is invalid_scope',
    citation: SCOPE,
    error: 'invalid_scope',
    why: 'nobody has this scope',
    queries: [{ scope: 'no.such.scope' }, { scope: 'quoted"scope' }],
  },
  {
    id: 'authorize-repeated',
    title: 'An authorization request that repeats a parameter is invalid_request',
    citation: ONCE,
    error: 'invalid_request',
    why: 'response_type comes twice',
    queries: [{ response_type: ['code', 'code'] }],
  },
];

function wrong(subject: Subject, { id, title, citation, error, why, queries }: Wrong): Rule {
  return {
    id,
    title,
    citation,
    about: subject.authorize?.operation.pointer,
    async run(context: Context) {
      for (const query of queries) {
        const answer = await askAuthorization(context, subject, { state: 's', ...query });
        // A server may ignore a scope, or grant less (RFC 6749 §3.3); and where nothing is left, deny the request.
        if (
          error === 'invalid_scope' &&
          !context.target.isMock &&
          (answer.location?.searchParams.has('code') || answer.location?.searchParams.get('error') === 'access_denied')
        )
          continue;
        const location = redirectedError(context, answer, error, why);
        const redirectUri = answer.client.redirect_uris[0]!;
        context.expect.that(
          location.href.startsWith(redirectUri),
          `a redirect to ${redirectUri}`,
          location.href,
          answer.exchange,
        );
      }
    },
  };
}

function ignored(subject: Subject): Rule {
  return {
    id: 'authorize-unknown-parameter',
    title: 'The authorization endpoint ignores parameters it does not know',
    citation: UNKNOWN,
    about: subject.authorize?.operation.pointer,
    async run(context: Context) {
      await askCode(context, subject, { query: { nonce: 'n-1', a_parameter_nobody_knows: '1' } });
    },
  };
}

export const authorizeErrors = oauthFamily((subject) => {
  const { authorize } = subject;
  if (authorize === undefined) return [];
  const about = authorize.operation.pointer;
  const rules: Rule[] = [
    ...WRONG.map((each) => wrong(subject, each)),
    ignored(subject),
    {
      id: 'authorize-scope-beyond-client',
      title: 'An authorization request for a scope that the client may not have is invalid_scope',
      citation: SCOPE,
      about,
      async run(context: Context) {
        const clients = clientsFor(context, subject, 'authorization_code').filter(
          ({ redirect_uris }) => redirect_uris.length > 0,
        );
        const all = knownScopes(subject);
        const client =
          clients.find(
            ({ scopes }) =>
              scopes.length > 0 && all.some((each) => !scopes.some((own) => scopeWithin(subject, each, own))),
          ) ?? context.notRun('every client may have every scope');
        const scope = all.find((each) => !client.scopes.some((own) => scopeWithin(subject, each, own)));
        const answer = await askAuthorization(context, subject, { state: 's', scope }, client);
        if (!context.target.isMock && answer.location?.searchParams.has('code'))
          context.notRun('the server may grant less than was asked for (RFC 6749 §3.3)');
        redirectedError(context, answer, 'invalid_scope', `the client may not have ${scope ?? ''}`);
      },
    },
    {
      id: 'authorize-error-state',
      title: 'An error of the authorization endpoint carries the state of the request',
      citation: STATE,
      about,
      async run(context: Context) {
        const answer = await askAuthorization(context, subject, { state: 'u &=+%', response_type: 'nonsense' });
        const location = redirectedError(context, answer, 'unsupported_response_type', 'only code is offered');
        context.expect.that(
          location.searchParams.get('state') === 'u &=+%',
          'the state as it was sent',
          `state ${JSON.stringify(location.searchParams.get('state'))}`,
          answer.exchange,
          location.searchParams.has('state') ? undefined : missingOnWayBack('state'),
        );
      },
    },
  ];
  if (authorize.action.pkce === 'off') return rules;
  return [
    ...rules,
    wrong(subject, {
      id: 'challenge-method-unknown',
      title: 'A code challenge of an unknown method is invalid_request',
      citation: CHALLENGE_METHOD,
      error: 'invalid_request',
      why: 'nobody knows this transformation',
      queries: [{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S512' }],
    }),
  ];
});
