/** The page on which a person allows a client to act for them, or does not. */
import { escapeHtml, page } from '../html-page.ts';
import type { Page } from '../html-page.ts';

/** Someone who may agree: a person, or the tenant itself. */
export interface Party {
  readonly id: string;
  readonly name: string;
}

export interface Consent {
  readonly client: string;
  readonly tenant: string;
  /** Where the browser goes next, so that a person can judge it. */
  readonly redirectUri: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
  /** Who may be signed in, people and the tenant itself; the first one is. */
  readonly parties: readonly Party[];
  readonly transaction: string;
  /** Path that the form is posted to. */
  readonly action: string;
}

/** Who is signed in, or may say who they are. */
export function partyChoice(parties: readonly Party[], tenant: string): string {
  const [first, ...others] = parties;
  const name = first?.name ?? tenant;
  if (others.length === 0)
    return `<p>You are signed in as <strong>${escapeHtml(name)}</strong>${name === tenant ? '' : ` of ${escapeHtml(tenant)}`}.</p>`;
  const options = parties.map((party) => `<option value="${escapeHtml(party.id)}">${escapeHtml(party.name)}</option>`);
  return `<p><label for="user">You are signed in at ${escapeHtml(tenant)} as</label>
<select id="user" name="user">${options.join('')}</select></p>`;
}

const scopeItem = ({ name, description }: Consent['scopes'][number]): string =>
  `<dt><code>${escapeHtml(name)}</code></dt><dd>${escapeHtml(description)}</dd>`;

export const scopeList = (scopes: Consent['scopes']): string => `<dl>
${scopes.map(scopeItem).join('\n')}
</dl>`;

export function consentPage(consent: Consent): Page {
  const { client, redirectUri, scopes, transaction, action, parties, tenant } = consent;
  return page(
    `Allow ${client} to act for you?`,
    `<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="transaction" value="${escapeHtml(transaction)}">
${partyChoice(parties, tenant)}
<h2>${escapeHtml(client)} asks for</h2>
${scopeList(scopes)}
<p>You will be sent back to <code>${escapeHtml(redirectUri)}</code>. This is a sandbox: nothing real is at stake.</p>
<div class="choices">
<button type="submit" name="decision" value="approve">Approve</button>
<button type="submit" name="decision" value="deny">Deny</button>
</div>
</form>`,
  );
}
