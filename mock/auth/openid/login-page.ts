/** The page on which a person says who they are: the sandbox's people, to click. */
import { escapeHtml, page } from '../html-page.ts';
import type { Page } from '../html-page.ts';
import type { Party } from '../oauth/consent-page.ts';

export interface Login {
  readonly client: string;
  readonly tenant: string;
  readonly parties: readonly Party[];
  readonly transaction: string;
  /** Path that the form is posted to. */
  readonly action: string;
}

export function loginPage({ client, tenant, parties, transaction, action }: Login): Page {
  const people = parties.map(
    ({ id, name }) =>
      `<p><button type="submit" name="sign_in" value="${escapeHtml(id)}">${escapeHtml(name)}</button></p>`,
  );
  return page(
    `Sign in to ${client}`,
    `<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="transaction" value="${escapeHtml(transaction)}">
<p>Who are you, at ${escapeHtml(tenant)}? This is a sandbox: nobody needs a password.</p>
${people.join('\n')}
<p><button type="submit" name="decision" value="deny">Cancel</button></p>
</form>`,
  );
}
