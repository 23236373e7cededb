/** What a new key must be like: of a tenant, with a role and for a platform that the contract knows. */
import { isIP } from 'node:net';
import type { CertificateName } from '../../../specs/generated/vocabulary.ts';
import { keyName, nameFlaw } from '../../contract/certificate-names.ts';
import type { World } from '../../sandboxes/sandbox.ts';
import type { WrittenKey } from '../../contract/signature-key.ts';
import { suggestion } from '../../contract/did-you-mean.ts';
import { keyCredential, keyCredentials } from './key-rules.ts';
import type { KeyRules } from './key-rules.ts';

export interface NewKey {
  readonly credential: string;
  readonly tenant: string;
  /** Made up by default. */
  readonly id?: string | undefined;
  /** Of a key pair that its owner made; default a new pair. */
  readonly public_key?: WrittenKey | undefined;
  /** Of a key that is known by its certificate; default the subject `CN=` and its id. */
  readonly certificate?: CertificateName | undefined;
  readonly user?: string | undefined;
  readonly name?: string | undefined;
  readonly role?: string | undefined;
  readonly platform?: string | undefined;
  /** Whether it is the tenant's primary key of this kind, which has visibility rules of its own. */
  readonly primary?: boolean | undefined;
  readonly scopes?: readonly string[] | undefined;
  /** IP addresses or CIDR ranges. */
  readonly allowed_addresses?: readonly string[] | undefined;
}

/** A key cannot be made as asked; the message says what is wrong and how to mend it. */
export class UnfitKey extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnfitKey';
  }
}

function unknown(what: string, name: string, known: readonly string[]): UnfitKey {
  const hint = suggestion(name, known);
  return new UnfitKey(`There is no ${what} "${name}"${hint === undefined ? '' : `; ${hint}`}.`);
}

export function isRange(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128));
}

function checkUser({ people }: World, { user, tenant }: NewKey): void {
  if (user === undefined) return;
  const found = people.users.get(user);
  if (!found) throw unknown('user', user, [...people.users.keys()]);
  if (found.tenant !== tenant)
    throw new UnfitKey(`The user "${user}" belongs to the tenant "${found.tenant}", not to "${tenant}".`);
}

function checkPlatform({ platforms = [], roles }: KeyRules, { credential, platform, name, role }: NewKey): void {
  if (platform === undefined) return;
  if (!platforms.includes(platform)) throw unknown(`platform of ${credential}`, platform, platforms);
  if (name === undefined) throw new UnfitKey('A key for a platform needs a name.');
  if (roles && role === undefined)
    throw new UnfitKey(`A key for a platform needs a role: ${Object.keys(roles).join(', ')}.`);
}

function checkCertificate({ contract }: World, { credential, certificate }: NewKey): void {
  if (certificate === undefined) return;
  if (contract.credentials.get(credential)?.kind !== 'certificate')
    throw new UnfitKey(`A key of ${credential} is known by no certificate; leave "certificate" out.`);
  const flaw = nameFlaw(keyName('', certificate));
  if (flaw !== undefined) throw new UnfitKey(`In "certificate", ${flaw}.`);
}

/**
 * @returns what the contract says of the credential
 * @throws UnfitKey
 */
export function checkNewKey(world: World, key: NewKey): KeyRules {
  const { contract, people } = world;
  const rules = keyCredential(contract, key.credential);
  if (!rules) throw unknown('key credential', key.credential, keyCredentials(contract));
  if (!people.tenants.has(key.tenant)) throw unknown('tenant', key.tenant, [...people.tenants.keys()]);
  checkUser(world, key);
  const roles = Object.keys(rules.roles ?? {});
  if (key.role !== undefined && !roles.includes(key.role)) throw unknown(`role of ${key.credential}`, key.role, roles);
  checkPlatform(rules, key);
  if (key.primary === true && rules.visibility?.primary_first === undefined)
    throw new UnfitKey(`No key of ${key.credential} is primary: the contract has no rule for one.`);
  checkCertificate(world, key);
  const bad = key.allowed_addresses?.find((range) => !isRange(range));
  if (bad !== undefined)
    throw new UnfitKey(`"${bad}" is neither an IP address nor a CIDR range such as 203.0.113.0/24.`);
  return rules;
}
