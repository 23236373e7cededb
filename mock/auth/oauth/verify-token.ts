/**
 * Judges the token of a request. This runs for every request with a token: no promises while the store answers at
 * once, and explanations only for refusals.
 *
 * @see RFC 6750 §3.1, RFC 7519 §4.1.4: valid while `now < exp`
 */
import { findToken } from './token-records.ts';
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { tokenCredential } from './bound-credential.ts';
import { explainUnknownToken } from './explain-token.ts';
import { judgeToken } from './token-state.ts';
import type { LiveToken } from './token-state.ts';
import type { TokenRecord } from './token-records.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call, Refusal } from '../../request/call.ts';

function judgeAccess(
  call: Call,
  name: string,
  token: string,
  record: TokenRecord | undefined,
): Awaitable<LiveToken | Refusal> {
  const credential = tokenCredential(call.world.contract, name);
  if (record === undefined) return explainUnknownToken(call, name, credential, token);
  const pointer = `#/x-credentials/${name}`;
  if (record.use !== 'access')
    return refuse('invalid_token', 'the token must be an access token', pointer, { got: 'a refresh token' });
  if (record.credential !== name)
    return refuse('invalid_token', 'the token must be of the kind that this operation takes', pointer, {
      expected: name,
      got: record.credential,
    });
  return judgeToken(call, credential, record);
}

/**
 * @param credentialName the token credential that the operation takes
 * @returns the token's record (with the key that acquired it, if a key did), or why the token is no good
 */
export function verifyToken(call: Call, credentialName: string, token: string): Awaitable<LiveToken | Refusal> {
  return chain(findToken(call.world, token), (record) => judgeAccess(call, credentialName, token, record));
}
