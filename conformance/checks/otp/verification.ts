/** How long, and how many times, a verification token can be used. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { exampleBody } from '../../driver/contract-examples.ts';
import { withValue } from '../../driver/json-values.ts';
import { atOnce, expectOneGood, isGood } from '../common/race-requests.ts';
import { rule } from '../common/scenario-check.ts';
import { NIST_OTP, basisOf } from '../common/contract-citation.ts';
import { still } from '../common/run-out.ts';
import { need, passes, required } from './step-up-calls.ts';
import type { StepUpOperation } from './step-up-calls.ts';
import { guardedCall, guardedRequest, sendGuarded, verificationFor } from './otp-subject.ts';
import { needsOf, stepUpSubjectOf } from './step-up-subject.ts';
import type { StepUpSubject as Subject } from './step-up-subject.ts';

const SECOND = 1000;

/** The body with a field spoilt, though none that the verification is bound to; undefined where there is no other. */
function spoilt({ stepUp }: StepUpOperation, body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  const kept = [stepUp.resource, stepUp.amount?.body, stepUp.amount?.record?.id];
  const field = Object.keys(body).find((name) => !kept.some((pointer) => pointer?.split('/')[1] === name));
  return field === undefined ? undefined : withValue(body, `/${field}`, {});
}

function checksOf(subject: Subject, operation: StepUpOperation): readonly Check[] {
  const { contract, verify, verificationMs } = subject;
  const once = basisOf(contract, verify.pointer, { about: /single use/i, evidence: 'assumed', standard: NIST_OTP });
  const repeatable = operation.action.type !== 'resource.transition';
  const spoilable = spoilt(operation, exampleBody(contract, operation)?.value) !== undefined;
  return [
    rule({
      id: `step-up.expiry:${operation.id}`,
      title: 'A verification is good until the second before its end, and not at its end',
      ...basisOf(contract, verify.pointer, { evidence: need(contract, operation).evidence }),
      needs: ['otp', 'wait', 'destructive'],
      async run(context: Context) {
        context.clock.within(verificationMs);
        await still(context);
        if (context.clock.movable) {
          const first = await guardedCall(context, subject, operation);
          const early = await verificationFor(context, first);
          await context.clock.advance(verificationMs - SECOND);
          await passes(context, first, early);
        }
        const second = await guardedCall(context, subject, operation);
        const late = await verificationFor(context, second);
        await context.clock.pass(verificationMs);
        await required(context, second, late);
      },
    }),
    ...(repeatable
      ? [
          rule({
            id: `step-up.single-use:${operation.id}`,
            title: 'A verification is good for one call',
            ...once,
            needs: ['otp', 'destructive'],
            async run(context: Context) {
              const guarded = await guardedCall(context, subject, operation);
              const token = await verificationFor(context, guarded);
              await passes(context, guarded, token);
              await required(context, guarded, token);
            },
          }),
          rule({
            id: `step-up.race:${operation.id}`,
            title: 'Of many simultaneous calls with one verification one is let through',
            ...once,
            needs: ['otp', 'destructive'],
            async run(context: Context) {
              const guarded = await guardedCall(context, subject, operation);
              const request = await guardedRequest(context, guarded, await verificationFor(context, guarded));
              expectOneGood(
                context,
                await atOnce(
                  context,
                  Array.from({ length: 8 }, () => request),
                ),
                operation,
              );
            },
          }),
        ]
      : []),
    ...(!spoilable
      ? []
      : [
          rule({
            id: `step-up.refused-keeps-it:${operation.id}`,
            title: 'A refused call does not use up its verification',
            ...once,
            needs: ['otp', 'destructive'],
            async run(context: Context) {
              const guarded = await guardedCall(context, subject, operation);
              const token = await verificationFor(context, guarded);
              const exchange = await sendGuarded(context, { ...guarded, body: spoilt(operation, guarded.body) }, token);
              context.expect.that(
                !isGood(exchange),
                'a call with a bad body to be refused',
                `${exchange.status}`,
                exchange,
              );
              await passes(context, guarded, token);
            },
          }),
        ]),
  ];
}

export const verifications: CheckFamily = ({ contract }) => {
  const subject = stepUpSubjectOf(contract);
  return subject === undefined
    ? []
    : needsOf(
        subject,
        subject.stepUps.flatMap((operation) => checksOf(subject, operation)),
      );
};
