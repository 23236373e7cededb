/**
 * Digest fields: `sha-256=:…:`, of one hash or several.
 *
 * @see [RFC 9530](https://www.rfc-editor.org/rfc/rfc9530)
 */
import { hash } from 'node:crypto';
import { parseDictionary } from '#structured-headers';

const HASHES = { 'sha-256': 'sha256', 'sha-512': 'sha512' } as const;

const EMPTY = Buffer.alloc(0);

export const contentDigest = (body: Buffer | string | undefined, name: keyof typeof HASHES = 'sha-256'): string =>
  `${name}=:${hash(HASHES[name], body ?? EMPTY, 'base64')}:`;

/** Whether each hash that is known is that of the body, and one at least is known. */
export function isContentDigest(sent: string, body: Buffer | undefined): boolean {
  try {
    const given = parseDictionary(sent);
    const known = (Object.keys(HASHES) as (keyof typeof HASHES)[]).filter((name) => given.has(name));
    return (
      known.length > 0 &&
      known.every((name) => {
        const [bytes] = given.get(name)!;
        return (
          bytes instanceof ArrayBuffer &&
          Buffer.from(bytes).toString('base64') === hash(HASHES[name], body ?? EMPTY, 'base64')
        );
      })
    );
  } catch {
    return false;
  }
}
