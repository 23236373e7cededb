/** What an authorization request wants to know of how a person signed in (OpenID Connect Core §5.5.1.1). */
import { tokenCredential } from '../../auth/oauth/bound-credential.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint } from '../words.ts';

/** What is kept of a refusal that was told in a redirect: its code. */
const SENT_BACK = /^[a-z]+(?:_[a-z]+)+$/;

/** The class that the contract signs people in with. */
function classOf({ world, operation: { action } }: Call): string | undefined {
  return 'credential' in action ? tokenCredential(world.contract, action.credential).id_token?.acr : undefined;
}

export const AUTHENTICATION_REQUESTS: readonly Mistake[] = [
  mistake('acr-unmet', 'demanded an acr that nobody signs in with', ['invalid_request'], ({ call, note }) => {
    if (!note.rule.includes('another acr than people are signed in with')) return undefined;
    const acr = classOf(call);
    return {
      finding: `The parameter claims demands an acr that nobody is signed in with here; ${acr === undefined ? 'the contract tells none' : `the contract has ${JSON.stringify(acr)}`}.`,
      next: [
        hint('A wish that need not come true is no error:', `acr_values=${acr ?? '…'}`),
        hint('Or take essential out of the acr in claims, and look at acr of the ID token.'),
        hint('The class is said in the contract, in id_token/acr of its token credential.'),
      ],
    };
  }),
  mistake(
    'authorization-request-wrong',
    'sent an authorization request that the browser was sent back with',
    ['invalid_request', 'invalid_scope', 'unauthorized_client'],
    ({ call, note: { rule, got = '' } }) =>
      call.operation.action.type.startsWith('authorize') && SENT_BACK.test(got)
        ? {
            finding: `The browser was sent back with the error ${got}: ${rule}`,
            next: [hint('Put it right where the client makes the authorization request.')],
          }
        : undefined,
  ),
];
