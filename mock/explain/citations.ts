/** How well a rule of a contract is known, and who says so. */
import { readFileSync } from 'node:fs';
import type { components } from '../../specs/generated/control.ts';
import { at } from '../contract/openapi-document.ts';
import type { Document } from '../contract/openapi-document.ts';

type Citation = components['schemas']['Citation'];

interface Claim {
  readonly section?: string;
  readonly quote?: string;
  readonly where?: string;
  readonly standard?: string;
  readonly url?: string;
}

interface Sources {
  readonly documents: Readonly<Record<string, { readonly title: string }>>;
  readonly facts: Readonly<Record<string, { readonly text: string; readonly claims: readonly Claim[] }>>;
}

let loaded: Sources | undefined;

/** As the build made it of `specs/sources.yaml`. */
function sources(): Sources {
  loaded ??= JSON.parse(readFileSync(new URL('../../conformance/sources.json', import.meta.url), 'utf8')) as Sources;
  return loaded;
}

interface Marks {
  readonly 'x-evidence'?: string;
  readonly 'x-source'?: string | readonly string[];
}

/** The marks of the element, or of the nearest one around it that has any. */
function nearestMarks(document: Document, pointer: string): Marks {
  for (let place = pointer; place.length > 1; place = place.slice(0, Math.max(place.lastIndexOf('/'), 1))) {
    const marks = at(document, place) as Marks | undefined;
    if (marks?.['x-evidence'] !== undefined || marks?.['x-source'] !== undefined) return marks;
  }
  return {};
}

function citationOf(fact: string): Citation | undefined {
  const found = sources().facts[fact];
  if (found === undefined) return undefined;
  const claim = found.claims.find(({ quote }) => quote !== undefined) ?? found.claims[0];
  const document = sources().documents[fact.split('.')[0]!]?.title ?? claim?.standard;
  return {
    fact,
    says: found.text,
    ...(document !== undefined && { document }),
    ...(claim?.section !== undefined && { section: claim.section }),
    ...(claim?.quote !== undefined && { quote: claim.quote }),
    ...(claim?.url !== undefined && { url: claim.url }),
  };
}

/** @param pointer of the rule in the contract */
export function basisOf(
  document: Document,
  pointer: string,
): { readonly evidence?: string; readonly citations?: readonly Citation[] } {
  const { 'x-evidence': evidence, 'x-source': source = [] } = nearestMarks(document, pointer);
  const citations = [source].flat().flatMap((fact) => citationOf(fact) ?? []);
  return { ...(evidence !== undefined && { evidence }), ...(citations.length > 0 && { citations }) };
}
