/** `tollgate verify --list`: every check there is. */
import type { Check } from '../../../conformance/check.ts';
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
