/**
 * Scope at the token endpoint.
 *
 * @see [RFC 6749 §3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)
 */
import { clientsFor } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectScopeRefused } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { contained, knownScopes, scopeSet, scopeWithin } from './scope-words.ts';
import { endpointFor, hasClients } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';

const DEFAULT = rfc(
  6749,
  '3.3',
  'If the client omits the scope parameter when requesting authorization, the authorization server MUST either process the request using a pre-defined default value or fail the request indicating an invalid scope.',
);
const CASE = rfc(
  6749,
  '3.3',
  'The value of the scope parameter is expressed as a list of space-delimited, case-sensitive strings.',
);
const INVALID = rfc(
  6749,
  '5.2',
  'The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.',
);
const SAME = rfc(6749, '5.1', 'OPTIONAL, if identical to the scope requested by the client; otherwise, REQUIRED.');

const SIMPLE = /^[a-z0-9_.:-]+$/i;

/** A scope of the client's whose letters have a case. */
function wordy(context: Context, client: TargetClient): string {
  return (
    client.scopes.find((scope) => SIMPLE.test(scope) && scope.toUpperCase() !== scope) ??
    context.notRun('no scope of the client has lower-case letters')
  );
}

const ask = (context: Context, client: TargetClient, scope: string | undefined) =>
  context.oauth.token(client, { grant_type: 'client_credentials', scope });

/** Neither the client's own, nor within one of its own. */
function beyond(subject: Subject, client: TargetClient): string | undefined {
  return knownScopes(subject).find((scope) => !client.scopes.some((own) => scopeWithin(subject, scope, own)));
}

function defaults(subject: Subject): Rule {
  const wanted = subject.credential.default_scope;
  return {
    id: 'scope-default',
    title:
      wanted === undefined
        ? "A request without scope gets the client's scopes, and is told so"
        : `A request without scope gets ${wanted}, and is told so`,
    citation: DEFAULT,
    about: `#/x-credentials/${subject.name}`,
    // Which default a server has is its own choice, unless the contract says.
    ...(wanted === undefined && { evidence: 'assumed' as const }),
    async run(context: Context) {
      const full = clientsFor(context, subject, 'client_credentials').find(
        ({ scopes: own }) => wanted === undefined || own.some((each) => scopeWithin(subject, wanted, each)),
      );
      const client = full ?? context.notRun('no client may ask for the default scope');
      const { scope, exchange } = context.oauth.tokens(await ask(context, client, undefined));
      const expected = wanted ?? client.scopes.join(' ');
      context.expect.that(scopeSet(scope) === scopeSet(expected), `scope ${expected}`, scope ?? 'no scope', exchange);
    },
  };
}

export const scopes = oauthFamily((subject) => {
  if (!subject.grants.has('client_credentials')) return [];
  const { operation, action } = endpointFor(subject, 'client_credentials');
  const needsScope = action.required_parameters?.includes('scope') ?? false;
  const malformed = (
    id: string,
    title: string,
    make: (scope: string) => readonly string[],
    why: string,
    citation = INVALID,
  ): Rule => ({
    id,
    title,
    citation,
    async run(context: Context) {
      const client = context.oauth.client('client_credentials');
      for (const scope of make(wordy(context, client)))
        expectScopeRefused(context, await ask(context, client, scope), operation, scope, why);
    },
  });
  return [
    ...(needsScope ? [] : [defaults(subject)]),
    malformed(
      'scope-unknown',
      'An unknown scope is invalid_scope',
      (scope) => ['no.such.scope', `${scope} no.such.scope`, `${scope}x`],
      'nobody has this scope',
    ),
    malformed(
      'scope-case',
      'A scope in other letters is another scope',
      (scope) => [scope.toUpperCase()],
      'scopes are case-sensitive',
      CASE,
    ),
    malformed(
      'scope-malformed',
      'A scope with quotes, commas or control characters is invalid_scope',
      (scope) => [`"${scope}"`, `${scope},${scope}`, `${scope}\t${scope}`],
      'scopes are separated by spaces, and carry no such characters',
    ),
    {
      id: 'scope-granted',
      title: 'A client gets the scope it asks for, no more and no less',
      citation: SAME,
      async run(context: Context) {
        const client = context.oauth.client('client_credentials');
        const lone = client.scopes
          .filter((scope) => SIMPLE.test(scope) && !client.scopes.some((other) => contained(subject, other, scope)))
          .slice(0, 2);
        for (const wanted of [lone[0] ?? client.scopes[0], lone.join(' ')]) {
          if (wanted === undefined || wanted === '') continue;
          const { scope, exchange } = context.oauth.tokens(await ask(context, client, wanted));
          context.expect.that(
            scope === undefined || scopeSet(scope) === scopeSet(wanted),
            `scope ${wanted}`,
            scope ?? '',
            exchange,
          );
        }
      },
    },
    ...(!hasClients(subject)
      ? []
      : [
          {
            id: 'scope-beyond-client',
            title: 'A scope that the client may not have is invalid_scope',
            citation: INVALID,
            async run(context: Context) {
              const client =
                clientsFor(context, subject, 'client_credentials').find(
                  (each) => beyond(subject, each) !== undefined,
                ) ?? context.notRun('every client may ask for every scope');
              const scope = beyond(subject, client) ?? '';
              expectScopeRefused(
                context,
                await ask(context, client, scope),
                operation,
                scope,
                'the client is not registered for this scope',
              );
            },
          },
        ]),
  ];
});
