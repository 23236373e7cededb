/** The operations by which a key gets a new secret. */
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';

/** Those that a key of this credential may call itself. */
export const renewing = ({ operations }: CompiledContract, credential: string): readonly CompiledOperation[] =>
  operations.filter(
    ({ action, requirements }) =>
      action.type === 'key.regenerate' &&
      action.credential === credential &&
      requirements.some(({ method }) => method.credential === credential),
  );

/** Whether the caller says what the secret is to be. */
export const isSetter = ({ action }: CompiledOperation): boolean =>
  action.type === 'key.regenerate' && action.secret !== undefined;

/** Whether a key's secret can be replaced through the API, and set back. */
export const canBorrow = (contract: CompiledContract, credential: string): boolean =>
  renewing(contract, credential).some(isSetter);
