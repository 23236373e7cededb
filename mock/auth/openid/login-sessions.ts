/**
 * Who is signed in, in which browser: a cookie that only the browser knows, and behind it the person, since when, and
 * the clients that they went on to.
 */
import { digest } from '../secret-digest.ts';
import { setCookie } from '../sessions/session-cookie.ts';
import { chain } from '../../state/awaitable.ts';
import { cookie } from '../../request/cookies.ts';
import { lineage } from '../grantor-exists.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

const COOKIE = 'tollgate_login';

export type LoginSession = {
  readonly sid: string;
  readonly tenant: string;
  readonly user: string;
  /** Tells its user from later ones of the same id; absent for the contract's own. */
  readonly lineage?: string;
  /** Epoch seconds. */
  readonly auth_time: number;
  /** Ids of the clients that got a code in it. */
  readonly clients: readonly string[];
  /** Epoch milliseconds. */
  readonly expires_at: number;
};

/** A session, and the cookie's value that opens it. */
export interface OpenSession {
  readonly secret: string;
  readonly session: LoginSession;
}

const sessionKey = (secret: string): string => `login:${digest(secret)}`;

export function findLogin(call: Call): Awaitable<OpenSession | undefined> {
  const secret = cookie(call.request, COOKIE);
  if (secret === undefined) return undefined;
  return chain(call.world.store.get<LoginSession>(sessionKey(secret)), (session) =>
    session === undefined ||
    call.now >= session.expires_at ||
    lineage(call.world, { client: null, ...session }) !== (session.lineage ?? '')
      ? undefined
      : { secret, session },
  );
}

/** Signs a person in, in a session of its own: one that somebody else began is never theirs. */
export function openLogin(
  call: Call,
  { tenant, user }: Pick<LoginSession, 'tenant' | 'user'>,
  lifetimeMs: number,
): Awaitable<OpenSession> {
  const { ids, store } = call.world;
  const secret = ids.make({ alphabet: 'base64url', length: 43 });
  const born = lineage(call.world, { client: null, tenant, user });
  const session: LoginSession = {
    sid: ids.uuid(),
    tenant,
    user,
    ...(born && { lineage: born }),
    auth_time: Math.floor(call.now / 1000),
    clients: [],
    expires_at: call.now + lifetimeMs,
  };
  return chain(store.set(sessionKey(secret), session, { expiresAt: session.expires_at }), () => ({ secret, session }));
}

/** Remembers that a client was signed in to, so that it can be told of the end. */
export function joinLogin(call: Call, { secret }: OpenSession, client: string): Awaitable<unknown> {
  return call.world.store.swap<LoginSession, undefined>(sessionKey(secret), (session) =>
    session === undefined || session.clients.includes(client)
      ? { result: undefined }
      : {
          value: { ...session, clients: [...session.clients, client] },
          expiresAt: session.expires_at,
          result: undefined,
        },
  );
}

/** @returns what ended; undefined where it had ended before */
export function endLogin(call: Call, secret: string): Awaitable<LoginSession | undefined> {
  return call.world.store.take<LoginSession>(sessionKey(secret));
}

/** For the browser's own session: it ends with the browser, or with the session. */
export const loginCookie = (call: Call, { secret }: OpenSession): Readonly<Record<string, string>> => ({
  'set-cookie': setCookie(call, COOKIE, secret),
});

export const noLoginCookie = (call: Call): Readonly<Record<string, string>> => ({
  'set-cookie': `${setCookie(call, COOKIE, '')}; Max-Age=0`,
});
