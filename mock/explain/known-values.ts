/**
 * Whose a value is that came where it does not belong: looked up in this contract, in the others of the sandbox, and in
 * the other sandboxes.
 */
import { listKeys } from '../auth/api-keys/key-records.ts';
import { codeKey } from '../auth/oauth/authorization-codes.ts';
import { findToken } from '../auth/oauth/token-records.ts';
import { linkKey } from '../auth/links/link-records.ts';
import type { LinkRecord } from '../auth/links/link-records.ts';
import { otpKey, verificationKey } from '../auth/otp/otp-records.ts';
import { sessionKey } from '../auth/sessions/session-records.ts';
import type { World } from '../sandboxes/sandbox.ts';
import type { Refused } from './mistake.ts';

export type Kind =
  | 'client_id'
  | 'client_secret'
  | 'key_id'
  | 'key_secret'
  | 'old_key_secret'
  | 'access_token'
  | 'refresh_token'
  | 'authorization_code'
  | 'session_token'
  | 'verification_token'
  | 'otp_id'
  | 'link_token'
  | 'tenant'
  | 'user';

export interface Known {
  readonly kind: Kind;
  /** What it is, with its owner: `the client secret of revenue-web`. */
  readonly words: string;
  /** The client, key, user or tenant. */
  readonly owner: string;
  /** The contract's name of the credential, where it is one. */
  readonly credential: string | undefined;
  readonly contract: string;
  readonly sandbox: string;
}

/** Longer texts are no credentials. */
const LONGEST = 4_096;
/** Sandboxes that are looked through at most. */
const MOST_SANDBOXES = 20;

async function inWorld(world: World, value: string): Promise<Known | undefined> {
  const { contract, people, sandbox, store } = world;
  const known = (kind: Kind, words: string, owner: string, credential?: string): Known => ({
    kind,
    words,
    owner,
    credential,
    contract: contract.name,
    sandbox: sandbox.name,
  });
  for (const { client_id: id, client_secret: secret } of people.clients.values()) {
    if (secret === value) return known('client_secret', `the client secret of ${id}`, id);
    if (id === value) return known('client_id', `the client id ${id}`, id);
  }
  for (const key of await listKeys(world)) {
    const { id, credential } = key;
    const title = contract.credentials.get(credential)?.title ?? credential;
    if (key.secret === value) return known('key_secret', `the secret of ${id} (${title})`, id, credential);
    if (key.previous?.secret === value)
      return known('old_key_secret', `the secret that ${id} (${title}) had before it was regenerated`, id, credential);
    if (id === value) return known('key_id', `the id of the key ${id} (${title})`, id, credential);
  }
  const seeded = contract.seed.keys?.find(({ secret }) => secret === value);
  if (seeded !== undefined)
    return known(
      'old_key_secret',
      `the secret that ${seeded.id} had before it was regenerated or deleted`,
      seeded.id,
      seeded.credential,
    );
  const token = await findToken(world, value);
  if (token !== undefined)
    return token.use === 'access'
      ? known('access_token', `an access token of ${token.client}`, token.client, token.credential)
      : known('refresh_token', `a refresh token of ${token.client}`, token.client, token.credential);
  for (const [name, { kind }] of contract.credentials) {
    if (kind !== 'session') continue;
    const session = await store.get<{ readonly user: string }>(sessionKey(name, value));
    if (session !== undefined) return known('session_token', `a session token of ${session.user}`, session.user, name);
  }
  const code = await store.get<{ readonly client: string }>(codeKey(value));
  if (code !== undefined) return known('authorization_code', `an authorization code of ${code.client}`, code.client);
  const verification = await store.get<{ readonly tenant: string }>(verificationKey(value));
  if (verification !== undefined)
    return known('verification_token', 'a verification token of a one-time password', verification.tenant);
  const otp = await store.get<{ readonly tenant: string }>(otpKey(value));
  if (otp !== undefined) return known('otp_id', 'the id of a one-time password', otp.tenant);
  const link = await store.get<LinkRecord>(linkKey(value));
  if (link !== undefined) return known('link_token', `the token of a link that ${link.user} was sent`, link.user);
  if (people.tenants.has(value)) return known('tenant', `the tenant ${value}`, value);
  if (people.users.has(value)) return known('user', `the user id ${value}`, value);
  return undefined;
}

/** @returns where the value belongs: here if it does, else in another contract, else in another sandbox */
export async function whoseValue({ call, sandboxes }: Refused, value: string): Promise<Known | undefined> {
  if (value === '' || value.length > LONGEST) return undefined;
  const { world } = call;
  const own = await inWorld(world, value);
  if (own !== undefined) return own;
  for (const other of world.sandbox.worlds.values()) {
    const found = other === world ? undefined : await inWorld(other, value);
    if (found !== undefined) return found;
  }
  for (const { name } of (await sandboxes.list()).slice(0, MOST_SANDBOXES)) {
    if (name === world.sandbox.name) continue;
    // One that nobody has used gave nothing out.
    const sandbox = sandboxes.shared ? await sandboxes.get(name) : sandboxes.known(name);
    for (const other of sandbox?.worlds.values() ?? []) {
      const found = await inWorld(other, value);
      // What is seeded is the same in all of them.
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Secrets and ids of this contract that a misspelt value may have been meant for. */
export async function valuesOf(world: World): Promise<readonly (readonly [value: string, words: string])[]> {
  const keys = await listKeys(world);
  return [
    ...[...world.people.clients.values()].flatMap(({ client_id: id, client_secret: secret }) => [
      [id, `the client id ${id}`] as const,
      ...(secret === undefined ? [] : [[secret, `the client secret of ${id}`] as const]),
    ]),
    ...keys.flatMap(({ id, secret }) => [[secret, `the secret of ${id}`] as const, [id, `the key id ${id}`] as const]),
  ];
}
