/** The authorities that clients' certificates may come from besides the sandbox's own, from a PEM text. */
import { X509Certificate } from 'node:crypto';
import { InputError } from '../contract/input-error.ts';

const BLOCK = /-----BEGIN ((?:TRUSTED |X509 )?CERTIFICATE)-----[\s\S]*?-----END \1-----/g;

/** Of the certificates that a chain leads over, as much as one line can tell. */
const nameOf = ({ subject }: X509Certificate): string => ((subject as string | undefined) ?? '').replaceAll('\n', ', ');

function read(text: string, what: string, number: number): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (error) {
    throw new InputError(`certificate ${number} of ${what} cannot be read: ${(error as Error).message}`);
  }
}

/**
 * @param what is read, for messages: an option and its file
 * @throws {InputError} where there is none, and for one that issues nothing
 */
export function readAuthorities(pem: string, what: string): readonly X509Certificate[] {
  const found = (pem.match(BLOCK) ?? []).map((text, i) => read(text, what, i + 1));
  if (found.length === 0)
    throw new InputError(
      `${what} has no certificate in PEM${/PRIVATE KEY-----/.test(pem) ? ', but a private key' : ''}; name the certificate of the authority that issues those of your clients`,
    );
  found.forEach((certificate, i) => {
    if (!certificate.ca)
      throw new InputError(
        `certificate ${i + 1} of ${what} (${nameOf(certificate)}) is no authority's: it has no basic constraint CA; name the one that issued it`,
      );
  });
  return found;
}
