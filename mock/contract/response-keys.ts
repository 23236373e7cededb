/**
 * Keys of `responses` that are no status: ranges (`2XX`) and `default`. Which status is answered under one is chosen
 * here, as HTTP has it.
 *
 * @see [OpenAPI 3.1 §4.8.16](https://spec.openapis.org/oas/v3.1.0#responses-object)
 */
import type { Failure } from '../../specs/generated/vocabulary.ts';
import { FAILURES } from './failures.ts';

/** Of a failure that is not here, that of the nearest broader one. */
const STATUS: Readonly<Partial<Record<Failure, number>>> = {
  invalid_credentials: 401,
  missing_credentials: 401,
  invalid_token: 401,
  invalid_session: 401,
  invalid_signature: 401,
  invalid_client: 401,
  invalid_login: 401,
  insufficient_scope: 403,
  insufficient_role: 403,
  credential_required: 403,
  tenant_mismatch: 403,
  address_not_allowed: 403,
  origin_not_allowed: 403,
  otp_required: 403,
  not_found: 404,
  unknown_path: 404,
  method_not_allowed: 405,
  conflict: 409,
  idempotency_in_flight: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
};

function usualStatus(failure: Failure): number {
  for (let current: Failure | undefined = failure; current !== undefined; current = FAILURES[current].broader) {
    const status = STATUS[current];
    if (status !== undefined) return status;
  }
  return 400;
}

const isRange = (key: string): boolean => /^[1-5]XX$/i.test(key);

export const isResponseKey = (key: string): boolean => /^[1-5]\d\d$/.test(key) || isRange(key) || key === 'default';

/** @param failure undefined for a good answer @param good the status of a good answer where nothing says it */
export function statusUnder(key: string, failure: Failure | undefined, good: number): number {
  if (/^\d+$/.test(key)) return Number(key);
  const usual = failure === undefined ? good : usualStatus(failure);
  const first = Number(key.charAt(0));
  return key === 'default' || Math.floor(usual / 100) === first ? usual : first * 100;
}

/** The key that a status stands under: its own, that of its range, or `default`. */
export function keyOf(responses: Readonly<Record<string, unknown>>, status: number): string | undefined {
  const range = `${Math.floor(status / 100)}XX`;
  return [`${status}`, range, range.toLowerCase(), 'default'].find((key) => Object.hasOwn(responses, key));
}
