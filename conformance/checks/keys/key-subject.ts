/** A key credential, with an operation to try its keys on. */
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { KeyCredential } from '../../../specs/generated/vocabulary.ts';
import type { Context } from '../../check-context.ts';
import { canBorrow } from '../../driver/key-renewal.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetKey } from '../../target/target.ts';
import { credentialsOf, useOf } from '../common/find-operations.ts';
import { requestWithKey } from '../common/change-request.ts';
import { refused } from '../common/judge-refusal.ts';

export interface Subject {
  readonly contract: CompiledContract;
  readonly name: string;
  readonly credential: KeyCredential;
  readonly operation: CompiledOperation;
  readonly requirement: CompiledRequirement;
}

export function subjectsOf(contract: CompiledContract): readonly Subject[] {
  return credentialsOf(contract, 'api_key', 'key_pair').flatMap(([name, credential]) => {
    const use = useOf(contract, name);
    return use === undefined ? [] : [{ contract, name, credential, ...use }];
  });
}

/** A key of this credential that the target names; the check is not run where there is none that fits. */
export const namedKey = (
  context: Context,
  { name }: Subject,
  fits: (key: TargetKey) => boolean,
  missing: string,
): TargetKey =>
  context.target.credentials.keys.find((key) => key.credential === name && fits(key)) ?? context.notRun(missing);

/**
 * A key of this credential that is not good any more, where the target has no control plane to end one: its own file names
 * it. Undefined where the check can end a key of its own.
 */
export function knownDead(
  { target, notRun }: Context,
  credential: string,
  status: Exclude<TargetKey['status'], 'active'>,
): TargetKey | undefined {
  if (target.control !== undefined) return undefined;
  const key = target.credentials.keys.find((one) => one.credential === credential && one.status === status);
  return key ?? notRun(`the target names no ${credential} that is ${status}`);
}

/** A key that the target says is dead is not served: one cause, wherever it is. */
export function notServed(context: Context, { status }: TargetKey, exchange: Exchange): void {
  context.expect.that(
    exchange.status >= 300,
    `a refusal: the target says that the key is ${status}`,
    `status ${exchange.status}`,
    exchange,
    `a ${status} key is taken`,
  );
}

/** Tenant of a key of this credential that works. */
export const tenantOf = (context: Context, subject: Subject): string =>
  namedKey(context, subject, ({ status }) => status === 'active', `the target has no ${subject.name}`).tenant;

/** A key that may do everything. */
export const newKey = (context: Context, subject: Subject): Promise<TargetKey> =>
  context.keys.create(subject.name, tenantOf(context, subject));

/** A key whose secret may be replaced. */
export const renewableKey = (context: Context, subject: Subject): Promise<TargetKey> =>
  context.keys.renewable(subject.name, tenantOf(context, subject));

/** What it takes to replace the secret of such a key: the control plane, or the API where it takes the old one back. */
export const renewalNeed = ({ contract, name }: Subject): 'keys' | 'renew_keys' =>
  canBorrow(contract, name) ? 'renew_keys' : 'keys';

/** Calls the subject's operation with this very key. */
export const useKey = async (
  context: Context,
  { operation, requirement }: Subject,
  key: TargetKey,
): Promise<Exchange> => context.send(await requestWithKey(context, operation, requirement, key));

export async function expectWorks(context: Context, subject: Subject, key: TargetKey): Promise<void> {
  context.expect.success(await useKey(context, subject, key), subject.operation);
}

/** A key that was blocked or deleted, or an old secret. */
export async function expectDead(context: Context, subject: Subject, key: TargetKey): Promise<void> {
  refused(context, await useKey(context, subject, key), subject.operation, ['blocked_key', 'invalid_credentials']);
}

export const SECOND = 1_000;

/** What holds until shortly before this time is over, and what once it is. */
export async function atEdge(
  { clock }: Context,
  ms: number,
  before: () => Promise<void>,
  after: () => Promise<void>,
  margin: number = SECOND,
): Promise<void> {
  await clock.advance(ms - margin);
  await before();
  await clock.advance(margin);
  await after();
}
