/** The pages of signing out: whether, and that it is done. */
import { escapeHtml, page } from '../html-page.ts';
import type { Page } from '../html-page.ts';

export interface Logout {
  readonly user: string;
  /** Name of the client that asks; undefined where the request names none. */
  readonly client: string | undefined;
  readonly transaction: string;
  /** Path that the form is posted to. */
  readonly action: string;
}

export function logoutPage({ user, client, transaction, action }: Logout): Page {
  return page(
    'Sign out?',
    `<form method="post" action="${escapeHtml(action)}">
<input type="hidden" name="transaction" value="${escapeHtml(transaction)}">
<p>You are signed in as <strong>${escapeHtml(user)}</strong>.${client === undefined ? '' : ` ${escapeHtml(client)} asks you to sign out.`}</p>
<div class="choices">
<button type="submit" name="decision" value="approve">Sign out</button>
<button type="submit" name="decision" value="deny">Stay signed in</button>
</div>
</form>`,
  );
}

export const signedOutPage = (signedIn: boolean): Page =>
  page(
    signedIn ? 'You are still signed in' : 'You are signed out',
    `<p>${signedIn ? 'Nothing was changed.' : 'You can close this page.'}</p>`,
  );
