/**
 * The page on which a person types the code that a device shows, and then allows it in or does not.
 *
 * @see RFC 8628 §3.3
 */
import { chain } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { escapeHtml, page } from '../html-page.ts';
import type { Page } from '../html-page.ts';
import { partiesOf } from './parties.ts';
import { bindCredential } from './bound-credential.ts';
import { partyChoice, scopeList as listed } from './consent-page.ts';
import { decide, findByUserCode } from './device-codes.ts';
import type { Waiting } from './device-codes.ts';
import { field, readForm } from './endpoint-form.ts';
import { actionOf, isRefusal, operationsWith, refused } from './found-or-refused.ts';
import { scopeList } from './scopes.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../../request/call.ts';
import type { CompiledContract, CompiledOperation } from '../../contract/compiled-contract.ts';

const shown = (content: Page): Outcome => ({ answer: { status: 200, ...content } });

const invalidCode = (call: Call, rule: string, got?: string, expected?: string): Outcome =>
  refused(refuse('invalid_user_code', rule, `${call.operation.pointer}/x-action`, { expected, got }));

/** Asks for the code. @param action path that the form is sent to */
const codePage = (action: string): Page =>
  page(
    'Connect a device',
    `<form method="get" action="${escapeHtml(action)}">
<p><label for="user_code">Type the code that your device shows</label></p>
<p><input id="user_code" name="user_code" required autocomplete="off" autocapitalize="characters" spellcheck="false"></p>
<div class="choices"><button type="submit">Continue</button></div>
</form>`,
  );

const donePage = (approved: boolean): Page =>
  page(
    approved ? 'Your device is connected' : 'Your device was refused',
    `<p>${approved ? 'Go back to it: it goes on by itself.' : 'It was not let in. You may close this page.'}</p>`,
  );

/** The request behind a code, if it can still be decided. */
function openRequest(call: Call, code: string, then: (waiting: Waiting) => Awaitable<Outcome>): Awaitable<Outcome> {
  return chain(findByUserCode(call, code), (waiting) => {
    if (waiting === undefined)
      return invalidCode(call, 'the code must be one that a device shows', 'a code that no device was given');
    const { state, expires_at: end } = waiting.record;
    if (state !== 'pending')
      return invalidCode(call, 'a code must not have been answered yet', 'a code that was answered before');
    if (call.now >= end) {
      const { expected, got } = pastEnd('the code', end, call.now);
      return invalidCode(call, 'the code must not have expired', got, expected);
    }
    return then(waiting);
  });
}

export function deviceVerify(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  actionOf(operation, 'device.verify');
  const pages = operationsWith(contract.operations, 'device.verify');
  const pathOf = (method: string): string =>
    pages.find((one) => one.operation.method === method)?.operation.path ?? operation.path;

  function ask(call: Call, code: string, { record }: Waiting): Outcome {
    const { people } = call.world;
    const { known } = bindCredential(contract, record.credential).scopes;
    const client = people.clients.get(record.client);
    const name = client?.name ?? record.client;
    const tenant = people.tenants.get(record.tenant)?.name ?? record.tenant;
    return shown(
      page(
        `Allow ${name} to act for you?`,
        `<form method="post" action="${escapeHtml(call.mount + pathOf('POST'))}">
<input type="hidden" name="user_code" value="${escapeHtml(code)}">
${partyChoice(partiesOf(call.world, record.tenant, {}), tenant)}
<h2>${escapeHtml(name)} asks for</h2>
${listed(scopeList(record.scope).map((scope) => ({ name: scope, description: known.get(scope) ?? '' })))}
<p>Allow it only if your device shows <code>${escapeHtml(code)}</code>. This is a sandbox: nothing real is at stake.</p>
<div class="choices">
<button type="submit" name="decision" value="approve">Approve</button>
<button type="submit" name="decision" value="deny">Deny</button>
</div>
</form>`,
      ),
    );
  }

  function answer(call: Call): Awaitable<Outcome> {
    const form = readForm(call);
    if (isRefusal(form)) return refused(form);
    if (form.repeated.length > 0)
      return invalidCode(call, 'no field may come more than once', `${form.repeated.join(', ')} more than once`);
    const code = field(form, 'user_code');
    const decision = field(form, 'decision');
    if (code === undefined) return invalidCode(call, 'user_code must be there', 'no user_code');
    if (decision !== 'approve' && decision !== 'deny')
      return invalidCode(
        call,
        'decision must be approve or deny',
        decision === undefined ? 'no decision' : 'another decision',
      );
    return openRequest(call, code, ({ key, record }) => {
      const parties = partiesOf(call.world, record.tenant, {});
      const user = field(form, 'user') ?? parties[0]!.id;
      if (!parties.some(({ id }) => id === user))
        return invalidCode(call, "user must be one who may agree for the client's tenant", user);
      const approved = decision === 'approve';
      return chain(decide(call, key, { approved, user }), (first) =>
        first
          ? shown(donePage(approved))
          : invalidCode(call, 'a code must not have been answered yet', 'a code that was answered before'),
      );
    });
  }

  if (operation.method === 'POST') return answer;
  return (call) => {
    const { user_code: code } = call.request.query;
    return typeof code === 'string' && code !== ''
      ? openRequest(call, code, (waiting) => ask(call, code, waiting))
      : shown(codePage(call.mount + operation.path));
  };
}
