/** One self-contained page: totals, every finding in full, and every check with its outcome. No script. */
import type { Result } from '../check.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { citationText } from './citation-text.ts';
import { findingText } from './failure-text.ts';
import { OUTCOME_WORDS, paceText, reasonOf, totalsText } from './outcome-words.ts';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `
:root { color-scheme: light dark; --line: #8885; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3a; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --warn: #ffc95c; --good: #7ddc9d; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .8rem; border: 1px solid var(--line); border-radius: .4rem; font-size: .85rem; }
.failed, .unreachable, .suite_error { color: var(--bad); font-weight: 600; } .warned { color: var(--warn); } .passed { color: var(--good); }
code { font-size: .9em; } summary { cursor: pointer; }`;

function findings({ results, stale }: Report, sources: Sources): string {
  const found = results.filter(({ outcome }) => 'finding' in outcome);
  const leftovers = stale.map(
    ({ id, reason }) =>
      `<p class="failed"><code>${escape(id)}</code> is listed as known failing, and does not fail (${escape(reason)}).</p>`,
  );
  return found
    .map((result) => {
      const { outcome, check, known } = result;
      const note = known === undefined ? '' : ` (known: ${escape(known)})`;
      return 'finding' in outcome
        ? `<h3 class="${outcome.state}">${OUTCOME_WORDS[outcome.state]}: ${escape(check.title)}${note}</h3><pre>${escape(findingText(result, outcome.finding, sources))}</pre>`
        : '';
    })
    .concat(leftovers)
    .join('\n');
}

function row(result: Result, sources: Sources): string {
  const { check, outcome } = result;
  const reason = reasonOf(result);
  return `<tr><td class="${outcome.state}">${OUTCOME_WORDS[outcome.state]}</td><td><code>${escape(check.id)}</code><br>${escape(check.title)}${reason === undefined ? '' : `<br><em>${escape(reason)}</em>`}</td><td>${check.level}</td><td>${check.evidence}</td><td>${escape(citationText(check, sources))}</td></tr>`;
}

function section(report: Report, sources: Sources): string {
  return `<section><h2>${escape(report.title)} on ${escape(report.target.name)}</h2>
<p><code>${escape(report.target.baseUrl)}</code></p><p><strong>${totalsText(report.totals)}</strong>. ${paceText(report)}.</p>
${findings(report, sources)}
<details><summary>Every check (${report.results.length})</summary><table><thead><tr><th scope="col">Outcome</th><th scope="col">Check</th><th scope="col">Level</th><th scope="col">Evidence</th><th scope="col">Says</th></tr></thead>
<tbody>${report.results.map((result) => row(result, sources)).join('\n')}</tbody></table></details></section>`;
}

export function htmlReport(reports: readonly Report[], sources: Sources): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Conformance: ${escape(reports.map(({ title }) => title).join(', '))}</title><style>${STYLE}</style></head>
<body><h1>Conformance</h1>
${reports.map((report) => section(report, sources)).join('\n')}
</body></html>
`;
}
