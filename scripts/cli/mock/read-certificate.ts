import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { fileFault } from '../../../mock/contract/file-error-words.ts';
import { InputError } from '../../../mock/contract/input-error.ts';
import type { Certificate } from '../../../mock/server/self-signed-certificate.ts';

/** @throws {InputError} if a file cannot be read, or the two are not a certificate and its key */
export async function readCertificate(certFile: string, keyFile: string): Promise<Certificate> {
  // One after the other: where both are wrong, it is always the same that is told.
  const cert = await read('--cert', certFile);
  const key = await read('--key', keyFile);
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new InputError(
      `--cert ${certFile} and --key ${keyFile} are not a PEM certificate and its private key: ${(error as Error).message}`,
    );
  }
  return { cert, key };
}

/**
 * @returns the file's text
 * @throws {InputError} if it cannot be read, or holds something else than certificates of authorities
 */
export async function readClientAuthorities(file: string): Promise<string> {
  const text = await read('--tls-client-ca', file);
  const { readAuthorities } = await import('../../../mock/server/client-authorities.ts');
  readAuthorities(text, `--tls-client-ca ${file}`);
  return text;
}

/**
 * @param authorities the file of those whose lists they are
 * @returns the file's text
 * @throws {InputError} if it cannot be read, or holds something else than lists of these authorities
 */
export async function readClientRevocations(file: string, authorities: string): Promise<string> {
  const text = await read('--tls-client-crl', file);
  const { readAuthorities } = await import('../../../mock/server/client-authorities.ts');
  const { readRevocationLists } = await import('../../../mock/server/read-revocation-lists.ts');
  const trusted = readAuthorities(await read('--tls-client-ca', authorities), `--tls-client-ca ${authorities}`);
  await readRevocationLists(text, `--tls-client-crl ${file}`, trusted);
  return text;
}

async function read(option: string, file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw new InputError(`cannot read ${option} ${file}: ${fileFault(error, 'read')}`);
  });
}
