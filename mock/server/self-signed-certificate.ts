/** A certificate for the machine it is made on, made at start and kept nowhere. */
import { isIP } from 'node:net';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
}

/** Who made the certificate, in its own words: a file that says so may be written anew. */
export const SANDBOX = 'Tollgate sandbox';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/**
 * A self-signed certificate for `localhost` and its addresses.
 *
 * @param hosts other names and addresses by which clients know the server
 */
export async function selfSigned(...hosts: readonly string[]): Promise<Certificate> {
  const { generate } = (await import('#selfsigned')).default;
  const names = [...new Set([...LOOPBACK, ...hosts])];
  const made = await generate(
    [
      { name: 'commonName', value: 'localhost' },
      { name: 'organizationName', value: SANDBOX },
    ],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        // It is its own authority, so that `curl --cacert` and NODE_EXTRA_CA_CERTS take it.
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
        },
      ],
    },
  );
  return { cert: made.cert, key: made.private };
}
