/** How a rule is known, read from the contract element that carries it. */
import type { CompiledOperation, CompiledContract } from '../../../../mock/contract/compiled-contract.ts';
import type { Basis } from '../../common/contract-citation.ts';
import { loadSources } from '../../../cited-facts.ts';
import { marksAt, sourcesOf } from '../../../evidence-marks.ts';
import type { EvidenceMarks } from '../../../evidence-marks.ts';
import type { Evidence, Failure } from '../../../../specs/generated/vocabulary.ts';

export type { Basis };

/** A contract of one's own need not say how it knows: it is then its own document. */
const OWN: Evidence = 'documented';

function marked(contract: CompiledContract, pointer: string): EvidenceMarks | undefined {
  const node = marksAt(contract, pointer);
  return node?.['x-evidence'] === undefined ? undefined : node;
}

function toBasis(node: EvidenceMarks | undefined): Basis {
  const [first] = sourcesOf(node);
  return { evidence: node?.['x-evidence'] ?? OWN, citation: first === undefined ? {} : { source: first } };
}

/** A rule about an operation that itself is a guess is a guess. */
const weaker = (rule: Basis, operation: Basis): Basis =>
  operation.evidence === 'assumed' ? { ...rule, evidence: 'assumed' } : rule;

export const operationBasis = (contract: CompiledContract, { pointer }: CompiledOperation): Basis =>
  toBasis(marked(contract, pointer));

/** Of an element of the contract; of the operation where the element says nothing. */
export function elementBasis(
  contract: CompiledContract,
  operation: CompiledOperation,
  ...pointers: readonly (string | undefined)[]
): Basis {
  const node = pointers
    .map((pointer) => (pointer === undefined ? undefined : marked(contract, pointer)))
    .find((found) => found !== undefined);
  const own = operationBasis(contract, operation);
  return node === undefined ? own : weaker(toBasis(node), own);
}

/** Of the example that words the first of these failures. */
export function failureBasis(
  contract: CompiledContract,
  operation: CompiledOperation,
  ...failures: readonly Failure[]
): Basis {
  const example = failures.map((failure) => operation.refusals.get(failure)).find((found) => found !== undefined);
  return elementBasis(contract, operation, example?.pointer);
}

/** A standard's rule, at an operation of the contract. */
export function standardBasis(
  contract: CompiledContract,
  operation: CompiledOperation,
  standard: string,
  url: string,
): Basis {
  return weaker({ evidence: 'standard', citation: { standard, url } }, operationBasis(contract, operation));
}

/** Whoever may do something may not do it to what is somebody else's. */
export const OBJECT_LEVEL = [
  'OWASP API Security 2023, API1',
  'https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/',
] as const;

export const rootBasis = (contract: CompiledContract, pointer: string): Basis => toBasis(marked(contract, pointer));

/**
 * Of an element that several facts are about: the one whose text says this, as well as that one is known; else {@link
 * rootBasis}.
 */
export function factBasis(contract: CompiledContract, pointer: string, about: RegExp): Basis {
  const node = marked(contract, pointer);
  const { facts } = loadSources();
  const source = sourcesOf(node).find((id) => about.test(facts[id]?.text ?? ''));
  const claims = source === undefined ? undefined : facts[source]?.claims;
  if (source === undefined || claims === undefined || claims[0] === undefined) return toBasis(node);
  const own = node?.['x-evidence'];
  return {
    evidence: claims.some(({ evidence }) => evidence === own) ? own! : (claims[0].evidence as Evidence),
    citation: { source },
  };
}
