/** Sessions with an idle time: checked and pushed on by each request that succeeds; `session.open` and `session.close`. */
import { chain } from '../awaitable.ts';
import type { Awaitable } from '../awaitable.ts';
import { refuse } from '../call.ts';
import type { ActionStep, Call, Refusal } from '../call.ts';
import { isoSeconds } from '../clock.ts';
import { at } from '../contract/document.ts';
import type { OperationPlan, Plan } from '../contract/plan.ts';
import { bodyValue } from '../http/body.ts';
import { stillThere } from '../people.ts';
import { actionOf } from './action-of.ts';
import { signIn, userFields } from './login.ts';
import { idleMs, openSession, REMEMBERED_MS, sessionCredential, sessionKey } from './session-records.ts';
import type { SessionRecord } from './session-records.ts';

export interface LiveSession {
  readonly record: SessionRecord;
  /** For {@link slideSession}. */
  readonly storeKey: string;
}

/** A session is good while `now < expires_at`. */
export function verifySession(call: Call, name: string, token: string): Awaitable<Refusal | LiveSession> {
  const storeKey = sessionKey(name, token);
  return chain(call.world.store.get<SessionRecord>(storeKey), (record) => {
    const pointer = `#/x-credentials/${name}`;
    if (record === undefined || !stillThere(call.world, { ...record, client: null })) return refuse('invalid_session', 'the session token must be one that was issued here, and not closed', pointer, { expected: 'a live session', got: 'an unknown token' });
    if (call.now < record.expires_at) return { record, storeKey };
    const end = isoSeconds(record.expires_at);
    return refuse('expired_session', 'the session must not have been idle for too long', `${pointer}/idle`, { expected: `a request before ${end}`, got: isoSeconds(call.now), facts: { 'failure.expired_at': end } });
  });
}

/** Pushes the session's end on, once the request succeeded. One that was closed meanwhile stays closed. */
export function slideSession({ world, now }: Call, storeKey: string): Awaitable<boolean> {
  return world.store.swap<SessionRecord, boolean>(storeKey, (record) => {
    if (record === undefined) return { result: false };
    const credential = sessionCredential(world.plan, record.credential);
    if (credential.sliding === false) return { result: false };
    // Of two requests at once, the earlier one must not pull the end back.
    const end = Math.max(record.expires_at, now + idleMs(credential));
    return { value: { ...record, expires_at: end }, expiresAt: end + REMEMBERED_MS, result: true };
  });
}

export function sessionOpen(operation: OperationPlan, plan: Plan): ActionStep {
  const { credential, login, password } = actionOf(operation, 'session.open');
  const pointers = [...Object.entries(login), ['password', password] as const];
  const idleMinutes = idleMs(sessionCredential(plan, credential)) / 60_000;
  return async (call) => {
    const body = bodyValue(call);
    const given = new Map(pointers.map(([field, pointer]) => {
      const value = at(body, pointer);
      return [field, typeof value === 'string' ? value : ''];
    }));
    const user = signIn([...call.world.people.users.values()], given);
    if (user === undefined) {
      return { refusal: refuse('invalid_login', `${[...given.keys()].join(', ')} must all be those of one user`, `${operation.pointer}/x-action/login`, { expected: 'a seeded user', got: 'no user with all of these' }) };
    }
    const { token, record } = await openSession(call, credential, user.id, user.tenant);
    return {
      answer: {
        facts: {
          'session.token': token,
          'session.id': record.id,
          'session.idle_minutes': idleMinutes,
          'session.opened_at': Math.floor(record.opened_at / 1000),
          fields: userFields(user),
        },
      },
    };
  };
}

export function sessionClose(operation: OperationPlan): ActionStep {
  const { credential, path_parameter: parameter } = actionOf(operation, 'session.close');
  return async ({ world, request, tenant, now }) => {
    const key = sessionKey(credential, request.params[parameter]!);
    const record = await world.store.get<SessionRecord>(key);
    const own = record !== undefined && now < record.expires_at && (tenant === undefined || tenant === record.tenant);
    // Whoever takes it closed it: of two callers at once the second finds no session.
    if (own && (await world.store.take(key)) !== undefined) return { answer: {} };
    return { refusal: refuse('unknown_session', "the session must be alive and of the caller's tenant", `${operation.pointer}/x-action`, { expected: 'a live session', got: 'none with this token' }) };
  };
}
