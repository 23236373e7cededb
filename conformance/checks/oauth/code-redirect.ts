/** The redirect URI of a token request is that of the authorization request. */
import { askCode, redeem } from './ask-endpoint.ts';
import { rfc } from './oauth-citation.ts';
import { expectRefusal } from './judge-answer.ts';
import { oauthFamily } from './oauth-check.ts';
import { endpointFor } from './oauth-subject.ts';
import type { Context } from '../../check-context.ts';

const IDENTICAL = rfc(
  6749,
  '4.1.3',
  'ensure that the "redirect_uri" parameter is present if the "redirect_uri" parameter was included in the initial authorization request as described in Section 4.1.1, and if included ensure that their values are identical.',
);

export const codeRedirects = oauthFamily((subject) => {
  if (!subject.grants.has('authorization_code')) return [];
  const { operation } = endpointFor(subject, 'authorization_code');
  return [
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
