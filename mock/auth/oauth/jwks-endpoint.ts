/**
 * The JSON Web Key Set that resource servers verify tokens with.
 *
 * @see RFC 7517 §5
 */
import { tokenCredential } from './bound-credential.ts';
import { actionOf } from './found-or-refused.ts';
import type { ActionStep } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

export function jwks(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { algorithm } = tokenCredential(contract, actionOf(operation, 'jwks').credential);
  return ({ world }) => {
    const jwk = algorithm && world.keys.get(algorithm).jwk;
    return { answer: { body: JSON.stringify({ keys: jwk ? [jwk] : [] }), contentType: 'application/json' } };
  };
}
