/** What a grant is: how it is named on the wire, and what it does for an authenticated client. */
import type { BoundCredential } from '../bound-credential.ts';
import type { Party } from '../client-authentication.ts';
import type { Form } from '../endpoint-form.ts';
import type { Grant } from '../../../../specs/generated/vocabulary.ts';
import type { Awaitable } from '../../../state/awaitable.ts';
import type { Call, Outcome, Refusal } from '../../../request/call.ts';
import { refuse } from '../../../request/call.ts';
import { field } from '../endpoint-form.ts';
import { scopeList } from '../scopes.ts';

export interface GrantRequest {
  readonly call: Call;
  readonly bound: BoundCredential;
  readonly form: Form;
  readonly party: Party;
  /** Resource servers that the request names; none where it leaves that to the contract. */
  readonly targets: readonly string[];
}

export interface GrantHandler {
  readonly grant: Grant;
  /** The value of `grant_type`. */
  readonly name: string;
  /** Parameters it cannot do without. */
  readonly parameters: readonly string[];
  /** Finds the client where it did not authenticate: only for grants that identify it by themselves. */
  readonly identify?: (call: Call, form: Form) => Party | Refusal;
  readonly handle: (request: GrantRequest) => Awaitable<Outcome>;
}

/** @param rule what the code, refresh token or assertion must be */
export function invalidGrant(
  call: Call,
  rule: string,
  details: { readonly expected?: string; readonly got?: string } = {},
): Refusal {
  return refuse('invalid_grant', rule, `${call.operation.pointer}/x-action`, {
    expected: details.expected,
    got: details.got,
  });
}

/** The value of a parameter listed in {@link GrantHandler.parameters}, whose presence was checked before. */
export function required(form: Form, name: string): string {
  return field(form, name) ?? '';
}

/** Whether answers to this grant, of this scope, carry a refresh token. */
export function givesRefreshToken(
  { credential: { refresh } }: BoundCredential,
  grant: Exclude<Grant, 'refresh_token' | 'token_exchange'> | 'link',
  scope: string,
): boolean {
  if (refresh === undefined || !refresh.grants.includes(grant)) return false;
  return refresh.scope === undefined || scopeList(scope).includes(refresh.scope);
}

export function invalidScope(call: Call, problem: string, got: string | undefined): Refusal {
  return refuse('invalid_scope', problem, `${call.operation.pointer}/x-action`, { got });
}
