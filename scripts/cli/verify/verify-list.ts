/** `tollgate verify --list`: every check there is. */
import type { Check } from '../../../conformance/check.ts';
import { familyOf } from '../../../conformance/assumed.ts';
import { NEED_WORDS } from '../../../conformance/needs.ts';
import { citationText } from '../../../conformance/report/citation-text.ts';
import { countedNoun } from '../../../conformance/counted-noun.ts';
import type { Sources } from '../../../conformance/cited-facts.ts';

export interface Listed {
  readonly contract: string;
  readonly checks: readonly Check[];
}

export function listAsJson(lists: readonly Listed[], sources: Sources): string {
  const all = lists.flatMap(({ contract, checks }) =>
    checks.map((check) => {
      const { id, title, level, evidence, needs } = check;
      return { contract, id, title, level, evidence, citation: citationText(check, sources), needs };
    }),
  );
  return JSON.stringify(all, undefined, 2);
}

const needsText = (needs: Check['needs']): string =>
  needs.length === 0 ? '' : `; needs ${needs.map((need) => NEED_WORDS[need]).join(' and ')}`;

/** One line a family, with how many of its checks bind how much. */
export function listAsFamilies(lists: readonly Listed[]): string {
  return lists
    .flatMap(({ contract, checks }) => {
      const families = new Map<string, Check[]>();
      for (const check of checks) families.set(familyOf(check), [...(families.get(familyOf(check)) ?? []), check]);
      const width = Math.max(...[...families.keys()].map((name) => name.length), 0);
      const count = (members: readonly Check[], level: Check['level']): string[] => {
        const of = members.filter((check) => check.level === level).length;
        return of === 0 ? [] : [`${of} ${level.toUpperCase()}`];
      };
      const rows = [...families].map(([name, members]) => {
        const levels = (['must', 'should', 'may'] as const).flatMap((level) => count(members, level));
        const assumed = members.filter(({ evidence }) => evidence === 'assumed').length;
        if (assumed > 0) levels.push(`${assumed} assumed`);
        return `${name.padEnd(width)}  ${String(members.length).padStart(5)}  ${levels.join(', ')}`;
      });
      return [...rows, `${contract}: ${countedNoun(checks.length, 'check')} (--all tells each, --only <family> picks)`];
    })
    .join('\n');
}

export function listAsText(lists: readonly Listed[], sources: Sources): string {
  return lists
    .flatMap(({ contract, checks }) => [
      ...checks.map((check) => {
        const { id, title, level, evidence, needs } = check;
        return `${id}\n    ${title}\n    ${level.toUpperCase()}, ${evidence}${needsText(needs)}\n    says: ${citationText(check, sources)}`;
      }),
      `${contract}: ${countedNoun(checks.length, 'check')}`,
    ])
    .join('\n');
}
