/** Devices that are let in too soon, too often, too late, or by nobody. */
import type { DeviceRecord } from '../../mock/auth/oauth/device-codes.ts';
import type { Call } from '../../mock/request/call.ts';
import { mutants } from './mutant.ts';
import { clientOf, formOf, withForm, withPeople } from './wrap/wrap-call.ts';
import { clients, has } from './wrap/breakable-contracts.ts';
import { actionsAs } from './wrap/wrap-document.ts';
import { bodyAs, both, ofAction, replying, succeeded, without } from './wrap/wrap-reply.ts';
import { acting, actingOn, saying, telling, wording } from './wrap/wrap-steps.ts';
import { forgetting, inStore, racing, seeing } from './wrap/wrap-store.ts';

const LATEST = 4_102_444_800_000;
const CODES = 'device:';

/** Anyone sees another record of a device's request. */
const seen = (
  at: 'token.issue' | 'device.verify',
  change: (record: DeviceRecord, call: Call) => Partial<DeviceRecord>,
) =>
  actingOn(at, (store, call) =>
    seeing<DeviceRecord>(CODES, (record) => ({ ...record, ...change(record, call) }))(store),
  );

export const DEVICES = mutants(has('device.authorize'), [
  {
    id: 'device.approved-at-once',
    title: 'A device is let in before anybody decided.',
    killedBy: ['oauth.device-pending'],
    seams: seen('token.issue', ({ state, client }) => (state === 'pending' ? { state: 'approved', user: client } : {})),
  },
  {
    id: 'device.pending-as-grant',
    title: 'A poll before anybody decided is expired_token.',
    killedBy: ['oauth.device-pending'],
    seams: wording('authorization_pending', 'expired_device_code'),
  },
  {
    id: 'device.never-slow',
    title: 'A device may poll as fast as it likes.',
    killedBy: ['oauth.device-slow-down'],
    seams: seen('token.issue', () => ({ polled_at: null })),
  },
  {
    id: 'device.not-slower',
    title: 'A device that was told to slow down need not wait longer than before.',
    killedBy: ['oauth.device-slow-down'],
    seams: seen('token.issue', ({ interval_ms }, { world }) => {
      const action = world.contract.operations.map((one) => one.action).find(({ type }) => type === 'device.authorize');
      const interval = action?.type === 'device.authorize' ? action.interval : undefined;
      return { interval_ms: interval === 'PT3S' ? 3_000 : Math.min(interval_ms, 5_000) };
    }),
  },
  {
    id: 'device.expired-accepted',
    title: 'A device code is good for ever.',
    killedBy: ['oauth.device-expired'],
    seams: seen('token.issue', () => ({ expires_at: LATEST })),
  },
  {
    id: 'device.second-too-old',
    title: 'A device code is good for a second too long.',
    killedBy: ['oauth.device-expired'],
    seams: seen('token.issue', ({ expires_at }) => ({ expires_at: expires_at + 1_000 })),
  },
  {
    id: 'device.expired-as-grant',
    title: 'A device code that expired is authorization_pending.',
    killedBy: ['oauth.device-expired'],
    seams: wording('expired_device_code', 'authorization_pending'),
  },
  {
    id: 'device.reused',
    title: 'A device code gives tokens as often as it is sent.',
    killedBy: ['oauth.device-approved'],
    seams: seen('token.issue', ({ state }) => (state === 'used' ? { state: 'approved' } : {})),
  },
  {
    id: 'device.race',
    title: 'Of two polls at the same moment both get tokens.',
    killedBy: ['oauth.device-race'],
    seams: inStore(racing(CODES)),
  },
  {
    id: 'device.denied-ignored',
    title: 'A device is let in although a person denied it.',
    killedBy: ['oauth.device-denied', 'oauth.device-code-once'],
    seams: seen('token.issue', ({ state }) => (state === 'denied' ? { state: 'approved' } : {})),
  },
  {
    id: 'device.denied-as-pending',
    title: 'A poll after a person denied is authorization_pending.',
    killedBy: ['oauth.device-denied'],
    seams: wording('access_denied', 'authorization_pending'),
  },
  {
    id: 'device.other-client',
    title: 'A device code is good for any client.',
    applies: clients(2, 'device_code'),
    killedBy: ['oauth.device-other-client'],
    seams: seen('token.issue', (record, call) => ({ client: clientOf(call) ?? record.client })),
  },
  {
    id: 'device.user-code-forgotten',
    title: 'No page knows the codes that devices show.',
    killedBy: ['oauth.device-approved', 'oauth.device-page'],
    seams: actingOn('device.authorize', forgetting('user-code:')),
  },
  {
    id: 'device.user-code-reused',
    title: 'A person may decide about a device again.',
    killedBy: ['oauth.device-code-once'],
    seams: seen('device.verify', ({ state }) => (state === 'denied' ? { state: 'pending' } : {})),
  },
  {
    id: 'device.user-code-expired-accepted',
    title: 'A person may let a device in whose code has expired.',
    killedBy: ['oauth.device-code-expired'],
    seams: seen('device.verify', () => ({ expires_at: LATEST })),
  },
  {
    id: 'device.user-code-exact',
    title: 'A code must be typed to the letter.',
    killedBy: ['oauth.device-code-typed'],
    seams: acting('device.verify', (call) =>
      /^[A-Z]{4}-[A-Z]{4}$/.test(formOf(call)['user_code'] ?? 'BBBB-BBBB')
        ? call
        : withForm(call, { user_code: 'none' }),
    ),
  },
  {
    id: 'device.user-code-unknown-accepted',
    title: 'The page takes a code that no device shows.',
    killedBy: ['oauth.device-code-unknown'],
    seams: replying(ofAction('device.verify'), () => ({ status: 200 })),
  },
  {
    id: 'device.page-framable',
    title: 'The page for user codes may be framed.',
    killedBy: ['oauth.device-page'],
    seams: replying(both(ofAction('device.verify'), succeeded), (reply, call) =>
      without(/^(?:x-frame-options|content-security-policy)$/i)(reply, call),
    ),
  },
  {
    id: 'device.figures-wrong',
    title: 'The codes of a device live a minute, whatever the contract says.',
    killedBy: ['oauth.device-figures', 'value.device.expires_in*'],
    seams: actionsAs('device.authorize', (action) => void (action.lifetime = 'PT1M')),
  },
  {
    id: 'device.same-codes',
    title: 'Every device is shown the same code.',
    killedBy: ['oauth.device-codes'],
    seams: telling('device.authorize', (facts) => ({ ...facts, 'device.user_code': 'BCDF-GHJK' })),
  },
  {
    id: 'device.no-address',
    title: 'A device is not told where its code is typed.',
    killedBy: ['oauth.device-codes'],
    seams: replying(
      ofAction('device.authorize'),
      bodyAs(({ verification_uri: _, ...body }) => body),
    ),
  },
  {
    id: 'device.client-unchecked',
    title: 'A device of an unknown client gets codes.',
    killedBy: ['oauth.device-client-unknown'],
    seams: acting('device.authorize', (call) => {
      const id = formOf(call)['client_id'];
      if (id === undefined || call.world.people.clients.has(id)) return call;
      const other = [...call.world.people.clients.values()].find(
        ({ grants, client_secret }) => grants.includes('device_code') && client_secret === undefined,
      );
      return withForm(call, { client_id: other?.client_id });
    }),
  },
  {
    id: 'device.scope-unchecked',
    title: 'A device may ask for a scope that does not exist.',
    killedBy: ['oauth.device-scope-unknown'],
    seams: acting('device.authorize', (call) => withForm(call, { scope: undefined })),
  },
  {
    id: 'device.any-client',
    title: 'A client that is not registered for devices gets codes.',
    killedBy: ['oauth.device-client-other-grants'],
    seams: acting('device.authorize', (call) => {
      const clients = new Map(
        [...call.world.people.clients].map(([id, client]) => [
          id,
          { ...client, grants: [...client.grants, 'device_code' as const] },
        ]),
      );
      return withPeople(call, { clients });
    }),
  },
  {
    id: 'device.missing-as-grant',
    title: 'A poll without a device code is invalid_grant.',
    killedBy: ['oauth.device-missing'],
    seams: acting('token.issue', (call) =>
      formOf(call)['grant_type']?.endsWith('device_code') === true && !formOf(call)['device_code']
        ? withForm(call, { device_code: 'none' })
        : call,
    ),
  },
  {
    id: 'device.unknown-as-pending',
    title: 'A device code that nobody was given is authorization_pending.',
    killedBy: ['oauth.device-unknown'],
    seams: saying('token.issue', (outcome, call) =>
      outcome.refusal?.failure === 'invalid_grant' && formOf(call)['device_code'] === 'a-device-code-nobody-was-given'
        ? { refusal: { ...outcome.refusal, failure: 'authorization_pending' } }
        : outcome,
    ),
  },
]);
