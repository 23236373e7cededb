/**
 * Tokens as the sandbox keeps them: found by their hash, so that a token it did not issue is simply not there, and one
 * that was changed by a single byte is another token.
 */
import { digest, freshDigest } from '../secret-digest.ts';
import type { Confirmation } from './confirmation.ts';
import type { OpenIdGrant } from '../openid/openid-grant.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { World } from '../../sandboxes/sandbox.ts';

/** How long past its end a token is remembered, so that it is refused as expired and not as unknown. */
const REMEMBERED_MS = 24 * 3_600_000;

export type TokenRecord = {
  readonly use: 'access' | 'refresh';
  /** The token credential of the contract. */
  readonly credential: string;
  /** The client's id, or the key's where a key acquired it. */
  readonly client: string;
  /** Credential of the key that acquired it; null for clients. */
  readonly key_credential: string | null;
  readonly tenant: string;
  readonly user: string | null;
  /** Tells its client and user from later ones of the same ids; absent for the contract's own. */
  readonly lineage?: string;
  readonly scope: string;
  /** Epoch seconds. */
  readonly issued_at: number;
  readonly expires_at: number;
  /** The authorization it descends from: revoked together. Null where there is only this token. */
  readonly family: string | null;
  /** How the person signed in, where the scope held `openid`. */
  readonly openid?: OpenIdGrant;
  /** Whom it speaks for, where that is neither its user nor its client. */
  readonly subject?: string;
  /** Who acts for whom it speaks for; absent where nobody does. */
  readonly actor?: string;
  /** Whom it is for, where a client said so: of a refresh token, whom its access tokens may be for. */
  readonly audience?: readonly string[];
  /** The keys that it is bound to; absent for one that whoever has it may use. */
  readonly cnf?: Confirmation;
  readonly jti: string | null;
  readonly revoked: boolean;
  /** A rotated refresh token was used: seeing it again revokes the family. */
  readonly used: boolean;
  /** Epoch milliseconds of its first use. */
  readonly used_at?: number;
};

/** Whom a token speaks for. */
export const subjectOf = ({ user, subject, client }: TokenRecord): string => user ?? subject ?? client;

/** How it is to be sent. */
export const tokenType = ({ cnf }: TokenRecord): 'Bearer' | 'DPoP' => (cnf?.jkt === undefined ? 'Bearer' : 'DPoP');

/** The digest as it is, with no prefix to put before it at every request; all other keys have a colon in them. */
export const tokenKey = (token: string): string => digest(token);

export const familyKey = (family: string): string => `family:${family}`;

export function findToken(world: World, token: string): Awaitable<TokenRecord | undefined> {
  return world.store.get<TokenRecord>(tokenKey(token));
}

export function putToken(world: World, token: string, record: TokenRecord): Awaitable<boolean> {
  // Not remembered: many a token is issued for one that is used.
  return world.store.set(freshDigest(token), record, { expiresAt: record.expires_at * 1000 + REMEMBERED_MS });
}
