/** Which behaviour carries out which action of the vocabulary. */
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../awaitable.ts';
import type { ActionStep, Call, Outcome } from '../call.ts';
import type { OperationPlan, Plan } from '../contract/plan.ts';
import type { ActionLoader } from './action-factory.ts';
import { OAUTH_ACTIONS } from './oauth/index.ts';

const ACTIONS: Readonly<Record<Action['type'], ActionLoader>> = {
  ...OAUTH_ACTIONS,
  'otp.request': async () => (await import('./otp.ts')).otpRequest,
  'otp.verify': async () => (await import('./otp.ts')).otpVerify,
  'session.open': async () => (await import('./session.ts')).sessionOpen,
  'session.close': async () => (await import('./session.ts')).sessionClose,
  'sso.enter': async () => (await import('./sso.ts')).ssoEnter,
  page: async () => (await import('./page.ts')).page,
  'key.regenerate': async () => (await import('./key-regenerate.ts')).keyRegenerate,
  'profile.get': async () => (await import('./profile.ts')).profileGet,
  'profile.update': async () => (await import('./profile.ts')).profileUpdate,
  'resource.list': async () => (await import('./resources/list.ts')).resourceList,
  'resource.get': async () => (await import('./resources/get.ts')).resourceGet,
  'resource.create': async () => (await import('./resources/create.ts')).resourceCreate,
  'resource.update': async () => (await import('./resources/update.ts')).resourceUpdate,
  'resource.delete': async () => (await import('./resources/delete.ts')).resourceDelete,
  'resource.transition': async () => (await import('./resources/transition.ts')).resourceTransition,
  'resource.check': async () => (await import('./resources/check.ts')).resourceCheck,
};

/** The operation's action; its first call waits until the behaviour is loaded and bound. */
export function actionFor(operation: OperationPlan, plan: Plan): ActionStep {
  let bound: ActionStep | undefined;
  let loading: Promise<ActionStep> | undefined;
  const load = async (): Promise<ActionStep> => {
    const factory = await ACTIONS[operation.action.type]();
    return (bound = factory(operation, plan));
  };
  const act = (call: Call): Awaitable<Outcome> => (bound ? bound(call) : (loading ??= load()).then((action) => action(call)));
  return Object.assign(act, { ahead: (call: Call) => bound?.ahead?.(call) });
}
