/**
 * The part of the page of facts and checks that goes field by field: what each must be, who notices that it is not, and
 * what nobody can notice.
 */
import { readFile } from 'node:fs/promises';
import { COMMON } from '../../conformance/mutants/fields/list-fields.ts';
import { loadReasons, reasonFor } from '../../conformance/mutants/fields/summarize-fields.ts';
import { someNames } from '../../conformance/mutants/some-names.ts';
import type { FieldResult } from '../../conformance/mutants/fields/summarize-fields.ts';

const FIELDS = 'reports/fields.json';

export const loadFields = async (): Promise<readonly FieldResult[]> =>
  JSON.parse(await readFile(FIELDS, 'utf8')) as readonly FieldResult[];

function row(reasons: ReturnType<typeof loadReasons>, result: FieldResult): string {
  const { place, what, answers, told, noticed, unmet, killers, survivors } = result;
  const whys = [...new Set(survivors.map((survivor) => reasonFor(reasons, result, survivor) ?? '**not noticed**'))];
  const rest = [
    ...(told === 0
      ? ['no check gets an answer with it']
      : unmet > 0
        ? [`${unmet} ${unmet === 1 ? 'answer' : 'answers'} that no check gets`]
        : []),
    ...whys,
  ];
  return `| \`${place}\` | ${what} | ${answers} | ${noticed} of ${told} | ${someNames(killers)} | ${rest.join('; ')} |`;
}

export async function fieldsSections(titles: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const results = await loadFields();
  const reasons = loadReasons();
  const total = (count: (result: FieldResult) => number): number =>
    results.reduce((sum, result) => sum + count(result), 0);
  return [
    '# Fields and lies',
    '',
    `Each documented field of each answer is falsified alone (wrong, the same in every answer, missing), and the checks that get such an answer are run until one notices, four at most: ${total(({ noticed }) => noticed)} of ${total(({ told }) => told)} lies in ${results.length} fields are noticed.`,
    `A fact that any answer may carry (\`${COMMON.join('`, `')}\`) is falsified in one answer of those that share its place in the contract: one good answer, one refusal, one over a limit, one of no operation. Any other field is falsified in every answer that documents it; the column of answers counts these.`,
    'A field is a fact, a property of a `record`, or a `literal` that the contract words. The last column says what is left, and why.',
    '',
    ...[...titles].flatMap(([contract, title]) => {
      const own = results.filter((result) => result.contract === contract);
      if (own.length === 0) return [];
      return [
        `## Fields of ${title}`,
        '',
        '| field | what it is | answers | lies noticed | by | what is left |',
        '|---|---|---|---|---|---|',
        ...own.map((result) => row(reasons, result)),
        '',
      ];
    }),
  ];
}
