/** What `tollgate lint` prints: findings by rule, the worst first, with the first places of each. */
import { countedNoun } from '../../../conformance/counted-noun.ts';
import type { Level } from '../../../mock/contract/contract-problem.ts';
import { formatFinding } from '../../../mock/contract/lint/lint-finding.ts';
import type { Finding } from '../../../mock/contract/lint/lint-finding.ts';

const LEVELS: readonly Level[] = ['error', 'warning', 'note'];

/** Places shown of each rule without `--all`. */
const SHOWN = 3;

/** One line a finding. */
export const listText = (findings: readonly Finding[]): readonly string[] => findings.map(formatFinding);

export function groupedText(findings: readonly Finding[]): readonly string[] {
  return LEVELS.flatMap((level) => groupsOf(findings.filter((finding) => finding.level === level)))
    .flatMap((group) => [groupHead(group), ...group.slice(0, SHOWN).map(placeLine), ...rest(group), ''])
    .slice(0, -1);
}

/** The largest first. */
function groupsOf(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.rule, [...(groups.get(finding.rule) ?? []), finding]);
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

const groupHead = ([first, ...others]: readonly Finding[]): string =>
  `${first!.level} ${first!.rule}: ${countedNoun(others.length + 1, 'finding')}`;

const placeLine = ({ file, line, column, message, suggestion }: Finding): string =>
  `  ${file}:${line}:${column} ${message}${suggestion === undefined ? '' : ` (${suggestion})`}`;

const rest = (group: readonly Finding[]): readonly string[] =>
  group.length > SHOWN ? [`  and ${(group.length - SHOWN).toLocaleString('en')} more (--all shows each)`] : [];

export function summaryText(findings: readonly Finding[], contracts: readonly string[]): string {
  const what = contracts.length === 1 ? contracts[0]! : countedNoun(contracts.length, 'contract');
  if (findings.length === 0) return `${what}: no findings`;
  const of = (level: Level): string => countedNoun(findings.filter((finding) => finding.level === level).length, level);
  return `${what}: ${LEVELS.map(of).join(', ')}`;
}
