/** Which credentials of a contract are keys, and the rules that it gives them. */
import type {
  CertificateCredential,
  Credential,
  SignatureCredential,
  IdFormat,
  KeyCredential,
} from '../../../specs/generated/vocabulary.ts';
import type { CompiledContract } from '../../contract/compiled-contract.ts';
import { isSignature } from '../../contract/signature-kinds.ts';

/** Kinds of credential that are long-lived keys, made and ended by anyone who runs the project. */
const KEY_KINDS: ReadonlySet<Credential['kind']> = new Set(['api_key', 'key_pair', 'hmac', 'signature', 'certificate']);

const isKey = (credential: Credential): credential is KeyCredential | SignatureCredential | CertificateCredential =>
  KEY_KINDS.has(credential.kind);

/** What the contract says of a key credential; the keys of one that signs follow the defaults. */
export type KeyRules = Pick<
  KeyCredential,
  'id_format' | 'secret_format' | 'roles' | 'visibility' | 'rotation' | 'platforms'
>;

/** Secrets that can be decoded: a whole number of bytes, without padding. */
const ENCODED = {
  hex: { alphabet: 'hex', length: 64 },
  base64: { alphabet: 'base62', length: 44 },
} as const satisfies Readonly<Record<string, IdFormat>>;

/** @returns undefined if the contract has no key credential of this name */
export function keyCredential(contract: CompiledContract, name: string): KeyRules | undefined {
  const credential = contract.credentials.get(name);
  if (credential === undefined || !isKey(credential)) return undefined;
  if (!isSignature(credential)) return credential;
  const { secret_encoding: encoding = 'utf8' } = credential;
  return encoding === 'utf8' ? {} : { secret_format: ENCODED[encoding] };
}

/** Names of the contract's key credentials. */
export function keyCredentials(contract: CompiledContract): readonly string[] {
  return [...contract.credentials].filter(([, credential]) => isKey(credential)).map(([name]) => name);
}
