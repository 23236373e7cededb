/**
 * Nonces that go into proofs: worked out from the clock and the sandbox's own key, so that every process knows them.
 *
 * @see RFC 9449 §8, §9
 */
import { createHmac } from 'node:crypto';
import { contractMs } from '../../contract/durations.ts';
import type { Call } from '../../request/call.ts';
import type { Dpop } from '../../../specs/generated/vocabulary.ts';

function nonceOf({ world: { keys } }: Call, name: string, turn: number): string {
  const key = keys.get('HS256').key as Buffer;
  return createHmac('sha256', key).update(`dpop-nonce\n${name}\n${turn}`).digest('base64url');
}

/** @returns the one that is given out now, and the one before, which is still taken */
export function dpopNonces(call: Call, name: string, lifetime: string): readonly [string, string] {
  const turn = Math.floor(call.now / contractMs(lifetime));
  return [nonceOf(call, name, turn), nonceOf(call, name, turn - 1)];
}

/** The token credential that an operation gives out, or takes, where proofs go with it. */
export function dpopOf({
  operation: { action, requirements },
  world: { contract },
}: Call): { readonly name: string; readonly dpop: Dpop } | undefined {
  const names =
    action.type === 'token.issue' || action.type === 'authorize.push'
      ? [action.credential]
      : requirements.map(({ method }) => method.credential);
  for (const name of names) {
    const credential = contract.credentials.get(name);
    if (credential?.kind === 'token' && credential.dpop !== undefined) return { name, dpop: credential.dpop };
  }
  return undefined;
}

/** The nonce that the client's next proof has to carry: told to whoever sends proofs. */
export function nonceToTell(call: Call): string | undefined {
  if (call.request.headers['dpop'] === undefined) return undefined;
  const found = dpopOf(call);
  return found?.dpop.nonce === undefined ? undefined : dpopNonces(call, found.name, found.dpop.nonce)[0];
}
