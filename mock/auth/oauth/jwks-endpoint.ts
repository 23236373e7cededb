/**
 * The JSON Web Key Set that resource servers verify tokens with.
 *
 * @see RFC 7517 §5
 */
import { ID_TOKEN_ALGORITHM } from '../openid/id-token.ts';
import { tokenCredential } from './bound-credential.ts';
import { actionOf } from './found-or-refused.ts';
import type { ActionStep } from '../../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';

export function jwks(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { algorithm, id_token: openid } = tokenCredential(contract, actionOf(operation, 'jwks').credential);
  const algorithms = new Set([algorithm, openid && ID_TOKEN_ALGORITHM]);
  return ({ world, now }) => {
    const keys = [...algorithms].flatMap((each) =>
      each === undefined ? [] : world.keys.published(each, now).flatMap(({ jwk }) => jwk ?? []),
    );
    return { answer: { body: JSON.stringify({ keys }), contentType: 'application/json' } };
  };
}
