/** What people agreed to before, so that they are not asked again while they are signed in or come back. */
import { chain } from '../../state/awaitable.ts';
import { lineage } from '../grantor-exists.ts';
import { scopeList } from '../oauth/scopes.ts';
import type { Authorization } from '../oauth/authorization-codes.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

type Agreed = readonly string[];

const REMEMBERED_MS = 30 * 24 * 3_600_000;

const agreementKey = (call: Call, { client, tenant, user, credential }: Authorization): string =>
  `agreed:${JSON.stringify([client, user, credential, lineage(call.world, { client, tenant, user }) ?? ''])}`;

export function hasAgreed(call: Call, authorization: Authorization): Awaitable<boolean> {
  return chain(call.world.store.get<Agreed>(agreementKey(call, authorization)), (agreed) =>
    scopeList(authorization.scope).every((scope) => agreed?.includes(scope) === true),
  );
}

export function rememberAgreed(call: Call, authorization: Authorization): Awaitable<unknown> {
  return call.world.store.swap<Agreed, undefined>(agreementKey(call, authorization), (agreed = []) => ({
    value: [...new Set([...agreed, ...scopeList(authorization.scope)])],
    expiresAt: call.now + REMEMBERED_MS,
    result: undefined,
  }));
}
