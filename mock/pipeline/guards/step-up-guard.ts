/**
 * The `step_up` guard, and the taking of the verification token.
 *
 * These are two steps, because a refused request must not use up the token: the guard only looks whether it is good,
 * then the remaining guards judge the request, and only what is about to act takes the token. Of two requests that
 * both passed the guard with one token, the one that comes second to the taking is refused.
 */
import type { StepUp } from '../../../specs/generated/vocabulary.ts';
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { hidden, refuse } from '../../request/call.ts';
import type { Call, Refusal } from '../../request/call.ts';
import { at } from '../../contract/openapi-document.ts';
import { besideAmount, thresholdOf } from '../../contract/threshold.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { resourceOf } from '../../request/operation-action.ts';
import { resourceName, tenantOf, verificationKey } from '../../auth/otp/otp-records.ts';
import type { VerificationRecord } from '../../auth/otp/otp-records.ts';
import { DELETED, partitionIn } from '../../resources/record-keys.ts';
import { getRecord } from '../../resources/record-store.ts';
import { rememberSpent, spentText } from '../../auth/spent-credentials.ts';

function otpRequired({ operation }: Call, rule: string, expected: string, got: string): Refusal {
  return refuse('otp_required', rule, `${operation.pointer}/x-step-up`, { expected, got });
}

/** Whether the call's amount, if that is what decides, reaches the threshold. */
function isNeeded(call: Call, { amount }: StepUp): Awaitable<boolean> {
  if (amount === undefined) return true;
  const { world, operation } = call;
  const { otp_threshold: set } = world.settings;
  const { body: pointer, record } = amount;
  if (pointer !== undefined) {
    const value = at(bodyValue(call), pointer);
    // Validation refuses what is not a number; its refusal says more than this one could.
    return typeof value === 'number' && value >= thresholdOf(amount, at(bodyValue(call), besideAmount(pointer)), set);
  }
  if (record === undefined) return true;
  // The record's own amount decides, however little the body says; one that names no record is validation's to refuse.
  const id = resourceName(at(bodyValue(call), record.id));
  if (id === null) return false;
  const resource = resourceOf(world.contract, operation, record.resource);
  return chain(getRecord(world, resource, partitionIn(call, resource), id), (found) => {
    // The action says that there is no such record.
    if (found === undefined || found === DELETED) return false;
    const value = found[record.field];
    return typeof value !== 'number' || value >= thresholdOf(amount, found, set);
  });
}

function verificationRefusal(call: Call, stepUp: StepUp, verification: VerificationRecord): Refusal | undefined {
  const wanted = `a verification of ${stepUp.operation}`;
  if (verification.operation !== stepUp.operation)
    return otpRequired(call, 'the verification must be for this operation', wanted, `one of ${verification.operation}`);
  const resource = stepUp.resource === undefined ? null : resourceName(at(bodyValue(call), stepUp.resource));
  if (verification.resource !== resource)
    return otpRequired(
      call,
      'the verification must be for this resource',
      resource ?? 'no resource',
      verification.resource ?? 'no resource',
    );
  if (call.now >= verification.expires_at) {
    const { expected, got } = pastEnd('the verification token', verification.expires_at, call.now);
    return otpRequired(call, 'the verification must not have expired', expected, got);
  }
  return undefined;
}

/** Why there is no such verification of the caller's. */
function goneRefusal(call: Call, { operation }: StepUp, key: string): Awaitable<Refusal> {
  const rule = 'the verification token must be one that was given out and not used';
  return chain(spentText(call.world, key, tenantOf(call.tenant), call.now), (spent) =>
    otpRequired(
      call,
      rule,
      `an unused verification of ${operation}`,
      spent === undefined ? 'an unknown token' : `a token that was used ${spent}`,
    ),
  );
}

export function stepUpGuard(call: Call): Awaitable<Refusal | undefined> {
  const { stepUp } = call.operation;
  if (stepUp === undefined) return undefined;
  return chain(isNeeded(call, stepUp), (needed): Awaitable<Refusal | undefined> => {
    if (!needed) return undefined;
    const token = call.request.headers[stepUp.header.toLowerCase()];
    if (typeof token !== 'string' || token === '')
      return otpRequired(
        call,
        'the call must carry a verified one-time password',
        `${stepUp.header} with a verification token`,
        'no such header',
      );
    const key = verificationKey(token);
    return chain(call.world.store.get<VerificationRecord>(key), (verification): Awaitable<Refusal | undefined> => {
      if (verification === undefined) return goneRefusal(call, stepUp, key);
      // The journal says whose it is; the answer only that it is not the caller's.
      if (verification.tenant !== tenantOf(call.tenant))
        return hidden(
          otpRequired(
            call,
            "the verification must be of the caller's tenant",
            tenantOf(call.tenant),
            `one of ${verification.tenant}`,
          ),
          'an unknown token',
        );
      const { identification } = call;
      const user = identification.state === 'good' ? identification.caller.user?.id : undefined;
      if (verification.user !== undefined && verification.user !== user)
        return hidden(
          otpRequired(
            call,
            'the verification must be of the person who calls',
            user === undefined ? `a call of ${verification.user}` : `one of ${user}`,
            `one of ${verification.user}`,
          ),
          'an unknown token',
        );
      const refusal = verificationRefusal(call, stepUp, verification);
      if (refusal === undefined) call.verification = key;
      return refusal;
    });
  });
}

/** Uses the verification token up, just before the action. */
export function takeVerification(call: Call): Awaitable<Refusal | undefined> {
  const { verification: key, world, now } = call;
  if (key === undefined) return undefined;
  return chain(
    world.store.take<VerificationRecord>(key),
    (taken): Awaitable<Refusal | undefined> =>
      taken === undefined
        ? otpRequired(
            call,
            'a verification token works once',
            'an unused token',
            'one that another request has just used',
          )
        : chain(rememberSpent(world, key, taken.tenant, now), () => undefined),
  );
}
