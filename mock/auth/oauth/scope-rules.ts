/**
 * What scope a request is granted.
 *
 * @see RFC 6749 §3.3
 */
import { follow } from '../../contract/openapi-document.ts';
import { effectiveScopes, parseScope } from './scopes.ts';
import type { TokenCredential } from '../../../specs/generated/vocabulary.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';

export interface ScopeRules {
  readonly credential: TokenCredential;
  /** Scope → its description, in the contract's order. */
  readonly known: ReadonlyMap<string, string>;
}

/** The scope granted, or why there is none. */
export type ScopeVerdict =
  | { readonly scope: string; readonly problem?: undefined }
  | { readonly problem: string; readonly got?: string };

/** Scopes declared by the OAuth flows of the schemes that carry the credential. */
function declaredScopes(contract: CompiledContract, credentialName: string): Map<string, string> {
  const schemes = contract.document.components?.securitySchemes ?? {};
  const known = new Map<string, string>();
  for (const [name, scheme] of Object.entries(schemes)) {
    const { node } = follow(contract.document, { node: scheme, pointer: `#/components/securitySchemes/${name}` });
    if (node['x-verify']?.credential !== credentialName) continue;
    for (const flow of Object.values(node.flows ?? {})) {
      for (const [scope, description] of Object.entries(flow.scopes ?? {})) known.set(scope, description);
    }
  }
  return known;
}

/** Binds the rules of one token credential. A contract without OAuth flows knows the scopes of its clients. */
export function bindScopeRules(
  contract: CompiledContract,
  credentialName: string,
  credential: TokenCredential,
): ScopeRules {
  const known = declaredScopes(contract, credentialName);
  if (known.size === 0) {
    for (const { scopes } of contract.clients.values()) for (const scope of scopes) known.set(scope, '');
    for (const umbrella of Object.keys(credential.scope_implies ?? {})) known.set(umbrella, '');
  }
  return { credential, known };
}

/** The default scope, cut down to what the client may have. */
function defaultScope({ credential, known }: ScopeRules, allowed: readonly string[] | undefined): readonly string[] {
  const { default_scope: text } = credential;
  if (text === undefined) {
    // A client of several kinds of token may have scopes that this kind does not.
    const own = allowed?.filter((scope) => known.has(scope)) ?? [...known.keys()];
    return own.length > 0 ? own : (allowed ?? []);
  }
  const wanted = parseScope(text) ?? [];
  if (allowed === undefined) return wanted;
  const granted = effectiveScopes(credential, allowed, wanted);
  return granted.length > 0 ? granted : effectiveScopes(credential, wanted, allowed);
}

/**
 * @param requested the `scope` parameter, undefined where it was omitted
 * @param allowed what the client may ask for; undefined for everything
 */
export function resolveScope(
  rules: ScopeRules,
  requested: string | undefined,
  allowed: readonly string[] | undefined,
): ScopeVerdict {
  if (requested === undefined) {
    const granted = defaultScope(rules, allowed);
    return granted.length > 0
      ? { scope: granted.join(' ') }
      : { problem: 'the request must ask for a scope, because the client has none by default' };
  }
  const scopes = parseScope(requested);
  if (scopes === undefined)
    return { problem: 'scopes must be separated by single spaces, and carry no quotes or control characters' };
  const unknown = scopes.find((scope) => !rules.known.has(scope));
  if (unknown !== undefined) return { problem: 'every scope asked for must exist', got: unknown };
  if (allowed !== undefined) {
    const granted = effectiveScopes(rules.credential, allowed, scopes);
    const beyond = scopes.find((scope) => !granted.includes(scope));
    if (beyond !== undefined) return { problem: 'every scope asked for must be one that may be granted', got: beyond };
  }
  return { scope: scopes.join(' ') };
}
