/**
 * The page by which the browser posts an answer to the client: without script a person presses the button.
 *
 * @see OAuth 2.0 Form Post Response Mode §2, §5 (no page of it is kept)
 */
import { createHash } from 'node:crypto';
import { escapeHtml, page } from '../html-page.ts';
import type { Page } from '../html-page.ts';

const SCRIPT = 'document.forms[0].submit()';

const scriptHash = createHash('sha256').update(SCRIPT).digest('base64');

/** @param action the redirect URI. @param fields what the client is told */
export function formPostPage(action: string, fields: Readonly<Record<string, string>>): Page {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  const shown = page(
    'Back to the application',
    `<form method="post" action="${escapeHtml(action)}">
${inputs.join('\n')}
<p><button type="submit">Go on</button></p>
</form>
<script>${SCRIPT}</script>`,
  );
  const policy = shown.headers['Content-Security-Policy'] ?? '';
  return {
    ...shown,
    headers: { ...shown.headers, 'Content-Security-Policy': `${policy}; script-src 'sha256-${scriptHash}'` },
  };
}
