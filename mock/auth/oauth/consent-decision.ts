/**
 * Where the consent page posts to.
 *
 * @see RFC 6749 §4.1.2, RFC 9700 §4.12
 */
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { contractMs } from '../../contract/durations.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { partiesOf } from './authorization-endpoint.ts';
import { issueCode } from './authorization-codes.ts';
import { field, readForm } from './endpoint-form.ts';
import { isRefusal, operationsWith, refused } from './found-or-refused.ts';
import { redirect, redirectError } from './redirect-response.ts';
import { findTransaction, goneText, takeTransaction } from './pending-authorizations.ts';
import type { Transaction } from './pending-authorizations.ts';
import type { AuthorizeAction } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

type Decision = 'approve' | 'deny';

const isDecision = (text: string | undefined): text is Decision => text === 'approve' || text === 'deny';

const invalidConsent = (call: Call, rule: string, got?: string, expected?: string): Outcome =>
  refused(refuse('invalid_consent', rule, `${call.operation.pointer}/x-action`, { expected, got }));

function carryOut(
  call: Call,
  action: AuthorizeAction,
  { authorization, back }: Transaction,
  decision: Decision,
  user: string,
): Awaitable<Outcome> {
  if (decision === 'deny')
    return redirectError(
      303,
      back,
      { error: 'access_denied', description: 'The person denied the request.' },
      call.operation.pointer,
    );
  const lifetime = contractMs(action.code_lifetime);
  return chain(issueCode(call, { ...authorization, user }, lifetime, action.code_format), (code) =>
    redirect(303, back, { code }),
  );
}

export function authorizeDecide(_operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const actions = new Map(
    operationsWith(contract.operations, 'authorize').map(({ operation, action }) => [operation.id, action]),
  );
  const rule = 'the page must have been shown, in the last ten minutes, and not been answered yet';
  return (call) => {
    const gone = (id: string): Awaitable<Outcome> =>
      chain(goneText(call, id), (got) => invalidConsent(call, rule, got));
    const form = readForm(call);
    if (isRefusal(form)) return refused(form);
    if (form.repeated.length > 0)
      return invalidConsent(call, 'no field may come more than once', `${form.repeated.join(', ')} more than once`);
    const id = field(form, 'transaction');
    const decision = field(form, 'decision');
    if (id === undefined)
      return invalidConsent(call, 'transaction must name the page that is answered', 'no transaction');
    if (!isDecision(decision))
      return invalidConsent(
        call,
        'decision must be approve or deny',
        decision === undefined ? 'no decision' : 'another decision',
      );
    // Looked at before it is taken, so that a form that makes no sense does not use the page up.
    return chain(findTransaction(call, id), (shown) => {
      const action = shown && actions.get(shown.operation);
      if (!action) return gone(id);
      if (call.now >= shown.expires_at) {
        const { expected, got } = pastEnd('the page', shown.expires_at, call.now);
        return invalidConsent(call, rule, got, expected);
      }
      const { tenant, user: first } = shown.authorization;
      const user = field(form, 'user') ?? first;
      if (user !== first && !partiesOf(call.world, tenant, action).some((other) => other.id === user)) {
        return invalidConsent(call, "user must be one who may agree for the client's tenant", user);
      }
      return chain(takeTransaction(call, id), (taken) =>
        taken ? carryOut(call, action, taken, decision, user) : gone(id),
      );
    });
  };
}
