/** Sessions and sign-on links that live too long, end too soon or let the wrong people in. */
import { chain } from '../../mock/state/awaitable.ts';
import type { SessionRecord } from '../../mock/auth/sessions/session-records.ts';
import { slideSession } from '../../mock/auth/sessions/sliding-session.ts';
import type { KeyRecord } from '../../mock/auth/api-keys/key-records.ts';
import { addNew } from '../../mock/resources/create-record.ts';
import type { Call } from '../../mock/request/call.ts';
import { at } from '../../mock/contract/openapi-document.ts';
import { bodyValue } from '../../mock/request/parsed-body.ts';
import type { Change, Value } from '../../mock/state/stores/store.ts';
import type { SeedUser } from '../../specs/generated/vocabulary.ts';
import { mutants } from './mutant.ts';
import { withCall, withForm, withContract, withQuery } from './wrap/wrap-call.ts';
import { credential, has } from './wrap/breakable-contracts.ts';
import { actionsAs, credentialsAs } from './wrap/wrap-document.ts';
import { bodyAs, headerAs, ofAction, replying, statusOf, without } from './wrap/wrap-reply.ts';
import { acting, actingOn, answering, identifyingBy, insisting, onAction, telling } from './wrap/wrap-steps.ts';
import { inStore, keeping, notTaking, seeing } from './wrap/wrap-store.ts';

const LATEST = 4_102_444_800_000;

const session = (change: (record: SessionRecord) => Partial<SessionRecord>) =>
  identifyingBy(seeing<SessionRecord>('session:', (record) => ({ ...record, ...change(record) })));

/** A refused login is mended where all but this field is some user's. */
const login = (ignored: 'username' | 'password' | 'domain') =>
  insisting('session.open', ['invalid_login'], (call) => {
    const { action } = call.operation;
    if (action.type !== 'session.open') return undefined;
    const fields = Object.entries({ ...action.login, password: action.password }) as readonly (readonly [
      keyof SeedUser,
      string,
    ])[];
    const body = bodyValue(call);
    const user = call.world.contract.seed.users?.find((one) =>
      fields.every(([field, pointer]) => field === ignored || one[field] === at(body, pointer)),
    );
    const right = Object.fromEntries(fields.map(([field, pointer]) => [pointer.slice(1), user?.[field]]));
    return user && withCall(call, { parsedBody: { state: 'json', value: right } });
  });

const named = (call: Call): boolean => {
  const { action, id: _ } = call.operation;
  const username = action.type === 'session.open' ? at(bodyValue(call), action.login['username'] ?? '') : undefined;
  return call.world.contract.seed.users?.some((user) => user.username === username) === true;
};

export const SESSIONS = mutants(has('session.open'), [
  {
    id: 'session.idle-accepted',
    title: 'Idle sessions live for ever.',
    killedBy: ['session.idle'],
    seams: session(() => ({ expires_at: LATEST })),
  },
  {
    id: 'session.second-too-long',
    title: 'A session is good in the very second in which it ends.',
    killedBy: ['session.idle'],
    seams: session(({ expires_at: end }) => ({ expires_at: end + 1_000 })),
  },
  {
    id: 'session.second-too-short',
    title: 'A session ends a second early.',
    killedBy: ['session.idle'],
    seams: session(({ expires_at: end }) => ({ expires_at: end - 1_000 })),
  },
  {
    id: 'session.not-slid',
    title: 'A successful request does not prolong the session.',
    killedBy: ['session.slides'],
    seams: credentialsAs('session', (one) => void (one.sliding = false)),
  },
  {
    id: 'session.slid-by-refused',
    title: 'A refused request prolongs the session.',
    killedBy: ['session.refused-does-not-slide'],
    seams: {
      reply: (call, reply) => {
        const key = call.identification.state === 'good' ? call.identification.caller.session : undefined;
        return reply.refusal === undefined || key === undefined ? reply : chain(slideSession(call, key), () => reply);
      },
    },
  },
  {
    id: 'session.slid-without-end',
    title: 'Each request adds a quarter of an hour to the session, however soon it comes.',
    killedBy: ['session.slides'],
    seams: inStore((store) => ({
      ...store,
      swap: <V extends Value, R>(key: string, next: (current: V | undefined) => Change<V, R>) =>
        store.swap<V, R>(key, (current) => {
          const change = next(current);
          if (!key.startsWith('session:') || current === undefined || change.value === undefined) return change;
          const { expires_at: end } = current as unknown as SessionRecord;
          return {
            ...change,
            value: { ...(change.value as unknown as SessionRecord), expires_at: end + 900_000 } as unknown as V,
            expiresAt: LATEST,
          };
        }),
    })),
  },
  {
    id: 'session.close-nothing',
    title: 'Closing a session does nothing.',
    applies: has('session.close'),
    killedBy: ['session.close'],
    seams: inStore(notTaking('session:')),
  },
  {
    id: 'session.close-unknown-ok',
    title: 'Closing a session that is not there succeeds.',
    applies: has('session.close'),
    killedBy: ['session.close-unknown'],
    seams: answering('session.close', ['unknown_session']),
  },
  {
    id: 'session.close-as-200',
    title: 'Closing a session is answered 200.',
    applies: has('session.close'),
    killedBy: ['session.close', 'answer.success'],
    seams: replying(
      (call, reply) => ofAction('session.close')(call, reply) && reply.status === 204,
      () => ({ status: 200 }),
    ),
  },
  {
    id: 'session.close-any',
    title: 'Closing one session closes every session.',
    applies: has('session.close'),
    killedBy: ['session.close'],
    seams: onAction(
      'session.close',
      (action) => (call) =>
        chain(action(call), (outcome) =>
          outcome.answer ? chain(call.world.store.clear('session:'), () => outcome) : outcome,
        ),
    ),
  },
  {
    id: 'session.password-ignored',
    title: 'Any password opens a session.',
    killedBy: ['session.wrong-password'],
    seams: login('password'),
  },
  {
    id: 'session.domain-ignored',
    title: 'The domain of a login is not compared.',
    applies: ({ operations }) =>
      operations.some(({ action }) => action.type === 'session.open' && 'domain' in action.login),
    killedBy: ['session.wrong-domain'],
    seams: login('domain'),
  },
  {
    id: 'session.user-ignored',
    title: 'The name of a login is not compared.',
    killedBy: ['session.wrong-username'],
    seams: login('username'),
  },
  {
    id: 'session.user-told',
    title: 'A wrong password is told apart from an unknown user.',
    killedBy: ['session.login-tells-nothing'],
    seams: replying(
      (call, { refusal }) => refusal?.failure === 'invalid_login' && named(call),
      (reply, call) => bodyAs((body) => ({ ...body, message: 'The password is wrong.' }))(reply, call),
    ),
  },
  {
    id: 'session.user-told-by-status',
    title: 'An unknown user is answered 404, a wrong password 401.',
    killedBy: ['session.login-tells-nothing'],
    seams: replying(
      (call, { refusal }) => refusal?.failure === 'invalid_login' && !named(call),
      () => ({ status: 404 }),
    ),
  },
  {
    id: 'session.life-told-wrong',
    title: 'The answer tells another idle time.',
    killedBy: ['session.says-idle-time'],
    seams: telling('session.open', (facts) => ({ ...facts, 'session.idle_minutes': 60 })),
  },
  {
    id: 'session.same-token',
    title: 'All sessions have one token.',
    killedBy: ['session.tokens-differ'],
    seams: onAction(
      'session.open',
      (action) => (call) =>
        action(
          withCall(call, {
            world: {
              ...call.world,
              ids: {
                ...call.world.ids,
                make: (format) =>
                  format.alphabet === 'hex' ? call.world.ids.make(format) : 'a'.repeat(format.length ?? 32),
              },
            },
          }),
        ),
    ),
  },
  {
    id: 'session.password-echoed',
    title: 'A refused login is answered with its password.',
    killedBy: ['secret.body-not-echoed'],
    seams: replying(
      (_call, { refusal }) => refusal?.failure === 'invalid_login' || refusal?.failure === 'invalid_body',
      (reply, call) => bodyAs((body) => ({ ...body, received: bodyValue(call) }))(reply, call),
    ),
  },
  {
    id: 'session.token-as-bearer',
    title: 'A token of a session is taken as a Bearer token.',
    killedBy: ['session.as-bearer'],
    applies: credential('token'),
    seams: {
      identify: (identify) => (call) => {
        const { authorization } = call.request.headers;
        const part = call.operation.requirements
          .find(({ method }) => method.kind === 'session' && method.parts.some((one) => one.in === 'header'))
          ?.method.parts.find((one) => one.in === 'header');
        return chain(identify(call), (found) =>
          found.state !== 'bad' || part === undefined || typeof authorization !== 'string'
            ? found
            : chain(
                identify(
                  withCall(call, {
                    request: {
                      ...requestOf(call),
                      headers: {
                        ...call.request.headers,
                        authorization: undefined,
                        [part.name]: authorization.replace(/^bearer /i, ''),
                      },
                    },
                  }),
                ),
                (again) => (again.state === 'good' ? again : found),
              ),
        );
      },
    },
  },
]);

function requestOf({ request }: Call): Call['request'] {
  const {
    method,
    path,
    base,
    queryString,
    rawHeaders,
    query,
    params,
    rawBody,
    address,
    origin,
    certificate,
    whenGone,
    headers,
  } = request;
  return {
    method,
    path,
    base,
    queryString,
    rawHeaders,
    query,
    params,
    rawBody,
    address,
    origin,
    certificate,
    whenGone,
    headers,
  };
}

const late = (shift: number) => acting('sso.enter', (call) => withCall(call, { now: call.now + shift }));

/** The link's payload, where it is not encrypted. */
const upserting = (every: boolean) =>
  onAction(
    'sso.enter',
    (action, operation) => (call) =>
      chain(action(call), async (outcome) => {
        const record = outcome.answer?.facts?.record;
        const resource =
          operation.action.type === 'sso.enter'
            ? call.world.contract.resources.get(operation.action.resource)
            : undefined;
        if (!every || record === undefined || record === null || resource === undefined) return outcome;
        const [tenant] = call.world.people.tenants.keys();
        const { [resource.id]: _, ...fields } = record;
        await addNew(call, resource, tenant ?? '', {}, fields);
        return outcome;
      }),
  );

export const SSO = mutants(has('sso.enter'), [
  {
    id: 'sso.expired-accepted',
    title: 'Sign-on links never grow old.',
    killedBy: ['sso.expired'],
    seams: actionsAs('sso.enter', (action) => void (action.lifetime = 'P3650D')),
  },
  {
    id: 'sso.second-too-old',
    title: 'A sign-on link a second older than its life is accepted.',
    killedBy: ['sso.expired'],
    seams: late(-1_000),
  },
  {
    id: 'sso.second-too-strict',
    title: 'A sign-on link ends a second early.',
    killedBy: ['sso.expired'],
    seams: late(1_000),
  },
  {
    id: 'sso.future-accepted',
    title: 'A sign-on link from any future is accepted.',
    killedBy: ['sso.future'],
    seams: onAction(
      'sso.enter',
      (action) => (call) =>
        chain(action(call), (outcome) =>
          outcome.refusal?.note.got?.endsWith('ahead') === true
            ? action(withCall(call, { now: call.now + Number.parseInt(outcome.refusal.note.got) * 1000 }))
            : outcome,
        ),
    ),
  },
  {
    id: 'sso.key-ignored',
    title: "The user's key in a sign-on link is not compared.",
    killedBy: ['sso.wrong-user-key'],
    seams: onAction(
      'sso.enter',
      (action) => (call) =>
        chain(action(call), (outcome) => {
          const [key] =
            call.world.contract.seed.keys?.filter(
              ({ status, credential: kind }) => status !== 'blocked' && kind === keyOf(call),
            ) ?? [];
          if (outcome.refusal?.note.got !== 'a key with another secret' || key === undefined) return outcome;
          return action(
            withCall(call, {
              world: {
                ...call.world,
                store: seeing<KeyRecord>('key:', (record) => ({ ...record, secret: secretIn(call) ?? record.secret }))(
                  call.world.store,
                ),
              },
            }),
          );
        }),
    ),
  },
  {
    id: 'sso.blocked-key',
    title: 'A blocked key opens a sign-on link.',
    killedBy: ['sso.blocked-key'],
    seams: actingOn(
      'sso.enter',
      seeing<KeyRecord>('key:', (record) => ({ ...record, status: 'active' })),
    ),
  },
  {
    id: 'sso.contact-duplicated',
    title: 'Each visit by a link makes another contact.',
    killedBy: ['sso.upsert'],
    seams: upserting(true),
  },
  {
    id: 'sso.contact-not-made',
    title: 'A visit by a link makes no contact.',
    killedBy: ['sso.upsert'],
    seams: actingOn(
      'sso.enter',
      keeping('r:', () => undefined),
    ),
  },
  {
    id: 'sso.no-cookie',
    title: 'A visit by a link opens no session.',
    killedBy: ['sso.cookie'],
    seams: replying(ofAction('sso.enter'), without('set-cookie')),
  },
  {
    id: 'sso.cookie-readable',
    title: "A script may read the session's cookie.",
    killedBy: ['sso.cookie'],
    seams: replying(
      ofAction('sso.enter'),
      headerAs('set-cookie', (value) => value.replace(/; HttpOnly/, '')),
    ),
  },
  {
    id: 'sso.both-accepted',
    title: 'Of a plain and an encrypted link in one request the plain one counts.',
    killedBy: ['sso.both'],
    seams: acting('sso.enter', (call) =>
      call.request.query['data'] !== undefined && call.request.query['e_data'] !== undefined
        ? withQuery(call, { e_data: undefined })
        : call,
    ),
  },
  {
    id: 'sso.as-200',
    title: 'A visit by a link is answered 200 in place of a redirect.',
    killedBy: ['sso.plain'],
    seams: replying(
      (call, reply) => ofAction('sso.enter')(call, reply) && reply.status === 302,
      () => ({ status: 200 }),
    ),
  },
  {
    id: 'sso.plain-refused',
    title: 'Plain sign-on links are not understood.',
    killedBy: ['sso.plain'],
    seams: acting('sso.enter', (call) => withForm(withQuery(call, { data: undefined }), { data: undefined })),
  },
  {
    id: 'sso.encrypted-refused',
    title: 'Encrypted sign-on links are not understood.',
    killedBy: ['sso.encrypted'],
    seams: acting('sso.enter', (call) => withContract(call, { developers: new Map() })),
  },
  {
    id: 'sso.session-endless',
    title: 'The session of a link never ends.',
    killedBy: ['sso.session-idle'],
    seams: session(() => ({ expires_at: LATEST })),
  },
  {
    id: 'sso.broken-as-500',
    title: 'A sign-on link that cannot be read is answered 500.',
    killedBy: ['sso.not-hexadecimal'],
    seams: statusOf(['invalid_link'], 500),
  },
]);

const keyOf = ({ operation: { action } }: Call): string | undefined =>
  action.type === 'sso.enter' ? action.key_credential : undefined;

function secretIn(call: Call): string | undefined {
  const data = call.request.query['data'];
  const { action } = call.operation;
  if (typeof data !== 'string' || action.type !== 'sso.enter') return undefined;
  try {
    return String((JSON.parse(Buffer.from(data, 'hex').toString()) as Record<string, unknown>)[action.user_key]);
  } catch {
    return undefined;
  }
}
