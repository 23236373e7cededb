/** The frame of the pages that a person sees: plain HTML, no script, nothing from elsewhere. */
import { createHash } from 'node:crypto';

/** What an answer needs to be a page. */
export interface Page {
  readonly body: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
}

const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, sans-serif; }
body { margin: 0 auto; padding: 2rem 1rem; max-width: 34rem; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; line-height: 1.25; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; }
code { overflow-wrap: anywhere; }
pre { overflow-x: auto; }
.choices { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button, select, input { font: inherit; padding: .6rem 1.25rem; border: 2px solid #0b4f9e; border-radius: .375rem; background: #fff; color: #0b4f9e; }
button[value=approve] { background: #0b4f9e; color: #fff; }
:focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616; }
  button, select, input { background: #161616; color: #9cc7ff; border-color: #9cc7ff; }
  button[value=approve] { background: #9cc7ff; color: #10233a; }
  :focus-visible { outline-color: #ffb266; }
}`;

const styleHash = createHash('sha256').update(STYLE).digest('base64');

/**
 * `form-action` is left out on purpose: browsers apply it to the redirects after a form too, and the consent form ends
 * in a redirect to the client, and from there wherever the client likes.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; frame-ancestors 'none'`,
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes text safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** @param main HTML below the heading, with every text in it escaped */
export function page(title: string, main: string): Page {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${main}
</main>
</body>
</html>
`;
  return { body, contentType: 'text/html; charset=utf-8', headers: PAGE_HEADERS };
}
