/** Keys that somebody made elsewhere, as they are pasted into a form. */

interface JsonWebKeys {
  readonly keys: readonly object[];
}

/** @throws Error where the text is neither a JWK nor a set of them */
export function readKeySet(text: string): JsonWebKeys {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('The keys are not JSON: paste a JWK Set, { "keys": [ … ] }, or one JWK.');
  }
  if (typeof value !== 'object' || value === null)
    throw new Error('The keys must be a JWK Set, { "keys": [ … ] }, or one JWK.');
  return 'kty' in value ? { keys: [value] } : (value as JsonWebKeys);
}

/** A public key is PEM, or a JWK. @throws Error where it begins like a JWK and is none */
export function readPublicKey(text: string): string | object {
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new Error('The public key is not JSON: paste a JWK, or PEM.');
  }
}
