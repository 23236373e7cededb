/** Checks an API key, alone or with its id. */
import { chain } from '../../state/awaitable.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import { refuse } from '../../request/call.ts';
import type { Call, Caller, Refusal } from '../../request/call.ts';
import type { CompiledMethod, CompiledRequirement } from '../../contract/compiled-contract.ts';
import type { Presented } from '../presented-credentials.ts';
import { findKey, findKeyBySecret, opens } from './key-records.ts';
import type { KeyRecord } from './key-records.ts';

/** The scopes that a key's role, or the key itself, allows; undefined for all. */
function keyScopes({ world }: Call, key: KeyRecord): readonly string[] | undefined {
  const credential = world.contract.credentials.get(key.credential);
  const roles = credential !== undefined && 'roles' in credential ? credential.roles : undefined;
  return key.role === null ? (key.scopes ?? undefined) : (roles?.[key.role] ?? []);
}

/** Who calls with a key. */
export function keyCaller(
  call: Call,
  key: KeyRecord,
  method: CompiledMethod,
  requirement: CompiledRequirement | undefined,
): Caller {
  return {
    credential: method.credential,
    id: key.id,
    tenant: key.tenant,
    method,
    requirement,
    key,
    user: key.user === null ? undefined : call.world.people.users.get(key.user),
    scopes: keyScopes(call, key),
    allowedAddresses: key.allowed_addresses ?? undefined,
  };
}

/** Checks an API key: that it exists, that its secret is right, that it is not blocked. */
export function verifyApiKey(
  call: Call,
  { method, id, secret }: Presented,
  requirement: CompiledRequirement | undefined,
): Awaitable<Caller | Refusal> {
  const { credential, pointer } = method;
  const lone = method.kind === 'api_key';
  const found = lone ? findKeyBySecret(call.world, credential, secret!) : findKey(call.world, credential, id!);
  return chain(found, (key): Caller | Refusal => {
    // The id is not told: it may be a secret that came in the wrong place.
    if (key === undefined || key.status === 'deleted')
      return refuse('invalid_credentials', 'the key must exist', pointer, {
        expected: `a ${credential}`,
        got: lone ? 'an unknown key' : 'an unknown id',
      });
    if (!opens(key, secret!, call.now))
      return refuse('invalid_credentials', "the secret must be the key's", pointer, {
        expected: `the secret of ${key.id}`,
        got: 'another one',
      });
    if (key.status === 'blocked')
      return refuse('blocked_key', 'the key must not be blocked', pointer, { got: `${key.id}, blocked` });
    return keyCaller(call, key, method, requirement);
  });
}
