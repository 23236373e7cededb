/** For each credential of an imported document, a curl line that it is good for, or that gets it. */
import type { InferredCredential } from '../import/inferred-credential.ts';
import type { CompiledContract } from '../compiled-contract.ts';
import { exampleRequest } from './curl-example.ts';

export interface CredentialExample {
  readonly name: string;
  readonly curl: string;
}

export function credentialExamples(
  contract: CompiledContract,
  credentials: readonly InferredCredential[],
  baseUrl: string,
): readonly CredentialExample[] {
  return credentials.map(({ name, kind }) => ({
    name,
    curl: exampleRequest(narrowed(contract, name, kind), baseUrl),
  }));
}

/** The contract with what concerns one credential. */
function narrowed(contract: CompiledContract, name: string, kind: InferredCredential['kind']): CompiledContract {
  const operations = contract.operations.filter(({ action, requirements }) =>
    kind === 'token' || kind === 'session'
      ? (action.type === 'token.issue' || action.type === 'session.open') && action.credential === name
      : requirements.some(({ method }) => method.credential === name),
  );
  const own = operations.map((operation) => ({
    ...operation,
    anonymous: kind === 'token' && operation.anonymous,
    requirements: operation.requirements.filter(({ method }) => method.credential === name),
  }));
  return operations.length === 0 ? contract : { ...contract, operations: own };
}
