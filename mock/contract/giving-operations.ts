/** Which operations give a credential out. */
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { CompiledContract } from './compiled-contract.ts';

const GIVERS: readonly Action['type'][] = ['token.issue', 'session.open', 'sso.enter', 'link.redeem'];

/** Ids of the operations whose answers have the credential in them. */
export const giversOf = ({ operations }: CompiledContract, credential: string): string[] =>
  operations
    .filter(({ action }) => GIVERS.includes(action.type) && 'credential' in action && action.credential === credential)
    .map(({ id }) => id);
