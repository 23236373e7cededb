/** The implementation of each action of the vocabulary (`x-action`). */
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../state/awaitable.ts';
import type { ActionStep, Call, Outcome } from '../request/call.ts';
import type { CompiledOperation, CompiledContract } from '../contract/compiled-contract.ts';
import type { ActionLoader } from '../request/action-factory.ts';
import { OAUTH_ACTIONS } from '../auth/oauth/oauth-actions.ts';

const ACTIONS: Readonly<Record<Action['type'], ActionLoader>> = {
  ...OAUTH_ACTIONS,
  'otp.request': async () => (await import('../auth/otp/request-otp.ts')).otpRequest,
  'otp.verify': async () => (await import('../auth/otp/verify-otp.ts')).otpVerify,
  'authenticator.enroll': async () => (await import('../auth/otp/enroll-authenticator.ts')).authenticatorEnroll,
  'authenticator.verify': async () => (await import('../auth/otp/verify-authenticator.ts')).authenticatorVerify,
  'session.open': async () => (await import('../auth/sessions/sliding-session.ts')).sessionOpen,
  'session.close': async () => (await import('../auth/sessions/sliding-session.ts')).sessionClose,
  'sso.enter': async () => (await import('../auth/sso/sso-enter.ts')).ssoEnter,
  'link.request': async () => (await import('../auth/links/request-link.ts')).linkRequest,
  'link.redeem': async () => (await import('../auth/links/redeem-link.ts')).linkRedeem,
  page: async () => (await import('../auth/sso/signed-in-page.ts')).page,
  'key.regenerate': async () => (await import('../auth/api-keys/key-regenerate.ts')).keyRegenerate,
  'profile.get': async () => (await import('../resources/caller-profile.ts')).profileGet,
  'profile.update': async () => (await import('../resources/caller-profile.ts')).profileUpdate,
  'resource.list': async () => (await import('../resources/list-records.ts')).resourceList,
  'resource.get': async () => (await import('../resources/get-record.ts')).resourceGet,
  'resource.create': async () => (await import('../resources/create-record.ts')).resourceCreate,
  'resource.update': async () => (await import('../resources/update-record.ts')).resourceUpdate,
  'resource.delete': async () => (await import('../resources/delete-record.ts')).resourceDelete,
  'resource.transition': async () => (await import('../resources/transition-record.ts')).resourceTransition,
  'resource.check': async () => (await import('../resources/check-record.ts')).resourceCheck,
  reply: async () => (await import('../resources/reply-example.ts')).replyExample,
};

/** The operation's action; its first call waits until the behaviour is loaded and bound. */
export function actionFor(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  let bound: ActionStep | undefined;
  let loading: Promise<ActionStep> | undefined;
  const load = async (): Promise<ActionStep> => {
    const factory = await ACTIONS[operation.action.type]();
    const step = factory(operation, contract);
    const isBelow = [...contract.resources.values()].some(({ parent }) => parent !== undefined);
    const below = isBelow ? await import('../resources/record-parents.ts') : undefined;
    return (bound = below?.belowParents(step, operation, contract) ?? step);
  };
  const act = (call: Call): Awaitable<Outcome> =>
    bound ? bound(call) : (loading ??= load()).then((action) => action(call));
  return Object.assign(act, { ahead: (call: Call) => bound?.ahead?.(call) });
}
