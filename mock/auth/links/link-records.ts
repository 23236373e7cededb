/** Links that sign somebody in, as the sandbox keeps them. */
import type { LinkRequestAction, SeedUser } from '../../../specs/generated/vocabulary.ts';
import { textOf } from '../../contract/text-of.ts';
import { digest } from '../secret-digest.ts';

export type LinkRecord = {
  /** The operation that sent it. */
  readonly request: string;
  readonly user: string;
  readonly tenant: string;
  /** Tells its user from a later one of the same id; absent for the contract's own. */
  readonly lineage?: string;
  /** Digest of the cookie of the browser that asked for it; null where any browser may use it. */
  readonly browser: string | null;
  /** Epoch milliseconds. */
  readonly sent_at: number;
  readonly expires_at: number;
  readonly used: LinkUse | null;
};

/** Who used it first: a scanner of mail, perhaps. */
export type LinkUse = { readonly at: number; readonly agent: string };

/** The newest link of a person. */
export type NewestLink = { readonly key: string; readonly sent_at: number };

/** How long past its end one is remembered, so that it is refused as expired and not as unknown. */
export const REMEMBERED_MS = 24 * 3_600_000;

/** Found by the token's hash: a token that was changed by one character is another token. */
export const linkKey = (token: string): string => `link:${digest(token)}`;

export const newestLinkKey = ({ request, tenant, user }: Pick<LinkRecord, 'request' | 'tenant' | 'user'>): string =>
  `link-newest:${digest(JSON.stringify([request, tenant, user]))}`;

/** Where a user's links are sent. */
export function addressOf({ username, profile }: SeedUser, field: string): string | undefined {
  return field === 'username' ? username : textOf(profile?.[field]);
}

export const addressField = ({ user_field: field = 'username' }: LinkRequestAction): string => field;

/**
 * Addresses are compared with A to Z in either case, and no other letters: full case folding takes some for others
 * (`K`, the sign of kelvin), and a link for one person would be asked for by the address of another.
 */
export const comparable = (address: string): string => address.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
