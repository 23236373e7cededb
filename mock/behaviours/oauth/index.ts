/** The OAuth 2.0 actions, by the vocabulary's name. */
import { authorize } from './authorize.ts';
import { authorizeDecide } from './decide.ts';
import { tokenIntrospect } from './introspect.ts';
import { jwks } from './jwks.ts';
import { metadata } from './metadata.ts';
import { tokenRevoke } from './revoke.ts';
import { tokenIssue } from './token.ts';
import type { Action } from '../../../specs/generated/vocabulary.ts';
import type { ActionStep } from '../../call.ts';
import type { OperationPlan, Plan } from '../../contract/plan.ts';

/** Binds an action to its operation once; the step runs for every request. */
export type ActionFactory = (operation: OperationPlan, plan: Plan) => ActionStep;

export type OAuthAction = Extract<Action['type'], 'authorize' | 'authorize.decide' | 'metadata' | 'jwks' | `token.${string}`>;

export const OAUTH_ACTIONS: Readonly<Record<OAuthAction, ActionFactory>> = {
  authorize,
  'authorize.decide': authorizeDecide,
  'token.issue': tokenIssue,
  'token.revoke': tokenRevoke,
  'token.introspect': tokenIntrospect,
  metadata,
  jwks,
};
