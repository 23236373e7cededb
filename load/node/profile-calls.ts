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
import type { Call, Caller } from '../k6/profile.ts';
import { hmacRecipe, signedFields, signedValues } from './hmac-recipe.ts';
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

/** k6's scripts sign with shared secrets, and with no key pairs; and they connect without certificates. */
const signable = ({ method, also = [] }: CompiledRequirement): boolean =>
  [method, ...also.map((other) => other.method)].every(({ kind }) => kind !== 'signature' && kind !== 'certificate');

export const labelOf = (credential: string, id: string): string => `${credential} of ${id}`;

async function loginTemplate(
  inputs: ProfileInputs,
  { requirement, user }: WantedCredential & { by: 'login' },
): Promise<Caller['login']> {
  const open = inputs.contract.operations.find(
    ({ action }) => action.type === 'session.open' && action.credential === requirement.method.credential,
  )!;
  return templateOf(inputs, open, await loginRequest(inputs, open, user), { facts: ['session.token'] });
}

/** Registers who calls. @returns the label, and what stands where the credential does; how it is signed, is the call's */
async function callerOf(
  inputs: ProfileInputs,
  found: WantedCredential,
): Promise<{ readonly label: string; readonly values: PartValues }> {
  const { credential } = found.requirement.method;
  const id = found.by === 'token' ? found.client.client_id : 'user' in found ? found.user.id : found.key.id;
  const label = labelOf(credential, id);
  const token = found.by === 'token' ? await tokenSource(inputs, { ...found, credential }) : null;
  const login = found.by === 'login' ? await loginTemplate(inputs, found) : null;
  inputs.callers.set(label, { token, login });
  const { method } = found.requirement;
  if (found.by === 'key' && method.kind === 'hmac')
    return { label, values: signedValues(inputs.contract, method, found.key) };
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
  /** In each way of that kind which the operation takes, and not the first alone. */
  readonly everyWay?: boolean;
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
  const { method } = found.requirement;
  const key = found.by === 'key' && method.kind === 'hmac' ? found.key : undefined;
  const unsigned = { ...request, headers: [...request.headers, ...headers] };
  const whole = {
    ...unsigned,
    headers: [
      ...unsigned.headers,
      ...(key === undefined ? [] : signedFields(inputs.contract, method, unsigned)),
      ...carried.headers,
    ],
    query: [...request.query, ...carried.query],
  };
  return {
    ...templateOf(inputs, operation, whole, { facts }),
    caller: label,
    hmac: key === undefined ? null : hmacRecipe(inputs.contract, method, key, whole),
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
    const calls: Call[] = [];
    for (const requirement of operation.requirements.filter(
      (one) => kindOf(one) === kind && usable(one) && signable(one),
    )) {
      if (calls.length > 0 && wish.everyWay !== true) break;
      const found = tenants
        .flatMap((tenant) => chooseCredential(inputs, operation, { requirement, tenant }) ?? [])
        .filter(({ by }) => by !== 'link' && by !== 'message');
      calls.push(...(await Promise.all(found.map((one) => callOf(inputs, operation, one, wish)))));
    }
    if (calls.length > 0) return calls;
  }
  return [];
}
