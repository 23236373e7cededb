/**
 * The checks that a contract has and that its reduction to what a server offers has not: told as not run, each with
 * what the server lacks.
 */
import type { CompiledContract, CompiledOperation } from '../../mock/contract/compiled-contract.ts';
import type { Action, Credential } from '../../specs/generated/vocabulary.ts';
import { allChecks } from '../all-checks.ts';
import { notRunCheck } from '../assumed.ts';
import type { Check } from '../check.ts';
import type { Discovered } from './discover.ts';
import { NOT_IMPLEMENTED } from './not-implemented.ts';

/** The contract without one thing that the server lacks. */
interface Reduction {
  readonly contract: CompiledContract;
  readonly reason: string;
}

type Members = Readonly<Record<string, unknown>>;

/** The metadata's member that offers what the contract says here. */
const MEMBERS: Readonly<Record<string, string>> = {
  grants: 'grant_types_supported',
  client_authentication: 'token_endpoint_auth_methods_supported',
  pkce: 'code_challenge_methods_supported',
  response_types: 'response_types_supported',
  response_modes: 'response_modes_supported',
  iss: 'authorization_response_iss_parameter_supported',
  dpop: 'dpop_signing_alg_values_supported',
};

const GENERAL = "the server's metadata do not offer what this is about";

const unnamed = (key: string): string =>
  MEMBERS[key] === undefined ? GENERAL : `the server's metadata name no ${MEMBERS[key]}`;

/** What stands after the colon of a check of one operation. */
const operationOf = ({ id }: Check): string | undefined => id.split(':', 2)[1]?.split('/')[0];

/** One thing less of what the contract says, for each that the server lacks. */
function less(whole: Members, offered: Members): readonly { readonly part: Members; readonly reason: string }[] {
  return Object.entries(whole).flatMap(([key, value]) => {
    const left = offered[key];
    if (JSON.stringify(value) === JSON.stringify(left)) return [];
    if (Array.isArray(value) && Array.isArray(left))
      return value
        .filter((item) => !left.includes(item))
        .map((item) => ({
          part: { ...whole, [key]: value.filter((other) => other !== item) },
          reason:
            MEMBERS[key] === undefined
              ? GENERAL
              : `the server's metadata do not offer ${String(item)} (${MEMBERS[key]})`,
        }));
    const { [key]: _gone, ...rest } = whole;
    return [{ part: left === undefined ? rest : { ...whole, [key]: left }, reason: unnamed(key) }];
  });
}

function* reductions(whole: CompiledContract, { contract: offered, missing }: Discovered): Generator<Reduction> {
  const without = (gone: CompiledOperation, ...instead: readonly CompiledOperation[]): CompiledContract => ({
    ...whole,
    operations: whole.operations.flatMap((operation) => (operation === gone ? instead : [operation])),
  });
  for (const operation of whole.operations) {
    const reason = missing.get(operation.id);
    if (reason !== undefined) yield { reason, contract: without(operation) };
    const there = offered.operations.find(({ id }) => id === operation.id);
    if (there === undefined || there.action === operation.action) continue;
    for (const { part, reason: why } of less(operation.action, there.action))
      yield { reason: why, contract: without(operation, { ...operation, action: part as unknown as Action }) };
  }
  for (const [name, credential] of whole.credentials) {
    const there = offered.credentials.get(name);
    if (there === undefined || there === credential) continue;
    for (const { part, reason } of less(credential, there))
      yield {
        reason,
        contract: { ...whole, credentials: new Map(whole.credentials).set(name, part as unknown as Credential) },
      };
  }
}

export function unoffered(whole: CompiledContract, found: Discovered): readonly Check[] {
  const { contract: offered, missing } = found;
  if (offered === whole) return [];
  const there = new Set(allChecks(offered).map(({ id }) => id));
  const gone = allChecks(whole).filter(({ id }) => !there.has(id));
  const reasons = new Map<string, string>();
  for (const check of gone) {
    const reason = missing.get(operationOf(check) ?? '');
    if (reason !== undefined) reasons.set(check.id, reason);
  }
  for (const { contract, reason } of reductions(whole, found)) {
    const open = gone.filter(({ id }) => !reasons.has(id));
    if (open.length === 0) break;
    const left = new Set(allChecks(contract).map(({ id }) => id));
    for (const { id } of open) if (!left.has(id)) reasons.set(id, reason);
  }
  // What is gone only for several things together.
  const fileSays = missing.size > 0 && [...missing.values()].every((reason) => reason === NOT_IMPLEMENTED);
  const several = fileSays
    ? 'it is about an operation that the target file says is not implemented (not_implemented)'
    : GENERAL;
  return gone.map((check) => notRunCheck(check, reasons.get(check.id) ?? several));
}
