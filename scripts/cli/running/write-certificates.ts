/** Writes the certificates that clients connect with, and their private keys, into files for curl and others. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { components } from '../../../specs/generated/control.ts';
import { certificateFiles } from '../../../mock/contract/certificate-files.ts';
import { fileFault } from '../../../mock/contract/file-error-words.ts';
import { InputError } from '../../../mock/contract/input-error.ts';

/** A private key is for nobody else to read. */
const OWNER_ONLY = 0o600;

export interface WrittenCertificate {
  readonly id: string;
  readonly cert: string;
  readonly key: string;
}

/** @throws {InputError} where there is none, and for a folder that cannot be written */
export async function writeCertificates(
  { contract, clients, keys }: components['schemas']['CredentialSheet'],
  folder: string,
): Promise<readonly WrittenCertificate[]> {
  const found = [
    ...clients.map(({ client_id: id, certificate }) => ({ id, certificate })),
    ...keys.map(({ id, certificate }) => ({ id, certificate })),
  ].flatMap(({ id, certificate }) => (certificate === undefined ? [] : [{ id, certificate }]));
  if (found.length === 0)
    throw new InputError(
      `no client or key of ${contract} has a certificate that the sandbox made; --certificates has nothing to write`,
    );
  try {
    await mkdir(folder, { recursive: true });
    const written: WrittenCertificate[] = [];
    for (const { id, certificate } of found) {
      const names = certificateFiles(id);
      const files = { cert: join(folder, names.cert), key: join(folder, names.key) };
      await writeFile(files.cert, certificate.cert);
      await writeFile(files.key, certificate.key, { mode: OWNER_ONLY });
      written.push({ id, ...files });
    }
    return written;
  } catch (error) {
    throw new InputError(`cannot write --certificates ${folder}: ${fileFault(error, 'write')}`);
  }
}
