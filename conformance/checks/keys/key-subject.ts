/** A key credential, with an operation to try its keys on. */
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { KeyCredential } from '../../../specs/generated/vocabulary.ts';
import type { Context } from '../../check-context.ts';
import type { Exchange } from '../../exchange.ts';
import type { TargetKey } from '../../target/target.ts';
import { credentialsOf, useOf } from '../common/find-operations.ts';
import { requestWithKey } from '../common/change-request.ts';

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

/** Tenant of a key of this credential that works. */
export function tenantOf(context: Context, { name }: Subject): string {
  const key = context.target.credentials.keys.find(
    ({ credential, status }) => credential === name && status === 'active',
  );
  return key?.tenant ?? context.notRun(`the target has no ${name}`);
}

/** A key that may do everything. */
export const newKey = (context: Context, subject: Subject): Promise<TargetKey> =>
  context.keys.create(subject.name, tenantOf(context, subject));

/** Calls the subject's operation with this very key. */
export const useKey = async (
  context: Context,
  { operation, requirement }: Subject,
  key: TargetKey,
): Promise<Exchange> => context.send(await requestWithKey(context, operation, requirement, key));
