/**
 * Token revocation.
 *
 * @see RFC 7009 §2: an unknown token, and a token of another client, is answered as if it had been revoked; the hint
 *   is only a hint, and the sandbox finds tokens without it
 */
import { tokenKey } from './token-records.ts';
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { bindCredential } from './bound-credential.ts';
import { revokeFamily } from './token-families.ts';
import { freePlace } from './live-token-limit.ts';
import { actionOf, isRefusal, refused } from './found-or-refused.ts';
import { presentedToken } from './presented-token.ts';
import { judgeToken } from './token-state.ts';
import type { BoundCredential } from './bound-credential.ts';
import type { TokenRecord } from './token-records.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

/** @returns whether the token was not revoked before: of many callers one gets `true` */
function markRevoked(call: Call, token: string): Awaitable<boolean> {
  return call.world.store.swap<TokenRecord, boolean>(tokenKey(token), (record) =>
    record === undefined || record.revoked ? { result: false } : { value: { ...record, revoked: true }, result: true },
  );
}

/** A refresh token takes everything that came of its authorization with it (RFC 7009 §2.1). */
function revoke(
  call: Call,
  { name, credential }: BoundCredential,
  token: string,
  record: TokenRecord,
): Awaitable<boolean> {
  return chain(markRevoked(call, token), (first) => {
    if (!first) return false;
    if (record.use === 'refresh' && record.family !== null) return revokeFamily(call.world, record.family);
    if (credential.max_live === undefined) return true;
    return chain(freePlace(call, name, record.tenant, record.expires_at), () => true);
  });
}

export function tokenRevoke(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'token.revoke');
  const bound = bindCredential(contract, action.credential);
  const place = `${operation.pointer}/x-action/unknown`;
  const answer = (known: boolean, rule: string): ReturnType<ActionStep> =>
    known || action.unknown !== 'refuse' ? { answer: {} } : refused(refuse('unknown_token', rule, place));
  return presentedToken(operation, contract, action, ({ call, party, token, record }) => {
    if (record === undefined) return answer(false, 'the token must be one that this sandbox issued');
    if (record.client !== party.id) return answer(false, "the token must be the client's own");
    return chain(judgeToken(call, bound.credential, record), (state) =>
      isRefusal(state)
        ? answer(false, state.note.rule)
        : chain(revoke(call, bound, token, record), (first) => answer(first, 'the token must not have been revoked')),
    );
  });
}
