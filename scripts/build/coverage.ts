/**
 * Every fact of `specs/sources.yaml` with the checks that test it, or the reason why none can.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { loadSources } from '../../conformance/cited-facts.ts';
import { allChecks } from '../../conformance/all-checks.ts';
import { loadCompiled } from '../../conformance/verify.ts';
import { builtInNames } from '../../mock/contract/built-in-contracts.ts';
import { fieldsSections, loadFields } from './fields-page.ts';

const UNCITED = 'conformance/uncited.yaml';

/** Of a fact that no check gives as its source. */
type Entry = { readonly checks: readonly string[] } | { readonly none: string };

type Entries = Readonly<Record<string, Entry>>;

/** How many checks there are by their name, which is the id without the operation. */
type Counts = ReadonlyMap<string, number>;

const nameOf = (id: string): string => id.split(':', 1)[0]!;

const prefixOf = (fact: string): string => fact.split('.', 1)[0]!;

function count(ids: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(nameOf(id), (counts.get(nameOf(id)) ?? 0) + 1);
  return counts;
}

/** Contracts may rest on the same facts: OpenID Connect does on OAuth's. */
const together = (one: Counts | undefined, other: Counts): Counts =>
  new Map([...other, ...[...(one ?? [])].map(([name, times]) => [name, times + (other.get(name) ?? 0)] as const)]);

/** By check: the first mutants of the last matrix that it notices. */
async function killed(): Promise<ReadonlyMap<string, string>> {
  const table = await readFile('reports/MUTANTS.md', 'utf8');
  const [, checks = ''] = table.split('| check | kills |');
  return new Map([...checks.matchAll(/^\| `([^`]+)` \| (`[^`]+`)/gm)].map(([, check, mutant]) => [check!, mutant!]));
}

/** By check: a field whose lies it notices. */
async function lies(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { contract, place, killers } of await loadFields())
    for (const name of killers) if (!found.has(name)) found.set(name, `\`${place}\` of ${contract}`);
  return found;
}

interface Suites {
  /** By fact: the checks that give it as their source. */
  readonly citing: ReadonlyMap<string, Counts>;
  /** By the prefix of a contract's facts: all of its checks. */
  readonly all: ReadonlyMap<string, Counts>;
}

async function suites(): Promise<Suites> {
  const citing = new Map<string, Counts>();
  const all = new Map<string, Counts>();
  for (const contract of builtInNames()) {
    const checks = allChecks(await loadCompiled(contract));
    const facts = new Set(checks.flatMap(({ citation: { source } }) => source ?? []));
    for (const fact of facts) {
      const ids = checks.filter(({ citation }) => citation.source === fact).map(({ id }) => id);
      citing.set(fact, together(citing.get(fact), count(ids)));
    }
    for (const prefix of new Set([...facts].map(prefixOf)))
      all.set(prefix, together(all.get(prefix), count(checks.map(({ id }) => id))));
  }
  return { citing, all };
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

const list = (counts: Counts): string =>
  [...counts]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, times]) => `\`${name}\`${times > 1 ? ` ×${times}` : ''}`)
    .join(', ');

function complaintsOf(entries: Entries, facts: readonly string[], { citing, all }: Suites): readonly string[] {
  return [
    ...facts
      .filter((fact) => !citing.has(fact) && entries[fact] === undefined)
      .map((fact) => `${fact} has no check: name those that test it in ${UNCITED}, or say there why none can`),
    ...Object.entries(entries).flatMap(([fact, entry]) => {
      if (!facts.includes(fact)) return [`${UNCITED}: ${fact} is no fact`];
      if (citing.has(fact))
        return [`${UNCITED}: ${fact} is given as a source by ${[...citing.get(fact)!.keys()][0]}; take it out`];
      return 'none' in entry
        ? []
        : entry.checks
            .filter((name) => !all.get(prefixOf(fact))?.has(name))
            .map((name) => `${UNCITED}: ${fact} names ${name}, which its contract has no check of`);
    }),
  ];
}

const loadEntries = async (): Promise<Entries> => (parse(await readFile(UNCITED, 'utf8')) ?? {}) as Entries;

/** @returns one line for each fact without a check or reason, and each entry of the file that is wrong */
export async function factsWithoutChecks(): Promise<readonly string[]> {
  return complaintsOf(await loadEntries(), Object.keys(loadSources().facts), await suites());
}

/**
 * The page of facts and checks, in Markdown, with what the last matrix proved of them.
 *
 * @throws if the matrix was not run
 */
export async function coveragePage(): Promise<string> {
  const { documents, facts } = loadSources();
  const found = await suites();
  const entries = await loadEntries();
  const ids = Object.keys(facts);
  const checksOf = (fact: string): Counts | undefined => {
    const entry = entries[fact];
    if (found.citing.has(fact) || entry === undefined || 'none' in entry) return found.citing.get(fact);
    return new Map(entry.checks.map((name) => [name, found.all.get(prefixOf(fact))?.get(name) ?? 0]));
  };
  const [mutants, fields] = [await killed(), await lies()];
  /**
   * A mutant, or a lie in a field, that one of the fact's checks notices: those first that look at few other things.
   */
  const proofOf = (fact: string): string | undefined => {
    const names = [...(checksOf(fact)?.keys() ?? [])];
    const name =
      names.find((one) => one.startsWith('value.') && fields.has(one)) ??
      names.find((one) => mutants.has(one)) ??
      names.find((one) => fields.has(one));
    return name === undefined
      ? undefined
      : `\`${name}\`: ${fields.has(name) && name.startsWith('value.') ? fields.get(name)! : (mutants.get(name) ?? fields.get(name)!)}`;
  };
  const row = (fact: string): string => {
    const checks = checksOf(fact);
    const entry = entries[fact];
    return `| ${fact} | ${cell(facts[fact]!.text)} | ${checks === undefined ? `none: ${cell(entry !== undefined && 'none' in entry ? entry.none : '')}` : list(checks)} | ${proofOf(fact) ?? ''} |`;
  };
  const titles = new Map(
    await Promise.all(builtInNames().map(async (name) => [name, (await loadCompiled(name)).title] as const)),
  );
  const sections = [...new Set(ids.map(prefixOf))].flatMap((prefix) => [
    `## ${documents[prefix]?.title ?? prefix}`,
    '',
    '| fact | what it says | checks, or why there is none | proven by |',
    '|---|---|---|---|',
    ...ids.filter((id) => prefixOf(id) === prefix).map(row),
    '',
  ]);
  return [
    `<!-- Written by \`npm run mutants\` from specs/sources.yaml, ${UNCITED}, the checks and the matrix. -->`,
    '# Facts and checks',
    '',
    `${ids.filter((id) => checksOf(id) !== undefined).length} of ${ids.length} facts are tested by a check; the others say why none can be. For ${ids.filter((id) => proofOf(id) !== undefined).length} the last column names a check of theirs with a planted defect, or a false field, that it notices. ×N stands behind a check that is made for N operations.`,
    'What a check gives as its own source, and the sentence quoted from it, is shown by `tollgate verify --list`.',
    '',
    ...sections,
    ...(await fieldsSections(titles)),
  ].join('\n');
}
