/** What lint calls an error, a warning and a note, and how it tells them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { Finding } from '../../mock/contract/lint/lint-finding.ts';
import { lintContract } from '../../mock/contract/lint/lint-contract.ts';
import { BOOKSHOP } from './command.ts';
import { runWarm as run } from './warm-command.ts';

const bookshop = await readFile(BOOKSHOP, 'utf8');

const OPERATION = '      operationId: listBooks\n';

/** What is broken, and the one finding that is to come of it. */
const SLIPS: readonly (readonly [
  name: string,
  from: string,
  to: string,
  want: Pick<Finding, 'level' | 'rule'> & { readonly suggestion?: RegExp },
])[] = [
  [
    'a word of 3.0',
    'title:\n          type: string',
    'title:\n          nullable: true\n          type: string',
    { level: 'warning', rule: 'nullable', suggestion: /type: \[string, 'null'\]/ },
  ],
  [
    'a misspelt key of OpenAPI',
    "  version: '1'",
    "  version: '1'\n  licence: {}",
    { level: 'warning', rule: 'unknown-key', suggestion: /did you mean "license"\?/ },
  ],
  ['a version that is a number', "version: '1'", 'version: 1', { level: 'warning', rule: 'struct' }],
  ['no description', '          description: A page of books.\n', '', { level: 'warning', rule: 'struct' }],
  ['no operationId', OPERATION, '', { level: 'warning', rule: 'operation-operationId' }],
  ['no summary', '      summary: List the books of the shop\n', '', { level: 'note', rule: 'operation-summary' }],
  [
    'a component that nothing uses',
    '  schemas:\n',
    '  schemas:\n    Spare: { type: string }\n',
    { level: 'note', rule: 'no-unused-components' },
  ],
  [
    'an example of a parameter that breaks its schema',
    'minimum: 1\n          x-paging',
    'minimum: 1\n          example: none\n          x-paging',
    { level: 'warning', rule: 'no-invalid-parameter-examples' },
  ],
  [
    "another tool's key",
    'required: [error]',
    'required: [error]\n      x-note: { required: [nothing] }',
    { level: 'note', rule: '' },
  ],
  [
    'a key of ours in another case',
    OPERATION,
    `${OPERATION}      x-Rate_limit: default\n`,
    { level: 'warning', rule: 'misspelt-key', suggestion: /"x-rate-limit"/ },
  ],
  [
    'a key of ours with two letters exchanged',
    OPERATION,
    `${OPERATION}      x-step-pu: {}\n`,
    { level: 'warning', rule: 'misspelt-key', suggestion: /"x-step-up"/ },
  ],
  [
    "other tools' keys",
    OPERATION,
    `${OPERATION}      x-code-samples: []\n      x-github: { a: 1 }\n      x-in: 1\n      x-section: 2\n      x-actions: 3\n`,
    { level: 'warning', rule: 'misspelt-key', suggestion: /"x-action"/ },
  ],
];

for (const [name, from, to, want] of SLIPS)
  t.test(`${name} does not stop a contract`, async (t) => {
    t.ok(bookshop.includes(from), 'the case replaces something');
    const file = join(t.testdir({ 'shop.yaml': bookshop.replace(from, to) }), 'shop.yaml');
    const findings = await lintContract(file);
    if (want.rule === '') return void t.strictSame(findings, [], 'and is nothing');
    t.match(findings, [want], JSON.stringify(findings));
    t.equal(findings.length, 1, JSON.stringify(findings));
  });

t.test('a fault of a security scheme is told once, however many operations use it', async (t) => {
  const twice = (text: string): string => {
    const at = text.indexOf('  /books:\n');
    const path = text.slice(at, text.indexOf('components:\n'));
    return text.replace(path, path + path.replace('/books', '/tomes').replace('listBooks', 'listTomes'));
  };
  const lint = async (text: string): Promise<readonly Finding[]> =>
    lintContract(join(t.testdir({ 'shop.yaml': twice(text) }), 'shop.yaml'));
  t.strictSame(await lint(bookshop), []);
  const bare = await lint(bookshop.replace('      x-verify:\n        credential: shop_key\n', ''));
  t.match(bare, [
    {
      level: 'error',
      rule: 'security',
      pointer: '#/components/securitySchemes/ShopKey',
      message: /has no "x-verify", in 2 requirements/,
    },
  ]);
  t.equal(bare.length, 1);
  const unknown = (await lint(bookshop.replaceAll('- ShopKey: [books]', '- ShopKeys: [books]'))).filter(
    ({ rule }) => rule === 'security-defined',
  );
  t.match(unknown, [{ level: 'error', message: /"ShopKeys".*, and 2 requirements name it/ }]);
  t.equal(unknown.length, 1);
});

t.test('a document that is no contract is named as what it is, with how to go on', async (t) => {
  const dir = t.testdir();
  const lint = async (name: string, text: string): Promise<readonly Finding[]> => {
    await writeFile(join(dir, name), text);
    return lintContract(join(dir, name));
  };
  const info =
    'info: { title: Plain, version: "1" }\npaths: { /a: { get: { operationId: a, summary: A, security: [], responses: { "200": { description: A } } } } }\n';
  const kinds: readonly (readonly [string, string, string, RegExp])[] = [
    ['two.yaml', 'swagger: "2.0"\n', 'openapi-version', /^this is Swagger 2\.0, and a contract is OpenAPI 3\.1$/],
    ['number.yaml', 'swagger: 2.0\n', 'openapi-version', /^this is Swagger 2, /],
    ['three.yaml', 'openapi: 3.0.4\n', 'openapi-version', /^this is OpenAPI 3\.0\.4, and/],
    ['next.yaml', 'openapi: 3.2.0\n', 'openapi-version', /^this is OpenAPI 3\.2\.0, and/],
    [
      'my api.yaml',
      'openapi: 3.1.1\n',
      'no-vocabulary',
      /^this is OpenAPI 3\.1\.1 without a word of how it authenticates/,
    ],
  ];
  for (const [name, head, rule, message] of kinds) {
    const findings = await lint(name, head + info);
    t.match(
      findings,
      [
        {
          level: 'note',
          rule,
          message,
          line: 1,
          suggestion:
            /^"tollgate mock .*" serves what can .*; "tollgate import .* -o my-api\.yaml" makes a contract of it$/,
        },
      ],
      name,
    );
    t.equal(findings.length, 1, JSON.stringify(findings));
    t.match(
      findings[0]?.suggestion,
      name.includes(' ') ? /import '.*my api\.yaml'/ : /import [^']/,
      'quoted where it must be',
    );
  }
});

/** Keys of other tools, and faults of a kind: more than anybody reads. */
const many = bookshop
  .replace('x-action:', 'x-actoin:')
  .replace(
    '      properties:\n        isbn:',
    `      properties:\n${Array.from({ length: 7 }, (_, i) => `        p${i}: { type: string, nullable: true }\n`).join('')}        isbn:`,
  );

t.test('findings are grouped by rule, the worst first, with a count and the first three places', async (t) => {
  const file = join(t.testdir({ 'shop.yaml': many }), 'shop.yaml');
  const { code, stdout } = await run('lint', file);
  t.equal(code, 1);
  const lines = stdout.split('\n');
  const heads = lines.filter((line) => /^(error|warning|note) /.test(line));
  t.strictSame(heads, [
    'error missing-action: 1 finding',
    'warning nullable: 7 findings',
    'warning misspelt-key: 1 finding',
  ]);
  const group = lines.slice(lines.indexOf('warning nullable: 7 findings') + 1);
  t.match(
    group[0],
    /^ {2}\S+shop\.yaml:\d+:\d+ "nullable" is a word of OpenAPI 3\.0.*\(write type: \[string, 'null'\]\)$/,
  );
  t.strictSame(group.slice(3, 5), ['  and 4 more (--all shows each)', '']);
  t.match(lines.at(-2), /shop\.yaml: 1 error, 8 warnings, 0 notes$/);
  const all = (await run('lint', '--all', file)).stdout.split('\n');
  t.equal(all.filter((line) => /shop\.yaml:\d+:\d+ warning nullable /.test(line)).length, 7);
  t.equal(JSON.parse((await run('lint', '--json', file)).stdout).length, 9);
});

t.test('warnings and notes alone end with 0', async (t) => {
  const file = join(
    t.testdir({ 'shop.yaml': bookshop.replace('      summary: List the books of the shop\n', '') }),
    'shop.yaml',
  );
  const { code, stdout } = await run('lint', file);
  t.equal(code, 0);
  t.match(stdout, /^note operation-summary: 1 finding\n.*\n\n.*: 0 errors, 0 warnings, 1 note\n$/);
});

t.test('--report writes SARIF and JSON', async (t) => {
  const dir = t.testdir({ 'my shop.yaml': many });
  const file = join(dir, 'my shop.yaml');
  const { code, stdout } = await run(
    'lint',
    file,
    '--report',
    `sarif=${join(dir, 'out/lint.sarif')}`,
    '--report',
    'json=-',
  );
  t.equal(code, 1);
  const findings = JSON.parse(stdout) as Finding[];
  const sarif = JSON.parse(await readFile(join(dir, 'out/lint.sarif'), 'utf8')) as Sarif;
  t.match(sarif, { version: '2.1.0', runs: [{ tool: { driver: { name: 'tollgate' } } }] });
  const [{ tool, results }] = sarif.runs;
  t.equal(results.length, findings.length);
  results.forEach((result, i) => {
    const { rule, level, line, column } = findings[i]!;
    t.equal(tool.driver.rules[result.ruleIndex]?.id, rule);
    t.match(result, { ruleId: rule, level });
    const [{ physicalLocation: place }] = result.locations;
    t.match(place, { artifactLocation: { uri: /my%20shop\.yaml$/ }, region: { startLine: line, startColumn: column } });
  });
  const wrong = await run('lint', file, '--report', 'junit=a.xml');
  t.equal(wrong.code, 2);
  t.match(wrong.stderr, /"junit" is no report format; there is sarif, json/);
});

interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly {
        readonly ruleIndex: number;
        readonly locations: readonly [{ readonly physicalLocation: object }];
      }[];
    },
  ];
}
