/**
 * The pure parts of the bench: figures, verdicts, what is kept of earlier runs, the table, the chart, the section of
 * the page.
 */
import t from 'tap';
import { chart } from '../bench/chart.ts';
import { checkResults, section, withSection } from '../bench/docs.ts';
import { parseOptions } from '../bench/options.ts';
import { firstResponse } from '../bench/response.ts';
import { measuredNow, mergeResults } from '../bench/results.ts';
import type { Results } from '../bench/results.ts';
import { figure, notRun, verdict, wanted } from '../bench/rows.ts';
import type { Row } from '../bench/rows.ts';
import { median, percentile } from '../bench/statistics.ts';
import { markdownTable, textTable } from '../bench/table.ts';

const MACHINE = { cpu: 'Test CPU', cores: 2, memory_gib: 8, node: 'v20.19.0' };

const row = (over: Partial<Row> = {}): Row => ({
  group: 'peers',
  name: 'opaque token',
  against: 'a peer',
  value: 4.2,
  unit: 'ratio',
  target: 4,
  better: 'higher',
  note: 'in memory',
  rates: { ours: 20_000, theirs: 4_762 },
  ...over,
});

const results = (...rows: Row[]): Results => ({ machine: MACHINE, rows: measuredNow(rows, false) });

t.test('medians and percentiles', (t) => {
  t.equal(median([3, 1, 2]), 2);
  t.equal(median([10, 9, 1, 2]), 5.5, 'numbers are not ordered as text');
  t.ok(Number.isNaN(median([])));
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  t.equal(percentile(hundred, 0.5), 50);
  t.equal(percentile(hundred, 0.99), 99);
  t.equal(percentile(hundred, 1), 100);
  t.equal(percentile([7], 0.99), 7);
  t.end();
});

t.test('a response is whole when its last byte is there, and not before', (t) => {
  const bodies = {
    sized: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    chunked: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n10\r\n, chunked world!\r\n0\r\n\r\n',
    empty: 'HTTP/1.1 204 No Content\r\n\r\n',
  };
  for (const [name, text] of Object.entries(bodies)) {
    for (let length = 0; length < text.length; length++)
      if (firstResponse(Buffer.from(text.slice(0, length))) !== undefined)
        t.fail(`${name}: whole after ${length} bytes`);
    const next = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
    t.strictSame(
      firstResponse(Buffer.from(text + next)),
      { length: text.length, bodyStart: text.indexOf('\r\n\r\n') + 4 },
      `${name}, with another behind it`,
    );
  }
  t.end();
});

t.test('verdicts', (t) => {
  t.equal(verdict(row()), 'reached');
  t.equal(verdict(row({ value: 4 })), 'reached');
  t.equal(verdict(row({ value: 3.99 })), 'missed');
  t.equal(verdict(row({ better: 'lower', target: 1.25, value: 1.3 })), 'missed');
  t.equal(verdict(row({ better: 'lower', target: 1.25, value: 1.2 })), 'reached');
  t.equal(verdict(row({ target: null })), 'told');
  t.equal(verdict(notRun('stores', 'redis store', 'memory store', 'needs redis-server')), 'not run');
  t.equal(verdict(row({ value: NaN })), 'missed', 'what was not measured is not reached');
  t.strictSame(
    [figure(1.534, 'ratio'), figure(18.234, 'ratio'), figure(412.4, 'ms'), figure(380.9, 'bytes')],
    ['1.53', '18.2', '412 ms', '381 bytes'],
  );
  t.strictSame(
    [wanted(row()), wanted(row({ better: 'lower', target: 400, unit: 'bytes' })), wanted(row({ target: null }))],
    ['≥ 4', '≤ 400 bytes', ''],
  );
  t.end();
});

t.test('a run replaces its own rows and keeps the others of the same machine', (t) => {
  const groups = ['fastify', 'peers'];
  const bare = row({ group: 'fastify', against: 'bare' });
  const before = results(row({ value: 1 }), row({ against: 'gone' }), bare);
  const fresh = measuredNow([row({ value: 2 })], false);
  const figures = ({ rows }: Results) => rows.map(({ group, against, value }) => [group, against, value]);
  t.strictSame(
    figures(mergeResults(before, MACHINE, fresh, groups, ['peers'])),
    [
      ['fastify', 'bare', 4.2],
      ['peers', 'a peer', 2],
    ],
    'a whole group',
  );
  t.strictSame(
    figures(mergeResults(before, MACHINE, fresh, groups, [])),
    [
      ['fastify', 'bare', 4.2],
      ['peers', 'gone', 4.2],
      ['peers', 'a peer', 2],
    ],
    'one case of it',
  );
  t.strictSame(
    figures(mergeResults(before, { ...MACHINE, cores: 8 }, fresh, groups, [])),
    [['peers', 'a peer', 2]],
    'another machine',
  );
  t.strictSame(
    figures(mergeResults(undefined, MACHINE, fresh, groups, [])),
    [['peers', 'a peer', 2]],
    'nothing before',
  );
  t.end();
});

t.test('tables', (t) => {
  const rows = [
    row(),
    row({ against: 'a | b', value: 3, note: 'two\nlines' }),
    notRun('peers', 'opaque token', 'another', 'issues JWTs only'),
  ];
  const lines = markdownTable(rows);
  t.equal(lines.length, rows.length + 2);
  for (const line of lines) t.equal(line.replaceAll('\\|', '').split('|').length, 7, line);
  t.match(lines[3], '**≥ 4: missed**');
  t.match(lines[4], /– \| {2}\| issues JWTs only/);
  const [head, ...printed] = textTable(rows);
  t.match(head, /^what +figure +wanted/);
  t.equal(printed.length, rows.length);
  t.match(printed[2], /not run/);
  t.end();
});

/** Throws unless every element is closed, in order, and no text has a bare `<` or `&`. */
function elementsOf(svg: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const rest = svg.replaceAll(
    /<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<&]*")*)(\/?)>/g,
    (_, end: string, name: string, _attributes: string, empty: string) => {
      if (end !== '') {
        if (open.pop() !== name) throw new Error(`</${name}> closes something else`);
        return '';
      }
      seen.push(name);
      if (empty === '') open.push(name);
      return '';
    },
  );
  if (open.length > 0) throw new Error(`${open.join(', ')} not closed`);
  if (/<|&(?!(?:amp|lt|gt|quot);)/.test(rest)) throw new Error('a bare < or & in the text');
  return seen;
}

t.test('the chart is well-formed, with a bar for the sandbox and each peer of each work', (t) => {
  const rows = [
    row(),
    row({ against: 'a <b> & "c"', value: 0.5 }),
    row({ name: 'RS256 token', value: 2 }),
    notRun('peers', 'RS256 token', 'another', 'signs nothing'),
  ];
  const svg = chart(rows);
  const elements = elementsOf(svg);
  t.equal(elements.filter((name) => name === 'rect').length, 5, 'two works, three measured peers');
  t.match(svg, 'a &lt;b&gt; &amp; &quot;c&quot;');
  t.match(svg, 'prefers-color-scheme: dark');
  t.notMatch(svg, 'NaN');
  t.notMatch(svg, 'another');
  const [width] = /(?<=<svg [^>]*width=")\d+/.exec(svg)!;
  const ends = [...svg.matchAll(/<rect x="(\d+)" y="\d+" width="(\d+)"/g)].map(
    ([, x, wide]) => Number(x) + Number(wide),
  );
  t.ok(Math.max(...ends) < Number(width), 'a peer that is faster than the sandbox stays within the picture');
  t.throws(() => elementsOf('<svg><text>a</svg></text>'));
  t.end();
});

t.test('the page gets what lies between the markers, and nothing from short rounds', (t) => {
  const good = results(row());
  const lines = section(good);
  t.match(
    lines.join('\n'),
    /\(bench\.svg\)[^]*\| opaque token[^]*Node v20\.19\.0, 2 cores[^]*npm run bench -- --write-docs/,
  );
  const before = 'a\n<!-- bench: written by `npm run bench -- --write-docs` -->\nold\n<!-- bench: end -->\nz\n';
  const after = withSection(before, lines);
  t.match(after, /^a\n<!-- bench: written[^]*opaque token[^]*<!-- bench: end -->\nz\n$/);
  t.notMatch(after, 'old');
  t.equal(withSection(after, lines), after, 'written twice, it is the same');
  t.throws(() => withSection('no markers', lines), /lacks the lines/);
  t.throws(() => checkResults(undefined), /npm run bench/);
  t.throws(() => checkResults({ ...good, rows: measuredNow([row()], true) }), /--quick.*--only=peers/);
  t.equal(checkResults(good), good);
  t.end();
});

t.test('options', (t) => {
  const names = ['fastify', 'peers', 'opaque token'];
  t.strictSame(parseOptions([], names), { quick: false, only: undefined, soakMinutes: 0, writeDocs: false });
  t.strictSame(parseOptions(['--quick', '--only=peers,opaque token', '--soak-minutes=2.5', '--write-docs'], names), {
    quick: true,
    only: ['peers', 'opaque token'],
    soakMinutes: 2.5,
    writeDocs: true,
  });
  t.throws(() => parseOptions(['--only=peer'], names), /--only=peer: .*fastify, peers, opaque token/);
  for (const minutes of ['x', '-1', '600'])
    t.throws(() => parseOptions([`--soak-minutes=${minutes}`], names), {
      message: `--soak-minutes=${minutes}: write a number of minutes up to 60`,
    });
  t.end();
});
