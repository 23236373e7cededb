/** The citation of a check as text: the sentence of the document, or the section of the standard. */
import type { Check } from '../check.ts';
import type { Report } from '../verdict-report.ts';
import type { Sources } from '../cited-facts.ts';

/** Who says that what a check found is wrong: of a header that is missing the header's own rule, as its cause has it. */
export function foundBasis(check: Check, { causes }: Pick<Report, 'causes'>): Pick<Check, 'citation' | 'evidence'> {
  const [cause, ...others] = causes.filter(({ failed }) => failed.includes(check.id));
  return cause !== undefined && others.length === 0 && /^(header|body) /.test(cause.key) ? cause : check;
}

export function citationText({ citation, evidence }: Pick<Check, 'citation' | 'evidence'>, sources: Sources): string {
  const parts: string[] = [];
  const fact = citation.source === undefined ? undefined : sources.facts[citation.source];
  if (fact !== undefined) {
    const claim = fact.claims.find((candidate) => candidate.evidence === evidence) ?? fact.claims[0];
    const document = sources.documents[citation.source!.split('.')[0]!]?.title;
    if (claim?.quote !== undefined)
      parts.push(`"${claim.quote}" (${[document, claim.section].filter(Boolean).join(', ')})`);
    // A standard whose sentence follows below need not be named twice.
    else if (claim?.standard !== undefined)
      parts.push(
        ...(claim.standard === citation.standard
          ? []
          : [claim.url === undefined ? claim.standard : `${claim.standard} ${claim.url}`]),
      );
    else parts.push(`${fact.text} (${claim?.where ?? claim?.why ?? evidence})`);
  }
  if (citation.standard !== undefined) {
    const quote = citation.quote === undefined ? '' : ` "${citation.quote}"`;
    const standard = `${citation.standard}${quote}${citation.url === undefined ? '' : ` ${citation.url}`}`;
    // Its own sentence is nearer to the rule than what the document says around it.
    if (citation.quote === undefined) parts.push(standard);
    else parts.unshift(standard);
  }
  return parts.length === 0 ? 'the contract' : parts.join('; ');
}
