/** Lists of revoked certificates, from a PEM text: each is signed by an authority that clients' certificates may come from. */
import type { X509Certificate } from 'node:crypto';
import type { X509Crl } from '@peculiar/x509';
import { InputError } from '../contract/input-error.ts';
import { serialOf } from '../auth/certificates/revocation-list.ts';
import type { RevocationList } from '../auth/certificates/revocation-list.ts';

const BLOCK = /-----BEGIN ((?:X509 )?CRL)-----[\s\S]*?-----END \1-----/g;

/** Says that the list holds changes of another one alone. @see RFC 5280 §5.2.4 */
const DELTA = '2.5.29.27';
/** Says that an entry is of another authority than the list's. @see RFC 5280 §5.3.3 */
const OTHER_ISSUER = '2.5.29.29';

async function signerOf(list: X509Crl, authorities: readonly X509Certificate[]): Promise<X509Certificate | undefined> {
  const { X509Certificate: Certificate } = (await import('#x509')).default;
  for (const authority of authorities) {
    const signed = await list.verify({ publicKey: new Certificate(authority.raw) }).catch(() => false);
    if (signed) return authority;
  }
  return undefined;
}

/**
 * @param what is read, for messages: an option and its file
 * @param authorities whose lists they may be
 * @throws {InputError} where there is none, for one that cannot be read, and for one that none of the authorities signed
 */
export async function readRevocationLists(
  pem: string,
  what: string,
  authorities: readonly X509Certificate[],
): Promise<readonly RevocationList[]> {
  const texts = pem.match(BLOCK) ?? [];
  if (texts.length === 0)
    throw new InputError(
      `${what} has no revocation list in PEM; name the list that your authority publishes (openssl crl -inform DER makes PEM of one in DER)`,
    );
  const { X509Crl: Crl } = (await import('#x509')).default;
  return Promise.all(
    texts.map(async (text, i): Promise<RevocationList> => {
      const name = `revocation list ${i + 1} of ${what}`;
      let list: X509Crl;
      let serials: ReadonlySet<bigint>;
      let extensions: readonly string[];
      try {
        list = new Crl(text);
        const { entries } = list;
        serials = new Set(entries.map(({ serialNumber }) => serialOf(serialNumber)));
        extensions = [...list.extensions, ...entries.flatMap((entry) => entry.extensions)].map(({ type }) => type);
      } catch (error) {
        throw new InputError(`${name} cannot be read: ${(error as Error).message}`);
      }
      if (extensions.includes(DELTA))
        throw new InputError(`${name} (${list.issuer}) holds changes of another list alone; name the whole list`);
      if (extensions.includes(OTHER_ISSUER))
        throw new InputError(`${name} (${list.issuer}) lists certificates of several authorities; name a list of each`);
      const authority = await signerOf(list, authorities);
      if (authority === undefined)
        throw new InputError(
          `${name} (${list.issuer}) is signed by none of the authorities that are trusted for clients; put the certificate of the one that signed it beside theirs`,
        );
      return { authority, serials };
    }),
  );
}
