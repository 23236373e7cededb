/** What a scope or a role allows, by the contract's words. */
import type { Credential } from '../../specs/generated/vocabulary.ts';
import type { Document } from '../../mock/contract/openapi-document.ts';
import { follow } from '../../mock/contract/openapi-document.ts';

/** `*` is everything, a trailing `*` a prefix. */
const fits = (pattern: string, scope: string): boolean =>
  pattern.endsWith('*') ? scope.startsWith(pattern.slice(0, -1)) : scope === pattern;

/** Whether a role's (or key's) permissions cover every one that is wanted. */
export const permits = (granted: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((scope) => granted.some((pattern) => fits(pattern, scope)));

function contains(
  implies: Readonly<Record<string, readonly string[]>>,
  granted: string,
  scope: string,
  level = 0,
): boolean {
  if (granted === scope) return true;
  const patterns = Object.hasOwn(implies, granted) ? implies[granted]! : [];
  if (level > 8 || patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1), scope))) return false;
  return patterns.some(
    (pattern) => !pattern.startsWith('!') && (fits(pattern, scope) || contains(implies, pattern, scope, level + 1)),
  );
}

/** Whether a token with the granted scopes, umbrellas among them, may do what is wanted. */
export function covers(
  credential: Credential | undefined,
  granted: readonly string[],
  wanted: readonly string[],
): boolean {
  const implies = credential?.kind === 'token' ? (credential.scope_implies ?? {}) : {};
  return wanted.every((scope) => granted.some((one) => contains(implies, one, scope)));
}

const declared = new WeakMap<Document, Map<string, readonly string[]>>();

/** The scopes that the security schemes of a token credential declare, in the contract's order. */
export function declaredScopes(document: Document, credential: string): readonly string[] {
  const known = declared.get(document) ?? new Map<string, readonly string[]>();
  declared.set(document, known);
  const scopes = known.get(credential) ?? readScopes(document, credential);
  known.set(credential, scopes);
  return scopes;
}

function readScopes(document: Document, credential: string): string[] {
  const schemes = Object.entries(document.components?.securitySchemes ?? {});
  const flows = schemes.flatMap(([name, scheme]) => {
    const { node } = follow(document, { node: scheme, pointer: `#/components/securitySchemes/${name}` });
    return node['x-verify']?.credential === credential ? Object.values(node.flows ?? {}) : [];
  });
  return [...new Set(flows.flatMap(({ scopes }) => Object.keys(scopes ?? {})))];
}
