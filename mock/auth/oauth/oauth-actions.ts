/** The actions of OAuth 2.0 and OpenID Connect, by the vocabulary's name. */
import type { Action } from '../../../specs/generated/vocabulary.ts';
import type { ActionLoader } from '../../request/action-factory.ts';

export type OAuthAction = Extract<
  Action['type'],
  | 'authorize'
  | `authorize.${string}`
  | 'metadata'
  | 'jwks'
  | 'resource_metadata'
  | 'userinfo'
  | 'end_session'
  | `token.${string}`
  | `device.${string}`
  | `client.${string}`
>;

export const OAUTH_ACTIONS: Readonly<Record<OAuthAction, ActionLoader>> = {
  authorize: async () => (await import('./authorization-endpoint.ts')).authorize,
  'authorize.push': async () => (await import('./pushed-request-endpoint.ts')).authorizePush,
  'authorize.decide': async () => (await import('./consent-decision.ts')).authorizeDecide,
  'token.issue': async () => (await import('./token-endpoint.ts')).tokenIssue,
  'token.revoke': async () => (await import('./revocation-endpoint.ts')).tokenRevoke,
  'token.introspect': async () => (await import('./introspection-endpoint.ts')).tokenIntrospect,
  'device.authorize': async () => (await import('./device-authorization-endpoint.ts')).deviceAuthorize,
  'device.verify': async () => (await import('./device-page.ts')).deviceVerify,
  metadata: async () => (await import('./metadata-endpoint.ts')).metadata,
  userinfo: async () => (await import('../openid/userinfo-endpoint.ts')).userinfo,
  end_session: async () => (await import('../openid/end-session-endpoint.ts')).endSession,
  'client.register': async () => (await import('../registration/registration-endpoint.ts')).clientRegister,
  'client.manage': async () => (await import('../registration/configuration-endpoint.ts')).clientManage,
  resource_metadata: async () => (await import('./resource-metadata-endpoint.ts')).resourceMetadata,
  jwks: async () => (await import('./jwks-endpoint.ts')).jwks,
};
