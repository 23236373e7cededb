/** The facts that an operation's answers can be filled with, in values such as a run would give. */
import type { Action, Failure, IdFormat } from '../../specs/generated/vocabulary.ts';
import type { CompiledContract, CompiledOperation } from '../contract/compiled-contract.ts';
import { contractMs } from '../contract/durations.ts';
import { detailText } from '../contract/failures.ts';
import type { Facts } from '../contract/fill-values.ts';
import { isoSeconds } from '../state/clock.ts';
import type { Ids } from '../state/ids.ts';

export interface Stage {
  readonly contract: CompiledContract;
  readonly ids: Ids;
  /** Epoch milliseconds. */
  readonly now: number;
}

const LONG: IdFormat = { alphabet: 'base62', length: 32 };

/** What any answer of an operation may tell. */
export function commonFacts({ contract, ids, now }: Stage, operation?: CompiledOperation): Facts {
  const common = {
    'request.id': ids.make(contract.requestId),
    'answer.id': ids.make(contract.answerId),
    'clock.iso': isoSeconds(now),
    'clock.epoch': Math.floor(now / 1000),
  };
  return operation?.rateLimit === undefined
    ? common
    : {
        ...common,
        'rate.limit': 100,
        'rate.remaining': 99,
        'rate.reset_epoch': Math.floor(now / 1000) + 60,
        'rate.reset_after': 60,
        'rate.reset_epoch_ms': now + 60_000,
        'rate.reset_after_ms': 60_000,
        'rate.reset_iso': isoSeconds(now + 60_000),
        'rate.service_limits': '"default";r=99;t=60',
        'rate.policies': '"default";q=100;w=60',
      };
}

const credentialOf = ({ contract }: Stage, action: Action) =>
  'credential' in action && typeof action.credential === 'string'
    ? contract.credentials.get(action.credential)
    : undefined;

/** A JWT by its looks: nobody verifies it here. */
const jwt = (ids: Ids): string =>
  [120, 240, 86].map((length) => ids.make({ prefix: 'eyJ', alphabet: 'base64url', length })).join('.');

const BASE = 'http://127.0.0.1:4010';

/** Facts of a token, of one that has all there can be, and of one that has only what every token has. */
function tokenFacts(stage: Stage, action: Action): readonly Facts[] {
  const { contract, ids, now } = stage;
  const credential = credentialOf(stage, action);
  const client = contract.seed.clients?.[0];
  const seconds = Math.floor(now / 1000);
  const isJwt = credential !== undefined && 'format' in credential && credential.format === 'jwt';
  const format = credential !== undefined && 'id_format' in credential ? credential.id_format : undefined;
  const always: Facts = {
    'token.access_token': isJwt ? jwt(ids) : ids.make(format ?? LONG),
    'token.token_type': 'Bearer',
    'token.expires_in': 3600,
    'token.expires_at': seconds + 3600,
    'token.issued_at': seconds,
    'token.scope': client?.scopes.join(' ') ?? '',
    'token.client_id': client?.client_id ?? 'client',
  };
  return [
    always,
    {
      ...always,
      ...(credential?.kind === 'token' &&
        credential.dpop !== undefined && {
          'token.token_type': 'DPoP',
          'token.confirmation': { jkt: ids.make({ alphabet: 'base64url', length: 43 }) },
          'dpop.nonce': ids.make({ alphabet: 'base64url', length: 43 }),
        }),
      'token.audience': credential?.kind === 'token' ? (credential.audience ?? BASE) : undefined,
      ...(credential?.kind === 'token' &&
        credential.certificate_bound !== undefined && {
          'token.confirmation': { 'x5t#S256': ids.make({ alphabet: 'base64url', length: 43 }) },
        }),
      'token.refresh_token': ids.make(LONG),
      'token.id_token': credential?.kind === 'token' && credential.id_token !== undefined ? jwt(ids) : undefined,
      'token.issued_token_type': 'urn:ietf:params:oauth:token-type:access_token',
      'token.tenant': client?.tenant ?? contract.seed.tenants[0]?.id,
    },
  ];
}

function introspectionFacts(stage: Stage, action: Action): readonly Facts[] {
  const [, full] = tokenFacts(stage, action);
  const user = stage.contract.seed.users?.[0]?.id;
  return [
    { ...full, 'token.active': true, 'token.subject': user ?? 'client', 'token.issuer': BASE },
    { 'token.active': false },
  ];
}

function sessionFacts(stage: Stage, action: Action): readonly Facts[] {
  const { contract, ids, now } = stage;
  const credential = credentialOf(stage, action);
  const format = credential !== undefined && 'id_format' in credential ? credential.id_format : undefined;
  const session: Facts = {
    'session.token': ids.make(format ?? LONG),
    'session.id': ids.make({ alphabet: 'hex', length: 24 }),
    'session.idle_minutes':
      credential?.kind === 'session' ? Math.round(contractMs(credential.idle) / 60_000) : undefined,
    'session.opened_at': Math.floor(now / 1000),
  };
  return (contract.seed.users ?? []).map(({ id, name, username, domain, profile, password_expires_in: end }) => ({
    ...session,
    ...(end !== undefined && { 'session.password_expires_at': Math.floor((now + contractMs(end)) / 1000) }),
    fields: { id, name, username, domain, ...profile },
  }));
}

/** An access token, and what an answer may show of the person beside it. */
function linkTokenFacts(stage: Stage, action: Action): readonly Facts[] {
  const people = profileFacts(stage).slice(0, stage.contract.seed.users?.length ?? 0);
  return tokenFacts(stage, action).flatMap((facts) => people.map((person) => ({ ...facts, ...person })));
}

function profileFacts({ contract }: Stage): readonly Facts[] {
  const { users = [], tenants } = contract.seed;
  return [
    ...users.map(({ id, name, username, domain, profile }) => ({ id, name, username, domain, ...profile })),
    ...tenants.map(({ id, name, profile }) => ({ id, name, ...profile })),
  ].map((fields) => ({ fields }));
}

/** What an action that is not about records gives its answer; undefined for one that makes the body by itself. */
export function actionFacts(stage: Stage, action: Action): readonly Facts[] | undefined {
  const { ids } = stage;
  switch (action.type) {
    case 'token.issue':
      return tokenFacts(stage, action);
    case 'token.introspect':
      return introspectionFacts(stage, action);
    case 'device.authorize':
      return [
        {
          'device.device_code': ids.make(LONG),
          'device.user_code': 'WDJB-MJHT',
          'device.verification_uri': 'http://127.0.0.1:4010/device',
          'device.verification_uri_complete': 'http://127.0.0.1:4010/device?user_code=WDJB-MJHT',
          'device.expires_in': Math.round(contractMs(action.lifetime) / 1000),
          'device.interval': Math.round(contractMs(action.interval ?? 'PT5S') / 1000),
        },
      ];
    case 'authorize.push':
      return [
        {
          'pushed.request_uri': `urn:ietf:params:oauth:request_uri:${ids.make(LONG)}`,
          'pushed.expires_in': Math.round(contractMs(action.lifetime) / 1000),
        },
      ];
    case 'session.open':
      return sessionFacts(stage, action);
    case 'link.redeem':
      return credentialOf(stage, action)?.kind === 'token'
        ? linkTokenFacts(stage, action)
        : sessionFacts(stage, action);
    case 'link.request':
      return [{ 'link.expires_in': Math.round(contractMs(action.lifetime) / 1000) }];
    case 'otp.request':
      return [{ 'otp.id': ids.make(action.id_format ?? LONG), 'otp.expires_in': 300 }];
    case 'otp.verify':
      return [{ 'otp.verification_token': ids.make(action.id_format ?? LONG), 'otp.verification_expires_in': 300 }];
    case 'authenticator.enroll':
      return [
        {
          'authenticator.secret': 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
          'authenticator.uri': 'otpauth://totp/Example:somebody?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example',
        },
      ];
    case 'authenticator.verify':
      return [{ 'otp.verification_token': ids.make(action.id_format ?? LONG), 'otp.verification_expires_in': 300 }];
    case 'key.regenerate': {
      const credential = credentialOf(stage, action);
      const { id_format, secret_format }: { id_format?: IdFormat; secret_format?: IdFormat } =
        credential !== undefined && 'secret_format' in credential ? credential : {};
      return [
        {
          'key.id': ids.make(id_format ?? { alphabet: 'uuid' }),
          'key.secret': ids.make(secret_format ?? { alphabet: 'base62', length: 40 }),
        },
      ];
    }
    case 'profile.get':
    case 'profile.update':
      return profileFacts(stage);
    case 'token.revoke':
    case 'session.close':
    case 'reply':
      return [{}];
    default:
      return undefined;
  }
}

/** What a refusal with a failure tells. */
export function refusalFacts(
  { contract, now }: Stage,
  failure: Failure,
  operation: CompiledOperation | undefined,
): Facts {
  const detail = detailText(failure, { expected: 'a value that fits', got: 'another' });
  const scopes = operation?.requirements.flatMap((requirement) => requirement.scopes) ?? [];
  const violations = [
    { field: 'name', message: 'must be string', code: 'type' },
    { field: 'id', message: 'is required', code: 'required' },
  ];
  const own: Partial<Record<Failure, Facts>> = {
    insufficient_scope: { 'failure.required_scope': scopes.join(' '), 'failure.granted_scopes': ['other'] },
    insufficient_role: { 'failure.required_scope': scopes.join(' '), 'failure.granted_scopes': ['other'] },
    expired_token: { 'failure.expired_at': isoSeconds(now) },
    expired_session: { 'failure.expired_at': isoSeconds(now) },
    rate_limited: {
      'rate.retry_after': 30,
      'rate.retry_date': new Date(now + 30_000).toUTCString(),
      'rate.type': (operation?.rateLimit && contract.rateLimits.get(operation.rateLimit)?.type) ?? operation?.rateLimit,
    },
    token_quota_exceeded: { 'rate.retry_after': 30, 'rate.retry_date': new Date(now + 30_000).toUTCString() },
    use_dpop_nonce: { 'dpop.nonce': 'a-nonce-of-the-server' },
  };
  const invalid: Facts = {
    'failure.violations': violations,
    'failure.violations_by_field': { name: ['must be string'], id: ['is required'] },
  };
  return {
    'failure.detail': detail,
    ...(failure === 'invalid_body' || failure === 'invalid_parameter' ? invalid : own[failure]),
  };
}
