/** `--tls-ca`: writes the certificate that clients have to trust, and says how they come to trust it. */
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { InputError } from '../../../mock/contract/input-error.ts';
import { SANDBOX } from '../../../mock/server/self-signed-certificate.ts';

/** Whether a file holds one certificate and nothing else, and a sandbox made it. */
function isOurs(text: string): boolean {
  if (!/^-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----\s*$/.test(text)) return false;
  try {
    return new X509Certificate(text).subject.split('\n').includes(`O=${SANDBOX}`);
  } catch {
    return false;
  }
}

/**
 * Writes a certificate, over none or over one of an earlier start: a file of anything else may be one that is needed.
 *
 * @returns the absolute path
 * @throws {InputError} if it cannot be written
 */
export async function writeAuthority(file: string, cert: string): Promise<string> {
  const path = resolve(file);
  const there = await readFile(path, 'utf8').catch((error: unknown) => error as NodeJS.ErrnoException);
  if (typeof there === 'string' && !isOurs(there))
    throw new InputError(
      `--tls-ca ${file} is there already and holds something else than a sandbox's certificate; name a file that may be written`,
    );
  await writeFile(path, cert).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `cannot write --tls-ca ${file}: ${code === 'ENOENT' ? 'there is no such folder' : code === 'EISDIR' ? 'it is a folder; name a file in it' : (code ?? message)}`,
    );
  });
  return path;
}

/** A path as a shell takes it. */
export const quoted = (path: string): string =>
  /^[\w./:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

/** The lines to paste, one for each kind of client; a start of the server makes another certificate. */
export function trustText(path: string, url: string): readonly string[] {
  const file = quoted(path);
  const store = quoted(`${path.slice(0, path.length - extname(path).length)}.p12`);
  return [
    `The certificate to trust is ${path}; each start makes another.`,
    `  Node         export NODE_EXTRA_CA_CERTS=${file}`,
    `  curl         curl --cacert ${file} ${url}/_tollgate/health`,
    `  Python       export REQUESTS_CA_BUNDLE=${file} SSL_CERT_FILE=${file}`,
    `  Java         rm -f ${store}; keytool -importcert -noprompt -alias tollgate -file ${file} -keystore ${store} -storetype PKCS12 -storepass tollgate`,
    `               export JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStorePassword=tollgate"`,
    '',
  ];
}
