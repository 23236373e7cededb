/**
 * Protected resource metadata, worked out from the contract: which server gives out tokens for it, and how they are
 * sent.
 *
 * @see RFC 9728 §2, §3
 */
import { bindCredential, tokenCredential } from './bound-credential.ts';
import { proofAlgorithms } from './dpop-proof.ts';
import { actionOf, operationsWith } from './found-or-refused.ts';
import { baseUrl, issuer } from './issuer.ts';
import type { ActionStep, Call } from '../../request/call.ts';
import type { CompiledContract, CompiledOperation } from '../../contract/compiled-contract.ts';

/** Where a token is taken, in the words of RFC 9728 §2; a header of the provider's own has none. */
function bearerMethods({ methods }: CompiledContract, credential: string): readonly string[] {
  const parts = methods.filter((method) => method.credential === credential).flatMap((method) => method.parts);
  return [
    ...(parts.some(({ in: place, name }) => place === 'authorization' && name === 'bearer') ? ['header'] : []),
    ...(parts.some(({ in: place }) => place === 'query') ? ['query'] : []),
  ];
}

/** The document of a token credential, if the contract has one. */
export const resourceMetadataOf = ({ operations }: CompiledContract, credential?: string) =>
  operationsWith(operations, 'resource_metadata').find(
    ({ action }) => credential === undefined || action.credential === credential,
  );

/** Its URL: the well-known path stands before the resource's own (RFC 9728 §3.1). */
export const resourceMetadataUrl = ({ request, mount }: Call, { path }: CompiledOperation): string =>
  request.origin + path + mount;

export function resourceMetadata(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { credential: name } = actionOf(operation, 'resource_metadata');
  const credential = tokenCredential(contract, name);
  const published = operationsWith(contract.operations, 'metadata').some(({ action }) => action.credential === name);
  const scopes = [...bindCredential(contract, name).scopes.known.keys()];
  const bearer_methods_supported = bearerMethods(contract, name);
  return (call) => {
    const document = {
      resource: baseUrl(call),
      authorization_servers: published ? [issuer(call, credential)] : undefined,
      scopes_supported: scopes,
      bearer_methods_supported,
      dpop_signing_alg_values_supported: credential.dpop && proofAlgorithms(credential.dpop),
      dpop_bound_access_tokens_required: credential.dpop && (credential.dpop.required ?? false),
    };
    return { answer: { body: JSON.stringify(document), contentType: 'application/json' } };
  };
}
