/** The console: one page that a browser gets, with script and style in it and nothing from elsewhere. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import { escapeHtml } from '../auth/html-page.ts';

/** Compiled, this file stands in `dist/mock/server/`; the console is bundled into `dist/console/`. */
const read = (name: string): string => readFileSync(new URL(`../../console/${name}`, import.meta.url), 'utf8');

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E%3Cpath d='M3 4v13M3 8h13' fill='none' stroke='%230b5cad' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

interface Parts {
  readonly script: string;
  readonly style: string;
  readonly policy: string;
}

let parts: Parts | undefined;

const source = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;

function load(): Parts {
  const [script, style] = [read('console.js'), read('console.css')];
  const policy = [
    "default-src 'none'",
    `script-src ${source(script)}`,
    `style-src ${source(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  return { script, style, policy };
}

/**
 * It holds no secret and nothing of any sandbox: what it shows it asks the control plane for, under that plane's rules.
 *
 * @param control the control plane's path, as the browser has to ask for it
 */
export function sendConsole(reply: FastifyReply, control: string, sandbox: string): FastifyReply {
  const { script, style, policy } = (parts ??= load());
  return reply
    .code(200)
    .headers({
      'Content-Security-Policy': policy,
      'X-Frame-Options': 'DENY',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-store',
      Vary: 'Accept',
    })
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="tollgate-control" content="${escapeHtml(control)}">
<meta name="tollgate-sandbox" content="${escapeHtml(sandbox)}">
<title>Tollgate</title>
<link rel="icon" href="${ICON}">
<style>${style}</style>
</head>
<body>
<noscript><h1>Tollgate</h1><p>This is a sandbox of API authentication. Its console needs JavaScript; <code>tollgate creds</code>, <code>tollgate logs</code> and <code>tollgate explain</code> tell the same in a terminal.</p></noscript>
<script type="module">${script}</script>
</body>
</html>
`);
}
