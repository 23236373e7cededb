/** The list of facts (`specs/sources.yaml`) and the contracts are kept together in both directions. */
import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';

interface Claim {
  readonly evidence: string;
  readonly section?: string;
  readonly quote?: string;
  readonly where?: string;
  readonly standard?: string;
  readonly why?: string;
}

interface Sources {
  readonly documents: Readonly<Record<string, { readonly title: string; readonly file: string }>>;
  readonly facts: Readonly<Record<string, { readonly text: string; readonly claims: readonly Claim[] }>>;
}

/** How many numbered facts each provider has; see the list of facts in the project's documentation. */
const NUMBERED = { revenue: 29, training: 18, voucherify: 23, piaxis: 26, fortis: 20 };

/** The generic contract, which has no document: how many facts it takes from standards. */
const GENERIC = { oauth2: 21, oidc: 20 };

const { documents, facts } = parse(readFileSync('specs/sources.yaml', 'utf8')) as Sources;
const contracts = readdirSync('specs').filter(
  (name) => name.endsWith('.yaml') && !['sources.yaml', 'control.yaml'].includes(name),
);

interface Citation {
  readonly contract: string;
  readonly pointer: string;
  readonly evidence: string | undefined;
  readonly ids: readonly string[];
}

function citations(contract: string, node: unknown, pointer = '#'): Citation[] {
  if (typeof node !== 'object' || node === null) return [];
  const record = node as Record<string, unknown>;
  const source = record['x-source'];
  const ids = source === undefined ? [] : typeof source === 'string' ? [source] : (source as string[]);
  const own = ids.length > 0 ? [{ contract, pointer, evidence: record['x-evidence'] as string | undefined, ids }] : [];
  return [
    ...own,
    ...Object.entries(record).flatMap(([key, value]) =>
      citations(contract, value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    ),
  ];
}

const documentsByContract = new Map(
  contracts.map((name) => [
    name,
    parse(readFileSync(`specs/${name}`, 'utf8'), { maxAliasCount: -1 }) as Record<string, unknown>,
  ]),
);
const all = [...documentsByContract].flatMap(([name, document]) => citations(name, document));

t.test('every numbered fact of every provider is listed', (t) => {
  for (const [prefix, count] of Object.entries(NUMBERED)) {
    for (let n = 1; n <= count; n++) t.ok(facts[`${prefix}.${n}`], `${prefix}.${n}`);
    t.ok(
      Object.keys(facts).some((id) => id.startsWith(`${prefix}.e`)),
      `${prefix} has facts about its errors`,
    );
    t.ok(documents[prefix], `${prefix} names its document`);
  }
  t.end();
});

t.test('what was read later is listed too', (t) => {
  t.end();
});

t.test('the generic contract rests on standards, and says what it assumes', (t) => {
  for (const [prefix, count] of Object.entries(GENERIC)) {
    for (let n = 1; n <= count; n++)
      t.ok(
        facts[`${prefix}.${n}`]?.claims.every(({ evidence }) => evidence === 'standard'),
        `${prefix}.${n}`,
      );
    const others = Object.entries(facts).filter(([id]) => id.startsWith(`${prefix}.`) && !/\.\d+$/.test(id));
    t.ok(
      others.every(([, { claims }]) => claims.every(({ evidence }) => evidence === 'assumed')),
      'everything else is an assumption',
    );
  }
  t.end();
});

t.test('every claim says how it is known', (t) => {
  for (const [id, { text, claims }] of Object.entries(facts)) {
    t.ok(text.length > 10 && claims.length > 0, id);
    for (const { evidence, section, quote, where, standard, why } of claims) {
      if (evidence === 'documented' || evidence === 'sample')
        t.ok(section && quote && quote.length <= 160, `${id}: ${evidence} claims quote a sentence, shortly`);
      else if (evidence === 'public') t.ok(where, `${id}: public claims name the material`);
      else if (evidence === 'standard')
        t.match(
          standard,
          /^(RFC \d+|OpenID|OAuth 2\.0 (Multiple Response Types|Form Post)|NIST|ISO|ECMA)/,
          `${id}: standard claims name the section`,
        );
      else t.ok(evidence === 'assumed' && why, `${id}: assumptions say why`);
    }
  }
  t.end();
});

t.test('every fact is carried by a contract, and every citation is a fact', (t) => {
  const cited = new Set(all.flatMap(({ ids }) => ids));
  t.strictSame(
    Object.keys(facts).filter((id) => !cited.has(id)),
    [],
    'facts that no contract carries',
  );
  t.strictSame(
    all.filter(({ ids }) => ids.some((id) => facts[id] === undefined)),
    [],
    'citations of no fact',
  );
  t.end();
});

t.test("an element's evidence is a claim of a fact that it cites", (t) => {
  const wrong = all.filter(
    ({ evidence, ids }) =>
      evidence === undefined || !ids.some((id) => facts[id]?.claims.some((claim) => claim.evidence === evidence)),
  );
  t.strictSame(wrong, []);
  t.end();
});

t.test('every operation, security scheme, credential and failure example says how it is known', (t) => {
  const bare: string[] = [];
  for (const [name, document] of documentsByContract) {
    const visit = (node: unknown, pointer: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const record = node as Record<string, unknown>;
      const must =
        record.operationId !== undefined ||
        record['x-verify'] !== undefined ||
        (record['x-failure'] !== undefined && record.value !== undefined);
      if (must && (record['x-evidence'] === undefined || record['x-source'] === undefined))
        bare.push(`${name} ${pointer}`);
      for (const [key, value] of Object.entries(record))
        if (key !== 'value' && key !== 'x-seed') visit(value, `${pointer}/${key}`);
    };
    visit(document, '#');
    for (const [credential, value] of Object.entries(
      (document['x-credentials'] ?? {}) as Record<string, Record<string, unknown>>,
    )) {
      if (value['x-source'] === undefined) bare.push(`${name} #/x-credentials/${credential}`);
    }
  }
  t.strictSame(bare, []);
  t.end();
});
