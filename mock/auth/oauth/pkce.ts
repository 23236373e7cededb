/**
 * Proof Key for Code Exchange.
 *
 * @see RFC 7636 §4
 * @see RFC 9700 §2.1.1, §4.8.2: a verifier without a challenge is a downgrade attempt
 */
import { hash } from 'node:crypto';
import { sameSecret } from '../secret-digest.ts';
import type { AuthorizeAction } from '../../../specs/generated/vocabulary.ts';
import type { Call } from '../../request/call.ts';

export type PkceMode = AuthorizeAction['pkce'];

export type Challenge = { readonly value: string; readonly method: 'S256' | 'plain' };

/** 43 to 128 unreserved characters: the syntax of a verifier, and so of a plain challenge. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;
/** A SHA-256 digest in base64url without padding. */
const S256_CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** The mode in force: the contract's, or its hardened variant. */
export function pkceMode(call: Call, action: AuthorizeAction): PkceMode {
  return (call.world.settings.hardened ? action.hardened?.pkce : undefined) ?? action.pkce;
}

/**
 * The challenge of an authorization request, `undefined` where it has none; a text says what is wrong (RFC 7636
 * §4.4.1).
 */
export function readChallenge(
  mode: PkceMode,
  value: string | undefined,
  method: string | undefined,
): Challenge | string | undefined {
  if (mode === 'off') return undefined;
  if (value === undefined) {
    if (mode !== 'optional') return 'code_challenge must be there';
    return method === undefined ? undefined : 'code_challenge_method must come with a code_challenge';
  }
  const transform = method ?? 'plain';
  if (transform !== 'S256' && transform !== 'plain') return 'code_challenge_method must be S256 or plain';
  if (transform === 'plain' && mode === 'required_s256') return 'code_challenge_method must be S256';
  if (!(transform === 'S256' ? S256_CHALLENGE : VERIFIER).test(value))
    return 'code_challenge must be a SHA-256 digest in base64url, or for plain a verifier of 43 to 128 characters';
  return { value, method: transform };
}

/** Whether a verifier redeems a challenge; a text says why not (RFC 7636 §4.6). */
export function checkVerifier(
  mode: PkceMode,
  challenge: Challenge | null,
  verifier: string | undefined,
): string | undefined {
  if (mode === 'off') return undefined;
  if (challenge === null)
    return verifier === undefined
      ? undefined
      : 'a code that was asked for without a challenge must come without a code_verifier';
  if (verifier === undefined) return 'a code that was asked for with a challenge must come with its code_verifier';
  if (!VERIFIER.test(verifier)) return 'code_verifier must be 43 to 128 unreserved characters';
  const answer = challenge.method === 'S256' ? hash('sha256', verifier, 'base64url') : verifier;
  return sameSecret(answer, challenge.value) ? undefined : 'code_verifier must belong to the code_challenge';
}
