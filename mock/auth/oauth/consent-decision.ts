/**
 * Where the pages post to: who somebody is, and whether they agree.
 *
 * @see RFC 6749 §4.1.2, RFC 9700 §4.12
 */
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { findLogin, loginCookie, openLogin } from '../openid/login-sessions.ts';
import { agreed, endpointOf, giveCode, goOnAs } from './ask-person.ts';
import type { Endpoint } from './ask-person.ts';
import { field, readForm } from './endpoint-form.ts';
import type { Form } from './endpoint-form.ts';
import { isRefusal, operationsWith, refused } from './found-or-refused.ts';
import { partiesOf } from './parties.ts';
import { redirectError } from './redirect-response.ts';
import { findTransaction, goneText, takeTransaction } from './pending-authorizations.ts';
import type { Transaction } from './pending-authorizations.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

/** What a person chose. */
interface Answered {
  readonly denied: boolean;
  readonly user: string;
}

const invalidConsent = (call: Call, rule: string, got?: string, expected?: string): Outcome =>
  refused(refuse('invalid_consent', rule, `${call.operation.pointer}/x-action`, { expected, got }));

function carryOut(
  call: Call,
  endpoint: Endpoint,
  { authorization: asked, back, stage }: Transaction,
  { denied, user }: Answered,
): Awaitable<Outcome> {
  if (denied)
    return redirectError(
      303,
      back,
      { error: 'access_denied', description: 'The person denied the request.' },
      call.operation.pointer,
    );
  const authorization = { ...asked, user };
  if (stage === 'consent')
    return chain(agreed(call, authorization), () =>
      chain(endpoint.sessionMs === undefined ? undefined : findLogin(call), (opened) =>
        giveCode(call, endpoint, { authorization, back }, 303, opened),
      ),
    );
  return chain(openLogin(call, authorization, endpoint.sessionMs ?? 0), (opened) =>
    goOnAs(
      call,
      endpoint,
      { authorization, back },
      opened,
      { none: false, consent: stage === 'login and consent' },
      303,
      loginCookie(call, opened),
    ),
  );
}

/** @returns what was chosen, or what is wrong with the form */
function readAnswer(call: Call, endpoint: Endpoint, form: Form, shown: Transaction): Answered | Outcome {
  const { tenant, user: first } = shown.authorization;
  const decision = field(form, 'decision');
  const asksWho = shown.stage !== 'consent';
  const user = field(form, asksWho ? 'sign_in' : 'user') ?? (asksWho ? undefined : first);
  if (decision === 'deny') return { denied: true, user: first };
  if (asksWho ? user === undefined : decision !== 'approve')
    return invalidConsent(
      call,
      asksWho ? 'sign_in must say who it is, or decision must be deny' : 'decision must be approve or deny',
      decision === undefined ? `no ${asksWho ? 'sign_in' : 'decision'}` : 'another decision',
    );
  const known = partiesOf(call.world, tenant, endpoint.action).some(({ id }) => id === user);
  // Who signed in before is not chosen again.
  const isChosen = user !== first || asksWho;
  if (user === undefined || (isChosen && (!known || shown.authorization.signed_in !== undefined)))
    return invalidConsent(call, "user must be one who may agree for the client's tenant", user);
  return { denied: false, user };
}

export function authorizeDecide(_operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const endpoints = new Map(
    operationsWith(contract.operations, 'authorize').map(({ operation }) => [
      operation.id,
      endpointOf(operation, contract),
    ]),
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
    if (id === undefined)
      return invalidConsent(call, 'transaction must name the page that is answered', 'no transaction');
    // Looked at before it is taken, so that a form that makes no sense does not use the page up.
    return chain(findTransaction(call, id), (shown) => {
      const endpoint = shown && endpoints.get(shown.operation);
      if (!endpoint) return gone(id);
      if (call.now >= shown.expires_at) {
        const { expected, got } = pastEnd('the page', shown.expires_at, call.now);
        return invalidConsent(call, rule, got, expected);
      }
      const answered = readAnswer(call, endpoint, form, shown);
      if (!('denied' in answered)) return answered;
      return chain(takeTransaction(call, id), (taken) =>
        taken ? carryOut(call, endpoint, taken, answered) : gone(id),
      );
    });
  };
}
