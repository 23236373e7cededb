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

/** Others may not show it in a frame; `X-Frame-Options` has no word for some that may. */
function framed(headers: Page['headers'], by: readonly string[]): Page['headers'] {
  if (by.length === 0) return headers;
  const { 'X-Frame-Options': _, ...rest } = headers;
  const policy = headers['Content-Security-Policy'] ?? '';
  return {
    ...rest,
    'Content-Security-Policy': policy.replace("frame-ancestors 'none'", `frame-ancestors ${by.join(' ')}`),
  };
}

/**
 * @param action the redirect URI
 * @param fields what the client is told
 * @param framedBy origins whose pages may show it in a frame
 */
export function formPostPage(
  action: string,
  fields: Readonly<Record<string, string>>,
  framedBy: readonly string[],
): Page {
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
  const headers = framed(shown.headers, framedBy);
  const policy = headers['Content-Security-Policy'] ?? '';
  return {
    ...shown,
    headers: { ...headers, 'Content-Security-Policy': `${policy}; script-src 'sha256-${scriptHash}'` },
  };
}
