/**
 * How many links one address is sent, whoever asks for them: a quota of each client leaves a mailbox open to many clients.
 *
 * Counted when the request was let through, just before anything is sent.
 *
 * @see [OWASP, Forgot Password Cheat
 *   Sheet](https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html)
 */
import { comparable } from '../auth/links/link-records.ts';
import { digest } from '../auth/secret-digest.ts';
import type { CompiledOperation } from '../contract/compiled-contract.ts';
import { at } from '../contract/openapi-document.ts';
import { textOf } from '../contract/text-of.ts';
import { bodyValue } from '../request/parsed-body.ts';
import type { Call, Refusal } from '../request/call.ts';
import type { Awaitable } from '../state/awaitable.ts';
import { countRecipient } from './guards/rate-limit-guard.ts';

/** @returns undefined for an operation that sends nothing, or as much as anyone likes */
export function recipientLimit({
  action,
}: CompiledOperation): ((call: Call) => Awaitable<Refusal | undefined>) | undefined {
  if (action.type !== 'link.request' || action.per_address === undefined) return undefined;
  const { per_address: name, address } = action;
  return (call) => countRecipient(call, name, digest(comparable(textOf(at(bodyValue(call), address)) ?? '')));
}
