/** The `permission` guard: the credential's tenant, address, scopes and role must allow the call. */
import { isIP } from 'node:net';
import { refuse } from '../../request/call.ts';
import type { Call, Caller, Refusal } from '../../request/call.ts';
import type { CompiledMethod, CompiledRequirement } from '../../contract/compiled-contract.ts';
import { fitsPattern, hasScopes } from '../../auth/oauth/scopes.ts';
import { addressAllowed } from '../../request/ip-allow-list.ts';

/** Whether a role's permissions cover everything that is wanted; `*` is all, a trailing `*` a prefix. */
const permits = (granted: readonly string[], wanted: readonly string[]): boolean =>
  wanted.every((scope) => granted.some((pattern) => fitsPattern(pattern, scope)));

function roleScopes({ world }: Call, { key }: Caller): readonly string[] | undefined {
  if (key === undefined || key.role === null) return undefined;
  const credential = world.contract.credentials.get(key.credential);
  return credential !== undefined && 'roles' in credential ? (credential.roles?.[key.role] ?? []) : [];
}

function tokenHasScopes({ world }: Call, caller: Caller, wanted: readonly string[]): boolean {
  const credential = world.contract.credentials.get(caller.credential);
  return credential?.kind !== 'token' || caller.scopes === undefined || hasScopes(credential, caller.scopes, wanted);
}

function insufficient(
  call: Call,
  caller: Caller,
  failure: 'insufficient_scope' | 'insufficient_role',
  rule: string,
  got: string,
): Refusal {
  const wanted = (caller.requirement?.scopes ?? []).join(' ');
  const facts = { 'failure.required_scope': wanted, 'failure.granted_scopes': [...(caller.scopes ?? [])] };
  return refuse(failure, rule, `${call.operation.pointer}/security`, { expected: wanted, got, facts });
}

/** Whether two ways to present a credential are the same to anyone who reads the request. */
const sameWay = (a: CompiledMethod, b: CompiledMethod): boolean =>
  a === b ||
  (a.credential === b.credential &&
    a.consentOf === b.consentOf &&
    a.parts.length === b.parts.length &&
    a.parts.every(({ in: place, name }) => b.parts.some((other) => other.in === place && other.name === name)));

/** Whether a requirement asks nothing of the request but other scopes than that which the caller was taken by. */
const isAlternative = (a: CompiledRequirement, b: CompiledRequirement): boolean =>
  sameWay(a.method, b.method) &&
  (a.also?.length ?? 0) === (b.also?.length ?? 0) &&
  (a.also ?? []).every(({ method }, i) => sameWay(method, b.also![i]!.method));

/** The scopes of one of the requirements that the credential meets will do. */
function scopesRefusal(call: Call, caller: Caller): Refusal | undefined {
  const refusal = requirementRefusal(call, caller);
  const { requirement } = caller;
  if (refusal === undefined || requirement === undefined) return refusal;
  const others = call.operation.requirements.filter(
    (other) => other !== requirement && isAlternative(other, requirement),
  );
  return others.some((other) => requirementRefusal(call, caller, other) === undefined) ? undefined : refusal;
}

/** Scopes of the caller's credential, and of those that it came with. */
function requirementRefusal(
  call: Call,
  caller: Caller,
  requirement: CompiledRequirement | undefined = caller.requirement,
): Refusal | undefined {
  const refusal = scopeRefusal(call, caller, requirement?.scopes ?? []);
  if (refusal !== undefined || caller.also === undefined) return refusal;
  for (const [i, other] of caller.also.entries()) {
    const found = scopeRefusal(call, other, requirement?.also?.[i]?.scopes ?? []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function scopeRefusal(call: Call, caller: Caller, wanted: readonly string[]): Refusal | undefined {
  if (wanted.length === 0) return undefined;
  if (caller.token && !tokenHasScopes(call, caller, wanted))
    return insufficient(
      call,
      caller,
      'insufficient_scope',
      "the token must have the operation's scopes",
      caller.token.scope,
    );
  // A token acquired with a key can do no more than the key's role.
  const granted = caller.token ? roleScopes(call, caller) : caller.scopes;
  if (granted === undefined || permits(granted, wanted)) return undefined;
  return insufficient(
    call,
    caller,
    'insufficient_role',
    "the key's role must permit the operation",
    caller.key?.role ?? granted.join(' '),
  );
}

function callerRefusal({ tenant, operation, request }: Call, caller: Caller): Refusal | undefined {
  if (tenant !== undefined && caller.tenant !== tenant) {
    return refuse(
      'tenant_mismatch',
      'the credential must belong to the tenant of the call',
      operation.identifiers[0]?.pointer ?? operation.pointer,
      { expected: caller.tenant, got: tenant },
    );
  }
  if (caller.allowedAddresses && !(isIP(request.address) && addressAllowed(caller.allowedAddresses, request.address))) {
    return refuse('address_not_allowed', "the client's address must be on the credential's allow-list", '#/x-seed', {
      expected: caller.allowedAddresses.join(', '),
      got: request.address,
    });
  }
  // A person behind the token: a user there is. Where there is none, the tenant agreed, or the client acts for itself.
  if (caller.method.consentOf === 'tenant' && caller.user !== undefined) {
    return refuse('credential_required', 'the tenant itself must have agreed to the token', caller.method.pointer, {
      expected: `consent of ${caller.tenant}`,
      got: `consent of ${caller.user.id}`,
    });
  }
  return undefined;
}

export function permissionGuard(call: Call): Refusal | undefined {
  const { identification } = call;
  if (identification.state !== 'good') return undefined;
  const { caller } = identification;
  const refusal = callerRefusal(call, caller);
  if (refusal !== undefined) return refusal;
  if (caller.also !== undefined)
    for (const other of caller.also) {
      const found = callerRefusal(call, other);
      if (found !== undefined) return found;
    }
  return scopesRefusal(call, caller);
}
