/** Which protected operation a token is tried at. */
import type { CompiledOperation, CompiledRequirement } from '../../mock/contract/compiled-contract.ts';
import type { DriverCore } from './driver-core.ts';
import { covers } from './scope-coverage.ts';

interface Use {
  readonly operation: CompiledOperation;
  readonly requirement: CompiledRequirement;
}

/** Reads without side effects come first, and among them those that name no record. */
function rank({ method, path, action, stepUp }: CompiledOperation): number {
  const reads = ['resource.list', 'profile.get', 'userinfo'].includes(action.type) ? 0 : method === 'GET' ? 1 : 4;
  return reads + (path.includes('{') ? 2 : 0) + (stepUp ? 8 : 0);
}

/** @param scope of the token, where it is known: an operation that it covers is better than one it does not */
export function operationForToken(
  { contract, context }: DriverCore,
  credential: string,
  scope: string | undefined,
): Use {
  const uses = contract.operations
    .flatMap((operation): Use[] => {
      const requirement =
        operation.requirements.find(
          ({ method }) => method.credential === credential && method.parts.some((part) => part.in === 'authorization'),
        ) ?? operation.requirements.find(({ method }) => method.credential === credential);
      return requirement ? [{ operation, requirement }] : [];
    })
    .sort((a, b) => rank(a.operation) - rank(b.operation));
  const granted = scope?.split(' ');
  const covered =
    granted &&
    uses.find(({ requirement }) => covers(contract.credentials.get(credential), granted, requirement.scopes));
  return covered ?? uses[0] ?? context.notRun('the contract has no operation that takes this kind of token');
}
