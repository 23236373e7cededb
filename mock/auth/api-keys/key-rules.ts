/** Which credentials of a contract are keys, and the rules that it gives them. */
import type { Credential, HmacCredential, KeyCredential } from '../../../specs/generated/vocabulary.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';

/** Kinds of credential that are long-lived keys, made and ended by anyone who runs the project. */
const KEY_KINDS: ReadonlySet<Credential['kind']> = new Set(['api_key', 'key_pair', 'hmac']);

const isKey = (credential: Credential): credential is KeyCredential | HmacCredential => KEY_KINDS.has(credential.kind);

/** What the contract says of a key credential; an HMAC credential's keys follow the defaults. */
export type KeyRules = Pick<
  KeyCredential,
  'id_format' | 'secret_format' | 'roles' | 'visibility' | 'rotation' | 'platforms'
>;

/** @returns undefined if the contract has no key credential of this name */
export function keyCredential(contract: CompiledContract, name: string): KeyRules | undefined {
  const credential = contract.credentials.get(name);
  if (credential === undefined || !isKey(credential)) return undefined;
  return credential.kind === 'hmac' ? {} : credential;
}

/** Names of the contract's key credentials. */
export function keyCredentials(contract: CompiledContract): readonly string[] {
  return [...contract.credentials].filter(([, credential]) => isKey(credential)).map(([name]) => name);
}
