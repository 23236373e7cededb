/** A planted defect: an implementation that is wrong in one way, which the suite must notice. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Seams } from '../../mock/pipeline/seams.ts';

export interface Mutant {
  /** `code.reused` */
  readonly id: string;
  /** What the broken implementation does, as a sentence. */
  readonly title: string;
  /** Whether a contract has what this breaks. */
  readonly applies: (contract: CompiledContract) => boolean;
  /** Ids of checks of which at least one must fail; `*` stands for any characters. */
  readonly killedBy: readonly string[];
  /** Wrong everywhere: tried with every case, on every contract. */
  readonly wide?: boolean;
  /** Tried on so many of the contracts that it applies to, and to be noticed on each; one without it. */
  readonly spread?: number;
  /** Of the checks that name it so many are tried in each contract, where any of them would notice. Default: all. */
  readonly reach?: number;
  /** Tried at every operation, not at one of each kind: what it breaks is a matter of each operation's own schema. */
  readonly eachOperation?: boolean;
  readonly seams: Seams;
}

/** Several defects that share what they apply to. */
export function mutants(
  applies: Mutant['applies'],
  list: readonly (Omit<Mutant, 'applies'> & Partial<Pick<Mutant, 'applies'>>)[],
): readonly Mutant[] {
  return list.map((mutant) => ({
    ...mutant,
    applies: (contract) => applies(contract) && (mutant.applies?.(contract) ?? true),
  }));
}
