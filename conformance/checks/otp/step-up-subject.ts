/** Operations that want a verification, and what gives it: a one-time password, or an authenticator alone. */
import type { CompiledContract, CompiledOperation } from '../../../mock/contract/compiled-contract.ts';
import { contractMs } from '../../../mock/contract/durations.ts';
import type { StepUp } from '../../../specs/generated/vocabulary.ts';
import type { Check } from '../../check.ts';
import { actions } from '../common/find-operations.ts';
import type { WithAction } from '../common/find-operations.ts';
import { verifyingAuthenticator } from '../../driver/authenticator-driver.ts';

export interface StepUpSubject {
  readonly contract: CompiledContract;
  /** What a password, or a code of an authenticator, is traded for a verification by. */
  readonly verify: WithAction<'otp.verify'> | WithAction<'authenticator.verify'>;
  readonly stepUps: readonly (CompiledOperation & { readonly stepUp: StepUp })[];
  readonly verificationMs: number;
}

/** Passwords come first, where a contract has both. */
export function stepUpSubjectOf(contract: CompiledContract): StepUpSubject | undefined {
  const verify =
    actions(contract, 'otp.request').length > 0
      ? actions(contract, 'otp.verify')[0]
      : (verifyingAuthenticator(contract) as WithAction<'authenticator.verify'> | undefined);
  if (verify === undefined) return undefined;
  const stepUps = contract.operations.filter(
    (operation): operation is CompiledOperation & { stepUp: StepUp } => operation.stepUp !== undefined,
  );
  return { contract, verify, stepUps, verificationMs: contractMs(verify.action.verification_lifetime) };
}

/** Who makes codes by themselves reads no passwords. */
export const needsOf = ({ verify }: StepUpSubject, checks: readonly Check[]): readonly Check[] =>
  verify.action.type === 'otp.verify'
    ? checks
    : checks.map((check) => ({ ...check, needs: check.needs.filter((need) => need !== 'otp') }));
