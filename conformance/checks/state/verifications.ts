/** A verification is for what it was asked for: one that names no record is for none, and the other way round. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { NIST_OTP, basisOf } from '../common/contract-citation.ts';
import { rule } from '../common/scenario-check.ts';
import { guardedCall, subjectOf } from '../otp/otp-subject.ts';
import { required } from '../otp/step-up-calls.ts';

export const verifications: CheckFamily = ({ contract }) => {
  const subject = subjectOf(contract);
  if (subject === undefined) return [];
  const bound = basisOf(contract, subject.verify.pointer, { about: /bound/i, evidence: 'assumed', standard: NIST_OTP });
  return subject.stepUps.map((operation): Check => {
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
        await required(context, guarded, await context.otp.verification(operation.stepUp.operation, about));
      },
    });
  });
};
