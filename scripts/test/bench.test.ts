/**
 * The pure parts of the bench: figures, verdicts, what is kept of earlier runs, the table, the chart, the section of
 * the page.
 */
import t from 'tap';
import { changes, changesText } from '../bench/compare-results.ts';
import { chart } from '../bench/chart.ts';
import { checkResults, section, withSection } from '../bench/docs.ts';
import { parseOptions } from '../bench/options.ts';
import { firstResponse } from '../bench/response.ts';
import { measuredNow, mergeResults } from '../bench/results.ts';
import type { Results } from '../bench/results.ts';
import { figure, notRun, quartiles, verdict, wanted } from '../bench/rows.ts';
import type { Row } from '../bench/rows.ts';
import { median, percentile, spreadOf } from '../bench/statistics.ts';
import { markdownTable, textTable } from '../bench/table.ts';

const MACHINE = {
  cpu: 'Test CPU',
  cores: 2,
  memory_gib: 8,
  node: 'v20.19.0',
  cores_used: 'the servers on core 1, the load on core 0',
};

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

t.test('quartiles', (t) => {
  t.strictSame(spreadOf([5, 1, 3, 2, 4]), { median: 3, q1: 2, q3: 4, rounds: 5 });
  t.strictSame(spreadOf([1, 2]), { median: 1.5, q1: 1.25, q3: 1.75, rounds: 2 });
  t.strictSame(spreadOf([7]), { median: 7, q1: 7, q3: 7, rounds: 1 });
  const narrow = row({ value: 3.9, spread: { median: 3.9, q1: 3.8, q3: 4.1, rounds: 9 } });
  const wide = row({ value: 3.9, spread: { median: 3.9, q1: 3.5, q3: 4.1, rounds: 9 } });
  t.strictSame([quartiles(narrow), quartiles(wide), quartiles(row())], ['3.80–4.10', '3.50–4.10, wide', '']);
  t.equal(verdict(narrow), 'missed');
  t.equal(verdict(wide), 'unclear', 'the target is among the rounds');
  t.equal(verdict({ ...wide, target: 2 }), 'reached', 'all rounds are beyond it');
  t.equal(verdict({ ...wide, target: null }), 'told');
  t.match(markdownTable([wide])[2], '| 3.50–4.10, wide | **≥ 4: unclear** |');
  t.match(section(results(wide)).join('\n'), '**≥ 4: unclear**', 'and stands in the page as that');
  t.end();
});

t.test('what changed from run to run is told beyond noise', (t) => {
  const rounds = (median: number, half: number): Partial<Row> => ({
    value: median,
    spread: { median, q1: median - half, q3: median + half, rounds: 9 },
  });
  const judged = (before: Partial<Row>, after: Partial<Row>): string =>
    changes(results(row(before)), results(row(after)))[0]!.verdict;
  t.equal(judged(rounds(1, 0.01), rounds(0.9, 0.01)), 'worse');
  t.equal(judged(rounds(1, 0.01), rounds(1.1, 0.01)), 'better');
  t.equal(judged({ ...rounds(1, 0.01), better: 'lower' }, { ...rounds(1.1, 0.01), better: 'lower' }), 'worse');
  t.equal(judged(rounds(1, 0.1), rounds(0.9, 0.1)), 'same', 'rounds that lie far apart');
  t.equal(judged(rounds(1, 0), rounds(0.98, 0)), 'same', 'less than two starts differ by');
  t.equal(judged(rounds(1, 0), {}), 'not judged', 'no quartiles');
  t.equal(judged({ ...rounds(1, 0), unit: 'ms' }, { ...rounds(2, 0), unit: 'ms' }), 'not judged', 'a time');
  const one = results(row(rounds(1, 0.01)), row({ against: 'gone' }));
  const two = results(row(rounds(0.8, 0.01)), row({ against: 'new' }));
  t.strictSame(changesText(one, two), [
    'WORSE: opaque token, against a peer: 1.00 → 0.80 (-20.0 %)',
    'not compared: opaque token, against gone: only the older run has it',
    'not compared: opaque token, against new: only the newer run has it',
  ]);
  t.match(changesText({ ...one, machine: { ...MACHINE, cores: 8 } }, two)[0], /two machines/);
  t.strictSame(changesText(one, results()), ['The two runs have no figure in common.']);
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
  for (const line of lines) t.equal(line.replaceAll('\\|', '').split('|').length, 8, line);
  t.match(lines[3], '**≥ 4: missed**');
  t.match(lines[4], /– \| {2}\| {2}\| issues JWTs only/);
  const [head, ...printed] = textTable(rows);
  t.match(head, /^what +figure +quartiles +wanted/);
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

const NOTHING_ASKED = {
  quick: false,
  only: undefined,
  soakMinutes: 0,
  writeDocs: false,
  writeCounts: false,
  compare: undefined,
  with: undefined,
  json: false,
};

t.test('options', (t) => {
  const names = ['fastify', 'peers', 'opaque token'];
  t.strictSame(parseOptions([], names), NOTHING_ASKED);
  t.strictSame(parseOptions(['--quick', '--only=peers,opaque token', '--soak-minutes=2.5', '--write-docs'], names), {
    quick: true,
    only: ['peers', 'opaque token'],
    soakMinutes: 2.5,
    writeDocs: true,
    writeCounts: false,
    compare: undefined,
    with: undefined,
    json: false,
  });
  t.match(parseOptions(['--compare=old.json', '--with=new.json', '--json'], names), {
    compare: 'old.json',
    with: 'new.json',
    json: true,
  });
  t.throws(() => parseOptions(['--with=new.json'], names), /--compare/);
  t.throws(() => parseOptions(['--only=peer'], names), /--only=peer: .*fastify, peers, opaque token/);
  for (const minutes of ['x', '-1', '600'])
    t.throws(() => parseOptions([`--soak-minutes=${minutes}`], names), {
      message: `--soak-minutes=${minutes}: write a number of minutes up to 60`,
    });
  t.end();
});
