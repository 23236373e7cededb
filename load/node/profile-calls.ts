/** Calls of an operation, each with the credential of somebody who may make it. */
import { chooseCredential } from '../../conformance/driver/choose-credential.ts';
import type { WantedCredential } from '../../conformance/driver/choose-credential.ts';
import { carryAll } from '../../conformance/driver/present-credential.ts';
import type { PartValues } from '../../conformance/driver/present-credential.ts';
import { loginRequest } from '../../conformance/driver/session-requests.ts';
import type { RequestParts } from '../../conformance/check-context.ts';
import type { CompiledOperation, CompiledRequirement } from '../../mock/contract/compiled-contract.ts';
import type { Fact } from '../../mock/contract/fill-values.ts';
import type { Failure } from '../../specs/generated/vocabulary.ts';
import type { Call, Caller, HmacRecipe } from '../k6/profile.ts';
import type { ProfileInputs } from './profile-inputs.ts';
import { templateOf } from './request-template.ts';
import { tokenSource } from './profile-tokens.ts';

export type CredentialKind = 'token' | 'session' | 'hmac' | 'key';

/** Enough to tell tenants' quotas and records apart. */
const MOST_TENANTS = 4;

export const kindOf = ({ method: { kind } }: CompiledRequirement): CredentialKind =>
  kind === 'token' || kind === 'session' || kind === 'hmac' ? kind : 'key';

/** One that Basic would encode cannot be a placeholder. */
const usable = ({ method: { parts } }: CompiledRequirement): boolean =>
  parts.length > 0 && parts.every(({ part }) => part !== 'basic');

/**
 * Whether k6 can sign it: over parts of the request as they are, with seconds and the secret's own text. Canonical
 * requests, other times and digests are not signed there.
 */
function isSimple({ contract }: ProfileInputs, { method }: CompiledRequirement): boolean {
  const credential = contract.credentials.get(method.credential);
  if (credential?.kind === 'signature') return false;
  if (credential?.kind !== 'hmac') return true;
  const { message, request, headers, digest, scope, expires, timestamp_format: format = 'epoch' } = credential;
  return (
    request === undefined &&
    headers === undefined &&
    digest === undefined &&
    scope === undefined &&
    expires === undefined &&
    format === 'epoch' &&
    (credential.secret_encoding ?? 'utf8') === 'utf8' &&
    !message.some(
      (part) =>
        typeof part !== 'string' ||
        part === 'day' ||
        part === 'signature_base' ||
        part.endsWith('_path') ||
        part === 'sorted_query',
    )
  );
}

export const labelOf = (credential: string, id: string): string => `${credential} of ${id}`;

function hmacRecipe({ contract }: ProfileInputs, name: string, id: string, secret: string): HmacRecipe {
  const credential = contract.credentials.get(name);
  if (credential?.kind !== 'hmac') throw new Error(`${name} signs nothing`);
  const { algorithm, encoding, message, separator = '' } = credential;
  return { algorithm, encoding, message, separator, id, secret };
}

async function loginTemplate(
  inputs: ProfileInputs,
  { requirement, user }: WantedCredential & { by: 'login' },
): Promise<Caller['login']> {
  const open = inputs.contract.operations.find(
    ({ action }) => action.type === 'session.open' && action.credential === requirement.method.credential,
  )!;
  return templateOf(inputs, open, await loginRequest(inputs, open, user), { facts: ['session.token'] });
}

/** Registers who calls. @returns the label, and what stands where the credential does */
async function callerOf(
  inputs: ProfileInputs,
  found: WantedCredential,
): Promise<{ readonly label: string; readonly values: PartValues }> {
  const { credential } = found.requirement.method;
  const id = found.by === 'token' ? found.client.client_id : found.by === 'login' ? found.user.id : found.key.id;
  const label = labelOf(credential, id);
  const token = found.by === 'token' ? await tokenSource(inputs, { ...found, credential }) : null;
  const login = found.by === 'login' ? await loginTemplate(inputs, found) : null;
  const hmac =
    found.by === 'key' && found.requirement.method.kind === 'hmac'
      ? hmacRecipe(inputs, credential, found.key.id, found.key.secret)
      : null;
  inputs.callers.set(label, { token, login, hmac });
  if (hmac !== null)
    return { label, values: { id, timestamp: '__TIMESTAMP__', nonce: '__NONCE__', signature: '__SIGNATURE__' } };
  return { label, values: found.by === 'key' ? { id, secret: found.key.secret } : { secret: '__CREDENTIAL__' } };
}

export interface CallWish {
  /** Kinds of credential, best first; the first that somebody has is taken. */
  readonly kinds: readonly CredentialKind[];
  readonly parts?: Partial<RequestParts>;
  readonly headers?: RequestParts['headers'];
  readonly facts?: readonly Fact[];
  /** Only as this tenant. */
  readonly tenant?: string;
}

/** Statuses of the operation's refusals for these failures. */
export const refusedWith = ({ refusals }: CompiledOperation, ...failures: readonly Failure[]): number[] => [
  ...new Set(failures.flatMap((failure) => refusals.get(failure)?.status ?? [])),
];

/** A call with a credential that was chosen. */
export async function callOf(
  inputs: ProfileInputs,
  operation: CompiledOperation,
  found: WantedCredential,
  { parts, headers = [], facts = [] }: CallWish,
): Promise<Call> {
  const { label, values } = await callerOf(inputs, found);
  const carried = carryAll(inputs.contract, found.requirement.method, values);
  const request = await inputs.context.request(operation, { body: undefined, ...parts }, { tenant: found.tenant });
  const whole = {
    ...request,
    headers: [...request.headers, ...headers, ...carried.headers],
    query: [...request.query, ...carried.query],
  };
  return {
    ...templateOf(inputs, operation, whole, { facts }),
    caller: label,
    dead: refusedWith(operation, 'expired_token', 'revoked_token', 'invalid_token'),
  };
}

/** A call for each tenant that has a credential for the operation. */
export async function callsOf(inputs: ProfileInputs, operation: CompiledOperation, wish: CallWish): Promise<Call[]> {
  const tenants =
    wish.tenant === undefined
      ? inputs.target.credentials.tenants.map(({ id }) => id).slice(0, MOST_TENANTS)
      : [wish.tenant];
  for (const kind of wish.kinds) {
    for (const requirement of operation.requirements.filter(
      (one) => kindOf(one) === kind && usable(one) && isSimple(inputs, one),
    )) {
      const found = tenants
        .flatMap((tenant) => chooseCredential(inputs, operation, { requirement, tenant }) ?? [])
        .filter(({ by }) => by !== 'link');
      if (found.length > 0) return Promise.all(found.map((one) => callOf(inputs, operation, one, wish)));
    }
  }
  return [];
}
