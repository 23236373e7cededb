/** The issuer URL and endpoint URLs of the authorization server. */
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import type { CompiledOperation } from '../../contract/compiled-contract.ts';

/** The contract's base URL as the client sees it, without a trailing slash. */
export function baseUrl(call: Call): string {
  return call.request.origin + call.mount;
}

/** `iss` of tokens and authorization responses (RFC 8414 §2). */
export function issuer(call: Call, credential: TokenCredential): string {
  return credential.issuer ?? baseUrl(call);
}

export function endpointUrl(call: Call, operation: CompiledOperation): string {
  return baseUrl(call) + operation.path;
}
