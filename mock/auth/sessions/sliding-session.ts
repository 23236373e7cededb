/**
 * Sessions with an idle time: checked and pushed on by each request that succeeds; `session.open` and `session.close`.
 */
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { hidden, refuse } from '../../request/call.ts';
import type { ActionStep, Call, Refusal } from '../../request/call.ts';
import { isoSeconds } from '../../state/clock.ts';
import { at } from '../../contract/openapi-document.ts';
import type { CompiledOperation, CompiledContract } from '../../contract/compiled-contract.ts';
import { bodyValue } from '../../request/parsed-body.ts';
import { pastEnd } from '../../state/instant-texts.ts';
import { stillThere } from '../grantor-exists.ts';
import { actionOf } from '../../request/operation-action.ts';
import { sessionFacts } from './session-facts.ts';
import { signIn } from './sign-in.ts';
import { idleMs, openSession, REMEMBERED_MS, sessionCredential, sessionKey } from './session-records.ts';
import type { SessionRecord } from './session-records.ts';
import { rememberSpent, spentText } from '../spent-credentials.ts';

export interface LiveSession {
  readonly record: SessionRecord;
  /** For {@link slideSession}. */
  readonly storeKey: string;
}

/** Anyone who holds a session's token may know that it was closed. */
function closedText({ world, now }: Call, storeKey: string): Awaitable<string> {
  return chain(spentText(world, storeKey, '', now), (closed) =>
    closed === undefined ? 'an unknown token' : `the token of a session that was closed ${closed}`,
  );
}

/** A session is good while `now < expires_at`. */
export function verifySession(call: Call, name: string, token: string): Awaitable<Refusal | LiveSession> {
  const storeKey = sessionKey(name, token);
  return chain(call.world.store.get<SessionRecord>(storeKey), (record): Awaitable<Refusal | LiveSession> => {
    const pointer = `#/x-credentials/${name}`;
    if (record === undefined || !stillThere(call.world, { ...record, client: null })) {
      return chain(closedText(call, storeKey), (got) =>
        refuse('invalid_session', 'the session token must be one that was issued here, and not closed', pointer, {
          expected: 'a live session',
          got,
        }),
      );
    }
    if (call.now < record.expires_at) return { record, storeKey };
    return refuse('expired_session', 'the session must not have been idle for too long', `${pointer}/idle`, {
      ...pastEnd('the session', record.expires_at, call.now),
      facts: { 'failure.expired_at': isoSeconds(record.expires_at) },
    });
  });
}

/** Pushes the session's end on, once the request succeeded. One that was closed meanwhile stays closed. */
export function slideSession({ world, now }: Call, storeKey: string): Awaitable<boolean> {
  return world.store.swap<SessionRecord, boolean>(storeKey, (record) => {
    if (record === undefined) return { result: false };
    const credential = sessionCredential(world.contract, record.credential);
    if (credential.sliding === false) return { result: false };
    // Of two requests at once, the earlier one must not pull the end back.
    const end = Math.max(record.expires_at, now + idleMs(credential));
    return { value: { ...record, expires_at: end }, expiresAt: end + REMEMBERED_MS, result: true };
  });
}

export function sessionOpen(operation: CompiledOperation, contract: CompiledContract): ActionStep {
  const { credential, login, password } = actionOf(operation, 'session.open');
  const pointers = [...Object.entries(login), ['password', password] as const];
  return async (call) => {
    const body = bodyValue(call);
    const given = new Map(
      pointers.map(([field, pointer]) => {
        const value = at(body, pointer);
        return [field, typeof value === 'string' ? value : ''];
      }),
    );
    const user = signIn([...call.world.people.users.values()], given);
    if (user === undefined) {
      return {
        refusal: refuse(
          'invalid_login',
          `${[...given.keys()].join(', ')} must all be those of one user`,
          `${operation.pointer}/x-action/login`,
          { expected: 'a seeded user', got: 'no user with all of these' },
        ),
      };
    }
    const opened = await openSession(call, credential, user.id, user.tenant);
    return { answer: { facts: sessionFacts(contract, user, opened) } };
  };
}

export function sessionClose(operation: CompiledOperation): ActionStep {
  const { credential, path_parameter: parameter } = actionOf(operation, 'session.close');
  return async (call) => {
    const { world, request, tenant, now } = call;
    const key = sessionKey(credential, request.params[parameter]!);
    const record = await world.store.get<SessionRecord>(key);
    const foreign = record !== undefined && tenant !== undefined && tenant !== record.tenant;
    const own = record !== undefined && now < record.expires_at && !foreign;
    // Anyone who takes it closed it: of two callers at once the second finds no session.
    if (own && (await world.store.take(key)) !== undefined) {
      await rememberSpent(world, key, '', now);
      return { answer: {} };
    }
    const got = foreign
      ? `a session of ${record.tenant}`
      : own || record === undefined
        ? await closedText(call, key)
        : pastEnd('the session', record.expires_at, now).got;
    const refusal = refuse(
      'unknown_session',
      "the session must be live and belong to the caller's tenant",
      `${operation.pointer}/x-action`,
      { expected: 'a live session', got },
    );
    return { refusal: foreign ? hidden(refusal, 'an unknown token', 'a live session') : refusal };
  };
}
