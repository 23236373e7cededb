/** A sign-on endpoint, with what a good link to it holds. */
import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { CompiledContract } from '../../../mock/contract/compiled-contract.ts';
import type { Context, RequestParts } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetKey } from '../../target/target.ts';
import { actions } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { withHeader, withIdentifier, withQuery } from '../common/change-request.ts';

export interface Subject {
  readonly contract: CompiledContract;
  readonly operation: WithAction<'sso.enter'>;
  /** Name of the key credential that a link proves itself with. */
  readonly keyCredential: string;
  readonly plain: string;
  readonly encrypted: string;
  readonly lifetimeMs: number;
}

export function subjectsOf(contract: CompiledContract): readonly Subject[] {
  return actions(contract, 'sso.enter').flatMap((operation) => {
    const { action } = operation;
    const keyCredential =
      action.key_credential ?? [...contract.credentials].find(([, { kind }]) => kind === 'key_pair')?.[0];
    if (keyCredential === undefined) return [];
    return [
      {
        contract,
        operation,
        keyCredential,
        plain: action.data_parameter ?? 'data',
        encrypted: action.encrypted_parameter ?? 'e_data',
        lifetimeMs: contractMs(action.lifetime),
      },
    ];
  });
}

export type Link = Readonly<Record<string, unknown>>;

export const keysOf = (context: Context, { keyCredential }: Subject): readonly TargetKey[] =>
  context.target.credentials.keys.filter(
    ({ credential, status, allowed_addresses: addresses }) =>
      credential === keyCredential && status === 'active' && addresses === null,
  );

export const keyOf = (context: Context, subject: Subject): TargetKey =>
  keysOf(context, subject)[0] ?? context.notRun('the target has no key that links could be made with');

/** What a good link of this moment says; `changes` replaces fields, and takes out those that are undefined. */
export async function linkOf(context: Context, subject: Subject, changes: Link = {}): Promise<Link> {
  const {
    operation: { action },
    contract,
  } = subject;
  const key = keyOf(context, subject);
  const resource = contract.resources.get(action.resource);
  const person = `suite-${randomUUID()}`;
  const fields = action.copy.map((field): [string, unknown] => {
    if (field === action.match) return [field, person];
    return [field, resource?.schema.properties?.[field]?.['x-fill'] === 'tenant.id' ? key.tenant : `${field} Example`];
  });
  const link = {
    [action.match]: person,
    ...Object.fromEntries(fields),
    [action.timestamp]: Math.floor((await context.clock.now()) / 1000),
    [action.user]: key.id,
    [action.user_key]: key.secret,
    ...changes,
  };
  return Object.fromEntries(Object.entries(link).filter(([, value]) => value !== undefined));
}

/** Fields of a link that the contact takes, the one it is found by left out. */
export const nameFields = ({ operation: { action } }: Subject): readonly string[] =>
  action.copy.filter((field) => field.endsWith('name'));

export const hexOf = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('hex');

export const BLOCK = 16;

/**
 * IV ‖ AES-256-CBC with PKCS#7 padding.
 *
 * @param key 64 hexadecimal digits
 */
export function encrypt(value: unknown, key: string, padding = true): Buffer {
  const iv = randomBytes(BLOCK);
  const cipher = createCipheriv('aes-256-cbc', Buffer.from(key, 'hex'), iv).setAutoPadding(padding);
  return Buffer.concat([iv, cipher.update(typeof value === 'string' ? value : JSON.stringify(value)), cipher.final()]);
}

/** The developer whose links may be encrypted, and the key. */
export function developerOf(context: Context): { readonly id: string; readonly key: string } {
  for (const { id, encryption_key: key } of context.target.credentials.developers) {
    if (typeof key === 'string') return { id, key };
  }
  return context.notRun('the target has no developer with an encryption key');
}

/** A request that carries these parameters, in the query or in the form as the operation has it. */
export async function linkRequest(
  context: Context,
  { operation, plain, encrypted }: Subject,
  parameters: Readonly<Record<string, string>>,
  developer?: string,
): Promise<RequestParts> {
  const inForm = operation.body !== undefined;
  const request = await context.request(operation, inForm ? { body: new URLSearchParams(parameters).toString() } : {});
  const typed = inForm ? withHeader(request, 'content-type', 'application/x-www-form-urlencoded') : request;
  const bare = [plain, encrypted].reduce((parts, name) => withQuery(parts, name, undefined), typed);
  const parts = inForm
    ? bare
    : Object.entries(parameters).reduce((rest, [name, value]) => withQuery(rest, name, value), bare);
  return developer === undefined ? parts : withIdentifier(parts, operation, 'developer', developer);
}

export const follow = async (
  context: Context,
  subject: Subject,
  parameters: Readonly<Record<string, string>>,
  developer?: string,
): Promise<Exchange> => context.send(await linkRequest(context, subject, parameters, developer));

/** Follows a plain link. */
export const enter = async (context: Context, subject: Subject, link: Link): Promise<Exchange> =>
  follow(context, subject, { [subject.plain]: hexOf(link) });

/** Follows an encrypted one. */
export function enterEncrypted(context: Context, subject: Subject, link: Link): Promise<Exchange> {
  const { id, key } = developerOf(context);
  return follow(context, subject, { [subject.encrypted]: encrypt(link, key).toString('hex') }, id);
}
