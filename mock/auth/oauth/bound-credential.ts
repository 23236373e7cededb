/** A token credential of the contract, with lifetimes and scopes computed once for its endpoints. */
import { bindScopeRules } from './scope-rules.ts';
import { contractMs } from '../../contract/durations.ts';
import type { ScopeRules } from './scope-rules.ts';
import type { Grant, TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';

const REFRESH_LIFETIME = 'P30D';

export interface BoundCredential {
  readonly name: string;
  readonly credential: TokenCredential;
  readonly scopes: ScopeRules;
  /** Seconds that access tokens live, by the contract. */
  readonly lifetime: number;
  /** Seconds that refresh tokens live. */
  readonly refreshLifetime: number;
}

const seconds = (duration: string): number => Math.max(1, Math.round(contractMs(duration) / 1000));

/**
 * The token credential with this name. @throws Error if the contract, which was checked when it was loaded, has none
 */
export function tokenCredential(contract: CompiledContract, name: string): TokenCredential {
  const credential = contract.credentials.get(name);
  if (credential?.kind !== 'token') throw new Error(`${contract.name}: ${name} is not a token credential`);
  return credential;
}

export function bindCredential(contract: CompiledContract, name: string): BoundCredential {
  const credential = tokenCredential(contract, name);
  return {
    name,
    credential,
    scopes: bindScopeRules(contract, name, credential),
    lifetime: seconds(credential.lifetime),
    refreshLifetime: seconds(credential.refresh?.lifetime ?? REFRESH_LIFETIME),
  };
}

/**
 * Seconds that a client's access tokens live: the control plane's word, else the client's own for this grant, or for
 * any, else the contract's.
 */
export function accessLifetime(call: Call, bound: BoundCredential, client: string, grant?: Grant): number {
  const { people, settings } = call.world;
  const { token_lifetime: forAny, jwt_bearer_lifetime: forAssertions } = people.clients.get(client) ?? {};
  const own = (grant === 'jwt_bearer' ? forAssertions : undefined) ?? forAny;
  return settings.token_lifetime ?? (own === undefined ? bound.lifetime : seconds(own));
}
