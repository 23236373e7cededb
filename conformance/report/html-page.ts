/** Style and script of the page that `html-report.ts` writes; the report card has the style too. */

export const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: #8884; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3a; --dim: #5b6068; --card: #8881; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --warn: #ffc95c; --good: #7ddc9d; --dim: #a3a9b3; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 0 1rem 3rem; overflow-wrap: anywhere; }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; padding: .6rem 0; background: Canvas; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.25rem; margin: 0; } h2 { margin-bottom: .2rem; } h3 { font-size: 1.05rem; margin: 0 0 .4rem; scroll-margin-top: 4rem; }
header label { flex: 1 1 14rem; max-width: 28rem; display: flex; gap: .5rem; align-items: center; }
output { color: var(--dim); font-size: .85rem; } input { flex: 1; font: inherit; padding: .3rem .5rem; min-width: 0; }
.totals { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; }
.totals li { border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .7rem; }
.cause { border: 1px solid var(--line); border-left: .3rem solid var(--dim); border-radius: .4rem; background: var(--card); padding: .7rem 1rem; margin: .8rem 0; scroll-margin-top: 4rem; }
.cause.must { border-left-color: var(--bad); } .cause.should { border-left-color: var(--warn); }
.must .level, .failed, .unreachable, .suite_error { color: var(--bad); } .should .level, .warned { color: var(--warn); } .passed { color: var(--good); } .not_run, .not_judged, small { color: var(--dim); }
.level { font-size: .8rem; font-weight: 700; letter-spacing: .04em; } small { font-weight: 400; }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .2rem .8rem; margin: .4rem 0; } dt { color: var(--dim); } dd { margin: 0; min-width: 0; } ol { margin: 0; padding-left: 1.2rem; }
summary { cursor: pointer; padding: .15rem 0; } .ids { font-size: .85rem; }
.code { position: relative; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; padding: .8rem; padding-right: 4.5rem; border: 1px solid var(--line); border-radius: .4rem; font-size: .85rem; }
.copy { position: absolute; top: .7rem; right: .4rem; font: inherit; font-size: .8rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
td:first-child, td:nth-child(3), td:nth-child(4) { white-space: nowrap; overflow-wrap: normal; } tr td:nth-child(n+2) { color: CanvasText; } td a { color: inherit; }
code { font-size: .9em; } [hidden] { display: none !important; }
@media (max-width: 40rem) { .cause, h3 { scroll-margin-top: 7rem; } dl { grid-template-columns: 1fr; gap: 0; } dt { margin-top: .3rem; } .cause { padding: .6rem .7rem; } th:nth-child(n+3), td:nth-child(n+3) { display: none; } }
`;

/** Filters by words, shows what a link leads to, and copies. */
export const PAGE_SCRIPT = `
const filter = document.getElementById('filter');
const found = [...document.querySelectorAll('[data-find]')].map((part) => [part, part.textContent.toLowerCase()]);
filter.addEventListener('input', () => {
  const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
  for (const [part, text] of found) part.hidden = !words.every((word) => text.includes(word));
  for (const every of document.querySelectorAll('.every')) every.open = words.length > 0;
  const shown = found.filter(([part]) => !part.hidden);
  const causes = shown.filter(([part]) => part.matches('.cause')).length;
  const checks = shown.filter(([part]) => part.matches('tr')).length;
  const count = (number, word) => \`\${number.toLocaleString('en')} \${word}\${number === 1 ? '' : 's'}\`;
  document.getElementById('shown').textContent = words.length === 0 ? '' : \`\${count(causes, 'cause')}, \${count(checks, 'check')}\`;
});
document.addEventListener('click', ({ target }) => {
  // A link may lead to a cause that the filter hides; the browser goes there after this.
  const to = target.closest('a[href^="#"]')?.getAttribute('href').slice(1);
  if (!to || !document.getElementById(to)?.hidden) return;
  filter.value = '';
  filter.dispatchEvent(new Event('input'));
});
document.addEventListener('click', async ({ target }) => {
  if (!target.classList.contains('copy')) return;
  const text = target.nextElementSibling.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  target.textContent = 'Copied';
  target.addEventListener('blur', () => { target.textContent = 'Copy'; }, { once: true });
});
`;
