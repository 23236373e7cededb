/**
 * Whether an assertion is signed by its client.
 *
 * @see RFC 7515 §5.2, RFC 8725 §3.1: the algorithm is pinned by the key, never by the JWT
 */
import type { CheckingKey } from '../../contract/public-key.ts';

/** jose is loaded when the first assertion comes: start-up does not pay for it. */
async function isSigned(assertion: string, { key, algorithms }: CheckingKey): Promise<boolean> {
  const { compactVerify } = await import('jose');
  try {
    await compactVerify(assertion, key, { algorithms: [...algorithms] });
    return true;
  } catch {
    return false;
  }
}

export async function isSignedByOne(assertion: string, keys: readonly CheckingKey[]): Promise<boolean> {
  for (const key of keys) if (await isSigned(assertion, key)) return true;
  return false;
}
