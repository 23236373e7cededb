/** What revocation and introspection share: authenticating the client, and finding the token it sent. */
import { findToken } from './token-records.ts';
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { clientAuthenticator } from './client-authentication.ts';
import { field, lackOf, readForm, refuseMalformed } from './endpoint-form.ts';
import { isRefusal, refused } from './found-or-refused.ts';
import type { Form } from './endpoint-form.ts';
import type { Party } from './client-authentication.ts';
import type { TokenRecord } from './token-records.ts';
import type { TokenIntrospectAction, TokenRevokeAction } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

export interface PresentedToken {
  readonly call: Call;
  readonly party: Party;
  readonly token: string;
  /** Undefined for a token that is not of this credential, or not known at all. */
  readonly record: TokenRecord | undefined;
}

/** Reads the request, authenticates the client and finds the token, then asks `answer` what to say of it. */
export function presentedToken(
  operation: CompiledOperation,
  contract: CompiledContract,
  action: TokenRevokeAction | TokenIntrospectAction,
  answer: (presented: PresentedToken) => Awaitable<Outcome>,
): ActionStep {
  const { pointer } = operation;
  const { credential, parameter = 'token' } = action;
  const authenticate = clientAuthenticator(operation, contract, action);
  return (call) => {
    const form = readForm(call);
    if (isRefusal(form)) return refused(form);
    const malformed = refuseMalformed(call, form);
    if (malformed) return refused(malformed);
    return chain(authenticate(call, form), (party): Awaitable<Outcome> => {
      if (isRefusal(party)) return refused(party);
      return look(call, form, party);
    });
  };

  function look(call: Call, form: Form, party: Party): Awaitable<Outcome> {
    const token = field(form, parameter);
    if (token === undefined) {
      return refused(
        refuse('missing_token_parameter', `${parameter} must name the token`, `${pointer}/x-action`, {
          expected: parameter,
          got: lackOf(call, parameter),
        }),
      );
    }
    return chain(findToken(call.world, token), (record) =>
      answer({ call, party, token, record: record?.credential === credential ? record : undefined }),
    );
  }
}
