/** ARCHITECTURE.md's one direction of imports, held against every import of the code. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import t from 'tap';

const FOLDERS = ['specs/generated', 'mock', 'conformance', 'grade', 'load', 'console', 'scripts'];

/**
 * What the conformance suite and load runs may use of the mock: the compiled contract and what reads it. Whatever else
 * stands in `mock/contract/` is that room's own.
 */
const CONTRACT_FACE = [
  'browser-operations',
  'check-options',
  'compile/compile-contract',
  'compiled-contract',
  'contract-problem',
  'curl-arguments',
  'did-you-mean',
  'cache-folder',
  'durations',
  'file-error-words',
  'fill-values',
  'input-error',
  'json-schemas',
  'load-contract',
  'media-types',
  'one-way-schemas',
  'openapi-document',
  'path-template',
  'prepared-validators',
  'reachable-failures',
  'resource-parents',
  'response-keys',
  'signature-kinds',
  'shell-quote',
  'text-of',
  'threshold',
  'uses-certificates',
  'value-encoding',
  'yaml-file',
].map((name) => `mock/contract/${name}.ts`);

/** A file in `from` may import nothing of `not`; paths are prefixes, bare names are packages. */
const RULES: readonly {
  readonly from: string;
  readonly not: readonly string[];
  readonly but?: readonly string[];
  readonly why: string;
}[] = [
  { from: 'specs/', not: ['mock/', 'conformance/', 'load/', 'scripts/'], why: 'contracts import nothing' },
  { from: 'mock/', not: ['conformance/', 'load/', 'scripts/'], why: 'the mock stands on the contracts alone' },
  {
    from: 'conformance/',
    not: ['load/', 'scripts/', 'mock/'],
    but: [...CONTRACT_FACE, 'mock/index.ts'],
    why: 'the suite shares the compiled contract with the mock, and starts it; it knows none of its behaviours (its mutants and tests do)',
  },
  {
    from: 'grade/',
    not: ['mock/', 'conformance/', 'load/', 'scripts/'],
    but: [
      ...CONTRACT_FACE,
      'mock/journal/secret-marks.ts',
      'conformance/report/',
      'conformance/check.ts',
      'conformance/causes/cause.ts',
      'conformance/citation.ts',
      'conformance/cited-facts.ts',
      'conformance/counted-noun.ts',
      'conformance/verdict-report.ts',
      'conformance/target/read-yaml-file.ts',
      'conformance/target/target-problem.ts',
      'conformance/target/validate-target-file.ts',
    ],
    why: 'a client is judged from the journal and the contract; reports are written as for a server',
  },
  { from: 'mock/', not: ['grade/'], why: 'the sandbox does not know that anybody is judged' },
  { from: 'conformance/', not: ['grade/'], why: 'neither does the suite' },
  {
    from: 'load/k6/',
    not: ['mock/', 'conformance/', 'scripts/', 'load/node/'],
    why: 'k6 scripts know the profile only',
  },
  {
    from: 'console/',
    not: ['mock/', 'conformance/', 'grade/', 'load/', 'scripts/'],
    why: 'the console knows the control plane by its types only',
  },
  {
    from: 'load/node/',
    not: ['mock/', 'scripts/'],
    but: CONTRACT_FACE,
    why: 'a load run is prepared from the contract and the target alone',
  },
  {
    from: 'mock/contract/',
    not: [
      'mock/auth/',
      'mock/resources/',
      'mock/pipeline/',
      'mock/request/',
      'mock/journal/',
      'mock/sandboxes/',
      'mock/server/',
      'mock/control/',
      'mock/webhooks/',
      'mock/library/',
      'fastify',
    ],
    why: 'a contract is compiled without knowing who acts on it',
  },
  {
    from: 'mock/state/stores/',
    not: [
      'mock/contract/',
      'mock/auth/',
      'mock/pipeline/',
      'mock/request/',
      'mock/server/',
      'mock/control/',
      'fastify',
    ],
    but: ['mock/contract/input-error.ts', 'mock/contract/file-error-words.ts', 'mock/contract/did-you-mean.ts'],
    why: 'a store knows nothing of what it keeps',
  },
  {
    from: 'mock/journal/',
    not: [
      'mock/auth/',
      'mock/resources/',
      'mock/pipeline/',
      'mock/request/',
      'mock/sandboxes/',
      'mock/server/',
      'mock/control/',
      'fastify',
    ],
    why: 'the journal keeps what it is given',
  },
  {
    from: 'mock/explain/',
    not: ['mock/server/', 'mock/control/', 'fastify'],
    why: 'explanations look at the call and the state, not at who serves them',
  },
  {
    from: 'mock/auth/',
    not: [
      'mock/pipeline/',
      'mock/server/',
      'mock/control/',
      'mock/state/stores/memory-store.ts',
      'fastify',
      'ioredis',
      'lmdb',
    ],
    why: 'authentication is pure rules over ports',
  },
  {
    from: 'mock/resources/',
    not: [
      'mock/pipeline/',
      'mock/server/',
      'mock/control/',
      'mock/state/stores/memory-store.ts',
      'fastify',
      'ioredis',
      'lmdb',
    ],
    why: 'records are pure rules over ports',
  },
  {
    from: 'mock/pipeline/',
    not: ['mock/server/', 'mock/control/', 'mock/state/stores/memory-store.ts', 'fastify'],
    why: 'requests are judged without knowing the server',
  },
  {
    from: 'mock/rehearsal/',
    not: ['mock/pipeline/', 'mock/server/', 'mock/control/', 'fastify'],
    why: 'answers are rehearsed from the contract, without requests',
  },
  {
    from: 'mock/control/',
    not: ['mock/server/', 'mock/pipeline/'],
    why: 'the control plane shapes worlds, and answers no provider request',
  },
];

interface Import {
  readonly file: string;
  readonly target: string;
}

const isTest = (file: string): boolean => file.includes('/test/') || file.startsWith('conformance/mutants/');

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) => ({
    file,
    target: specifier.startsWith('.')
      ? posix.normalize(posix.join(posix.dirname(file), specifier))
      : specifier.replace(/^#/, ''),
  }));
}

const files = FOLDERS.flatMap((folder) => {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name).replaceAll('\\', '/'))
      .filter((name) => /\.tsx?$/.test(name));
  } catch {
    return [];
  }
});

const imports = files.filter((file) => !isTest(file)).flatMap(importsOf);

t.test('imports go in one direction', (t) => {
  t.ok(imports.length > 1000, `${imports.length} imports were read`);
  t.strictSame(
    CONTRACT_FACE.filter((file) => !files.includes(file)),
    [],
    'every file of the public face is there',
  );
  for (const { from, not, but = [], why } of RULES) {
    const broken = imports.filter(
      ({ file, target }) =>
        file.startsWith(from) &&
        !but.some((allowed) => target.startsWith(allowed)) &&
        not.some((forbidden) => (forbidden.includes('/') ? target.startsWith(forbidden) : target === forbidden)),
    );
    t.strictSame(broken, [], `${from} imports none of ${not.join(', ')}: ${why}`);
  }
  t.end();
});

t.test('no provider is named in code', (t) => {
  const names = /engagifii|voucherify|piaxis|fortis/i;
  const named = files.filter(
    (file) =>
      /^(mock|conformance|grade|load|console)\//.test(file) &&
      !isTest(file) &&
      !/^grade\/rules\//.test(file) &&
      names.test(readFileSync(file, 'utf8')),
  );
  t.strictSame(named, []);
  t.end();
});

/** The linter's rules hold `Date.now()`, `Math.random()` and the global timers; these are what it has no words for. */
t.test('time comes from the one clock', (t) => {
  const clocks = ['mock/state/clock.ts', 'conformance/machine-clock.ts', 'load/k6/lib/k6-clock.ts'];
  const own = /\bnew Date\(\)|from '(?:node:)?timers|(?<!\.)\bset(?:Timeout|Interval|Immediate)\(/;
  const code = files.filter((file) => /^(mock|conformance|grade|load\/k6)\//.test(file) && !isTest(file));
  const timed = code.filter((file) => own.test(readFileSync(file, 'utf8')));
  t.strictSame(
    timed.filter((file) => !clocks.includes(file)),
    [],
  );
  t.ok(timed.length > 0, 'the clocks themselves were read');
  t.end();
});

t.test('ARCHITECTURE.md names every folder of the mock, and fits one page', (t) => {
  const text = readFileSync('ARCHITECTURE.md', 'utf8');
  const folders = readdirSync('mock', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'test')
    .map(({ name }) => name);
  for (const folder of folders) t.match(text, new RegExp(`\`${folder}/\``), folder);
  t.ok(text.split('\n').length <= 120, 'one page');
  const named = [...text.matchAll(/`([\w./-]+\.ts)`/g)].map(([, name = '']) => name);
  t.ok(named.length >= 15, 'the questions are answered by file');
  for (const name of named)
    t.ok(
      files.some((file) => file === name || file.endsWith(`/${name}`)),
      `${name} is there`,
    );
  t.end();
});

t.test('no file imports itself over others, types included', (t) => {
  const byFile = new Map(
    files
      .filter((file) => !isTest(file))
      .map((file) => [file, imports.filter((one) => one.file === file).map(({ target }) => target)]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (state.get(file) === 'open') circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const target of byFile.get(file) ?? []) if (byFile.has(target)) visit(target, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of byFile.keys()) visit(file, []);
  t.strictSame(circles, []);
  t.end();
});
