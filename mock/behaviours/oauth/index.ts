/** The OAuth 2.0 actions, by the vocabulary's name. */
import type { Action } from '../../../specs/generated/vocabulary.ts';
import type { ActionLoader } from '../action-factory.ts';

export type OAuthAction = Extract<Action['type'], 'authorize' | 'authorize.decide' | 'metadata' | 'jwks' | `token.${string}`>;

export const OAUTH_ACTIONS: Readonly<Record<OAuthAction, ActionLoader>> = {
  authorize: async () => (await import('./authorize.ts')).authorize,
  'authorize.decide': async () => (await import('./decide.ts')).authorizeDecide,
  'token.issue': async () => (await import('./token.ts')).tokenIssue,
  'token.revoke': async () => (await import('./revoke.ts')).tokenRevoke,
  'token.introspect': async () => (await import('./introspect.ts')).tokenIntrospect,
  metadata: async () => (await import('./metadata.ts')).metadata,
  jwks: async () => (await import('./jwks.ts')).jwks,
};
