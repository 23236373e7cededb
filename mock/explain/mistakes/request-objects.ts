/** Authorization requests that are signed, and not as they have to be. */
import { byRule, mistake } from '../mistake.ts';
import type { Mistake } from '../mistake.ts';
import { hint } from '../words.ts';
import type { Call } from '../../request/call.ts';
import { issuer } from '../../auth/oauth/issuer.ts';

/** What a good one holds, as the client would write it. */
function claimsHint(call: Call): ReturnType<typeof hint> {
  const { action } = call.operation;
  const credential = 'credential' in action ? call.world.contract.credentials.get(action.credential) : undefined;
  const aud = credential?.kind === 'token' ? issuer(call, credential) : 'the issuer';
  return hint(
    'Sign these claims, and every other parameter of the request, with the key that is registered for the client:',
    `{"iss":"<client_id>","aud":"${aud}","client_id":"<client_id>","response_type":"code","redirect_uri":"…","scope":"…"}`,
  );
}

/** The rule is told as it is where requests are pushed, and as a sentence by redirect. */
const broken = (name: string, what: string, rule: RegExp, finding: string): Mistake =>
  byRule(name, what, ['invalid_request_object', 'invalid_request'], rule, (call) => ({
    finding,
    next: [claimsHint(call)],
  }));

export const REQUEST_OBJECTS: readonly Mistake[] = [
  broken(
    'request-object-not-jwt',
    'sent a request that is no JWT',
    /^the request object must be a signed JWT/i,
    'The parameter request is no JWT of three parts; an encrypted one, of five, is not taken here.',
  ),
  broken(
    'request-object-signature',
    'sent a request object that the client did not sign',
    /^the request object must be signed/i,
    "None of the client's keys made the signature, or the JWT says that there is none; alg none is never taken.",
  ),
  broken(
    'request-object-type',
    'sent a JWT of another kind as request',
    /^the request object must be of typ/i,
    'The header of the JWT says in typ that it is something else than a request object.',
  ),
  broken(
    'request-object-client',
    'sent a request object of another client',
    /^the request object must name in (client_id|iss)/i,
    'client_id in the request object must be there, and be the client_id of the request that carries it; iss must be the same.',
  ),
  broken(
    'request-object-audience',
    'sent a request object for another server',
    /^the request object must name in aud/i,
    'The request object is meant for another issuer.',
  ),
  broken(
    'request-object-expired',
    'sent a request object too late or too early',
    /^the request object must (not be|have a time)/i,
    "exp or nbf of the request object do not fit the sandbox's clock.",
  ),
  broken(
    'request-object-nested',
    'put a request into a request',
    /^the request object must hold neither/i,
    'A request object holds the parameters themselves, and neither request nor request_uri (RFC 9101 §4).',
  ),
  mistake('request-by-reference', 'sent the address of a request object', ['invalid_request'], ({ call, note }) =>
    note.got === 'request_uri_not_supported'
      ? {
          finding: 'The sandbox fetches no request objects: request_uri is taken of pushed requests only.',
          next: [claimsHint(call)],
        }
      : undefined,
  ),
];
