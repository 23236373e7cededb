/** Citations of the OAuth checks: a section of a standard, and the contract's fact that comes nearest to it. */
import type { Citation } from '../../citation.ts';
import { loadSources } from '../../cited-facts.ts';
import { at } from '../../../mock/contract/openapi-document.ts';

/** One sentence of an RFC. */
export interface Sentence {
  readonly standard: string;
  readonly url: string;
  readonly quote: string;
}

/**
 * @param section `4.1.2`, or `appendix-B` for an appendix
 * @param quote the sentence, word for word
 */
export function rfc(number: number, section: string, quote: string): Sentence {
  const appendix = section.startsWith('appendix-');
  return {
    standard: `RFC ${number} ${appendix ? section.replace('-', ' ') : `§${section}`}`,
    url: `https://www.rfc-editor.org/rfc/rfc${number}#${appendix ? section : `section-${section}`}`,
    quote,
  };
}

const RESPONSE_SPECIFICATIONS = {
  'Multiple Response Types': 'oauth-v2-multiple-response-types-1_0',
  'Form Post Response Mode': 'oauth-v2-form-post-response-mode-1_0',
} as const;

/**
 * @param anchor in the specification's page
 * @param quote a sentence, or a part of one, word for word
 */
export const responses = (
  specification: keyof typeof RESPONSE_SPECIFICATIONS,
  section: string,
  anchor: string,
  quote: string,
): Sentence => ({
  standard: `OAuth 2.0 ${specification} §${section}`,
  url: `https://openid.net/specs/${RESPONSE_SPECIFICATIONS[specification]}.html#${anchor}`,
  quote,
});

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every `x-source` in and below a node of the document, the node's own first; references are followed. */
export function sourcesBelow(document: unknown, node: unknown): readonly string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const visit = (place: unknown): void => {
    if (!isNode(place) || seen.has(place)) return;
    seen.add(place);
    const own = place['x-source'];
    if (typeof own === 'string') found.push(own);
    else if (Array.isArray(own)) found.push(...own.filter((id): id is string => typeof id === 'string'));
    const { $ref } = place;
    if (typeof $ref === 'string') visit(at(document, $ref));
    for (const child of Object.values(place)) visit(child);
  };
  visit(node);
  return [...new Set(found)];
}

/** Whether a fact leans on this standard; one of the same section counts more than one of the same document. */
function closeness(id: string, { standard }: Sentence): number {
  const claims = loadSources().facts[id]?.claims ?? [];
  const [document = ''] = /^RFC \d+|^[^§]+/.exec(standard) ?? [];
  const [, section = ''] = standard.split('§');
  const rank = claims.map(({ standard: named = '' }) => {
    if (!named.startsWith(document)) return 0;
    const [, cited = ''] = named.split('§');
    return cited === section ? 3 : section.startsWith(`${cited}.`) ? 2 : 1;
  });
  return Math.max(0, ...rank);
}

/** The sentence, with the contract's fact that comes nearest to it. */
export function cite(sentence: Sentence, facts: readonly string[]): Citation {
  const ranked = facts.map((id) => ({ id, rank: closeness(id, sentence) })).sort((a, b) => b.rank - a.rank);
  const [best] = ranked;
  return best === undefined ? sentence : { ...sentence, source: best.id };
}
