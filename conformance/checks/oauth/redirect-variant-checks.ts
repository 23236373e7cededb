/**
 * Redirect URIs that are almost a registered one, at the authorization endpoint and at the token endpoint.
 *
 * @see [RFC 9700 §4.1.3](https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3)
 */
import { askAuthorization, askCode, clientsFor, redeem } from './ask-endpoint.ts';
import { uriVariants } from '../common/uri-variants.ts';
import { expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import type { Rule } from './oauth-check.ts';
import { rfc } from './oauth-citation.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import { expectNoRedirect } from './redirect-uri-checks.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';

const EXACT = rfc(
  9700,
  '2.1',
  'When comparing client redirection URIs against pre-registered URIs, authorization servers MUST utilize exact string matching except for port numbers in localhost redirection URIs of native apps',
);
const IDENTICAL = rfc(
  6749,
  '4.1.3',
  'ensure that the "redirect_uri" parameter is present if the "redirect_uri" parameter was included in the initial authorization request as described in Section 4.1.1, and if included ensure that their values are identical.',
);

/** Clients whose authorization requests go to the authorization endpoint as they are. */
const direct = (context: Context, subject: Subject): readonly TargetClient[] =>
  clientsFor(context, subject, 'authorization_code').filter(
    ({ redirect_uris, require_pushed_authorization_requests: pushes, allowed_addresses }) =>
      redirect_uris.length > 0 && pushes !== true && allowed_addresses === null,
  );

/** Every registered URI once, with a client that it is registered for. */
function registrations(clients: readonly TargetClient[]): ReadonlyMap<string, TargetClient> {
  const found = new Map<string, TargetClient>();
  for (const client of clients) for (const uri of client.redirect_uris) if (!found.has(uri)) found.set(uri, client);
  return found;
}

/** So many registered URIs are tried. */
const MOST_URIS = 3;
/** Variants that the token endpoint is sent, each with a code of its own: every so many. */
const SHARE = 4;

function atAuthorization(subject: Subject): Rule {
  return {
    id: 'redirect-variants',
    title: 'A redirect URI is compared character by character, for each that is registered',
    citation: EXACT,
    about: subject.authorize?.operation.pointer,
    async run(context: Context) {
      const clients = direct(context, subject);
      const all = [...registrations(clients)];
      if (all.length === 0) context.notRun('no client of the target has a redirect URI');
      for (const [uri, client] of all.slice(0, MOST_URIS)) {
        const strangers = all.flatMap(([other]) =>
          client.redirect_uris.includes(other) ? [] : [{ how: "another client's", uri: other }],
        );
        for (const { uri: redirect_uri } of [...uriVariants(uri, client.redirect_uris), ...strangers])
          expectNoRedirect(
            context,
            subject,
            await askAuthorization(context, subject, { redirect_uri }, client),
            redirect_uri,
            'invalid_redirect_uri',
          );
      }
    },
  };
}

function atToken(subject: Subject): Rule {
  return {
    id: 'code-redirect-variants',
    title: 'The redirect URI of a token request is that of the authorization request, character by character',
    citation: IDENTICAL,
    async run(context: Context) {
      const { operation } = endpointFor(subject, 'authorization_code');
      let code = await askCode(context, subject);
      const variants = uriVariants(code.redirectUri, [code.redirectUri]);
      for (const [i, { how, uri }] of variants.entries()) {
        // A server may take a code that was presented wrongly for lost, and would refuse all that comes after.
        if (i % SHARE === 0) code = await askCode(context, subject);
        expectRefusal(
          context,
          await redeem(context, subject, code, { redirect_uri: uri }),
          operation,
          ['invalid_grant', 'invalid_request'],
          `the redirect URI is the one of the authorization request ${how}`,
        );
      }
    },
  };
}

export const redirectVariants = oauthFamily((subject) => [
  ...(subject.authorize === undefined ? [] : [atAuthorization(subject)]),
  ...(subject.authorize === undefined || !subject.grants.has('authorization_code') ? [] : [atToken(subject)]),
]);
