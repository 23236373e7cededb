/** What leads a code to its client: the redirect, and the redirect URI that the token request repeats. */
import { askCode, clientsFor, redeem } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectRefusal } from './judge-answer.ts';
import { letsCachesKeep } from '../common/kept-by-caches.ts';
import { oauthFamily } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Subject } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';
import type { TargetClient } from '../../target/target.ts';

const IDENTICAL = rfc(
  6749,
  '4.1.3',
  'ensure that the "redirect_uri" parameter is present if the "redirect_uri" parameter was included in the initial authorization request as described in Section 4.1.1, and if included ensure that their values are identical.',
);

const UNCACHED = rfc(
  6749,
  '5.1',
  'The authorization server MUST include the HTTP "Cache-Control" response header field [RFC2616] with a value of "no-store" in any response containing tokens, credentials, or other sensitive information',
);
const QUERY = rfc(
  6749,
  '3.1.2',
  'The endpoint URI MAY include an "application/x-www-form-urlencoded" formatted (per Appendix B) query component ([RFC3986] Section 3.4), which MUST be retained when adding additional query parameters.',
);

/** A client with a registered redirect URI that has a query. */
function withQuery(context: Context, subject: Subject): readonly [TargetClient, string] {
  for (const client of clientsFor(context, subject, 'authorization_code')) {
    const uri = client.redirect_uris.find((one) => URL.canParse(one) && new URL(one).search !== '');
    if (uri !== undefined && client.allowed_addresses === null) return [client, uri];
  }
  return context.notRun('no client of the target has a redirect URI with a query');
}

export const codeRedirects = oauthFamily((subject) => {
  if (!subject.grants.has('authorization_code')) return [];
  const { operation } = endpointFor(subject, 'authorization_code');
  const about = subject.authorize?.operation.pointer;
  return [
    {
      id: 'code-redirect-not-kept',
      title: 'No cache may keep the redirect that carries a code',
      citation: UNCACHED,
      about,
      async run(context: Context) {
        const { exchange } = await askCode(context, subject);
        const kept = letsCachesKeep(exchange);
        context.expect.that(
          kept === undefined,
          'nothing in the redirect that lets a cache keep it, and with it the code',
          kept ?? '',
          exchange,
        );
        context.expect.that(
          ![301, 308].includes(exchange.status),
          'a redirect that is not for good (302 or 303)',
          `status ${exchange.status}, which caches keep unasked`,
          exchange,
        );
      },
    },
    {
      id: 'code-redirect-query',
      title: 'The query of a registered redirect URI stays, and the code comes behind it',
      citation: QUERY,
      about,
      async run(context: Context) {
        const [client, uri] = withQuery(context, subject);
        const { location, exchange } = await askCode(context, subject, { client, query: { redirect_uri: uri } });
        const wanted = [...new URL(uri).searchParams];
        context.expect.that(
          wanted.every(([name, value]) => location.searchParams.getAll(name).includes(value)),
          `${new URL(uri).search.slice(1)} in the address that the code is sent to`,
          location.search,
          exchange,
        );
      },
    },
    {
      id: 'code-redirect-uri',
      title: 'A code is refused with a redirect_uri other than the one it was asked with',
      citation: IDENTICAL,
      async run(context: Context) {
        const code = await askCode(context, subject);
        const registered = code.client.redirect_uris.filter((uri) => uri !== code.redirectUri);
        for (const uri of [
          ...registered,
          `${code.redirectUri}/`,
          `${code.redirectUri}?x=1`,
          code.redirectUri.toUpperCase(),
        ]) {
          expectRefusal(
            context,
            await redeem(context, subject, code, { redirect_uri: uri }),
            operation,
            'invalid_grant',
            `${uri} is not ${code.redirectUri}`,
          );
        }
      },
    },
    {
      id: 'code-redirect-uri-missing',
      title: 'A code that was asked with a redirect_uri is refused without it, and with an empty one',
      citation: IDENTICAL,
      async run(context: Context) {
        const code = await askCode(context, subject);
        // A parameter without a value is one that was left out (RFC 6749 §3.2).
        for (const redirect_uri of [undefined, ''])
          expectRefusal(
            context,
            await redeem(context, subject, code, { redirect_uri }),
            operation,
            ['invalid_request', 'invalid_grant'],
            redirect_uri === undefined ? 'redirect_uri is missing' : 'redirect_uri is empty',
          );
      },
    },
  ];
});
