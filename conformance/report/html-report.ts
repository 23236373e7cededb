/** One self-contained page: totals, causes first, each with its exchange and script folded, then every check. */
import type { Cause } from '../causes/cause.ts';
import type { Result } from '../check.ts';
import { countedNoun } from '../counted-noun.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';
import { adviceBasis, adviceLine, adviceTitle } from './advice-text.ts';
import { checksText, countText, stepText } from './cause-text.ts';
import { citationText } from './citation-text.ts';
import { exchangeLines } from './failure-text.ts';
import { PAGE_SCRIPT, PAGE_STYLE, escape } from './html-page.ts';
import { OUTCOME_WORDS, assumedText, notRunByReason, paceText, reasonOf } from './outcome-words.ts';
import { reproduction } from './reproduce.ts';

/** Bodies in the page are cut there: whole ones are in the JSON report. */
const LONGEST = 4_000;

const clip = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text);

const folded = (title: string, text: string): string =>
  `<details><summary>${title}</summary><div class="code"><button type="button" class="copy">Copy</button><pre>${escape(clip(text))}</pre></div></details>`;

function steps({ finding: { steps: before = [] } }: Cause): string {
  if (before.length === 0) return '';
  return `<dt>After</dt><dd><ol>${before.map((step) => `<li>${escape(stepText(step))}</li>`).join('')}</ol></dd>`;
}

function causeArticle(cause: Cause, report: Report, sources: Sources, anchor: string): string {
  const { title, level, finding, number } = cause;
  const again = reproduction(report, cause);
  return `<article class="cause ${level}" id="${anchor}" data-find>
<h3><a href="#${anchor}">${number}</a> <span class="level">${level.toUpperCase()}</span> ${escape(title)}<small>${escape(countText(cause))}</small></h3>
<dl><dt>Says</dt><dd>${escape(citationText(cause, sources))}</dd><dt>Expected</dt><dd>${escape(finding.expected)}</dd><dt>Got</dt><dd>${escape(finding.got)}</dd>${steps(cause)}</dl>
${finding.exchange === undefined ? '' : folded('Exchange', exchangeLines(finding.exchange).join('\n'))}
${again === undefined ? '' : folded(again.lines.length > 1 ? 'See it yourself (script)' : 'See it yourself', again.lines.join('\n'))}
<details><summary>${countedNoun(cause.failed.length + cause.notJudged.length, 'check')}</summary><p class="ids">${escape(checksText(cause, 'whole'))}</p></details>
</article>`;
}

const chip = (count: number, word: string, state: string): string =>
  count === 0 ? '' : `<li class="${state}"><b>${count.toLocaleString('en')}</b> ${word}</li>`;

function totals({ totals: sum, causes }: Report): string {
  return `<ul class="totals">${chip(causes.length, causes.length === 1 ? 'cause' : 'causes', 'failed')}${chip(sum.passed, 'passed', 'passed')}${chip(sum.failed, 'failed', 'failed')}${chip(sum.warned, 'warnings', 'warned')}${chip(sum.informed, 'notes', 'informed')}${chip(sum.advice, 'of advice', 'informed')}${chip(sum.notJudged, 'not judged', 'not_judged')}${chip(sum.notRun, 'not run', 'not_run')}${chip(sum.knownFailing, 'known failing', 'warned')}${chip(sum.unreachable, 'unreachable', 'unreachable')}${chip(sum.suiteErrors, 'suite errors', 'suite_error')}</ul>`;
}

function others({ results, stale }: Report): string {
  const broken = results.flatMap((result) =>
    result.outcome.state === 'suite_error'
      ? [`<li data-find><code>${escape(result.check.id)}</code>: ${escape(reasonOf(result)!)}</li>`]
      : [],
  );
  const silent = results.filter(({ outcome }) => outcome.state === 'unreachable');
  const lines = [
    ...broken,
    ...(silent[0] === undefined
      ? []
      : [`<li>${countedNoun(silent.length, 'check')} found nobody: ${escape(reasonOf(silent[0])!)}</li>`]),
    ...stale.map(
      ({ id, reason }) =>
        `<li data-find><code>${escape(id)}</code> is listed as known failing, and does not fail (${escape(reason)})</li>`,
    ),
  ];
  return lines.length === 0 ? '' : `<h3>Beside the causes</h3><ul class="failed">${lines.join('')}</ul>`;
}

function row({ check, outcome, known }: Result, causes: ReadonlyMap<string, number>, prefix: string): string {
  const number = causes.get(check.id);
  const state = OUTCOME_WORDS[outcome.state];
  const told = number === undefined ? state : `<a href="#${prefix}-cause-${number}">${state}</a>`;
  const reason = outcome.state === 'not_run' ? outcome.reason : known === undefined ? undefined : `known: ${known}`;
  const note = reason === undefined ? '' : `<br><em>${escape(reason)}</em>`;
  return `<tr class="${outcome.state}" data-find><td>${told}</td><td><code>${escape(check.id)}</code><br>${escape(check.title)}${note}</td><td>${check.level}</td><td>${check.evidence}</td></tr>`;
}

/** The first cause of each check that has one. */
function causeOf({ causes }: Report): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { number, failed, notJudged } of causes)
    for (const id of [...failed, ...notJudged]) if (!found.has(id)) found.set(id, number);
  return found;
}

function notRun(report: Report): string {
  const reasons = notRunByReason(report);
  return reasons.length === 0
    ? ''
    : `<details><summary>Why ${countedNoun(report.totals.notRun, 'check')} were not run</summary><ul>${reasons.map(([reason, count]) => `<li>${count}: ${escape(reason)}</li>`).join('')}</ul></details>`;
}

function advice(report: Report, sources: Sources): string {
  const title = adviceTitle(report);
  if (title === undefined) return '';
  const items = report.advice.map(
    (one) =>
      `<li data-find>${escape(adviceLine(one))}<br><small>${escape(adviceBasis(one, sources))}</small>${folded('Exchange', exchangeLines(one.exchange).join('\n'))}</li>`,
  );
  return `<details class="advice"><summary>${escape(title)}</summary><ul>${items.join('\n')}</ul></details>`;
}

function section(report: Report, sources: Sources): string {
  const { contract, title, target, causes, results } = report;
  const prefix = contract.replaceAll(/[^\w-]+/g, '-');
  const of = causeOf(report);
  return `<section id="${prefix}"><h2>${escape(title)} on ${escape(target.name)}</h2>
<p><code>${escape(target.baseUrl)}</code> · ${escape(paceText(report))}</p>
${totals(report)}${assumedText(report) === undefined ? '' : `\n<p>${escape(assumedText(report)!)}.</p>`}
${causes.map((cause) => causeArticle(cause, report, sources, `${prefix}-cause-${cause.number}`)).join('\n')}
${others(report)}
${advice(report, sources)}
${notRun(report)}
<details class="every"><summary>Every check (${results.length.toLocaleString('en')})</summary><div class="wide"><table><thead><tr><th scope="col">Outcome</th><th scope="col">Check</th><th scope="col">Level</th><th scope="col">Evidence</th></tr></thead>
<tbody>${results.map((result) => row(result, of, prefix)).join('\n')}</tbody></table></div></details></section>`;
}

export function htmlReport(reports: readonly Report[], sources: Sources): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Conformance: ${escape(reports.map(({ title }) => title).join(', '))}</title><style>${PAGE_STYLE}</style></head>
<body><header><h1>Conformance</h1><label>Filter <input type="search" id="filter" placeholder="words of a cause or check"></label><output id="shown" for="filter"></output></header>
<main>
${reports.map((report) => section(report, sources)).join('\n')}
</main>
<script>${PAGE_SCRIPT}</script>
</body></html>
`;
}
