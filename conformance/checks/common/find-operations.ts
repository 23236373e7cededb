/** Finding operations of a contract by what they do and take. */
import type {
  CompiledOperation,
  CompiledContract,
  CompiledRequirement,
} from '../../../mock/contract/compiled-contract.ts';
import type { Action, Credential } from '../../../specs/generated/vocabulary.ts';
import type { Need } from '../../check.ts';
import { canBorrow } from '../../driver/key-renewal.ts';

export type WithAction<T extends Action['type']> = CompiledOperation & {
  readonly action: Extract<Action, { type: T }>;
};

export const isAction = <T extends Action['type']>(operation: CompiledOperation, type: T): operation is WithAction<T> =>
  operation.action.type === type;

export const actions = <T extends Action['type']>(
  { operations }: CompiledContract,
  type: T,
): readonly WithAction<T>[] => operations.filter((operation): operation is WithAction<T> => isAction(operation, type));

export const requirementOf = (
  { requirements }: CompiledOperation,
  credential: string,
): CompiledRequirement | undefined => requirements.find(({ method }) => method.credential === credential);

export const takes = (operation: CompiledOperation, credential: string): boolean =>
  requirementOf(operation, credential) !== undefined;

/** Reads first, then what is easily asked for; an operation that wants more than a credential comes last. */
const EASE: readonly Action['type'][] = [
  'resource.list',
  'profile.get',
  'userinfo',
  'page',
  'resource.get',
  'resource.check',
  'resource.create',
  'token.introspect',
  'otp.request',
  'profile.update',
  'resource.update',
];

function difficulty(operation: CompiledOperation): number {
  const rank = EASE.indexOf(operation.action.type);
  return (rank < 0 ? EASE.length : rank) + (operation.stepUp === undefined ? 0 : 100) + (operation.anonymous ? 50 : 0);
}

export function easiest(operations: readonly CompiledOperation[]): CompiledOperation | undefined {
  return operations.toSorted((a, b) => difficulty(a) - difficulty(b))[0];
}

/** The easiest operation that takes a credential, with the requirement it stands in. */
export function useOf(
  contract: CompiledContract,
  credential: string,
): { readonly operation: CompiledOperation; readonly requirement: CompiledRequirement } | undefined {
  const operation = easiest(contract.operations.filter((candidate) => takes(candidate, credential)));
  const requirement = operation && requirementOf(operation, credential);
  return operation && requirement && { operation, requirement };
}

export const credentialsOf = <K extends Credential['kind']>(
  { credentials }: CompiledContract,
  ...kinds: readonly K[]
): readonly (readonly [name: string, credential: Extract<Credential, { kind: K }>])[] =>
  [...credentials].filter((entry): entry is [string, Extract<Credential, { kind: K }>] =>
    (kinds as readonly string[]).includes(entry[1].kind),
  );

const CHANGING: readonly Action['type'][] = [
  'resource.create',
  'resource.update',
  'resource.delete',
  'resource.transition',
  'profile.update',
  'key.regenerate',
];

/**
 * What a check needs leave for that lets the operation succeed. A key that gets another secret is lost to all other
 * checks, unless the contract has an operation that sets the old one back.
 */
export function changes({ action }: CompiledOperation, contract?: CompiledContract): readonly Need[] {
  if (!CHANGING.includes(action.type)) return [];
  if (action.type !== 'key.regenerate') return ['destructive'];
  return ['destructive', contract !== undefined && canBorrow(contract, action.credential) ? 'renew_keys' : 'keys'];
}
