/** Where a contract lets no token go without a proof of a key, every request gets one: checks think of other things. */
import type { CompiledContract } from '../../mock/contract/compiled-contract.ts';
import type { Dpop } from '../../specs/generated/vocabulary.ts';
import { machineNow } from '../machine-clock.ts';
import type { Exchange } from '../exchange.ts';
import type { RequestParts } from '../sent-request.ts';
import type { Target } from '../target/target.ts';
import { operationOf } from '../values/watch-answers.ts';
import { makeDpopKey, makeProof } from './dpop-proof.ts';
import type { DpopKey } from './dpop-proof.ts';
import { urlOf } from './request-parts.ts';

export interface Prover {
  /**
   * The request with a proof, where it needs one and has none; one with an empty `DPoP` header goes without on purpose.
   *
   * @returns the same parts where there is nothing to prove
   */
  prove(parts: RequestParts): Promise<RequestParts>;
  /** Learns the nonce of an answer. @returns whether the request is worth sending again with it */
  learn(exchange: Exchange): boolean;
}

/** One for each algorithm: to make one costs more than a request. */
const keys = new Map<string, DpopKey>();

function keyFor({ algorithms }: Dpop): DpopKey {
  const algorithm = algorithms === undefined || algorithms.includes('ES256') ? 'ES256' : 'RS256';
  let key = keys.get(algorithm);
  if (key === undefined) keys.set(algorithm, (key = makeDpopKey(algorithm)));
  return key;
}

const isProof = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'dpop';

/** @returns undefined where no token credential of the contract requires proofs */
export function createProver(
  contract: CompiledContract,
  target: Target,
  now: () => Promise<number>,
): Prover | undefined {
  const required = new Map<string, Dpop>();
  for (const [name, credential] of contract.credentials)
    if (credential.kind === 'token' && credential.dpop?.required === true) required.set(name, credential.dpop);
  if (required.size === 0) return undefined;
  let nonce: string | undefined;

  /** What a request has to prove: nothing, a key, or the key of the token that it carries. */
  function wanted(parts: RequestParts): { readonly dpop: Dpop; readonly token?: string } | undefined {
    const { method, path } = parts;
    const operation = operationOf(contract, { method: method === 'HEAD' ? 'GET' : method, path });
    if (operation === undefined) return undefined;
    const { action, requirements } = operation;
    if (action.type === 'token.issue') {
      const dpop = required.get(action.credential);
      return dpop && { dpop };
    }
    const [, token] =
      /^dpop +(.+)$/i.exec(parts.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '') ?? [];
    const taken = requirements.map((one) => required.get(one.method.credential)).find((dpop) => dpop !== undefined);
    return token === undefined || taken === undefined ? undefined : { dpop: taken, token };
  }

  return {
    async prove(parts) {
      if (parts.headers.some(isProof))
        return { ...parts, headers: parts.headers.filter((pair) => !isProof(pair) || pair[1] !== '') };
      const { dpop, token } = wanted(parts) ?? {};
      if (dpop === undefined) return parts;
      const at = target.isMock ? await now() : machineNow();
      const url = urlOf(contract, target, parts);
      const proof = makeProof(keyFor(dpop), { method: parts.method, url, at, nonce, token });
      return { ...parts, headers: [...parts.headers, ['DPoP', proof]] };
    },
    learn({ answerHeaders }) {
      const given = answerHeaders['dpop-nonce'];
      if (given === undefined || given === nonce) return false;
      nonce = given;
      return true;
    },
  };
}
