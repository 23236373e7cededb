/** One-time passwords and the verification tokens they are traded for, as the sandbox keeps them. */
import { digest } from '../secret-digest.ts';
import { textOf } from '../../contract/text-of.ts';

/** What a password, and the verification after it, is good for. */
export type Binding = {
  readonly tenant: string;
  readonly operation: string;
  readonly resource: string | null;
};

export type OtpRecord = Binding & {
  readonly code: string;
  /** Wrong tries so far, and how many kill it. */
  readonly wrong: number;
  readonly attempts: number;
  readonly used: boolean;
  /** Epoch milliseconds. */
  readonly expires_at: number;
};

export type VerificationRecord = Binding & {
  /** Who proved it by their authenticator: nobody else of the tenant may use it. A password is sent to a tenant. */
  readonly user?: string;
  /** Epoch milliseconds. */
  readonly expires_at: number;
};

/** How long past its end one is remembered, so that it is refused as expired and not as unknown. */
export const REMEMBERED_MS = 24 * 3_600_000;

/** A caller without a tenant has the contract to itself. */
export const tenantOf = (tenant: string | undefined): string => tenant ?? '-';

export const otpKey = (id: string): string => `otp:${id}`;

/** Holds the id of the newest password of a binding: older ones are superseded. */
export const newestKey = ({ tenant, operation, resource }: Binding): string =>
  `otp-newest:${digest(JSON.stringify([tenant, operation, resource]))}`;

export const verificationKey = (token: string): string => `verification:${digest(token)}`;

/** A resource as a body names it. */
export function resourceName(value: unknown): string | null {
  return textOf(value) ?? null;
}
