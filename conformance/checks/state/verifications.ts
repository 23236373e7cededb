/** A verification is for what it was asked for: one that names no record is for none, and the other way round. */
import { CheckFailure } from '../../check.ts';
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { NIST_OTP, basisOf } from '../common/contract-citation.ts';
import { rule } from '../common/scenario-check.ts';
import { guardedCall } from '../otp/otp-subject.ts';
import { needsOf, stepUpSubjectOf } from '../otp/step-up-subject.ts';
import { required } from '../otp/step-up-calls.ts';

/** Undefined where none is given for this in the first place. */
async function verification(
  context: Context,
  operation: string,
  about: string | undefined,
): Promise<string | undefined> {
  try {
    return await context.otp.verification(operation, about);
  } catch (error) {
    const status = error instanceof CheckFailure ? error.finding.exchange?.status : undefined;
    if (status !== undefined && status >= 400 && status < 500 && status !== 401 && status !== 429) return undefined;
    throw error;
  }
}

export const verifications: CheckFamily = ({ contract }) => {
  const subject = stepUpSubjectOf(contract);
  if (subject === undefined) return [];
  const bound = basisOf(contract, subject.verify.pointer, { about: /bound/i, evidence: 'assumed', standard: NIST_OTP });
  // Where no request can name a record, none is ever verified for one.
  const namesRecords = contract.operations.some(
    ({ action }) =>
      (action.type === 'otp.request' || action.type === 'authenticator.verify') && action.resource !== undefined,
  );
  const fitting = subject.stepUps.filter(({ stepUp }) => stepUp.resource !== undefined || namesRecords);
  const checks = fitting.map((operation): Check => {
    const isBound = operation.stepUp.resource !== undefined;
    return rule({
      id: `state.verification-${isBound ? 'of-nothing' : 'of-a-record'}:${operation.id}`,
      title: isBound
        ? 'A verification that was asked for without a record is refused for every record'
        : 'A verification that was asked for a record is refused where there is none',
      ...bound,
      needs: ['otp', 'destructive'],
      async run(context: Context) {
        const guarded = await guardedCall(context, subject, operation);
        const about = isBound ? undefined : 'any-record-of-the-suite';
        const token = await verification(context, operation.stepUp.operation, about);
        if (token !== undefined) await required(context, guarded, token);
      },
    });
  });
  return needsOf(subject, checks);
};
