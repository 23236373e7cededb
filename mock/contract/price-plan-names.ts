/** The plans of a provider that a contract speaks of: what `settings.plan` may be. */
import type { CompiledContract } from './compiled-contract.ts';

/** Every plan that the contract speaks of. */
export function planNames({ rateLimits, credentials, seed }: CompiledContract): readonly string[] {
  const ofLimits = [...rateLimits.values()].flatMap(({ plans = {} }) => Object.keys(plans));
  const ofKeys = [...credentials.values()].flatMap(
    (credential) => ('visibility' in credential && credential.visibility?.never_hidden_on_plans) || [],
  );
  return [...new Set([...ofLimits, ...ofKeys, ...(seed.plan === undefined ? [] : [seed.plan])])];
}
