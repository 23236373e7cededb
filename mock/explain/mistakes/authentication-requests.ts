/** What an authorization request wants to know of how a person signed in (OpenID Connect Core §5.5.1.1). */
import { tokenCredential } from '../../auth/oauth/bound-credential.ts';
import type { Call } from '../../request/call.ts';
import { mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint } from '../words.ts';

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
];
