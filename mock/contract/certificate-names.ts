/**
 * The name that a client of `tls_client_auth` registers, and those that a certificate has.
 *
 * @see RFC 8705 §2.1.2, RFC 4514 §2, §3
 */
import type { X509Certificate } from 'node:crypto';
import { isIP, isIPv6 } from 'node:net';
import type { CertificateName as KeyName, SeedClient } from '../../specs/generated/vocabulary.ts';

export const CERTIFICATE_NAMES = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;

export type CertificateName = (typeof CERTIFICATE_NAMES)[number];

export type Names = Partial<Pick<SeedClient, CertificateName>>;

/** The names that a client registers. */
export const namesOf = (client: Names): readonly (readonly [name: CertificateName, value: string])[] =>
  CERTIFICATE_NAMES.flatMap((name) => {
    const value = client[name];
    return value === undefined ? [] : [[name, value] as const];
  });

/** Other short names of the same attribute types. */
const SAME: Readonly<Record<string, string>> = { EMAILADDRESS: 'E', EMAIL: 'E', S: 'ST', USERID: 'UID' };

/** One attribute of a distinguished name: its value without escapes. */
export interface NamePart {
  readonly type: string;
  readonly value: string;
}

/** Escapes are bytes in hex, or a character behind a backslash (RFC 4514 §2.4). */
const unescaped = (text: string): string =>
  text.replaceAll(/(?:\\[\da-f]{2})+|\\(.)/gi, (run, character?: string) =>
    character === undefined ? Buffer.from(run.replaceAll('\\', ''), 'hex').toString('utf8') : character,
  );

function partOf(text: string): NamePart | undefined {
  const [, type = '', value] = /^\s*([a-z][a-z\d-]*|\d+(?:\.\d+)+)\s*=\s*(.*?)\s*$/is.exec(text) ?? [];
  const name = type.toUpperCase();
  return value === undefined ? undefined : { type: SAME[name] ?? name, value: unescaped(value) };
}

/** @returns undefined if one of them is none */
function partsOf(texts: readonly string[]): readonly NamePart[] | undefined {
  const parts = texts.flatMap((text) => partOf(text) ?? []);
  return parts.length === texts.length ? parts : undefined;
}

/** The parts of a distinguished name, in the order of RFC 4514: the most specific first. @returns undefined if it is none */
export const readName = (text: string): readonly NamePart[] | undefined =>
  text.trim() === '' ? undefined : partsOf(text.match(/(?:\\.|[^,\\])+/gs) ?? []);

/** The subject of a certificate as text: Node has a part on each line, the most general first. */
export const subjectOf = ({ subject }: X509Certificate): string =>
  // A certificate may have none; Node then has no text either.
  ((subject as string | undefined) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .toReversed()
    .join(',');

function isSubject(certificate: X509Certificate, registered: string): boolean {
  const [wanted, found] = [readName(registered), readName(subjectOf(certificate))];
  return (
    wanted !== undefined &&
    found?.length === wanted.length &&
    wanted.every(({ type, value }, i) => found[i]!.type === type && found[i]!.value === value)
  );
}

const KINDS = { DNS: 'dns', URI: 'uri', 'IP Address': 'ip', email: 'email' } as const;

/** An address in the one way in which it is compared. */
const plainAddress = (text: string): string =>
  isIPv6(text) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;

/** The alternative names of a certificate of one kind. */
function alternativeNames(certificate: X509Certificate, kind: string): readonly string[] {
  const text = certificate.subjectAltName ?? '';
  return [...text.matchAll(/(DNS|URI|IP Address|email):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].flatMap(
    ([, name, value = '']) =>
      KINDS[name as keyof typeof KINDS] === kind ? [value.startsWith('"') ? (JSON.parse(value) as string) : value] : [],
  );
}

/** Whether a certificate has a name that a client registered. */
export function hasName(certificate: X509Certificate, name: CertificateName, value: string): boolean {
  if (name === 'tls_client_auth_subject_dn') return isSubject(certificate, value);
  const kind = name.slice('tls_client_auth_san_'.length);
  const names = alternativeNames(certificate, kind);
  if (kind === 'dns') return names.some((one) => one.toLowerCase() === value.toLowerCase());
  return kind === 'ip' ? names.some((one) => plainAddress(one) === plainAddress(value)) : names.includes(value);
}

/** Why a client cannot prove itself by its certificate as it says; undefined where it can, and where it does not say so. */
export function certificateFlaw(client: Omit<SeedClient, 'client_id' | 'tenant'>): string | undefined {
  const { token_endpoint_auth_method: way, client_secret: secret, certificate_key: made, jwks, jwks_uri: uri } = client;
  const names = namesOf(client);
  const [name, value = ''] = names[0] ?? [];
  if (way !== 'tls_client_auth' && name !== undefined)
    return `${name} is for clients that authenticate by tls_client_auth`;
  if (way === 'tls_client_auth' && names.length !== 1)
    return `a client that authenticates by tls_client_auth registers one of ${CERTIFICATE_NAMES.join(', ')}`;
  if (name === 'tls_client_auth_subject_dn' && readName(value) === undefined)
    return `tls_client_auth_subject_dn must be a name such as CN=app,O=Example; it is "${value}"`;
  if (name === 'tls_client_auth_san_ip' && isIP(value) === 0)
    return `tls_client_auth_san_ip must be an IP address; it is "${value}"`;
  if (way === 'self_signed_tls_client_auth' && made === undefined && jwks === undefined && uri === undefined)
    return 'a client that authenticates by self_signed_tls_client_auth needs jwks or jwks_uri with the key of its certificate, or certificate_key: ES256 for one that is made here';
  if ((way === 'tls_client_auth' || way === 'self_signed_tls_client_auth') && secret !== undefined)
    return `a client that authenticates by ${way} has no client_secret`;
  return undefined;
}

/** The one name that a key of a certificate registers. */
export type RegisteredName = readonly [name: CertificateName, value: string];

/** What a value has to be escaped for in a name (RFC 4514 §2.4). */
const escapedValue = (value: string): string =>
  value.replaceAll(/[\\,+"<>;=]/g, String.raw`\$&`).replace(/^[ #]| $/g, String.raw`\$&`);

/** @param given as the contract or the control plane writes it; by default the subject `CN=` and the key's id */
export function keyName(id: string, given: KeyName | undefined): RegisteredName {
  const [[name, value] = ['subject_dn', `CN=${escapedValue(id)}`]] = Object.entries<string>({ ...given });
  return [`tls_client_auth_${name}` as CertificateName, value];
}

/** A registered name as it is written: `{ subject_dn: … }`. */
export const writtenName = ([name, value]: RegisteredName): KeyName => ({
  [name.slice('tls_client_auth_'.length)]: value,
});

/** Why a name cannot be that of a certificate; undefined where it can. */
export function nameFlaw([name, value]: RegisteredName): string | undefined {
  if (name === 'tls_client_auth_subject_dn' && readName(value) === undefined)
    return `subject_dn must be a name such as CN=app,O=Example; it is "${value}"`;
  return name === 'tls_client_auth_san_ip' && isIP(value) === 0
    ? `san_ip must be an IP address; it is "${value}"`
    : undefined;
}

const subjectText = (parts: readonly NamePart[] | undefined): string =>
  JSON.stringify(parts?.map(({ type, value }) => [type, value]) ?? []);

/** One text for each way to write one name: what two names have in common if they are the same. */
export function plainName([name, value]: RegisteredName): string {
  if (name === 'tls_client_auth_subject_dn') return `subject ${subjectText(readName(value))}`;
  const kind = name.slice('tls_client_auth_san_'.length);
  return `${kind} ${kind === 'dns' ? value.toLowerCase() : kind === 'ip' ? plainAddress(value) : value}`;
}

/** A certificate with more alternative names than these is looked at by the first of them. */
const MOST_NAMES = 20;

/** The names of a certificate, in the words of {@link plainName}. */
export function plainNames(certificate: X509Certificate): readonly string[] {
  const kinds = ['dns', 'uri', 'ip', 'email'] as const;
  return [
    `subject ${subjectText(readName(subjectOf(certificate)))}`,
    ...kinds
      .flatMap((kind) =>
        alternativeNames(certificate, kind).map((value) => plainName([`tls_client_auth_san_${kind}`, value])),
      )
      .slice(0, MOST_NAMES),
  ];
}
