/** The page on which a person allows a client to act for them, or does not. */
import { escapeHtml, page } from './html.ts';
import type { Page } from './html.ts';
import type { SeedUser } from '../../../specs/generated/vocabulary.ts';

export interface Consent {
  readonly client: string;
  readonly tenant: string;
  /** Where the browser goes next, so that a person can judge it. */
  readonly redirectUri: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  /** Who may be signed in; the first one is. Empty where the tenant itself is. */
  readonly users: readonly SeedUser[];
  readonly transaction: string;
  /** Path that the form is posted to. */
  readonly action: string;
}

const userName = ({ id, name, username }: SeedUser): string => name ?? username ?? id;

function signedIn({ users, tenant }: Consent): string {
  const [first, ...others] = users;
  if (first === undefined) return `<p>You are signed in as <strong>${escapeHtml(tenant)}</strong>.</p>`;
  if (others.length === 0) return `<p>You are signed in as <strong>${escapeHtml(userName(first))}</strong> of ${escapeHtml(tenant)}.</p>`;
  const options = users.map((user) => `<option value="${escapeHtml(user.id)}">${escapeHtml(userName(user))}</option>`);
  return `<p><label for="user">You are signed in at ${escapeHtml(tenant)} as</label>
<select id="user" name="user">${options.join('')}</select></p>`;
}

const scopeItem = ({ name, description }: Consent['scopes'][number]): string =>
  `<dt><code>${escapeHtml(name)}</code></dt><dd>${escapeHtml(description)}</dd>`;

export function consentPage(consent: Consent): Page {
  const { client, redirectUri, scopes, transaction, action } = consent;
  return page(
    `Allow ${client} to act for you?`,
    `<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="transaction" value="${escapeHtml(transaction)}">
${signedIn(consent)}
<h2>${escapeHtml(client)} asks for</h2>
<dl>
${scopes.map(scopeItem).join('\n')}
</dl>
<p>You will be sent back to <code>${escapeHtml(redirectUri)}</code>. This is a sandbox: nothing real is at stake.</p>
<div class="choices">
<button type="submit" name="decision" value="approve">Approve</button>
<button type="submit" name="decision" value="deny">Deny</button>
</div>
</form>`,
  );
}
