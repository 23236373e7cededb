/** Whether anybody but us says in which order requests are judged. */
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Guard, SourceId } from '../../../specs/generated/vocabulary.ts';
import { loadSources } from '../../cited-facts.ts';
import type { Basis } from '../common/contract-citation.ts';

const WORDS: Readonly<Record<Guard, RegExp>> = {
  rate_limit: /rate limit/i,
  identifier: /tenant|developer|origin/i,
  authentication: /token|authentication|credential/i,
  permission: /authorization|permission/i,
  step_up: /one-time|OTP|step.up/i,
  validation: /validation/i,
};

/** Ids of the facts that the contract names anywhere, by their common beginning. */
function factsOf({ document }: CompiledContract): readonly SourceId[] {
  const prefix = /"x-source":\[?"([^."]+)\./.exec(JSON.stringify(document))?.[1];
  return prefix === undefined ? [] : Object.keys(loadSources().facts).filter((id) => id.startsWith(`${prefix}.`));
}

/**
 * A fact that puts both stages in a row, if a document says so; without any facts the contract is taken at its word.
 */
export function orderSaid(contract: CompiledContract, first: Guard, second: Guard): Basis {
  const ids = factsOf(contract);
  if (ids.length === 0) return { evidence: 'documented', citation: {} };
  const { facts } = loadSources();
  const source = ids.find((id) => {
    const { text, claims } = facts[id]!;
    return (
      / then /.test(text) &&
      WORDS[first].test(text) &&
      WORDS[second].test(text) &&
      claims.some(({ evidence }) => evidence === 'documented')
    );
  });
  return source === undefined
    ? { evidence: 'assumed', citation: {} }
    : { evidence: 'documented', citation: { source } };
}
