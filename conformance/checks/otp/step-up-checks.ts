/** Operations that demand a verification token: when, and which token. */
import type { Check, CheckFamily } from '../../check.ts';
import type { Context } from '../../check-context.ts';
import { at } from '../../../mock/contract/openapi-document.ts';
import type { Schema } from '../../../mock/contract/openapi-document.ts';
import { flatten } from '../../../mock/contract/json-schemas.ts';
import { refused } from '../common/judge-refusal.ts';
import { expectRefused, nearMisses } from '../common/near-misses.ts';
import { rule } from '../common/scenario-check.ts';
import { NIST_OTP, basisOf } from '../common/contract-citation.ts';
import { need, passes, required } from './step-up-calls.ts';
import type { StepUpOperation } from './step-up-calls.ts';
import { verifyingAuthenticator } from '../../driver/authenticator-driver.ts';
import { aboutAnother, guardedCall, sendGuarded, tiersOf, verificationFor } from './otp-subject.ts';
import { needsOf, stepUpSubjectOf } from './step-up-subject.ts';
import type { StepUpSubject as Subject } from './step-up-subject.ts';

/** Whether people call it, by sessions that they opened. */
const ofPeople = ({ requirements }: StepUpOperation): boolean =>
  requirements.some(({ method: { kind } }) => kind === 'session');

function whenNeeded(subject: Subject, operation: StepUpOperation): readonly Check[] {
  const { contract } = subject;
  const threshold = need(contract, operation);
  return [
    rule({
      id: `step-up.required:${operation.id}`,
      title: 'Without a verification the call is refused',
      ...threshold,
      needs: ['destructive'],
      async run(context: Context) {
        const guarded = await guardedCall(context, subject, operation);
        await required(context, guarded, undefined);
        await required(context, guarded, 'no-such-verification-token');
      },
    }),
    rule({
      id: `step-up.near-token:${operation.id}`,
      title: 'What is almost a verification token lets nothing through',
      ...threshold,
      needs: ['otp', 'destructive'],
      async run(context: Context) {
        const guarded = await guardedCall(context, subject, operation);
        const token = await verificationFor(context, guarded);
        for (const { how, text } of nearMisses(token, 'header'))
          expectRefused(context, await sendGuarded(context, guarded, text), operation, ['otp_required'], how);
        await passes(context, guarded, token);
      },
    }),
    rule({
      id: `step-up.passes:${operation.id}`,
      title: 'With a verification the call is let through',
      ...basisOf(contract, operation.pointer, { about: /verification token/i }),
      needs: ['otp', 'destructive'],
      async run(context: Context) {
        const guarded = await guardedCall(context, subject, operation);
        await passes(context, guarded, await verificationFor(context, guarded));
      },
    }),
    ...(operation.stepUp.amount === undefined
      ? []
      : [
          rule({
            id: `step-up.threshold:${operation.id}`,
            title: 'Just below the threshold no verification is needed; at the threshold one is',
            ...threshold,
            needs: ['destructive'],
            async run(context: Context) {
              await passes(context, await guardedCall(context, subject, operation, 1), undefined);
              await required(context, await guardedCall(context, subject, operation), undefined);
            },
          }),
        ]),
    ...(tiersOf(operation).length < 2
      ? []
      : [
          rule({
            id: `step-up.threshold-by:${operation.id}`,
            title: `Each ${operation.stepUp.amount?.by?.field ?? ''} has a threshold of its own`,
            ...need(contract, operation, /one for each/i),
            needs: ['destructive'],
            async run(context: Context) {
              for (const tier of tiersOf(operation)) {
                await passes(context, await guardedCall(context, subject, operation, 1, tier), undefined);
                await required(context, await guardedCall(context, subject, operation, 0, tier), undefined);
              }
            },
          }),
        ]),
    ...(operation.stepUp.amount?.record === undefined
      ? []
      : [
          rule({
            id: `step-up.short-body:${operation.id}`,
            title:
              'A body that says no more than it must does not save the verification, and an empty one does nothing',
            ...need(contract, operation, /short/i),
            needs: ['destructive'],
            async run(context: Context) {
              const guarded = await guardedCall(context, subject, operation);
              await required(context, { ...guarded, body: onlyRequired(contract, operation, guarded.body) }, undefined);
              refused(context, await sendGuarded(context, { ...guarded, body: {} }, undefined), operation, [
                'otp_required',
                'invalid_body',
              ]);
            },
          }),
        ]),
  ];
}

/** The fields that the contract requires, of a body. */
function onlyRequired({ document }: Subject['contract'], { body: declared }: StepUpOperation, body: unknown): unknown {
  const pointer = declared?.content.values().next().value;
  const schema = pointer === undefined ? undefined : (at(document, pointer) as Schema | undefined);
  const names =
    schema === undefined ? [] : (flatten(document, { node: schema, pointer: pointer! }).node.required ?? []);
  return Object.fromEntries(Object.entries(body as object).filter(([name]) => names.includes(name)));
}

/** What a verification is bound to. */
function bindings(subject: Subject, operation: StepUpOperation): readonly Check[] {
  const { contract, verify, stepUps } = subject;
  const bound = basisOf(contract, verify.pointer, { about: /bound/i, evidence: 'assumed', standard: NIST_OTP });
  const other = stepUps.find(({ stepUp }) => stepUp.operation !== operation.stepUp.operation);
  return [
    ...(other === undefined
      ? []
      : [
          rule({
            id: `step-up.other-operation:${operation.id}`,
            title: 'A verification for another operation is refused',
            ...bound,
            needs: ['otp', 'destructive'],
            async run(context: Context) {
              const guarded = await guardedCall(context, subject, operation);
              await required(
                context,
                guarded,
                await context.otp.verification(other.stepUp.operation, guarded.resource),
              );
            },
          }),
        ]),
    ...(operation.stepUp.resource === undefined
      ? []
      : [
          rule({
            id: `step-up.other-resource:${operation.id}`,
            title: 'A verification for another resource is refused',
            ...bound,
            needs: ['otp', 'destructive'],
            async run(context: Context) {
              const [one, two] = [
                await guardedCall(context, subject, operation),
                await guardedCall(context, subject, operation),
              ];
              const token = await verificationFor(context, one);
              // Where no amount asks for a record of its own, both calls are about the contract's example.
              if (two.resource !== one.resource) await required(context, two, token);
              else
                refused(context, await sendGuarded(context, aboutAnother(one), token), operation, [
                  'otp_required',
                  'not_found',
                  'invalid_body',
                ]);
              await passes(context, one, token);
            },
          }),
        ]),
    ...(verifyingAuthenticator(subject.contract) === undefined || !ofPeople(operation)
      ? []
      : [
          rule({
            id: `step-up.other-person:${operation.id}`,
            title: "A verification by somebody else's authenticator is refused, of the same tenant too",
            ...bound,
            needs: ['otp', 'destructive'],
            async run(context: Context) {
              const { tenant, user } = await context.credential(operation);
              const other = { tenant, notUser: user?.id ?? context.notRun('nobody in particular calls the operation') };
              const guarded = await guardedCall(context, subject, operation);
              const token = await verificationFor(context, guarded);
              const exchange = await sendGuarded(context, guarded, token, other);
              refused(context, exchange, operation, ['otp_required', 'not_found']);
              await passes(context, guarded, token);
            },
          }),
        ]),
    rule({
      id: `step-up.other-tenant:${operation.id}`,
      title: "Another tenant's verification is refused",
      ...bound,
      needs: ['otp', 'second_tenant', 'destructive'],
      async run(context: Context) {
        const { tenant } = await context.credential(operation);
        const guarded = await guardedCall(context, subject, operation);
        const token = await verificationFor(context, guarded);
        const exchange = await sendGuarded(context, guarded, token, { notTenant: tenant });
        refused(context, exchange, operation, ['otp_required', 'not_found']);
      },
    }),
  ];
}

export const stepUps: CheckFamily = ({ contract }) => {
  const subject = stepUpSubjectOf(contract);
  return subject === undefined
    ? []
    : needsOf(
        subject,
        subject.stepUps.flatMap((operation) => [...whenNeeded(subject, operation), ...bindings(subject, operation)]),
      );
};
