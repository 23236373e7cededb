/** Which behaviour carries out which action of the vocabulary. */
import type { Action } from '../../specs/generated/vocabulary.ts';
import type { ActionStep } from '../call.ts';
import type { OperationPlan, Plan } from '../contract/plan.ts';
import { keyRegenerate } from './key-regenerate.ts';
import { OAUTH_ACTIONS } from './oauth/index.ts';
import { otpRequest, otpVerify } from './otp.ts';
import { page } from './page.ts';
import { profileGet, profileUpdate } from './profile.ts';
import { resourceCheck } from './resources/check.ts';
import { resourceCreate } from './resources/create.ts';
import { resourceDelete } from './resources/delete.ts';
import { resourceGet } from './resources/get.ts';
import { resourceList } from './resources/list.ts';
import { resourceTransition } from './resources/transition.ts';
import { resourceUpdate } from './resources/update.ts';
import { sessionClose, sessionOpen } from './session.ts';
import { ssoEnter } from './sso.ts';

/** Binds an action to its operation, once. */
export type ActionFactory = (operation: OperationPlan, plan: Plan) => ActionStep;

const ACTIONS: Readonly<Record<Action['type'], ActionFactory>> = {
  ...OAUTH_ACTIONS,
  'otp.request': otpRequest,
  'otp.verify': otpVerify,
  'session.open': sessionOpen,
  'session.close': sessionClose,
  'sso.enter': ssoEnter,
  page,
  'key.regenerate': keyRegenerate,
  'profile.get': profileGet,
  'profile.update': profileUpdate,
  'resource.list': resourceList,
  'resource.get': resourceGet,
  'resource.create': resourceCreate,
  'resource.update': resourceUpdate,
  'resource.delete': resourceDelete,
  'resource.transition': resourceTransition,
  'resource.check': resourceCheck,
};

export function actionFor(operation: OperationPlan, plan: Plan): ActionStep {
  return ACTIONS[operation.action.type](operation, plan);
}
