/** The summary as one self-contained page, for runs that are too short for k6 to draw charts of. No script. */
import { escape } from './escape-html.ts';
import type { Figures } from './figures.ts';
import { HEAD, headline, notesOf, rowOf } from './summary-text.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8885; --bad: #b3261e; --good: #1b6e3a; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #7ddc9d; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
.broken { color: var(--bad); font-weight: 600; } .holds { color: var(--good); }`;

const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`;

const table = (head: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>\n<tbody>${rows.join('\n')}</tbody></table>`;

export function pageOf(figures: Figures): string {
  const { contract, scenario, startedAt, operations, thresholds } = figures;
  const broken = thresholds.filter(({ ok }) => !ok).length;
  const judged = thresholds.map(
    ({ metric, rule, ok, got }) =>
      `<tr><td class="${ok ? 'holds' : 'broken'}">${ok ? 'holds' : 'broken'}</td><td><code>${escape(`${metric} ${rule}`)}</code></td><td>${escape(got)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Load: ${escape(`${contract} ${scenario}`)}</title><style>${STYLE}</style></head>
<body><h1>${escape(`${contract} ${scenario}`)}</h1>
<p>${escape(headline(figures))}; it began at ${new Date(startedAt).toISOString()}.</p>
${table(
  HEAD,
  operations.map((one) => row(rowOf(one))),
)}
${notesOf(figures)
  .map((note) => `<p>${escape(note.trim())}</p>`)
  .join('\n')}
<h2>${thresholds.length - broken} of ${thresholds.length} thresholds hold</h2>
${table(['verdict', 'threshold', 'measured'], judged)}
</body></html>
`;
}
