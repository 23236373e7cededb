/**
 * Authorization codes: given out once, redeemed once, and remembered for a day after so that a second use is noticed.
 *
 * @see RFC 6749 §4.1.2
 */
import { digest } from '../secret-digest.ts';
import { chain } from '../../state/awaitable.ts';
import { lineage } from '../grantor-exists.ts';
import type { OpenIdRequest, SignIn } from '../openid/openid-grant.ts';
import type { Challenge, PkceMode } from './pkce.ts';
import type { IdFormat, ResponseType } from '../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../state/awaitable.ts';
import type { Call } from '../../request/call.ts';

const REMEMBERED_MS = 24 * 3_600_000;
const CODE_FORMAT: IdFormat = { alphabet: 'base64url', length: 43 };

/** What a person agreed to. */
export type Authorization = {
  readonly client: string;
  readonly tenant: string;
  readonly user: string;
  /** Tells its client and user from later ones of the same ids; absent for the contract's own. */
  readonly lineage?: string;
  readonly credential: string;
  readonly scope: string;
  /** What the request wants back, where that is not a code alone. */
  readonly response_type?: ResponseType;
  /** Resource servers that it is for, where the request named any. */
  readonly audience?: readonly string[];
  readonly redirect_uri: string;
  /** Whether the request named its redirect URI: if so, the redemption must too. */
  readonly redirect_named: boolean;
  readonly challenge: Challenge | null;
  readonly pkce: PkceMode;
  /** Thumbprint of the key that the redemption has to prove, where the request named one (RFC 9449 §10). */
  readonly dpop_jkt?: string;
  /** Only where the scope holds `openid`, and the contract gives ID tokens. */
  readonly openid?: OpenIdRequest;
  /** Only where people stay signed in. */
  readonly signed_in?: SignIn;
};

export type CodeRecord = Authorization & {
  readonly family: string;
  /** Epoch milliseconds. */
  readonly expires_at: number;
  readonly used: boolean;
};

export const codeKey = (code: string): string => `code:${digest(code)}`;

const remember = ({ expires_at }: CodeRecord): number => expires_at + REMEMBERED_MS;

/** @param lifetimeMs how long the code can be redeemed */
export function issueCode(
  call: Call,
  authorization: Authorization,
  lifetimeMs: number,
  format: IdFormat = CODE_FORMAT,
): Awaitable<string> {
  const { ids, store } = call.world;
  const code = ids.make(format);
  const born = lineage(call.world, authorization);
  const record: CodeRecord = {
    ...authorization,
    ...(born && { lineage: born }),
    family: ids.uuid(),
    expires_at: call.now + lifetimeMs,
    used: false,
  };
  return chain(store.set(codeKey(code), record, { expiresAt: remember(record) }), () => code);
}

export function findCode(call: Call, code: string): Awaitable<CodeRecord | undefined> {
  return call.world.store.get<CodeRecord>(codeKey(code));
}

/** Marks a code used. @returns whether it was unused: of many callers one gets `true` */
export function useCode(call: Call, code: string): Awaitable<boolean> {
  return call.world.store.swap<CodeRecord, boolean>(codeKey(code), (record) =>
    record === undefined || record.used
      ? { result: false }
      : { value: { ...record, used: true }, expiresAt: remember(record), result: true },
  );
}
