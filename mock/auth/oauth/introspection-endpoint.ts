/**
 * Token introspection. A token that is dead, unknown or another tenant's is not active, and nothing else is said of it.
 *
 * @see RFC 7662 §2.2
 */
import { chain } from '../../state/awaitable.ts';
import { bindCredential } from './bound-credential.ts';
import { audienceOf } from './issue-tokens.ts';
import { issuer } from './issuer.ts';
import { actionOf, isRefusal } from './found-or-refused.ts';
import { presentedToken } from './presented-token.ts';
import { judgeToken } from './token-state.ts';
import type { BoundCredential } from './bound-credential.ts';
import { tokenType } from './token-records.ts';
import { tokenSubject } from '../openid/subject.ts';
import type { TokenRecord } from './token-records.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

const INACTIVE: Outcome = { answer: { facts: { 'token.active': false } } };

function describe(call: Call, { credential }: BoundCredential, token: string, record: TokenRecord): Outcome {
  const isAccess = record.use === 'access';
  return {
    answer: {
      facts: {
        'token.active': true,
        'token.access_token': isAccess ? token : undefined,
        'token.token_type': isAccess ? tokenType(record) : undefined,
        'token.confirmation': record.cnf,
        'token.scope': record.scope,
        'token.client_id': record.client,
        'token.tenant': record.tenant,
        'token.subject': tokenSubject(call.world, credential, record),
        'token.audience': isAccess ? audienceOf(call, credential, record) : undefined,
        'token.issuer': issuer(call, credential),
        'token.issued_at': record.issued_at,
        'token.expires_at': record.expires_at,
        'token.expires_in': Math.max(0, record.expires_at - Math.floor(call.now / 1000)),
      },
    },
  };
}

export function tokenIntrospect(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const action = actionOf(operation, 'token.introspect');
  const bound = bindCredential(contract, action.credential);
  return presentedToken(operation, contract, action, ({ call, party, token, record }) => {
    if (record === undefined || record.tenant !== party.tenant) return INACTIVE;
    return chain(judgeToken(call, bound.credential, record), (state) =>
      isRefusal(state) ? INACTIVE : describe(call, bound, token, record),
    );
  });
}
