/** The certificate that a client is given by the sandbox, for a key that is made from the seed. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import type { SeedClient } from '../../specs/generated/vocabulary.ts';
import type { components } from '../../specs/generated/control.ts';
import type { KeyRecord } from '../auth/api-keys/key-records.ts';
import type { World } from '../sandboxes/sandbox.ts';
import { authorityKey, certificateKey } from '../auth/certificates/certificate-keys.ts';
import type { CertificateKey } from '../auth/certificates/certificate-keys.ts';
import { keyName, namesOf, readName } from '../contract/certificate-names.ts';
import type { CertificateName } from '../contract/certificate-names.ts';

type Certificate = components['schemas']['ClientCertificate'];

/** Good at every time that a sandbox's clock is set to: when it ends is no rule of the contract's. */
const NOT_BEFORE = '2000-01-01T00:00:00Z';
const NOT_AFTER = '2099-12-31T23:59:59Z';

interface Attribute {
  readonly shortName: string;
  readonly value: string;
}

/** The library's kinds of alternative names. */
const ALTERNATIVE = { email: 1, dns: 2, uri: 6, ip: 7 } as const;

/** What the library would take for the end of a value, or for an escape. */
const escaped = (value: string): string => value.replaceAll(/[\\,+"<>;=#]/g, String.raw`\$&`);

/** The library writes a name in the order of the certificate: the most general part first. */
const attributesOf = (name: string): readonly Attribute[] =>
  (readName(name) ?? []).toReversed().map(({ type, value }) => ({ shortName: type, value: escaped(value) }));

async function make(
  attributes: readonly Attribute[],
  { privateKey, publicKey }: CertificateKey,
  {
    isAuthority = false,
    alternative = [],
    ca,
  }: {
    readonly isAuthority?: boolean;
    readonly alternative?: readonly (readonly [keyof typeof ALTERNATIVE, string])[];
    readonly ca?: Certificate | undefined;
  },
): Promise<Certificate> {
  const { generate } = (await import('#selfsigned')).default;
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const made = await generate([...attributes], {
    keyType: 'ec',
    algorithm: 'sha256',
    keyPair: { privateKey: key, publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string },
    notBeforeDate: new Date(NOT_BEFORE),
    notAfterDate: new Date(NOT_AFTER),
    ...(ca && { ca }),
    extensions: [
      { name: 'basicConstraints', cA: isAuthority, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
      ...(alternative.length > 0
        ? [
            {
              name: 'subjectAltName' as const,
              altNames: alternative.map(([kind, value]) =>
                isIP(value) === 0 || kind !== 'ip'
                  ? { type: ALTERNATIVE[kind], value }
                  : { type: ALTERNATIVE.ip, ip: value },
              ),
            },
          ]
        : []),
    ],
  });
  return { cert: made.cert, key };
}

const authorities = new WeakMap<World, Promise<Certificate>>();

/** Issues the certificates of clients; nobody has to have it, since the sandbox knows its key. */
function authorityOf(world: World): Promise<Certificate> {
  let authority = authorities.get(world);
  if (authority === undefined) {
    const title = [{ shortName: 'CN', value: `Client authority of ${world.contract.name}` }];
    authorities.set(world, (authority = make(title, authorityKey(world), { isAuthority: true })));
  }
  return authority;
}

/** Keys come and go; what is forgotten is made again. */
const MOST_KEPT = 1_000;

const made = new WeakMap<World, Map<string, Promise<Certificate>>>();

function once(world: World, what: string, make: () => Promise<Certificate>): Promise<Certificate> {
  let certificates = made.get(world);
  if (certificates === undefined) made.set(world, (certificates = new Map<string, Promise<Certificate>>()));
  let certificate = certificates.get(what);
  if (certificate !== undefined) return certificate;
  if (certificates.size >= MOST_KEPT) certificates.clear();
  certificates.set(what, (certificate = make()));
  return certificate;
}

/**
 * A client's certificate and its private key. Its bytes differ from process to process, its key and its names do not.
 *
 * @returns undefined for a client that is given none
 */
export function certificateOf(world: World, client: SeedClient): Promise<Certificate> | undefined {
  if (client.certificate_key === undefined) return undefined;
  const names = namesOf(client);
  const isIssued = client.token_endpoint_auth_method === 'tls_client_auth';
  const { client_id: id } = client;
  return once(world, JSON.stringify([id, isIssued, names]), () =>
    makeFor(world, id, certificateKey(world, id), names, isIssued),
  );
}

/** That of a key which is known by its certificate. @returns undefined for any other, and where the key is not shown */
export function keyCertificateOf(
  world: World,
  { credential, id, certificate, public_key: publicKey }: KeyRecord,
  secret: string | null,
): Promise<Certificate> | undefined {
  if (certificate === null || publicKey === null || secret === null) return undefined;
  return once(world, JSON.stringify([credential, id, publicKey]), () =>
    makeFor(
      world,
      id,
      { privateKey: createPrivateKey(secret), publicKey: createPublicKey(publicKey) },
      [keyName(id, certificate)],
      true,
    ),
  );
}

async function makeFor(
  world: World,
  id: string,
  key: CertificateKey,
  names: readonly (readonly [name: CertificateName, value: string])[],
  isIssued: boolean,
): Promise<Certificate> {
  const subject = names.find(([name]) => name === 'tls_client_auth_subject_dn')?.[1];
  const attributes = subject === undefined ? [{ shortName: 'CN', value: escaped(id) }] : attributesOf(subject);
  const alternative = names.flatMap(([name, value]) =>
    name === 'tls_client_auth_subject_dn'
      ? []
      : [[name.slice('tls_client_auth_san_'.length) as keyof typeof ALTERNATIVE, value] as const],
  );
  const ca = isIssued ? await authorityOf(world) : undefined;
  return make(attributes, key, { alternative, ca });
}
