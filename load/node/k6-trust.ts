/** Which authorities k6 trusts: those that `verify` does, and the system's. */
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { fileFault } from '../../mock/contract/file-error-words.ts';
import { InputError } from '../../mock/contract/input-error.ts';

/** Variables that name a PEM file with more of them: Node's, and the one that Go reads and we are about to set. */
const VARIABLES = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] as const;

/**
 * @param ca PEM of the target's own authority
 * @returns PEM for `SSL_CERT_FILE`. Go still reads the system's folder of certificates beside that file.
 * @throws {InputError} if a file that the environment names cannot be read
 */
export async function trustedAuthorities(ca: string | undefined): Promise<string> {
  const named = await Promise.all(
    VARIABLES.map(async (variable) => {
      const file = process.env[variable];
      return file === undefined || file === ''
        ? ''
        : readFile(file, 'utf8').catch((error: unknown) => {
            throw new InputError(
              `cannot read ${file}, which the environment variable ${variable} names: ${fileFault(error, 'read')}`,
            );
          });
    }),
  );
  return [...rootCertificates, ...named, ca ?? ''].filter((pem) => pem !== '').join('\n');
}
