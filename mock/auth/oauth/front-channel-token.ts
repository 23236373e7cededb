/**
 * An access token in the address that the browser is sent back to: an old way, that documents still declare.
 *
 * @see RFC 6749 §4.2.2; RFC 9700 §2.1.2 says that clients should not use it
 */
import { chain } from '../../state/awaitable.ts';
import type { Authorization } from './authorization-codes.ts';
import type { BoundCredential } from './bound-credential.ts';
import { issueTokens } from './issue-tokens.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

const text = (fact: unknown): string => (typeof fact === 'string' || typeof fact === 'number' ? `${fact}` : '');

/** No refresh token goes with it (§4.2.2), and nobody proves who gets it. */
export function frontChannelToken(
  call: Call,
  bound: BoundCredential,
  { client, tenant, user, scope, audience }: Authorization,
): Awaitable<Readonly<Record<string, string>>> {
  const party = { id: client, tenant, keyCredential: null, scopes: undefined, grants: undefined };
  return chain(
    issueTokens(call, bound, { party, scope, user, family: null, audience, refresh: undefined }),
    ({ answer }) => {
      if (answer?.facts === undefined) throw new Error(`${call.operation.id}: a token was refused that has no quota`);
      const { facts } = answer;
      const names = ['access_token', 'token_type', 'expires_in', 'scope'] as const;
      return Object.fromEntries(names.map((name) => [name, text(facts[`token.${name}`])]));
    },
  );
}
