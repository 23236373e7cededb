/**
 * The chart of the README and of `docs/benchmarks.md`: for each kind of work, what the peers do in the time in which
 * the sandbox does its own.
 */
import type { Row } from './rows.ts';

const WIDTH = 720;
const LEFT = 150;
const RIGHT = 190;
const BAR = 18;
const STEP = 26;
const TITLE = 34;
const TOP = 44;
const BASELINE = 13;

/** Both are readable where the page is light, and where it is dark. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .head { font-weight: 600; }
  .note { fill: #59636e; }
  .ours { fill: #0a7d55; }
  .theirs { fill: #8c959f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .ours { fill: #2ea97a; }
    .theirs { fill: #6e7681; }
  }
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);

const text = (x: number, y: number, words: string, kind = ''): string =>
  `  <text x="${x}" y="${y}"${kind === '' ? '' : ` class="${kind}"`}>${escaped(words)}</text>`;

/** @param share of the longest bar */
function bar(y: number, label: string, share: number, kind: 'ours' | 'theirs', figure: string): string[] {
  const width = Math.max(1, Math.round(share * (WIDTH - LEFT - RIGHT)));
  return [
    text(0, y + BASELINE, label),
    `  <rect x="${LEFT}" y="${y}" width="${width}" height="${BAR}" rx="2" class="${kind}"/>`,
    text(LEFT + width + 8, y + BASELINE, figure, 'note'),
  ];
}

const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')} per CPU second`;

/**
 * Rows of one kind of work, one for each peer; what a peer does is told in the time of one request of the sandbox's.
 */
function chartOf(name: string, measured: readonly Row[], top: number): string[] {
  const longest = Math.max(1, ...measured.map(({ value }) => 1 / value!));
  const lines = [
    text(0, top + BASELINE, name, 'head'),
    ...bar(top + STEP, 'tollgate', 1 / longest, 'ours', perSecond(measured[0]!.rates!.ours)),
  ];
  for (const [i, { against, value, rates }] of measured.entries())
    lines.push(...bar(top + STEP * (i + 2), against, 1 / value! / longest, 'theirs', perSecond(rates!.theirs)));
  return lines;
}

/**
 * @param rows of ratios with their rates; those without are left out
 * @returns an SVG document
 */
export function chart(rows: readonly Row[]): string {
  const measured = rows.filter((row) => row.value !== null && row.rates !== undefined);
  let top = TOP;
  const lines: string[] = [];
  for (const name of new Set(measured.map((row) => row.name))) {
    const ofWork = measured.filter((row) => row.name === name);
    lines.push(...chartOf(name, ofWork, top));
    top += STEP * (ofWork.length + 2) + TITLE - STEP;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-labelledby="title">`,
    '  <title id="title">Requests per second of processor time: the sandbox and servers that do the same work</title>',
    `  <style>${STYLE}  </style>`,
    text(0, BASELINE + 4, 'Requests per second of processor time, on one core; longer is better', 'note'),
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}
